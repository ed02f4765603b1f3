#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""services.t - every real-mode service of our BIOS, called by an expansion ROM
(services.c) that prints what came back; compared with what the documentation
says, and with what SeaBIOS answers to the same ROM on QEMU.
"""
import re
import socket
import time

from bootlib import (Console, QEMU, SEABIOS, check, expansion_rom, main, path,
                     pixemu, test)

# Values are hexadecimal; single digits are flags: carry or zero first where
# the service has one, then AH, or whether something is so.
WANTED = {
    "10/0F mode, columns, page": "5003 00",
    "10/03 after a mode is set": "0000",
    "10/01 cursor shape": "0b0c",
    "10/02 cursor": "050a",
    "10/09 leaves the cursor": "050a",
    "10/08 character and colour": "1e41 1e41 0720",
    "10/0A keeps the colour": "1e42",
    "10/0E moves the cursor, keeps the colour": "050b 1e43",
    "10/0E wraps": "0700",
    "10/0E CR, LF, BS": "0700 0800 0713 0700",
    "10/0E scrolls": "1800 077a 0720",
    "10/06 scrolls a window up": "0720 2f75 1f20 2f75",
    "10/07 scrolls a window down": "1f20 2f75",
    "10/06 clears": "1f20",
    "10/13 writes a string": "0c0a 3067",
    "11 is the word at 40:10": "1",
    "12 is the word at 40:13, below 40:0E": "1 1",
    "12 KiB": "0260",
    "COM1 and COM2 at 40:00": "03f8 02f8",
    "13/02 of no disk fails": "1 01",
    "13/08 of no disk fails": "1",
    "13/41 is not there": "1 01",
    "15/2403 ways to A20": "0 00",
    "15/2400 A20 off": "0 00 0",
    "15/2402 says so": "0 00 00",
    "services work without A20, and leave it": "1 0",
    "15/2401 A20 on": "0 00 1 01",
    "15/88 KiB above 1 MiB": "0 7c00",
    "15/E801 below and above 16 MiB": "0 3c00 0100",
    "15/87 to 3 MiB and back": "0 00 0 00 1",
    "15/86 waits 120 ms, not a second": "0 1",
    "15/C0 table: bytes, model": "0 00 0008 fc",
    "15/C1 is the word at 40:0E": "0 1",
    "15/D8 is not there": "1 86",
    "16/01 no key": "1",
    "16/05 stores a key": "00",
    "16/01 shows it, 00 takes it": "0 1e61 1e61 1",
    "16/02 no shift key": "00",
    "16/05 fifteen fit": "0f",
    "1A/00 is 40:6C, and goes on": "1 1",
    "1A/02 hour": "0 12",
    "1A/04 date": "0 2004 0229",
    "1A/03 and 05 set them": "0 0 2358 1999 1231",
    "1A/01 sets ticks": "0012 1",
    "1A/B101 PCI BIOS": "0 00 20494350 0210 1",
    "1A/B102 finds an 8255x": "0 00",
    "1A/B102 not a ninth": "1 86",
    "1A/B103 finds it by class": "0 00 1",
    "1A/B1FF is not there": "1 81",
    "1A/B10A reads a dword": "0 00 12298086",
    "1A/B109 reads a word": "0 00 00001229",
    "1A/B108 reads a byte": "0 00 00000080",
    "1A/B10B to B10D write":
        "0 00 0 00 00000005 0 00 0 00 0000fc00 0 00 0 00 fd000000",
    "16/00 typed": "1e61 3042 0231 1c0d",
}

# base, length, type; 32 MiB, and 32 KiB of extended BIOS data area
MAP = [(0, 0x98000, 1), (0x98000, 0x8000, 2), (0xe0000, 0x20000, 2),
       (0x100000, 31 << 20, 1), (0xfffe0000, 0x20000, 2)]

# Another BIOS keeps other memory for itself, and its board has no COM2.
OTHERWISE = {"12 KiB", "COM1 and COM2 at 40:00", "15/88 KiB above 1 MiB",
             "15/E801 below and above 16 MiB"}


def collected(console, press):
    """-> lines by name, the memory map"""
    text = console.until(r"\n: type aB1 and Enter\n")
    check(text, console.seen)
    press()
    more = console.until(r"\n: end\n")
    check(more, text, console.seen)
    lines, ranges = {}, []
    for name, values in re.findall(r"^: (.+?)((?: [0-9a-f]+)*)$", text + more,
                                   re.M):
        if name == "15/E820":
            v = [int(x, 16) for x in values.split()]
            check(v[0] == 0 and v[1] == 0x534d4150 and v[2] == 20, values)
            ranges.append((v[4] << 32 | v[3], v[6] << 32 | v[5], v[7]))
        else:
            lines[name] = values.strip()
    return lines, ranges


def compare(lines, without=()):
    for name, wanted in WANTED.items():
        if name not in without:
            check(lines.get(name) == wanted, name, "gives", lines.get(name),
                  "instead of", wanted)


@test("our BIOS answers as documented")
def ours():
    unit = pixemu("--memory=32", "--rtc=2004-02-29T12:00:00",
                  "--option-rom=" + expansion_rom("services"))
    try:
        lines, ranges = collected(unit, lambda: unit.type("aB1\r"))
        compare(lines)
        check(ranges == MAP, ranges)
        check(unit.until(r"Use BREAK or ESC to interrupt"), unit.seen)
    finally:
        unit.close()


@test("so does SeaBIOS, so the questions are the right ones", QEMU, SEABIOS)
def seabios():
    qemu = Console(QEMU, "-M", "pc,accel=tcg", "-nodefaults", "-m", "32",
                   "-vga", "std", "-display", "none", "-serial", "stdio",
                   "-rtc", "base=2004-02-29T12:00:00",
                   "-option-rom", expansion_rom("services"),
                   "-netdev", "user,id=n,restrict=on",
                   "-device", "i82559c,netdev=n,romfile=",
                   "-monitor", f"unix:{path('monitor')},server,nowait")

    def press():
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.connect(path("monitor"))
            for key in ("a", "shift-b", "1", "ret"):
                monitor.sendall(f"sendkey {key} 20\n".encode())
                time.sleep(0.2)

    try:
        lines, ranges = collected(qemu, press)
        compare(lines, OTHERWISE)
        check(ranges[0][0] == 0 and ranges[0][2] == 1, ranges)
    finally:
        qemu.close()


main()
