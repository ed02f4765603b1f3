# SPDX-License-Identifier: GPL-2.0-or-later
"""Consoles of QEMU and of pixemu on pipes, and what a wire carried."""
import os
import shutil
import struct

from piped import Console

BUILD = os.path.abspath(os.environ.get("PIXEMU_BUILD", "build"))
ROM = os.path.join(BUILD, "software", "pixbios.bin")
QEMU = shutil.which("qemu-system-i386")


class Monitor(Console):
    """One whose user is at the monitor's prompt."""

    def enter(self, line):
        self.type(line + "\r")
        return self.until(r"monitor> $")


def qemu(chip, tftp_dir, capture, before=()):
    """Our ROM on QEMU's machine, with its user network."""
    return Monitor(
        QEMU, "-M", "pc,accel=tcg", "-nodefaults", "-display", "none",
        "-bios", ROM, "-serial", "stdio", *before,
        "-netdev", "user,id=n,tftp=" + tftp_dir,
        "-device", chip + ",netdev=n",
        "-object", "filter-dump,id=d,netdev=n,file=" + capture)


def pixemu(*options, meanwhile=lambda: None):
    """Our ROM on our machine, at the monitor's prompt; `meanwhile` is called
    when the machine runs."""
    unit = Monitor(os.path.join(BUILD, "pixemu"), "--bios=" + ROM,
                   "--console=stdio", *options)
    if unit.until("Use SPACE to begin flash boot"):
        meanwhile()
        unit.type("\x1b")
        unit.until(r"monitor> $")
    return unit


def frames(capture):
    """Of a pcap file."""
    with open(capture, "rb") as f:
        raw = f.read()
    at = 24
    while at + 16 <= len(raw):
        n = struct.unpack_from("=I", raw, at + 8)[0]
        yield raw[at + 16:at + 16 + n]
        at += 16 + n


class Tap:
    def __init__(self, tests):
        self.number = 0
        print("1..%d" % tests, flush=True)

    def check(self, ok, name, text=None):
        self.number += 1
        print("%s %d - %s" % ("ok" if ok else "not ok", self.number, name))
        if not ok:
            for line in repr(text).split("\\n"):
                print("#  " + line)
        return ok
