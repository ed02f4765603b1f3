#!tests/transcripts/run
# A pair whose network cables are pulled: on the active unit, on the standby
# unit, on both; and units whose licence makes no pair.
scene flashes 515 UR UR
flash r --model=515 --serial=3333 --image=%/pix621.bin --key "{pixkey make --serial=3333 --license=R}"
together p,s,r model=515 card0=1fe net0=segment:outside net1=segment:inside net2=segment:fover

== a pair
scene both-configured
p< logging on
p< logging buffered alerts
scene lan-pair 10.1.1.1 10.1.1.2
@ 20
s>> Sync Completed

== a unit without the licence is alone, and says why
r< en
r<
r< conf t
r< failover
@ 21
r>> ERROR: Failover is not licensed on this unit
r< show failover
@ 22
r>> Failover Off

== the inside of the active unit is pulled: the other one takes over
link p net1 down
@ 40
s>> Switching to Active
p>> Switching to Failed
p< show failover
s< show failover
@ 41
p>> This host: Primary - Standby (Failed)
p> Reason: an interface failed
p>> Interface inside (10.1.1.2): Link Down
p> Other host: Secondary - Active
s>> This host: Secondary - Active
s>> Other host: Primary - Standby (Failed)
s>> Interface inside (10.1.1.2): Link Down

== put in again it is a standby unit
link p net1 up
@ 55
p>> Switching to OK
p< show failover
@ 56
p>> This host: Primary - Standby
p>> Interface inside (10.1.1.2): Normal
p> Other host: Secondary - Active

== on the standby unit nothing else changes
link p net0 down
@ 75
p< show failover
@ 76
p>> This host: Primary - Standby (Failed)
p>> Interface outside (192.168.89.2): Link Down
p>> Other host: Secondary - Active

== on both: neither is better
link s net0 down
@ 100
s< show failover
@ 101
s>> This host: Secondary - Active
s>> Interface outside (192.168.89.1): Link Down
s>> Other host: Primary - Standby
link p net0 up
link s net0 up

== where they talk: both see each other elsewhere, and stay what they are
link p net2 down
@ 130
p< show failover
s< show failover
@ 131
p>> This host: Primary - Standby
p>> interface intf2 (172.16.1.1): Link Down, peer (172.16.1.2): Normal
s>> This host: Secondary - Active
s< name 10.1.1.77 later
link p net2 up
@ 150
p< show running-config | include later
@ 151
p>> name 10.1.1.77 later

== all of that was told, in this order
@ +5
p< no pager
s< no pager
p< show logging
s< show logging
@ +2
p>> %PIX-1-105009: (Primary) Testing on interface outside Failed
p>> %PIX-1-104003: (Primary) Switching to FAILED.
p>> %PIX-1-103003: (Primary) Other firewall network interface 0 failed.
p>> %PIX-1-104004: (Primary) Switching to OK.
p>> %PIX-1-105006: (Primary) Link status Up on interface outside.
p>> %PIX-1-105003: (Primary) Monitoring on interface outside waiting
p>> %PIX-1-105032: LAN Failover interface is down
p>> %PIX-1-103002: (Primary) Other firewall network interface 0 OK.
p>> %PIX-1-105004: (Primary) Monitoring on interface outside normal
p>> %PIX-1-105031: Failover LAN interface is up
s>> %PIX-1-105005: (Secondary) Lost Failover communications with mate on interface inside
s>> %PIX-1-105008: (Secondary) Testing interface inside
s>> %PIX-1-105009: (Secondary) Testing on interface inside Passed
s>> %PIX-1-103002: (Secondary) Other firewall network interface 1 OK.
s>> %PIX-1-105005: (Secondary) Lost Failover communications with mate on interface outside
s>> %PIX-1-105008: (Secondary) Testing interface outside
s>> %PIX-1-105009: (Secondary) Testing on interface outside Passed
s>> %PIX-1-103005: (Secondary) Other firewall reporting failure.
s>> %PIX-1-103003: (Secondary) Other firewall network interface 0 failed.
s>> %PIX-1-105005: (Secondary) Lost Failover communications with mate on interface outside
s>> %PIX-1-105008: (Secondary) Testing interface outside
s>> %PIX-1-105009: (Secondary) Testing on interface outside Passed
s>> %PIX-1-105005: (Secondary) Lost Failover communications with mate on interface outside
s>> %PIX-1-105008: (Secondary) Testing interface outside
s>> %PIX-1-105009: (Secondary) Testing on interface outside Passed
s>> %PIX-1-105007: (Secondary) Link status Down on interface outside.
s>> %PIX-1-105009: (Secondary) Testing on interface outside Failed
s>> %PIX-1-105006: (Secondary) Link status Up on interface outside.
s>> %PIX-1-105003: (Secondary) Monitoring on interface outside waiting
s>> %PIX-1-103002: (Secondary) Other firewall network interface 0 OK.
s>> %PIX-1-105035: Receive a LAN failover interface down msg from peer.
s>> %PIX-1-105004: (Secondary) Monitoring on interface outside normal
s>> %PIX-1-105034: Receive a LAN_FAILOVER_UP message from peer.
