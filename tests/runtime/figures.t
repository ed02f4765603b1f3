#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Figures against what happened: a known number of frames and connections, and
what show traffic, interface, conn, xlate, perfmon, blocks, processes, cpu usage
and memory say of them."""
import re
import time

import prompt
from peer import SYN, TCP, UDP, Peer, tcp, two, udp
from prompt import check, equal, test

FAR = "198.51.100.9"
UDP_CONNECTIONS, TCP_CONNECTIONS, BACK = 240, 60, 3


class Counted(Peer):
    """Counts what its cable carries."""

    def reset(self):
        self.carried = {"received": [0, 0], "transmitted": [0, 0]}

    def note(self, way, frame):
        self.carried[way][0] += 1
        self.carried[way][1] += max(len(frame), 60)  # a cable pads

    def send_frame(self, frame):
        super().send_frame(frame)
        self.note("received", frame)  # by the unit

    def frame(self, wait):
        frame = super().frame(wait)
        if frame is not None:
            self.note("transmitted", frame)
        return frame


def traffic(unit, name):
    """-> {way: (seconds, packets, bytes, packets/s, bytes/s)}"""
    said = unit.say("show traffic").replace("\r", "")
    part = said[said.index(name + ":\n"):]
    found = {}
    for way in ("received", "transmitted"):
        m = re.search(way + r" \(in (\d+\.\d+) secs\):\n\t\t(\d+) packets\t"
                      r"(\d+) bytes\n\t\t(\d+) pkts/sec\t(\d+) bytes/sec",
                      part)
        found[way] = (float(m[1]), *(int(m[i]) for i in range(2, 6)))
    return found


def uptime(unit):
    """Seconds, at least."""
    said = unit.say("show version | include up ")
    m = re.search(r"up (?:(\d+) mins? )?(\d+) secs?", said)
    return int(m[1] or 0) * 60 + int(m[2])


def perfmon(unit):
    """-> {row: (current, average)}"""
    rows = re.findall(r"(\w[\w ]*\w) +(\d+)/s +(\d+)/s",
                      unit.say("show perfmon"))
    check(rows, "no row of show perfmon was understood")
    return {name: (int(now), int(mean)) for name, now, mean in rows}


def processes(unit):
    """-> {name: ms it ran}"""
    rows = re.findall(r"M.. \w{8} \w{8} \w{8} +(\d+) \w{8} \d+/\d+ (\S+)",
                      unit.say("show processes"))
    check(rows, "no row of show processes was understood")
    return {name: int(ms) for ms, name in rows}


def blocks(unit):
    """-> {size: (max, low, count)}"""
    rows = re.findall(r"(\d+) +(\d+) +(\d+) +(\d+)", unit.say("show blocks"))
    check(rows, "no row of show blocks was understood")
    return {int(s): (int(m), int(l), int(c)) for s, m, l, c in rows}


def let_pass(unit, seconds):
    """Time leaps when nobody has typed for 50 ms."""
    unit.clock("warp")
    until = uptime(unit) + seconds
    while uptime(unit) < until:
        time.sleep(0.1)


def quiet(unit, inside, outside):
    """Every frame has arrived: both ends have heard of the last one."""
    for peer in (inside, outside):
        peer.nothing(unit)


def load(inside, outside):
    """Connections, the first ones with answers."""
    for number in range(UDP_CONNECTIONS):
        inside.send(FAR, udp(2000 + number, 7, bytes(number)))
        asked = outside.expect(lambda p: p.protocol == UDP)
        for _ in range(BACK if number < 20 else 0):
            outside.send(asked.source, udp(7, asked.source_port, b"x"),
                         source=FAR)
            inside.expect(lambda p: p.protocol == UDP)
    for number in range(TCP_CONNECTIONS):
        inside.send(FAR, tcp(2000 + number, 80, SYN))
        outside.expect(lambda p: p.protocol == TCP)


def start(name):
    unit, inside, outside = two(
        name, "nat (inside) 1 0 0", "global (outside) 1 interface",
        "timeout conn 1:0:0")
    for peer in (inside, outside):
        peer.__class__ = Counted
        peer.reset()
    inside.send(FAR, udp(1, 2))  # ARP is over with this
    outside.expect(lambda p: p.protocol == UDP)
    quiet(unit, inside, outside)
    return unit, inside, outside


@test("frames and bytes, connections, translations and their rates")
def counted():
    unit, inside, outside = start("counted")
    unit.say("clear traffic")
    unit.say("clear interface")
    before = perfmon(unit), uptime(unit)
    for peer in (inside, outside):
        peer.reset()
    load(inside, outside)
    quiet(unit, inside, outside)
    for name, peer in (("inside", inside), ("outside", outside)):
        said = traffic(unit, name)
        for way, (packets, n) in peer.carried.items():
            seconds, *figures = said[way]
            equal(figures[:2], [packets, n], (name, way))
            for rate, figure in zip(figures[2:], (packets, n)):
                check(abs(rate - figure / seconds) <= 1, name, way, said)
        said = unit.say("show interface " + name)
        for pattern, way in ((r"(\d+) packets input, (\d+) bytes",
                              "received"),
                             (r"(\d+) packets output, (\d+) bytes",
                              "transmitted")):
            equal([int(n) for n in re.search(pattern, said).groups()],
                  peer.carried[way], (name, way))
    built = UDP_CONNECTIONS + TCP_CONNECTIONS + 1
    said = unit.say("show conn count")
    in_use, most = map(int, re.search(r"(\d+) in use, (\d+)", said).groups())
    equal((in_use, most), (built, built), said)
    said = unit.say("show xlate count")
    check(int(re.search(r"(\d+) in use", said)[1]) <= built, said)

    # Since the start; the rates are whole numbers of a second.
    for row, n in (("Connections", built), ("UDP Conns", UDP_CONNECTIONS + 1),
                   ("TCP Conns", TCP_CONNECTIONS), ("Xlates", built)):
        early = uptime(unit)
        now, mean = perfmon(unit)[row]
        late = uptime(unit)
        check(n // (late + 1) <= mean <= n // max(early - 1, 1),
              row, n, early, late, mean, before)
        check(now >= mean, row, now, mean)
    # Four minutes in which nothing happens.
    let_pass(unit, 250)
    unit.clock("real")
    said = perfmon(unit)
    check(all(now == 0 for now, _ in said.values()), said)
    unit.leave()


@test("blocks come back, threads' time is the unit's, a busy processor shows")
def resources():
    unit, inside, outside = start("resources")
    free = unit.say("show memory")
    let_pass(unit, 20)
    said = unit.say("show cpu usage")
    check(int(re.search(r"5 seconds = (\d+)%", said)[1]) <= 25, said)
    unit.clock("real")
    had, ran, began = blocks(unit), processes(unit), time.monotonic()
    end = began + 11  # two samples, whatever else this computer does
    packet = inside.packet(FAR, udp(9, 9, bytes(1000)))
    frame = inside.gateway_mac + inside.mac + b"\x08\0" + packet
    sent = 0
    while time.monotonic() < end:
        for _ in range(8):
            inside.send_frame(frame)
            sent += 1
        for _ in range(8):
            outside.frame(5)
    now = processes(unit)
    said = unit.say("show cpu usage")
    grown = {name: now[name] - ran.get(name, 0) for name in now}
    total = sum(grown.values())
    share = 100 * (total - grown["idle"]) / total
    shown = int(re.search(r"5 seconds = (\d+)%", said)[1])
    check(grown["pix/intf"] > (total - grown["idle"]) / 2, grown)
    check(abs(shown - share) <= 35, said, share, grown)
    wall = (time.monotonic() - began) * 1000
    check(total <= wall * 1.1, total, wall)
    quiet(unit, inside, outside)
    after = blocks(unit)
    for size, (most, low, count) in after.items():
        check(count >= had[size][2], size, had)
        check(low <= count <= most, size)
    equal(unit.say("show memory"), free, "memory of packets is taken once")
    unit.leave()


prompt.main()
