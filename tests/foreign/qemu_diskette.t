#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""qemu_diskette.t - our diskettes in the drive of a machine that nobody here
wrote: the ROM finds QEMU's controller, reads the Boothelper by DMA, and that
one fetches a file.
"""
import os
import shutil
import subprocess
import sys
import tempfile

import qemulib
from qemulib import QEMU, ROM, qemu

SOFTWARE = os.path.dirname(ROM)


def drive(image):
    return ["-drive", "if=floppy,format=raw,file=" + image]


def boothelper(tap, folder):
    # As the manual has it.
    image = os.path.join(folder, "rd0")
    subprocess.run(["dd", "bs=18b", "if=./bh510.bin", "of=" + image],
                   cwd=SOFTWARE, check=True, stderr=subprocess.DEVNULL)
    shutil.copy(os.path.join(SOFTWARE, "pix501.bin"), folder)
    unit = qemu("i82558b", folder, os.path.join(folder, "wire"), drive(image))
    try:
        text = unit.until(r"pixboothelper> $") or unit.seen
        tap.check("\nBooting from diskette.\n" in text and
                  "\nUsing 0: i82558 @ PCI" in text,
                  "the Boothelper starts from QEMU's drive", text)
        for line in ("addr 10.0.2.15", "serv 10.0.2.2", "file pix501.bin"):
            unit.type(line + "\r")
            unit.until(r"pixboothelper> $")
        unit.type("tftp\r")
        text = unit.until(r"pixboothelper> $") or unit.seen
        tap.check("\nChecksum verification on flash image failed\nRebooting..."
                  in text and "Booting from diskette." in text,
                  "and again after an image that is too old", text)
    finally:
        unit.close()


def runtime(tap, folder):
    """Nothing is installed here: the boot diskette's image runs in memory."""
    image = os.path.join(folder, "boot.img")
    shutil.copy(os.path.join(SOFTWARE, "bd421.bin"), image)
    unit = qemu("i82558b", folder, os.path.join(folder, "wire"), drive(image))
    try:
        text = unit.until(r"pixfirewall> $") or unit.seen
        tap.check("Version 4.2(1)" in text, "the boot diskette runs", text)
        unit.type("enable\r")
        unit.until("Password: $")
        unit.type("\r")
        unit.until(r"# $")
        for line in ("configure terminal", "hostname written"):
            unit.type(line + "\r")
            unit.until(r"\(config\)# $")
        unit.type("write floppy\r")
        text = unit.until(r"\(config\)# $") or unit.seen
        tap.check("\n[OK]\n" in text, "write floppy", text)
        unit.type("hostname other\r")
        unit.until(r"other\(config\)# $")
        unit.type("configure floppy\r")
        text = unit.until(r"written\(config\)# $") or unit.seen
        tap.check(text.endswith("written(config)# "), "configure floppy", text)
    finally:
        unit.close()
    with open(image, "rb") as file:
        data = file.read()
    tap.check(data[2592 * 512:][:8] == b"PXCONFIG" and
              b"\nhostname written\n" in data[2593 * 512:],
              "it lies where it is said to lie")


def others(tap, folder):
    blank = os.path.join(folder, "blank.img")
    with open(blank, "wb") as file:
        file.truncate(1474560)
    for name, options, said in (
            ("no program on it", drive(blank),
             "\nThe diskette holds no program for this unit.\n"),
            ("an empty drive", ["-device", "floppy"], None)):
        unit = qemu("i82558b", folder, os.path.join(folder, "wire"), options)
        try:
            text = unit.until(r"monitor> $") or unit.seen
            tap.check(text.endswith("monitor> ") and
                      (said in text if said else "iskette" not in text),
                      name + ": the monitor comes", text)
        finally:
            unit.close()


def main():
    if not QEMU:
        print("1..0 # SKIP qemu-system-i386 is not installed")
        return 0
    tap = qemulib.Tap(8)
    with tempfile.TemporaryDirectory() as folder:
        boothelper(tap, folder)
        runtime(tap, folder)
        others(tap, folder)
    return 0


sys.exit(main())
