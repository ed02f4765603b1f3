#!tests/transcripts/run
# One byte of the image in flash is wrong: the unit restarts until somebody
# goes to the monitor and loads another one.  The key stays.
flash pix --model=525 --serial=12345678 --image=%/pix601.bin "--key={pixkey make --serial=12345678 --license=UR --for=4.0}"
flip pix 5000
unit pix --net=1:user,tftp=%

== the sums, and a restart
@ 1.0
pix< <SPACE>\
@ 4.0
pix>~ Reading \d+ bytes of image from flash\.
pix~ imgsum_config: sumval\(0x[0-9a-f]{4}\) md5\(0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8}\)
pix~ imgsum_verify: chksum\(0x[0-9a-f]+ *\) md5\(0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8}\)
pix> Checksum verification on compression loader failed.
pix> Rebooting...
pix~ PIX BIOS \(4\.0\) #\d+: .*

== the same again, ten seconds later
@ 15.0
pix>> Checksum verification on compression loader failed.
pix> Rebooting...

== the monitor is within reach
pix< <ESC>\
@ 17.0
pix>> Use ? for help.
pix$ monitor>

== the loader sees the damage, too, and keeps the key
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix621.bin
pix< tftp
@ 30.0
pix>~ PIX admin loader \(3\.0\) .*
pix> Flash=AT29C040A @ 0x300
pix> Flash version 6.0.1, Install version 6.2.1
pix>
pix~ imgsum_config: sumval\(0x[0-9a-f]{4}\) md5\(.*\)
pix~ imgsum_verify: chksum\(0x[0-9a-f]+ *\) md5\(.*\)
pix> Checksum verification on flash image failed.
pix$ Do you wish to copy the install image into flash? [n]
pix< y
@ 31.0
pix>> Installing to flash
pix> Serial Number: 12345678 (0xbc614e)
pix~ Activation Key: [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8}
pix$ Do you want to enter a new activation key? [n]
pix< n
@ 60.0
pix>~ Writing \d+ bytes image into flash\.\.\.
pix>> Failover:           Enabled
pix>> Type help or '?' for a list of available commands.
pix$ pixfirewall>
