#!tests/transcripts/run
# The way down to 4.2 on a unit with a drive: `flash downgrade 4.2`, then the
# original boot diskette, which installs its image and finds the configuration.
diskette boot.img %/bd421.bin
flash pix --model=520 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --for=4.0}"
unit pix

== 6.2 with a configuration
@ 20.0
pix< enable
pix<
pix< configure terminal
pix< hostname keeps
pix< interface ethernet0 auto
pix< ip address outside 10.1.2.3 255.255.255.0
pix< write memory
@ +2.0
pix>> [OK]

== flash downgrade 4.2
pix< flash downgrade 4.2
@ +2.0
pix< y
@ +5.0
pix>~ .*boot diskette.*

== the boot diskette offers to install 4.2
insert pix &&/boot.img
pix< reload
pix<
@ +8.0
pix>> Booting from diskette.
pix>~ PIX admin loader \(3\.0\) .*
pix> Flash=AT29C040A @ 0x300
pix>~ Flash version .*, Install version 4\.2\.1
pix$ Do you wish to copy the install image into flash? [n]
pix< y
@ +1.0
pix>~ Activation Key: .*
pix< n
@ +20.0
pix>~ Writing \d+ bytes image into flash\.\.\.
pix>~ .*Version 4\.2\(1\).*
pix>~ Failover: *Enabled
pix$ keeps>

== out with it: 4.2 boots from flash, the configuration is there
eject pix
reset pix
@ +25.0
pix>~ Reading \d+ bytes of image from flash\.
pix>~ .*Version 4\.2\(1\).*
pix>> Configuration Compatibility Warning:
pix$ keeps>
pix< enable
pix<
pix< show ip
@ +1.0
pix>> ip address outside 10.1.2.3 255.255.255.0

== without flash downgrade 4.2 says that it can't read what is there
diskette second.img %/bd421.bin
flash two --model=520 --serial=12345679 --image=%/pix621.bin
unit two --floppy=&&/second.img
@ +10.0
two>> Flash has the layout of a later release: its configuration cannot be
two> read here.  "flash downgrade" on that release prepares it.
two< y
@ +1.0
two<
@ +20.0
two>~ .*Version 4\.2\(1\).*
two>> The configuration in flash cannot be read.
two$ pixfirewall>
