#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What is looked into on the way: FTP between real programs' words, mail, web
requests; errors and what a list logs."""
import re

import prompt
from peer import ACK, SYN, TCP, icmp, tcp, two
from prompt import check, equal, test
from talk import FAR, Talk


@test("fixup protocol ftp: the server calls where it was told to")
def ftp():
    unit, inside, outside = two("ftp", "nat (inside) 1 0 0",
                                "global (outside) 1 interface")
    talk = Talk(inside, outside, 21)
    told = talk.client(b"PORT 10,1,1,5,8,1\r\n")
    parts = list(map(int, re.match(rb"PORT ([\d,]+)\r\n", told)[1]
                     .split(b",")))
    equal(parts[:4], [192, 0, 2, 1], "address")
    equal(talk.server(b"200 OK\r\n"), b"200 OK\r\n", "answer")
    outside.send("192.0.2.1", tcp(20, parts[4] * 256 + parts[5], SYN),
                 source=FAR)
    call = inside.expect(lambda p: p.protocol == TCP)
    equal((call.source, call.to, call.port), (FAR, "10.1.1.5", 2049), "call")
    unit.say("no fixup protocol ftp 21")
    talk = Talk(inside, outside, 21, port=2100)
    equal(talk.client(b"PORT 10,1,1,5,8,2\r\n"), b"PORT 10,1,1,5,8,2\r\n",
          "left alone")
    unit.leave()


@test("fixup protocol smtp: a command of others becomes X")
def smtp():
    unit, inside, outside = two("smtp", "nat (inside) 1 0 0",
                                "global (outside) 1 interface",
                                licence=("--license=UR", "--3des"))
    talk = Talk(inside, outside, 25)
    equal(talk.client(b"VRFY root\r\n"), b"XXXX root\r\n", "guarded")
    equal(talk.client(b"NOOP\r\n"), b"NOOP\r\n", "harmless")
    unit.say("no fixup protocol smtp 25")
    talk = Talk(inside, outside, 25, port=2100)
    equal(talk.client(b"VRFY root\r\n"), b"VRFY root\r\n", "not guarded")
    unit.leave()


@test("messages: each event once")
def messages():
    unit, inside, outside = two(
        "messages", "nat (inside) 1 0 0", "global (outside) 1 interface",
        "logging on", "logging buffered 7",
        "access-list in permit tcp any any eq 99",
        "access-group in in interface outside")
    talk = Talk(inside, outside, 80)
    talk.client(b"GET /page HTTP/1.0\r\n\r\n")
    outside.send("192.0.2.77", tcp(5, 99), source=FAR)
    outside.send("192.0.2.77", tcp(5, 99, ACK), source=FAR)
    outside.send("192.0.2.77", icmp(), source=FAR)
    outside.nothing(unit)
    unit.say("clear xlate")
    said = unit.say("show logging")
    for number, times in ((609001, 1), (305011, 1), (302013, 1), (302014, 1),
                          (305012, 1), (609002, 1), (304001, 1),
                          (106015, 1)):
        equal(said.count(f"-{number}:"), times, f"{number}: {said}")
    check(f"10.1.1.5 Accessed URL {FAR}:/page" in said, said)
    unit.leave()


prompt.main()
