#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the licence decides about packets: guards, hosts, interfaces,
throughput.  Each with the feature and without it."""
import re

import prompt
from peer import ACK, SYN, TCP, UDP, tcp, two, udp
from prompt import check, equal, test
from talk import FAR, Talk

UNSAID = "Guards are not licensed on this unit"
CONFIG = ("nat (inside) 1 0 0", "global (outside) 1 interface",
          "access-list in permit ip any any",
          "access-group in in interface outside", "logging on",
          "logging buffered 7")


def fragments(peer, to, parts, number):
    """A UDP packet of `parts` fragments of 64 bytes."""
    whole = udp(1000, 2000, bytes(64 * parts - 8))[1]
    for i in range(parts):
        more = 0x2000 if i + 1 < parts else 0
        peer.send(to, (UDP, whole[64 * i:64 * (i + 1)]), number=number,
                  fragment=more | 8 * i)


def guarded(guards):
    licence = ("--license=UR",) + (() if guards else ("--no-guards",))
    unit, inside, outside = two("guards", *CONFIG, licence=licence)
    for line in ("static (inside,outside) 192.0.2.10 10.1.1.6 0 2",
                 "fixup protocol smtp 25", "floodguard enable",
                 "sysopt security fragguard", "fragment chain 2 outside"):
        said = unit.say(line)
        equal(UNSAID in said, not guards, said)
        check("ERROR" not in said and line.split()[0] in
              unit.say("write terminal"), said)
    unit.say("no sysopt security fragguard")

    # Mail Guard
    talk = Talk(inside, outside, 25)
    equal(talk.client(b"VRFY root\r\n"),
          b"XXXX root\r\n" if guards else b"VRFY root\r\n", "mail")
    # DNS Guard
    inside.send(FAR, udp(3000, 53, bytes(20)))
    asked = outside.expect(lambda p: p.protocol == UDP)
    for _ in range(2):
        outside.send(asked.source, udp(53, asked.source_port, bytes(20)),
                     source=FAR)
    inside.expect(lambda p: p.protocol == UDP)
    if guards:
        inside.nothing(unit)
    else:
        inside.expect(lambda p: p.protocol == UDP)
    # Flood Guard: the third that is half open is answered by the unit.
    for port in (1, 2, 3):
        outside.send("192.0.2.10", tcp(port, 80, SYN))
    for port in (1, 2) if guards else (1, 2, 3):
        equal(inside.expect(lambda p: p.protocol == TCP).source_port, port)
    inside.nothing(unit)
    if guards:
        equal(outside.expect(lambda p: p.protocol == TCP).flags, SYN | ACK)
    # Frag Guard
    fragments(outside, "192.0.2.10", 2, 1)
    for _ in range(2):
        inside.expect(lambda p: p.protocol == UDP)
    fragments(outside, "192.0.2.10", 3, 2)
    if not guards:
        for _ in range(3):
            inside.expect(lambda p: p.protocol == UDP)
    inside.nothing(unit)
    equal(unit.say("show logging").count("-209005:"), int(guards), "209005")
    unit.leave()


@test("Guards licensed: mail, DNS, flood and frag guard")
def with_guards():
    guarded(True)


@test("Guards not licensed: none of them, and each line says so")
def without_guards():
    guarded(False)


@test("Inside Hosts: one more than licensed goes nowhere, and is told of")
def hosts():
    unit, inside, outside = two("hosts", *CONFIG,
                                licence=("--license=UR", "--hosts=2"))
    for last, passes in ((5, True), (6, True), (7, False)):
        inside.send(FAR, udp(9, 99), source=f"10.1.1.{last}")
        if passes:
            outside.expect(lambda p: p.protocol == UDP)
    outside.nothing(unit)
    said = unit.say("show logging")
    equal(said.count("407001: Deny traffic for local-host inside:10.1.1.7, "
                     "license limit of 2 exceeded"), 1, said)
    check("1 dropped: hosts beyond the licence" in unit.say("show counters"))
    unit.say("clear local-host")
    inside.send(FAR, udp(9, 99), source="10.1.1.7")
    outside.expect(lambda p: p.protocol == UDP)
    unit.leave()


@test("Maximum Interfaces: those beyond are not there, and named as such")
def interfaces():
    unit, _, _ = two("interfaces", licence=("--license=R", "--interfaces=2"),
                     options=("--card=0:1fe",))
    said = unit.say("nameif ethernet2 dmz security50")
    equal(said.strip(), "ERROR: ethernet2 is beyond the 2 interfaces that "
          "are licensed", said)
    check("no interface ethernet3" in
          unit.say("nameif ethernet3 dmz security50"))
    check("ethernet2" not in unit.say("write terminal"))
    unit.leave()


def count(said, what):
    found = re.search(rf"(\d+) {what}", said)
    return int(found[1]) if found else 0


def flood(model, limited):
    """Sends 300 packets of 1400 bytes at once; how many were too much.  What
    the ring of the chip has no room for, the firewall never sees."""
    licence = ("--license=R",) + (("--throughput=limited",) if limited else ())
    unit, inside, outside = two(f"flood{model}{limited}", *CONFIG,
                                licence=licence, model=model)
    inside.send(FAR, udp(9, 98))
    outside.expect(lambda p: p.protocol == UDP and p.port == 98)
    for _ in range(300):
        inside.send(FAR, udp(9, 99, bytes(1372)))
    inside.nothing(unit)
    said = unit.say("show counters")
    while outside.look(1):
        pass
    arrived = 1 + sum(p.protocol == UDP for p in outside.got)
    dropped = count(said, "dropped: over the licensed throughput")
    equal(arrived, count(said, "sent on"), said)
    equal(count(said, "packets in"),
          arrived + dropped + count(said, "for this unit"), said)
    unit.leave()
    return dropped


@test("Throughput: Limited bounds a 501, and is a label on a 525")
def throughput():
    check(flood("501", True) > 0, "nothing was too much")
    equal(flood("501", False), 0, "unlimited")
    equal(flood("525", True), 0, "a label")


prompt.main()
