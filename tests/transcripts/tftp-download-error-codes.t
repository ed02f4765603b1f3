#!tests/transcripts/run
# With tracing on, A and T and codes stand among the dots; a file that is not
# there is -10, with and without.  tests/firmware/table-11-2.t has all codes.
unit pix --model=525 --serial=12345678 --net=1:user,tftp=%

== the monitor
@ 1.0
pix< <ESC>\
@ 2.0
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file missing.bin
@ 2.5
pix>> file missing.bin

== a file that is not there: -10, and the prompt again
pix< tftp
@ 4.0
pix> monitor> tftp
pix> tftp missing.bin@192.168.1.2<-10>
pix> The server has no such file, or may not read it.
pix$ monitor>

== the same with tracing
pix< trace
pix< tftp
@ 6.0
pix>> trace on
pix> monitor> tftp
pix> tftp missing.bin@192.168.1.2A<-10>
pix> The server has no such file, or may not read it.

== nobody answers ARP
pix< server 192.168.1.77
pix< tftp
@ 30.0
pix>> monitor> tftp
pix> tftp missing.bin@192.168.1.77AT<-1>AT<-1>AT<-1>AT<-1>
pix> No answer to ARP for 192.168.1.77.
pix$ monitor>

== nor pings, in time
pix< trace
pix< ping 192.168.1.77
@ 50.0
pix>> trace off
pix> monitor> ping 192.168.1.77
pix~ Sending 5, 100-byte 0x[0-9a-f]+ ICMP Echoes to 192\.168\.1\.77, timeout is 4 seconds:
pix> .....
pix> Success rate is 0 percent (0/5)
pix$ monitor>
