#!tests/transcripts/run
# Segments that lose 30 % of all frames, hellos and copies with them: nobody
# takes over without need, and both have one configuration.
scene flashes 515 UR UR
together p,s model=515 card0=1fe net0=segment:outside,loss=30% net1=segment:inside,loss=30% net2=segment:fover,loss=30%

== a pair without a cable, where every third frame is lost
scene both-configured
p< logging on
p< logging buffered alerts
scene lan-pair 10.1.1.1 10.1.1.2
@ 60
s>> Sync Completed
p>> Sync Completed

== ten minutes later nothing has changed, and lines arrive
p< hostname fw
p< name 10.1.1.9 gateway
s<
@ 660
p! Switching
s! Switching
s< show running-config | include gateway
p< show failover
s< show failover
@ 662
s>> name 10.1.1.9 gateway
p>> This host: Primary - Active
p>> Other host: Secondary - Standby
s>> This host: Secondary - Standby
s>> Other host: Primary - Active

== told to, the other one takes over, with the same lines
s< failover active
@ 664
s>> Switching to Active
s< hostname last
s< show failover
@ 690
p< show failover
@ 692
s>> This host: Secondary - Active
p$ last(config)#
p>> This host: Primary - Standby
p>> Other host: Secondary - Active
