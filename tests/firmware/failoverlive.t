#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Two units at a failover cable, with an ear in the middle of it: all that
they say, on the cable and on an interface, is read by the decoder that was
written from docs/failover.md, to the last byte."""
import os
import socket
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "runtime"))
import failoverwire as wire  # noqa: E402
import prompt  # noqa: E402
from prompt import check, equal, path, test  # noqa: E402

QUIET_S = 0.3


class Ear:
    """Between two processes' ends of a cable (host/cable/wire.h): passes on
    what they say, and keeps the bytes that the units sent."""

    def __init__(self, near, far):
        self.near = near
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(far)
        self.listener.listen(1)
        self.said = {0: bytearray(), 1: bytearray()}
        self.last = time.monotonic()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        second, _ = self.listener.accept()
        first = socket.socket(socket.AF_UNIX)
        first.connect(self.near)
        for who, (a, b) in enumerate(((first, second), (second, first))):
            threading.Thread(target=self.listen, args=(who, a, b),
                             daemon=True).start()

    def listen(self, who, source, target):
        parser = self.parse(who)
        next(parser)
        try:
            while chunk := source.recv(4096):
                target.sendall(chunk)
                for byte in chunk:
                    parser.send(byte)
        except OSError:
            pass

    def parse(self, who):
        """Fed with the bytes of a socket, one by one."""
        for expected in b"PXCABLE1":
            byte = yield
            check(byte == expected, "no cable")
        while True:
            word = yield
            check(word in b"SDA", "unknown word", word)
            count = yield
            for _ in range(count if word == ord("D") else 0):
                byte = yield
                self.said[who].append(byte)
                self.last = time.monotonic()

    def all(self):
        """What was said so far, when nobody is in the middle of it."""
        while time.monotonic() - self.last < QUIET_S:
            time.sleep(QUIET_S / 3)
        return {who: bytes(said) for who, said in self.said.items()}


def frames(name):
    """Of failover, in what a port recorded."""
    with open(name, "rb") as file:
        data = file.read()
    at = 24
    while at + 16 <= len(data):
        n = int.from_bytes(data[at + 8:at + 12], "little")
        frame = data[at + 16:at + 16 + n]
        at += 16 + n
        if frame[12:14] == wire.ETHERTYPE.to_bytes(2, "big"):
            yield frame[14:]


def mate(end, licence, cable, *config):
    return prompt.Unit(end, f"--failover-cable={end}:{path(cable)}",
                       f"--net=1:segment:{end}",
                       f"--net=1:pcap:{path(end + '.pcap')}",
                       *(f"--mac={n}:0090.27{len(end):02x}.001{n}"
                         for n in range(2)),
                       config=config, licence=[licence])


def there(unit, line):
    """Waits until it is part of the unit's configuration."""
    end = time.monotonic() + prompt.PATIENCE_S
    ask = "show running-config | include " + line.split()[-1]
    while line not in (said := unit.say(ask)):
        check(time.monotonic() < end, said)
        time.sleep(0.1)


def session(ear):
    """A copy, lines both ways, two switchovers."""
    first = mate("primary", "--license=UR", "near", "hostname fw",
                 "failover ip address inside 192.168.1.9", "failover poll 3",
                 *(f"name 10.1.2.{n} a-host-of-many-{n}" for n in range(50)))
    first.type("failover\r")
    first.until("Switching to Active")
    first.say("")
    second = mate("secondary", "--license=FO", "far")
    second.type("failover\r")
    second.until("Sync Completed")
    first.until("Sync Completed")
    first.say("")
    second.say("")
    first.say("name 10.1.1.9 gateway")
    there(second, "name 10.1.1.9 gateway")
    second.type("failover active\r")
    second.until("Switching to Active")
    first.until("Switching to Standby")
    second.say("")
    second.say("name 10.1.1.10 another")
    there(first, "name 10.1.1.10 another")
    second.type("no failover active\r")
    first.until("Switching to Active")
    heard = ear.all()
    first.leave()
    second.leave()
    return heard


def understood(heard):
    """-> [(who, message)] of the cable; every byte was part of one."""
    found = []
    for who, said in heard.items():
        cable = wire.Cable()
        messages = list(cable.feed(said))
        check(not cable.frame and not cable.escaped, "a frame without end")
        check(said[:1] == said[-1:] == b"\x7e", "bytes around the frames")
        for m in messages:
            equal(m["channel"], wire.CABLE)
            equal(m["secondary"], who == 1)
        found += [(who, m) for m in messages]
    return found


@test("a live pair: every byte on the cable and every frame is understood")
def live():
    ear = Ear(path("near"), path("far"))
    messages = understood(session(ear))
    copies = {0: wire.Copy(), 1: wire.Copy()}
    for who, m in messages:
        if m["type"] == "DATA":
            copies[who].take(m)
    check(len(copies[0].copies) >= 1, "no copy")
    check(b"\nname 10.1.2.49 a-host-of-many-49\n" in copies[0].copies[0],
          copies[0].copies[0])
    check(b"name 10.1.1.9 gateway" in copies[0].lines, copies[0].lines)
    # As a line, or with a copy that was due anyway.
    check(any(b"name 10.1.1.10 another" in text
              for text in copies[1].lines + copies[1].copies), "not sent")
    for who in (0, 1):
        own = [m for w, m in messages if w == who]
        # Hellos on interfaces count, too, so there are gaps; never a step
        # back.
        numbers = [m["sequence"] for m in own]
        equal(numbers, sorted(set(numbers)))
        states = {m["state"] for m in own if m["type"] == "HELLO"}
        check({"active", "standby"} <= states, states)
    secrets = {m["secret"] for _, m in messages if m["type"] == "HELLO"}
    # Before it was known who listens, a unit was another session.
    for end in ("primary", "secondary"):
        hellos = [wire.from_interface(f, secrets)
                  for f in frames(path(end + ".pcap"))]
        check(len(hellos) > 1, len(hellos))
        equal({m["type"] for m in hellos}, {"HELLO"})


prompt.main()
