#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A pair at a cable as three processes, any of which dies at any moment: in the
end there is one active unit, and both have the same configuration."""
import re
import subprocess
import time

import peer
import prompt
from prompt import check, equal, path, test

# Two seconds on the cable.
LINES = [f"name 10.1.2.{n} a-host-with-a-name-that-fills-the-line-{n}"
         for n in range(1, 250)]


class Hub:
    def __init__(self, name):
        self.name = name
        self.paths = [path(name + side) for side in ("outside", "inside")]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [prompt.hostlib.PIXEMU, "--hub",
             *(f"--net=s{n}:listen:{p}" for n, p in enumerate(self.paths))],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def kill(self):
        self.process.kill()
        self.process.wait()


class Mate(prompt.Unit):
    def __init__(self, hub, end, licence, *config):
        super().__init__(
            hub.name + end, *(f"--net={n}:connect:{p}" for n, p in enumerate(hub.paths)),
            f"--failover-cable={end}:{hub.paths[0]}-cable",
            *(f"--mac={n}:0090.27{len(end):02x}.001{n}" for n in range(2)),
            config=config, licence=[licence])

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def again(self, hostname):
        """Power comes back."""
        self.start(hostname)
        self.say("configure terminal")
        self.say("no pager")

    def is_now(self, this, other):
        """Waits until it says so itself."""
        end = time.monotonic() + prompt.PATIENCE_S
        wanted = (rf"(?s)This host: \w+ - {this}\r.*"
                  rf"Other host: \w+ - {other}\r")
        while not re.search(wanted, said := self.say("show failover")):
            check(time.monotonic() < end, said)
            time.sleep(0.3)

    def lines(self):
        said = self.say("show running-config")
        return [line for line in said.replace("\r", "").split("\n")
                if line and line[0] != ":" and
                not line.startswith("Cryptochecksum")][1:]

    def has(self, line):
        """Waits until it is part of its configuration."""
        end = time.monotonic() + prompt.PATIENCE_S
        while line not in self.lines():
            check(time.monotonic() < end, line)
            time.sleep(0.3)


def primary(hub):
    unit = Mate(hub, "primary", "--license=UR", "hostname fw",
                "interface e0 auto",
                "ip address outside 192.168.89.1 255.255.255.0",
                "failover ip address outside 192.168.89.2",
                "failover ip address inside 192.168.1.9", "failover poll 3",
                *LINES)
    unit.type("failover\r")
    unit.until("Switching to Active")
    unit.say("")
    unit.say("write memory")
    return unit


def end_well(active, standby, *processes):
    """One active, the other standby, the same lines."""
    active.is_now("Active", "Standby")
    standby.is_now("Standby", "Active")
    end = time.monotonic() + prompt.PATIENCE_S
    while (lines := standby.lines()) != active.lines():
        check(time.monotonic() < end, set(lines) ^ set(active.lines()))
        time.sleep(0.3)
    active.leave()
    standby.leave()
    for process in processes:
        process.kill()


@test("kill -9 of the active unit in the middle of a copy")
def killed_in_copy():
    hub = Hub("a")
    first = primary(hub)
    second = Mate(hub, "secondary", "--license=FO", "hostname other")
    second.type("failover\r")
    second.until("Sync Started")
    first.kill()
    said = second.until("Switching to Active") + second.say("")
    check("Sync broken off" in said and "Sync Completed" not in said, said)
    lines = second.lines()
    check("hostname other" in lines, lines)
    check(not any(line.startswith("name ") for line in lines), lines)
    first.again("fw")
    end_well(second, first, hub)


@test("the hub, the standby unit, the active unit: killed and started again")
def killed_in_turn():
    hub = Hub("b")
    first = primary(hub)
    second = Mate(hub, "secondary", "--license=FO")
    second.type("failover\r")
    second.until("Sync Completed")
    second.say("")
    second.say("write memory")
    hub.kill()
    first.say("name 10.1.1.9 gateway")
    hub.start()
    second.kill()
    first.is_now("Active", r"Standby \(Failed\)")
    second.again("fw")
    second.is_now("Standby", "Active")
    second.has("name 10.1.1.9 gateway")
    first.kill()
    second.until("Switching to Active")
    second.say("")
    first.again("fw")
    end_well(second, first, hub)


@test("who may not ping the active unit may not ping the other one, either")
def standby_pings():
    hub = Hub("c")
    first = primary(hub)
    second = Mate(hub, "secondary", "--license=FO")
    second.type("failover\r")
    second.until("Sync Completed")
    second.say("")
    outside = peer.Peer(hub.paths[0], "192.168.89.5", "192.168.89.2",
                        more=("192.168.89.6",))
    outside.send("192.168.89.2", peer.icmp(id_=1))
    equal(outside.expect(lambda p: p.protocol == peer.ICMP).id, 1)
    first.say("icmp deny host 192.168.89.5 outside")
    first.say("icmp permit any outside")
    second.has("icmp permit any outside")
    outside.send("192.168.89.2", peer.icmp(id_=2))
    outside.send("192.168.89.2", peer.icmp(id_=3), source="192.168.89.6")
    equal(outside.expect(lambda p: p.protocol == peer.ICMP).id, 3)
    end_well(first, second, hub)


prompt.main()
