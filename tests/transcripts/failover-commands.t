#!tests/transcripts/run
# The lines of failover, one by one: poll, mac address, reset, and their "no".
scene flashes 515 UR UR
together p,s model=515 net0=segment:outside net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== a pair
scene both-configured
scene addresses 10.1.1.1 10.1.1.2
p< failover
s< failover
@ 30
s>> Sync Completed
act p on
act s off

== the time between looks
p< failover poll 2
p< failover poll 4
p< show failover
@ 31
p>> ERROR: 2 is not a number from 3 to 15
p>> Poll frequency 4 seconds
s< show failover
@ 32
s>> Poll frequency 4 seconds
p< no failover poll
p< show failover
@ 33
p>> Poll frequency 15 seconds
p< failover poll 3

== addresses that are neither unit's go with the roles
p< failover mac address inside 0200.0000.0001 0200.0000.0002
@ 34
p< show interface inside
s< show interface inside
@ 36
p>~ \s+Hardware is .* address is 0200.0000.0001
s>~ \s+Hardware is .* address is 0200.0000.0002
s< failover active
@ 40
act p off
act s on
p< show interface inside
s< show interface inside
@ 42
p>~ \s+Hardware is .* address is 0200.0000.0002
s>~ \s+Hardware is .* address is 0200.0000.0001
s< no failover mac address inside
@ 44
s< show interface inside
p< show interface inside
@ 46
s>~ \s+Hardware is .* address is 0090\..*
p>~ \s+Hardware is .* address is 0090\..*
s< show running-config | include mac
@ 47
s! mac address

== lines of a group's mode go over one by one, without a copy
s< logging buffered debugging
s< logging on
@ 48
p< clear logging
s< object-group service web tcp
s< port-object eq 80
s< description of the web
s< port-object range 8000 8010
s< no port-object eq 80
s< exit
@ 50
p< show object-group
@ 51
p>> object-group service web tcp
p>>   description of the web
p>>   port-object range 8000 8010
p! eq www
p< show logging
@ 52
p>~ \s+Buffer logging: level debugging.*
p! 709007
p! 709005
s< no logging on
s< no logging buffered

== a failed unit is taken back at once
link p net1 down
@ 60
p< show failover
@ 61
p>> This host: Primary - Standby (Failed)
link p net1 up
@ 61.2
s< failover reset
@ 61.7
p< show failover
@ 62
p>> This host: Primary - Standby
p>> Other host: Secondary - Active

== given back, and switched off
s< no failover active
@ 64
p>> Switching to Active
s>> Switching to Standby
act p on
act s off
p< no failover
@ 66
p< show failover
s< show failover
@ 67
p>> Failover Off
s>> Failover Off
act p on
act s off

== who clears the configuration ends the pair with it
p< failover
s< failover
@ 95
p>> Sync Completed
p< clear config all
@ 97
p< show failover
@ 98
p>> Failover Off
