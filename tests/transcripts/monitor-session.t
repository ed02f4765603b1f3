#!tests/transcripts/run
# The chapter's session: break into the monitor, fetch an image, write it to
# flash.  The unit holds no image yet.
unit pix --model=525 --serial=12345678 --net=1:user,tftp=%

== power-on lines
@ 1.0
pix> PIX BIOS (4.0) #1: Sun Nov 22 2026
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

== ping
pix< ping 192.168.1.2
@ 4.0
pix> monitor> ping 192.168.1.2
pix~ Sending 5, 100-byte 0x[0-9a-f]{4} ICMP Echoes to 192\.168\.1\.2, timeout is 4 seconds:
pix> !!!!!
pix> Success rate is 100 percent (5/5)
pix$ monitor>

== the image comes over TFTP
pix< tftp
@ 20.0
pix> monitor> tftp
pix~ tftp pix621\.bin@192\.168\.1\.2\.+
pix>~ Received \d+ bytes
pix>
pix~ PIX admin loader \(3\.0\) .*
