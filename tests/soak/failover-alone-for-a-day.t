#!tests/transcripts/run
# A failover-only unit without its mate restarts after a day, and says so.
flash s --model=525 --serial=2222 --image=%/pix621.bin --key "{pixkey make --serial=2222 --license=FO}"
together s model=525 net0=segment:outside s:failover-cable=secondary:@/cable

== alone for a day
@ 1.0
s< <SPACE>\
@ 4.0
s< en
s<
s< conf t
s< failover
s< write memory
@ 10
s>> Switching to Active
@ 86380
s! NOTICE
@ 86420
s>~ NOTICE: this failover-only unit has had no connection.*
s>> REBOOTING....
s>> Use SPACE to begin flash boot immediately.
s< <SPACE>\
@ 86440
s>> Switching to Active
