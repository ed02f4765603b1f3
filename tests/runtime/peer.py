# SPDX-License-Identifier: GPL-2.0-or-later
"""A station at the far end of a listen: port that sends what no honest host
sends and sees every frame."""
import socket
import struct
import time

from prompt import PATIENCE_S, Unit, check, path
from plug import Plug, checksum, ip_bytes

ICMP, TCP, UDP = 1, 6, 17
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


class Packet:
    """An IP packet taken apart."""

    def __init__(self, data):
        self.n, = struct.unpack(">H", data[2:4])
        self.raw = data = data[:self.n]
        self.ttl, self.protocol = data[8], data[9]
        self.source = socket.inet_ntoa(data[12:16])
        self.to = socket.inet_ntoa(data[16:20])
        body = self.body = data[20:]
        check(checksum(data[:20]) == 0, "IP checksum", data.hex())
        pseudo = data[12:20] + struct.pack(">HH", self.protocol, len(body))
        if self.protocol == ICMP:
            self.type, self.code = body[0], body[1]
            self.id, self.number = struct.unpack(">HH", body[4:8])
            self.data = body[8:]
            check(checksum(body) == 0, "ICMP checksum", data.hex())
        if self.protocol in (TCP, UDP):
            self.source_port, self.port = struct.unpack(">HH", body[:4])
            check(checksum(pseudo + body) == 0 or
                  self.protocol == UDP and body[6:8] == b"\0\0",
                  "checksum", data.hex())
        if self.protocol == UDP:
            self.data = body[8:]
        if self.protocol == TCP:
            self.seq, self.ack, self.offset, self.flags, self.window = \
                struct.unpack(">LLBBH", body[4:16])
            self.options = body[20:(self.offset >> 4) * 4]
            self.data = body[(self.offset >> 4) * 4:]

    def __repr__(self):
        return f"{self.source}>{self.to} {self.protocol} {self.body.hex()}"


def icmp(type_=8, code=0, id_=77, number=1, data=b""):
    body = struct.pack(">BBHHH", type_, code, 0, id_, number) + data
    return ICMP, body[:2] + struct.pack(">H", checksum(body)) + body[4:]


def udp(source, to, data=b""):
    return UDP, struct.pack(">HHHH", source, to, 8 + len(data), 0) + data


def tcp(source, to, flags=SYN, seq=1000, ack=0, data=b"", options=b""):
    offset = (20 + len(options)) // 4 << 4
    return TCP, struct.pack(">HHLLBBHHH", source, to, seq, ack, offset, flags,
                            8192, 0, 0) + options + data


class Peer(Plug):
    """One that has address `ip` and, by ARP, `more`; its way out is
    `gateway`."""

    count = 0

    def __init__(self, name, ip, gateway, more=()):
        super().__init__(name, PATIENCE_S)
        Peer.count += 1
        self.mac = bytes((2, 0, 0, 0, 1, Peer.count))
        self.ip, self.gateway, self.more = ip, gateway, set(more) | {ip}
        self.got, self.arps, self.gateway_mac = [], [], None

    def arp(self, number, to_mac, asked, to):
        self.send_frame(to_mac + self.mac + bytes.fromhex("0806000108000604") +
                        struct.pack(">H", number) + self.mac +
                        ip_bytes(asked) + (b"\0" * 6 if number == 1
                                           else to_mac) + ip_bytes(to))

    def resolve(self, ip=None):
        """Asks for the hardware address; None: nobody answers."""
        self.arps.clear()
        self.arp(1, b"\xff" * 6, self.ip, ip or self.gateway)
        end = time.monotonic() + (PATIENCE_S if ip is None else 1)
        while time.monotonic() < end:
            self.look(0.2)
            for body in self.arps:
                if body[14:18] == ip_bytes(ip or self.gateway):
                    return body[8:14]
        return None

    def look(self, wait):
        """Takes one frame, if one comes."""
        frame = self.frame(wait)
        if frame is None:
            return False
        if frame[12:14] == b"\x08\x06":
            body = frame[14:]
            asked = socket.inet_ntoa(body[24:28])
            if body[6:8] == b"\0\1" and asked in self.more:
                self.arp(2, body[8:14], asked, socket.inet_ntoa(body[14:18]))
            if body[6:8] == b"\0\2":
                self.arps.append(body)
        elif frame[12:14] == b"\x08\0":
            self.got.append(Packet(frame[14:]))
        return True

    # --- packets ----------------------------------------------------------

    def packet(self, to, transport, source=None, number=1, fragment=0,
               ttl=64, head=None):
        protocol, body = transport
        start = head or struct.pack(
            ">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), number, fragment, ttl,
            protocol, 0, ip_bytes(source or self.ip), ip_bytes(to))
        start = start[:10] + struct.pack(">H", checksum(
            start[:10] + b"\0\0" + start[12:])) + start[12:]
        at = {TCP: 16, UDP: 6}.get(protocol)
        if at and not fragment:
            pseudo = start[12:20] + struct.pack(">HH", protocol, len(body))
            body = body[:at] + struct.pack(">H", checksum(
                pseudo + body[:at] + b"\0\0" + body[at + 2:])) + body[at + 2:]
        return start + body

    def send(self, to, transport, **keys):
        if self.gateway_mac is None:
            self.gateway_mac = self.resolve()
        self.send_frame(self.gateway_mac + self.mac + b"\x08\0" +
                        self.packet(to, transport, **keys))

    def expect(self, wanted=lambda p: True, wait=PATIENCE_S):
        """The next packet that is wanted; others are forgotten."""
        end = time.monotonic() + wait
        while True:
            while self.got:
                packet = self.got.pop(0)
                if wanted(packet):
                    return packet
            check(time.monotonic() < end, "no such packet came")
            self.look(min(1, end - time.monotonic()))

    def came(self):
        """The packets that came before the unit answered another one."""
        mark, before = 40000 + len(self.got), []
        self.send(self.gateway, icmp(id_=mark))
        while True:
            packet = self.expect()
            if packet.protocol == ICMP and packet.type == 0 and \
                    packet.id == mark:
                return before
            before.append(packet)

    def nothing(self, _unit):
        before = self.came()
        check(not before, "came:", before)


def two(make, *config, options=(), **keys):
    """A unit between two peers: inside 10.1.1.5, outside 192.0.2.5."""
    names = [path(f"{make}{i}.sock") for i in (0, 1)]
    unit = Unit(make, f"--net=0:listen:{names[0]}",
                f"--net=1:listen:{names[1]}", *options, config=(
                    "interface ethernet0 auto",
                    "ip address outside 192.0.2.1 255.255.255.0",
                    "ip address inside 10.1.1.1 255.255.255.0",
                    "route outside 0 0 192.0.2.254", *config), **keys)
    inside = Peer(names[1], "10.1.1.5", "10.1.1.1",
                  more=("10.1.1.6", "10.1.1.7"))
    outside = Peer(names[0], "192.0.2.5", "192.0.2.1",
                   more=("192.0.2.254", "192.0.2.6"))
    return unit, inside, outside
