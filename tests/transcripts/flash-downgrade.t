#!tests/transcripts/run
# flash downgrade on a 520, then 5.1 by monitor mode: it finds its
# configuration; and the way back up.  2 MiB of flash have no room for a PDM.
flash pix --model=520 --serial=12345678 --image=%/pix611.bin "--key={pixkey make --serial=12345678 --license=UR --for=4.0}"
unit pix --net=1:user,tftp=%

== a unit with 6.1 and a configuration
scene beside-a-server
pix< hostname kept
pix< tftp-server inside 192.168.1.2 pix611.bin
pix< write memory
@ 5.5
pix>> [OK]
pix< show flashfs
@ 5.6
pix>> flash file system:  version:2  magic:0x12345679
pix>~   file 0: origin:       0 length:\d+
pix>~   file 1: origin: 1835008 length:\d+
pix>   file 2: origin:       0 length:0
pix>   file 3: origin:       0 length:0
pix>   file 4: origin:       0 length:0

== no room for a device manager
pix< copy tftp: flash:pdm
@ 12
pix>> The file is an image of another kind.
pix> PDM not installed

== without the command an older release does not find the configuration
pix< reload noconfirm
@ 13
pix< <ESC>\
@ 14
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix511.bin
pix< tftp
@ 24
pix>> Flash version 6.1.1, Install version 5.1.1
pix>
pix> Flash has the layout of a later release: its configuration cannot be
pix> read here.  "flash downgrade" on that release prepares it.
pix< n
@ 28
pix>> Running the image from memory; flash is unchanged.
pix>> Flash has the layout of a later release: its configuration cannot be
pix> read here.  "flash downgrade" on that release prepares it.
pix>> Cryptochecksum(unchanged): d41d8cd9 8f00b204 e9800998 ecf8427e
pix$ pixfirewall>
pix< en
pix<
pix< write memory
@ 28.5
pix>> Building configuration...
pix> Flash has the layout of a later release; "write erase" gives it this one's.
pix> [FAILED]
pix< clear flashfs
pix< flashfs downgrade 5.1
@ 29
pix>> Flash has the layout of a later release and stays as it is: that release
pix> can prepare it for others.
pix>> Flash has the layout of a later release and stays as it is: that release
pix> can prepare it for others.

== the command
pix< reload noconfirm
@ 30
pix< <SPACE>\
@ 34
pix$ kept>
pix< en
pix<
pix< flash downgrade 5.3
@ 34.2
pix>~ Usage:  flashfs downgrade .*
pix< flash downgrade 5.1
@ 36
pix>> Flash has the layout of release 5.1 now: install that release from monitor mode.
pix< show flashfs
@ 36.1
pix>~   file 1: origin: 1572864 length:\d+
pix< flash downgrade 5.0
@ 36.2
pix>> Flash has the layout of release 5.0 already.
pix< write memory
@ 37
pix>> [OK]

== 5.1 by monitor mode has the configuration
pix< reload noconfirm
@ 38
pix< <ESC>\
@ 39
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix511.bin
pix< tftp
@ 49
pix>> Flash version 6.1.1, Install version 5.1.1
pix! later release
pix< y
@ 50
pix< n
@ 60
pix>> Configuration Compatibility Warning:
pix> The config is from version 6.1(1).
pix> but the image is version 5.1(1).
pix$ kept>
pix< en
pix<
pix< write memory
@ 61
pix>> [OK]

== and back to 6.1 by copy tftp flash: its layout, the configuration kept
pix< conf t
pix< copy tftp: flash
@ 72
pix>> Image installed
pix< reload noconfirm
@ 73
pix< <SPACE>\
@ 77
pix>> Flash had the layout of releases 5.0 and 5.1; the configuration is kept.
pix>~ .* Version 6\.1\(1\)
pix$ kept>
pix< en
pix<
pix< show flashfs
@ 77.2
pix>~   file 1: origin: 1835008 length:\d+

== clear flashfs keeps image and configuration, too
pix< clear flashfs
@ 78
pix>> The flash file system is cleared; configuration and image are kept.
pix< show flashfs
@ 78.1
pix>~   file 0: origin:       0 length:\d+
pix>~   file 1: origin: 1441792 length:\d+
pix< copy tftp://192.168.1.2/pix421.bin flash
@ 82
pix>> Images older than 4.4 cannot be installed over the network.
pix< copy tftp://192.168.1.2/pix511.bin flash
@ 87
pix>> Image installed
pix< reload noconfirm
@ 88
pix< <SPACE>\
@ 92
pix>> Flash had the layout of releases 4.x; the configuration is kept.
pix$ kept>
