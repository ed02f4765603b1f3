#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A day of mixed traffic under a held clock.  Whoever sends keeps a ledger: what
passes, what is dropped and why, what is for the unit; at the end the unit's
counters say the same, nothing is left of any connection, and all memory is
there.  DAY_MINUTES shortens the day."""
import os
import random
import re
import subprocess
import sys
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "runtime"),
                os.path.join(HERE, "..", "firmware")]
import held  # noqa: E402
from peer import (ACK, FIN, PSH, SYN, TCP, UDP, Peer, icmp,  # noqa: E402
                  tcp, udp)
from prompt import check, equal, main, path, test  # noqa: E402

MINUTES = int(os.environ.get("DAY_MINUTES", 24 * 60))
MS, SECOND = 10**6, 10**9
FAR, SERVER, UNIT = "198.51.100.9", "192.0.2.10", "192.0.2.1"
CONFIG = """\
interface ethernet0 auto
interface ethernet1 auto
ip address outside 192.0.2.1 255.255.255.0
ip address inside 10.1.1.1 255.255.255.0
access-list in permit tcp any host 192.0.2.10 eq www
access-list in permit udp any host 192.0.2.10
access-list in permit icmp any any echo-reply
access-group in in interface outside
nat (inside) 1 10.1.1.0 255.255.255.0 0 0
global (outside) 1 interface
static (inside,outside) 192.0.2.10 10.1.1.6 netmask 255.255.255.255 0 0
route outside 0.0.0.0 0.0.0.0 192.0.2.254 1
logging on
logging buffered informational
no pager
"""


class Day:
    def __init__(self):
        flash, names = path("day.flash"), [path(f"day{i}") for i in (0, 1)]
        held.tool("pixflash", "create", flash, "--model=525",
                  "--serial=12345678", "--image=" +
                  os.path.join(held.SOFTWARE, "pix621.bin"))
        subprocess.run([os.path.join(held.hostlib.BUILD, "pixflash"),
                        "config", flash], input=CONFIG.encode(), check=True,
                       stdout=subprocess.DEVNULL)
        self.unit = held.Unit(flash, *(f"--net={i}:listen:{name}"
                                       for i, name in enumerate(names)))
        self.unit.until("Use SPACE to begin flash boot")
        self.unit.key(" ")
        self.unit.until("pixfirewall> ")
        self.unit.line("enable", "Password: ")
        self.unit.line("", "# ")
        self.inside = Peer(names[1], "10.1.1.5", "10.1.1.1",
                           more=("10.1.1.6", "10.1.1.7"))
        self.outside = Peer(names[0], "192.0.2.5", UNIT,
                            more=("192.0.2.254",))
        self.ledger, self.port = Counter(), 1024
        for peer in (self.inside, self.outside):
            peer.gateway_mac = self.resolve(peer)

    def say(self, line):
        self.unit.key(line + "\r")
        self.unit.until(line)
        return self.unit.until("# ")

    # --- frames, while time passes ----------------------------------------

    def pump(self, ns=5 * MS):
        self.unit.run(ns)
        for peer in (self.inside, self.outside):
            while peer.look(0):
                pass

    def resolve(self, peer):
        peer.arp(1, b"\xff" * 6, peer.ip, peer.gateway)
        for _ in range(1000):
            self.pump()
            if peer.arps:
                return peer.arps[-1][8:14]
        check(False, "the unit does not answer ARP")

    def send(self, peer, what, to, transport, **keys):
        """what: "pass", "unit", "held", or why it is dropped."""
        peer.send(to, transport, **keys)
        self.ledger[what] += 1

    def expect(self, peer, protocol):
        for _ in range(4000):
            for at, packet in enumerate(peer.got):
                if packet.protocol == protocol:
                    return peer.got.pop(at)
            self.pump()
        check(False, "nothing came")

    def next_port(self):
        self.port = self.port + 1 if self.port < 60000 else 1024
        return self.port

    # --- what happens -----------------------------------------------------

    def question(self):
        """One that is answered, by name service or otherwise."""
        port, at = self.next_port(), random.choice((53, 123, 4000))
        self.send(self.inside, "pass", FAR, udp(port, at, bytes(20)))
        asked = self.expect(self.outside, UDP)
        self.send(self.outside, "pass", asked.source,
                  udp(at, asked.source_port, bytes(40)), source=FAR)
        self.expect(self.inside, UDP)

    def session(self, a, b, to, source, at):
        """A whole TCP connection."""
        port, n = self.next_port(), random.randrange(1, 5)
        self.send(a, "pass", to, tcp(port, at, SYN, seq=100), source=source)
        syn = self.expect(b, TCP)
        self.send(b, "pass", syn.source, tcp(at, syn.source_port, SYN | ACK,
                                             700, syn.seq + 1), source=syn.to)
        ack = self.expect(a, TCP).seq + 1
        self.send(a, "pass", to, tcp(port, at, ACK, 101, ack), source=source)
        self.expect(b, TCP)
        for i in range(n):
            self.send(a, "pass", to, tcp(port, at, PSH | ACK, 101 + 100 * i,
                                         ack, bytes(100)), source=source)
            self.expect(b, TCP)
        self.send(a, "pass", to, tcp(port, at, FIN | ACK, 101 + 100 * n, ack),
                  source=source)
        fin = self.expect(b, TCP)
        self.send(b, "pass", syn.source, tcp(at, syn.source_port, FIN | ACK,
                                             701, fin.seq + 1), source=syn.to)
        self.expect(a, TCP)
        self.send(a, "pass", to, tcp(port, at, ACK, 102 + 100 * n, ack + 1),
                  source=source)
        self.expect(b, TCP)

    def out(self):
        self.session(self.inside, self.outside, FAR, None, 80)

    def into(self):
        self.session(self.outside, self.inside, SERVER, None, 80)

    def half_open(self):
        """Nobody answers."""
        self.send(self.inside, "pass", FAR, tcp(self.next_port(), 81))
        self.expect(self.outside, TCP)

    def ping(self):
        self.send(self.inside, "pass", FAR, icmp(id_=self.next_port()))
        asked = self.expect(self.outside, 1)
        self.send(self.outside, "pass", asked.source,
                  icmp(0, id_=asked.id), source=FAR)
        self.expect(self.inside, 1)

    def ping_unit(self):
        self.send(self.inside, "unit", "10.1.1.1", icmp(id_=7))
        self.expect(self.inside, 1)

    def fragments(self):
        whole = udp(self.next_port(), 9, bytes(136))[1]
        number = random.randrange(65536)
        for i in range(3):
            self.send(self.outside, "held" if i < 2 else "pass", SERVER,
                      (UDP, whole[48 * i:48 * (i + 1)]), number=number,
                      fragment=(0x2000 if i < 2 else 0) | 6 * i)
        for _ in range(3):
            self.expect(self.inside, UDP)

    def denied(self):
        self.send(self.outside, "access list", SERVER,
                  tcp(self.next_port(), 23))

    def stray(self):
        self.send(self.inside, "no connection", FAR,
                  tcp(self.next_port(), 80, ACK))

    def spoofed(self):
        self.send(self.outside, "impossible source", SERVER,
                  udp(1, 9), source="127.0.0.1")

    def untranslated(self):
        self.send(self.inside, "no translation", FAR, udp(1, 9),
                  source="10.9.9.9")

    def everything(self):
        happens = (self.question, self.out, self.into, self.half_open,
                   self.ping, self.ping_unit, self.fragments, self.denied,
                   self.stray, self.spoofed, self.untranslated)
        for _ in range(random.randrange(12)):
            random.choice(happens)()


def memory(day):
    """What `show memory` and `show blocks` have, but for low-water marks."""
    return (day.say("show memory"),
            re.findall(r"^ *(\d+) +(\d+) +\d+ +(\d+)",
                       day.say("show blocks"), re.M))


@test(f"{MINUTES} minutes: the ledger and the counters are the same")
def whole_day():
    random.seed(20010911)
    day = Day()
    before = memory(day)
    for _ in range(MINUTES):
        day.everything()
        day.pump(random.randrange(20, 90) * SECOND)
    day.unit.run(4 * 3600 * SECOND)  # all that is idle ends
    said = day.say("show counters")
    figures = Counter({what.strip(): int(n) for n, what in re.findall(
        r"(\d+) (?:dropped: )?([^\n]*)", said)})
    ledger = day.ledger
    print(f"# {sum(ledger.values())} packets: {dict(ledger)}", file=sys.stderr)
    equal(figures.pop("packets in"), sum(ledger.values()), said)
    equal(figures.pop("sent on"), ledger.pop("pass"), said)
    equal(figures.pop("for this unit"), ledger.pop("unit"), said)
    del ledger["held"]
    equal(figures, ledger, "dropped by reason")
    check("0 in use" in day.say("show conn"))
    said = day.say("show xlate")
    check("PAT" not in said and said.count("Global") <= 1, said)
    check("0 in use" in day.say("clear xlate") + day.say("show xlate"))
    check("local host" not in day.say("show local-host"))
    equal(memory(day), before, "memory")
    day.unit.close()


main()
