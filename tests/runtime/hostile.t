#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What no honest host sends, made by scapy and sent on tap: ports from both
sides: each is counted by its name, nothing of it comes out, the unit answers
and has all its buffers.  What is only strange passes as it came."""
import re
import select
import sys

from prompt import Skip, check, equal, main, test
from spaces import IN, INSIDE, OUT, OUTSIDE, Spaces

# Of the distribution, whichever python3 this is.
sys.path.append("/usr/lib/python3/dist-packages")
try:
    import logging
    logging.getLogger("scapy").setLevel(logging.ERROR)
    from scapy.layers.inet import ICMP, IP, TCP, UDP, fragment
    from scapy.layers.l2 import Ether
    from scapy.packet import Raw
except ImportError:
    IP = None

SERVER = "192.0.2.10"
SUM, HEADER, TRANSPORT = ("bad TCP, UDP or ICMP checksum", "bad IP header",
                          "bad transport header")
FRAGMENT, OPTIONS, SOURCE = "bad fragment", "IP options", "impossible source"


def hostile(source, to):
    """-> [(what it is, packets, what counts them)] from one side."""
    def p(**keys):
        return IP(src=source, dst=to, **keys)
    tcp = TCP(sport=4000, dport=80, flags="S")
    udp = UDP(sport=4000, dport=80) / Raw(b"hostile!" * 4)
    route = bytes((131, 7, 4, 192, 0, 2, 9, 0))
    pieces = fragment(p(id=77) / udp, fragsize=16)
    over = [x.copy() for x in pieces[:2]]
    over[1].frag -= 1
    return [
        ("TCP checksum", [p() / TCP(dport=80, chksum=0x1234)], SUM),
        ("UDP checksum", [p() / UDP(dport=80, chksum=1) / b"x"], SUM),
        ("ICMP checksum", [p() / ICMP(chksum=1)], SUM),
        ("UDP longer than its packet", [p() / UDP(dport=80, len=99)],
         TRANSPORT),
        ("UDP shorter than its header", [p() / UDP(dport=80, len=7)],
         TRANSPORT),
        ("TCP header longer than its packet", [p() / TCP(dport=80,
                                                         dataofs=15)],
         TRANSPORT),
        ("TCP header too short", [p() / TCP(dport=80, dataofs=4)],
         TRANSPORT),
        ("no flags", [p() / TCP(dport=80, flags=0)], TRANSPORT),
        ("SYN and FIN", [p() / TCP(dport=80, flags="SF")], TRANSPORT),
        ("SYN and RST", [p() / TCP(dport=80, flags="SR")], TRANSPORT),
        ("FIN, PSH and URG", [p() / TCP(sport=4001, dport=80, flags="FPU")],
         "no connection"),
        ("port 0", [p() / TCP(sport=0, dport=80)], TRANSPORT),
        ("IP length", [p(len=200) / tcp], HEADER),
        ("IP checksum", [p(chksum=0x1234) / tcp], HEADER),
        ("IP version", [p(version=6) / tcp], HEADER),
        ("IP header too short", [p(ihl=4) / tcp], HEADER),
        ("TTL 0", [p(ttl=0) / tcp], HEADER),
        ("loose source route", [p(options=[route]) / tcp], OPTIONS),
        ("strict source route", [p(options=[b"\x89" + route[1:]]) / tcp],
         OPTIONS),
        ("record route", [p(options=[b"\x07" + route[1:]]) / tcp],
         OPTIONS),
        ("land", [IP(src=to, dst=to) / tcp], "from itself to itself"),
        ("from the loopback", [IP(src="127.0.0.1", dst=to) / tcp], SOURCE),
        ("from a group", [IP(src="224.0.0.5", dst=to) / tcp], SOURCE),
        ("from everybody", [IP(src="255.255.255.255", dst=to) / tcp],
         SOURCE),
        ("tiny fragment", [p(flags="MF", id=1, proto=6) /
                           Raw(bytes(tcp)[:8])], FRAGMENT),
        ("overlapping fragments", over, FRAGMENT),
        ("a fragment beyond the end of a packet",
         [p(flags=0, frag=8189, proto=17, id=2) / Raw(bytes(80))],
         FRAGMENT),
        ("a fragment of nothing", [p(flags="MF", frag=4, proto=17, id=3)],
         FRAGMENT),
    ]


def counters(unit):
    said = unit.say("show counters")
    return {what: int(n) for n, what in
            re.findall(r"(\d+) dropped: ([^\r\n]*)", said)}


def flush(sock):
    """The IP packets that have come, as scapy has them."""
    got = []
    while select.select([sock], [], [], 0)[0]:
        frame, where = sock.recvfrom(65536)
        if where[2] != 4 and frame[12:14] == b"\x08\0":  # 4: our own
            got.append(IP(frame[14:]))
    return got


class Wire:
    """Frames into the unit by one side, and what comes out on the other."""

    def __init__(self, spaces, side):
        self.sock, self.far = spaces.frames(side), spaces.frames(1 - side)
        self.side, self.spaces = side, spaces
        own = spaces.run(side, "cat", f"/sys/class/net/{spaces.taps[side]}"
                         "/address")[1].decode().strip()
        gateway = "10.1.1.1" if side == IN else "192.0.2.1"
        check(spaces.run(side, "ping", "-c1", "-w60", gateway)[0] == 0,
              "the unit does not answer")
        peer = re.search(r"lladdr (\S+)", spaces.run(
            side, "ip", "neigh", "show", gateway)[1].decode())[1]
        self.head = Ether(src=own, dst=peer, type=0x800)

    def send(self, packet):
        self.sock.send(bytes(self.head / Raw(bytes(packet))))

    def came_out(self):
        """Once the unit has answered what was sent last, no more comes."""
        gateway = "10.1.1.1" if self.side == IN else "192.0.2.1"
        check(self.spaces.run(self.side, "ping", "-c1", "-w60", gateway)[0] ==
              0, "the unit does not answer any more")
        return flush(self.far)


def spaces():
    if IP is None:
        raise Skip("no scapy")
    return Spaces("hostile", "nat (inside) 1 0 0",
                  "global (outside) 1 interface",
                  f"static (inside,outside) {SERVER} {INSIDE}",
                  "access-list in permit ip any any",
                  "access-group in in interface outside",
                  "fragment timeout 1")


def blocks(unit):
    return re.findall(r"^ *(\d+) +(\d+) +\d+ +(\d+)", unit.say("show blocks"),
                      re.M)


@test("each is dropped by its name, from either side, and nothing is lost")
def names():
    with spaces() as two:
        unit = two.unit
        check(two.run(IN, "ping", "-c1", "-w60", OUTSIDE)[0] in (0, 1))
        before = blocks(unit)
        for side, source, to in ((OUT, OUTSIDE, SERVER),
                                 (IN, INSIDE, OUTSIDE)):
            wire = Wire(two, side)
            for what, packets, name in hostile(source, to):
                wire.came_out()
                old = counters(unit)
                for packet in packets:
                    wire.send(packet)
                out = [x for x in wire.came_out() if x.dst != "192.0.2.1"]
                new = counters(unit)
                more = {n: new[n] - old.get(n, 0) for n in new
                        if new[n] != old.get(n, 0)}
                equal(more, {name: 1}, what)
                check(not [x for x in out if TCP in x or UDP in x], what, out)
        unit.say("clear xlate")
        unit.say("clear local-host")
        check("0 in use" in unit.say("show conn"))
        equal(blocks(unit), before, "packet buffers")


@test("what is only strange passes as it came: urgent data, TTL 1, fragments")
def strange():
    with spaces() as two:
        wire = Wire(two, OUT)
        check(two.run(IN, "ping", "-c1", "-w60", "10.1.1.1")[0] == 0)
        wire.send(IP(src=OUTSIDE, dst=SERVER) / UDP(dport=9))
        wire.came_out()  # ARP knows the host now
        wire.send(IP(src=OUTSIDE, dst=SERVER, ttl=1) /
                  TCP(sport=5000, dport=80, flags="SU", urgptr=7))
        got = [x for x in wire.came_out() if TCP in x and x.dst == INSIDE]
        equal([(x.ttl, x[TCP].urgptr, str(x[TCP].flags)) for x in got],
              [(1, 7, "SU")])
        for piece in reversed(fragment(IP(src=OUTSIDE, dst=SERVER, id=9) /
                                       UDP(sport=4000, dport=9) / Raw(bytes(100)),
                                       fragsize=48)):
            wire.send(piece)
        got = [x for x in wire.came_out() if x.dst == INSIDE and x.proto == 17]
        equal(sorted(x.frag for x in got), [0, 6, 12])


main()
