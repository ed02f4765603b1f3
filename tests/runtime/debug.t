#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""debug icmp trace, debug packet, debug dhcpd: lines on the console while
frames come."""
import prompt
from dhcppeer import Client
from peer import SYN, UDP, icmp, tcp, two, udp
from prompt import Unit, check, equal, path, test

FAR = "198.51.100.9"
NAT = ("nat (inside) 1 0 0", "global (outside) 1 192.0.2.20-192.0.2.30",
       "access-list echo permit icmp any any",
       "access-group echo in interface outside")


def lines(unit, last):
    """What is said up to the line that begins like this, without prompts."""
    text = unit.until(last) + unit.until("\r\n")
    return [line for line in text.replace("\r", "").split("\n") if line]


def ping(inside, outside):
    inside.send(FAR, icmp(id_=7, number=9, data=b"x" * 32))
    echo = outside.expect(lambda p: p.protocol == 1)
    outside.send(echo.source, icmp(0, id_=echo.id, number=9, data=b"x" * 32),
                 source=FAR)
    inside.expect(lambda p: p.protocol == 1 and p.id == 7)


@test("a ping through translations, as 6.2 and as 6.3 show it; one to the unit")
def trace():
    for image, wanted, to_unit in (
            ("pix621.bin", [
                f"Outbound ICMP echo request (len 32 id 7 seq 9) 10.1.1.5 > "
                f"192.0.2.20 > {FAR}",
                f"Inbound  ICMP echo reply (len 32 id 7 seq 9) {FAR} > "
                f"192.0.2.20 > 10.1.1.5"], [
                "ICMP echo request (len 4 id 8 seq 1) 10.1.1.5 > 10.1.1.1",
                "ICMP echo reply (len 4 id 8 seq 1) 10.1.1.1 > 10.1.1.5"]),
            ("pix631.bin", [
                f"ICMP echo-request from inside:10.1.1.5 to {FAR} ID=7 seq=9 "
                "length=32",
                "ICMP echo-request: translating inside:10.1.1.5 to "
                "outside:192.0.2.20",
                f"ICMP echo-reply from outside:{FAR} to 192.0.2.20 ID=7 "
                "seq=9 length=32",
                "ICMP echo-reply: untranslating outside:192.0.2.20 to "
                "inside:10.1.1.5"], [
                "ICMP echo-request from inside:10.1.1.5 to 10.1.1.1 ID=8 "
                "seq=1 length=4",
                "ICMP echo-reply from inside:10.1.1.1 to 10.1.1.5 ID=8 seq=1 "
                "length=4"])):
        unit, inside, outside = two("trace" + image[3], *NAT, image=image)
        ping(inside, outside)
        unit.say("debug icmp trace")
        equal(unit.say("show debug").strip(), "debug icmp trace", image)
        ping(inside, outside)
        equal(lines(unit, wanted[-1]), wanted, image)
        inside.send("10.1.1.1", icmp(id_=8, data=b"unit"))
        equal(lines(unit, to_unit[-1]), to_unit, image)
        unit.say("undebug all")
        ping(inside, outside)
        inside.nothing(unit)
        check("ICMP echo" not in unit.say("show debug"))
        unit.leave()


@test("packets of an interface, chosen by address, protocol, port and way")
def packet():
    unit, inside, outside = two("packet", *NAT)
    unit.say("debug packet inside src 10.1.1.5 proto udp dport 7000 rx")
    equal(unit.say("show debug").strip(),
          "debug packet inside src 10.1.1.5 proto udp dport 7000 rx", "show")
    inside.send(FAR, udp(3000, 7001, b"other port"))
    inside.send(FAR, tcp(3000, 7000, SYN))
    inside.send(FAR, udp(3000, 7000, b"0123456789abcdefgh"))
    asked = outside.expect(lambda p: p.protocol == UDP and p.port == 7000)
    outside.send(asked.source, udp(7000, asked.source_port, b"way back"),
                 source=FAR)
    inside.expect(lambda p: p.protocol == UDP)
    said = lines(unit, "END OF PACKET")
    equal(said[0], "--------- PACKET ---------", said)
    equal(said[2], f"10.1.1.5\t==>\t{FAR}", said)
    check("\tver = 0x4\thlen = 0x5\ttos = 0x0\ttlen = 0x2e" in said, said)
    check("\t\tsource port = 0xbb8\tdest port = 0x1b58" in said, said)
    check("\t0000001c: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 | "
          "0123456789abcdef" in said, said)
    equal(said[-2], "\t0000002c: 67 68 | gh", said)
    unit.say("debug packet outside dst 192.0.2.0 netmask 255.255.255.0 tx")
    outside.send("192.0.2.1", icmp(id_=5))  # the answer goes there
    outside.expect(lambda p: p.protocol == 1)
    said = lines(unit, "END OF PACKET")
    equal(said[2], "192.0.2.1\t==>\t192.0.2.5", said)
    check("\t\ttype = 0x0\tcode = 0x0\tchecksum=0xfff9" in said, said)
    unit.say("no debug packet outside")
    equal(unit.say("show debug").strip(), "", "off")
    for words in ("nowhere", "inside sport 5", "inside proto gre",
                  "inside dst", "inside rx tx"):
        check("ERROR" in unit.say("debug packet " + words), words)
    unit.leave()


@test("what the DHCP server hears, says and decides")
def dhcpd():
    name = path("dd.sock")
    unit = Unit("dd", "--net=1:listen:" + name, config=(
        "dhcpd address 192.168.1.10-192.168.1.12 inside",
        "dhcpd ping_timeout 100", "dhcpd enable inside", "debug dhcpd packet",
        "debug dhcpd event"))
    client = Client(name, "0.0.0.0", "192.168.1.1")
    client.lease()
    said = lines(unit, "DHCPACK")
    mac = ".".join(client.mac.hex()[i:i + 4] for i in (0, 4, 8))
    equal([line for line in said if "DHCPD" in line], [
        f"DHCPD: DHCPDISCOVER from {mac} on inside",
        f"DHCPD: DHCPOFFER to {mac}, 192.168.1.10",
        f"DHCPD: DHCPREQUEST from {mac} on inside",
        "DHCPD: inside: address granted 192.168.1.10",
        f"DHCPD: DHCPACK to {mac}, 192.168.1.10"], said)
    unit.leave()


prompt.main()
