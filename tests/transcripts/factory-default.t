#!tests/transcripts/run
# configure factory-default: of a 501, and of a unit that has none.
flash small --model=501 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=R --des}"
unit small --net=1:user,tftp=%
flash big --model=525 --serial=12345679 --image=%/pix621.bin
unit big

== a 501
@ 1.0
small< <SPACE>\
big< <SPACE>\
@ 5.0
small< en
small<
small< conf t
small< hostname gone
@ 5.2
small< configure factory-default
@ 5.4
small< no pager
small< write terminal
@ 6
small$ pixfirewall(config)#
small>> interface ethernet0 auto
small> interface ethernet1 auto
small>> ip address outside dhcp setroute
small> ip address inside 192.168.1.1 255.255.255.0
small>> global (outside) 1 interface
small> nat (inside) 1 0.0.0.0 0.0.0.0 0 0
small>> http server enable
small> http 192.168.1.0 255.255.255.0 inside
small>> dhcpd address 192.168.1.2-192.168.1.33 inside

== with an address
small< configure factory-default 10.1.1.1 255.255.255.248
@ 6.4
small< no pager
small< write terminal
@ 7
small>> ip address inside 10.1.1.1 255.255.255.248
small>> http 10.1.1.0 255.255.255.248 inside
small>> dhcpd address 10.1.1.2-10.1.1.6 inside
small< configure factory-default 10.1.1.2 255.255.255.252
@ 7.2
small>> ERROR: the network has no room for this unit and others

== a 525 has none
big< en
big<
big< configure factory-default
@ 7.6
big>> The PIX-525 has no factory-default configuration.
