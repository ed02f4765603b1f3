#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""ip address ... dhcp against a server that can fall silent: renewal,
rebinding, expiry, release, refusal."""
import shutil
import subprocess

import prompt
from dhcppeer import (ACK, DISCOVER, NAK, RELEASE, REQUEST, Namespace,
                      Server)
from peer import Peer, udp
from prompt import Skip, Unit, check, equal, path, test

LEASE_S = 600


def told(unit, text):
    while text not in unit.say("show ip address"):
        pass


def leased(name, *config, lease_s=LEASE_S):
    wire = path(name + ".sock")
    unit = Unit(name, "--net=0:listen:" + wire,
                config=("logging on", "logging buffered 6", *config,
                        "interface ethernet0 auto"))
    server = Server(wire, "192.0.2.254", lease_s=lease_s)
    unit.say("ip address outside dhcp setroute")
    equal(server.serve("192.0.2.33"), [DISCOVER, REQUEST], name)
    check({1, 3, 6, 15, 44} <= set(server.wanted), server.wanted)
    told(unit, "outside 192.0.2.33 255.255.255.0")
    return unit, server


def now(unit):
    """Seconds of uptime."""
    said = unit.say("show version | include up ")
    words = said.split()
    total = 0
    for number, what in zip(words, words[1:]):
        for unit_name, seconds in (("sec", 1), ("min", 60), ("hour", 3600)):
            if what.startswith(unit_name) and number.isdigit():
                total += int(number) * seconds
    return total


@test("renewal at half the lease, rebinding at seven eighths, then the end")
def life():
    unit, server = leased("life")
    began = now(unit)
    unit.clock("warp")
    type_, packet = server.hear()
    equal((type_, packet.source, packet.to), (REQUEST, "192.0.2.33",
                                              "192.0.2.254"), "renewal")
    server.answer(packet, ACK, "192.0.2.33")
    # Now it is silent: the unit asks it again and again, then everybody.
    while packet.to == "192.0.2.254":
        type_, packet = server.hear()
        equal((type_, packet.source), (REQUEST, "192.0.2.33"), "asks again")
    equal(packet.to, "255.255.255.255", "rebinding")
    while packet.source != "0.0.0.0":
        type_, packet = server.hear()
    equal(type_, DISCOVER, "it has none any more")
    unit.clock("real")
    passed = now(unit) - began
    check(abs(passed - LEASE_S * 1.5) < 60, passed)
    check("192.0.2.33" not in unit.say("show ip address"))
    check("604102" in unit.say("show logging"))
    equal(server.serve("192.0.2.34")[-1], REQUEST, "another one")
    told(unit, "outside 192.0.2.34")
    unit.leave()


@test("a server that rebinds keeps the address; one that refuses takes it")
def rebind():
    unit, server = leased("rebind")
    unit.clock("warp")
    packet = server.hear()[1]
    while packet.to == "192.0.2.254":
        packet = server.hear()[1]
    server.answer(packet, ACK, "192.0.2.33")
    # It is renewed after that, at its server's.
    packet = server.hear()[1]
    unit.clock("real")
    equal((packet.source, packet.to), ("192.0.2.33", "192.0.2.254"),
          "renewal after rebinding")
    server.answer(packet, NAK, "0.0.0.0")
    while True:
        type_, packet = server.hear()
        if type_ == DISCOVER:
            break
    equal(packet.source, "0.0.0.0", "refused")
    unit.leave()


@test("an address that is not wanted any more is given back")
def release():
    for line in ("no ip address outside",
                 "ip address outside 192.0.2.77 255.255.255.0"):
        unit, server = leased("release")
        while "192.0.2.254" not in unit.say("show arp"):
            server.look(0.1)
        unit.say(line)
        type_, packet = server.hear()
        equal((line, type_, packet.source, packet.to),
              (line, RELEASE, "192.0.2.33", "192.0.2.254"), "release")
        check("192.0.2.33" not in unit.say("show ip address"), line)
        unit.leave()


@test("setroute: what comes from inside goes to the leased gateway")
def forwards():
    wires = [path(f"forwards{i}.sock") for i in (0, 1)]
    unit = Unit("forwards", *(f"--net={i}:listen:{wire}"
                              for i, wire in enumerate(wires)),
                config=("interface ethernet0 auto",
                        "ip address inside 10.1.1.1 255.255.255.0",
                        "nat (inside) 1 0 0", "global (outside) 1 interface"))
    inside = Peer(wires[1], "10.1.1.5", "10.1.1.1")
    server = Server(wires[0], "192.0.2.254")
    unit.say("ip address outside dhcp setroute")
    server.serve("192.0.2.33")
    told(unit, "outside 192.0.2.33 255.255.255.0")
    check("outside 0.0.0.0 0.0.0.0 192.0.2.254 1 DHCP static" in
          unit.say("show route"))
    inside.send("198.51.100.9", udp(2000, 4000, b"out"))
    got = server.expect(lambda p: p.to == "198.51.100.9")
    equal((got.source, got.data), ("192.0.2.33", b"out"))
    unit.say("no ip address outside")
    check("DHCP" not in unit.say("show route"))
    unit.leave()


def dnsmasq(space, *options):
    """Serves 192.0.2.33 for two minutes; its lines come from its stderr."""
    return subprocess.Popen(
        ["ip", "netns", "exec", space.name, "dnsmasq", "--keep-in-foreground",
         "--conf-file=/dev/null", "--port=0", "--log-facility=-",
         "--interface=" + space.tap, "--bind-interfaces", "--user=root",
         "--dhcp-leasefile=" + path("leases"), "--pid-file",
         "--dhcp-range=192.0.2.33,192.0.2.33,255.255.255.0,2m", *options],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def logged(server, text):
    for line in server.stderr:
        print("#", line.rstrip())
        if text in line:
            return line
    check(False, "dnsmasq never said", text)


@test("dnsmasq lends an address, renews it, and gets it back")
def foreign():
    if not shutil.which("dnsmasq"):
        raise Skip("no dnsmasq")
    space, server = Namespace(), None
    try:
        unit = Unit("dnsmasq", "--net=0:tap:" + space.tap,
                    config=("interface ethernet0 auto",))
        space.plug()
        space.ip("-n", space.name, "addr", "add", "192.0.2.254/24", "dev",
                 space.tap)
        server = dnsmasq(space, "--dhcp-option=option:domain-name,isp.example")
        logged(server, "DHCP, IP range")
        unit.say("ip address outside dhcp setroute")
        for text in ("DHCPDISCOVER", "DHCPOFFER", "DHCPREQUEST", "DHCPACK"):
            logged(server, text)
        told(unit, "outside 192.0.2.33 255.255.255.0")
        check("response received" in unit.say("ping 192.0.2.254"))
        unit.clock("warp")
        for _ in range(3):
            logged(server, "DHCPACK")
        unit.clock("real")
        told(unit, "outside 192.0.2.33 255.255.255.0")
        unit.say("no ip address outside")
        check("192.0.2.33" in logged(server, "DHCPRELEASE"))
        unit.leave()
    finally:
        if server:
            server.kill()
            server.wait()
        space.remove()


prompt.main()
