#!tests/transcripts/run
# Cables that go in and out, quickly and slowly: nobody takes over without
# need, never both are active, and in the end one is, with one configuration.
scene flashes 515 UR UR
together p,s model=515 card0=1fe net0=segment:outside net1=segment:inside net2=segment:fover

== a pair
scene both-configured
p< logging on
p< logging buffered alerts
scene lan-pair 10.1.1.1 10.1.1.2
@ 30
s>> Sync Completed
p>> Sync Completed

== a cable of the active unit goes in and out, twice a second
s<
p<
scene flap p net1 0.25
@ +0.25
scene flap p net1 0.25
@ +0.25
scene flap p net1 0.25
@ +0.25
scene flap p net1 0.25
@ 60
p! Switching
s! Switching

== every four seconds, on both in turn
scene flap p net1 4
scene flap s net0 4
scene flap p net1 4
scene flap s net0 4
scene flap p net1 4
@ 110
p< show failover
s< show failover
@ 112
p>~ This host: Primary - (Active|Standby)
s>~ This host: Secondary - (Active|Standby)

== long enough to count: the other one takes over, once
scene flap p net1 20
@ +20
scene flap p net1 20
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
