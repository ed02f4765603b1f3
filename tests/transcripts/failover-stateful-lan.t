#!tests/transcripts/run
# Connections go by the interface that the units talk by: every frame on it is
# understood, and after the silence of a dead unit the other one goes on.
scene flashes 525 UR UR
together p,s model=525 p:net0=segment:outside;listen:@/outside p:net1=segment:inside;listen:@/inside s:net0=segment:outside s:net1=segment:inside s:net2=segment:fover p:net2=segment:fover;pcap:@/fover card0=1fe

== a pair that talks and tells by one interface
scene both-configured
p< failover link intf2
p< nat (inside) 1 0 0
p< global (outside) 1 192.168.89.100
scene lan-pair 10.1.1.1 10.1.1.2
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
