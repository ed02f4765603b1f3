#!tests/transcripts/run
# A newer image and a new key: two reboots.  The newer image runs with the old
# key, takes the new one, and has its licence after the second.
flash pix --model=515 --serial=12345678 --image=%/pix611.bin "--key={pixkey make --serial=12345678 --license=R --des --for=5.2}"
unit pix --net=1:user,tftp=%

== 6.1 has a restricted licence and no command to change it
scene beside-a-server
pix>~ Failover:\s*Disabled
pix< write memory
@ 5
pix>> [OK]
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des}
@ 5.2
pix>> Type help or '?' for a list of available commands.

== step 1: the new image
pix< copy tftp://192.168.1.2/pix621.bin flash:image
@ 13
pix>> Image installed

== step 2: the first reboot; the old key still counts
pix< reload noconfirm
@ 15
pix< <SPACE>\
@ 19
pix>~ .* Version 6\.2\(1\)
pix> Licensed Features:
pix> Failover:           Disabled
pix> VPN-DES:            Enabled
pix> VPN-3DES:           Disabled
pix> Maximum Interfaces: 3
pix$ pixfirewall>
pix! There is no valid activation key.
pix< en
pix<
pix< conf t
pix< no pager

== step 3: the new key
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des}
@ 20
pix>> The flash activation key has been modified.
pix> The flash activation key is now DIFFERENT than the running key.
pix> The flash activation key will be used when the unit is reloaded.
pix< isakmp policy 10 encryption 3des
@ 20.2
pix>> ERROR: VPN-3DES is not licensed on this unit

== step 4: the second reboot; the new licence counts
pix< reload noconfirm
@ 22
pix< <SPACE>\
@ 26
pix>> Failover:           Enabled
pix> VPN-DES:            Enabled
pix> VPN-3DES:           Enabled
pix> Maximum Interfaces: 6
pix$ pixfirewall>
pix< en
pix<
pix< show activation-key
@ 26.3
pix>> The flash activation key is the SAME as the running key.
