#!tests/transcripts/run
# The line editor, help, filters, pager and the checks of small settings.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix

== ? lists names and what they do, in two columns
@ 1.0
pix< <SPACE>\
@ 4.0
pix< enable
pix<
pix< ?
@ 4.3
pix>> pixfirewall# ?
pix~ enable {10}\S.*
pix$ <--- More --->
pix< <SPACE>\
@ 4.5
pix>~ clock {11}Date and time
pix>~ activation-key  Enter another activation key
pix$ pixfirewall#

== a command and ?, and help with one
pix< clock ?
pix< help clock
@ 4.6
pix>> pixfirewall# clock ?
pix> Usage:  clock
pix>         clock set <hh:mm:ss> {<day> <month> | <month> <day>} <year>
pix> pixfirewall# help clock
pix>
pix> USAGE:
pix>
pix>         clock
pix>         clock set <hh:mm:ss> {<day> <month> | <month> <day>} <year>
pix>
pix> DESCRIPTION:
pix>
pix>~ clock +Date and time
pix>~ clock set +Set date and time

== keys: ^U, ^A, ^E, Delete, ^W, ^C, ^P
pix< nonsense<^U>ow cloxx<DEL><DEL>ck<^A>sh<^E> zzz<^W>
pix< not this<^C>\
pix< <^P>
@ 4.7
pix>> pixfirewall# show clock
pix~ 12:00:0\d\.\d{3} UTC Sep 11 2001
pix> pixfirewall# not this
pix> pixfirewall# show clock
pix~ 12:00:0\d\.\d{3} UTC Sep 11 2001
pix$ pixfirewall#

== what nothing was saved for, and how wide it is
pix< show checksum
pix< show terminal
pix< configure terminal
pix< terminal width 60
pix< show terminal
@ 4.8
pix>> Cryptochecksum: d41d8cd9 8f00b204 e9800998 ecf8427e
pix>> Width = 80, no monitor
pix>> Width = 60, no monitor
pix$ pixfirewall(config)#

== passwords are kept as their hash
pix< passwd fred
pix< passwd cisco
pix< write terminal | include passw
@ 4.9
pix>> enable password 8Ry2YjIyt7RRXU24 encrypted
pix> passwd 2KFQnbNIdI.2KYOU encrypted
pix$ pixfirewall(config)#

== filters
pix< sh lo | grep Facility
pix< show clock | grep -v UTC
pix< show version | begin Serial
@ 5.0
pix>> pixfirewall(config)# sh lo | grep Facility
pix>     Facility: 20
pix>> pixfirewall(config)# show clock | grep -v UTC
pix>> pixfirewall(config)# show version | begin Serial
pix> Serial Number: 12345678 (0xbc614e)

== a page is 24 lines; Enter gives one more, Space a page, q ends it
pix< pager lines 5
pix< write terminal
@ 5.1
pix>> Building configuration...
pix>> PIX Version 6.2(1)
pix$ <--- More --->
pix< <CR>\
@ 5.2
pix$ <--- More --->
pix< <SPACE>\
@ 5.3
pix>~ enable password .*
pix$ <--- More --->
pix< q\
@ 5.4
pix$ pixfirewall(config)#

== small settings out of their range
pix< terminal width 10
pix< terminal width 600
pix< pager lines x
pix< clock set 25:00:00 1 jan 2003
@ 5.5
pix>> ERROR: 10 is not a number from 40 to 511
pix>> ERROR: 600 is not a number from 40 to 511
pix>> ERROR: x is not a number from 0 to 1000
pix>~ ERROR: .*
pix$ pixfirewall(config)#

== ^C ends a command that waits
pix< ping 1.1.1.1
@ 6.7
pix>> 1.1.1.1 NO response received -- 1000ms
pix< <^C>\
@ 7.7
pix$ pixfirewall(config)#

== local time, and the night in which clocks are turned
pix< clock timezone CET 1
pix< clock summer-time CEST recurring last sun mar 2:00 last sun oct 3:00
pix< clock set 2:59:59 26 oct 2003
pix< show clock
@ 7.9
pix>~ 02:59:59\.\d{3} CEST Oct 26 2003
@ 9.5
pix< show clock detail
pix< write terminal | include clock
@ 9.9
pix>~ 02:00:0\d\.\d{3} CET Sun Oct 26 2003
pix> Summer time starts 02:00:00 CET Sun Mar 30 2003
pix> Summer time ends 03:00:00 CEST Sun Oct 26 2003
pix>> clock timezone CET 1
pix> clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00
