#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""--seed: the same session is the same to the last byte; another seed is
another serial number, another station, other frames lost."""
import os
import re

import held
from hostlib import check, equal, path, test

SECONDS = 20
# For SAN=1: the download is not over in the end, and what libslirp keeps of it
# is known (tests/libraries.supp) by its whole backtrace only.
os.environ["ASAN_OPTIONS"] = "fast_unwind_on_malloc=0"


def session(seed, number, traced=True):
    """A download over a line that loses frames, from a unit whose flash file
    is new -> console, frames, trace, flash file."""
    files = {kind: path(f"{number}.{kind}")
             for kind in ("pcap", "trace", "flash")}
    unit = held.Unit(
        files["flash"], f"--seed={seed}", "--rtc=2001-09-11T12:00:00",
        f"--net=1:user,tftp={held.SOFTWARE},loss=1%",
        f"--net=1:pcap:{files['pcap']}", "--name=lab",
        *(["--trace=all", "--trace-file=" + files["trace"]] if traced else []))
    unit.monitor()
    unit.line("timeout 1", "monitor> ")
    for line in ("address 192.168.1.1", "server 192.168.1.2"):
        unit.line(line, "monitor> ")
    unit.key("trace\rfile pix621.bin\rping 192.168.1.2\rtftp\r")
    unit.run(SECONDS * 10**9)
    unit.close()
    got = {"console": unit.said.encode()}
    for kind, name in files.items():
        if not os.path.exists(name):
            continue
        with open(name, "rb") as file:
            got[kind] = file.read()
    return got


def station(got):
    return re.search(rb"MAC: (\S+)", got["console"])[1]


first = session(7, 1)


@test("the same seed: console, frames, trace and flash file are the same")
def same():
    again = session(7, 2)
    check(len(first["pcap"]) > 5000, len(first["pcap"]), first["console"])
    for kind, text in first.items():
        check(again[kind] == text, kind, "differs")


@test("who listens changes nothing")
def untraced():
    alone = session(7, 4, traced=False)
    check("trace" not in alone)
    for kind, text in alone.items():
        check(first[kind] == text, kind, "differs")


@test("another seed: another station, other frames are lost")
def other():
    another = session(8, 3)
    check(station(first) != station(another), station(another))
    check(b"<-1>" in first["console"], first["console"][-300:])
    check(first["console"] != another["console"])
    equal(len(first["flash"]), len(another["flash"]))


held.hostlib.main()
