#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Packets through the unit: what may pass, and how it looks when it does."""
import re
import time

import prompt
from peer import (ACK, FIN, ICMP, PSH, RST, SYN, TCP, UDP, icmp, ip_bytes, tcp,
                  two, udp)
from prompt import check, equal, test

FAR = "198.51.100.9"  # behind the outside's gateway


def handshake(inside, outside, to=FAR, port=2000, at=80):
    """A TCP connection from the inside; what the outside saw first."""
    inside.send(to, tcp(port, at, SYN, seq=1000))
    syn = outside.expect(lambda p: p.protocol == TCP)
    outside.send(syn.source, tcp(at, syn.source_port, SYN | ACK, seq=5000,
                                 ack=syn.seq + 1), source=to)
    answer = inside.expect(lambda p: p.protocol == TCP)
    equal((answer.source, answer.source_port, answer.port, answer.ack),
          (to, at, port, 1001), "SYN ACK")
    inside.send(to, tcp(port, at, ACK, seq=1001, ack=answer.seq + 1))
    ack = outside.expect(lambda p: p.protocol == TCP)
    equal((ack.seq, ack.ack), (syn.seq + 1, 5001), "ACK")
    return syn


@test("nat and global: out by PAT, back by the connection, and no other way")
def pat():
    unit, inside, outside = two(
        "pat", "nat (inside) 1 0 0", "global (outside) 1 interface",
        "access-list in permit icmp any any echo-reply",
        "access-group in in interface outside")
    inside.send(FAR, udp(3000, 53, b"this question"))
    asked = outside.expect(lambda p: p.protocol == UDP)
    equal((asked.source, asked.to, asked.port, asked.data, asked.ttl),
          ("192.0.2.1", FAR, 53, b"this question", 64), "out")
    check(asked.source_port >= 1024)
    outside.send("192.0.2.1", udp(53, asked.source_port, b"that is the answer"),
                 source=FAR)
    got = inside.expect(lambda p: p.protocol == UDP)
    equal((got.source, got.to, got.source_port, got.port, got.data),
          (FAR, "10.1.1.5", 53, 3000, b"that is the answer"), "back")
    # Answered: DNS is over.  Another host never was part of it.
    outside.send("192.0.2.1", udp(53, asked.source_port, b"late"), source=FAR)
    inside.nothing(unit)

    syn = handshake(inside, outside)
    check(syn.seq != 1000, "sequence numbers are not random")
    said = unit.say("show conn")
    check(re.search(r"TCP out 198\.51\.100\.9:80 in 10\.1\.1\.5:2000 idle "
                    r"0:00:\d\d Bytes \d+ flags U\r", said + "\r"), said)
    check("PAT Global 192.0.2.1(" in unit.say("show xlate"))
    # What is chosen wrongly ends nothing, nor what others are chosen by.
    for words in ("conn fport 70000", "conn detail", "conn foreign 1.2.3.",
                  "xlate global 1.2.3.", "xlate detail", "xlate lport"):
        check("ERROR" in unit.say("clear " + words), words)
    for words in ("conn fport 81", "conn local 10.1.1.6",
                  "xlate global 192.0.2.2", "xlate lport 1"):
        unit.say("clear " + words)
    check("flags U\r" in unit.say("show conn") + "\r")
    outside.send("192.0.2.1", tcp(80, syn.source_port, ACK, seq=1, ack=1),
                 source="198.51.100.10")
    outside.send("192.0.2.1", tcp(999, 23, SYN), source=FAR)
    inside.nothing(unit)

    inside.send(FAR, icmp(data=b"hello"))
    asked = outside.expect(lambda p: p.protocol == 1)
    equal((asked.source, asked.data), ("192.0.2.1", b"hello"), "echo")
    outside.send("192.0.2.1", icmp(0, id_=asked.id, data=b"hello"), source=FAR)
    got = inside.expect(lambda p: p.protocol == 1)
    equal((got.source, got.to, got.id, got.type), (FAR, "10.1.1.5", 77, 0),
          "echo reply")
    check("permit icmp any any echo-reply (hitcnt=1)" in
          unit.say("show access-list in"))

    # Without its line, nothing goes out; without the list, nothing comes in.
    unit.say("no access-group in in interface outside")
    outside.send("192.0.2.1", icmp(0, id_=asked.id), source=FAR)
    inside.nothing(unit)
    unit.say("no nat (inside) 1 0 0")
    unit.say("clear xlate")
    check("0 in use, 3 most used" in unit.say("show xlate"))
    inside.send(FAR, udp(3001, 99))
    outside.nothing(unit)
    unit.leave()


@test("static and access-list: in to a server, by address and by port")
def static():
    unit, inside, outside = two(
        "static", "static (inside,outside) 192.0.2.10 10.1.1.6",
        "static (inside,outside) tcp interface 8080 10.1.1.5 www",
        "access-list in permit tcp any host 192.0.2.10 eq www",
        "access-list in permit tcp any host 192.0.2.1 eq 8080",
        "access-group in in interface outside")
    # The unit answers ARP for the address, and not for its neighbours.
    check(outside.resolve("192.0.2.10"))
    check(outside.resolve("192.0.2.11") is None)
    outside.send("192.0.2.10", tcp(1500, 80, SYN))
    got = inside.expect(lambda p: p.protocol == TCP)
    equal((got.source, got.to, got.port), ("192.0.2.5", "10.1.1.6", 80), "in")
    inside.send("192.0.2.5", tcp(80, 1500, SYN | ACK, seq=7, ack=got.seq + 1),
                source="10.1.1.6")
    back = outside.expect(lambda p: p.protocol == TCP)
    equal((back.source, back.source_port), ("192.0.2.10", 80), "back")
    outside.send("192.0.2.1", tcp(1501, 8080, SYN))
    got = inside.expect(lambda p: p.protocol == TCP)
    equal((got.to, got.port), ("10.1.1.5", 80), "redirected")
    for to, port in (("192.0.2.10", 25), ("192.0.2.1", 8081)):
        outside.send(to, tcp(1502, port, SYN))
    inside.nothing(unit)
    said = unit.say("show access-list")
    equal(re.findall(r"hitcnt=(\d+)", said), ["1", "1"], said)
    # Who comes from the inside looks like his server.
    inside.send(FAR, udp(9, 99), source="10.1.1.6")
    equal(outside.expect(lambda p: p.protocol == UDP).source, "192.0.2.10",
          "static out")
    unit.say("no static (inside,outside) 192.0.2.10 10.1.1.6")
    unit.say("clear xlate")
    outside.send("192.0.2.10", tcp(1503, 80, SYN))
    inside.nothing(unit)
    unit.leave()


@test("a connection ends by FINs, by RST, by clear")
def ends():
    unit, inside, outside = two(
        "ends", "nat (inside) 1 10.1.1.0 255.255.255.0",
        "global (outside) 1 192.0.2.20-192.0.2.21")
    syn = handshake(inside, outside)
    equal(syn.source, "192.0.2.20", "from the pool")
    inside.send(FAR, tcp(2000, 80, PSH | ACK, 1001, 5001, b"GET"))
    outside.expect(lambda p: p.protocol == TCP and p.data == b"GET")
    inside.send(FAR, tcp(2000, 80, FIN | ACK, 1004, 5001))
    fin = outside.expect(lambda p: p.protocol == TCP)
    outside.send(syn.source, tcp(80, 2000, FIN | ACK, 5001, fin.seq + 1),
                 source=FAR)
    inside.expect(lambda p: p.protocol == TCP)
    check("1 in use" in unit.say("show conn"))
    inside.send(FAR, tcp(2000, 80, ACK, 1005, 5002))
    outside.expect(lambda p: p.protocol == TCP)
    check("0 in use" in unit.say("show conn"))
    syn = handshake(inside, outside, port=2001)
    outside.send(syn.source, tcp(80, 2001, RST, 5001), source=FAR)
    inside.expect(lambda p: p.protocol == TCP and p.flags & RST)
    check("0 in use" in unit.say("show conn"))
    handshake(inside, outside, port=2002)
    check("1 in use" in unit.say("show conn count"))
    unit.say("clear xlate")
    check("0 in use" in unit.say("show conn"))
    unit.leave()


@test("a stranger who calls by Telnet is not answered, but told of")
def stranger():
    unit, inside, outside = two("stranger", "telnet 10.1.1.5 inside",
                                "logging on", "logging buffered 6")
    outside.send("192.0.2.1", tcp(999, 23, SYN))
    outside.nothing(unit)
    check("307001: Denied Telnet login session from 192.0.2.5 on interface "
          "outside" in unit.say("show logging"))
    inside.send("10.1.1.1", tcp(999, 23, SYN))
    got = inside.expect(lambda p: p.protocol == TCP)
    equal(got.flags, SYN | ACK)
    unit.leave()


@test("a ping in pieces, or to everybody's hardware address, asks like others")
def round_about():
    unit, _inside, outside = two("roundabout")
    body = icmp(data=bytes(64))[1]

    def ask():
        outside.send("192.0.2.1", (ICMP, body[:40]), fragment=0x2000)
        outside.send("192.0.2.1", (ICMP, body[40:]), fragment=5)
        got = [p for p in outside.came() if p.protocol == ICMP]
        outside.gateway_mac, mac = b"\xff" * 6, outside.gateway_mac
        outside.send("192.0.2.1", icmp(id_=78))
        outside.gateway_mac = mac
        return len(got), len(outside.came())

    equal(ask(), (1, 0), "nothing is denied")
    unit.say("icmp deny host 192.0.2.5 echo outside")
    unit.say("icmp permit any outside")
    outside.send("192.0.2.1", (ICMP, body[:40]), fragment=0x2000)
    outside.send("192.0.2.1", (ICMP, body[40:]), fragment=5)
    outside.send("192.0.2.1", icmp(id_=79), source="192.0.2.6")
    got = outside.expect(lambda p: p.protocol == ICMP)
    equal(got.id, 79, "the first that is answered")
    unit.leave()


@test("who sends what is too long for its way is told, through PAT too")
def narrow():
    unit, inside, outside = two(
        "narrow", "nat (inside) 1 0 0", "global (outside) 1 interface",
        "mtu outside 576")
    inside.send("192.0.2.5", udp(2000, 7, bytes(1000)), fragment=0x4000)
    got = inside.expect(lambda p: p.protocol == ICMP)
    equal((got.source, got.type, got.code, got.number),
          ("10.1.1.1", 3, 4, 576))
    check(ip_bytes("10.1.1.5") in got.data, got)
    outside.nothing(unit)
    check("1 dropped: too long" in unit.say("show counters"))
    unit.leave()


@test("a TCP server for messages that is down: nobody new connects")
def server_down():
    unit, inside, outside = two(
        "serverdown", "nat (inside) 1 0 0", "global (outside) 1 interface",
        "logging trap 5")
    handshake(inside, outside)
    unit.say("logging host inside 10.1.1.7 tcp/1468")
    unit.say("logging on")
    call = inside.expect(lambda p: p.protocol == TCP and p.port == 1468)
    inside.send("10.1.1.1", tcp(1468, call.source_port, RST | ACK,
                                ack=call.seq + 1), source="10.1.1.7")
    while "not permitted" not in unit.say("show logging"):
        pass
    inside.send(FAR, tcp(2001, 80, SYN))
    inside.send(FAR, udp(2001, 99))
    outside.nothing(unit)
    check("2 dropped: no new connections" in unit.say("show counters"))
    inside.send(FAR, tcp(2000, 80, ACK, seq=1001, ack=5001, data=b"more"))
    equal(outside.expect().data, b"more", "what was there goes on")
    unit.say("no logging host inside 10.1.1.7")
    inside.send(FAR, udp(2001, 99))
    equal(outside.expect().port, 99, "all is well again")
    unit.leave()


def until_idle(pid):
    """Until the process does nothing for half a second."""
    used, before = -1, None
    while used != before:
        time.sleep(0.5)
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            used, before = file.read().rsplit(")", 1)[1].split()[11:13], used


@test("a console that takes nothing any more keeps no message from a server")
def stopped_terminal():
    unit, inside, outside = two("stopped", "logging trap 3",
                                "logging console 3",
                                "logging host inside 10.1.1.5")
    unit.say("logging on")
    inside.nothing(unit)  # ARP knows it now
    unit.type("show tech-support\r" * 400)
    until_idle(unit.process.pid)
    for port in (7, 8):
        outside.send("192.0.2.10", udp(port, 99))
        inside.expect(lambda p: p.protocol == UDP and p.port == 514 and
                      b"192.0.2.5/%d" % port in p.data)
    unit.leave()


@test("shun, reverse path, service resetinbound")
def guards():
    unit, inside, outside = two(
        "guards", "static (inside,outside) 192.0.2.10 10.1.1.6",
        "access-list in deny tcp any any eq 25",
        "access-list in permit tcp any any",
        "access-group in in interface outside")
    outside.send("192.0.2.10", tcp(1, 25, SYN, seq=77))
    outside.nothing(unit)
    unit.say("service resetinbound")
    outside.send("192.0.2.10", tcp(1, 25, SYN, seq=77))
    got = outside.expect(lambda p: p.protocol == TCP)
    equal((got.source, got.flags & RST, got.ack), ("192.0.2.10", RST, 78),
          "RST")
    outside.send("192.0.2.10", tcp(2, 80, SYN))
    inside.expect(lambda p: p.protocol == TCP)
    unit.say("shun 192.0.2.6")
    equal(unit.say("show shun").strip(), "Shun 192.0.2.6 0.0.0.0 0 0", "shun")
    outside.send("192.0.2.10", tcp(3, 80, SYN), source="192.0.2.6")
    outside.nothing(unit)
    unit.say("no shun 192.0.2.6")
    inside.nothing(unit)
    outside.send("192.0.2.10", tcp(4, 80, SYN), source="10.1.1.9")
    inside.expect(lambda p: p.protocol == TCP)
    unit.say("ip verify reverse-path interface outside")
    outside.send("192.0.2.10", tcp(5, 80, SYN), source="10.1.1.9")
    inside.nothing(unit)
    said = unit.say("show perfmon")
    check(re.search(r"TCP Conns +\d+/s +\d+/s", said), said)
    said = unit.say("show traffic")
    check(re.search(r"outside:\r\n\treceived \(in \d+\.\d{3} secs\):\r\n\t\t"
                    r"\d+ packets\t\d+ bytes", said), said)
    said = unit.say("show counters")
    check("1 dropped: shunned" in said and
          "1 dropped: wrong way back" in said, said)
    unit.leave()


@test("what comes faster than the wire takes it waits in the output queue")
def burst():
    unit, inside, outside = two(
        "burst", "nat (inside) 1 0 0", "global (outside) 1 interface",
        options=("--timing=authentic",))
    while not (inside.resolve(inside.gateway) and
               outside.resolve(outside.gateway)):
        pass  # links are negotiated
    inside.send(FAR, udp(5000, 7))
    outside.expect(lambda p: p.protocol == UDP)  # ARP is done
    packets = [inside.packet(FAR, udp(5000, 7, b"%04d" % i + bytes(1400)))
               for i in range(200)]
    frames = [inside.gateway_mac + inside.mac + b"\x08\0" + p for p in packets]
    inside.wire.settimeout(prompt.PATIENCE_S)
    inside.wire.sendall(b"".join(len(f).to_bytes(4, "big") + f
                                 for f in frames))
    for i in range(200):
        got = outside.expect(lambda p: p.protocol == UDP)
        equal(int(got.data[:4]), i, "in order, none missing")
    said = unit.say("show interface ethernet0")
    queue = re.search(r"output queue .* software \((\d+)/(\d+)\)", said)
    check(queue and queue[1] == "0" and int(queue[2]) > 0, said)
    unit.leave()


prompt.main()
