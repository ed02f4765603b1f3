#!tests/transcripts/run
# `write floppy` and `configure floppy`, with one diskette that moves between
# two units that run; and what they say without a good one.
diskette move.img
diskette helper.img %/bh621.bin
flash one --model=520 --serial=1001 --image=%/pix621.bin
flash two --model=520 --serial=1002 --image=%/pix521.bin
flash none --model=515 --serial=1003 --image=%/pix621.bin
unit one
unit two
unit none

== a 520 saves on a diskette
@ 20.0
one< enable
one<
one< configure terminal
one< hostname first
one< interface ethernet0 auto
one< ip address outside 10.1.2.3 255.255.255.0
@ +2.0
one< write floppy
@ +20.0
one>> first(config)# write floppy
one> Building configuration...
one> There is no diskette in the drive.
one> [FAILED]
insert one &&/move.img
one< write floppy
@ +20.0
one>> Building configuration...
one> [OK]
eject one

== another one that runs another release reads it
insert two &&/move.img
two< enable
two<
two< configure floppy
@ +20.0
two$ first#
two< show ip
@ +1.0
two>> ip address outside 10.1.2.3 255.255.255.0

== it writes its own over it, and the first one merges that
two< configure terminal
two< hostname second
@ +1.0
two< write floppy
@ +20.0
two>> [OK]
eject two
insert one &&/move.img
one< configure floppy
@ +20.0
one$ second(config)#
eject one

== a diskette that boots keeps its program
insert one &&/helper.img
one< configure floppy
@ +20.0
one>> There is no configuration on the diskette.
one< write floppy
@ +20.0
one>> [OK]
one< configure floppy
@ +20.0
one! There is no
one< reload
one<
one<
@ +10.0
one>> Booting from diskette.
one>> Use ? for help.
one$ pixboothelper>

== a unit without a drive
none< enable
none<
none< write floppy
none< configure floppy
@ +2.0
none>> This unit has no diskette drive.
none> [FAILED]
none>> This unit has no diskette drive.
