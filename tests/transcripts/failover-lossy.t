#!tests/transcripts/run
# Segments that lose 30 % of all frames, hellos and copies with them: nobody
# takes over without need, and both have one configuration.
flash p --model=515 --serial=1111 --image=%/pix621.bin --key "{pixkey make --serial=1111 --license=UR}"
flash s --model=515 --serial=2222 --image=%/pix621.bin --key "{pixkey make --serial=2222 --license=UR}"
together p,s model=515 card0=1fe net0=segment:outside,loss=30% net1=segment:inside,loss=30% net2=segment:fover,loss=30%

== a pair without a cable, where every third frame is lost
@ 1.0
p< <SPACE>\
s< <SPACE>\
@ 4.0
p< en
p<
p< conf t
p< no pager
p< interface e0 auto
p< interface e1 auto
p< interface e2 auto
p< ip address outside 192.168.89.1 255.255.255.0
p< ip address inside 10.1.1.1 255.255.255.0
p< ip address intf2 172.16.1.1 255.255.255.0
p< failover ip address outside 192.168.89.2
p< failover ip address inside 10.1.1.2
p< failover ip address intf2 172.16.1.2
p< failover poll 3
p< failover lan unit primary
p< failover lan interface intf2
p< failover lan key sesame
p< failover lan enable
p< logging on
p< logging buffered alerts
p< failover
s< en
s<
s< conf t
s< no pager
s< interface e2 auto
s< ip address intf2 172.16.1.1 255.255.255.0
s< failover ip address intf2 172.16.1.2
s< failover lan unit secondary
s< failover lan interface intf2
s< failover lan key sesame
s< failover lan enable
s< failover
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
