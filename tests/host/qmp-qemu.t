#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same questions to QEMU's control socket and to ours: the same answers,
where both have the command."""
import json
import os
import select
import subprocess
import time

import hostlib
from hostlib import Qmp, check, equal, finish, path, start, test

QEMU = "qemu-system-i386"

BEFORE = [  # qmp_capabilities
    '{"execute":"query-status"}',
    '{"execute":"nonsense","id":1}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["nope"]}}',
    '{"execute":"qmp_capabilities","arguments":{"enable":5}}',
    '{"execute":"qmp_capabilities","arguments":{"x":5}}',
    '{"execute":"qmp_capabilities","arguments":[]}',
    '{"execute":"qmp_capabilities","id":{"a":[1,null]}}',
]
AFTER = [
    '{"execute":"qmp_capabilities","id":7}',
    '{"execute":"nonsense","id":1}',
    '{"execute":"QUERY-STATUS"}',
    '{"execute":""}',
    '{"execute":"query-status","arguments":{"x":1}}',
    '{"execute":"set_link","arguments":{}}',
    '{"execute":"set_link"}',
    '{"execute":"set_link","arguments":{"name":"x"}}',
    '{"execute":"set_link","arguments":{"up":5,"name":5}}',
    '{"execute":"set_link","arguments":{"name":"x","up":"yes"}}',
    '{"execute":"set_link","arguments":{"name":"x","up":1}}',
    '{"execute":"set_link","arguments":{"name":"x","up":null}}',
    '{"execute":"set_link","arguments":{"name":"x","up":true}}',
    '{"execute":"set_link","arguments":{"name":"x","up":true,"extra":1}}',
    '{"execute":5}',
    '{"execute":"query-status","arguments":[]}',
    '{"execute":"query-status","arguments":null}',
    '{"arguments":{}}',
    '{}',
    '{"execute":"query-status","bogus":1}',
    '{"exec-oob":"query-status"}',
    '[1]',
    '5',
    '"text"',
    '{"execute":"query-status",}',
    '{ foo }',
    '{"execute" "query-status"}',
    "{'execute':'query-name','id':'single'}",
    '{"execute":"eject"}',
    '{"execute":"eject","arguments":{"id":"floppy0"}}',
    '{"execute":"eject","arguments":{"device":"floppy0"}}',
    '{"execute":"eject","arguments":{"device":"floppy0","id":"floppy0"}}',
    '{"execute":"eject","arguments":{"id":"floppy0","force":"yes"}}',
    '{"execute":"blockdev-change-medium","arguments":{"filename":"x"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"x"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0"}}',
    '{"execute":"query-block"}',
    '{"execute":"screendump"}',
    '{"execute":"chardev-send-break","arguments":{"id":"nobody"}}',
    '{"execute":"chardev-send-break","arguments":{"id":5}}',
    '{"execute":"stop","id":null}',
    '{"execute":"cont","id":{"deep":[1,2,{"x":"y"}]}}',
    '{"execute":"query-name","id":"caf\\u00e9"}',
]


# The same to a drive with a diskette in it: {a}, {b} are images.
DRIVE = [
    '{"execute":"query-block"}',
    '{"execute":"eject"}',
    '{"execute":"eject","arguments":{"id":"floppy0","force":true}}',
    '{"execute":"query-block"}',
    '{"execute":"eject","arguments":{"id":"floppy0"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"{b}","format":"raw"}}',
    '{"execute":"query-block"}',
    '{"execute":"blockdev-change-medium","arguments":{"device":"floppy0",'
    '"filename":"{a}","format":"raw","read-only-mode":"read-only"}}',
    '{"execute":"query-block"}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"{a}","format":"raw","read-only-mode":"read-write"}}',
    '{"execute":"query-block"}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"/nonexistent/x","format":"raw"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"/tmp","format":"raw"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"{a}","format":"bogus"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy0",'
    '"filename":"{a}","read-only-mode":"bogus"}}',
    '{"execute":"blockdev-change-medium","arguments":{"id":"floppy1",'
    '"filename":"{a}"}}',
    '{"execute":"eject","arguments":{"id":"floppy1"}}',
    '{"execute":"query-block"}',
]


def qemu_with_drive(name):
    return qemu(name, "-drive",
                f"if=none,id=floppy0,format=raw,file={diskette('a')}",
                "-device", "floppy,id=floppy0,drive=floppy0")


def ours_with_drive(name):
    return ours(name, "-M", "520", "-f", diskette("a"))


def diskette(name):
    where = path(name + ".img")
    if not os.path.exists(where):
        with open(where, "wb") as file:
            file.write(bytes(1474560))
    return where


def qemu(name, *more):
    process = subprocess.Popen(
        [QEMU, "-S", "-name", "pixemu", "-display", "none", "-nodefaults",
         "-qmp", f"unix:{name},server=on,wait=off", *more], stdin=subprocess.DEVNULL)
    return process


def ours(name, *more):
    return start("-S", "-c", "none", "-C", "unix:" + name, *more,
                 stdin=subprocess.DEVNULL)


def alike(answer):
    """What must be the same: all but how the parser words a mistake."""
    if "error" in answer:
        desc = answer["error"]["desc"]
        if desc.startswith("JSON parse error"):
            desc = "JSON parse error"
        desc = desc.replace("'null' does not", "'enable[0]' does not")
        answer["error"]["desc"] = desc
    return answer


def conversation(begin, negotiate=True):
    name = path(f"c{time.monotonic_ns()}")
    process = begin(name)
    qmp = Qmp(name, negotiate=False)
    answers = []
    for line in BEFORE + AFTER:
        qmp.send(line + "\n")
        answers.append(alike(qmp.answer()))
    events = [(e["event"], sorted(e), sorted(e["timestamp"]))
              for e in qmp.events]
    qmp.events = []
    qmp.send('{"execute":"quit","id":"bye"}')
    bye = qmp.answer()
    event = qmp.event("SHUTDOWN")
    event.pop("timestamp")
    equal(qmp.file.readline(), "", "after the end")
    process.wait(hostlib.LIMIT_S)
    return answers, events, (bye, event)


@test("every question has QEMU's answer, every event QEMU's form", QEMU)
def answers():
    theirs, their_events, their_end = conversation(qemu)
    mine, my_events, my_end = conversation(ours)
    wrong = [f"{line}\n#   QEMU {t}\n#   ours {m}" for line, t, m in
             zip(BEFORE + AFTER, theirs, mine) if t != m]
    check(not wrong, "\n# " + "\n# ".join(wrong))
    equal(my_events, their_events, "events")
    equal(my_end, their_end, "end")


def reason(answer):
    """Why a file is refused, each says in its own words."""
    if "error" in answer:
        first, colon, _ = answer["error"]["desc"].partition("': ")
        answer["error"]["desc"] = first + colon
    else:
        for device in answer["return"] or []:
            if "inserted" in device:
                device["inserted"].pop("node-name")
                device["inserted"].pop("active", None)  # QEMU 10
                device["inserted"]["image"].pop("actual-size")
    return answer


@test("a diskette drive answers as QEMU's", QEMU)
def drive():
    asked = [line.replace("{a}", diskette("a")).replace("{b}", diskette("b"))
             for line in DRIVE]
    seen = []
    for begin in (qemu_with_drive, ours_with_drive):
        name = path(f"d{time.monotonic_ns()}")
        process = begin(name)
        qmp = Qmp(name)
        answers = []
        for line in asked:
            qmp.send(line + "\n")
            answers.append(reason(qmp.answer()))
        qmp.ask("quit")
        process.wait(hostlib.LIMIT_S)
        seen.append(answers)
    wrong = [f"{line}\n#   QEMU {t}\n#   ours {m}" for line, t, m in
             zip(asked, *seen) if t != m]
    check(not wrong, "\n# " + "\n# ".join(wrong))


@test("the tray tells each of its moves, to every client and before the answer")
def tray():
    name = path("tray")
    process = ours_with_drive(name)
    qmp, other = Qmp(name), Qmp(name)

    def moves(command, **arguments):
        qmp.send(json.dumps({"execute": command, "arguments": arguments}))
        qmp.answer()
        seen = [(e["event"], e["data"]) for e in qmp.events]
        qmp.events = []
        return seen
    out, back = [("DEVICE_TRAY_MOVED", {"device": "floppy0", "id": "floppy0",
                                        "tray-open": v}) for v in (True, False)]
    equal(moves("eject", id="floppy0"), [out])
    equal(moves("eject", id="floppy0"), [])
    equal(moves("blockdev-change-medium", id="floppy0",
                filename=diskette("b")), [back])
    equal(moves("blockdev-change-medium", id="floppy0",
                filename=diskette("a")), [out, back])
    equal(moves("blockdev-change-medium", id="floppy0", filename="/x"), [])
    equal(other.event("DEVICE_TRAY_MOVED")["data"], out[1])
    qmp.ask("quit")
    finish(process)


@test("greeting and version have the members that QEMU's have", QEMU)
def greeting():
    def shape(value):
        if isinstance(value, dict):
            return {k: shape(v) for k, v in value.items()}
        return type(value).__name__
    seen = []
    for begin in (qemu, ours):
        name = path(f"g{time.monotonic_ns()}")
        process = begin(name)
        qmp = Qmp(name)
        seen.append((shape(qmp.greeting), shape(qmp.ask("query-version")),
                     shape(qmp.ask("query-commands")[0])))
        qmp.ask("quit")
        process.wait(hostlib.LIMIT_S)
    equal(seen[1], seen[0])


@test("ten clients: QEMU serves one and lets nine wait, we serve them all")
def ten():
    name = path("ten")
    process = ours(name)
    clients = [Qmp(name) for _ in range(10)]
    clients[3].ask("cont")
    for client in clients:
        client.event("RESUME")
    clients[5].send('{"execute":"query-st')
    clients[5].close()
    for n, client in enumerate(clients):
        if n != 5:
            equal(client.ask("query-status")["status"], "running")
    # One that has not negotiated hears no events.
    late = Qmp(name, negotiate=False)
    clients[0].ask("stop")
    check(not select.select([late.socket], [], [], 0.1)[0], "an event")
    clients[0].ask("quit")
    finish(process)


@test("what a client asks for and does not wait for is done all the same")
def hangs_up():
    name = path("gone")
    process = ours(name)
    rude = Qmp(name)
    rude.send('{"execute":"cont"}{"execute":"nonsense"}{"execute":"quit"}')
    rude.close()
    finish(process)
    check(not os.path.exists(name))


@test("no command is listed that is not there, and each lists as QEMU's do")
def listed():
    name = path("list")
    process = ours(name)
    qmp = Qmp(name)
    names = [c["name"] for c in qmp.ask("query-commands")]
    equal(sorted(set(names)), sorted(names))
    for wanted in ("qmp_capabilities query-version query-commands query-status "
                   "query-name query-block query-chardev stop cont "
                   "system_reset set_link eject blockdev-change-medium "
                   "chardev-send-break screendump quit system_powerdown "
                   "system_wakeup x-power x-leds x-panel x-failover-cable "
                   "x-clock"
                   ).split():
        check(wanted in names, wanted)
    for one in names:
        if one in ("quit", "qmp_capabilities"):
            continue
        qmp.send(json.dumps({"execute": one, "arguments": {"zz": 1}}))
        equal(qmp.answer()["error"]["class"], "GenericError", one)
    qmp.ask("quit")
    finish(process)


hostlib.main()
