# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of foreign ROMs have in common: files to boot."""
import os
import shutil
import socket
import struct
import sys
import threading

from piped import Console

sys.path.insert(
    1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import (BUILD, check, folder, main, path,  # noqa: E402,F401
                 test, write)

PIXEMU = os.path.join(BUILD, "pixemu")
# Debian 12's place and Debian 13's.
IPXE = next((f"/usr/{place}/pxe-eepro100.rom"
             for place in ("lib/ipxe/qemu", "share/qemu")
             if os.path.exists(f"/usr/{place}/pxe-eepro100.rom")),
            "pxe-eepro100.rom")
SEABIOS = "/usr/share/seabios/bios.bin"
QEMU = shutil.which("qemu-system-i386")
LENGTH_AT = 32      # of sum.bin: `length`


def built(name):
    with open(os.path.join(BUILD, "tests/foreign", name), "rb") as file:
        return file.read()


def sum_program(payload):
    """The Multiboot program sum.S with its payload."""
    code = bytearray(built("sum.bin"))
    code[LENGTH_AT:LENGTH_AT + 4] = len(payload).to_bytes(4, "little")
    return bytes(code) + payload


def sum_line(payload):
    """What it prints when all of it has arrived."""
    h = 2166136261
    for byte in payload:
        h = (h ^ byte) * 16777619 & 0xffffffff
    return "loaded %08X %08X." % (len(payload), h)


def expansion_rom(name):
    """A ROM of this folder, filled up to its size and summing to 0."""
    rom = bytearray(built(name + ".bin"))
    rom += bytes(rom[2] * 512 - len(rom))
    rom[-1] = -sum(rom) & 0xff
    return write(name + ".rom", rom)


def advertisement():
    """Of a router for no time that knows no prefix (RFC 4861 4.2)."""
    ours, all_nodes = (bytes.fromhex(head) + bytes(13) + b"\x01"
                       for head in ("fe80", "ff02"))
    said = struct.pack(">BBHBBHLL", 134, 0, 0, 64, 0, 0, 0, 0)
    summed = ours + all_nodes + struct.pack(">LL", len(said), 58) + said
    total = sum(struct.unpack(f">{len(summed) // 2}H", summed))
    total = (total & 0xffff) + (total >> 16)
    said = said[:2] + struct.pack(">H", ~total & 0xffff) + said[4:]
    frame = bytes.fromhex("333300000001 020000000001 86dd 60000000") + \
        struct.pack(">HBB", len(said), 58, 255) + ours + all_nodes + said
    return struct.pack(">L", len(frame)) + frame


def advertise(listener):
    wire = listener.accept()[0].makefile("rwb")
    while head := wire.read(4):
        frame = wire.read(struct.unpack(">L", head)[0])
        if frame[12:14] == b"\x86\xdd" and frame[54:55] == b"\x85":
            wire.write(advertisement())
            wire.flush()


def router():
    """An option: on segment 0 somebody answers for IPv6, which the user network
    does not; iPXE asks for 16 seconds otherwise, without ever halting."""
    name = path(f"router{router.count}")
    router.count += 1
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(name)
    listener.listen()
    threading.Thread(target=advertise, args=(listener,), daemon=True).start()
    return "--net=0:connect:" + name


router.count = 0


def pixemu(*options, clock="warp"):
    return Console(PIXEMU, "--clock=" + clock, *options)
