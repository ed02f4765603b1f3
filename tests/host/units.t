#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Unit files: one unit, and several in one process."""
import os
import subprocess

import hostlib
from hostlib import (Qmp, check, equal, finish, path, start, test, until,
                     write)


def unit(name, *lines):
    with open(path(name + ".ini"), "w", encoding="utf-8") as file:
        file.write("\n".join(["[unit]", *lines, ""]))
    return path(name + ".ini")


@test("a unit file alone has its console here")
def alone():
    process = start(unit("edge", "model=515", f"flash={path('e.flash')}",
                         f"control=unix:{path('e')}"))
    qmp = Qmp(path("e"))
    until(process.stdout.fileno(), b"ready\r\n")
    equal(qmp.ask("query-name"), {"name": "edge"})
    qmp.ask("quit")
    finish(process)
    check(os.path.getsize(path("e.flash")) > 16 << 20)


@test("two units in one process: each has its switches, both end together")
def two():
    process = start("--paused", *(
        unit(name, f"flash={path(name + '.flash')}",
             f"control=unix:{path(name)}", *more)
        for name, more in (("p", ["console=stdio"]), ("s", ["model=506"]))))
    first, second = Qmp(path("p")), Qmp(path("s"))
    equal(first.ask("query-name"), {"name": "p"})
    equal(second.ask("query-name"), {"name": "s"})
    equal(second.ask("query-chardev")[0]["filename"], "none")
    equal(first.ask("query-status")["status"], "prelaunch")
    first.ask("cont")
    until(process.stdout.fileno(), b"ready\r\n")
    equal(second.ask("query-status")["status"], "prelaunch")
    second.ask("cont")
    first.ask("system_powerdown")
    equal(second.ask("query-status")["status"], "running")
    second.ask("quit")
    for qmp in (first, second):
        equal(qmp.event("SHUTDOWN")["data"]["reason"], "host-qmp-quit")
    finish(process)


@test("one that wedges ends both, and the other one is told, once")
def wedged():
    process = start(*(unit(name, f"control=unix:{path(name)}", *more)
                      for name, more in (("p", ["console=stdio"]), ("s", []))))
    other = Qmp(path("s"))
    until(process.stdout.fileno(), b"ready\r\n")
    process.stdin.write(b"W")
    process.stdin.flush()
    equal(other.event("SHUTDOWN")["data"]["reason"], "guest-panic")
    finish(process, 3)
    process = start("-C", "unix:" + path("q"))
    qmp = Qmp(path("q"))
    qmp.send('{"execute":"quit"}{"execute":"quit"}{"execute":"quit"}')
    said = qmp.file.read()
    equal(said.count("SHUTDOWN"), 1, said)
    finish(process)


@test("they meet in a segment of the process")
def segment():
    bios = os.path.join(hostlib.BUILD, "software", "pixbios.bin")
    process = subprocess.Popen(
        [hostlib.PIXEMU, "--clock=warp", f"--bios={bios}",
         unit("p", "console=stdio", "net1=segment:lan"),
         unit("s", f"control=unix:{path('s')}",
              f"net1=segment:lan;pcap:{path('seen')}")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(process.stdout.fileno(), b"Use SPACE to begin flash boot")
    process.stdin.write(b"\x1b")
    process.stdin.flush()
    until(process.stdout.fileno(), b"monitor> ")
    process.stdin.write(b"address 192.168.1.1\rping 192.168.1.9\r")
    process.stdin.flush()
    until(process.stdout.fileno(), b"percent (0/5)")
    Qmp(path("s")).ask("quit")
    finish(process)
    with open(path("seen"), "rb") as file:
        check(bytes([192, 168, 1, 9]) in file.read(), "nothing was heard")


@test("they share one clock")
def clock():
    process = start("--clock=hold", *(
        unit(name, f"control=unix:{path(name)}") for name in ("p", "s")))
    first, second = Qmp(path("p")), Qmp(path("s"))
    first.ask("x-clock", until=123456789)
    now = second.ask("x-clock")["now"]
    check(123456789 <= now < 123457789, now)
    first.ask("quit")
    finish(process)


@test("what refuses one unit refuses all, and names its file")
def refused():
    good = unit("good", f"flash={path('new.flash')}")
    for line, names in ((f"flash={path('.')}/new.flash", "has its own"),
                        ("net1=usr", "bad.ini:2: "),
                        ("net9=none", "bad.ini: "),
                        ("bios=/nowhere", "bad.ini: "),
                        ("control=unix:/nowhere/x", "bad.ini: ")):
        bad = unit("bad", line)
        done = subprocess.run([hostlib.PIXEMU, good, bad], text=True,
                              stderr=subprocess.PIPE, timeout=hostlib.LIMIT_S)
        equal(done.returncode, 1)
        equal(done.stderr.count("\n"), 1, done.stderr)
        check(names in done.stderr, done.stderr)
        check(not os.path.exists(path("new.flash")), "a file was created")
    # One that is refused only when files are made.
    chips = write("chips.flash", b"\xff" * (16 << 20))
    done = subprocess.run([hostlib.PIXEMU, unit("old", f"flash={chips}"),
                           unit("long", f"flash={path('x' * 256)}")],
                          text=True, stderr=subprocess.PIPE,
                          timeout=hostlib.LIMIT_S)
    equal(done.returncode, 1, done.stderr)
    equal(os.path.getsize(chips), 16 << 20, "the first unit's file")


hostlib.main()
