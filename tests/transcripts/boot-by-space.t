#!tests/transcripts/run
# SPACE within the ten seconds begins the flash boot at once.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix

== the window is open
@ 3.5
pix>> Use SPACE to begin flash boot immediately.
pix$ Flash boot in 7 seconds.

== SPACE boots at once
pix< <SPACE>\
@ 4.5
pix>~ Reading \d+ bytes of image from flash\.
pix$ pixfirewall>
