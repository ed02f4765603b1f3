#!tests/transcripts/run
# The configuration: typed, saved, there again after a power cycle, erased;
# an older image warns of a newer one's.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix --net=1:user,tftp=%

== a new unit has no configuration
@ 1.0
pix< <SPACE>\
@ 4.0
pix>> Cryptochecksum(unchanged): d41d8cd9 8f00b204 e9800998 ecf8427e
pix< en
pix<
pix< show interface ethernet0
@ 4.1
pix>> interface ethernet0 "outside" is administratively down, line protocol is down
pix< show checksum
@ 4.2
pix>> Cryptochecksum: d41d8cd9 8f00b204 e9800998 ecf8427e

== write terminal is made from what is configured
pix< conf t
pix< hostname fxh
pix< interface ethernet1 auto
pix< ip address inside 192.168.1.1 255.255.255.0
pix< nameif e0 outside sec5
@ 4.4
pix>> interface name "outside" is reserved for interface with security0
pix< no pager
pix< write terminal
@ 4.6
pix>> Building configuration...
pix> : Saved
pix> :
pix> PIX Version 6.2(1)
pix> interface ethernet0 auto shutdown
pix> interface ethernet1 auto
pix> nameif ethernet0 outside security0
pix> nameif ethernet1 inside security100
pix> enable password 8Ry2YjIyt7RRXU24 encrypted
pix> passwd 2KFQnbNIdI.2KYOU encrypted
pix> hostname fxh
pix>> no ip address outside
pix> ip address inside 192.168.1.1 255.255.255.0
pix>> Cryptochecksum:d41d8cd98f00b204e9800998ecf8427e
pix> : end
pix> [OK]
pix< show interface e1
@ 4.7
pix>> interface ethernet1 "inside" is up, line protocol is up
pix>>   IP address 192.168.1.1, subnet mask 255.255.255.0

== reload says what would be lost
pix< reload
@ 4.8
pix>> The configuration has changed and is not saved (write memory).
pix$ Proceed with reload?[confirm]
pix< n\
@ 4.9
pix$ fxh(config)#

== write memory
pix< wri mem
@ 5.5
pix>> Building configuration...
pix~ Cryptochecksum: [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8}
pix> [OK]
pix< show checksum
@ 5.6
pix! d41d8cd9

== it is there after a power cycle
power pix off
@ 6.0
power pix on
@ 7.0
pix< <SPACE>\
@ 10.0
pix>~ Cryptochecksum\(unchanged\): [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8}
pix$ fxh>
pix< en
pix<
pix< show startup-config
@ 10.2
pix>> : Saved
pix~ : Written by enable_15 at 12:00:0\d\.\d{3} UTC Tue Sep 11 2001
pix> PIX Version 6.2(1)

== an older image, run from memory, warns
pix< reload
@ 10.4
pix$ Proceed with reload?[confirm]
pix! The configuration has changed
pix< <CR>\
@ 11.4
pix< <ESC>\
@ 12
pix$ monitor>
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix601.bin
pix< tftp
@ 25
pix>~ Received \d+ bytes
pix$ Do you wish to copy the install image into flash? [n]
pix< n
@ 30
pix>> Configuration Compatibility Warning:
pix> The config is from version 6.2(1).
pix> but the image is version 6.0(1).
pix~ Usage:  fixup protocol ftp\|.*
pix~ \s+\.\.\.\]
pix> Type help or '?' for a list of available commands.
pix~ Cryptochecksum\(changed\): .*
pix$ fxh>

== write erase
power pix off
@ 31
power pix on
@ 32
pix< <SPACE>\
@ 35
pix$ fxh>
pix< en
pix<
pix< write erase
@ 35.2
pix$ Erase PIX configuration in flash memory? [confirm]
pix< <CR>\
@ 36
pix$ fxh#
pix< reload noconfirm
@ 37
pix< <SPACE>\
@ 40
pix>> Cryptochecksum(unchanged): d41d8cd9 8f00b204 e9800998 ecf8427e
pix$ Pre-configure PIX Firewall now through interactive prompts [yes]?
pix< no
@ 40.2
pix$ pixfirewall>
