#!tests/transcripts/run
# Two units at one failover cable: the cable's ends say who is who.
scene flashes 525 "UR --3des" "UR --3des"
together p,s model=525 net0=segment:outside net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== the primary is configured while the secondary is off
power s off
@ 1.0
p< <SPACE>\
@ 4.0
p< en
p<
p< conf t
p< show failover
@ 4.2
p>> Failover Off
p> Cable status: Other side powered off
p< hostname fw
p< logging on
p< logging buffered alerts
scene addresses 10.1.1.1 10.1.1.2
p< failover
p< write memory
@ 10
p>> [OK]
p< show failover
@ 10.5
p>> Cable status: Other side powered off
p>> This host: Primary - Active

== the secondary is switched on, and gets the configuration by the cable
power s on
@ 11.5
s< <SPACE>\
@ 16
s< en
s<
s< conf t
s< failover
@ 25
p>> Sync Started
p>> Sync Completed
s>> Switching to Standby
s>> Sync Completed
p< show failover
s< show failover
@ 35
p>> Cable status: Normal
p>> This host: Primary - Active
p>> Interface outside (192.168.89.1): Normal
p>> Other host: Secondary - Standby
s>> Cable status: Normal
s>> This host: Secondary - Standby
s>> Other host: Primary - Active

== what is watched for is seen while it happens
p< debug fover
p< debug fover cable
p< debug fov switch
p< show debug
@ 35.2
p>> Usage:  debug fover
p>~ \s+cable\|fail\|fmsg\|.*
p>> debug fover cable
p> debug fover switch
p< no debug fover switch

== a line that is typed goes over the cable
p< name 10.1.1.9 gateway
@ 36
s< show running-config | include gateway
@ 36.5
s>> name 10.1.1.9 gateway

== a plug that is pulled is seen
cable s out
@ 36.7
p>~ .*fover cable: Other side is not connected
cable s in
@ 36.8
p>~ .*fover cable: Normal
p< undebug all
p< show debug
@ 36.9
p! debug fover

== the active unit loses its power: the other one is active within a second
power p off
@ 37.4
s>> Switching to Active
s< show failover
@ 38
s>> Cable status: Other side powered off
s>~ Last Failover at: 12:00:3\d UTC Tue Sep 11 2001
s>> This host: Secondary - Active

== it comes back, and stays the standby unit
power p on
@ 38.5
p< <SPACE>\
@ 55
p>> Switching to Standby
p>> Sync Completed
s>> Sync Completed
p< en
p<
p< no pager
p< show failover
@ 60
p>> Cable status: Normal
p>> This host: Primary - Standby

== a plug is pulled on either side: nobody takes over
cable s out
@ 60.1
s< show failover
@ 61
s>> Cable status: My side not connected
s>> This host: Secondary - Active
p< show failover
@ 61.2
p>> Cable status: Other side is not connected
p>> This host: Primary - Standby
cable s in
@ 75
p< show failover
@ 75.5
p>> Cable status: Normal
p>> This host: Primary - Standby
p>> Other host: Secondary - Active

== an interface of the standby unit fails and recovers: no change of roles
link p net0 down
@ 90
p< show failover
@ 90.5
p>> This host: Primary - Standby (Failed)
link p net0 up
@ 125
p< show failover
@ 125.5
p>> Cable status: Normal
p! Last Failover
p>> This host: Primary - Standby

== failover lan enable without an interface for it changes nothing yet
s< failover lan enable
s< logging on
s< logging buffered alerts
@ 130
p< show failover
s< show failover
@ 131
p>> This host: Primary - Standby
p>> Other host: Secondary - Active
p< show running-config | include lan
@ 132
p>> failover lan enable
s>> This host: Secondary - Active
s>> Other host: Primary - Standby
s< no failover lan enable
@ 133
p< show running-config | include lan
@ 134
p! failover lan enable
s< show failover
@ 135
s>> Other host: Primary - Standby

== all of that was told, once each
@ +5
p< no pager
s< no pager
p< show logging
s< show logging
@ +2
p>> %PIX-1-105002: (Primary) Enabling failover.
p> %PIX-1-105006: (Primary) Link status Up on interface outside.
p> %PIX-1-105003: (Primary) Monitoring on interface outside waiting
p> %PIX-1-105006: (Primary) Link status Up on interface inside.
p> %PIX-1-105003: (Primary) Monitoring on interface inside waiting
p> %PIX-1-104002: (Primary) Switching to STNDBY (cause: the units' agreement).
p> %PIX-1-105004: (Primary) Monitoring on interface inside normal
p> %PIX-1-105004: (Primary) Monitoring on interface outside normal
p> %PIX-1-709005: (Primary) Beginning configuration replication: Receiving from mate.
p> %PIX-1-709006: (Primary) End Configuration Replication (STB).
p> %PIX-1-101004: (Primary) Failover cable not connected (other unit).
p> %PIX-1-101001: (Primary) Failover cable OK.
p> %PIX-1-105007: (Primary) Link status Down on interface outside.
p> %PIX-1-105009: (Primary) Testing on interface outside Failed
p> %PIX-1-104003: (Primary) Switching to FAILED.
p> %PIX-1-105006: (Primary) Link status Up on interface outside.
p> %PIX-1-105003: (Primary) Monitoring on interface outside waiting
p> %PIX-1-104004: (Primary) Switching to OK.
p> %PIX-1-105004: (Primary) Monitoring on interface outside normal
p> %PIX-1-709005: (Primary) Beginning configuration replication: Receiving from mate.
p> %PIX-1-709006: (Primary) End Configuration Replication (STB).
s>> %PIX-1-101001: (Secondary) Failover cable OK.
s> %PIX-1-102001: (Secondary) Power failure/System reload other side.
s> %PIX-1-105003: (Secondary) Monitoring on interface outside waiting
s> %PIX-1-105003: (Secondary) Monitoring on interface inside waiting
s> %PIX-1-104001: (Secondary) Switching to ACTIVE (cause: power failure of the other unit).
s> %PIX-1-101001: (Secondary) Failover cable OK.
s> %PIX-1-105004: (Secondary) Monitoring on interface inside normal
s> %PIX-1-709003: (Secondary) Beginning configuration replication: Sending to mate.
s> %PIX-1-105004: (Secondary) Monitoring on interface outside normal
s> %PIX-1-709004: (Secondary) End Configuration Replication (ACT).
s> %PIX-1-101003: (Secondary) Failover cable not connected (this unit).
s> %PIX-1-101001: (Secondary) Failover cable OK.
s> %PIX-1-105005: (Secondary) Lost Failover communications with mate on interface outside
s> %PIX-1-105008: (Secondary) Testing interface outside
s> %PIX-1-103005: (Secondary) Other firewall reporting failure.
s> %PIX-1-103003: (Secondary) Other firewall network interface 0 failed.
s> %PIX-1-105009: (Secondary) Testing on interface outside Passed
s> %PIX-1-105005: (Secondary) Lost Failover communications with mate on interface outside
s> %PIX-1-105008: (Secondary) Testing interface outside
s> %PIX-1-105009: (Secondary) Testing on interface outside Passed
s> %PIX-1-103002: (Secondary) Other firewall network interface 0 OK.
s> %PIX-1-709003: (Secondary) Beginning configuration replication: Sending to mate.
s> %PIX-1-709004: (Secondary) End Configuration Replication (ACT).
