#!tests/transcripts/run
# A mate with less memory: the active unit stays active, the other one says why
# it is none, keeps what it has and lets nothing through; ACT tells who is active.
# h and o are stations: units without failover.
scene flashes 515 UR UR
flash h --model=515 --serial=3333 --image=%/pix621.bin
flash o --model=515 --serial=4444 --image=%/pix621.bin
together p,s,h,o model=515 s:memory=128 p:net0=segment:outside p:net1=segment:inside s:net0=segment:outside s:net1=segment:inside h:net1=segment:inside o:net1=segment:outside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== the one that joins would let through what it may: it does while it is alone
@ 1.0
p< <SPACE>\
s< <SPACE>\
h< <SPACE>\
o< <SPACE>\
@ 4.0
act p on
act s on
s< en
s<
s< conf t
s< interface e0 auto
s< interface e1 auto
s< ip address outside 192.168.89.1 255.255.255.0
s< ip address inside 10.1.1.1 255.255.255.0
s< failover ip address outside 192.168.89.2
s< failover ip address inside 10.1.1.2
scene publishes-h s
scene stations
@ 6
h< ping 192.168.89.50
@ 10
h>~ .*192\.168\.89\.50 response received -- \d+ms
s< no ip address inside
s< no ip address outside

== the active unit stays what it is
p< en
p<
p< conf t
p< hostname fw
scene addresses 10.1.1.1 10.1.1.2
scene publishes-h p
p< failover
@ 22
p>> Switching to Active
s< ip address outside 192.168.89.1 255.255.255.0
s< ip address inside 10.1.1.1 255.255.255.0
s< failover
@ 47
s>> Switching to Failed
p! Sync
s! Sync
act p on
act s off
p< show failover
s< show failover
@ 49
p>> This host: Primary - Active
p>> Other host: Secondary - Standby (Failed)
p> Reason: the units have different memory sizes
s>> This host: Secondary - Standby (Failed)
s> Reason: the units have different memory sizes
s>> Interface inside (10.1.1.2): Normal
s>> Other host: Primary - Active

== traffic goes through the active unit and not through the other one
h< ping 192.168.89.50
@ 54
h>~ .*192\.168\.89\.50 response received -- \d+ms
h< no route inside 192.168.89.0 255.255.255.0
h< route inside 192.168.89.0 255.255.255.0 10.1.1.2
h< ping 10.1.1.2
@ 58
h>~ .*10\.1\.1\.2 response received -- \d+ms
h< ping 192.168.89.50
@ 65
h>~ .*192\.168\.89\.50 NO response received -- \d+ms
h! 50 response received

== nothing was copied, no line is
p< write standby
@ 66
p>> ERROR: there is no standby unit
p< name 10.1.1.9 gateway
@ 69
s< show running-config | include name
@ 70
s>> hostname pixfirewall
s! gateway
