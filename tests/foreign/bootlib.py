# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of foreign ROMs have in common: files to boot."""
import os
import shutil
import sys

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


def pixemu(*options, clock="warp"):
    return Console(PIXEMU, "--clock=" + clock, *options)
