#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Translations of the less usual kinds: by a list, of those outside, of
addresses in DNS answers, by alias.  Without its line, each is gone."""
import struct

import prompt
from peer import ACK, ICMP, SYN, TCP, UDP, icmp, ip_bytes, tcp, two, udp
from prompt import check, equal, test

FAR = "198.51.100.9"  # behind the outside's gateway
OTHER = "198.51.100.10"
IN = ("access-list in permit ip any any",
      "access-group in in interface outside")


def dns_answer(*addresses):
    """A question for a.b, and A records by a pointer, at odd offsets."""
    answer = struct.pack(">HHHHHH", 7, 0x8180, 1, len(addresses), 0, 0) + \
        b"\x01a\x02bc\0" + struct.pack(">HH", 1, 1)
    for address in addresses:
        answer += struct.pack(">HHHLH", 0xC00C, 1, 1, 60, 4) + \
            ip_bytes(address)
    return answer


def told(inside, outside, server, *addresses, port=3000):
    """What the inside reads when a server outside names addresses."""
    inside.send(server, udp(port, 53, struct.pack(">HHHHHH", 7, 256, 0, 0, 0,
                                                  0)))
    asked = outside.expect(lambda p: p.protocol == UDP)
    outside.send(asked.source, udp(53, asked.source_port,
                                   dns_answer(*addresses)), source=asked.to)
    return inside.expect(lambda p: p.protocol == UDP).data


@test("nat and static by list: one host looks different to whom he calls")
def policy():
    unit, inside, outside = two(
        "policy", "access-list a permit ip 10.1.1.0 255.255.255.0 host " + FAR,
        "access-list web permit tcp host 10.1.1.6 eq 8080 host " + FAR,
        "nat (inside) 1 0 0", "global (outside) 1 192.0.2.20-192.0.2.29",
        "nat (inside) 2 access-list a", "global (outside) 2 192.0.2.40",
        "static (inside,outside) tcp 192.0.2.50 www access-list web",
        *IN, image="pix631.bin")
    check("nat (inside) 2 access-list a 0 0" in unit.say("show nat"))

    def seen(to):
        inside.send(to, udp(3000, 99))
        return outside.expect(lambda p: p.protocol == UDP).source

    equal(seen(FAR), "192.0.2.40", "by list")
    check(seen(OTHER).startswith("192.0.2.2"), "others")
    equal(seen(FAR), "192.0.2.40", "still by list")
    # The port is redirected for one caller, and for no other.
    outside.send("192.0.2.50", tcp(1500, 80), source=OTHER)
    inside.nothing(unit)
    outside.send("192.0.2.50", tcp(1500, 80), source=FAR)
    got = inside.expect(lambda p: p.protocol == TCP)
    equal((got.source, got.to, got.port), (FAR, "10.1.1.6", 8080))
    unit.say("no nat (inside) 2 access-list a")
    unit.say("clear xlate")
    check(seen(FAR).startswith("192.0.2.2"), "without the line")
    unit.say("no static (inside,outside) tcp 192.0.2.50 www access-list web")
    unit.say("clear xlate")
    outside.send("192.0.2.50", tcp(1501, 80), source=FAR)
    inside.nothing(unit)
    unit.leave()


@test("nat outside: who comes in looks like one of the inside")
def outside_nat():
    unit, inside, outside = two(
        "outside", "static (inside,outside) 192.0.2.10 10.1.1.6",
        "nat (outside) 1 198.51.100.0 255.255.255.0 outside",
        "global (inside) 1 10.1.1.77",
        "static (outside,inside) 10.1.1.90 192.0.2.5", *IN)
    check(inside.resolve("10.1.1.77"), "ARP for the pool")
    outside.send("192.0.2.10", tcp(1500, 80, SYN, seq=5), source=FAR)
    got = inside.expect(lambda p: p.protocol == TCP)
    equal((got.source, got.to), ("10.1.1.77", "10.1.1.6"), "in")
    said = unit.say("show xlate detail")
    check("TCP PAT from outside:198.51.100.9/1500 to inside:10.1.1.77/" in
          said and "flags ori" in said, said)
    inside.send("10.1.1.77", tcp(80, got.source_port, SYN | ACK, seq=9,
                                 ack=got.seq + 1), source="10.1.1.6")
    back = outside.expect(lambda p: p.protocol == TCP)
    equal((back.source, back.to, back.port), ("192.0.2.10", FAR, 1500), "back")
    # A static one, both ways.
    outside.send("192.0.2.10", udp(7, 8))
    equal(inside.expect(lambda p: p.protocol == UDP).source, "10.1.1.90")
    inside.send("10.1.1.90", udp(9, 9), source="10.1.1.6")
    got = outside.expect(lambda p: p.protocol == UDP)
    equal((got.source, got.to), ("192.0.2.10", "192.0.2.5"), "out")
    # Where there is such a line, who has none stays outside.
    outside.send("192.0.2.10", tcp(1501, 80), source="203.0.113.9")
    inside.nothing(unit)
    unit.say("no nat (outside) 1 198.51.100.0 255.255.255.0 outside")
    unit.say("clear xlate")
    outside.send("192.0.2.10", tcp(1502, 80), source=FAR)
    equal(inside.expect(lambda p: p.protocol == TCP).source, FAR)
    unit.leave()


@test("dns: addresses in answers are what they are called there")
def dns():
    unit, inside, outside = two(
        "dns", "nat (inside) 1 10.1.1.5", "global (outside) 1 interface",
        "static (inside,outside) 192.0.2.10 10.1.1.6 dns", *IN)
    equal(told(inside, outside, FAR, "192.0.2.10", OTHER),
          dns_answer("10.1.1.6", OTHER), "to the inside")
    # A server inside, asked from outside.
    outside.send("192.0.2.10", udp(3000, 53, b"\0" * 12))
    asked = inside.expect(lambda p: p.protocol == UDP)
    inside.send(asked.source, udp(53, 3000, dns_answer("10.1.1.6")),
                source="10.1.1.6")
    equal(outside.expect(lambda p: p.protocol == UDP).data,
          dns_answer("192.0.2.10"), "to the outside")
    check("flags Ds" in unit.say("show xlate detail"))
    unit.say("no static (inside,outside) 192.0.2.10 10.1.1.6 dns")
    unit.say("static (inside,outside) 192.0.2.10 10.1.1.6")
    unit.say("clear xlate")
    equal(told(inside, outside, FAR, "192.0.2.10", port=3001),
          dns_answer("192.0.2.10"), "without the word")
    unit.leave()


@test("alias: destination, source and DNS answers, in 5.1")
def alias():
    unit, inside, outside = two(
        "alias", "nat (inside) 1 10.1.1.5", "global (outside) 1 interface",
        "static (inside,outside) 192.0.2.10 10.1.1.6",
        "alias (inside) 10.1.1.77 " + FAR + " 255.255.255.255",
        *IN, image="pix511.bin", model="520")
    check(inside.resolve("10.1.1.77"), "ARP for the alias")
    inside.send("10.1.1.77", udp(3000, 99, b"ask"))
    got = outside.expect(lambda p: p.protocol == UDP)
    equal((got.source, got.to), ("192.0.2.1", FAR), "destination")
    outside.send(got.source, udp(99, got.source_port, b"tell"), source=FAR)
    got = inside.expect(lambda p: p.protocol == UDP)
    equal((got.source, got.to), ("10.1.1.77", "10.1.1.5"), "answer")
    outside.send("192.0.2.10", udp(7, 8), source=FAR)
    equal(inside.expect(lambda p: p.protocol == UDP).source, "10.1.1.77",
          "source")
    inside.send("10.1.1.77", icmp(data=b"x"))
    asked = outside.expect(lambda p: p.protocol == ICMP)
    equal(asked.to, FAR, "echo")
    outside.send(asked.source, icmp(0, id_=asked.id, data=b"x"), source=FAR)
    equal(inside.expect(lambda p: p.protocol == ICMP).source, "10.1.1.77")
    equal(told(inside, outside, OTHER, FAR, port=3001),
          dns_answer("10.1.1.77"), "DNS in")
    unit.say("sysopt nodnsalias inbound")
    equal(told(inside, outside, OTHER, FAR, port=3002), dns_answer(FAR),
          "DNS left alone")
    unit.say("no alias (inside) 10.1.1.77 " + FAR)
    unit.say("clear xlate")
    inside.send("10.1.1.77", udp(3003, 99))
    outside.nothing(unit)
    outside.send("192.0.2.10", udp(7, 9), source=FAR)
    equal(inside.expect(lambda p: p.protocol == UDP).source, FAR)
    unit.leave()


prompt.main()
