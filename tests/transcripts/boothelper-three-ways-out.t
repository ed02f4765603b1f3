#!tests/transcripts/run
# The half minute after an installation by Boothelper: diskette out and reset,
# `reload` with it in, and waiting.  What boots next follows from whether the
# diskette is in.
diskette helper.img %/bh621.bin
flash pix --model=510 --serial=12345678 "--key={pixkey make --serial=12345678 --license=UR --3des}"
unit pix --floppy=&&/helper.img --net=1:user,tftp=%

== installed, the key in flash kept by an empty line
@ 4.0
scene boothelper-installs pix621.bin
pix>~ Activation Key: [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8}
pix> An empty line keeps this key.
pix> Enter Activation Key
pix$ Part 1 of 4:
pix<
@ +10.0
pix>~ Please remove the Boothelper diskette\.  You have 30 seconds\.
pix>~ Then use the reset switch.*

== reload with the diskette in boots the Boothelper
pix< help
@ +0.5
pix>> Only reload is obeyed now.
pix< reload
@ +5.0
pix>> Rebooting...
pix>> Booting from diskette.
pix>> Use ? for help.
pix$ pixboothelper>

== so does waiting
scene boothelper-installs pix621.bin
pix<
@ +10.0
pix>~ Please remove the Boothelper diskette\..*
pix! Rebooting
@ +30.0
pix>> Rebooting...
pix>> Booting from diskette.
pix>> Use ? for help.
pix$ pixboothelper>

== waiting, with the diskette out, boots flash
scene boothelper-installs pix621.bin
pix<
@ +10.0
eject pix
@ +45.0
pix>> Rebooting...
pix>~ Reading \d+ bytes of image from flash\.
pix>~ Failover:\s*Enabled
pix$ pixfirewall>

== the diskette put back, reload of the runtime boots it, too
insert pix &&/helper.img
pix< enable
pix<
pix< reload
pix<
@ +10.0
pix>> Booting from diskette.
pix>> Use ? for help.

== out again, and a power cycle
eject pix
power pix off
@ +1.0
power pix on
@ +20.0
pix>~ Reading \d+ bytes of image from flash\.
pix>~ Failover:\s*Enabled
