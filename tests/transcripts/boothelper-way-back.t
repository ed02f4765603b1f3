#!tests/transcripts/run
# An image was copied to flash that does not know the key there: the unit runs
# restricted.  The Boothelper installs the right image, and the key is good.
diskette helper.img %/bh621.bin
flash pix --model=520 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --3des}"
unit pix --net=1:user,tftp=%

== 6.2 runs with all features; 6.0 is copied over it
@ 20.0
pix>~ Failover:\s*Enabled
pix< enable
pix<
pix< configure terminal
pix< interface ethernet1 auto
pix< ip address inside 192.168.1.1 255.255.255.0
pix< exit
@ +5.0
pix< copy tftp://192.168.1.2/pix601.bin flash:image
@ +20.0
pix>> Image installed

== 6.0 does not know the key
pix< reload
pix<
@ +20.0
pix>~ .*Version 6\.0\(1\).*
pix>~ Failover:\s*Disabled

== the Boothelper brings 6.2 back; an empty line keeps the key
insert pix &&/helper.img
reset pix
@ +5.0
pix>> Use ? for help.
scene boothelper-installs pix621.bin
pix>~ Activation Key: .*
pix>> Enter Activation Key
pix<
@ +10.0
pix>~ Please remove the Boothelper diskette\..*
eject pix
reset pix
@ +20.0
pix>~ .*Version 6\.2\(1\).*
pix>~ Failover:\s*Enabled
