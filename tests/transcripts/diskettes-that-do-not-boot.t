#!tests/transcripts/run
# What the ROM says of a diskette that it can't start, before it goes on to
# flash: nothing on it, a damaged program, a place that can't be read.
diskette blank.img
diskette bare.img /dev/null 0
diskette cut.img %/bh621.bin 0x4000
spoil %/bh621.bin damaged.img 0x3000
spoil %/bh621.bin header.img 13
flash pix --model=510 --serial=12345678 --image=%/pix621.bin
unit pix --floppy=&&/blank.img

== formatted, and nothing on it
@ 4.0
pix>> Flash=AT29C040A @ 0x300
pix>
pix> The diskette holds no program for this unit.
pix> Use BREAK or ESC to interrupt flash boot.

== never formatted
insert pix &&/bare.img
reset pix
@ +12.0
pix>> Flash=AT29C040A @ 0x300
pix>
pix> The diskette can't be read.
pix> Use BREAK or ESC to interrupt flash boot.

== the end of the program is missing
insert pix &&/cut.img
reset pix
@ +12.0
pix>> Booting from diskette.
pix> The diskette can't be read.
pix> Use BREAK or ESC to interrupt flash boot.

== one bit of the program is wrong
insert pix &&/damaged.img
reset pix
@ +4.0
pix>> Booting from diskette.
pix> Checksum verification on the image failed.
pix> Use BREAK or ESC to interrupt flash boot.

== a length that no diskette has
insert pix &&/header.img
reset pix
@ +4.0
pix>~ (The diskette holds no program for this unit|Booting from diskette)\.

== without one it boots from flash
eject pix
reset pix
@ +20.0
pix>> Use SPACE to begin flash boot immediately.
pix>~ .*Version 6\.2\(1\).*
