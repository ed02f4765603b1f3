#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A configuration that moves from one unit to another by this computer has
the same cryptochecksum there; so has a clone's."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from held import SOFTWARE, Unit, hostlib, tool  # noqa: E402
from hostlib import check, equal, path, test  # noqa: E402

LINES = ("hostname moved", "enable password secret", "passwd hidden",
         "interface ethernet0 auto", "ip address outside 10.1.1.1 255.0.0.0",
         "route outside 0.0.0.0 0.0.0.0 10.1.1.2 1",
         "access-list in permit tcp any any eq 80")


def create(name, serial, *more):
    tool("pixflash", "create", path(name), "--model=515",
         f"--serial={serial}", "--image=" + SOFTWARE + "/pix621.bin",
         "--key=" + tool("pixkey", "make", f"--serial={serial}"), *more)
    return path(name)


def config(flash, text=None):
    done = subprocess.run(
        [os.path.join(hostlib.BUILD, "pixflash"), "config", flash],
        input=text or "", capture_output=True, text=True, check=False)
    equal((done.returncode, done.stderr), (0, ""))
    return done.stdout


def checksum(unit, command, prompt):
    text = unit.line(command, prompt)
    found = re.search(r"Cryptochecksum: ([0-9a-f ]{35})\n", text)
    check(found, text)
    return found[1]


def boots(flash, sums, password="secret"):
    """show checksum, and what write memory makes of it."""
    unit = Unit(flash)
    unit.until("Use SPACE")
    unit.key(" ")
    unit.until("moved> ")
    equal(checksum(unit, "show checksum", "moved> "), sums)
    unit.line("enable", "Password: ")
    unit.line(password, "moved# ")
    equal(checksum(unit, "write memory", "[OK]\n"), sums)
    unit.close()


@test("out of one unit, into another, and into a clone")
def _():
    one = create("one.flash", 1001)
    unit = Unit(one)
    unit.until("Use SPACE")
    unit.key(" ")
    unit.until("pixfirewall> ")
    unit.line("enable", "Password: ")
    unit.line("", "pixfirewall# ")
    unit.line("configure terminal", "(config)# ")
    for line in LINES:
        unit.line(line, "(config)# ")
    sums = checksum(unit, "write memory", "[OK]\n")
    unit.close()

    text = config(one)
    check("\nhostname moved\n" in text, text)
    two = create("two.flash", 1002)
    config(two, text)
    check(config(two) == text)
    boots(two, sums)

    tool("pixflash", "clone", one, path("three.flash"), "--serial=1003")
    boots(path("three.flash"), sums)
    for name in ("one.flash", "two.flash", "three.flash"):
        tool("pixflash", "verify", path(name))


hostlib.main()
