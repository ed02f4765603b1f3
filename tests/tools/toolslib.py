# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of pixkey, pixflash and mkimage have in common."""
import os
import struct
import subprocess
import sys

sys.path.insert(
    1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import (BUILD, check, equal, folder, main,  # noqa: E402,F401
                 path, test, write)

TRAILER = 8192


def run(tool, *args):
    """-> exit status, standard output, standard error"""
    done = subprocess.run([os.path.join(BUILD, tool), *args],
                          capture_output=True, text=True, timeout=60,
                          check=False)
    return done.returncode, done.stdout, done.stderr


def works(tool, *args):
    status, out, err = run(tool, *args)
    equal((status, err), (0, ""))
    return out


def refused(tool, *args, says):
    """Exit status 1, nothing on standard output, one line that begins with
    the tool's name and has every text of `says` in it."""
    status, out, err = run(tool, *args)
    equal((status, out), (1, ""))
    check(err.count("\n") == 1 and err.endswith("\n"), "not one line:", err)
    check(err.startswith(os.path.basename(tool) + ": "), err)
    for part in says:
        check(part in err, repr(part), "is not in:", err)


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def elf(code=b"\x90" * 100, load=0x700000, bss=1000, entry=None, kind=2,
        machine=3):
    """A 32-bit executable with one segment."""
    entry = load if entry is None else entry
    head = struct.pack("<16sHHIIIIIHHHHHH", b"\x7fELF\x01\x01\x01", kind,
                       machine, 1, entry, 52, 0, 0, 52, 32, 1, 40, 0, 0)
    segment = struct.pack("<8I", 1, 84, load, load, len(code),
                          len(code) + bss, 7, 4)
    return head + segment + code


def image(name="test.bin", release="6.2(1)", code=b"\x90" * 100, *more):
    """An image made by mkimage."""
    program = write(name + ".elf", elf(code))
    works("tools/mkimage", "--output=" + path(name), "--release=" + release,
          "--product=Test Firewall", "--built=today",
          "--runtime=" + program, *more)
    return path(name)
