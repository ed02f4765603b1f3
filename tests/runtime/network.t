#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The runtime on a network: a station of our own on the cable, Telnet clients
through the user network; figures against what the cable carried."""
import os
import re
import socket
import struct

import prompt
from plug import Plug, checksum_bytes
from prompt import PATIENCE_S, Unit, check, equal, path, test

STATION = bytes.fromhex("020000000009")
STATION_IP, UNIT_IP = bytes([192, 168, 1, 9]), bytes([192, 168, 1, 1])
EVERYBODY = b"\xff" * 6
PIECE, MORE = 1480, 0x2000  # of a packet that is too long


class Cable(Plug):
    """A station with an address."""

    def __init__(self, name):
        super().__init__(name, PATIENCE_S)
        self.unit_mac = None

    def expect(self, wanted):
        """Answers ARP while waiting for a frame that is wanted."""
        while True:
            frame = self.frame(PATIENCE_S)
            check(frame, "nothing more comes")
            if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\1" and \
                    frame[38:42] == STATION_IP:
                self.send_frame(frame[6:12] + STATION + frame[12:20] +
                                b"\0\2" + STATION + STATION_IP + frame[22:32])
            if wanted(frame):
                return frame

    def find_unit(self):
        self.send_frame(EVERYBODY + STATION +
                        bytes.fromhex("0806000108000604") + b"\0\1" + STATION +
                        STATION_IP + b"\0" * 6 + UNIT_IP)
        reply = self.expect(lambda f: f[12:14] == b"\x08\x06" and
                            f[20:22] == b"\0\2" and f[28:32] == UNIT_IP)
        self.unit_mac = reply[22:28]

    def ip(self, body, protocol=1, number=1, fragment=0, to=UNIT_IP,
           source=STATION_IP):
        head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), number,
                           fragment, 64, protocol, 0, source, to)
        head = head[:10] + checksum_bytes(head) + head[12:]
        self.send_frame(self.unit_mac + STATION + b"\x08\0" + head + body)

    def ping(self, data, number=1, **keys):
        body = struct.pack(">BBHHH", 8, 0, 0, 77, number) + data
        body = body[:2] + checksum_bytes(body) + body[4:]
        for at in range(0, len(body), PIECE):
            more = MORE if at + PIECE < len(body) else 0
            self.ip(body[at:at + PIECE], number=number,
                    fragment=more | at // 8, **keys)

    def pinged(self, data, number=1):
        body, fragment = b"", MORE
        while fragment & MORE:
            reply = self.expect(lambda f: f[12:14] == b"\x08\0" and
                                f[23] == 1 and (body or f[34] == 0))
            n, _, fragment = struct.unpack(">HHH", reply[16:22])
            equal(fragment & ~MORE, len(body) // 8, "pieces in their order")
            body += reply[34:14 + n]
        equal(body[4:8], struct.pack(">HH", 77, number), "id, sequence")
        equal(body[8:], data, "data")
        equal(checksum_bytes(body), b"\0\0", "checksum")


def blocks(unit, size=1550):
    for line in unit.say("show blocks").splitlines():
        words = line.split()
        if words[:1] == [str(size)]:
            return dict(zip(("max", "low", "cnt"), map(int, words[1:])))


def runtime(unit, name):
    for line in unit.say("show processes").splitlines():
        if line.endswith(" " + name):
            return int(line[3:].split()[3])


def frames(name):
    """-> [bytes] of a pcap file"""
    data, at, found = open(name, "rb").read(), 24, []
    while at < len(data):
        n, = struct.unpack("<I", data[at + 8:at + 12])
        found.append(data[at + 16:at + 16 + n])
        at += 16 + n
    return found


def station():
    unit = Unit("cc", "--net=1:listen:" + path("cable"),
                "--net=1:pcap:" + path("cable.pcap"))
    # What was sent while nothing was plugged in, nobody has seen.
    unit.unseen = int(re.search(r"(\d+) packets output",
                                unit.say("show interface inside"))[1])
    cable = Cable(path("cable"))
    cable.find_unit()
    return unit, cable


@test("ARP and ping both ways; the neighbour is listed")
def pings():
    unit, cable = station()
    for number, data in enumerate((b"", b"x", os.urandom(56),
                                   os.urandom(1472), os.urandom(1473),
                                   os.urandom(24 * PIECE - 8)), 1):
        cable.ping(data, number)
        cable.pinged(data, number)
    check("inside 192.168.1.9 0200.0000.0009" in unit.say("show arp"))
    unit.type("ping 192.168.1.9\r")
    for _ in range(3):
        frame = cable.expect(lambda f: f[12:14] == b"\x08\0" and
                             f[23] == 1 and f[34] == 8)
        packet = frame[14:]
        body = b"\0\0\0\0" + packet[24:]
        body = body[:2] + checksum_bytes(body) + body[4:]
        cable.send_frame(frame[6:12] + STATION + b"\x08\0" + packet[:12] +
                         packet[16:20] + packet[12:16] + body)
    said = unit.until("(config)# ")
    equal(len(re.findall(r"\t192\.168\.1\.9 response received -- \d+ms",
                         said)), 3, said)
    said = unit.say("ping 10.9.9.9")
    equal(said.count("10.9.9.9 NO response received -- 1000ms"), 3, said)

    # Another interface's address is not answered on this one.
    unit.say("interface ethernet0 auto")
    unit.say("ip address outside 10.0.0.1 255.255.255.0")
    cable.ip(b"\x08\0\xf7\xff\0\0\0\0", to=bytes([10, 0, 0, 1]))
    cable.ping(b"after", 9)
    cable.pinged(b"after", 9)

    # The interface counts what the cable carried.
    said = unit.say("show interface inside")
    unit.say("clear interface inside")
    check("\t0 packets input, 0 bytes, 0 no buffer" in
          unit.say("show interface inside"), "cleared")
    unit.leave()
    carried = frames(path("cable.pcap"))
    sent = [f for f in carried if f[6:12] == cable.unit_mac]
    came = [f for f in carried if f[6:12] != cable.unit_mac]
    m = re.search(r"(\d+) packets input, (\d+) bytes", said)
    equal((int(m[1]), int(m[2])), (len(came), sum(map(len, came))), "input")
    m = re.search(r"(\d+) packets output", said)
    equal(int(m[1]), len(sent) + unit.unseen, "output")
    m = re.search(r"Received (\d+) broadcasts", said)
    equal(int(m[1]), sum(f[:6] == EVERYBODY for f in came), "broadcasts")


@test("a burst that is held takes blocks and gives them back")
def held():
    os.unlink(path("cable.pcap"))
    unit, cable = station()
    before, ran = blocks(unit), runtime(unit, "pix/intf")
    for number in range(60):
        # The answer waits for ARP, which nobody answers.
        cable.ping(bytes(1000), source=bytes([192, 168, 1, 100 + number]))
        if number % 10 == 9:  # the ring has 32 places
            cable.ping(b"behind", 1)
            cable.pinged(b"behind", 1)
    during = blocks(unit)
    check(during["cnt"] <= before["cnt"] - 60, before, during)
    unit.clock("warp")
    for _ in range(100):
        after = blocks(unit)
        if after["cnt"] == before["cnt"]:
            break
        unit.say("ping 192.168.1.77")
    equal(after["cnt"], before["cnt"], "blocks in the end")
    check(after["low"] <= before["cnt"] - 60, after)
    for number in range(300):
        cable.ping(bytes(1000), number)
        cable.pinged(bytes(1000), number)
    check(runtime(unit, "pix/intf") >= ran and
          runtime(unit, "idle") > 0, "Runtime does not grow")
    unit.leave()


# --- Telnet -----------------------------------------------------------------

class Client:
    """Telnet as a program speaks it that wants none of the options."""

    def __init__(self, port):
        self.wire = socket.create_connection(("127.0.0.1", port),
                                             PATIENCE_S)
        self.text, self.raw = "", b""

    def until(self, wanted):
        while wanted not in self.text:
            some = self.wire.recv(4096)
            check(some, "hung up on before", wanted, repr(self.text[-200:]))
            self.raw += some
            self.text = re.sub(rb"\xff[\xfb-\xfe].", b"", self.raw,
                               flags=re.S).decode("latin-1")
        said, self.text = self.text, ""
        self.raw = b""
        return said

    def type(self, text):
        self.wire.sendall(text.encode("latin-1"))

    def closed(self):
        try:
            while self.wire.recv(4096):
                pass
        except ConnectionResetError:
            pass
        return True

    def log_in(self, password="cisco"):
        self.until("User Access Verification\r\n\r\nPassword: ")
        self.type(password + "\r\n")
        return self


@test("telnet: password, who, kill, at most five, only who may")
def telnet():
    port = prompt.free_port()
    unit = Unit("tn", "--net=1:user,hostfwd=tcp:127.0.0.1:"
                f"{port}-192.168.1.1:23")
    # Nobody may yet: refused.
    check(Client(port).closed())
    unit.say("telnet 192.168.1.0 255.255.255.0 inside")
    first = Client(port).log_in()
    first.until("Type help or '?' for a list of available commands.\r\n"
                "pixfirewall> ")
    first.type("who\r\n")
    check("0: From 192.168.1.2" in first.until("\r\npixfirewall> "))
    first.type("\xff\xfd\x18\xff\xfb\x1fsho\xff\xf1w ver\r\0")
    check("Serial Number: 12345678" in first.until("0x00000000\r\n"))

    wrong = Client(port).log_in("wrong")
    for _ in range(2):
        wrong.until("Invalid password\r\nPassword: ")
        wrong.type("wrong\r\n")
    wrong.until("Access denied.")
    check(wrong.closed())

    others = [Client(port).log_in() for _ in range(4)]
    for client in others:
        client.until("pixfirewall> ")
    check(Client(port).closed(), "a sixth session")
    equal(unit.say("who").count("From"), 5)
    unit.say("kill 0")
    check(first.closed(), "not killed")
    equal(unit.say("who").count("From"), 4)
    check("no session" in unit.say("kill 0"))
    others[0].type("quit\r\n")
    others[0].until("Logoff")
    check(others[0].closed())
    others[1].wire.close()
    again = Client(port).log_in()
    again.until("pixfirewall> ")

    # What one session configures, another one sees.
    again.type("en\r\n\r\nconf t\r\nhostname other\r\n")
    again.until("other(config)# ")
    check("hostname other" in unit.say("show running-config | include host",
                                       "other(config)# "))
    unit.leave()


@test("^C ends a copy at once, whatever was typed ahead of it")
def stopped():
    port = prompt.free_port()
    unit = Unit("stop", "--net=1:user,hostfwd=tcp:127.0.0.1:"
                f"{port}-192.168.1.1:23",
                config=["telnet 192.168.1.0 255.255.255.0 inside"])
    copy = "copy tftp://192.168.1.77/x flash\r"
    unit.type(copy)
    unit.until("copying tftp://192.168.1.77/x to flash\r\n")
    unit.type("\r\rhello?\x03")
    said = unit.until("Image not installed\r\npixfirewall(config)# ")
    equal(said.split("\r\n")[0], "Stopped.", "at the console")
    client = Client(port).log_in()
    client.type("en\r\n\r\n" + copy + "\n")
    client.until("copying tftp://192.168.1.77/x to flash\r\n")
    # "Do suppress go-ahead" has the byte of ^C in it.
    client.type("\r\0\xff\xfd\x03hello?")
    unit.say("show clock")
    client.type("\x03")
    said = client.until("Image not installed\r\npixfirewall# ")
    equal(said.split("\r\n")[0], "Stopped.", "by Telnet")
    unit.leave()


@test("a long answer over a lossy line arrives whole")
def lossy():
    port = prompt.free_port()
    unit = Unit("ls", "--net=1:user,loss=5%,hostfwd=tcp:127.0.0.1:"
                f"{port}-192.168.1.1:23",
                config=["telnet 192.168.1.0 255.255.255.0 inside"])
    client = Client(port)
    client.log_in().until("pixfirewall> ")
    client.type("en\r\n\r\nshow tech-support\r\n")
    said = client.until("show processes ------------------")
    check("Serial Number: 12345678" in said and "1550" in said)
    unit.leave()


@test("configure net adds lines; show flashfs lists what is kept")
def configure_net():
    os.mkdir(path("tftp"))
    with open(path("tftp/site.txt"), "w", encoding="ascii") as file:
        file.write(": Saved\nPIX Version 6.2(1)\nhostname from-afar\r\n"
                   "frobnicate\nroute inside 10.0.0.0 255.0.0.0 192.168.1.9\n"
                   "exit\nCryptochecksum:0\n: end\n")
    with open(path("tftp/long.txt"), "w", encoding="ascii") as file:
        file.write("name 10.0.0.1 x\n" * 80000)  # 1.2 MB
    unit = Unit("cn", "--net=1:user,tftp=" + path("tftp"))
    check("ERROR" in unit.say("configure net"))
    unit.say("tftp-server inside 192.168.1.2 site.txt")
    equal(unit.say("configure net :long.txt").count("too long"), 1)
    said = unit.say("configure net :", "from-afar(config)# ")
    equal(said.count("Type help"), 1, said)
    said = unit.say("show running-config | include route",
                    "from-afar(config)# ")
    check("route inside 10.0.0.0 255.0.0.0 192.168.1.9 1" in said, said)
    said = unit.say("show flashfs", "from-afar(config)# ")
    check(re.search(r"file 0: origin: +0 length:\d{5,}", said), said)
    check("file 1: origin:       0 length:0" in said, said)
    check("[OK]" in unit.say("write memory", "from-afar(config)# "))
    said = unit.say("show flashfs", "from-afar(config)# ")
    check(re.search(r"file 1: origin: \d+ length:\d{3,}", said), said)
    unit.leave()


prompt.main()
