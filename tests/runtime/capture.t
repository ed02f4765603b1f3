#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""capture: what a unit saw on its interfaces, on the screen and as a file that
tcpdump reads, against what the cables carried."""
import re
import shutil
import struct
import subprocess

import prompt
from peer import UDP, icmp, two, udp
from prompt import Skip, Unit, check, equal, path, test

FAR = "198.51.100.9"
NAT = ("nat (inside) 1 0 0", "global (outside) 1 interface",
       "access-list asks permit udp any any eq 7000",
       "access-list echo permit icmp any any",
       "access-group echo in interface outside")


def receive(unit, peer, line):
    """Types a line that copies to the peer by TFTP; what arrived."""
    unit.type(line + "\r")
    asked = peer.expect(lambda p: p.protocol == UDP and p.port == 69)
    check(asked.data.startswith(b"\0\2"), asked.data)
    body, block, n = b"", 0, 512
    while n == 512:
        peer.send(asked.source, udp(3000, asked.source_port,
                                    struct.pack(">HH", 4, block)))
        data = peer.expect(lambda p: p.protocol == UDP and
                           p.port == 3000).data
        code, number = struct.unpack(">HH", data[:4])
        if (code, number) != (3, (block + 1) & 0xFFFF):
            continue
        block, n = number, len(data) - 4
        body += data[4:]
    peer.send(asked.source, udp(3000, asked.source_port,
                                struct.pack(">HH", 4, block)))
    said = unit.until("(config)# ")
    check("[OK]" in said, said)
    return body


def frames(data):
    """-> [(seconds, bytes, length on the wire)] of a libpcap file."""
    equal(struct.unpack("<IHH", data[:8]), (0xA1B2C3D4, 2, 4), "its head")
    found, at = [], 24
    while at < len(data):
        s, us, n, whole = struct.unpack("<IIII", data[at:at + 16])
        check(us < 1000000, us)
        found.append((s + us / 1e6, data[at + 16:at + 16 + n], whole))
        at += 16 + n
    return found


def speak(inside, outside):
    """A question by UDP, its answer, an echo and its answer."""
    inside.send(FAR, udp(3000, 7000, b"question"))
    asked = outside.expect(lambda p: p.protocol == UDP)
    outside.send("192.0.2.1", udp(7000, asked.source_port, b"answer" * 40),
                 source=FAR)
    inside.expect(lambda p: p.protocol == UDP)
    inside.send(FAR, icmp(data=b"hello"))
    echo = outside.expect(lambda p: p.protocol == 1)
    outside.send("192.0.2.1", icmp(0, id_=echo.id, data=b"hello"), source=FAR)
    inside.expect(lambda p: p.protocol == 1)
    return asked.source_port


@test("both sides of a translation, cut and whole, and what tcpdump reads")
def sides():
    unit, inside, outside = two("sides", *NAT)
    speak(inside, outside)  # ARP is over
    unit.say("capture in interface inside packet-length 1522")
    unit.say("capture out interface outside")
    unit.say("capture names access-list asks interface inside")
    port = speak(inside, outside)
    said = unit.say("show capture in")
    lines = re.findall(r"\d\d:\d\d:\d\d\.\d{6} (.*)", said.replace("\r", ""))
    equal(lines, [f"10.1.1.5.3000 > {FAR}.7000:  udp 8",
                  f"{FAR}.7000 > 10.1.1.5.3000:  udp 240",
                  f"10.1.1.5 > {FAR}: icmp: echo request",
                  f"{FAR} > 10.1.1.5: icmp: echo reply"], "inside")
    check("4 packets captured" in said and "4 packets shown" in said, said)
    said = unit.say("show capture out")
    check(f"192.0.2.1.{port} > {FAR}.7000:  udp 8" in said, said)
    check(f"{FAR} > 192.0.2.1: icmp: echo reply" in said, said)
    # The list has the question alone, as it came.
    check("1 packets captured" in unit.say("show capture names"))
    check("1 packets shown" in unit.say(
        "show capture in access-list asks count 3"))
    said = unit.say("show capture names detail dump")
    check(re.search(r"0200\.0000\.01\d\d 0090\.27..\..... 0x0800 60: "
                    r"10\.1\.1\.5\.3000 > .* \(ttl 64, id 1\)", said), said)
    check(re.search(r"0x0020 .*\.questi\r\n0x0030 .* on\.\.", said), said)

    data = receive(unit, inside, "copy capture:in tftp://10.1.1.5/in.cap pcap")
    found = frames(data)
    equal([len(f) for _, f, _ in found][:2], [60, 282], "whole frames")
    check(all(a <= b for (a, _, _), (b, _, _) in zip(found, found[1:])))
    inside.send(FAR, udp(3000, 7000, b"question"))
    data2 = receive(unit, inside, "copy capture:out tftp://10.1.1.5/o pcap")
    equal([(len(f), whole) for _, f, whole in frames(data2)][1], (68, 282),
          "cut to 68 bytes")
    text = receive(unit, inside, "copy capture:names tftp://10.1.1.5/n")
    check(b"10.1.1.5.3000 > " in text, text)
    equal(text.count(b"\n"), 2, text)
    if shutil.which("tcpdump"):
        file = path("in.cap")
        with open(file, "wb") as out:
            out.write(data)
        said = subprocess.run(["tcpdump", "-nt", "-r", file], check=True,
                              capture_output=True, text=True).stdout
        check(f"IP 10.1.1.5 > {FAR}: ICMP echo request" in said, said)
        equal(said.count("IP "), 4, said)
    unit.leave()


@test("tcpdump is there to read the file")
def reader():
    if not shutil.which("tcpdump"):
        raise Skip("no tcpdump")


@test("a buffer that is full, one that goes round; kinds of frames; the end")
def buffers():
    unit, inside, outside = two("buffers", *NAT)
    unit.say("capture few interface inside buffer 1024")
    unit.say("capture round interface inside buffer 1024 circular-buffer")
    unit.say("capture asks ethernet-type arp interface inside")
    for _ in range(4):
        speak(inside, outside)
    inside.arp(1, b"\xff" * 6, "10.1.1.5", "10.1.1.1")
    inside.nothing(unit)
    few, last = unit.say("show capture few"), unit.say("show capture round")
    equal(few.count(" > ") + few.count("arp "), 13, few)
    check("icmp: echo reply" in last.split("\r\n")[-2], last)
    check(few.split("\r\n")[1][:15] < last.split("\r\n")[1][:15], few, last)
    said = unit.say("show capture asks")
    check("arp who-has 10.1.1.1 tell 10.1.1.5" in said and
          "arp reply 10.1.1.1 is-at 0:90:27:" in said and ">" not in said,
          said)
    equal(unit.say("show capture").split("\r\n")[0].strip(),
          "capture few buffer 1024 interface inside", "show capture")
    unit.say("no capture few interface inside")
    unit.say("clear capture few")
    speak(inside, outside)
    check("0 packets captured" in unit.say("show capture few"))
    unit.say("no capture few")
    check("no capture few" in unit.say("show capture few"))
    check("capture few" not in unit.say("show capture"))
    check("capture" not in unit.say("write terminal"))
    unit.leave()


@test("memory is bounded: refused where there is none, and used again")
def memory():
    unit = Unit("memory", model="501")

    def free():
        return int(re.search(r"(\d+) bytes free", unit.say("show memory"))[1])

    left = free()
    check("no memory" in unit.say(f"capture big buffer {left}"))
    equal(free(), left, "refused")
    for n in range(200000, 280000, 10000):  # in the place of the one before
        equal(unit.say(f"capture grows buffer {n}"), "", n)
        unit.say("no capture grows")
    said = unit.say("capture one buffer 200000")
    check("ERROR" not in said, said, left)
    taken = free()
    unit.say("no capture one")
    unit.say("capture two buffer 150000")
    equal(free(), taken, "the same memory")
    for i in range(7):
        unit.say(f"capture more{i} buffer 1024")
    check("8 captures" in unit.say("capture last buffer 1024"))
    check("ERROR" in unit.say("capture two buffer 2000"))
    check("ERROR" in unit.say("capture x access-list nobody"))
    unit.leave()


prompt.main()
