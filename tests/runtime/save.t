#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A big configuration goes from one unit to another and is the same there;
write net puts one on a server."""
import os
import re
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "firmware"))
import wire  # noqa: E402
from prompt import Unit, check, equal, main, path, test  # noqa: E402

UNIT = wire.UNIT_IP
HEAD = ["hostname big", "domain-name example.com", "no pager",
        "interface ethernet0 auto",
        "ip address outside 10.7.0.1 255.255.0.0", "enable password secret",
        "telnet 192.168.1.0 255.255.255.0 inside"]


def big():
    """Some 40 KB of lines."""
    yield from HEAD
    for i in range(200):
        yield f"name 10.1.{i}.9 host-with-a-rather-long-name-{i}"
    for i in range(60):
        yield f"route outside 10.{i + 20}.0.0 255.255.0.0 10.7.0.{i + 2} 1"
    for i in range(50):
        yield f"arp inside 192.168.1.{i + 10} 0050.56aa.{i:04x}"
    for i in range(300):
        yield f"access-list big permit tcp host 10.9.{i % 200}.{i % 97 + 1} " \
              f"any eq {i + 1000}"


def checksum(unit):
    said = unit.say("write memory")
    found = re.search(r"Cryptochecksum: ([0-9a-f ]{35})\s*\[OK\]", said)
    check(found, said)
    return found[1]


def body(text):
    """From the version to the checksum, which are not part of it."""
    return re.search(r"PIX Version [^\n]*\n(.*)Cryptochecksum", text.replace(
        "\r", ""), re.S)[1]


@test("a second unit has the same cryptochecksum")
def second():
    net = "--net=1:user,tftp=" + os.path.dirname(path("x"))
    with open(path("big.txt"), "w", encoding="ascii") as file:
        file.writelines(line + "\r\n" for line in big())
    one = Unit("one", net)
    one.say("configure net 192.168.1.2:big.txt", "big(config)# ")
    first = checksum(one)
    text = one.say("write terminal")
    check(len(body(text)) > 25000, len(text))
    check("ERROR" not in text, text)
    with open(path("saved.txt"), "w", encoding="ascii") as file:
        file.write(one.say("show startup-config"))
    one.leave()
    two = Unit("two", net)
    two.say("configure net 192.168.1.2:saved.txt", "big(config)# ")
    equal(body(two.say("write terminal")), body(text))
    equal(checksum(two), first)
    # It is read again at every start.
    two.type("reload noconfirm\r")
    two.until("Use SPACE to begin flash boot")
    two.type(" ")
    equal(re.search(r"Cryptochecksum\(unchanged\): ([0-9a-f ]{35})",
                    two.until("big> "))[1], first)
    two.leave()


class Keeper(wire.TftpServer):
    """Takes what is written to it; each block is acknowledged once it came
    twice, so that the writer's patience is seen, too."""

    def __init__(self, cable):
        super().__init__(cable)
        self.written, self.came, self.heard = b"", 0, []

    def packet(self, packet):
        if packet[9] != wire.UDP:
            return super().packet(packet)
        self.client_ip = UNIT
        self.client_port, = struct.unpack(">H", packet[20:22])
        opcode, block = struct.unpack(">HH", packet[28:32])
        self.heard.append((opcode, block))
        if opcode == wire.WRITE:
            self.name = packet[30:].split(b"\0")[0].decode()
            return self.tftp(struct.pack(">HH", wire.ACK, 0))
        if block == 2 and self.heard.count((opcode, block)) == 1:
            return None
        if block == self.came + 1:
            self.written += packet[32:]
            self.came = block
        return self.tftp(struct.pack(">HH", wire.ACK, block))


@test("write net: a block that is lost on the way, a server that is not there")
def net():
    unit = Unit("net", "--net=1:listen:" + path("cable"))
    cable = wire.Wire(path("cable"))
    keeper = Keeper(cable)
    keeper.start()
    unit.say("hostname kept", "kept(config)# ")
    check("tftp-server" in unit.say("write net"), "where to is not known")
    unit.say(f"tftp-server inside {wire.SERVER_IP} saved.txt")
    said = unit.say("write net")
    check("Building configuration...\r\nTFTP write 'saved.txt' at "
          f"{wire.SERVER_IP} on interface 1\r\n[OK]" in said, said)
    equal(keeper.name, "saved.txt")
    equal(keeper.heard.count((wire.DATA, 2)), 2)
    equal(body(keeper.written.decode()), body(unit.say("write terminal")))
    unit.say(f"write net {wire.SERVER_IP}:other")
    equal(keeper.name, "other")
    unit.clock("warp")
    said = unit.say("write net 192.168.1.77:x")
    check("The server does not answer.\r\n[FAILED]" in said, said)
    cable.close()
    unit.leave()


main()
