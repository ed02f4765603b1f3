#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The supply fails while a command of the runtime writes to flash, on the real
machine with chips as slow as their datasheet says; then the unit starts, and
configuration and key are old or new.  tests/unit/guest/test_commandcuts.c has
every program cycle of the same commands, in a model."""
import os
import shutil

import held
from hostlib import check, main, path, test

MOMENTS = 20 if os.environ.get("SOAK") else 1
SERIAL = "12345678"
CYCLE_NS = 12_000_000  # a sector programmed and looked at
AUTHENTIC = "--timing=authentic"


def key(*options):
    return held.tool("pixkey", "make", "--serial=" + SERIAL, *options)


OLD_KEY, NEW_KEY = key("--license=R", "--des"), key("--license=UR", "--3des")

# What is typed, and how many program cycles it takes.
COMMANDS = {
    "write memory": ("write memory\r", 10),
    "activation-key": (f"activation-key {NEW_KEY}\r", 2),
    "write erase": ("write erase\r\r", 12),
    "flash downgrade": ("flash downgrade 5.1\r", 25),
    "clear flashfs": ("clear flashfs\r", 25),
}

DIALOGUE = "through interactive prompts [yes]? "


def start(unit):
    unit.until("Use SPACE")
    unit.key(" ")
    said = unit.until("> ", DIALOGUE, seconds=300)
    if said.endswith(DIALOGUE):  # nothing is configured
        said += unit.line("no", "> ")
    unit.line("enable", "Password: ")
    unit.line("", "# ")
    unit.line("configure terminal", "(config)# ")
    return said


@test("a unit with an image, a key and a configuration")
def base():
    held.tool("pixflash", "create", path("base"), "--model=520",
              "--serial=" + SERIAL, "--key=" + OLD_KEY,
              f"--image={held.SOFTWARE}/pix621.bin")
    unit = held.Unit(path("base"))
    start(unit)
    unit.line("hostname first", "first(config)# ")
    unit.line("write memory", "[OK]")
    unit.close()


def cut(name, typed, after_ns):
    shutil.copyfile(path("base"), path("cut"))
    unit = held.Unit(path("cut"), AUTHENTIC)
    start(unit)
    unit.line("hostname second", "second(config)# ")
    unit.key(typed)
    unit.run(after_ns)
    unit.power_cycle()
    said = start(unit)
    check("damaged" not in said, name, after_ns, said)
    check("VPN-DES:            Enabled" in said, name, after_ns, said)
    hosts = ["first"] + ["second"] * (name == "write memory") + \
        ["pixfirewall"] * (name == "write erase")
    check(any(said.endswith(host + "> ") for host in hosts), name, after_ns,
          said)
    unit.close()


def cuts(name, typed, cycles):
    """Spread over all of it, at odd places within a cycle; the characters of
    the command take a millisecond each."""
    for moment in range(MOMENTS):
        cut(name, typed, len(typed) * 1_041_667 +
            round(cycles * CYCLE_NS * (moment + 0.37) / MOMENTS))


for each, what in COMMANDS.items():
    test("the supply fails during " + each)(
        lambda n=each, w=what: cuts(n, *w))

main()
