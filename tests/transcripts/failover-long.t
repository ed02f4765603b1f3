#!tests/transcripts/run
# Five thousand lines of configuration, read from flash and copied by the cable at
# its own speed.
scene flashes 515 UR FO
saved p 5000 "access-list from_inside permit tcp 10.{hi}.{lo}.0 255.255.255.0 host 192.168.89.9 eq 1{n:04}"
together p,s --timing=authentic model=515 net0=segment:outside net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== the primary has them from flash
@ 33.0
p< <SPACE>\
s< <SPACE>\
@ 60
p< en
p<
p< conf t
p< show failover
@ 60.5
p>> Failover Off
p< failover
@ 80
p>> Switching to Active

== they are in force on the secondary long before half a minute is over
s< en
s<
s< conf t
s< failover
@ 85
s>> Sync Started
p>> Sync Started

== meanwhile one sees how far it is, and the active unit takes no input
p< show clock
s< show failover
@ 86
s>~ Configuration: [1-9]\d* of \d{5,} bytes are here
p! show clock
@ 92
s>> Sync Completed
p>> Sync Completed
p>> show clock
p>~ \d\d:\d\d:\d\d\.\d+ UTC .*
s< show access-list | include 14999
@ 98
s>> access-list from_inside permit tcp 10.19.135.0 255.255.255.0 host 192.168.89.9 eq 14999 (hitcnt=0)

== they are the same, and saved on both
p< write memory
@ 140
p>> [OK]

== nobody's processor is busy with looking whether they still are
@ 215
p< show cpu usage
@ 217
p>~ CPU utilization for 5 seconds = \d+%; 1 minute: [01]%; .*
