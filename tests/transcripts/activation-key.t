#!tests/transcripts/run
# The manual's Examples 11-1 to 11-3 and the three messages of Table 11-1.
flash pix --model=525 --serial=12345678 --image=%/pix621.bin
unit pix --net=1:user,tftp=%

== what the licence leaves out is refused
@ 1.0
pix< <SPACE>\
@ 4.0
pix>> There is no valid activation key.
pix< en
pix<
pix< conf t
pix< no pager
pix< isakmp policy 10 encryption 3des
@ 4.2
pix>> ERROR: VPN-3DES is not licensed on this unit

== a key is entered: R to UR
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des}
@ 5.0
pix>> Serial Number: 12345678 (0xbc614e)
pix>
pix~ Flash activation key: 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8}
pix> Licensed Features:
pix> Failover:           Enabled
pix> VPN-DES:            Enabled
pix> VPN-3DES:           Enabled
pix> Maximum Interfaces: 8
pix> Cut-through Proxy:  Enabled
pix> Guards:             Enabled
pix> Websense:           Enabled
pix> Throughput:         Unlimited
pix> ISAKMP peers:       Unlimited
pix>
pix> The flash activation key has been modified.
pix> The flash activation key is now DIFFERENT than the running key.
pix> The flash activation key will be used when the unit is reloaded.
pix$ pixfirewall(config)#

== Example 11-2: the key in flash differs from the running key
pix< show activation-key
@ 5.2
pix>> Serial Number: 12345678 (0xbc614e)
pix>
pix> Running activation key: 0x00000000 0x00000000 0x00000000 0x00000000
pix> Licensed Features:
pix> Failover:           Disabled
pix>> ISAKMP peers:       Unlimited
pix>
pix~ Flash activation key: 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8}
pix> Licensed Features:
pix> Failover:           Enabled
pix>> ISAKMP peers:       Unlimited
pix>
pix> The flash activation key is DIFFERENT than the running key.
pix> The flash activation key takes effect after the next reload.

== Example 11-1: after a reload they are the same
pix< reload noconfirm
@ 6.5
pix< <SPACE>\
@ 10
pix>> VPN-3DES:           Enabled
pix$ pixfirewall>
pix! There is no valid activation key.
pix< en
pix<
pix< conf t
pix< isakmp policy 10 encryption 3des
@ 10.2
pix>> This line is kept and saved; nothing here acts on it yet.
pix< show activation-key
@ 10.5
pix>~ Serial Number: 12345678 \(0xbc614e\)
pix>
pix~ Running activation key: 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8} 0x[0-9a-f]{8}
pix>> The flash activation key is the SAME as the running key.

== Table 11-1: the key that runs already
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des}
@ 10.7
pix>> The activation key you entered is the same as the Running key

== Table 11-1: keys that are not valid
pix< activation-key 12345678 abcdef01 2345678ab cdef01234
@ 10.8
pix>> The activation key is not valid
pix< activation-key 0x12345678 0xabcdef01 0x2345678a 0xcdef0123
@ 10.9
pix>> The activation key is not valid
pix< activation-key {pixkey make --serial=12345678 --license=UR --3des} 1
@ 11.0
pix>> The activation key is not valid
pix< activation-key {pixkey make --serial=87654321 --license=UR --3des}
@ 11.1
pix>> The activation key is not valid
pix< activation-key 1 2 3
@ 11.2
pix>> The activation key is not valid
pix< activation-key
@ 11.3
pix>> Usage:  activation-key <word> <word> <word> <word>
