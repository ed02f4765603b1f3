#!tests/transcripts/run
# An older image: one reboot.  The key is checked and changed with the present
# image, then the image is replaced, and the unit reloaded once.
flash pix --model=515 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --3des}"
unit pix --net=1:user,tftp=%

== 6.2 with a key that only 6.2 and later know
scene beside-a-server
pix>> VPN-3DES:           Enabled
pix< hostname kept
pix< write memory
@ 5
pix>> [OK]

== the key is checked with the present image
pix< activation-key {pixkey make --serial=87654321 --license=UR --3des --for=5.2}
@ 5.2
pix>> The activation key is not valid
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des}
@ 5.4
pix>> The activation key you entered is the same as the Running key

== and changed for one that the older image knows
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des --for=5.2}
@ 6
pix>> VPN-3DES:           Enabled
pix>> The flash activation key has been modified.
pix< show activation-key
@ 6.4
pix>> The flash activation key is DIFFERENT than the running key.

== then the image
pix< copy tftp://192.168.1.2/pix531.bin flash:image
@ 14
pix>> Image installed
pix< activation-key {pixkey make --serial=12345678 --license=UR --des --for=5.2}
@ 14.2
pix>> The Flash image and the Running image differ

== one reload
pix< reload noconfirm
@ 16
pix< <SPACE>\
@ 20
pix>~ .* Version 5\.3\(1\)
pix> Licensed Features:
pix>~ Failover:\s*Enabled
pix>~ VPN-3DES:\s*Enabled
pix$ kept>
pix! There is no valid activation key.
