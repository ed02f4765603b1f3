#!tests/transcripts/run
# Authentic timing: half a minute of nothing after power-on, as the manual has
# its readers expect.  Reset and reload begin at once.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix --timing=authentic

== nothing for 30 seconds
@ 29.999
pix! PIX
pix$ 

== then the ROM; a key pressed too early is lost
pix< <ESC>\
@ 31.0
pix~ PIX BIOS \(4\.0\) #\d+: .*
pix>> Use SPACE to begin flash boot immediately.
pix$ Flash boot in 10 seconds.

== the reset button does not begin the silence anew
reset pix
@ 33.0
pix>~ .*PIX BIOS \(4\.0\) #\d+: .*
pix>> Use SPACE to begin flash boot immediately.

== the power switch does
power pix off
@ 40.0
power pix on
@ 69.9
pix! PIX BIOS \(4
@ 71.0
pix>~ .*PIX BIOS \(4\.0\) #\d+: .*
pix>> Use SPACE to begin flash boot immediately.
