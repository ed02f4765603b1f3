#!tests/transcripts/run
# The manual's session: break into the monitor, fetch an image, write it to
# flash; from then on the unit boots by itself, also after a power cycle.
unit pix --model=525 --serial=12345678 --net=1:user,tftp=%

== power-on lines
@ 1.0
pix~ PIX BIOS \(4\.0\) #\d+: .*
pix> Platform PIX-525
pix> Flash=AT29C040A @ 0x300
pix>
pix> Use BREAK or ESC to interrupt flash boot.
pix> Use SPACE to begin flash boot immediately.

== ESC leads to the monitor
pix< <ESC>\
@ 2.0
pix>> Flash boot interrupted.
pix> 0: i8255X @ PCI(bus:0 dev:13 irq:11)
pix> 1: i8255X @ PCI(bus:0 dev:14 irq:10)
pix>
pix~ Using 1: i82558 @ PCI\(bus:0 dev:14 irq:10\), MAC: 0090\.27[0-9a-f]{2}\.[0-9a-f]{4}
pix> Use ? for help.
pix$ monitor>

== settings are echoed by their full names
pix< addr 192.168.1.1
@ 2.1
pix> monitor> addr 192.168.1.1
pix> address 192.168.1.1
pix< serv 192.168.1.2
pix< file pix621.bin
@ 2.2
pix> monitor> serv 192.168.1.2
pix> server 192.168.1.2
pix> monitor> file pix621.bin
pix> file pix621.bin

== ping gets five answers
pix< ping 192.168.1.2
@ 4.0
pix> monitor> ping 192.168.1.2
pix~ Sending 5, 100-byte 0x[0-9a-f]+ ICMP Echoes to 192\.168\.1\.2, timeout is 4 seconds:
pix> !!!!!
pix> Success rate is 100 percent (5/5)
pix$ monitor>

== the image comes over TFTP, a dot a block
pix< tftp
@ 20.0
pix> monitor> tftp
pix~ tftp pix621\.bin@192\.168\.1\.2\.+
pix>~ Received \d+ bytes
pix>
pix~ PIX admin loader \(3\.0\) #\d+: .*
pix> Flash=AT29C040A @ 0x300
pix> Flash version none, Install version 6.2.1
pix>
pix$ Do you wish to copy the install image into flash? [n]

== the loader asks for a key when there is none, and installs
pix< y
@ 21.0
pix> Do you wish to copy the install image into flash? [n] y
pix> Installing to flash
pix> Serial Number: 12345678 (0xbc614e)
pix> Enter Activation Key
pix$ Part 1 of 4:
pix<
@ 40.0
pix>~ Writing \d+ bytes image into flash\.\.\.
pix>> Type help or '?' for a list of available commands.
pix$ pixfirewall>

== after a power cycle it boots from flash
power pix off
@ 45.0
power pix on
@ 54.9
pix>> Use SPACE to begin flash boot immediately.
pix! Reading
@ 60.0
pix>~ Reading \d+ bytes of image from flash\.
pix>> Type help or '?' for a list of available commands.
pix$ pixfirewall>
