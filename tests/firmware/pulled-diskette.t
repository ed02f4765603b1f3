#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A diskette is pulled out while it is written, with the times of a real
drive: the command says so, and the diskette has the text before or the new one,
whole.  So has one that is exchanged for another."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from held import SOFTWARE, Unit, hostlib, tool  # noqa: E402
from hostlib import check, equal, path, test  # noqa: E402

MOMENTS = 60 if os.environ.get("SOAK") else 8
BYTES = 1474560
EMPTY = "There is no diskette in the drive."


def blank(name):
    with open(path(name), "wb") as file:
        file.truncate(BYTES)
    return path(name)


def started(flash):
    tool("pixflash", "create", path(flash), "--model=520",
         "--image=" + SOFTWARE + "/pix621.bin")
    unit = Unit(path(flash), "--timing=authentic")
    unit.until("Use SPACE", seconds=200)
    unit.key(" ")
    unit.until("pixfirewall> ")
    unit.line("enable", "Password: ")
    unit.line("", "pixfirewall# ")
    unit.line("configure terminal", "(config)# ")
    unit.line("no pager", "(config)# ")
    return unit


def put_in(unit, name):
    unit.qmp.ask("blockdev-change-medium", id="floppy0", filename=path(name))


def called(unit, name):
    unit.line("hostname " + name, name + "(config)# ")


def on_diskette(unit, *names):
    """configure floppy gives one of these."""
    called(unit, "nobody")
    said = unit.line("configure floppy", "(config)# ")
    name = said.split("\n")[-1].split("(")[0]
    check(name in names, said)
    return name


def begin(unit):
    unit.key("write floppy\r")
    unit.until("Building configuration...\n")


@test("pulled out at any moment of a write: the old text or the new one")
def pulled():
    blank("a.img")
    unit = started("a.flash")
    put_in(unit, "a.img")
    called(unit, "old0")
    unit.line("write floppy", "[OK]")
    begin(unit)
    start = unit.now
    unit.until("[OK]")
    whole, old, seen = unit.now - start, "old0", set()
    for n in range(MOMENTS):
        called(unit, f"new{n}")
        begin(unit)
        unit.run(whole * n // MOMENTS + 1_234_567)
        unit.qmp.ask("eject", id="floppy0")
        said = unit.until("(config)# ")
        check(EMPTY in said and "[FAILED]" in said or "[OK]" in said, said)
        equal(os.path.getsize(path("a.img")), BYTES)
        put_in(unit, "a.img")
        name = on_diskette(unit, old, f"new{n}")
        check("[OK]" not in said or name == f"new{n}", said)
        seen.add(name == old)
        old = name
    check(True in seen, "none was pulled out early")
    unit.close()


@test("another one put in meanwhile is not written on")
def exchanged():
    blank("a.img")
    blank("b.img")
    unit = started("b.flash")
    put_in(unit, "a.img")
    called(unit, "long")
    for n in range(60):
        unit.line(f"name 10.1.1.{n + 1} a-station-of-this-name-{n}", "# ")
    begin(unit)
    start = unit.now
    unit.until("[OK]")
    whole, failed = unit.now - start, 0
    for tenth in (6, 7, 8, 9):
        begin(unit)
        unit.run(whole * tenth // 10)
        put_in(unit, "b.img")
        said = unit.until("(config)# ")
        failed += "[FAILED]" in said
        put_in(unit, "a.img")
        with open(path("b.img"), "rb") as file:
            check(not any(file.read()), "something was written on it")
    check(failed, "it was always too late")
    unit.close()


hostlib.main()
