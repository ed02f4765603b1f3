#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Ports of a running unit, seen from the other end of the cable: a plain
socket that answers ARP and ping as any station would, and what is left when
the unit ends."""
import os
import socket
import struct
import subprocess
import threading

import hostlib
from hostlib import check, equal, path, test
from plug import checksum_bytes

OUR_MAC = bytes.fromhex("020000000009")
OUR_IP = bytes([192, 168, 1, 9])


def answer(frame):
    """What a station says to an ARP request for it or to an echo request."""
    kind, head = frame[12:14], frame[6:12] + OUR_MAC + frame[12:14]
    if kind == b"\x08\x06" and frame[20:22] == b"\0\1" \
            and frame[38:42] == OUR_IP:
        return head + frame[14:20] + b"\0\2" + OUR_MAC + OUR_IP + frame[22:32]
    if kind == b"\x08\x00" and frame[23] == 1 and frame[34] == 8:
        packet = frame[14:14 + struct.unpack(">H", frame[16:18])[0]]
        echo = b"\0\0\0\0" + packet[24:]
        echo = echo[:2] + checksum_bytes(echo) + echo[4:]
        return head + packet[:12] + packet[16:20] + packet[12:16] + echo
    return None


class Station(threading.Thread):
    """Frames behind their lengths, read and written in odd pieces."""

    def __init__(self, wire):
        super().__init__(daemon=True)
        self.wire, self.echoes = wire, 0
        wire.settimeout(hostlib.LIMIT_S)

    def take(self, n):
        got = b""
        while len(got) < n:
            some = self.wire.recv(min(n - len(got), 7))
            if not some:
                raise EOFError
            got += some
        return got

    def run(self):
        try:
            while True:
                said = answer(self.take(struct.unpack(">I", self.take(4))[0]))
                if said is None:
                    continue
                self.echoes += said[12:14] == b"\x08\x00"
                said = struct.pack(">I", len(said)) + said
                for at in range(0, len(said), 5):
                    self.wire.sendall(said[at:at + 5])
        except (EOFError, OSError):
            pass


def monitor(*ports):
    """A unit whose monitor waits for a command; 525, interface 1.  Time jumps
    to there and then follows the wall, as the station does."""
    bios = os.path.join(hostlib.BUILD, "software", "pixbios.bin")
    unit = subprocess.Popen(
        [hostlib.PIXEMU, f"--bios={bios}", "--clock=warp",
         "--control=unix:" + path("qmp"),
         *(f"--net=1:{port}" for port in ports)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = hostlib.until(unit.stdout.fileno(), b"Use SPACE to begin flash")
    tell(unit, "\x1b")
    # The ten seconds may be over, and the prompt there, by now.
    hostlib.until(unit.stdout.fileno(), b"monitor> ", before=said)
    tell(unit, "address 192.168.1.1\r")
    hostlib.until(unit.stdout.fileno(), b"address 192.168.1.1\r\n")
    qmp = hostlib.Qmp(path("qmp"))
    qmp.ask("x-clock", mode="real")
    qmp.close()
    return unit


def tell(unit, text):
    unit.stdin.write(text.encode())
    unit.stdin.flush()


def ping(unit):
    tell(unit, "ping 192.168.1.9\r")
    said = hostlib.until(unit.stdout.fileno(), b"percent (5/5)")
    check(b"!!!!!" in said, said)


def leave(unit):
    qmp = hostlib.Qmp(path("qmp"))
    qmp.ask("quit")
    qmp.close()
    hostlib.finish(unit)


@test("a station behind listen: is pinged from the monitor")
def listens():
    unit = monitor("listen:" + path("cable"))
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(path("cable"))
        station = Station(wire)
        station.start()
        ping(unit)
        leave(unit)
        station.join(hostlib.LIMIT_S)
        equal(station.echoes, 5, "echoes")
    check(not os.path.exists(path("cable")), "the socket is left behind")


@test("connect: reaches a station that comes later")
def connects():
    unit = monitor("connect:" + path("cable"))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path("cable"))
        server.listen()
        server.settimeout(hostlib.LIMIT_S)
        wire, _ = server.accept()
        with wire:
            station = Station(wire)
            station.start()
            ping(unit)
            leave(unit)
            station.join(hostlib.LIMIT_S)
    os.unlink(path("cable"))


@test("a record shows the ping, request by request")
def records():
    unit = monitor("listen:" + path("cable"), "pcap:" + path("record"))
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(path("cable"))
        Station(wire).start()
        ping(unit)
        with open(path("record"), "rb") as file:
            record = file.read()
        leave(unit)
    equal(struct.unpack("=IHH", record[:8]), (0xA1B23C4D, 2, 4), "header")
    at, requests, last = 24, 0, 0
    while at < len(record):
        seconds, ns, kept, length = struct.unpack("=4I", record[at:at + 16])
        frame = record[at + 16:at + 16 + kept]
        equal((len(frame), length), (kept, kept), "record")
        check(seconds * 10**9 + ns >= last, "time goes back")
        last = seconds * 10**9 + ns
        requests += frame[12:14] == b"\x08\x00" and frame[34] == 8
        at += 16 + kept
    equal(requests, 5, "echo requests")


@test("a stale socket file is taken over, one in use refused")
def stale():
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(path("cable"))
    cable = "--net=1:listen:" + path("cable")
    first = hostlib.start("-c", "none", "-C", "unix:" + path("qmp"), cable)
    qmp = hostlib.Qmp(path("qmp"))
    second = hostlib.start("-c", "none", cable, "--net=0:pcap:" + path("new"))
    said = hostlib.finish(second, status=1)
    check(path("cable") + " is in use" in said, said)
    equal(said.count("\n"), 1, said)
    check(not os.path.exists(path("new")), "a record was begun")
    check(os.path.exists(path("cable")), "the first one's socket is gone")
    qmp.ask("quit")
    hostlib.finish(first)
    check(not os.path.exists(path("cable")), "the socket is left behind")


@test("garbage on the cable costs the peer his connection, nothing else")
def garbage():
    unit = monitor("listen:" + path("cable"))
    for mad in (b"\xff" * 1000, b"\0\1\0\1", b"GET / HTTP/1.0\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(hostlib.LIMIT_S)
            wire.connect(path("cable"))
            wire.sendall(mad)
            try:
                equal(wire.recv(1), b"", "not hung up on")
            except ConnectionResetError:
                pass
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(path("cable"))
        Station(wire).start()
        ping(unit)
        leave(unit)


hostlib.main()
