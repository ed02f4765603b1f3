#!tests/transcripts/run
# Cables that go in and out, quickly and slowly: nobody takes over without
# need, never both are active, and in the end one is, with one configuration.
flash p --model=515 --serial=1111 --image=%/pix621.bin --key "{pixkey make --serial=1111 --license=UR}"
flash s --model=515 --serial=2222 --image=%/pix621.bin --key "{pixkey make --serial=2222 --license=UR}"
together p,s model=515 card0=1fe net0=segment:outside net1=segment:inside net2=segment:fover

== a pair
@ 1.0
p< <SPACE>\
s< <SPACE>\
@ 4.0
p< en
p<
p< conf t
p< logging on
p< logging buffered alerts
s< en
s<
s< conf t
scene lan-pair
@ 30
s>> Sync Completed
p>> Sync Completed

== a cable of the active unit goes in and out, twice a second
s<
p<
link p net1 down
@ +0.25
link p net1 up
@ +0.25
link p net1 down
@ +0.25
link p net1 up
@ +0.25
link p net1 down
@ +0.25
link p net1 up
@ +0.25
link p net1 down
@ +0.25
link p net1 up
@ 60
p! Switching
s! Switching

== every four seconds, on both in turn
link p net1 down
@ +4
link p net1 up
link s net0 down
@ +4
link s net0 up
link p net1 down
@ +4
link p net1 up
link s net0 down
@ +4
link s net0 up
link p net1 down
@ +4
link p net1 up
@ 110
p< show failover
s< show failover
@ 112
p>~ This host: Primary - (Active|Standby)
s>~ This host: Secondary - (Active|Standby)

== long enough to count: the other one takes over, once
link p net1 down
@ +20
link p net1 up
@ +20
link p net1 down
@ +20
link p net1 up
@ 240
s< failover active
@ 242
s< show failover
p< show failover
@ 244
s>> This host: Secondary - Active
s>> Other host: Primary - Standby
p>> This host: Primary - Standby
p>> Other host: Secondary - Active

== and both have the same lines
s< hostname last
@ 270
p<
s<
@ 271
p$ last(config)#
s$ last(config)#
