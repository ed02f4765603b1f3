#!tests/transcripts/run
# The two switches and `reload`, seen from the console.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --for=6.2}"
unit pix

== reset in the ten seconds: they begin anew
@ 3.5
pix~ PIX BIOS \(4\.0\) #\d+: .*
pix$ Flash boot in 7 seconds.
reset pix
@ 4.0
pix>~ .*PIX BIOS \(4\.0\) #\d+: .*
pix> Platform PIX-525
pix>> Use SPACE to begin flash boot immediately.
pix$ Flash boot in 10 seconds.

== what was changed and not written is gone after a reset
pix< <SPACE>\
@ 7.0
pix$ pixfirewall>
pix< enable
pix< 
pix< configure terminal
pix< hostname written
pix< write memory
@ 10.0
pix$ written(config)#
pix< hostname lost
@ 11.0
pix$ lost(config)#
reset pix
@ 11.5
pix>~ .*PIX BIOS \(4\.0\) #\d+: .*
pix< <SPACE>\
@ 15.0
pix$ written>

== and after the power switch; in between nobody hears what is typed
pix< enable
pix< 
pix< configure terminal
pix< hostname lost
@ 16.0
pix$ lost(config)#
power pix off
@ 20.0
pix< never
@ 21.0
pix! never
power pix on
@ 21.5
pix>~ .*PIX BIOS \(4\.0\) #\d+: .*
pix< <SPACE>\
@ 25.0
pix! never
pix$ written>

== reload in the runtime asks
pix< enable
pix< 
pix< reload
@ 26.0
pix$ Proceed with reload?[confirm]
pix< 
@ 26.5
pix>> Rebooting...
pix~ PIX BIOS \(4\.0\) #\d+: .*

== and in the monitor does not
pix< <ESC>\
@ 35.0
pix$ monitor>
pix< rel
@ 35.5
pix>> Rebooting...
pix~ PIX BIOS \(4\.0\) #\d+: .*
pix>> Use SPACE to begin flash boot immediately.
