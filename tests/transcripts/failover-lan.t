#!tests/transcripts/run
# Two units without a failover cable: elected, copied, switched over.
scene flashes 525 "UR --3des" "UR --3des"
together p,s model=525 card0=1fe net1=segment:inside s:net0=segment:outside s:net2=segment:fover "p:net0=segment:outside;pcap:@/outside" "p:net2=segment:fover;pcap:@/fover"

== the primary is configured, the secondary only as far as it must be
scene both-configured
p< show failover
@ 4.2
p>> Failover Off
p> Cable status: My side not connected
p> Reconnect timeout 0:00:00
p< hostname fw
scene addresses 10.1.1.1 10.1.1.2
p< nameif e2 fover security50
p< interface e2 auto
p< ip address fover 172.16.1.1 255.255.255.0
p< failover ip address fover 172.16.1.2
p< failover lan unit primary
p< failover lan interface fover
p< failover lan key sesame
p< failover lan enable
p< failover
p< write memory
s< nameif e2 fover security50
s< interface e2 auto
s< ip address fover 172.16.1.1 255.255.255.0
s< failover ip address fover 172.16.1.2
s< failover lan unit secondary
s< failover lan interface fover
s< failover lan key sesame
s< failover lan enable
@ 5.5
p>> [OK]
@ 12
p>> Switching to Active
p< show failover
@ 13
p>> Failover On
p> Cable status: N/A - LAN-based failover enabled
p> Reconnect timeout 0:00:00
p> Poll frequency 3 seconds
p> This host: Primary - Active
p~ Active time: \d+ \(sec\)
p> Interface outside (192.168.89.1): Normal (Waiting)
p> Interface inside (10.1.1.1): Normal (Waiting)
p> Other host: Secondary - Not detected

== the secondary joins and is given the configuration
s< failover
@ 25
p>> Sync Started
p>> Sync Completed
s>> Switching to Standby
s>> Sync Started
s>> Sync Completed
p< show failover
s< show failover
@ 26
p>> This host: Primary - Active
p~ Active time: \d+ \(sec\)
p> Interface outside (192.168.89.1): Normal
p> Interface inside (10.1.1.1): Normal
p> Other host: Secondary - Standby
p> Active time: 0 (sec)
p> Interface outside (192.168.89.2): Normal
p> Interface inside (10.1.1.2): Normal
p>
p> Stateful Failover Logical Update Statistics
p> Link : Unconfigured.
p>
p> LAN-based Failover is Active
p> interface fover (172.16.1.1): Normal, peer (172.16.1.2): Normal
s>> This host: Secondary - Standby
s> Active time: 0 (sec)
s> Interface outside (192.168.89.2): Normal
s> Interface inside (10.1.1.2): Normal
s> Other host: Primary - Active
s>> interface fover (172.16.1.2): Normal, peer (172.16.1.1): Normal

== what is typed on the active unit appears on the standby unit
p< name 10.1.1.9 gateway
p< write memory
@ 27
s$ fw(config)#
s< show running-config | include gateway
@ 27.5
s>> name 10.1.1.9 gateway
s< show startup-config | include gateway
@ 28
s>> name 10.1.1.9 gateway

== the standby unit has the system's address, and one for itself
s< show ip address inside
@ 28.1
s>> System IP Addresses:
s> ip address inside 10.1.1.1 255.255.255.0
s> Current IP Addresses:
s> ip address inside 10.1.1.2 255.255.255.0

== what is typed on the standby unit is warned of, until write standby
s< hostname other
@ 28.2
s>> **** WARNING ***
s> Configuration Replication is NOT performed from Standby unit to Active unit.
s> Configurations are no longer synchronized.
s< shun 203.0.113.9
p< write standby
@ 30
p>> Sync Completed
s< show running-config | include hostname
s< show shun
@ 30.5
s>> hostname fw
s>> Shun 203.0.113.9 0.0.0.0 0 0

== failover active: addresses change places, and everybody is told
s< failover active
@ 31
s>> Switching to Active
p>> Switching to Standby
s< show interface outside
p< show interface outside
@ 32
s>> interface ethernet0 "outside" is up, line protocol is up
s>   Hardware is i82558 ethernet, address is 0090.27a2.c110
s>   IP address 192.168.89.1, subnet mask 255.255.255.0
p>> interface ethernet0 "outside" is up, line protocol is up
p>   Hardware is i82558 ethernet, address is 0090.2745.8230
p>   IP address 192.168.89.2, subnet mask 255.255.255.0
announced outside 192.168.89.1 0090.27a2.c110
announced outside 192.168.89.2 0090.2745.8230
s< ping outside 192.168.89.2
@ 33
s>~ .*192.168.89.2 response received -- \d+ms

== the active unit loses its power: nobody is heard, and the tests pass
power s off
@ 120
p>> Switching to Active
p< show failover
@ 121
p>> This host: Primary - Active
p>> Other host: Secondary - Standby (Failed)

== it comes back as a standby unit, with the configuration of the other
p< name 10.1.1.10 later
power s on
@ 123
s< <SPACE>\
@ 140
s>> Sync Completed
s< en
s<
s< show running-config | include later
@ 141
s>> name 10.1.1.10 later
p< show failover
@ 142
p>> This host: Primary - Active
p>> Other host: Secondary - Standby

== another key, typed on the active unit, is the standby unit's as well
p< failover lan key barley
@ 165
s! Switching to Active
s< show running-config | include lan key
p< show failover lan detail
@ 166
s>> failover lan key barley
p>> interface fover (172.16.1.1): Normal, peer (172.16.1.2): Normal
p>~ Total msgs sent: .* bad_signature: 0, .*

== another channel, too
p< failover lan interface inside
@ 200
s< show running-config | include lan interface
p< show failover
@ 201
s>> failover lan interface inside
p>> This host: Primary - Active
p>> Other host: Secondary - Standby
p>> interface inside (10.1.1.1): Normal, peer (10.1.1.2): Normal
p< name 10.1.1.11 behind
@ 202
s< show running-config | include behind
@ 203
s>> name 10.1.1.11 behind

== both are understood by a decoder that was written from the document
mates fover sesame,barley 40
mates outside sesame,barley 20
