#!tests/transcripts/run
# The standby unit's licence has not all that the active one's has: it keeps what
# it may have, and the configuration is not copied again and again.
flash p --model=515 --serial=1111 --image=%/pix621.bin "--key={pixkey make --serial=1111 --license=UR}"
flash s --model=515 --serial=2222 --image=%/pix621.bin "--key={pixkey make --serial=2222 --license=FO --no-websense}"
together p,s model=515 net0=segment:outside net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== one line of it is refused
scene both-configured
scene addresses 10.1.1.1 10.1.1.2
p< hostname fw
p< url-server (inside) host 10.1.1.9
p< failover
@ 15
s< failover
@ 60
p>> Sync Started
p>> Sync Completed
p>> The standby unit does not take every line; compare both licences
p< show failover
@ 180
p! Sync
p>> Other host: Secondary - Standby
s< show running-config | include name
s< show running-config | include url-server
@ 182
s>> hostname fw
s! url-server (inside)

== without that line both are the same
p< no url-server (inside) host 10.1.1.9
@ 183
p< write standby
@ 190
p>> Sync Completed
p< show failover
@ 250
p! Sync
p! every line
