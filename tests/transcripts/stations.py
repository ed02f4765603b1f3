# SPDX-License-Identifier: GPL-2.0-or-later
"""Two computers at listen: ports, and one TCP connection between them that
moves bytes both ways, one segment at a time and again when it gets lost."""
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "runtime"))
from peer import ACK, SYN, TCP, Packet, tcp  # noqa: E402
from plug import Plug, checksum_bytes, ip_bytes  # noqa: E402

PIECE, AGAIN_S, STEP_S = 500, 0.3, 0.02


class Station(Plug):
    def __init__(self, path, number, ip, gateway):
        super().__init__(path)
        self.ip, self.gateway, self.router = ip, gateway, None
        self.mac = bytes((2, 0, 0, 0, 2, number))

    def arp(self, number, to_mac, to):
        self.send_frame(to_mac + self.mac + bytes.fromhex("0806000108000604") +
                        struct.pack(">H", number) + self.mac +
                        ip_bytes(self.ip) + (b"\0" * 6 if number == 1
                                             else to_mac) + to)

    def packets(self):
        """What came for it; ARP is answered and learned from."""
        while frame := self.frame(0):
            body = frame[14:]
            if frame[12:14] == b"\x08\x06":
                if body[14:18] == ip_bytes(self.gateway):
                    self.router = body[8:14]
                if body[6:8] == b"\0\1" and body[24:28] == ip_bytes(self.ip):
                    self.arp(2, body[8:14], body[14:18])
            elif frame[12:14] == b"\x08\0" and frame[:6] == self.mac:
                packet = Packet(body)
                if packet.protocol == TCP and packet.to == self.ip:
                    yield packet

    def send(self, to, transport):
        if self.router is None:
            self.arp(1, b"\xff" * 6, ip_bytes(self.gateway))
            return
        protocol, body = transport
        head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 1, 0, 64,
                           protocol, 0, ip_bytes(self.ip), ip_bytes(to))
        head = head[:10] + checksum_bytes(head) + head[12:]
        pseudo = head[12:20] + struct.pack(">HH", protocol, len(body))
        body = body[:16] + checksum_bytes(pseudo + body) + \
            body[18:]
        self.send_frame(self.router + self.mac + b"\x08\0" + head + body)


def byte(who, at):
    return (at * 31 + (at >> 8) * 7 + who) & 255


class Side:
    """One end of the connection; its numbers begin at `first`."""

    def __init__(self, who, station, port, first):
        self.who, self.station, self.port, self.first = \
            who, station, port, first
        self.other = None      # address and port it knows
        self.opened = False    # its SYN was acknowledged
        self.sent = self.goal = self.heard = 0
        self.base = None       # where the other one's numbers begin
        self.last = -AGAIN_S

    def say(self, flags, seq, data=b""):
        ack = 0 if self.base is None else self.base + 1 + self.heard
        self.station.send(self.other[0], tcp(
            self.port, self.other[1], flags if self.base is None
            else flags | ACK, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, data))

    def data(self):
        n = min(PIECE, self.goal - self.sent)
        return bytes(byte(self.who, self.sent + i) for i in range(n))

    def speak(self, now):
        """Says what is due: its SYN, or its next piece."""
        if not self.other or now - self.last < AGAIN_S:
            return
        if not self.opened:
            self.say(SYN, self.first)
        elif self.sent < self.goal:
            self.say(0, self.first + 1 + self.sent, self.data())
        else:
            return
        self.last = now

    def hear(self, packet):
        """An answer about what it said lets it go on."""
        if packet.flags & SYN:
            self.base = packet.seq
            self.other = self.other or (packet.source, packet.source_port)
        if packet.data:
            at = (packet.seq - self.base - 1) & 0xFFFFFFFF
            if at == self.heard:
                for i, got in enumerate(packet.data):
                    if got != byte(1 - self.who, at + i):
                        raise ValueError(f"byte {at + i} is wrong")
                self.heard += len(packet.data)
        if packet.data or packet.flags & SYN and self.opened:
            self.say(ACK, self.first + 1 + self.sent)
        if packet.flags & ACK:
            told = (packet.ack - self.first - 1) & 0xFFFFFFFF
            if not self.opened and told == 0:
                self.opened = True
                self.say(ACK, self.first + 1)
                self.last = -AGAIN_S
            elif self.sent < told <= self.goal:
                self.sent, self.last = told, -AGAIN_S


class Conversation:
    """The inside begins, each time from another port."""

    port = 1999

    def __init__(self, inside, outside, port):
        Conversation.port += 1
        self.client = Side(0, inside, Conversation.port, 0x10000000)
        self.server = Side(1, outside, port, 0xFFFFF000)
        self.client.other = (outside.ip, port)

    def step(self, now):
        for side in (self.client, self.server):
            for packet in side.station.packets():
                side.hear(packet)
            side.speak(now)

    def ask(self, more):
        for side in (self.client, self.server):
            side.goal += more

    def left(self):
        return self.client.goal - self.server.heard

    def done(self):
        return all(a.sent == a.goal == b.heard for a, b in
                   ((self.client, self.server), (self.server, self.client)))
