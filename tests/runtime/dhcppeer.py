# SPDX-License-Identifier: GPL-2.0-or-later
"""Both ends of DHCP as stations on a cable, and a place for programs that are
one."""
import os
import shutil
import socket
import struct
import subprocess
import time

from peer import UDP, Peer, udp
from prompt import PATIENCE_S, Skip, check, equal

DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE = range(1, 8)


def number(ip):
    return socket.inet_aton(ip)


class Client(Peer):
    """A station without an address that asks for one."""

    def message(self, type_, own="0.0.0.0", mac=None, **options):
        head = struct.pack(">BBBBIHH4s12x6s202xI", 1, 1, 6, 0, 0x1234, 0, 0,
                           number(own), mac or self.mac, 0x63825363)
        head += bytes((53, 1, type_))
        for code, value in options.items():
            code = {"wanted": 50, "server": 54}[code]
            head += bytes((code, 4)) + number(value)
        return head + b"\xff"

    def tell(self, type_, own="0.0.0.0", **keys):
        self.send_frame(
            b"\xff" * 6 + self.mac + b"\x08\0" + self.packet(
                "255.255.255.255", udp(68, 67, self.message(
                    type_, own, **keys)), source=own))

    def hear(self):
        """-> (type, address, {option: value})"""
        data = self.expect(lambda p: p.protocol == UDP and p.port == 68).data
        options, at = {}, 240
        while data[at] != 255:
            options[data[at]] = data[at + 2:at + 2 + data[at + 1]]
            at += 2 + data[at + 1]
        return options[53][0], socket.inet_ntoa(data[16:20]), options

    def lease(self, **keys):
        self.tell(DISCOVER, **keys)
        type_, ip, options = self.hear()
        equal(type_, OFFER, "offer")
        self.tell(REQUEST, wanted=ip, server="192.168.1.1", **keys)
        type_, ip, options = self.hear()
        equal(type_, ACK, "ack")
        return ip, options


class Server(Peer):
    """One that lends a single address and says what it is told to."""

    def __init__(self, name, ip, lease_s=3600, dns=(), wins=(), domain=""):
        super().__init__(name, ip, ip)
        self.lease_s = lease_s
        self.options = self.wanted = b""
        for code, value in ((6, b"".join(map(number, dns))),
                            (44, b"".join(map(number, wins))),
                            (15, domain.encode())):
            if value:
                self.options += bytes((code, len(value))) + value

    def hear(self, wait=PATIENCE_S):
        """-> (type, packet)"""
        packet = self.expect(lambda p: p.protocol == UDP and p.port == 67,
                             wait)
        data, at, options = packet.data, 240, {}
        while data[at] != 255:
            options[data[at]] = data[at + 2:at + 2 + data[at + 1]]
            at += 2 + data[at + 1]
        self.wanted = options.get(55, self.wanted)
        return options[53][0], packet

    def answer(self, packet, type_, ip):
        asked = packet.data
        body = struct.pack(">BBBB", 2, 1, 6, 0) + asked[4:12] + asked[12:16] + \
            number(ip) + bytes(8) + asked[28:236] + asked[236:240]
        body += bytes((53, 1, type_, 54, 4)) + number(self.ip)
        if type_ != NAK:
            body += bytes((51, 4)) + struct.pack(">I", self.lease_s) + \
                bytes((1, 4, 255, 255, 255, 0, 3, 4)) + number(self.ip) + \
                self.options
        to, mac = ip, asked[28:34]
        if packet.source == "0.0.0.0" or type_ == NAK:
            to, mac = "255.255.255.255", b"\xff" * 6
        self.send_frame(mac + self.mac + b"\x08\0" +
                        self.packet(to, udp(67, 68, body + b"\xff")))

    def serve(self, ip):
        """Until the address is lent; the types of messages that came."""
        came = []
        end = time.monotonic() + PATIENCE_S
        while REQUEST not in came:
            check(time.monotonic() < end, "nobody asks")
            type_, packet = self.hear()
            came.append(type_)
            self.answer(packet, {DISCOVER: OFFER, REQUEST: ACK}[type_], ip)
        return came


class Namespace:
    """A network namespace whose only neighbour is an interface of the unit."""

    def __init__(self):
        if os.geteuid() != 0 or not os.path.exists("/dev/net/tun"):
            raise Skip("network namespaces need root")
        if not shutil.which("ip"):
            raise Skip("no ip")
        self.name = f"dh{os.getpid()}"
        self.tap = f"t{self.name}"
        if self.ip("netns", "add", self.name):
            raise Skip("no network namespaces here")
        self.ip("tuntap", "add", "dev", self.tap, "mode", "tap")

    @staticmethod
    def ip(*words):
        return subprocess.run(("ip", *words), capture_output=True,
                              timeout=60).returncode

    def plug(self):
        self.ip("link", "set", self.tap, "netns", self.name)
        for device in ("lo", self.tap):
            self.ip("-n", self.name, "link", "set", device, "up")

    def remove(self):
        self.ip("netns", "del", self.name)
        self.ip("link", "del", self.tap)
