#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""One flipped bit in a unit's disk image is noticed: at the start of the unit,
or by pixemu before it starts."""
import os
import select
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("PIXEMU_BUILD", "build")
SERIAL = "12345678"
CHIPS = 16 << 20
# docs/flash.md, generation 3; docs/hardware.md, the disk image.
KEY, LAYOUT, TRAILER = 0x2B0400, 0x2B0000, CHIPS
ENDS = (b"pixfirewall> ", b"monitor> ", b"Rebooting")


def tool(name, *options):
    return subprocess.run([os.path.join(BUILD, name), *options], check=True,
                          capture_output=True, text=True).stdout.strip()


def make(path):
    key = tool("pixkey", "make", "--serial=" + SERIAL, "--license=UR",
               "--3des")
    tool("pixflash", "create", path, "--model=525", "--serial=" + SERIAL,
         f"--image={BUILD}/software/pix621.bin", "--key=" + key)


def flip(path, offset, bit=3):
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))


def start(path):
    """What unit and program say until a prompt, a restart or the end."""
    process = subprocess.Popen(
        [os.path.join(BUILD, "pixemu"), "--clock=warp", path],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    seen, until, pressed = b"", time.monotonic() + 30, False
    while time.monotonic() < until and not any(e in seen for e in ENDS):
        ready, _, _ = select.select([process.stdout], [], [], 1)
        if ready:
            chunk = os.read(process.stdout.fileno(), 65536)
            if not chunk:
                break
            seen += chunk
        if not pressed and b"Flash boot in" in seen:
            process.stdin.write(b" ")
            process.stdin.flush()
            pressed = True
    process.kill()
    process.wait()
    return seen.decode("latin-1").replace("\r", "")


def image_bytes(path):
    return os.path.getsize(os.path.join(BUILD, "software/pix621.bin"))


def main():
    tests = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "unit.flash")
        make(path)
        whole = start(path)
        tests.append(("a whole unit boots with its key",
                      "pixfirewall> " in whole and
                      "VPN-3DES:           Enabled" in whole))
        size = image_bytes(path)
        sums = "Checksum verification on"
        places = [
            ("the image's magic", 2, "monitor> "),
            ("the image's length", 15, "monitor> "),
            ("the image's sum", 28, sums),
            ("the image's digest", 40, sums),
            ("the image's release", 20, sums),
            ("the image's first program", 600, sums),
            ("the middle of the image", size // 2, sums),
            ("the last byte of the image", size - 1, sums),
            ("the key's record", KEY + 2, "no valid activation key"),
            ("the key's words", KEY + 256 + 5, "no valid activation key"),
            ("the layout record", LAYOUT + 256 + 1, "layout record in flash"),
            ("the trailer's magic", TRAILER + 1, "pixemu: "),
            ("the serial number", TRAILER + 33, "pixemu: "),
            ("the trailer's own check", TRAILER + 38, "pixemu: "),
        ]
        for what, offset, sign in places:
            flip(path, offset)
            said = start(path)
            flip(path, offset)
            tests.append((what, sign in said))
            if sign not in said:
                print("".join(f"# {what}: {l}\n"
                              for l in said.split("\n")[-24:]), end="")
        tests.append(("flipped back, it boots again",
                      "pixfirewall> " in start(path)))
    print(f"1..{len(tests)}")
    for n, (what, passed) in enumerate(tests, 1):
        print("ok" if passed else "not ok", n, "-", what)
    return 0 if all(passed for _, passed in tests) else 1


sys.exit(main())
