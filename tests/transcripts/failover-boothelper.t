#!tests/transcripts/run
# The manual's upgrade of a pair by Boothelper: one diskette that moves from
# the primary's drive to the secondary's while both are on.
diskette helper.img %/bh621.bin
flash p --model=520 --serial=1111 --image=%/pix611.bin "--key={pixkey make --serial=1111 --license=UR --for=5.2}"
flash s --model=520 --serial=2222 --image=%/pix611.bin "--key={pixkey make --serial=2222 --license=UR --for=5.2}"
together p,s model=520 net0=segment:outside "p:net1=segment:inside;user,tftp=%" s:net1=segment:inside p:failover-cable=primary:@/cable s:failover-cable=secondary:@/cable

== 1: a pair with 6.1(1) at a failover cable, a console at each
scene both-configured
p< hostname fw
scene addresses 192.168.1.1 192.168.1.9
p< failover
@ 10
s< failover
@ 20
p>> Sync Completed
p< write memory
@ 25
p>> [OK]
p< show failover
@ 26
p>> Cable status: Normal
p>> This host: Primary - Active
p>> Other host: Secondary - Standby

== 2: the diskette in the primary's drive, and reboot
insert p &&/helper.img
p< reload noconfirm
@ 34
p>> Booting from diskette.
p$ pixboothelper>
s>> Switching to Active

== 3: the image is fetched, and written to flash
p< address 192.168.1.1
p< server 192.168.1.2
p< file pix621.bin
p< tftp
@ 60
p$ Do you want to install the new image? [n]
p< y
@ 62
p$ Part 1 of 4:
p<
@ 75
p>~ Please remove the Boothelper diskette\.  You have 30 seconds\.

== the diskette moves to the other drive; when the banner appears there, reset
eject p
insert s &&/helper.img
@ 120
p>> PIX-compatible Firewall Version 6.2(1)
reset s
@ 140
s>> Booting from diskette.
s$ pixboothelper>
p< en
p<
p< show failover
@ 141
p>> This host: Primary - Active

== the same on the secondary
s< address 192.168.1.9
s< server 192.168.1.2
s< file pix621.bin
s< tftp
@ 170
s$ Do you want to install the new image? [n]
s< y
@ 172
s$ Part 1 of 4:
s<
@ 185
s>~ Please remove the Boothelper diskette\.  You have 30 seconds\.
eject s

== 4: the units synchronize; when both report Normal, it is done
@ 250
s>> PIX-compatible Firewall Version 6.2(1)
s>> Sync Completed
p>> Sync Completed
s< en
s<
s< show failover
p< show failover
@ 252
p>> Cable status: Normal
p>> This host: Primary - Active
p~ Active time: .*
p> Interface outside (192.168.89.1): Normal
p> Interface inside (192.168.1.1): Normal
p> Other host: Secondary - Standby
p~ Active time: .*
p> Interface outside (192.168.89.2): Normal
p> Interface inside (192.168.1.9): Normal
s>> This host: Secondary - Standby
s>> Other host: Primary - Active
