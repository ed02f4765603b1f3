#!tests/transcripts/run
# The manual's upgrade of a pair in monitor mode, from 6.2(1) to 6.3(1), here
# over a LAN interface: both to the monitor, first the primary, then the
# secondary.  In between the secondary is started with its old image, too.
scene flashes 515 UR FO
together p,s model=515 card0=1fe net0=segment:outside s:net1=segment:inside "p:net1=segment:inside;user,tftp=%" net2=segment:fover

== a pair of UR and FO with 6.2(1)
scene both-configured
p< hostname fw
scene lan-pair 192.168.1.1 192.168.1.9
@ 20
p>> Sync Completed
s>> Sync Completed
p< write memory
@ 22
p>> [OK]

== 1, 2: both to the monitor
p< reload noconfirm
s< reload noconfirm
@ 24
p< <ESC>\
s< <ESC>\
@ 25
p$ monitor>
s$ monitor>

== 3: the new image on the primary, saved to flash; it boots, and all is fine
p< address 192.168.1.1
p< server 192.168.1.2
p< file pix631.bin
p< tftp
@ 90
p$ Do you wish to copy the install image into flash? [n]
p< y
@ 95
p$ Do you want to enter a new activation key? [n]
p<
@ 120
p>~ .* Version 6\.3\(1\)
p>> Switching to Active
p< en
p<
p< show failover
@ 121
p>> This host: Primary - Active
p>> Other host: Secondary - Not detected

== a secondary with the old image is no mate: it says why, and gets nothing
p< conf t
p< name 192.168.1.77 later
reset s
@ 122
s< <SPACE>\
@ 140
s< en
s<
s< show failover
s< show running-config | include later
p< show failover
@ 142
s>> This host: Secondary - Standby (Failed)
s> Reason: the units run different releases
s>> Other host: Primary - Active
s! name 192.168.1.77 later
p>> This host: Primary - Active
p>> Other host: Secondary - Standby (Failed)
p> Reason: the units run different releases

== 4: the same on the secondary
s< reload noconfirm
@ 144
s< <ESC>\
@ 145
s< address 192.168.1.9
s< server 192.168.1.2
s< file pix631.bin
s< tftp
@ 210
s$ Do you wish to copy the install image into flash? [n]
s< y
@ 215
s$ Do you want to enter a new activation key? [n]
s<

== 5: it is given the configuration; both report Normal
@ 245
s>~ .* Version 6\.3\(1\)
s>> Sync Completed
s< en
s<
s< show failover
s< show running-config | include later
p< show failover
@ 247
p>> This host: Primary - Active
p~ Active time: .*
p> Interface outside (192.168.89.1): Normal
p> Interface inside (192.168.1.1): Normal
p> Other host: Secondary - Standby
p> Active time: 0 (sec)
p> Interface outside (192.168.89.2): Normal
p> Interface inside (192.168.1.9): Normal
s>> This host: Secondary - Standby
s>> Other host: Primary - Active
s>> name 192.168.1.77 later
