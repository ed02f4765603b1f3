#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The control socket of the real program."""
import json
import os
import signal
import socket
import stat

import hostlib
from hostlib import Qmp, check, equal, finish, path, start, test, until


@test("the socket is for its owner alone, and gone at the end")
def mode():
    process = start("-C", "unix:" + path("m"))
    qmp = Qmp(path("m"))
    equal(stat.S_IMODE(os.stat(path("m")).st_mode), 0o600)
    check("QMP" in qmp.greeting, qmp.greeting)
    qmp.ask("quit")
    finish(process)
    check(not os.path.exists(path("m")), "the socket is still there")


@test("a socket that nobody answers on is taken over")
def stale():
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(path("s"))
    dead.close()
    process = start("-C", "unix:" + path("s"))
    Qmp(path("s")).ask("quit")
    finish(process)


@test("the switches: pause, reset, power; and what is told of them")
def switches():
    process = start("-C", "unix:" + path("w"), "-S", "-N", "edge")
    qmp, other = Qmp(path("w")), Qmp(path("w"))
    equal(qmp.ask("query-name"), {"name": "edge"})
    equal(qmp.ask("query-status"), {"status": "prelaunch", "running": False})
    qmp.ask("cont")
    other.event("RESUME")
    until(process.stdout.fileno(), b"ready\r\n")
    qmp.ask("stop")
    other.event("STOP")
    equal(qmp.ask("query-status"), {"status": "paused", "running": False})
    qmp.ask("cont")
    qmp.ask("system_reset")
    equal(other.event("RESET")["data"]["guest"], False)
    until(process.stdout.fileno(), b"ready\r\n")
    qmp.ask("system_powerdown")
    other.event("POWERDOWN")
    equal(qmp.ask("query-status"), {"status": "shutdown", "running": False})
    qmp.ask("system_wakeup")
    until(process.stdout.fileno(), b"ready\r\n")
    qmp.ask("x-power", on=False)
    equal(qmp.ask("query-status")["status"], "shutdown")
    qmp.ask("x-power", on=True)
    until(process.stdout.fileno(), b"ready\r\n")
    process.stdin.write(b"R")
    process.stdin.flush()
    equal(other.event("RESET")["data"], {"guest": True,
                                         "reason": "guest-reset"})
    qmp.ask("quit")
    equal(other.event("SHUTDOWN")["data"]["reason"], "host-qmp-quit")
    finish(process)


@test("a break arrives at the unit")
def send_break():
    process = start("-C", "unix:" + path("b"))
    qmp = Qmp(path("b"))
    until(process.stdout.fileno(), b"ready\r\n")
    qmp.ask("chardev-send-break", id="console")
    until(process.stdout.fileno(), b"~")
    qmp.ask("quit")
    finish(process)


@test("a link is pulled and put back")
def link():
    process = start("-C", "unix:" + path("n"))
    qmp = Qmp(path("n"))
    qmp.ask("set_link", name="net1", up=False)
    qmp.ask("set_link", name="net1", up=True)
    qmp.send('{"execute":"set_link","arguments":{"name":"net7","up":true}}')
    equal(qmp.answer()["error"]["class"], "DeviceNotFound")
    qmp.ask("quit")
    finish(process)


@test("forty clients, and thirty of them hang up in the middle")
def crowd():
    process = start("-C", "unix:" + path("c"))
    for n in range(30):
        rude = socket.socket(socket.AF_UNIX)
        rude.connect(path("c")) if n else Qmp(path("c")).close()
        if n:
            rude.sendall(b'{"execute":"qmp_capabilities"}'
                         b'{"execute":"query-commands"}{"exec'[:n * 3])
        rude.close()
    clients = [Qmp(path("c")) for _ in range(10)]
    for n, client in enumerate(clients):
        client.send('{"execute":"query-status","id":%d}' % n)
    for n, client in enumerate(clients):
        equal(client.answer()["id"], n)
    clients[0].ask("quit")
    finish(process)


@test("a picture is not painted over a flash file, nor waits for a reader")
def picture():
    flash = path("picture.flash")
    process = start("-C", "unix:" + path("p"), flash)
    qmp = Qmp(path("p"))
    size = os.path.getsize(flash)
    os.mkfifo(path("fifo"))
    for name, words in ((flash, "in use"), (path("fifo"), "nobody reads it")):
        qmp.send(json.dumps({"execute": "screendump",
                             "arguments": {"filename": name}}))
        answer = qmp.answer()
        check(words in answer["error"]["desc"], answer)
    equal(os.path.getsize(flash), size)
    qmp.ask("quit")
    finish(process)


@test("the name of a diskette that is no UTF-8")
def bytes_in_name():
    name = os.fsencode(path("disk")) + b"\xff"
    with open(name, "wb") as file:
        file.write(bytes(1474560))
    process = start("-M520", "-C", "unix:" + path("b"), b"-f" + name)
    qmp = Qmp(path("b"))
    said = qmp.ask("query-block")[0]["inserted"]["file"]
    check(said.endswith("disk\ufffd"), said)
    qmp.ask("quit")
    finish(process)


@test("garbage, half an object and a line without end crash nothing")
def garbage():
    process = start("-C", "unix:" + path("g"))
    qmp = Qmp(path("g"))
    for bad in (b"\x00\xff\n", b"]]]]\n", b"{\n", b"\"}\n}\n", b"[" * 9999,
                b"\n", b'{"execute":"' + b"x" * 200000 + b'"}\n'):
        qmp.send(bad)
    qmp.send('\n{"execute":"query-status","id":"alive"}')
    while qmp.answer().get("id") != "alive":
        pass
    deaf = Qmp(path("g"))  # asks and asks, and reads nothing
    deaf.socket.settimeout(0.2)
    try:
        while True:
            deaf.send('{"execute":"query-commands"}' * 100)
    except OSError:
        pass
    qmp.ask("quit")
    finish(process)


@test("under a held clock, time and console go step by step")
def held():
    process = start("-C", "unix:" + path("h"), "--clock=hold", "-S")
    os.set_blocking(process.stdout.fileno(), False)
    qmp = Qmp(path("h"))
    qmp.ask("cont")
    equal(process.stdout.read(), None)
    now = qmp.ask("x-clock", until=20_000_000)
    # An instruction isn't cut in two.
    check(20_000_000 <= now["now"] < 20_001_000, now)
    equal(process.stdout.read(), b"ready\r\n")
    # As fast as they can be written: typed, then run, then read.
    for n in range(1, 200):
        line = b"line %d of what is typed, longer than a queue\r" % n
        process.stdin.write(line)
        process.stdin.flush()
        qmp.ask("x-clock", until=20_000_000 + n * 5_000_000)
        equal(process.stdout.read(), line)
    qmp.send('{"execute":"x-clock","arguments":{"until":5}}')
    check("behind" in qmp.answer()["error"]["desc"])
    qmp.send('{"execute":"x-clock","arguments":{"mode":"warp"}}')
    check("held" in qmp.answer()["error"]["desc"])
    qmp.ask("quit")
    finish(process)


@test("two held runs print the same at the same time")
def repeatable():
    seen = []
    for _ in range(2):
        process = start("-C", "unix:" + path("r"), "--clock=hold", "-S")
        os.set_blocking(process.stdout.fileno(), False)
        qmp, steps = Qmp(path("r")), []
        qmp.ask("cont")
        process.stdin.write(b"abcF")
        process.stdin.flush()
        for n in range(1, 60):
            qmp.ask("x-clock", until=n * 20_000)
            steps.append(len(process.stdout.read() or b""))
        seen.append(steps)
        qmp.ask("quit")
        finish(process)
    check(sum(seen[0]) > 10, seen)
    equal(seen[0], seen[1])


@test("who waits for a held clock may hang up")
def hang_up():
    process = start("-C", "unix:" + path("u"), "--clock=hold", "-S")
    waits, other = Qmp(path("u")), Qmp(path("u"))
    waits.send('{"execute":"x-clock","arguments":{"until":1000000}}')
    equal(other.ask("x-clock")["now"], 0)
    waits.close()
    other.ask("cont")
    while other.ask("x-clock")["now"] < 1000000:
        pass
    other.ask("quit")
    finish(process)


@test("a signal is told before the end")
def told():
    process = start("-C", "unix:" + path("t"))
    qmp = Qmp(path("t"))
    process.send_signal(signal.SIGTERM)
    equal(qmp.event("SHUTDOWN")["data"]["reason"], "host-signal")
    finish(process)


hostlib.main()
