#!tests/transcripts/run
# A pair at a cable, and what goes wrong: each ends with one active unit and the
# same configuration on both.
scene flashes 515 UR FO
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
p< name 10.1.2.1 a-host-with-a-name-that-is-long-enough-for-this-purpose-1
p< name 10.1.2.2 a-host-with-a-name-that-is-long-enough-for-this-purpose-2
p< name 10.1.2.3 a-host-with-a-name-that-is-long-enough-for-this-purpose-3
p< name 10.1.2.4 a-host-with-a-name-that-is-long-enough-for-this-purpose-4
p< name 10.1.2.5 a-host-with-a-name-that-is-long-enough-for-this-purpose-5
p< name 10.1.2.6 a-host-with-a-name-that-is-long-enough-for-this-purpose-6
p< name 10.1.2.7 a-host-with-a-name-that-is-long-enough-for-this-purpose-7
p< name 10.1.2.8 a-host-with-a-name-that-is-long-enough-for-this-purpose-8
p< name 10.1.2.9 a-host-with-a-name-that-is-long-enough-for-this-purpose-9
p< name 10.1.2.10 a-host-with-a-name-that-is-long-enough-for-this-purpose-10
p< name 10.1.2.11 a-host-with-a-name-that-is-long-enough-for-this-purpose-11
p< name 10.1.2.12 a-host-with-a-name-that-is-long-enough-for-this-purpose-12
p< name 10.1.2.13 a-host-with-a-name-that-is-long-enough-for-this-purpose-13
p< name 10.1.2.14 a-host-with-a-name-that-is-long-enough-for-this-purpose-14
p< name 10.1.2.15 a-host-with-a-name-that-is-long-enough-for-this-purpose-15
p< name 10.1.2.16 a-host-with-a-name-that-is-long-enough-for-this-purpose-16
p< name 10.1.2.17 a-host-with-a-name-that-is-long-enough-for-this-purpose-17
p< name 10.1.2.18 a-host-with-a-name-that-is-long-enough-for-this-purpose-18
p< name 10.1.2.19 a-host-with-a-name-that-is-long-enough-for-this-purpose-19
p< name 10.1.2.20 a-host-with-a-name-that-is-long-enough-for-this-purpose-20
p< name 10.1.2.21 a-host-with-a-name-that-is-long-enough-for-this-purpose-21
p< name 10.1.2.22 a-host-with-a-name-that-is-long-enough-for-this-purpose-22
p< name 10.1.2.23 a-host-with-a-name-that-is-long-enough-for-this-purpose-23
p< name 10.1.2.24 a-host-with-a-name-that-is-long-enough-for-this-purpose-24
p< name 10.1.2.25 a-host-with-a-name-that-is-long-enough-for-this-purpose-25
p< name 10.1.2.26 a-host-with-a-name-that-is-long-enough-for-this-purpose-26
p< name 10.1.2.27 a-host-with-a-name-that-is-long-enough-for-this-purpose-27
p< name 10.1.2.28 a-host-with-a-name-that-is-long-enough-for-this-purpose-28
p< name 10.1.2.29 a-host-with-a-name-that-is-long-enough-for-this-purpose-29
p< name 10.1.2.30 a-host-with-a-name-that-is-long-enough-for-this-purpose-30
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
@ 175.25
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
