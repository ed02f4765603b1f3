#!tests/transcripts/run
# Memory for the image but not for all that it wants: either it says so before
# it restarts, or it does without the firewall.
flash a --model=525 --serial=1 --image=%/pix631.bin
flash b --model=525 --serial=2 --image=%/pix631.bin
unit a --memory=10
unit b --memory=12

== no place for packets
@ 1.0
a< <SPACE>\
b< <SPACE>\
@ 6.0
a>~ Reading \d+ bytes of image from flash\.
a>> There is not enough memory for this image.
a>> Rebooting...

== none for the firewall
@ 15.0
b< en
b<
b< conf t
b< access-list a permit ip any any
b< clear access-list a counters
b< show access-list a
b< show xlate
@ 17.0
b>> access-list a line 1 permit ip any any (hitcnt=0)
b>> ERROR: there is no memory for the firewall
