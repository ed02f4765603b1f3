#!tests/transcripts/run
# "Downloading an Image with Boothelper", step by step, with a good image, an
# old one and a damaged one.  The diskette is a copy that dd made.
diskette helper.img %/bh510.bin
spoil %/pix621.bin bad.bin
unit pix --model=520 --serial=12345678 --floppy=&&/helper.img --net=1:user,tftp=%

== the diskette boots before flash
@ 4.0
pix~ PIX BIOS \(4\.0\) #\d+: .*
pix> Platform PIX-520
pix> Flash=AT29C040A @ 0x300
pix>
pix> Booting from diskette.
pix>
pix~ PIX Boothelper \(5\.1\(1\)\) #\d+: .*
pix> Flash=AT29C040A @ 0x300
pix>
pix> 0: i8255X @ PCI(bus:0 dev:9 irq:11)
pix> 1: i8255X @ PCI(bus:0 dev:10 irq:10)
pix>
pix~ Using 1: i82557 @ PCI\(bus:0 dev:10 irq:10\), MAC: 0090\.27[0-9a-f]{2}\.[0-9a-f]{4}
pix> Use ? for help.
pix$ pixboothelper>

== it lists its commands
pix< ?
@ +1.0
pix> pixboothelper> ?
pix>> reload          halt and reload system
pix>> trace           toggle packet tracing
pix< help
@ +1.0
pix>> pixboothelper> help
pix>> tftp            TFTP download

== the prompt is the monitor's
pix< addr 192.168.1.1
pix< serv 192.168.1.2
pix< ping 192.168.1.2
@ +3.0
pix>> address 192.168.1.1
pix> pixboothelper> serv 192.168.1.2
pix> server 192.168.1.2
pix> pixboothelper> ping 192.168.1.2
pix~ Sending 5, 100-byte 0x[0-9a-f]+ ICMP Echoes to 192\.168\.1\.2, timeout is 4 seconds:
pix> !!!!!
pix> Success rate is 100 percent (5/5)

== an image that is older than 5.1 restarts the unit
pix< file pix501.bin
pix< tftp
@ +10.0
pix>~ Received \d+ bytes
pix>
pix> Checksum verification on flash image failed
pix> Rebooting...
pix>> Booting from diskette.
pix>> Use ? for help.
pix$ pixboothelper>

== a good one is not installed when nobody says y
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix621.bin
pix< tftp
@ +10.0
pix>~ Received \d+ bytes
pix>
pix$ Do you want to install the new image? [n]
pix<
@ +1.0
pix>> Nothing was installed; flash is unchanged.
pix$ pixboothelper>

== y installs it; a key is asked for until one is valid
pix< tftp
@ +10.0
pix< y
@ +1.0
pix>> Do you want to install the new image? [n] y
pix> Installing to flash
pix> Serial Number: 12345678 (0xbc614e)
pix> Enter Activation Key
pix$ Part 1 of 4:
pix< 12345678
pix< abcdef01
pix< 2345678
pix< cdef0123
@ +1.0
pix>> The activation key is not valid
pix> Enter Activation Key
words pix "{pixkey make --serial=12345678 --license=UR --3des}"
@ +10.0
pix>~ Writing \d+ bytes image into flash\.\.\.
pix>~ Please remove the Boothelper diskette\.  You have 30 seconds\.
pix~ .*reset switch.*

== the diskette out, the reset switch: the new image boots
eject pix
reset pix
@ +20.0
pix>> Use SPACE to begin flash boot immediately.
pix>~ Reading \d+ bytes of image from flash\.
pix>~ .*Version 6\.2\(1\).*
pix>~ Failover:\s*Enabled
pix$ pixfirewall>

== a damaged image restarts the unit, and flash is as it was
diskette second.img %/bh621.bin
unit two --model=520 --serial=12345678 --floppy=&&/second.img --net=1:user,tftp=&&
@ +4.0
two>> Use ? for help.
two< address 192.168.1.1
two< server 192.168.1.2
two< file bad.bin
two< tftp
@ +10.0
two>~ Received \d+ bytes
two>
two> Checksum verification on flash image failed
two> Rebooting...
two>> Booting from diskette.
