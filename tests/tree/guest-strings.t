#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""No line of the guest's console stands in the host program: what the console
shows is printed by code that the emulated processor executes."""
import os
import re
import subprocess

BUILD = os.environ.get("PIXEMU_BUILD", "build")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def guest_lines():
    """Fixed pieces of every literal in the guest's string tables and code."""
    files = subprocess.run(["git", "ls-files", "bios/*.[ch]", "guest/*.[ch]"],
                           capture_output=True, text=True).stdout.split()
    for path in files:
        code = open(path, encoding="utf-8").read()
        code = re.sub(r"/\*.*?\*/|^\s*#include.*$", "", code,
                      flags=re.S | re.M)
        for literal in LITERAL.findall(code):
            for piece in re.split(r"%[-0-9.*]*[a-z]+|\\.", literal):
                if len(piece.strip()) >= 12:
                    yield piece.strip(), path


def main():
    host = open(os.path.join(BUILD, "pixemu"), "rb").read()
    rom = open(os.path.join(BUILD, "software/pixbios.bin"), "rb").read()
    image = open(os.path.join(BUILD, "software/pix621.bin"), "rb").read()
    lines = sorted(set(guest_lines()))
    found = [(t, p) for t, p in lines if t.encode() in host]
    own = [t for t, _ in lines if t.encode() in rom or t.encode() in image]
    print("1..2")
    for text, path in found:
        print(f"# in the host program: {text!r} ({path})")
    print("not ok" if found else "ok", "1 - the host knows no line of the guest")
    print("ok" if len(own) > 60 else "not ok",
          "2 - the lines that were looked for are in the firmware")


main()
