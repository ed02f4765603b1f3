#!tests/transcripts/run
# A 520 with the 16 MiB card in place of its own: monitor, install, flash boot.
unit pix --model=520 --flash-card=strata --serial=12345678 --net=1:user,tftp=%

== the card is found
@ 1.0
pix~ PIX BIOS .*
pix> Platform PIX-520
pix> Flash=i28F640J5 @ 0x300

== the image is fetched
pix< <ESC>\
@ 2.0
pix$ monitor>
pix< addr 192.168.1.1
pix< serv 192.168.1.2
pix< file pix621.bin
pix< tftp
@ 20.0
pix>~ PIX admin loader .*
pix> Flash=i28F640J5 @ 0x300
pix> Flash version none, Install version 6.2.1
pix>
pix$ Do you wish to copy the install image into flash? [n]

== and installed
pix< y
pix<
@ 50.0
pix>~ Writing \d+ bytes image into flash\.\.\.
pix>> Type help or '?' for a list of available commands.
pix$ pixfirewall>

== after a power cycle it boots from flash
power pix off
@ 55.0
power pix on
@ 80.0
pix>~ Reading \d+ bytes of image from flash\.
pix>> Type help or '?' for a list of available commands.
pix< show version
@ 81.0
pix>> Flash i28F640J5 @ 0x300, 16MB
