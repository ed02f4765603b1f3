# SPDX-License-Identifier: GPL-2.0-or-later
"""The other end of a unit's cable: frames made by hand, a station that answers
ARP and ping, a TFTP server that a test can make lie, a router."""
import atexit
import hashlib
import os
import socket
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "host"))
import hostlib  # noqa: E402
from hostlib import path  # noqa: E402
from plug import Plug, checksum, ip_bytes  # noqa: E402

BROADCAST = b"\xff" * 6
UNIT_IP, SERVER_IP = "192.168.1.1", "192.168.1.2"
ICMP, UDP = 1, 17
READ, WRITE, DATA, ACK, ERROR, OACK = 1, 2, 3, 4, 5, 6


def ip_packet(source, target, protocol, payload, ihl=5, ttl=64):
    """The header is summed as it stands, whatever `ihl` claims."""
    head = struct.pack(">BBHHHBBH4s4s", 0x40 | ihl, 0, 20 + len(payload), 1, 0,
                       ttl, protocol, 0, ip_bytes(source), ip_bytes(target))
    covered = (head + payload)[:max(ihl, 5) * 4]
    return head[:10] + struct.pack(">H", checksum(covered)) + head[12:] + \
        payload


def udp_packet(source, target, sport, dport, data, flip=0, no_sum=False):
    head = struct.pack(">HHHH", sport, dport, 8 + len(data), 0)
    pseudo = ip_bytes(source) + ip_bytes(target) + \
        struct.pack(">HH", UDP, 8 + len(data))
    total = 0 if no_sum else (checksum(pseudo + head + data) or 0xFFFF) ^ flip
    return ip_packet(source, target, UDP,
                     head[:6] + struct.pack(">H", total) + data)


def image(blocks, kind=1):
    """guest/image/image.h: random contents, nothing to start."""
    head = b"PXIMAGE1" + struct.pack("<IIIBBBBI", 512, blocks * 512, kind,
                                     6, 2, 1, 0, 3)
    texts = b"6.2(1)".ljust(24, b"\0") + b"Test".ljust(32, b"\0") + \
        b"today".ljust(40, b"\0")
    rest = (bytes(40) + texts).ljust(512 - 48, b"\0") + \
        os.urandom((blocks - 1) * 512)
    unsealed = head + bytes(48 - len(head)) + rest
    total = sum(struct.unpack(f"<{len(unsealed) // 2}H", unsealed)) & 0xFFFF
    return head + struct.pack("<HH", total, 0) + \
        hashlib.md5(unsealed).digest() + rest


def wait_for(condition):
    """For what a station's thread has yet to see; the test judges it."""
    end = time.monotonic() + hostlib.LIMIT_S
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)


class Wire(Plug):
    """For a station's thread, which ends when another one closes it."""

    def __init__(self, name):
        super().__init__(name, hostlib.LIMIT_S * 3)

    def send(self, frame):
        self.send_frame(frame.ljust(60, b"\0"))

    def frames(self):
        try:
            while (frame := self.frame(hostlib.LIMIT_S * 3)) is not None:
                yield frame
        except (OSError, ValueError):
            pass

    def close(self):
        self.wire.shutdown(socket.SHUT_RDWR)
        super().close()


class Station(threading.Thread):
    """Answers ARP for its addresses and pings; `packet` does the rest."""

    def __init__(self, wire, ip=SERVER_IP, mac="020000000002"):
        super().__init__(daemon=True)
        self.wire, self.ip, self.mac = wire, ip, bytes.fromhex(mac)
        self.unit_mac, self.asked_for, self.arp_replies = None, [], 0

    def run(self):
        for frame in self.wire.frames():
            self.unit_mac = frame[6:12]
            if frame[12:14] == b"\x08\x06":
                self.arp(frame)
            elif frame[12:14] == b"\x08\x00" and frame[:6] == self.mac:
                self.packet(frame[14:14 + struct.unpack(">H",
                                                        frame[16:18])[0]])

    def arp(self, frame):
        if frame[20:22] != b"\0\1":
            self.arp_replies += 1
            return
        wanted = socket.inet_ntoa(frame[38:42])
        self.asked_for.append(wanted)
        if wanted == self.ip:
            self.send(b"\x08\x06" + frame[14:20] + b"\0\2" + self.mac +
                      ip_bytes(self.ip) + frame[22:32])

    def ask_who_has(self, ip):
        self.send(b"\x08\x06\0\1\x08\0\6\4\0\1" + self.mac +
                  ip_bytes(self.ip) + bytes(6) + ip_bytes(ip), BROADCAST)

    def send(self, kind_and_rest, to=None):
        self.wire.send((to or self.unit_mac) + self.mac + kind_and_rest)

    def send_ip(self, packet):
        self.send(b"\x08\x00" + packet)

    def packet(self, packet):
        if packet[9] == ICMP and packet[20] == 8:
            body = b"\0\0\0\0" + packet[24:]
            body = body[:2] + struct.pack(">H", checksum(body)) + body[4:]
            self.send_ip(ip_packet(self.ip, socket.inet_ntoa(packet[12:16]),
                                   ICMP, body))


class TftpServer(Station):
    """Serves `contents` under any name.  `trick(server, opcode, block)` sees
    each message of the client first; true: it has been dealt with."""

    def __init__(self, wire, contents=b"", trick=None, **keys):
        super().__init__(wire, **keys)
        self.contents, self.trick, self.port = contents, trick, 32001
        self.client_port = self.client_ip = self.name = None
        self.errors, self.requests, self.acks = [], 0, []
        self.no_sum = False

    def packet(self, packet):
        if packet[9] != UDP:
            return super().packet(packet)
        self.client_ip = socket.inet_ntoa(packet[12:16])
        sport, dport = struct.unpack(">HH", packet[20:24])
        tftp = packet[28:]
        opcode, block = struct.unpack(">HH", tftp[:4])
        self.client_port = sport
        if opcode == READ and dport == 69:
            self.requests += 1
            self.name, block = tftp[2:].split(b"\0")[0].decode(), 0
        elif opcode == ACK:
            self.acks.append(block)
        elif opcode == ERROR:
            self.errors.append(block)
        if opcode == ERROR or \
                self.trick and self.trick(self, opcode, block):
            return None
        return self.send_block(block + 1)

    def send_block(self, block):
        """Nothing behind the last one, which is shorter than the others."""
        at = (block - 1) * 512
        if at <= len(self.contents):
            self.tftp(struct.pack(">HH", DATA, block) +
                      self.contents[at:at + 512])

    def tftp(self, message, **keys):
        self.send_ip(self.udp(message, **keys))

    def udp(self, message, source=None, target=None, sport=None, dport=None,
            flip=0):
        return udp_packet(source or self.ip, target or self.client_ip,
                          sport or self.port, dport or self.client_port,
                          message, flip, self.no_sum)


class Router(Station):
    """Takes packets for `beyond`, a station without a wire of its own, and
    brings back its answers, each a hop older."""

    def __init__(self, wire, beyond, **keys):
        super().__init__(wire, **keys)
        self.beyond, self.carried = beyond, 0
        beyond.send_ip = self.back

    def packet(self, packet):
        if socket.inet_ntoa(packet[16:20]) != self.beyond.ip:
            return super().packet(packet)
        self.carried += 1
        return self.beyond.packet(packet)

    def back(self, packet):
        source, target = (socket.inet_ntoa(packet[at:at + 4])
                          for at in (12, 16))
        self.send_ip(ip_packet(source, target, packet[9], packet[20:], ttl=63))


class Monitor:
    """A unit at the monitor's prompt, with a wire of ours on interface 1 or
    with another `port`.  Time jumps to there and then follows the wall, as the
    other end does.  `under`: a command that starts the program."""

    number = 0

    def __init__(self, *options, cable="", port=None, under=()):
        Monitor.number += 1
        control, wire = (path(f"{name}{Monitor.number}")
                         for name in ("qmp", "cable"))
        bios = os.path.join(hostlib.BUILD, "software", "pixbios.bin")
        self.wire, self.unread = None, ""
        self.process = subprocess.Popen(
            [*under, hostlib.PIXEMU, f"--bios={bios}", "--clock=warp",
             "--control=unix:" + control,
             "--net=1:" + (port or f"listen:{wire}{cable}"),
             *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        atexit.register(self.process.kill)
        self.until("Use SPACE to begin flash boot")
        self.key("\x1b")  # or the ten seconds are over before it comes
        self.until("monitor> ")
        self.qmp = hostlib.Qmp(control)
        self.qmp.ask("x-clock", mode="real")
        self.wire = None if port else Wire(wire)

    def key(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def until(self, text, limit=hostlib.LIMIT_S * 3):
        """What lies behind `text` already is kept for the next time."""
        if text not in self.unread:
            self.unread += hostlib.until(
                self.process.stdout.fileno(), text.encode(), limit,
                self.unread.encode("latin-1")).decode("latin-1")
        end = self.unread.index(text) + len(text)
        said, self.unread = self.unread[:end], self.unread[end:]
        return said.replace("\r", "")

    def type(self, line):
        """-> what the monitor says to that line."""
        self.key(line + "\r")
        said = self.until("monitor> ")
        hostlib.check(said.startswith(line + "\n"), "no echo:", repr(said))
        return said[len(line) + 1:-len("monitor> ")]

    def close(self):
        self.qmp.ask("quit")
        self.qmp.close()
        if self.wire:
            self.wire.close()
        hostlib.finish(self.process)
