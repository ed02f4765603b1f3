#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""seabios.t - a BIOS that nobody here wrote, on our board.

SeaBIOS finds memory, buses and expansion ROMs by the chips alone; there is no
display, so a ROM of the test's sends its text to the console.
"""
import os

from bootlib import (IPXE, SEABIOS, check, expansion_rom, main, path, pixemu,
                     sum_line, sum_program, test, write)

BYTES = 600 * 1024
MODELS = ("501", "515", "525")


def posts(model):
    unit = pixemu("--model=" + model, "--bios=" + SEABIOS,
                  "--option-rom=" + expansion_rom("redirect"))
    try:
        text = unit.until(r"No bootable device\.")
        for line in ("Booting from Floppy", "Booting from Hard Disk"):
            check(line in text, model, text, unit.seen)
    finally:
        unit.close()


@test("POST ends at No bootable device, on a 486, a Pentium, a Pentium III",
      SEABIOS)
def no_device():
    for model in MODELS:
        posts(model)


@test("it starts iPXE from the expansion ROM, which boots 600 KB", SEABIOS,
      IPXE)
def starts_ipxe():
    payload = os.urandom(BYTES)
    write("sum.mb", sum_program(payload))
    unit = pixemu("--bios=" + SEABIOS, "--option-rom=" + IPXE,
                  f"--net=0:user,tftp={path('')},bootfile=sum.mb")
    try:
        text = unit.until(r"loaded [0-9A-F]{8} [0-9A-F]{8}\.")
        check(text.endswith(sum_line(payload)), text, unit.seen)
    finally:
        unit.close()


main()
