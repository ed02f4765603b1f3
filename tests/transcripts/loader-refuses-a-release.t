#!tests/transcripts/run
# A release that does not know the chassis is refused before flash is touched.
flash old --model=535 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --for=4.0}"
unit old --net=1:user,tftp=%

== 5.2 does not know a 535
@ 1.0
old< <ESC>\
@ 2.0
old< address 192.168.1.1
old< server 192.168.1.2
old< file pix521.bin
old< interface 1
old< tftp
@ 20.0
old>> Flash version 6.2.1, Install version 5.2.1
old>
old> Release 5.2(1) does not support the PIX-535.
old> Rebooting...

== what was in flash still boots
@ 50.0
old>~ Reading \d+ bytes of image from flash\.
old>~ .*Version 6\.2\(1\).*
old$ pixfirewall>
