#!tests/transcripts/run
# Every command of the monitor, what it says without an argument, and how
# short its name may be.
unit pix --model=525 --serial=12345678 --net=1:user

== the prompt
@ 1.0
pix< <ESC>\
@ 2.0
pix>> Use ? for help.
pix$ monitor>

== ? lists the commands
pix< ?
@ +0.1
pix> monitor> ?
pix> ?               this help message
pix> address  [addr] set IP address
pix> file     [name] set boot file name
pix> gateway  [addr] set IP gateway
pix> help            this help message
pix> interface [num] select TFTP interface
pix> ping     <addr> send ICMP echo
pix> reload          halt and reload system
pix> server   [addr] set server IP address
pix> tftp            TFTP download
pix> timeout         TFTP timeout
pix> trace           toggle packet tracing
pix$ monitor>

== help is the same, and so is h
pix< h
@ +0.1
pix> monitor> h
pix> ?               this help message
pix>> trace           toggle packet tracing

== what is not set is an empty line
pix< addr
pix< serv
pix< file
pix< gate
@ +0.1
pix> monitor> addr
pix>
pix> monitor> serv
pix>
pix> monitor> file
pix>
pix> monitor> gate
pix>

== what is missing is named
pix< tftp
pix< ping
@ +0.1
pix> monitor> tftp
pix> no address
pix> monitor> ping
pix> no host

== ESC ends a ping, and takes with it what was typed meanwhile
pix< address 10.0.0.1
pix< ping 10.0.0.9
@ +1
pix< trace
pix< <ESC>\
@ +0.2
pix>> address 10.0.0.1
pix> monitor> ping 10.0.0.9
pix>~ Sending 5, 100-byte 0x.* ICMP Echoes to 10.0.0.9, timeout is 4 seconds:
pix> Interrupted.
pix> Success rate is 0 percent (0/0)
pix$ monitor>

== names are echoed in full
pix< a 192.168.1.1
pix< s 192.168.1.2
pix< f pix621.bin
pix< g 192.168.1.254
pix< ti 3
pix< tr
pix< tr
@ +0.1
pix> monitor> a 192.168.1.1
pix> address 192.168.1.1
pix> monitor> s 192.168.1.2
pix> server 192.168.1.2
pix> monitor> f pix621.bin
pix> file pix621.bin
pix> monitor> g 192.168.1.254
pix> gateway 192.168.1.254
pix> monitor> ti 3
pix> timeout 3
pix> monitor> tr
pix> trace on
pix> monitor> tr
pix> trace off

== and shown again without an argument
pix< addr
pix< gateway
pix< timeout
@ +0.1
pix> monitor> addr
pix> address 192.168.1.1
pix> monitor> gateway
pix> gateway 192.168.1.254
pix> monitor> timeout
pix> timeout 3

== a name that two commands begin with, and what is no address
pix< t
pix< show version
pix< server 300.1.1.1
@ +0.1
pix> monitor> t
pix> Invalid or incorrect command.  Use 'help' for help.
pix> monitor> show version
pix> Invalid or incorrect command.  Use 'help' for help.
pix> monitor> server 300.1.1.1
pix> Invalid IP address.

== interface lists the ports and the one in use
pix< int
@ +0.1
pix> monitor> int
pix> 0: i8255X @ PCI(bus:0 dev:13 irq:11)
pix> 1: i8255X @ PCI(bus:0 dev:14 irq:10)
pix>
pix~ Using 1: i82558 @ PCI\(bus:0 dev:14 irq:10\), MAC: 0090\.27[0-9a-f]{2}\.[0-9a-f]{4}

== a port without a cable
pix< interface 0
@ +6
pix> monitor> interface 0
pix> 0: i8255X @ PCI(bus:0 dev:13 irq:11)
pix> 1: i8255X @ PCI(bus:0 dev:14 irq:10)
pix> Ethernet auto negotiation timed out.
pix> Ethernet port 0 could not be initialized.
pix< interface 2
@ +0.1
pix> monitor> interface 2
pix> Invalid interface number.

== reload starts again
pix< rel
@ +0.5
pix> monitor> rel
pix> Rebooting...
pix~ PIX BIOS \(4\.0\) #\d+: .*
