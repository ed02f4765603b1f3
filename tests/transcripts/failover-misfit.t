#!tests/transcripts/run
# A mate with less memory: the active unit stays active, the other one says why
# it is none, and keeps what it has; ACT tells who is active.
scene flashes 515 UR UR
together p,s model=515 s:memory=128 net0=segment:outside net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== the active unit stays what it is
@ 1.0
p< <SPACE>\
s< <SPACE>\
@ 4.0
act p on
act s on
p< en
p<
p< conf t
p< hostname fw
scene addresses 10.1.1.1 10.1.1.2
p< failover
@ 15
p>> Switching to Active
s< en
s<
s< conf t
s< interface e1 auto
s< ip address inside 10.1.1.1 255.255.255.0
s< failover
@ 40
s>> Switching to Failed
p! Sync
s! Sync
act p on
act s off
p< show failover
s< show failover
@ 42
p>> This host: Primary - Active
p>> Other host: Secondary - Standby (Failed)
p> Reason: the units have different memory sizes
s>> This host: Secondary - Standby (Failed)
s> Reason: the units have different memory sizes
s>> Interface inside (0.0.0.0): Normal
s>> Other host: Primary - Active

== nothing was copied, no line is
p< write standby
@ 43
p>> ERROR: there is no standby unit
p< name 10.1.1.9 gateway
@ 46
s< show running-config | include name
@ 47
s>> hostname pixfirewall
s! gateway
