#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The configuration of a small office, in the manner of its time, pasted in
whole: every line is taken or something is said about it, `write terminal`
gives it back, and packets pass as the lines say."""
import re

import prompt
from peer import ACK, SYN, TCP, UDP, Peer, icmp, tcp, udp
from prompt import Unit, check, equal, path, test

OFFICE = """\
: the firewall of a small office: mail and web in the DMZ, a branch by IPSec,
: two who work at home
interface ethernet0 auto
interface ethernet1 100full
interface ethernet2 auto
nameif ethernet0 outside security0
nameif ethernet1 inside security100
nameif ethernet2 dmz security50
enable password 8Ry2YjIyt7RRXU24 encrypted
passwd 2KFQnbNIdI.2KYOU encrypted
hostname office-fw
domain-name office.example.com
fixup protocol ftp 21
fixup protocol http 80
fixup protocol h323 h225 1720
fixup protocol rsh 514
fixup protocol rtsp 554
fixup protocol smtp 25
fixup protocol sqlnet 1521
fixup protocol sip 5060
no fixup protocol skinny 2000
names
name 10.1.1.20 fileserver
name 172.16.1.25 mailhost
name 172.16.1.80 webhost
name 198.51.100.0 branch-net
object-group network admins
  description who looks after it
  network-object host 10.1.1.5
  network-object 10.1.2.0 255.255.255.0
object-group service public-tcp tcp
  port-object eq www
  port-object eq https
access-list outside_in remark mail and web for everybody
access-list outside_in permit tcp any host 192.0.2.25 eq smtp
access-list outside_in permit tcp any host 192.0.2.80 object-group public-tcp
access-list outside_in permit icmp any any echo-reply
access-list outside_in permit icmp any any unreachable
access-list outside_in permit icmp any any time-exceeded
access-list outside_in deny ip any any log 4 interval 600
access-list dmz_in permit tcp host mailhost any eq smtp
access-list dmz_in permit udp host mailhost any eq domain
access-list dmz_in permit tcp host webhost host fileserver eq sqlnet
access-list inside_in deny tcp any any range 135 139
access-list inside_in permit ip any any
access-list no_nat permit ip 10.1.1.0 255.255.255.0 172.16.1.0 255.255.255.0
access-list to_branch permit ip 10.1.1.0 255.255.255.0 192.168.7.0 255.255.255.0
pager lines 24
logging on
logging timestamp
logging buffered informational
logging trap warnings
logging host inside fileserver
no logging message 609001
mtu outside 1500
mtu inside 1500
mtu dmz 1500
ip address outside 192.0.2.1 255.255.255.0
ip address inside 10.1.1.1 255.255.255.0
ip address dmz 172.16.1.1 255.255.255.0
ip verify reverse-path interface outside
ip audit info action alarm
ip audit attack action alarm drop
ip local pool homeworkers 10.1.9.1-10.1.9.20
arp timeout 14400
global (outside) 1 192.0.2.100-192.0.2.101
global (outside) 1 192.0.2.102
nat (inside) 0 access-list no_nat
nat (inside) 1 10.1.0.0 255.255.0.0 0 100
static (dmz,outside) 192.0.2.25 mailhost netmask 255.255.255.255 200 50
static (dmz,outside) 192.0.2.80 webhost netmask 255.255.255.255 0 0
static (inside,dmz) fileserver fileserver netmask 255.255.255.255 0 0
access-group outside_in in interface outside
access-group inside_in in interface inside
access-group dmz_in in interface dmz
route outside 0.0.0.0 0.0.0.0 192.0.2.254 1
route inside 10.1.2.0 255.255.255.0 10.1.1.2 1
timeout xlate 3:00:00
timeout conn 1:00:00 half-closed 0:10:00 udp 0:02:00
timeout uauth 0:05:00 absolute
aaa-server TACACS+ protocol tacacs+
aaa-server RADIUS protocol radius
aaa-server staff protocol radius
aaa-server staff (inside) host fileserver somesecret timeout 10
aaa authentication telnet console staff
http server enable
http 10.1.1.0 255.255.255.0 inside
snmp-server host inside fileserver
snmp-server location the cupboard
snmp-server contact admin@office.example.com
snmp-server community readme
snmp-server enable traps
tftp-server inside fileserver /office-fw
floodguard enable
fragment chain 1 outside
sysopt connection permit-ipsec
sysopt connection tcpmss 1380
crypto ipsec transform-set strong esp-3des esp-sha-hmac
crypto map branch 10 ipsec-isakmp
crypto map branch 10 match address to_branch
crypto map branch 10 set peer 203.0.113.7
crypto map branch 10 set transform-set strong
crypto map branch interface outside
isakmp enable outside
isakmp key notforyou address 203.0.113.7 netmask 255.255.255.255
isakmp identity address
isakmp policy 10 authentication pre-share
isakmp policy 10 encryption 3des
isakmp policy 10 hash sha
isakmp policy 10 group 2
isakmp policy 10 lifetime 86400
vpngroup home address-pool homeworkers
vpngroup home idle-time 1800
telnet 10.1.1.0 255.255.255.0 inside
telnet timeout 15
ssh 203.0.113.0 255.255.255.0 outside
ssh timeout 10
dhcpd address 10.1.1.100-10.1.1.150 inside
dhcpd dns 192.0.2.53
dhcpd lease 3600
dhcpd enable inside
terminal width 80
"""

FAR = "203.0.113.99"
MAIL, WEB = "192.0.2.25", "192.0.2.80"
# Said of a line, which is taken.
TOLD = (r"kept and saved; nothing here acts on it yet",
        r"will be Port Address Translated", r"not looked into",
        r"Guards are not licensed")
# Given back in other words; the pager is taken away to read it.
OTHERWISE = {
    "pager lines 24": "no pager",
    "access-list inside_in deny tcp any any range 135 139":
        "access-list inside_in deny tcp any any range 135 netbios-ssn",
    "timeout conn 1:00:00 half-closed 0:10:00 udp 0:02:00":
        "timeout conn 1:00:00 half-closed 0:10:00 udp 0:02:00 rpc 0:10:00 "
        "h225 1:00:00",
}


def office():
    names = [path(f"office{i}.sock") for i in range(3)]
    unit = Unit("office", *(f"--net={i}:listen:{name}"
                            for i, name in enumerate(names)), "--card=0:1fe",
                image="pix631.bin", licence=("--license=UR", "--3des"))
    return (unit,
            Peer(names[1], "10.1.1.5", "10.1.1.1", more=("10.1.1.20",)),
            Peer(names[0], "192.0.2.5", "192.0.2.1", more=("192.0.2.254",)),
            Peer(names[2], "172.16.1.25", "172.16.1.1",
                 more=("172.16.1.80",)))


def paste(unit):
    """Types it; what was said, line by line."""
    said = {}
    for line in OFFICE.splitlines():
        unit.type(line + "\r")
        unit.until("\r\n")
        answer = unit.until("# ").rpartition("\r\n")[0].strip()
        if answer:
            said[line] = answer
    return said


@test("every line is taken, and given back")
def pasted():
    unit, *_ = office()
    said = paste(unit)
    wrong = {line: answer for line, answer in said.items()
             if not any(re.search(t, answer) for t in TOLD)}
    equal(wrong, {}, "answers")
    unit.say("no pager", "# ")
    terminal = {line.rstrip() for line in
                unit.say("write terminal", "# ").split("\r\n")}
    missing = [line for line in OFFICE.splitlines()
               if not line.startswith(":") and
               OTHERWISE.get(line, line) not in terminal]
    equal(missing, [], "given back")
    unit.leave()


def is_tcp(packet):
    return packet.protocol == TCP


def is_udp(packet):
    return packet.protocol == UDP


@test("packets pass as its lines say")
def passes():
    unit, inside, outside, dmz = office()
    paste(unit)
    unit.say("no pager")
    # Out by the pool; what is no business of the world stays.
    inside.send(FAR, udp(5000, 123, b"time"))
    asked = outside.expect(is_udp)
    check(asked.source in ("192.0.2.100", "192.0.2.101"), asked)
    outside.send(asked.source, udp(123, 5000, b"told"), source=FAR)
    equal(inside.expect(is_udp).data, b"told")
    inside.send(FAR, tcp(5001, 139))
    outside.nothing(unit)
    inside.send(FAR, tcp(5002, 80, options=b"\2\4\x05\xb4"))
    equal(outside.expect(is_tcp).options, b"\2\4\x05\x64", "tcpmss")
    inside.send(FAR, icmp(id_=9))
    asked = outside.expect(lambda p: p.protocol == 1)
    outside.send(asked.source, icmp(0, id_=asked.id), source=FAR)
    equal(inside.expect(lambda p: p.protocol == 1).source, FAR, "ping")
    # Into the DMZ with its own address; the branch's network has no IPSec.
    inside.send("172.16.1.80", tcp(5003, 80))
    equal(dmz.expect(is_tcp).source, "10.1.1.5", "nat 0")
    # Mail and web for everybody, and nothing else of them.
    for to, port, real in ((MAIL, 25, "172.16.1.25"),
                           (WEB, 443, "172.16.1.80")):
        outside.send(to, tcp(6000, port), source=FAR)
        got = dmz.expect(is_tcp)
        equal((got.to, got.port, got.source), (real, port, FAR))
        dmz.send(FAR, tcp(port, 6000, SYN | ACK, 1, got.seq + 1), source=real)
        equal(outside.expect(is_tcp).source, to, "answer")
    for to, port in ((MAIL, 110), (WEB, 25), ("192.0.2.77", 80)):
        outside.send(to, tcp(6001, port), source=FAR)
    outside.send(MAIL, tcp(6002, 25), source="10.1.1.77")
    dmz.nothing(unit)
    # Out of the DMZ: mail, and the file server's data base.
    dmz.send(FAR, tcp(7000, 25))
    equal(outside.expect(is_tcp).source, MAIL, "mail out")
    dmz.send("10.1.1.20", tcp(7001, 1521), source="172.16.1.80")
    equal(inside.expect(is_tcp).to, "10.1.1.20", "data base")
    dmz.send("10.1.1.20", tcp(7002, 1521))
    dmz.send("10.1.1.5", tcp(7003, 80), source="172.16.1.80")
    dmz.send(FAR, tcp(7004, 80), source="172.16.1.80")
    equal([p for p in inside.came() if p.source != "10.1.1.1"], [],
          "nothing but messages to the log's server")
    outside.nothing(unit)
    said = unit.say("show counters")
    check("6 dropped: access list" in said and
          "1 dropped: wrong way back" in said, said)
    equal([int(n) for n in re.findall(r"hitcnt=(\d+)",
                                      unit.say("show access-list outside_in"))],
          [1, 1, 1, 0, 0, 2], "hits")
    said = unit.say("show logging")
    equal(said.count("%PIX-4-106100: access-list outside_in denied tcp"), 2,
          said)
    unit.leave()


prompt.main()
