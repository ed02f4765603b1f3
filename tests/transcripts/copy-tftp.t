#!tests/transcripts/run
# copy tftp flash: prompts, explicit forms, what is refused; down to 6.0(1) and
# back with one reload each, the configuration kept; Example 11-3.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix --net=1:user,tftp=%

== the unit is configured
scene beside-a-server
pix< hostname kept
@ 5
pix$ kept(config)#
pix< ping 192.168.1.2
@ 6
pix>~ 192\.168\.1\.2 response received -- \d+ms
pix~ 192\.168\.1\.2 response received -- \d+ms
pix~ 192\.168\.1\.2 response received -- \d+ms
pix< write memory
@ 6.5
pix>> [OK]

== what is no image is not installed
pix< copy tftp://192.168.1.2/pixbios.bin flash:image
@ 9
pix>> copying tftp://192.168.1.2/pixbios.bin to flash:image
pix> !!
pix> Received 131072 bytes
pix> The file is no image, or damaged.
pix> Image not installed
pix< copy tftp://192.168.1.2/missing.bin flash
@ 9.5
pix>> copying tftp://192.168.1.2/missing.bin to flash
pix>~ .+
pix> Image not installed
pix< copy tftp: flash
@ 9.6
pix>> ERROR: say where from, or set it by the tftp-server command
pix< copy tftp flash:nothing
@ 9.7
pix>~ Usage:  copy tftp.*

== a release before the chassis is not installed, nor is there a way to it
pix< copy tftp://192.168.1.2/pix511.bin flash
@ 15
pix>> The image does not know this platform.
pix> Image not installed
pix< flash downgrade 5.1
@ 15.2
pix>> Release 5.1 does not know the PIX-525.

== a server that does not answer; ^C
pix< copy tftp://192.168.1.77/a flash
@ 80
pix>> copying tftp://192.168.1.77/a to flash
pix> The server does not answer.
pix> Image not installed
pix< copy tftp://192.168.1.77/a flash
@ 88
pix< <^C>\
@ 88.5
pix>> Stopped.
pix> Image not installed

== an older image, by answers to the questions
pix< copy tftp flash
@ 90.1
pix$ Address or name of remote host [127.0.0.1]?
pix< 192.168.1.2
@ 90.2
pix$ Source file name [cdisk]?
pix< pix601.bin
@ 90.3
pix>> copying tftp://192.168.1.2/pix601.bin to flash
pix$ [yes|no|again]?
pix< yes
@ 100
pix>~ !+
pix~ Received \d+ bytes
pix> Erasing current image
pix~ Writing \d+ bytes of image
pix~ !+
pix> Image installed

== Example 11-3: flash and running image differ
pix< show activation-key
@ 100.3
pix>> The flash image is DIFFERENT than the running image.
pix> The two images must be the same in order to examine the flash activation key.
pix< activation-key {pixkey make --serial=12345678 --license=UR}
@ 100.5
pix>> The Flash image and the Running image differ

== one reload: 6.0(1), its configuration kept
pix< reload noconfirm
@ 102
pix< <SPACE>\
@ 106
pix>> The config is from version 6.2(1).
pix> but the image is version 6.0(1).
pix$ kept>
pix< en
pix<
pix< show activation-key
@ 106.5
pix>> Type help or '?' for a list of available commands.

== and back, from where the tftp-server command says
pix< conf t
pix< tftp-server inside 192.168.1.2 pix621.bin
pix< copy tftp: flash
@ 116
pix>> copying tftp://192.168.1.2/pix621.bin to flash
pix>> Image installed
pix< reload noconfirm
@ 118
pix< <SPACE>\
@ 122
pix>~ .* Version 6\.2\(1\)
pix$ kept>
