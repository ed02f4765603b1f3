#!tests/transcripts/run
# An image that does not know the key in flash: the unit runs without a licence
# and says so.  Two ways back: an older key from monitor mode, the newer image.
flash pix --model=515 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --3des}"
unit pix --net=1:user,tftp=%

== the older image is copied in spite of the key
scene beside-a-server
pix>> VPN-3DES:           Enabled
pix< hostname kept
pix< write memory
pix< copy tftp://192.168.1.2/pix531.bin flash:image
@ 13
pix>> Image installed

== it runs as Restricted, with two interfaces, and says why
pix< reload noconfirm
@ 15
pix< <SPACE>\
@ 19
pix>~ .* Version 5\.3\(1\)
pix>~ Failover:\s*Disabled
pix>~ VPN-3DES:\s*Disabled
pix>~ Maximum Interfaces:\s*2
pix>> The activation key in flash is for a newer release.
pix> There is no valid activation key.
pix> Running as Restricted: two interfaces, no failover, no DES, no 3DES.
pix$ kept>

== a key that it knows, by monitor mode
pix< en
pix<
pix< reload noconfirm
@ 21
pix< <ESC>\
@ 22
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix531.bin
pix< tftp
@ 30
pix>> Flash version 5.3.1, Install version 5.3.1
pix< y
@ 31
pix>> Serial Number: 12345678 (0xbc614e)
pix> The activation key in flash is for a newer release.
pix> Enter Activation Key
pix$ Part 1 of 4:
words pix {pixkey make --serial=12345678 --license=UR --des --for=5.2}
@ 40
pix>~ Failover:\s*Enabled
pix>~ VPN-DES:\s*Enabled
pix>~ VPN-3DES:\s*Disabled
pix$ kept>

== or the image that knows the key: here with the older one, which it takes
pix< en
pix<
pix< copy tftp://192.168.1.2/pix621.bin flash
@ 50
pix>> Image installed
pix< reload noconfirm
@ 52
pix< <SPACE>\
@ 56
pix>~ .* Version 6\.2\(1\)
pix>> VPN-DES:            Enabled
pix> VPN-3DES:           Disabled
pix$ kept>
pix< en
pix<
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des}
@ 57
pix>> The flash activation key has been modified.
