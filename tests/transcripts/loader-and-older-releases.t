#!tests/transcripts/run
# 4.2 is not started over the network; 5.1 is, installs itself with the flash
# layout of its generation, keeps the key, and boots.
flash pix --model=515 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --for=4.0}"
unit pix --net=1:user,tftp=%

== 4.2 is refused, flash is as it was
@ 1.0
pix< <ESC>\
@ 2.0
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix421.bin
pix< tftp
@ 10.0
pix>~ Received \d+ bytes
pix>
pix> Image 4.2(1) is older than 4.4 and would corrupt flash; it is not started.
pix$ monitor>

== 5.1 is installed from monitor mode
pix< file pix511.bin
pix< tftp
@ 20.0
pix>> Flash version 6.2.1, Install version 5.1.1
pix< y
@ 21.0
pix< n
@ 40.0
pix>~ Writing \d+ bytes image into flash\.\.\.
pix>~ .*Version 5\.1\(1\).*
pix$ pixfirewall>

== and boots from flash
power pix off
@ 45.0
power pix on
@ 62.0
pix>~ Reading \d+ bytes of image from flash\.
pix>~ .*Version 5\.1\(1\).*
pix>~ Failover:\s*Enabled
