#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The supply fails, or pixemu is killed, while `copy` writes an image to flash,
chips as slow as their datasheet says.  Afterwards the unit starts with the old
image or the new one, or what is there does not verify and the monitor puts a
whole one in its place; configuration and key are there in any case.

`make soak` (SOAK=1) tries 50 moments, otherwise it is a few."""
import functools
import http.server
import os
import random
import threading

import held
import hostlib
from hostlib import check, path, test

SERIAL = "12345678"
NET = "--net=1:user,tftp=" + held.SOFTWARE
SECTOR_NS = 8 * 10**6  # programmed and looked at
SECTORS = os.path.getsize(f"{held.SOFTWARE}/pix621.bin") // 256

key = held.tool("pixkey", "make", "--serial=" + SERIAL, "--license=UR",
                "--3des")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@test("a unit with image, key and configuration")
def base():
    held.tool("pixflash", "create", path("base"), "--model=525",
              "--serial=" + SERIAL, "--key=" + key,
              f"--image={held.SOFTWARE}/pix621.bin")
    unit = held.Unit(path("base"))
    unit.enter("pixfirewall")
    for line in ("hostname fred", "interface ethernet1 auto",
                 "ip address inside 192.168.1.1 255.255.255.0",
                 "write memory"):
        unit.line(line, "fred(config)# ")
    unit.close()


def starts(unit):
    """After the cut, with a whole image in the end."""
    unit.until("Use SPACE")
    unit.key(" ")
    said = unit.until("fred> ", "Rebooting...\n", "monitor> ")
    if not said.endswith("fred> "):
        check("hecksum" in said or "flash" in said, said)
        if not said.endswith("monitor> "):
            unit.monitor()
        unit.fetch("pix621.bin")
        unit.until("flash? [n] ")
        unit.line("y", "activation key? [n] ")
        unit.line("n", "fred> ")
    said = unit.line("show version", "VPN-3DES")
    said += unit.until("abled")
    check(said.endswith("Enabled"), said)


def moments():
    """The first sectors, where the old image ends to be one, and the rest."""
    yield from (0.4, 1.5)
    for n in range(50 if os.environ.get("SOAK") else 1):
        yield random.Random(n).uniform(2, SECTORS)


@test("the supply fails while copy tftp writes")
def power():
    for sectors in moments():
        flash = held.copy(path("base"))
        unit = held.Unit(flash, NET, "--timing=authentic")
        unit.enter("fred")
        unit.key("copy tftp://192.168.1.2/pix631.bin flash\r")
        unit.until("Erasing current image\n")
        unit.run(round(sectors * SECTOR_NS))
        check("installed" not in unit.said, unit.said[-300:])
        unit.power_cycle()
        starts(unit)
        unit.close()
        os.unlink(flash)


@test("pixemu is killed while copy http writes")
def killed():
    """What comes from the server passes in real time; that is over when
    writing begins."""
    handler = functools.partial(Quiet, directory=held.SOFTWARE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for sectors in (1.2, SECTORS / 3):
        flash = held.copy(path("base"))
        unit = held.Unit(flash, NET, "--timing=authentic")
        unit.enter("fred")
        unit.key(f"copy http://192.168.1.2:{server.server_port}/pix631.bin "
                 "flash\r")
        unit.until("Erasing current image\n", "not installed\n")
        check("not installed" not in unit.said, unit.said[-300:])
        unit.run(round(sectors * SECTOR_NS))
        check("installed" not in unit.said, unit.said[-300:])
        unit.kill()
        unit = held.Unit(flash, NET)
        starts(unit)
        unit.close()
        os.unlink(flash)


hostlib.main()
