#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Host names that name servers know: asked by ping, copy and configure."""
import struct

import certs
import prompt
from certs import Cert
from dhcppeer import Server, number
from peer import ICMP, SYN, TCP, UDP, ACK, RST, icmp, tcp, two, udp
from prompt import SOFTWARE, Unit, check, equal, path, test
from spaces import OUT, OUTSIDE, Spaces, listening, need

NO_SUCH_NAME = 3
TTL_S = 300


def question(packet):
    """-> (identifier, name)"""
    data, labels = packet.data, []
    at = 12
    while data[at]:
        labels.append(data[at + 1:at + 1 + data[at]].decode())
        at += 1 + data[at]
    equal(data[at + 1:], b"\0\1\0\1", "an address, of the Internet")
    return struct.unpack(">H", data[:2])[0], ".".join(labels)


def hear(server, ip=None):
    """The next question, and what it asks for."""
    packet = server.expect(lambda p: p.protocol == UDP and p.port == 53 and
                           p.to == (ip or server.ip))
    return packet, question(packet)[1]


def answer(server, packet, ip=None, code=0, change=0, source=None):
    """`change`: of the identifier."""
    data = packet.data
    head = struct.pack(">HHHHHH", question(packet)[0] ^ change, 0x8180 | code,
                       1, 1 if ip else 0, 0, 0)
    if ip:
        data += struct.pack(">HHHIH", 0xC00C, 1, 1, TTL_S, 4) + number(ip)
    server.send(packet.source, udp(53, packet.source_port, head + data[12:]),
                source=source or server.ip)


def be_pinged(unit, station, ip):
    """Until the prompt; answers as ip."""
    for _ in range(3):
        p = station.expect(lambda p: p.protocol == ICMP and p.type == 8)
        equal(p.to, ip, "who is pinged")
        station.send(p.source, icmp(0, id_=p.id, number=p.number,
                                    data=p.data), source=ip)
    said = unit.until("(config)# ")
    equal(said.count(ip + " response received"), 3, said)


@test("a name is asked of the server of dhcpd dns, and kept")
def found():
    unit, _, outside = two("found", "dhcpd dns 192.0.2.5")
    unit.type("ping WWW.example.com\r")
    packet, name = hear(outside)
    equal(name, "WWW.example.com", "name")
    answer(outside, packet, "192.0.2.6")
    be_pinged(unit, outside, "192.0.2.6")
    unit.type("ping outside www.example.com\r")
    be_pinged(unit, outside, "192.0.2.6")
    unit.say("name 192.0.2.5 www.example.com")
    unit.type("ping www.example.com\r")
    p = outside.expect(lambda p: p.protocol == ICMP and p.type == 8)
    equal(p.to, "192.0.2.5", "name goes first")
    unit.until("(config)# ")
    unit.leave()


@test("forged answers, of another number, server or name, are passed over")
def forged():
    unit, _, outside = two("forged", "dhcpd dns 192.0.2.5")
    seen = set()
    for i in range(4):
        unit.type(f"ping host{i}.example\r")
        packet, _ = hear(outside)
        seen.add((question(packet)[0], packet.source_port))
        answer(outside, packet, "192.0.2.254", change=1)
        answer(outside, packet, "192.0.2.254", source="192.0.2.6")
        packet.data = packet.data.replace(b"host", b"most")
        answer(outside, packet, "192.0.2.254")
        packet.data = packet.data.replace(b"most", b"host")
        answer(outside, packet, "192.0.2.6")
        be_pinged(unit, outside, "192.0.2.6")
    for what in zip(*seen):
        check(len(set(what)) == 4 and sorted(what) != list(
            range(min(what), min(what) + 4)), "can be guessed", seen)
    unit.leave()


@test("no such name, a silent server and ^C end it with one line")
def ends():
    unit, _, outside = two("ends", "dhcpd dns 192.0.2.5 192.0.2.6")
    unit.type("ping nobody.example\r")
    answer(outside, hear(outside)[0], code=NO_SUCH_NAME)
    # The other one may know more.
    packet, name = hear(outside, "192.0.2.6")
    equal(name, "nobody.example", "asked of the second")
    answer(outside, packet, code=NO_SUCH_NAME, source="192.0.2.6")
    said = unit.until("(config)# ")
    check("\r\nERROR: the name server has no address of nobody.example\r\n"
          in said, said)
    unit.type("ping stopped.example\r")
    hear(outside)
    unit.type("\x03")
    check("\r\nStopped.\r\n" in unit.until("(config)# "))
    unit.clock("warp")
    said = unit.say("ping silent.example")
    equal(said, "ERROR: no name server answers when asked for silent.example",
          "silence")
    check({hear(outside, ip)[1] for ip in ("192.0.2.5", "192.0.2.6")} <=
          {"silent.example", "stopped.example"})
    unit.leave()


@test("copy and configure ask for the location they are given")
def locations():
    unit, _, outside = two("locations", "dhcpd dns 192.0.2.5")
    for i, (line, port) in enumerate((
            ("copy http://a{}.example/image flash", 80),
            ("configure http://a{}.example:8080/c", 8080))):
        unit.type(line.format(i) + "\r")
        answer(outside, hear(outside)[0], "192.0.2.6")
        p = outside.expect(lambda p: p.protocol == TCP and p.flags & SYN)
        equal((p.to, p.port), ("192.0.2.6", port), line)
        outside.send(p.source, tcp(port, p.source_port, RST | ACK,
                                   ack=p.seq + 1), source="192.0.2.6")
        check("refuses" in unit.until("(config)# "), line)
    for i, line in enumerate(("copy tftp://b{}.example/image flash",
                              "configure net b{}.example:file")):
        unit.type(line.format(i) + "\r")
        answer(outside, hear(outside)[0], "192.0.2.6")
        p = outside.expect(lambda p: p.protocol == UDP and p.port == 69)
        equal(p.to, "192.0.2.6", line)
        outside.send(p.source, udp(69, p.source_port, b"\0\5\0\1no\0"),
                     source="192.0.2.6")
        unit.until("(config)# ")
    unit.leave()


@test("without a server, and of what is no host name, nobody is asked")
def nobody():
    unit, _, outside = two("nobody")
    wrong = "ERROR: {} is not an address that can be used here"
    equal(unit.say("ping www.example.com"), wrong.format("www.example.com"),
          "no server")
    unit.say("dhcpd dns 192.0.2.5")
    for text in ("10.1.1.300", "10.1.1", "www..com", "www.com.", "a_b.com",
                 ".com", "0x7f.1", 64 * "a" + ".com"):
        equal(unit.say("ping " + text), wrong.format(text), "no name")
    equal(unit.say("name www.example.com there"),
          wrong.format("www.example.com"), "does not wait")
    outside.nothing(unit)
    unit.leave()


@test("a server that DHCP told comes before those of dhcpd dns")
def told():
    wire = path("told.sock")
    unit = Unit("told", "--net=0:listen:" + wire,
                config=("dhcpd dns 192.0.2.99", "interface ethernet0 auto"))
    server = Server(wire, "192.0.2.254", dns=("192.0.2.53",))
    server.more.add("192.0.2.53")
    unit.say("ip address outside dhcp setroute")
    server.serve("192.0.2.33")
    while "outside 192.0.2.33" not in unit.say("show ip address"):
        pass
    server.gateway = "192.0.2.33"
    unit.type("ping www.example.com\r")
    packet, _ = hear(server, "192.0.2.53")
    answer(server, packet, "192.0.2.254", source="192.0.2.53")
    be_pinged(unit, server, "192.0.2.254")
    unit.leave()


@test("dnsmasq is asked; https wants a certificate of the name, not the address",
      certs.OPENSSL)
def programs():
    need("dnsmasq", "ss")
    cert = Cert("www", "ec", names="DNS:www.example.com", subject="/CN=www",
                ca=True)
    with Spaces("programs", "dhcpd dns " + OUTSIDE,
                licence=("--license=UR", "--3des")) as two_:
        two_.start(OUT, "dnsmasq", "-k", "-C", "/dev/null", "--no-resolv",
                   "--no-hosts", "--user=root", "--pid-file=",
                   "--listen-address=" + OUTSIDE, "--bind-interfaces",
                   "--local=/example.com/",
                   f"--host-record=www.example.com,{OUTSIDE}",
                   f"--host-record=other.example.com,{OUTSIDE}")
        two_.start(OUT, certs.OPENSSL, "s_server", "-accept", "443", "-WWW",
                   "-cert", cert.pem, "-key", cert.key, cwd=SOFTWARE)
        listening(two_, OUT, "u", 53)
        listening(two_, OUT, "t", 443)
        unit = two_.unit
        said = unit.say("ping nobody.example.com")
        equal(said, "ERROR: the name server has no address of "
              "nobody.example.com", "dnsmasq")
        certs.paste(unit, cert)
        said = unit.say("copy https://www.example.com/pix601.bin flash")
        check(said.endswith("Image installed"), said)
        said = unit.say("copy https://other.example.com/pix601.bin flash")
        check("certificate" in said and
              said.endswith("Image not installed"), said)


prompt.main()
