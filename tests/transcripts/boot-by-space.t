#!tests/transcripts/run
# SPACE within the ten seconds begins the flash boot at once.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix

== the window opens
@ 1.0
pix>> Use SPACE to begin flash boot immediately.
pix~ Flash boot in \d+ seconds\.

== SPACE boots
pix< <SPACE>\
@ 8.0
pix>~ Reading \d+ bytes of image from flash\.
pix$ pixfirewall>
