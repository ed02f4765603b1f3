#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A hub: segments without a unit."""
import os
import signal
import struct
import subprocess
import time

import hostlib
from hostlib import check, equal, path, test
from plug import connect

BROADCAST = b"\xff" * 6


def start(*options):
    return subprocess.Popen([hostlib.PIXEMU, *options],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def frame(to, sender, text):
    data = (to + sender + b"\x88\xb5" + text).ljust(60, b"\0")
    return struct.pack(">I", len(data)) + data


def take(wire):
    got = b""
    while len(got) < 64:
        some = wire.recv(64 - len(got))
        check(some, "hung up on")
        got += some
    return got


@test("stations of a segment hear each other, those of another do not")
def hub():
    process = start("--hub", f"--net=lan:listen:{path('lan')}",
                    f"--net=lan:listen:{path('lan2')}",
                    f"--net=7:listen:{path('other')}",
                    f"--net=7:pcap:{path('record')}")
    first, second, third, other = (connect(path(name)) for name in
                                   ("lan", "lan", "lan2", "other"))
    hello = frame(BROADCAST, b"\2\0\0\0\0\1", b"hello")
    first.sendall(hello)
    equal(take(second), hello)
    equal(take(third), hello)
    alone = frame(BROADCAST, b"\2\0\0\0\0\2", b"alone")
    other.sendall(alone)
    back = frame(b"\2\0\0\0\0\1", b"\2\0\0\0\0\3", b"back")
    third.sendall(back)
    equal(take(first), back)
    end = time.monotonic() + hostlib.LIMIT_S
    while os.path.getsize(path("record")) < 24 + 16 + 60:
        check(time.monotonic() < end, "not recorded")
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    equal(hostlib.finish(process), "")
    for name in ("lan", "lan2", "other"):
        check(not os.path.exists(path(name)), name, "is left behind")
    with open(path("record"), "rb") as file:
        record = file.read()
    check(b"alone" in record and b"hello" not in record, record)


@test("what a hub cannot have is refused in one line")
def refusals():
    lan = "--net=lan:none"
    for options, names in ((("--hub",), "--net="),
                           (("--hub", lan, "a.flash"), "a.flash"),
                           (("--hub", lan, "a.ini"), "a.ini"),
                           (("--hub", lan, "--model=525"), "--model"),
                           (("--hub", lan, "--clock=hold"), "--clock=hold"),
                           (("--hub", "--net=lan:usr"), "--net=lan:usr"),
                           (("--hub", "--net=:none"), "--net=:none"),
                           (("--hub", "--net=lan:segment:lan"), "ring"),
                           ((lan,), "--net=lan:none")):
        done = subprocess.run([hostlib.PIXEMU, *options], text=True,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              timeout=hostlib.LIMIT_S)
        equal(done.returncode, 1, options)
        equal(done.stderr.count("\n"), 1, done.stderr)
        check(names in done.stderr, done.stderr)


hostlib.main()
