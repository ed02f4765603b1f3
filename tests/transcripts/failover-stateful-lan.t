#!tests/transcripts/run
# Connections go by the interface that the units talk by: every frame on it is
# understood, and after the silence of a dead unit the other one goes on.
flash p --model=525 --serial=1111 --image=%/pix621.bin --key "{pixkey make --serial=1111 --license=UR}"
flash s --model=525 --serial=2222 --image=%/pix621.bin --key "{pixkey make --serial=2222 --license=UR}"
together p,s model=525 p:net0=segment:outside;listen:@/outside p:net1=segment:inside;listen:@/inside s:net0=segment:outside s:net1=segment:inside s:net2=segment:fover p:net2=segment:fover;pcap:@/fover card0=1fe

== a pair that talks and tells by one interface
@ 1.0
p< <SPACE>\
s< <SPACE>\
@ 5.0
p< en
p<
p< conf t
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
p< failover link intf2
p< nat (inside) 1 0 0
p< global (outside) 1 192.168.89.100
p< failover lan unit primary
p< failover lan interface intf2
p< failover lan key sesame
p< failover lan enable
p< failover
s< en
s<
s< conf t
s< interface e2 auto
s< ip address intf2 172.16.1.1 255.255.255.0
s< failover ip address intf2 172.16.1.2
s< failover lan unit secondary
s< failover lan interface intf2
s< failover lan key sesame
s< failover lan enable
@ 12
s< failover
@ 22
p>> Sync Completed

== a transfer in the middle of which the active unit falls silent
connect 10.1.1.5 10.1.1.1 192.168.89.50 192.168.89.1
transfer 1000 5
@ +1
mates fover sesame 20
s< show xlate
@ +0.1
s>> PAT Global 192.168.89.100(1024) Local 10.1.1.5(2000)
transfer 20000 60 p
s>> Switching to Active
