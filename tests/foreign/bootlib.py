# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of foreign ROMs have in common: consoles, files to boot."""
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(os.environ.get("PIXEMU_BUILD", "build"))
PIXEMU = os.path.join(BUILD, "pixemu")
IPXE = "/usr/lib/ipxe/qemu/pxe-eepro100.rom"
SEABIOS = "/usr/share/seabios/bios.bin"
QEMU = shutil.which("qemu-system-i386")
LIMIT_S = 120
LENGTH_AT = 32      # of sum.bin: `length`

folder = tempfile.TemporaryDirectory(prefix="pixemu-boot-")


def path(name):
    return os.path.join(folder.name, name)


def built(name):
    with open(os.path.join(BUILD, "tests/foreign", name), "rb") as file:
        return file.read()


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data)
    return path(name)


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


class Console:
    """A program with the serial console on its pipes."""

    def __init__(self, *command):
        self.seen = ""
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)

    def until(self, pattern, limit=LIMIT_S):
        """What came up to the end of a pattern; "" when it does not come."""
        end = time.monotonic() + limit
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
                return ""
            self.seen += data.decode("latin-1").replace("\r", "")

    def type(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def close(self):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout,
                     self.process.stderr):
            pipe.close()


def pixemu(*options, clock="warp"):
    return Console(PIXEMU, "--clock=" + clock, *options)


_tests = []


def test(title, *needs):
    """Registers a test; needs are files it can't do without."""
    def add(function):
        missing = [n or "qemu-system-i386" for n in needs
                   if not n or not os.path.exists(n)]
        _tests.append((title, function, missing))
        return function
    return add


def check(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(w) for w in what) or "not so")


def main():
    print(f"1..{len(_tests)}", flush=True)
    failed = 0
    for n, (title, function, missing) in enumerate(_tests, 1):
        if missing:
            print(f"ok {n} - {title} # skip no {missing[0]}", flush=True)
            continue
        try:
            function()
            print(f"ok {n} - {title}", flush=True)
        except Exception as why:  # every test is to have its line
            failed += 1
            text = str(why).replace("\n", "\n#  ")
            print(f"not ok {n} - {title}\n#  {text}", flush=True)
    sys.exit(failed > 0)
