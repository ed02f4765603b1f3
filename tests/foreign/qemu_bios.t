#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""qemu_bios.t - our ROM on a machine that nobody here wrote.

Runs pixbios.bin on qemu-system-i386 with each of three i8255x models: it must
find out that this is no PIX, drive the Ethernet chip by interrupt, ping, fetch
a file by TFTP whole, report one that is missing, and restart.  The file is no
image, so that the monitor keeps control; that all of it came is told by
QEMU's own capture of the wire.  Then an image, whose own driver has the chip.

PIXEMU_BUILD names the build directory.  TAP; skipped without QEMU.
"""
import os
import re
import shutil
import struct
import sys
import tempfile

import qemulib
from qemulib import QEMU, ROM, qemu

CHIPS = ["i82557b", "i82558b", "i82559c"]
NAMES = {"i82557b": "i82557", "i82558b": "i82558", "i82559c": "i82559"}
FILE_BYTES = 200 * 512
IMAGE = "pix621.bin"


def tftp_blocks(capture):
    """The data blocks in a capture, in order, and the acknowledgements."""
    data, acks = {}, []
    for frame in qemulib.frames(capture):
        if frame[12:14] != b"\x08\x00" or frame[23] != 17:
            continue
        udp = frame[14 + (frame[14] & 15) * 4:]
        tftp = udp[8:struct.unpack(">H", udp[4:6])[0]]
        op, block = struct.unpack(">HH", tftp[:4])
        if op == 3:
            data[block] = tftp[4:]
        elif op == 4:
            acks.append(block)
    return b"".join(data[b] for b in sorted(data)), acks


def runtime(tap, unit, chip):
    """It has no flash card: the image is fetched, and runs from memory."""
    for line in ("addr 10.0.2.15", "serv 10.0.2.2", "file " + IMAGE):
        unit.enter(line)
    unit.type("tftp\r")
    text = unit.until(r"pixfirewall> $") or unit.seen
    tap.check(re.search(r"%s Ethernet at irq \d+  MAC: 5254\.0012\.3456\n" %
                        NAMES[chip], text),
              chip + ": the runtime has it", text)
    for line, prompt in (("enable", "Password: $"), ("", "# $"),
                         ("configure terminal", r"\(config\)# $"),
                         ("interface ethernet0 auto", r"\(config\)# $"),
                         ("ip address outside 10.0.2.15 255.255.255.0",
                          r"\(config\)# $")):
        unit.type(line + "\r")
        unit.until(prompt)
    unit.type("ping 10.0.2.2\r")
    text = unit.until(r"\(config\)# $") or unit.seen
    tap.check(text.count("10.0.2.2 response received") == 3,
              chip + ": three echoes reach it", text)


def session(tap, chip, folder):
    capture = os.path.join(folder, chip + ".pcap")
    contents = os.urandom(FILE_BYTES)
    with open(os.path.join(folder, "thing.bin"), "wb") as f:
        f.write(contents)
    shutil.copy(os.path.join(qemulib.BUILD, "software", IMAGE), folder)
    unit = qemu(chip, folder, capture)
    try:
        text = unit.until(r"monitor> $") or unit.seen
        tap.check("Platform unknown\nNo flash card @ 0x300.\n" in text,
                  chip + ": no PIX and no flash card are said", text)
        tap.check(re.search(r"\nUsing 0: %s @ PCI\(bus:0 dev:\d+ irq:\d+ ?\), "
                            r"MAC: 5254\.0012\.3456\n" % NAMES[chip], text),
                  chip + ": the chip and its address are found", text)
        unit.enter("addr 10.0.2.15")
        unit.enter("serv 10.0.2.2")
        text = unit.enter("ping 10.0.2.2")
        tap.check("\n!!!!!\nSuccess rate is 100 percent (5/5)\n" in
                  (text or ""), chip + ": five echoes are answered", text)
        unit.enter("file thing.bin")
        text = unit.enter("tftp") or unit.seen
        tap.check(text.count(".", text.find("10.0.2.2") + 8,
                             text.find("\nReceived")) ==
                  FILE_BYTES // 512 + 1 and
                  "\nReceived %d bytes\n\n" % FILE_BYTES in text,
                  chip + ": a file is fetched, a dot a block", text)
        sent, acks = tftp_blocks(capture)
        tap.check(sent == contents and
                  acks == list(range(1, FILE_BYTES // 512 + 2)),
                  chip + ": every block went over the wire once", acks)
        unit.enter("file missing.bin")
        text = unit.enter("tftp")
        tap.check("<-10>" in (text or ""),
                  chip + ": a missing file is -10", text)
        text = unit.enter("reload")
        tap.check(re.search(r"Rebooting\.\.\.\nPIX BIOS", text or ""),
                  chip + ": reload starts again and says so", text)
        runtime(tap, unit, chip)
    finally:
        unit.close()


BRIDGES = ["-device", "pci-bridge,id=b1,chassis_nr=1,addr=5",
           "-device", "pci-bridge,id=b2,bus=b1,chassis_nr=2,addr=3"]


def behind_bridges(tap, folder):
    """INTA# of 2:6 turns three times: 6 + 3 + (5 - 1) is input 1, line 10."""
    unit = qemu("i82559c,bus=b2,addr=6", folder,
                os.path.join(folder, "bridges.pcap"), BRIDGES)
    try:
        text = unit.until(r"monitor> $") or unit.seen
        tap.check("\nUsing 0: i82559 @ PCI(bus:2 dev:6 irq:10), MAC:" in text,
                  "a chip behind two bridges is found", text)
        unit.enter("address 10.0.2.15")
        text = unit.enter("ping 10.0.2.2")
        tap.check("\n!!!!!\n" in (text or ""), "and it works", text)
    finally:
        unit.close()


def main():
    if not QEMU:
        print("1..0 # SKIP qemu-system-i386 is not installed")
        return 0
    if not os.path.exists(ROM):
        print("Bail out! %s is not built" % ROM)
        return 1
    tap = qemulib.Tap(9 * len(CHIPS) + 2)
    for chip in CHIPS:
        with tempfile.TemporaryDirectory() as folder:
            session(tap, chip, folder)
    with tempfile.TemporaryDirectory() as folder:
        behind_bridges(tap, folder)
    return 0


sys.exit(main())
