#!tests/transcripts/run
# The runtime's own commands: modes, passwords, clocks, figures that move.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix

== boot
@ 1.0
pix< <SPACE>\
@ 4.0
pix$ pixfirewall>

== an unprivileged user sees little
pix< show clock
@ 4.1
pix>> Type help or '?' for a list of available commands.
pix< enable
@ 4.2
pix$ Password:
pix<
@ 4.3
pix$ pixfirewall#

== the clock is the chip's, and is set
pix< show clock
@ 4.4
pix>~ 12:00:04\.\d{3} UTC Sep 11 2001
pix< clock set 12:34:56 4 jul 2003
pix< show clock
@ 6.5
pix>~ 12:34:5[67]\.\d{3} UTC Jul 4 2003
pix< clock set 12:34:56 31 jun 2003
@ 6.6
pix>~ ERROR: .*

== memory is what the board has
pix< show memory
@ 6.7
pix>~ 268435456 bytes total, \d+ bytes free

== packet buffers
pix< show blocks
@ 6.8
pix>>   SIZE    MAX    LOW    CNT
pix~  +4 +1600 +\d+ +1600
pix~  +80 +400 +\d+ +400
pix~  +256 +500 +\d+ +500
pix~  +1550 +1700 +\d+ +1700

== threads, and the processor is idle
pix< show processes
@ 6.9
pix>~ \s+PC +SP +STATE +Runtime +SBASE +Stack Process
pix>~ Mrd .* idle
pix>~ M\*.* \d+/16384 ci/console
pix< show processes | include pix/intf
@ 20
pix>~ M(we|si) .* pix/intf
pix< show cpu usage
@ 20.1
pix>~ CPU utilization for 5 seconds = \d%; 1 minute: \d+%; 5 minutes: \d+%

== filters
pix< show version | include Serial
@ 20.2
pix>> Serial Number: 12345678 (0xbc614e)
pix$ pixfirewall#
pix! Licensed
pix< show version | frobnicate
@ 20.3
pix>~ Usage: .*

== configuration mode, the name in the prompt
pix< hostname fxh
@ 20.4
pix>> Type help or '?' for a list of available commands.
pix< conf t
@ 20.5
pix$ pixfirewall(config)#
pix< hostname fxh
@ 20.6
pix$ fxh(config)#

== three wrong passwords
pix< enable password s3cret
pix< exit
pix< disable
@ 20.7
pix$ fxh>
pix< en
pix< wrong
pix<
pix< S3cret
@ 20.8
pix>> Password: *****
pix> Invalid password
pix> Password:
pix> Invalid password
pix> Password: ******
pix> Invalid password
pix> Access denied.
pix$ fxh>
pix< en
pix< s3cret
@ 20.9
pix$ fxh#

== a page ends where the configuration says
pix< pager lines 5
@ 21.0
pix< show version
@ 21.1
pix$ <--- More --->
pix< q\
@ 21.2
pix$ fxh#
pix< no pager
pix< show tech-support
@ 22
pix>> ------------------ show clock ------------------
pix>> ------------------ show conn count ------------------
pix>> ------------------ show processes ------------------
pix>> ------------------ show failover ------------------
pix>> ------------------ show perfmon ------------------
pix>> ------------------ show running-config ------------------
pix>> enable password <removed> encrypted
pix> passwd <removed> encrypted
pix>> : end
pix$ fxh#
pix< show tech-support no-config
@ 22.05
pix>> ------------------ show perfmon ------------------
pix! <removed>
pix$ fxh#

== history, and the way out
pix< show history
@ 22.1
pix>>   no pager
pix>   show tech-support
pix>   show tech-support no-config
pix>   show history
pix< quit
@ 22.2
pix>> Logoff
pix$ fxh>
