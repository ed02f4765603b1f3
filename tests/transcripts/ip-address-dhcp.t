#!tests/transcripts/run
# An address by DHCP, with the default route; it is no line, and is asked for
# again at every start.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix --net=0:user,tftp=%

== an address comes
@ 1.0
pix< <SPACE>\
@ 4.0
pix< en
pix<
pix< conf t
pix< no pager
pix< logging on
pix< logging buffered 6
pix< interface ethernet0 auto
pix< ip address outside dhcp setroute
@ 12
pix< show ip address
@ 12.2
pix>> Current IP Addresses:
pix> ip address outside 192.168.1.15 255.255.255.0
pix< show ip address outside dhcp
@ 12.3
pix>> Temp IP Addr:192.168.1.15 for peer on interface:outside
pix> Temp sub net mask:255.255.255.0
pix> DHCP Lease server:192.168.1.2, state:3 Bound
pix>~ DHCP Transaction id:0x[0-9A-F]+
pix> Lease:86400 secs, Renewal:43200 secs, Rebind:75600 secs
pix> Temp default-gateway addr:192.168.1.2
pix> Next timer fires after:43200 secs
pix> Retry count:0
pix< show ip address inside dhcp
@ 12.35
pix>> The address of inside does not come by DHCP.
pix< show ip address inside dhcpd
@ 12.38
pix>> Usage:  show ip address [interface [dhcp]]
pix< show logging
@ 12.4
pix>> %PIX-6-604101: DHCP client interface outside:  Allocated ip = 192.168.1.15, mask = 255.255.255.0, gw = 192.168.1.2
pix< ping 192.168.1.2
@ 13
pix>~ 192\.168\.1\.2 response received -- \d+ms
pix< ping 10.9.9.9
@ 17
pix! no route

== the line says how, not what
pix< write terminal
@ 18
pix>> ip address outside dhcp setroute
pix> no ip address inside
pix< ip address inside dhcp retry 7
@ 18.2
pix< show running-config | include dhcp
@ 18.4
pix>> ip address outside dhcp setroute
pix> ip address inside dhcp retry 7
pix< no ip address inside
pix< write memory
@ 19
pix>> [OK]

== again after a reload
pix< reload noconfirm
@ 20
pix< <SPACE>\
@ 32
pix>~ Cryptochecksum\(unchanged\): .*
pix< en
pix<
pix< show ip address
@ 32.3
pix>> Current IP Addresses:
pix> ip address outside 192.168.1.15 255.255.255.0

== an address of one's own in its place
pix< conf t
pix< ip address outside 192.168.1.1 255.255.255.0
pix< show ip address
@ 33
pix>> Current IP Addresses:
pix> ip address outside 192.168.1.1 255.255.255.0
pix< ping 192.168.1.2
@ 34
pix>~ 192\.168\.1\.2 response received -- \d+ms
