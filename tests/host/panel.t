#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The front panel of the real program, without a display."""
import json
import os
import time

from hostlib import (LIMIT_S, Qmp, check, equal, finish, main, path, start,
                     test, until)


def items(panel):
    return {item["name"]: item for item in panel["items"]}


@test("every model has a picture and a structure without a display")
def models():
    environment = {k: v for k, v in os.environ.items()
                   if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    for model in "501 506 506e 510 515 515e 520 525 535".split():
        process = start("-C", "unix:" + path(model), "-S", "-M", model,
                        env=environment)
        qmp = Qmp(path(model))
        panel = qmp.ask("x-panel")
        equal(panel["chassis"], model)
        equal(panel["shown"], False)
        check(items(panel)["power-lamp"]["lit"], "the lamp is dark")
        ports = [name for name in items(panel)
                 if name.startswith("port") and "." not in name]
        equal(len(ports), len(qmp.ask("x-leds")["ports"]), model)
        qmp.ask("screendump", filename=path("dump.png"), format="png")
        with open(path("dump.png"), "rb") as file:
            equal(file.read(8), b"\x89PNG\r\n\x1a\n")
        qmp.ask("quit")
        finish(process)


@test("the terminal shows what came before it was asked for")
def terminal():
    process = start("-C", "unix:" + path("t"), "--net=0:user")
    qmp = Qmp(path("t"))
    until(process.stdout.fileno(), b"ready\r\n")
    panel = qmp.ask("x-panel")
    check("ready" in panel["text"], panel["text"].strip())
    equal(items(panel)["port0"]["cable"], "in")
    equal(items(panel)["port1"]["cable"], "none")
    qmp.ask("set_link", name="net0", up=False)
    equal(items(qmp.ask("x-panel"))["port0"]["cable"], "pulled")
    qmp.ask("quit")
    finish(process)


@test("the failover cable is in, pulled, or there is none")
def failover():
    units = {}
    for name, more in (("one", ["--failover-cable=primary:" + path("fo")]),
                       ("two", ["--failover-cable=secondary:" + path("fo")]),
                       ("alone", [])):
        process = start("-C", "unix:" + path(name), "-S", "-M", "515", *more)
        units[name] = process, Qmp(path(name))

    def cable(name, wanted):
        end = time.monotonic() + LIMIT_S
        while True:
            item = items(units[name][1].ask("x-panel"))["failover"]
            if (item["cable"], item["says"]) == wanted:
                return
            check(time.monotonic() < end, name, item)
            time.sleep(0.02)

    cable("alone", ("none", "not connected"))
    cable("one", ("in", "mate is on"))
    units["two"][1].ask("x-failover-cable", plugged=False)
    cable("two", ("pulled", "unplugged"))
    cable("one", ("in", "other end is out"))
    units["two"][1].ask("x-failover-cable", plugged=True)
    units["two"][1].ask("x-power", on=False)
    cable("one", ("in", "mate is off"))
    for process, qmp in units.values():
        qmp.ask("quit")
        finish(process)


@test("a picture that can't be written is an error, and nothing ends")
def unwritable():
    process = start("-C", "unix:" + path("u"), "-S")
    qmp = Qmp(path("u"))
    qmp.send('{"execute":"screendump","arguments":{"filename":"/no/x"}}')
    equal(qmp.answer()["error"]["desc"],
          "Could not write '/no/x': No such file or directory")
    # A reader that waits for the answer first.
    os.mkfifo(path("pipe"))
    reader = os.open(path("pipe"), os.O_RDONLY | os.O_NONBLOCK)
    qmp.send(json.dumps({"execute": "screendump",
                         "arguments": {"filename": path("pipe")}}))
    check("its reader stands still" in qmp.answer()["error"]["desc"])
    os.close(reader)
    qmp.ask("screendump", filename=path("x.ppm"))
    with open(path("x.ppm"), "rb") as file:
        equal(file.readline(), b"P6\n")
    qmp.ask("quit")
    finish(process)


main()
