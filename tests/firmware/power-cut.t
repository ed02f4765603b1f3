#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The supply fails, or pixemu is killed, while the loader writes an image to
flash on the real machine, chips as slow as their datasheet says.  Afterwards
configuration and key are there, and a second installation completes.

`make soak` (SOAK=1) tries 100 moments of each kind, otherwise it is a few."""
import os

import held
import hostlib
import wire
from hostlib import check, path, test

CUTS = 100 if os.environ.get("SOAK") else 2
SERIAL = "12345678"
NET = "--net=1:user,tftp=" + held.SOFTWARE
AUTHENTIC = "--timing=authentic"
ASK = "flash? [n] "
ASK_KEY = "activation key? [n] "
IMAGE_BYTES = os.path.getsize(f"{held.SOFTWARE}/pix621.bin")
SECTOR_NS = 8 * 10**6  # programmed and looked at

key = held.tool("pixkey", "make", "--serial=" + SERIAL, "--license=UR",
                "--3des", "--for=6.0")


@test("a unit with image, key and configuration")
def base():
    held.tool("pixflash", "create", path("base"), "--model=525",
              "--serial=" + SERIAL, "--key=" + key,
              f"--image={held.SOFTWARE}/pix601.bin")
    unit = held.Unit(path("base"))
    unit.enter("pixfirewall")
    unit.line("hostname fred", "fred(config)# ")
    unit.line("write memory", "fred(config)# ")
    unit.close()
    # Another image in its place, no sector of which is like the new one's.
    with open(path("base"), "r+b") as file:
        file.write(wire.image(IMAGE_BYTES // 512))


def begin_writing(unit):
    unit.monitor()
    unit.fetch("pix621.bin")
    unit.until(ASK)
    unit.line("y", ASK_KEY)
    unit.line("n", "into flash...")


def words(text):
    return " ".join(f"{int(word, 16):08x}" for word in text.split())


def completes(unit):
    """A second installation: the key is kept, the configuration counts."""
    unit.monitor()
    unit.fetch("pix621.bin")
    said = unit.until(ASK)
    check("\nFlash version 6.2.1, Install version 6.2.1\n" in said, said)
    check("Checksum verification on flash image failed.\n" in said, said)
    said = unit.line("y", ASK_KEY)
    check(f"\nSerial Number: {SERIAL} (0xbc614e)\n"
          f"Activation Key: {words(key)}\n" in said, said)
    said = unit.line("n", "fred> ")
    check("VPN-3DES:           Enabled" in said, said)
    said = unit.line("show version", "Throughput")
    check("6.2(1)" in said, said)


def moments():
    """Spread over the writing of all sectors, at odd places within one."""
    sectors = IMAGE_BYTES // 256
    for n in range(CUTS):
        yield round(sectors * SECTOR_NS * (n + 0.37) / CUTS * 0.9) \
            + n * 1_300_007


@test("the supply fails while the image is written")
def power():
    for after in moments():
        flash = held.copy(path("base"))
        unit = held.Unit(flash, NET, AUTHENTIC)
        begin_writing(unit)
        unit.run(after)
        unit.power_cycle()
        completes(unit)
        unit.close()
        os.unlink(flash)


@test("pixemu is killed while the image is written")
def killed():
    for after in moments():
        flash = held.copy(path("base"))
        unit = held.Unit(flash, NET, AUTHENTIC)
        begin_writing(unit)
        unit.run(after + 500_003)
        unit.kill()
        unit = held.Unit(flash, NET)
        completes(unit)
        unit.close()
        os.unlink(flash)


@test("a damaged image restarts the unit, the monitor is within reach")
def damaged():
    flash = held.copy(path("base"))
    unit = held.Unit(flash, NET, AUTHENTIC)
    begin_writing(unit)
    unit.run(100 * SECTOR_NS)
    unit.power_cycle()
    unit.until("Use SPACE")
    unit.key(" ")
    said = unit.until("Rebooting...\nPIX BIOS")
    check("Checksum verification on compression loader failed.\n" in said,
          said)
    completes(unit)
    unit.close()


hostlib.main()
