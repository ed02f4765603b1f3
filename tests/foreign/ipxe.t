#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""ipxe.t - a network boot ROM that nobody here wrote, on our BIOS and chips.

iPXE lives in the expansion ROM of interface 0.  It prints and reads keys by
INT 10h and 16h, finds memory by INT 15h and its chip by INT 1Ah, then drives
the chip itself: DHCP, a script and a file of 600 KB by TFTP.  The file is a
program that sums its own contents and says the sum.
"""
import os
import re

from bootlib import (IPXE, check, main, path, pixemu, router, sum_line,
                     sum_program, test, write)

BYTES = 600 * 1024
USER = "--net=0:user,tftp="
CABLE = "--net=1:user"  # the monitor waits for that port when it has none


def after_power_on(unit):
    """Past the ten seconds of a blank flash."""
    text = unit.until(r"Booting from the expansion ROM\.\n")
    check(text, unit.seen)
    return text


@test("iPXE starts at power-on and boots a script and 600 KB by TFTP", IPXE)
def boots():
    payload = os.urandom(BYTES)
    write("sum.mb", sum_program(payload))
    write("boot.ipxe", b"#!ipxe\necho The script runs\n"
          b"kernel tftp://${next-server}/sum.mb\nboot\n")
    unit = pixemu("--option-rom=" + IPXE, router(),
                  USER + path("") + ",bootfile=boot.ipxe")
    try:
        text = after_power_on(unit)
        check(re.search(r"Flash=AT29C040A @ 0x300\n\n.*iPXE \(https?://ipxe.org"
                        r"\) 00:0D\.0 C000 PCI2\.10 PnP", text, re.S), text)
        check("There is no image" in text or "Flash is blank" in text, text)
        text = unit.until(r"loaded [0-9A-F]{8} [0-9A-F]{8}\.")
        check("The script runs" in text, text, unit.seen)
        check(text.endswith(sum_line(payload)), text)
    finally:
        unit.close()


@test("its command line is typed at, and the monitor comes after it", IPXE)
def typed():
    # Not under warp, which may jump over the seconds iPXE waits for the key.
    unit = pixemu("--option-rom=" + IPXE, USER + path(""), CABLE,
                  clock="real")
    try:
        check(unit.until(r"Flash boot in \d+ seconds"), unit.seen)
        unit.type(" ")
        after_power_on(unit)
        check(unit.until("Press Ctrl-B for the iPXE command line"), unit.seen)
        unit.type("\x02")
        check(unit.until(r"iPXE> "), unit.seen)
        unit.type("ifstat net0\r")
        text = unit.until(r"Link:\w+.*\n(.*\n)*iPXE> ")
        check("using eepro100 on" in text and "Link:up" in text, text,
              unit.seen)
        unit.type("exit\r")
        text = unit.until(r"monitor> $")
        check("\nThe expansion ROM booted nothing.\n" in text, text,
              unit.seen)
        unit.type("interface 0\r")
        check(unit.until(r"0: i8255X @ PCI\(bus:0 dev:13 irq:11\)"),
              unit.seen)
    finally:
        unit.close()


@test("ESC in the ten seconds leads to the monitor, not to iPXE", IPXE)
def interrupted():
    unit = pixemu("--option-rom=" + IPXE, CABLE, clock="real")
    try:
        check(unit.until(r"Flash boot in \d+ seconds"), unit.seen)
        unit.type("\x1b")
        text = unit.until(r"monitor> $")
        check("Flash boot interrupted." in text, text, unit.seen)
        check("iPXE" not in text, text)
    finally:
        unit.close()


@test("a ROM whose bytes don't add up is not started", IPXE)
def damaged():
    with open(IPXE, "rb") as file:
        rom = bytearray(file.read())
    rom[0x5000] ^= 1
    unit = pixemu("--option-rom=" + write("damaged.rom", rom), USER + path(""))
    try:
        text = unit.until(r"monitor> $")
        check("The expansion ROM of PCI(bus:0 dev:13) is damaged and not "
              "started.\n" in text, text, unit.seen)
        check("iPXE" not in text, text)
    finally:
        unit.close()


main()
