#!tests/transcripts/run
# Nobody touches the keyboard: the flash boot begins 10.0 s after the window
# opened, which is within milliseconds of power-on.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix

== the seconds are counted down in one line
@ 0.05
pix>> Use SPACE to begin flash boot immediately.
pix$ Flash boot in 10 seconds.
@ 1.05
pix$ Flash boot in 9 seconds.
@ 9.05
pix$ Flash boot in 1 seconds.

== nothing happens before ten seconds have gone by
@ 9.99
pix$ Flash boot in 1 seconds.
pix! Reading

== then it boots
@ 10.05
pix>~ Reading \d+ bytes of image from flash\.
@ 12.0
pix$ pixfirewall>
