#!tests/transcripts/run
# 6.1 to 5.3, to 5.2 and back by copy tftp flash without `flash downgrade`, one
# reload each; the configuration is kept.
flash pix --model=525 --serial=12345678 --image=%/pix611.bin "--key={pixkey make --serial=12345678 --license=UR --3des --for=4.0}"
unit pix --net=1:user,tftp=%

== a unit with 6.1 and a configuration
scene beside-a-server
pix< hostname kept
pix< enable password secret
pix< write memory
@ 5.5
pix>> [OK]

== 5.3
pix< copy tftp://192.168.1.2/pix531.bin flash
@ 12
pix>> Image installed
pix< reload noconfirm
@ 13
pix< <SPACE>\
@ 17
pix>~ .* Version 5\.3\(1\)
pix>> Configuration Compatibility Warning:
pix> The config is from version 6.1(1).
pix> but the image is version 5.3(1).
pix$ kept>
pix< en
pix< secret
pix< write terminal
@ 17.2
pix>> PIX Version 5.3(1)
pix>~ enable password (?!8Ry2YjIyt7RRXU24)[0-9A-Za-z./]{16} encrypted
pix>> hostname kept
pix< write memory
@ 18
pix>> [OK]

== 5.2
pix< copy tftp://192.168.1.2/pix521.bin flash
@ 26
pix>> Image installed
pix< reload noconfirm
@ 27
pix< <SPACE>\
@ 31
pix>~ .* Version 5\.2\(1\)
pix>~ VPN-3DES:\s*Enabled
pix>> The config is from version 5.3(1).
pix> but the image is version 5.2(1).
pix$ kept>

== and back to 6.1
pix< en
pix< secret
pix< copy tftp://192.168.1.2/pix611.bin flash
@ 40
pix>> Image installed
pix< reload noconfirm
@ 41
pix< <SPACE>\
@ 45
pix>~ .* Version 6\.1\(1\)
pix! Compatibility
pix$ kept>
pix< en
pix< secret
pix< show ip address
@ 45.2
pix>> ip address inside 192.168.1.1 255.255.255.0
