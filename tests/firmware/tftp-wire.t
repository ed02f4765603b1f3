#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The monitor's network on a real cable: gateways, stations that are not
there, servers with habits, servers that do harm."""
import os
import struct
import threading

import wire
from hostlib import check, equal, path, test
from wire import ACK, DATA, READ

BLOCKS = 40
NO_LOADER = "Image 6.2(1) can't be started over the network.\n"
FAR_AWAY = "10.1.2.3"

unit = None


def begin(station):
    """A unit with that station on its wire."""
    global unit
    unit = wire.Monitor()
    station.wire = unit.wire
    station.start()
    unit.type("address 192.168.1.1")
    return station


def serve(trick=None, contents=None):
    server = begin(wire.TftpServer(None, contents or wire.image(BLOCKS),
                                   trick))
    unit.type("server " + server.ip)
    unit.type("file any.bin")
    return server


def is_whole(said):
    check(f"\nReceived {BLOCKS * 512} bytes\n\n{NO_LOADER}" in said, said)


@test("ping and download through a gateway, which alone is asked for")
def gateway():
    far = wire.TftpServer(None, wire.image(BLOCKS), ip=FAR_AWAY)
    router = begin(wire.Router(None, far, ip="192.168.1.254",
                               mac="0200000000fe"))
    equal(unit.type("gateway 192.168.1.254"), "gateway 192.168.1.254\n")
    unit.type("server " + FAR_AWAY)
    unit.type("file far.bin")
    said = unit.type("ping " + FAR_AWAY)
    check("\n!!!!!\nSuccess rate is 100 percent (5/5)\n" in said, said)
    said = unit.type("tftp")
    check(said.startswith("tftp far.bin@10.1.2.3 via 192.168.1.254..."), said)
    is_whole(said)
    equal(set(router.asked_for), {"192.168.1.254"})
    # The last acknowledgement may still be under way.
    wire.wait_for(lambda: router.carried >= 5 + 1 + BLOCKS + 1)
    equal(router.carried, 5 + 1 + BLOCKS + 1)
    said = unit.type("ping 192.168.1.254")
    check("!!!!!" in said, said)
    unit.close()


@test("data may come from port 69 itself, and without a checksum")
def port_69():
    server = serve()
    server.port, server.no_sum = 69, True
    is_whole(unit.type("tftp"))
    # Next time from a port of its own.
    server.port = 50000
    is_whole(unit.type("tftp"))
    unit.close()


@test("ARP is answered while a download runs, not at the prompt")
def arp():
    def trick(s, opcode, block):
        if opcode == ACK and block == 3:
            s.ask_who_has("192.168.1.1")
            s.ask_who_has("192.168.1.9")
        return False
    server = serve(trick)
    is_whole(unit.type("tftp"))
    equal(server.arp_replies, 1)
    server.ask_who_has("192.168.1.1")
    equal(unit.type("server"), "server 192.168.1.2\n")
    equal(server.arp_replies, 1)
    unit.close()


@test("reordered, repeated and lost blocks: the file is whole")
def disorder():
    lost = set()

    def trick(s, opcode, block):
        if opcode == READ or block in lost:
            return False
        lost.add(block)
        if block % 11 == 10:
            return True  # this acknowledgement gets lost
        if block % 5 == 4:
            s.send_block(block + 2)
            s.send_block(block + 1)
            s.send_block(block + 1)
            return True
        return False
    serve(trick)
    unit.type("timeout 1")
    is_whole(unit.type("tftp"))
    unit.close()


@test("a server that goes on from another port is not listened to")
def other_port():
    def trick(s, opcode, block):
        if (opcode, block) == (ACK, 20):
            s.port += 1
        return False
    server = serve(trick)
    server.contents = wire.image(BLOCKS)
    unit.type("timeout 1")
    unit.qmp.ask("x-clock", mode="warp")
    said = unit.type("tftp")
    equal(said, "tftp any.bin@192.168.1.2" + "." * 20 +
          "<-1>\nNo answer from the server.\n")
    unit.close()


@test("a second answer to a request sent twice does no harm")
def two_answers():
    def trick(s, opcode, block):
        if opcode == READ:
            # Two transfers begin; the first one goes on.
            s.send_block(1)
            s.tftp(struct.pack(">HH", DATA, 1) + s.contents[:512],
                   sport=s.port + 1)
            return True
        return False
    serve(trick)
    is_whole(unit.type("tftp"))
    unit.close()


@test("stations and servers that are not there end it, in time")
def nobody():
    begin(wire.Station(None))
    unit.qmp.ask("x-clock", mode="warp")
    said = unit.type("ping 192.168.1.77")
    check(said.endswith("\n.....\nSuccess rate is 0 percent (0/5)\n"), said)
    unit.type("server 192.168.1.77")
    unit.type("file f")
    said = unit.type("tftp")
    equal(said, "tftp f@192.168.1.77<-1>\nNo answer to ARP for "
                "192.168.1.77.\n")
    # There, but without a TFTP server.
    unit.type("server 192.168.1.2")
    equal(unit.type("tftp"), "tftp f@192.168.1.2<-1>\n"
                             "No answer from the server.\n")
    unit.close()


@test("a server that stalls can be left by ESC, Ctrl-C and BREAK")
def stalls():
    stalled = threading.Event()

    def trick(s, opcode, block):
        if opcode == ACK and block == 7:
            stalled.set()
            return True
        return False
    serve(trick)
    unit.type("timeout 60")
    for stop in ("\x1b", "\x03", None):
        stalled.clear()
        unit.key("tftp\r")
        check(stalled.wait(wire.hostlib.LIMIT_S), "no block 7")
        if stop:
            unit.key(stop)
        else:
            unit.qmp.ask("chardev-send-break", id="console")
        said = unit.until("monitor> ")
        check(said.endswith("\nInterrupted.\nmonitor> "), said)
    unit.close()


def chips(flash, mib):
    """Without the trailer, which belongs to the file."""
    with open(flash, "rb") as file:
        return file.read(mib << 20)


def fetch(data, mib, *options):
    """A unit with so much flash, the server, and what `tftp` says."""
    global unit
    flash = path(f"{mib}.flash")
    with open(flash, "wb") as file:
        file.write(os.urandom(1 << 20) * mib)
    was = chips(flash, mib)
    unit = wire.Monitor(*options, flash)
    server = wire.TftpServer(unit.wire, data)
    server.start()
    unit.type("address 192.168.1.1")
    unit.type("server 192.168.1.2")
    unit.type("file huge.bin")
    said = unit.type("tftp")
    check(chips(flash, mib) == was, "flash has changed")
    return server, said


@test("a file of 8 MB has room where there are 32 MB or more")
def eight():
    server, said = fetch(wire.image(BLOCKS).ljust(8 << 20), 16)
    check("Received 8388608 bytes" in said, said[-200:])
    equal(server.errors, [], "errors told to the server")
    unit.close()


@test("with 16 MB, 33 MB are refused with a line, flash is as it was")
def big():
    server, said = fetch(wire.image(BLOCKS).ljust(33 << 20), 8, "--model=501")
    check(said.endswith(".\nFile is longer than the 5242880 bytes there is "
                        "room for.\n"), said[-200:])
    equal(max(len(line) for line in said.split("\n")), 80, "width")
    equal(said.count(".", said.index("192.168.1.2") + 11,
                     said.index("\nFile")), 10240, "dots")
    wire.wait_for(lambda: server.errors)
    equal(server.errors, [3], "errors told to the server")
    unit.close()


wire.hostlib.main()
