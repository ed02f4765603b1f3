# SPDX-License-Identifier: GPL-2.0-or-later
"""Consoles of QEMU and of pixemu on pipes, and what a wire carried."""
import os
import re
import select
import shutil
import struct
import subprocess
import time

BUILD = os.path.abspath(os.environ.get("PIXEMU_BUILD", "build"))
ROM = os.path.join(BUILD, "software", "pixbios.bin")
QEMU = shutil.which("qemu-system-i386")
DEADLINE_S = 60


class Console:
    """A process whose console is its standard input and output."""

    def __init__(self, command):
        self.seen = ""
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)

    def until(self, pattern):
        """Waits for a pattern, returns what came up to its end."""
        end = time.monotonic() + DEADLINE_S
        while True:
            found = re.search(pattern, self.seen)
            if found:
                text = self.seen[:found.end()]
                self.seen = self.seen[found.end():]
                return text
            left = end - time.monotonic()
            out = self.process.stdout
            ready = select.select([out], [], [], max(left, 0))[0]
            data = os.read(out.fileno(), 65536) if ready else b""
            if not data:
                return None
            self.seen += data.decode("latin-1").replace("\r", "")

    def send(self, text):
        self.process.stdin.write(text.encode("latin-1"))
        self.process.stdin.flush()

    def type(self, line):
        self.send(line + "\r")
        return self.until(r"monitor> $")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def qemu(chip, tftp_dir, capture, before=()):
    """Our ROM on QEMU's machine, with its user network."""
    return Console(
        [QEMU, "-M", "pc,accel=tcg", "-nodefaults", "-display", "none",
         "-bios", ROM, "-serial", "stdio", *before,
         "-netdev", "user,id=n,tftp=" + tftp_dir,
         "-device", chip + ",netdev=n",
         "-object", "filter-dump,id=d,netdev=n,file=" + capture])


def pixemu(*options, meanwhile=lambda: None):
    """Our ROM on our machine, at the monitor's prompt; `meanwhile` is called
    when the machine runs."""
    unit = Console([os.path.join(BUILD, "pixemu"), "--bios=" + ROM,
                    "--console=stdio", *options])
    if unit.until("Use SPACE to begin flash boot"):
        meanwhile()
        unit.send("\x1b")
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
