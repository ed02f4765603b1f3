#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""seabios.t - a BIOS that nobody here wrote, on our board.

SeaBIOS finds memory, buses and expansion ROMs by the chips alone; there is no
display, so a ROM of the test's sends its text to the console.
"""
import os

from bootlib import (IPXE, SEABIOS, check, expansion_rom, main, path, pixemu,
                     router, sum_line, sum_program, test, write)

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


# Reads the last sector of drive 0 by INT 13h and prints the text there; a zero
# ends it.
BOOT_SECTOR = bytes.fromhex(
    "fc 31c0 8ed8 8ec0 8ed0 bc007c"         # segments 0, stack at 7C00h
    "b80102 b9124f ba0001 bb0080 cd13"      # 79, 1, 18 to 8000h
    "be0080 ac 84c0 7412 88c4"              # next: AL, to AH; zero: rest
    "bafd03 ec a820 74fb"                   # the transmitter is empty
    "88e0 baf803 ee ebe9 f4ebfd")           # out; next; rest: HLT


@test("it boots a sector from diskette, which reads the last one", SEABIOS)
def boots_diskette():
    disk = bytearray(1474560)
    disk[:len(BOOT_SECTOR)] = BOOT_SECTOR
    disk[510:512] = b"\x55\xaa"
    disk[-512:-490] = b"read by a diskette.\r\n\0"
    unit = pixemu("--model=520", "--bios=" + SEABIOS,
                  "--floppy=" + write("boot.img", disk),
                  "--option-rom=" + expansion_rom("redirect"))
    try:
        check(unit.until(r"read by a diskette\."), unit.seen)
    finally:
        unit.close()


@test("it starts iPXE from the expansion ROM, which boots 600 KB", SEABIOS,
      IPXE)
def starts_ipxe():
    payload = os.urandom(BYTES)
    write("sum.mb", sum_program(payload))
    unit = pixemu("--bios=" + SEABIOS, "--option-rom=" + IPXE, router(),
                  f"--net=0:user,tftp={path('')},bootfile=sum.mb")
    try:
        text = unit.until(r"loaded [0-9A-F]{8} [0-9A-F]{8}\.")
        check(text.endswith(sum_line(payload)), text, unit.seen)
    finally:
        unit.close()


main()
