#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Access without lists: who may call back, what may go out, who is shunned.
Without its line, each is otherwise."""
import prompt
from peer import ACK, RST, SYN, TCP, UDP, tcp, two, udp
from prompt import check, equal, test

FAR = "198.51.100.9"  # behind the outside's gateway
OTHER = "198.51.100.10"
OUT = ("nat (inside) 1 0 0", "global (outside) 1 192.0.2.20-192.0.2.29")


@test("established: who has been called may call back, as far as it says")
def established():
    unit, inside, outside = two(
        "established", *OUT, "established tcp 4000 0 permitto tcp 6000-6010 "
        "permitfrom tcp 1024-65535")
    inside.send(FAR, tcp(2000, 4000, SYN))
    seen = outside.expect(lambda p: p.protocol == TCP).source
    for source, from_port, to_port in ((OTHER, 1024, 6000), (FAR, 1023, 6000),
                                       (FAR, 1024, 6011)):
        outside.send(seen, tcp(from_port, to_port), source=source)
    outside.send(seen, udp(1024, 6000), source=FAR)
    inside.nothing(unit)
    outside.send(seen, tcp(1024, 6000), source=FAR)
    got = inside.expect(lambda p: p.protocol == TCP)
    equal((got.source, got.to, got.port), (FAR, "10.1.1.5", 6000))
    # Also past a list that denies it.
    unit.say("access-list in deny ip any any")
    unit.say("access-group in in interface outside")
    outside.send(seen, tcp(1025, 6010), source=FAR)
    equal(inside.expect(lambda p: p.protocol == TCP).port, 6010)
    unit.say("clear established")
    outside.send(seen, tcp(1026, 6000), source=FAR)
    inside.nothing(unit)
    unit.leave()


@test("outbound and apply: the best match, exceptions, and a list instead")
def outbound():
    unit, inside, outside = two(
        "outbound", *OUT, "outbound 11 deny 0 0 www tcp",
        "outbound 11 permit 10.1.1.6 255.255.255.255 www tcp",
        "outbound 11 except " + OTHER + " 255.255.255.255 0 tcp",
        "apply (inside) 11 outgoing_src", image="pix421.bin", model="520")

    def passes(to=FAR, port=80, source=None):
        inside.send(to, tcp(passes.port, port), source=source)
        passes.port += 1
        inside.send("10.1.1.1", udp(1, 1))  # nobody's; a mark in order
        inside.send(OTHER, udp(5, passes.port))
        first = outside.expect(lambda p: p.protocol in (TCP, UDP))
        if first.protocol == UDP:
            return False
        outside.expect(lambda p: p.protocol == UDP)
        return True

    passes.port = 2000
    check(not passes(), "denied")
    check(passes(port=25), "another port")
    check(passes(source="10.1.1.6"), "better match")
    check(passes(OTHER), "an exception")
    check(not passes(OTHER, source="10.1.1.6"), "turned by it")
    check("dropped: outbound list" in unit.say("show counters"))
    unit.say("no apply (inside) 11 outgoing_src")
    check(passes(), "not applied")
    unit.say("outbound 12 deny " + FAR)
    unit.say("apply (inside) 12 outgoing_dest")
    check(not passes(), "by destination")
    check(passes(OTHER), "another one")
    unit.say("clear apply")
    check(passes(), "cleared")
    unit.leave()


@test("outbound: a list that is bound decides in its place")
def instead():
    unit, inside, outside = two("instead", *OUT, "outbound 11 deny 0 0",
                                "apply (inside) 11 outgoing_src",
                                "logging on", "logging buffered 4")
    inside.send(FAR, tcp(2000, 80))
    outside.nothing(unit)
    check("106002: tcp connection denied by outbound list 11" in
          unit.say("show logging"))
    unit.say("access-list all permit ip any any")
    unit.say("access-group all in interface inside")
    inside.send(FAR, tcp(2001, 80))
    outside.expect(lambda p: p.protocol == TCP)
    unit.leave()


@test("shun ends the connection it names; service resetoutside answers")
def shun():
    unit, inside, outside = two(
        "shun", "static (inside,outside) 192.0.2.10 10.1.1.6",
        "access-list in permit tcp any any",
        "access-group in in interface outside")
    for port in (1500, 1501):
        outside.send("192.0.2.10", tcp(port, 80), source=FAR)
        inside.expect(lambda p: p.protocol == TCP)
    unit.say("shun " + FAR + " 192.0.2.10 1500 80 tcp")
    check("1 in use" in unit.say("show conn"), "the other one stays")
    equal(unit.say("show shun").strip(), f"Shun {FAR} 192.0.2.10 1500 80")
    outside.send("192.0.2.10", tcp(1502, 80), source=FAR)
    inside.nothing(unit)
    said = unit.say("show shun statistics")
    check(said.startswith("outside=ON, cnt=1\r\ninside=OFF, cnt=0\r\n"), said)
    check(f"Shun {FAR} cnt=1, time=(0:00:" in said, said)
    unit.say("clear shun statistics")
    check(f"Shun {FAR} cnt=0, " in unit.say("show shun statistics"))
    unit.say("no shun " + FAR)
    check("Shun" not in unit.say("show shun statistics"))
    outside.send("192.0.2.10", tcp(1503, 80), source=FAR)
    inside.expect(lambda p: p.protocol == TCP)

    outside.send("192.0.2.1", tcp(1, 113, SYN, seq=77))
    outside.nothing(unit)
    unit.say("service resetoutside")
    outside.send("192.0.2.1", tcp(1, 113, SYN, seq=77))
    got = outside.expect(lambda p: p.protocol == TCP)
    equal((got.source, got.flags, got.ack), ("192.0.2.1", RST | ACK, 78))
    unit.leave()


@test("sysopt connection timewait: over, and not forgotten at once")
def time_wait():
    unit, inside, outside = two("timewait", *OUT)
    fin = 1

    def whole(port):
        inside.send(FAR, tcp(port, 80, SYN, seq=1000))
        syn = outside.expect(lambda p: p.protocol == TCP)
        back = lambda flags, seq, ack: outside.send(
            syn.source, tcp(80, port, flags, seq, ack), source=FAR)
        back(SYN | ACK, 5000, syn.seq + 1)
        inside.expect(lambda p: p.protocol == TCP)
        for flags, seq, ack in ((ACK, 1001, 5001), (fin | ACK, 1001, 5001)):
            inside.send(FAR, tcp(port, 80, flags, seq, ack))
            outside.expect(lambda p: p.protocol == TCP)
        back(fin | ACK, 5001, syn.seq + 2)
        inside.expect(lambda p: p.protocol == TCP)
        inside.send(FAR, tcp(port, 80, ACK, 1002, 5002))
        outside.expect(lambda p: p.protocol == TCP)

    whole(2000)
    check("0 in use" in unit.say("show conn"))
    unit.say("sysopt connection timewait")
    whole(2001)
    check("1 in use" in unit.say("show conn"))
    unit.clock("warp")
    for _ in range(7):  # each waits three seconds for answers
        unit.say("ping inside 10.1.1.99")
    check("0 in use" in unit.say("show conn"), "still there")
    unit.clock("real")
    unit.leave()


prompt.main()
