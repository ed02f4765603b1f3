#!tests/transcripts/run
# Nothing in flash: no restart for ever, but the monitor.
flash pix --model=525 --serial=12345678
unit pix --net=1:user,tftp=%

== the ten seconds, then the monitor
@ 9.5
pix>> Use SPACE to begin flash boot immediately.
pix$ Flash boot in 1 seconds.
@ 12.0
pix>> Flash is blank: there is no image to boot.
pix>~ Using 1: i8255\d @ PCI\(bus:\d dev:\d+ irq:\d+ *\), MAC: 0090\.27[0-9a-f]{2}\.[0-9a-f]{4}
pix> Use ? for help.
pix$ monitor>

== Space is no way around it
pix< reload
@ 12.5
pix>> Use SPACE to begin flash boot immediately.
pix< <SPACE>\
@ 15.0
pix>> Flash is blank: there is no image to boot.
pix>> Use ? for help.
pix$ monitor>

== a first image: key asked for word by word, nothing trustworthy being there
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix621.bin
pix< tftp
@ 30.0
pix>~ PIX admin loader \(3\.0\) .*
