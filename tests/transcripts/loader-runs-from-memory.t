#!tests/transcripts/run
# Versions side by side; "n" runs the image from memory and leaves flash alone.
flash pix --model=525 --serial=12345678 --image=%/pix601.bin "--key={pixkey make --serial=12345678 --license=UR --for=4.0}"
unit pix --net=1:user,tftp=%

== both versions are shown
@ 1.0
pix< <ESC>\
@ 2.0
pix< address 192.168.1.1
pix< server 192.168.1.2
pix< file pix521.bin
pix< tftp
@ 20.0
pix>> Flash version 6.0.1, Install version 5.2.1
pix>
pix$ Do you wish to copy the install image into flash? [n]

== Enter means no: it runs from memory
pix<
@ 25.0
pix> Do you wish to copy the install image into flash? [n]
pix> Running the image from memory; flash is unchanged.
pix>~ .*Version 5\.2\(1\).*
pix$ pixfirewall>

== flash is as it was
power pix off
@ 30.0
power pix on
@ 45.0
pix>~ Reading \d+ bytes of image from flash\.
pix>~ .*Version 6\.0\(1\).*
pix$ pixfirewall>
