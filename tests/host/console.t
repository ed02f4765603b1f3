#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The console on pipes: bytes unaltered, nothing lost, nothing ended."""
import os
import signal
import subprocess
import threading
import time

import hostlib
from hostlib import check, equal, finish, path, start, test, until

# What echorom.py sends back and takes no meaning from.
PLAIN = bytes(b for b in range(256) if b not in b"FWR")


def quit_of(process):
    process.send_signal(signal.SIGTERM)
    return finish(process)


@test("every byte goes both ways unaltered, Ctrl-A x too")
def unaltered():
    process = start()
    until(process.stdout.fileno(), b"ready\r\n")
    process.stdin.write(b"\x01x" + PLAIN)
    process.stdin.flush()
    equal(until(process.stdout.fileno(), PLAIN), b"\x01x" + PLAIN)
    quit_of(process)


@test("2,000 pasted lines arrive whole")
def paste():
    process = start()
    text = b"".join(b"access-list 101 permit ip host 10.1.%d.%d any\r"
                    % (n >> 8, n & 255) for n in range(2000))
    until(process.stdout.fileno(), b"ready\r\n")

    def type_it():
        process.stdin.write(text)
        process.stdin.flush()
    typist = threading.Thread(target=type_it)
    typist.start()
    got = b""
    while len(got) < len(text):
        got += os.read(process.stdout.fileno(), 65536)
    typist.join()
    check(got == text, "altered")
    quit_of(process)


@test("the end of the input ends nothing")
def end_of_input():
    process = start(stdin=subprocess.DEVNULL)
    until(process.stdout.fileno(), b"ready\r\n")
    time.sleep(0.1)
    equal(process.poll(), None)
    quit_of(process)


@test("a closed standard input, output and error are no harm")
def closed():
    process = start("-C", "unix:" + path("x"), stdin=None, stdout=None,
                    preexec_fn=lambda: (os.close(0), os.close(1)))
    hostlib.Qmp(path("x")).ask("quit")
    finish(process)


@test("a reader that goes ends nothing")
def gone():
    process = start("-C", "unix:" + path("y"))
    qmp = hostlib.Qmp(path("y"))
    process.stdout.close()
    process.stdin.write(b"abcF")
    process.stdin.flush()
    time.sleep(0.1)
    equal(qmp.ask("query-status")["status"], "running")
    qmp.ask("quit")
    finish(process)


@test("a reader that stalls stops neither QMP nor signals, and misses nothing")
def stalled():
    process = start("-C", "unix:" + path("z"))
    qmp = hostlib.Qmp(path("z"))
    until(process.stdout.fileno(), b"ready\r\n")
    process.stdin.write(b"F")
    process.stdin.flush()
    time.sleep(1)  # the queue may be full by now, or not
    qmp.ask("stop")
    equal(qmp.ask("query-status")["status"], "paused")
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=hostlib.LIMIT_S)
    equal(process.returncode, 0)
    equal(out.strip(b"y"), b"")


@test("an idle unit with input at its end costs next to nothing")
def idle():
    process = start("-S", "-C", "unix:" + path("i"),
                    stdin=subprocess.DEVNULL)
    hostlib.Qmp(path("i"))
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        first = sum(map(int, file.read().split()[13:15]))
    time.sleep(1)
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        second = sum(map(int, file.read().split()[13:15]))
    check(second - first <= 2, second - first, "ticks in a second")
    quit_of(process)


@test("without a flash file one line says so")
def in_memory():
    process = start("-c", "none")
    said = until(process.stderr.fileno(), b"\n").decode()
    said += quit_of(process)
    check("no flash file" in said, said)
    equal(said.count("\n"), 1)


@test("a flash file is created, which a line says, and keeps its number")
def created():
    for serial in ("77", "78"):
        process = start("-c", "none", f"--serial={serial}", "-C",
                        "unix:" + path("f"), path("new.flash"))
        hostlib.Qmp(path("f")).ask("quit")
        said = finish(process)
        equal("keeps its serial number 77" in said, serial == "78", said)
        equal("new.flash: there was no such file" in said, serial == "77",
              said)
    equal(os.path.getsize(path("new.flash")), 16 * 1024 * 1024 + 8192)


@test("a unit that wedges ends with status 3")
def wedged():
    process = start("-N", "edge")
    until(process.stdout.fileno(), b"ready\r\n")
    process.stdin.write(b"W")
    process.stdin.flush()
    said = finish(process, 3)
    check("edge is wedged" in said, said)


hostlib.main()
