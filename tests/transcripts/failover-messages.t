#!tests/transcripts/run
# What a pair without a cable says of itself: messages, debug fover, counters.
scene flashes 515 UR UR
together p,s model=515 card0=1fe net0=segment:outside net1=segment:inside net2=segment:fover

== a pair
scene both-configured
p< logging on
p< logging buffered debugging
scene lan-pair 10.1.1.1 10.1.1.2
@ 20
s>> Sync Completed
p< show logging
s< show logging
@ 22
p>> %PIX-1-105002: (Primary) Enabling failover.
p>> %PIX-1-709003: (Primary) Beginning configuration replication: Sending to mate.
p>> %PIX-1-709004: (Primary) End Configuration Replication (ACT).
s>> %PIX-1-709006: (Secondary) End Configuration Replication (STB).

== what passes between them is seen on request
p< clear logging
s< debug fover lanrx
s< debug fover lancmd
s< debug fover txip
p< name 10.1.1.9 gateway
@ 27
s>~ .*fover lancmd: name 10.1.1.9 gateway
s>~ fover lanrx: intf2: DATA \d+, \d+ bytes
s>~ fover txip: (inside|outside|intf2): HELLO \d+, \d+ bytes
s< undebug all
s< show debug
@ 28
s! debug fover
s< show failover lan detail
@ 29
s>> LAN-based Failover is Active
s>~ interface intf2 \(172.16.1.2\): Normal, peer \(172.16.1.1\): Normal
s>> This unit is Secondary
s>~ Total cmd msgs sent: [1-9]\d*, rcvd: [1-9]\d*, dropped: 0, retrans: 0

== a line that the mate cannot carry out
p< route outside 10.9.0.0 255.255.0.0 192.168.89.5
@ 29.5
s< no route outside 10.9.0.0 255.255.0.0
@ 30
s>> Configurations are no longer synchronized.
p< no route outside 10.9.0.0 255.255.0.0
@ 31
p< show logging
s< show logging
@ 33
p>> %PIX-7-709001: FO replication failed: cmd=no route outside 10.9.0.0 255.255.0.0 returned=1
s>> %PIX-2-709007: Configuration replication failed for command no route outside 10.9.0.0 255.255.0.0

== the interface by which they talk is pulled on one side, and lines pile up
p< clear logging
s< clear logging
@ 34
link p net2 down
@ 36
p< name 10.1.2.1 n1
p< name 10.1.2.2 n2
p< name 10.1.2.3 n3
p< name 10.1.2.4 n4
p< name 10.1.2.5 n5
p< name 10.1.2.6 n6
p< name 10.1.2.7 n7
p< name 10.1.2.8 n8
p< name 10.1.2.9 n9
p< name 10.1.2.10 n10
p< name 10.1.2.11 n11
p< name 10.1.2.12 n12
p< name 10.1.2.13 n13
p< name 10.1.2.14 n14
p< name 10.1.2.15 n15
p< name 10.1.2.16 n16
p< name 10.1.2.17 n17
@ 42
p< show logging
s< show logging
@ 46
p>> %PIX-1-105032: LAN Failover interface is down
p>> %PIX-7-709002: FO unreplicable: cmd=name 10.1.2.17 n17
s>> %PIX-1-105035: Receive a LAN failover interface down msg from peer.

== and put in again: a copy makes them the same
link p net2 up
@ 70
p< show logging
s< show logging
s< show running-config | include n17
@ 75
p>> %PIX-1-105031: Failover LAN interface is up
s>> %PIX-1-105034: Receive a LAN_FAILOVER_UP message from peer.
s>> name 10.1.2.17 n17

== the roles go back and forth
p< clear logging
s< failover active
@ 80
p< failover active
@ 85
s< failover active
@ 90
p< failover active
@ 95
s< failover active
@ 100
p< show logging
@ 104
p>> %PIX-1-105037: The primary and standby units are switching back and forth as the active unit.
