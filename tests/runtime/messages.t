#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Messages of limits, guards and lists: each event once, and lists count what
was sent."""
import re
import time

import prompt
from peer import ACK, SYN, TCP, UDP, icmp, tcp, two, udp
from prompt import check, equal, test
from talk import FAR, Talk

SERVER = "192.0.2.10"
CONFIG = ("logging on", "logging buffered 7", "nat (inside) 1 0 0",
          "global (outside) 1 interface", "access-group in in interface "
          "outside")


def lines(unit, number):
    """The messages of this number."""
    return re.findall(rf"-\d-{number}: (.*)\r", unit.say("show logging") +
                      "\r\n")


@test("limits of connections, mail, DNS and FTP: each event once")
def limits():
    unit, inside, outside = two(
        "limits", "access-list in permit ip any any", *CONFIG,
        f"static (inside,outside) {SERVER} 10.1.1.6 2 0",
        "static (inside,outside) 192.0.2.11 10.1.1.7 0 2",
        image="pix631.bin", licence=("--license=UR",))
    for port in (1, 2, 3):
        outside.send(SERVER, tcp(port, 99))
    outside.nothing(unit)
    equal(lines(unit, 201002), ["Too many connections on static 192.0.2.10! "
                                "2/2"])
    for port in range(1, 9):
        outside.send("192.0.2.11", tcp(port, 80, SYN))
    equal(len(outside.came()), 6, "answers in its place")
    equal(lines(unit, 201003), ["Embryonic limit exceeded 2/2 for 192.0.2.5/3 "
                                "(192.0.2.11) 10.1.1.7/80 on interface "
                                "outside"])
    unit.say("clear logging")
    talk = Talk(inside, outside, 25)
    for line in (b"VRFY root\r\n", b"NOOP\r\n"):
        talk.client(line)
    equal(lines(unit, 108002), [f"SMTP replaced VRFY: out {FAR} in 10.1.1.5 "
                                "data: VRFY root"])
    inside.send(FAR, udp(3000, 53, bytes(513)))
    inside.send(FAR, udp(3000, 53, bytes(512)))
    outside.expect(lambda p: p.protocol == UDP)
    equal(lines(unit, 410001), [
        f"Dropped UDP DNS request from inside:10.1.1.5/3000 to outside:{FAR}"
        "/53; packet length 513 bytes exceeds configured limit of 512 bytes"])
    talk = Talk(inside, outside, 21, port=2200)
    talk.client(b"RETR readme\r\n")
    equal(lines(unit, 303002), [f"10.1.1.5 Retrieved {FAR}:readme"])
    inside.send(FAR, tcp(2200, 21, ACK, talk.seq[0], talk.ack[0],
                         b"PORT 10,1,1,9,4,1\r\n"))
    outside.nothing(unit)
    equal(lines(unit, 406002), [
        "FTP port command different address: 10.1.1.5(10.1.1.9) to "
        f"{FAR} on interface inside"])
    unit.say("no access-group in in interface outside")
    outside.send(SERVER, udp(53, 3000))
    outside.send(SERVER, udp(3000, 53))
    outside.send(SERVER, udp(3000, 54))
    outside.nothing(unit)
    equal([len(lines(unit, n)) for n in (106007, 106006)], [2, 1])
    unit.leave()


@test("access-list log: the first hit, intervals; hits are what was sent")
def log():
    unit, inside, outside = two(
        "log", f"static (inside,outside) {SERVER} 10.1.1.6",
        "access-list in permit udp any any eq 7 log 4 interval 2",
        "access-list in deny udp any any eq 8 log",
        "access-list in deny udp any any eq 9 log disable",
        "access-list in deny udp any any eq 10 log default",
        "access-list in permit icmp any any echo log debugging",
        *CONFIG, image="pix631.bin")
    for port, times in ((7, 1), (8, 3), (9, 4), (10, 5)):
        for i in range(times):
            outside.send(SERVER, udp(1000, port))
        if port == 7:  # others would wait for ARP
            inside.expect(lambda p: p.protocol == UDP)
    for i in range(6):
        outside.send(SERVER, icmp(id_=i))
    for _ in range(6):
        inside.expect(lambda p: p.protocol == 1)
    outside.nothing(unit)
    equal(lines(unit, 106100), [
        "access-list in permitted udp outside/192.0.2.5(1000) -> "
        "inside/192.0.2.10(7) hit-cnt 1 (first hit)",
        "access-list in denied udp outside/192.0.2.5(1000) -> "
        "inside/192.0.2.10(8) hit-cnt 1 (first hit)",
        "access-list in permitted icmp outside/192.0.2.5(8) -> "
        "inside/192.0.2.10(0) hit-cnt 1 (first hit)"])
    equal(len(lines(unit, 106023)), 5, "by default")
    said = unit.say("show access-list")
    equal(re.findall(r"hitcnt=(\d+)", said), ["1", "3", "4", "5", "6"], said)
    check("total 3, denied 1 (deny-flow-max 4096)" in said and
          "log 4 interval 2 " in said and "log 7 interval 300 " in said, said)
    # Only then does time pass: the rest of an interval is told at its end.
    outside.send(SERVER, udp(1001, 7))
    outside.send(SERVER, icmp(id_=9))
    unit.say("access-list deny-flow-max 2")
    check("access-list deny-flow-max 2" in unit.say("write terminal"))
    said = unit.say("show logging")
    equal(len(re.findall(r"106100: access-list in denied udp .*\(8\) hit-cnt "
                         r"2 \(\d+-second interval\)", said)), 1, said)
    for port in (2001, 2002, 2003, 2004):
        outside.send(SERVER, udp(port, 8))
    outside.nothing(unit)
    equal(lines(unit, 106101), ["Number of cached deny-flows for ACL log has "
                                "reached limit (2)."])
    # An interval that is over.
    unit.say("clear logging")
    outside.send(SERVER, udp(3000, 7))
    outside.nothing(unit)
    equal(len(lines(unit, 106100)), 1)
    unit.say("clear xlate")
    outside.send(SERVER, udp(3000, 7))
    end = time.monotonic() + prompt.PATIENCE_S
    while len(lines(unit, 106100)) < 2:
        check(time.monotonic() < end, "nothing was told of the interval")
        time.sleep(0.2)
    check(lines(unit, 106100)[1].endswith(
        "hit-cnt 1 (2-second interval)"), unit.say("show logging"))
    unit.leave()


@test("a TCP server for messages that does not answer: nothing new passes")
def closed():
    unit, inside, outside = two("closed", *CONFIG)

    def calls():
        inside.send(FAR, udp(2000, 4000))

    calls()
    outside.expect(lambda p: p.protocol == UDP)
    unit.say("clear xlate")
    unit.say("logging trap 7")
    unit.say("logging host inside 10.1.1.5 tcp/1468")
    unit.clock("warp")
    end = time.monotonic() + prompt.PATIENCE_S
    while "(disabled)" not in unit.say("show logging"):
        check(time.monotonic() < end, unit.say("show logging"))
        inside.look(0.1)
    unit.clock("real")
    calls()
    outside.nothing(unit)
    unit.say("no logging host inside 10.1.1.5")
    calls()
    outside.expect(lambda p: p.protocol == UDP)
    unit.leave()


prompt.main()
