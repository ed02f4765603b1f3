#!tests/transcripts/run
# A TCP connection through PAT goes on through the unit that takes over, and
# through the first one again when that has come back.
scene flashes 525 UR FO
together p,s model=525 p:net0=segment:outside;listen:@/outside p:net1=segment:inside;listen:@/inside s:net0=segment:outside s:net1=segment:inside net2=segment:state card0=1fe p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== a pair with a link for connections
scene both-configured
p< logging on
p< logging buffered informational
scene addresses 10.1.1.1 10.1.1.2
p< interface e2 auto
p< ip address intf2 172.16.1.1 255.255.255.0
p< failover ip address intf2 172.16.1.2
p< failover link intf2
p< nat (inside) 1 0 0
p< global (outside) 1 interface
p< failover
@ 12
s< failover
@ 20
p>> Sync Completed
p< write memory
@ 25

== a connection, told to the standby unit
connect 10.1.1.5 10.1.1.1 192.168.89.50 192.168.89.1
transfer 3000 5
@ +1
s< show xlate
s< show conn
s< show failover
@ +1
s>> 1 in use, 1 most used
s>> PAT Global 192.168.89.1(1024) Local 10.1.1.5(2000)
s>> 1 in use, 1 most used
s>~ TCP out 192\.168\.89\.50:7 in 10\.1\.1\.5:2000 idle 0:00:0\d Bytes \d+ flags U(IO)?
s>> Stateful Failover Logical Update Statistics
s>> Link : intf2
s>> Stateful Obj     xmit       xerr       rcv        rerr
s>~ General          0          0          \d+ +0
s>~ sys cmd          0          0          \d+ +0
s>~ up time          0          0          \d+ +0
s>~ xlate            0          0          [1-9]\d* +0
s>~ tcp conn         0          0          [1-9]\d* +0
s>~ udp conn         0          0          0          0

p< show failover
@ +1
p>> Stateful Failover Logical Update Statistics
p>~ General          [1-9]\d* +0          0          0
p>~ xlate            [1-9]\d* +0          0          0
p>~ tcp conn         [1-9]\d* +0          0          0

== port 80 only if it is asked for, and then at once
p< static (inside,outside) 192.168.89.80 10.1.1.5
p< clear xlate
@ +1
s< show xlate
@ +0.1
s>> 0 in use, 1 most used
connect 10.1.1.5 10.1.1.1 192.168.89.50 192.168.89.1 80
transfer 100 5
@ +1
s< show xlate
s< show conn
@ +0.1
s>> 1 in use, 1 most used
s>> Global 192.168.89.80 Local 10.1.1.5 static
s>> 0 in use, 1 most used
p< failover replicate http
@ +1
s< show conn
@ +0.1
s>> 1 in use, 1 most used
p< no failover replicate http
@ +1
s< show conn
@ +0.1
s>> 0 in use, 1 most used
p< no static (inside,outside) 192.168.89.80 10.1.1.5
p< clear xlate
@ +1

== the link's cable is pulled for a while
connect 10.1.1.5 10.1.1.1 192.168.89.50 192.168.89.1
transfer 100 5
@ +1
link s net2 down
p< clear xlate
connect 10.1.1.5 10.1.1.1 192.168.89.50 192.168.89.1
transfer 100 5
@ +1
link s net2 up
@ +4
s< show logging
@ +0.1
s>~ .*%PIX-6-210022: LU missed \d+ updates
s< show conn
@ +0.1
s>~ 1 in use, . most used
s>~ TCP out .*10\.1\.1\.5:2003 .*

== without the rule that makes it a translation is refused, until a line comes
s< no global (outside) 1 interface
@ +1
p< clear xlate
connect 10.1.1.5 10.1.1.1 192.168.89.50 192.168.89.1
transfer 100 5
@ +1
s< show logging
@ +0.1
s>~ .*%PIX-3-210006: LU look NAT for 10\.1\.1\.5 failed
s>> %PIX-3-210008: LU no xlate for 10.1.1.5/2004 192.168.89.50/7
s< show conn
@ +0.1
s>~ 0 in use, . most used
s< global (outside) 1 interface
@ +0.5
p< name 10.1.1.9 gateway
@ +1.5
s< show conn
@ +0.1
s>~ TCP out .*10\.1\.1\.5:2004 .*

== the active unit dies: every byte goes on
transfer 20000 20 p
s>> Switching to Active
s< show conn
@ +1
s>~ TCP out 192\.168\.89\.50:7 in 10\.1\.1\.5:2004 idle 0:00:0\d Bytes \d+ flags UIO

== it comes back, hears of it, and takes over
power p on
@ +2
p< <SPACE>\
@ +40
p>> Sync Completed
s< no failover active
@ +0.2
transfer 20000 20
p>> Switching to Active
p<
p< en
p<
p< show conn
@ +1
p>~ TCP out 192\.168\.89\.50:7 in 10\.1\.1\.5:2004 idle 0:00:0\d Bytes \d+ flags UIO
