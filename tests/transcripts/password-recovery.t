#!tests/transcripts/run
# Passwords nobody knows any more: the password tool from the monitor and from
# a diskette removes them and keeps the rest; that of another release refuses.
flash pix --model=520 --serial=12345678 --image=%/pix621.bin "--key={pixkey make --serial=12345678 --license=UR}"
diskette tool.img %/np62.bin
unit pix --net=1:user,tftp=%

== a unit with passwords
@ 20.0
pix< enable
pix<
pix< configure terminal
pix< hostname keeps
pix< enable password secret
pix< passwd hidden
pix< aaa authentication telnet console RADIUS
pix< aaa authentication include http inside 0 0 0 0 RADIUS
pix< route inside 10.0.0.0 255.0.0.0 192.168.1.9 1
@ +2.0
pix< write memory
@ +2.0
pix>~ Cryptochecksum: [0-9a-f ]{35}
pix> [OK]

== the tool of 6.3 refuses
reset pix
@ +1.0
pix< <ESC>\
@ +1.0
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file np63.bin
pix< tftp
@ +4.0
pix>~ Received \d+ bytes
pix>
pix~ PIX password tool \(3\.0\) #\d+: .*
pix> Flash=AT29C040A @ 0x300
pix> The configuration is from version 6.2(1), and this tool is for 6.3.
pix> Nothing was changed.
pix> Rebooting...

== that of 6.2 asks; no leaves everything
@ +1.0
pix< <ESC>\
@ +1.0
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file np62.bin
pix< tftp
@ +4.0
pix>~ PIX password tool .*
pix> Flash=AT29C040A @ 0x300
pix$ Do you wish to erase the passwords? [yn]
pix< maybe
@ +0.5
pix> Do you wish to erase the passwords? [yn] maybe
pix$ Do you wish to erase the passwords? [yn]
pix< n
@ +1.0
pix>> Nothing was changed.
pix> Rebooting...
@ +20.0
pix$ keeps>
pix< enable
pix< nothing
@ +2.0
pix>> Invalid password

== from a diskette; yes removes what it lists
insert pix &&/tool.img
reset pix
@ +4.0
pix>> Booting from diskette.
pix~ PIX password tool .*
pix> Flash=AT29C040A @ 0x300
pix< y
@ +0.5
pix> Do you wish to erase the passwords? [yn] y
pix> The following lines will be removed from the configuration:
pix~         enable password \S{16} encrypted
pix~         passwd \S{16} encrypted
pix>         aaa authentication telnet console RADIUS
pix$ Do you want to remove the commands listed above from the configuration? [yn]
pix< y
@ +0.1
pix>~ Do you want to remove .* y
pix> Passwords and aaa commands have been erased.
pix> Rebooting...

== a second time there is nothing to do
@ +4.0
pix>> There are no passwords in the configuration.
pix> Nothing was changed.

== the rest is there
eject pix
@ +20.0
pix$ keeps>
pix< enable
pix<
@ +1.0
pix$ keeps#
pix< configure terminal
pix< no pager
pix< write terminal
@ +5.0
pix>> passwd 2KFQnbNIdI.2KYOU encrypted
pix> hostname keeps
pix>> route inside 10.0.0.0 255.0.0.0 192.168.1.9 1
pix>> aaa authentication include http inside 0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0 RADIUS
