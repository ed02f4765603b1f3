#!tests/transcripts/run
# The questions of a unit whose configuration was erased; setup asks again.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR --3des}"
unit pix --net=1:user,tftp=%

== a unit that never had a configuration does not ask
@ 1.0
pix< <SPACE>\
@ 4.0
pix$ pixfirewall>
pix< en
pix<
pix< write memory
@ 4.5
pix< write erase
pix< <CR>\
@ 5
pix< reload noconfirm
@ 6
pix< <SPACE>\
@ 9
pix$ Pre-configure PIX Firewall now through interactive prompts [yes]?

== the questions, in order
pix<
@ 9.1
pix$ Enable password [<use current password>]:
pix< sesame
@ 9.2
pix>> Clock (UTC):
pix$   Year [2001]:
pix<
@ 9.3
pix$   Month [Sep]:
pix<
@ 9.4
pix$   Day [11]:
pix<
@ 9.5
pix$   Time [12:00:08]:
pix< 12:30:00
@ 9.6
pix$ Inside IP address:
pix< nonsense
@ 9.7
pix$ Inside IP address:
pix< 192.168.1.1
pix< 255.255.255.0
@ 9.8
pix$ Host name:
pix< set-up
pix< example.com
@ 9.9
pix$ IP address of host running PIX Device Manager:
pix< 192.168.1.2

== what was answered, and whether it is right
@ 10
pix>> The following configuration will be used:
pix> Enable password: sesame
pix> Clock (UTC): 12:30:00 Sep 11 2001
pix> Inside IP address: 192.168.1.1
pix> Inside network mask: 255.255.255.0
pix> Host name: set-up
pix> Domain name: example.com
pix> IP address of host running PIX Device Manager: 192.168.1.2
pix>
pix$ Use this configuration and write to flash?
pix< yes
@ 11
pix>> Building configuration...
pix~ Cryptochecksum: .*
pix> [OK]
pix> Type help or '?' for a list of available commands.
pix$ set-up>

== the answers count
pix< en
pix< sesame
pix< ping 192.168.1.2
@ 12
pix>~ 192\.168\.1\.2 response received -- \d+ms
pix< show clock
@ 12.1
pix>~ 12:30:0\d\.\d{3} UTC Sep 11 2001

== setup; ^Z ends it, and nothing has changed
pix< conf t
pix< setup
@ 12.2
pix< yes
@ 12.3
pix$ Enable password [<use current password>]:
pix<
pix<
pix<
pix<
pix<
@ 12.6
pix$ Inside IP address [192.168.1.1]:
pix< <^Z>\
@ 12.8
pix$ set-up(config)#
