#!tests/transcripts/run
# A pair at a cable, and what goes wrong: each ends with one active unit and the
# same configuration on both.
scene flashes 515 UR FO
saved p 100 "name 10.1.2.{lo} n{sum}"
together p,s --timing=authentic model=515 net0=segment:outside net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== a pair
@ 33.0
p< <SPACE>\
s< <SPACE>\
@ 50
p< en
p<
p< conf t
p< no pager
p< hostname fw
scene addresses 10.1.1.1 10.1.1.2
p< failover
@ 70
s< en
s<
s< conf t
s< failover
@ 80
s>> Sync Completed

p< write memory
@ 90
p>> [OK]

== the standby unit starts anew in the middle of a copy
p< write standby
@ 90.25
s>> Sync Started
p! Sync Completed
reset s
@ 90.6
p! Sync Completed
@ 124
s< <SPACE>\
@ 150
p>> Sync Completed
s>> Sync Completed
p< show failover
@ 152
p>> This host: Primary - Active
p>> Other host: Secondary - Standby

== the cable is pulled in the middle of a copy, and put in again
p< write standby
@ 152.25
s>> Sync Started
p! Sync Completed
cable s out
@ 153
p! Sync Completed
cable s in
@ 175
p>> Sync Completed
s>> Sync Completed

== power is cut while the standby unit writes flash
s< enable
s<
p< hostname other
p< write memory
@ 175.42
p>> [OK]
power s off
@ 176
power s on
@ 210
s< <SPACE>\
@ 240
s>> Sync Completed
s<
p< show failover
@ 241
s$ other>
p>> This host: Primary - Active
p>> Other host: Secondary - Standby

== the active unit loses its power in the middle of a copy
p< hostname third
p< write standby
@ 241.25
p>> Sync Started
p! Sync Completed
power p off
@ 242
s>> Switching to Active
s<
@ 243
s~ .*
power p on
@ 277
p< <SPACE>\
@ 300
p>> Sync Completed
s>> Sync Completed
p<
s<
@ 301
p$ third>
s$ third>
