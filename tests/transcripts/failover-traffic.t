#!tests/transcripts/run
# A standby unit lets nothing through; who speaks through the active one notices
# no more than the change.  h and o are stations: units without failover.
scene flashes 515 UR UR
flash h --model=515 --serial=3333 --image=%/pix621.bin
flash o --model=515 --serial=4444 --image=%/pix621.bin
together p,s,h,o model=515 p:net0=segment:outside p:net1=segment:inside s:net0=segment:outside s:net1=segment:inside h:net1=segment:inside o:net1=segment:outside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== a pair, and a station on either side
@ 1.0
p< <SPACE>\
s< <SPACE>\
h< <SPACE>\
o< <SPACE>\
@ 5.0
p< en
p<
p< conf t
scene addresses 10.1.1.1 10.1.1.2
scene publishes-h p
p< failover
s< en
s<
s< conf t
scene stations
@ 12
s< failover
@ 20
p>> Sync Completed

== through the active unit
h< ping 192.168.89.50
@ 25
h>~ .*192\.168\.89\.50 response received -- \d+ms

== not through the standby unit
h< no route inside 192.168.89.0 255.255.255.0
h< route inside 192.168.89.0 255.255.255.0 10.1.1.2
h< ping 192.168.89.50
@ 30
h>~ .*192\.168\.89\.50 NO response received -- \d+ms
h! 50 response received

== the active unit dies; through the same addresses
h< no route inside 192.168.89.0 255.255.255.0
h< route inside 192.168.89.0 255.255.255.0 10.1.1.1
power p off
@ 31
s>> Switching to Active
h< ping 192.168.89.50
@ 35
h>~ .*192\.168\.89\.50 response received -- \d+ms
