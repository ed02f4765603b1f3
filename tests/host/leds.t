#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The lamps of the case, as x-leds tells of them: what lights which."""
import os
import subprocess

import hostlib
from hostlib import Qmp, equal, finish, path, start, test

SECOND = 1000000000
PORT_DARK = {"link": False, "act": False, "100": False}


def flash(name, model):
    subprocess.run([os.path.join(hostlib.BUILD, "pixflash"), "create",
                    path(name), f"--model={model}", "--serial=1",
                    "--image=" + os.path.join(hostlib.BUILD, "software",
                                              "pix621.bin")],
                   check=True, stdout=subprocess.DEVNULL)
    return path(name)


def held(name, *options):
    process = subprocess.Popen(
        [hostlib.PIXEMU, "--clock=hold", "-C", "unix:" + path(name + ".qmp"),
         "-c", "none", *options, name if os.path.isabs(name) else path(name)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    return process, Qmp(path(name + ".qmp"))


@test("the runtime lights ACT; power and reset put it out")
def act():
    flash("a", "515e")
    process, qmp = held("a")
    qmp.ask("x-clock", until=1 * SECOND)
    equal(qmp.ask("x-leds"), {"power": True, "act": False, "network": False,
                              "ports": [PORT_DARK, PORT_DARK]})
    qmp.ask("x-clock", until=40 * SECOND)
    equal(qmp.ask("x-leds")["act"], True)
    qmp.ask("system_reset")
    equal(qmp.ask("x-leds")["act"], False)
    qmp.ask("x-clock", until=80 * SECOND)
    equal(qmp.ask("x-leds")["act"], True)
    qmp.ask("system_powerdown")
    equal(qmp.ask("x-leds"), {"power": False, "act": False, "network": False,
                              "ports": [PORT_DARK, PORT_DARK]})
    qmp.ask("quit")
    finish(process)


@test("link and speed follow the plug, and go out with the power")
def link():
    process = start("-C", "unix:" + path("l"), "-S", "-M", "520",
                    "--net=1:user")
    qmp = Qmp(path("l"))
    lit = {"link": True, "act": False, "100": True}
    equal(qmp.ask("x-leds"), {"power": True, "act": False, "network": False,
                              "drive": False, "ports": [PORT_DARK, lit]})
    qmp.ask("set_link", name="net1", up=False)
    equal(qmp.ask("x-leds")["ports"][1], PORT_DARK)
    qmp.ask("set_link", name="net1", up=True)
    equal(qmp.ask("x-leds")["ports"][1], lit)
    qmp.ask("x-power", on=False)
    equal(qmp.ask("x-leds")["ports"][1], PORT_DARK)
    qmp.ask("x-power", on=True)
    equal(qmp.ask("x-leds")["ports"][1], lit)
    qmp.ask("quit")
    finish(process)


hostlib.main()
