#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The DHCP server: exchanges with a client of our own on the cable, then with
udhcpc, dhclient and dhcpcd in a network namespace."""
import os
import re
import shutil
import struct
import subprocess

import prompt
from dhcppeer import (ACK, DISCOVER, NAK, OFFER, RELEASE, REQUEST, Client,
                      Namespace, Server, number)
from peer import ICMP, icmp, udp
from prompt import Skip, Unit, check, equal, path, test

SERVES = ("dhcpd address 192.168.1.10-192.168.1.12 inside",
          "dhcpd dns 192.0.2.9", "dhcpd domain example.com",
          "dhcpd option 150 ip 192.0.2.7", "dhcpd ping_timeout 100",
          "dhcpd enable inside")


@test("an address, its parameters, renewal and release; what is counted")
def exchange():
    name = path("dhcp.sock")
    unit = Unit("dhcp", "--net=1:listen:" + name, config=SERVES)
    client = Client(name, "0.0.0.0", "192.168.1.1")
    ip, options = client.lease()
    equal((ip, options[1], options[3], options[6], options[15],
           options[51], options[54], options[150]),
          ("192.168.1.10", b"\xff\xff\xff\0", number("192.168.1.1"),
           number("192.0.2.9"), b"example.com", struct.pack(">I", 3600),
           number("192.168.1.1"), number("192.0.2.7")), "parameters")
    said = unit.say("show dhcpd binding")
    check(re.search(r"192\.168\.1\.10 0102\.0000\.0001\.01 3[56]\d\d seconds "
                    "automatic", said), said)

    # Its renewal goes to the unit alone, from the address it has.
    client.ip = ip
    client.more.add(ip)
    client.send("192.168.1.1", udp(68, 67, client.message(REQUEST, ip)))
    equal(client.hear()[:2], (ACK, ip), "renewal")
    client.tell(REQUEST, wanted="10.9.9.9")
    equal(client.hear()[0], NAK, "of another network")
    client.send("192.168.1.1", udp(68, 67, client.message(
        RELEASE, ip, server="192.168.1.1")))
    client.tell(99)
    said = unit.say("show dhcpd statistics")
    while "Malformed messages   1" not in said:  # it is the last one
        said = unit.say("show dhcpd statistics")
    for name, count in (("Address pools", 1), ("Automatic bindings", 0),
                        ("DHCPDISCOVER", 1), ("DHCPREQUEST", 3),
                        ("DHCPRELEASE", 1), ("DHCPOFFER", 1), ("DHCPACK", 2),
                        ("DHCPNAK", 1)):
        equal(re.search(name + r" +(\d+)", said)[1], str(count), name)
    unit.say("clear dhcpd statistics")
    check(re.search(r"DHCPDISCOVER +0", unit.say("show dhcpd statistics")))

    # Without the line, nobody answers.
    unit.say("no dhcpd enable inside")
    client.tell(DISCOVER)
    client.nothing(unit)
    unit.leave()


@test("an address that somebody has is not offered; a full pool says nothing")
def taken():
    name = path("taken.sock")
    unit = Unit("taken", "--net=1:listen:" + name,
                config=(*SERVES, "dhcpd ping_timeout 10000"))
    client = Client(name, "192.168.1.77", "192.168.1.1",
                    more=("192.168.1.10",))
    client.tell(DISCOVER)
    asked = client.expect(lambda p: p.protocol == ICMP)
    equal((asked.to, asked.type), ("192.168.1.10", 8), "asked first")
    client.send("192.168.1.1", icmp(0, id_=asked.id, number=asked.number,
                                    data=asked.data), source=asked.to)
    unit.clock("warp")  # nobody answers for the others
    equal(client.hear()[:2], (OFFER, "192.168.1.11"), "the next one")
    macs = [bytes((2, 0, 0, 0, 9, i)) for i in range(2)]
    equal(client.lease(mac=macs[0])[0], "192.168.1.12", "the last one")
    client.tell(DISCOVER, mac=macs[1])
    client.nothing(unit)
    unit.leave()


@test("release, chassis and licence say how many addresses a pool has")
def limits():
    for image, model, hosts, most in (("pix621.bin", "501", 10, 32),
                                      ("pix621.bin", "501", 50, 128),
                                      ("pix531.bin", "506", 10, 32),
                                      ("pix531.bin", "525", 10, 256)):
        unit = Unit(f"limit{hosts}{model}", image=image, model=model,
                    licence=("--license=R", f"--hosts={hosts}"))
        unit.say("ip address inside 10.1.0.1 255.255.0.0")
        said = unit.say(f"dhcpd address 10.1.1.0-10.1.1.{most - 1}")
        check("ERROR" not in said, image, hosts, said)
        said = unit.say(f"dhcpd address 10.1.1.0-10.1.{1 + most // 256}."
                        f"{most % 256}")
        check(f"at most {most} addresses" in said, image, hosts, said)
        unit.leave()


@test("auto_config tells what the outside's server said, and says later")
def auto_config():
    names = [path(f"auto{i}.sock") for i in (0, 1)]
    unit = Unit("auto", f"--net=0:listen:{names[0]}",
                f"--net=1:listen:{names[1]}", config=(
                    "dhcpd address 192.168.1.10-192.168.1.12 inside",
                    "dhcpd wins 192.168.1.4", "dhcpd auto_config outside",
                    "dhcpd ping_timeout 100", "dhcpd enable inside",
                    "interface ethernet0 auto"))
    outside = Server(names[0], "192.0.2.254", dns=["192.0.2.9", "192.0.2.8"],
                     domain="isp.example", wins=["192.0.2.7"])
    unit.say("ip address outside dhcp")
    equal(outside.serve("192.0.2.33"), [DISCOVER, REQUEST], "the outside")
    while "192.0.2.33" not in unit.say("show ip address"):
        pass
    client = Client(names[1], "0.0.0.0", "192.168.1.1")
    ip, options = client.lease()
    equal((options[6], options[15], options[44]),
          (number("192.0.2.9") + number("192.0.2.8"), b"isp.example",
           number("192.168.1.4")), "what the other server said")
    unit.say("no dhcpd auto_config")
    client.tell(REQUEST, wanted=ip)
    check(6 not in client.hear()[2])
    unit.leave()


# --- programs of others -----------------------------------------------------

SAYS = """#!/bin/sh
[ "$1" = bound ] || [ "$reason" = BOUND ] || exit 0
echo "said $ip$new_ip_address $subnet$new_subnet_mask" \\
  "$router$new_routers $dns$new_domain_name_servers" \\
  "$domain$new_domain_name $lease$new_dhcp_lease_time" >> %s
"""


def clients(tap, script, lease):
    return {
        "udhcpc": ["-f", "-n", "-q", "-i", tap, "-s", script],
        "dhclient": ["-1", "-d", "-sf", script, "-lf", lease + ".isc", "-pf",
                     lease + ".pid", "-cf", "/dev/null", tap],
        "dhcpcd": ["-4", "-B", "-1", "--noarp", "-c", script, "-f",
                   "/dev/null", tap],
    }


def ask_with(program, options, name, said):
    """What the client's script was told."""
    if os.path.exists(said):
        os.unlink(said)
    process = subprocess.Popen(
        ["ip", "netns", "exec", name, program, *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    try:
        for line in process.stdout:
            print("#", program, line.rstrip())
            if os.path.exists(said) and program == "dhclient":
                break  # it stays to renew
    finally:
        process.kill()
        process.wait()
    check(os.path.exists(said), program, "got no address")
    with open(said, encoding="ascii") as file:
        return file.read().strip()


def foreign(program):
    if not shutil.which(program):
        raise Skip(f"no {program}")
    space = Namespace()
    said, script = path(program + ".said"), path(program + ".sh")
    with open(script, "w", encoding="ascii") as file:
        file.write(SAYS % said)
    os.chmod(script, 0o755)
    try:
        unit = Unit(program, "--net=1:tap:" + space.tap, config=SERVES)
        space.plug()
        options = clients(space.tap, script, path(program))[program]
        equal(ask_with(program, options, space.name, said),
              "said 192.168.1.10 255.255.255.0 192.168.1.1 192.0.2.9 "
              "example.com 3600", program)
        check("192.168.1.10" in unit.say("show dhcpd binding"))
        unit.leave()
    finally:
        space.remove()


for each in ("udhcpc", "dhclient", "dhcpcd"):
    test(f"{each} gets an address and what goes with it")(
        lambda name=each: foreign(name))

prompt.main()
