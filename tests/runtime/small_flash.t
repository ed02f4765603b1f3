#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Flash of 2 MiB has no room for a device manager; 16 MiB has, and 16 MB of
memory are enough for a long one."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "firmware"))
import held  # noqa: E402
import wire  # noqa: E402
from hostlib import check, main, path, test, write  # noqa: E402

DEVICE_MANAGER, BLOCKS = 3, 40


def copy_pdm(model, blocks=BLOCKS):
    write("pdm.bin", wire.image(blocks, DEVICE_MANAGER))
    flash = path(f"of{model}")
    held.tool("pixflash", "create", flash, f"--model={model}",
              f"--image={held.SOFTWARE}/pix621.bin")
    unit = held.Unit(flash, "--net=1:user,tftp=" +
                     os.path.dirname(path("pdm.bin")))
    unit.until("Use SPACE")
    unit.key(" ")
    unit.until("pixfirewall> ")
    unit.line("enable", "Password: ")
    for line in ("", "configure terminal", "interface ethernet1 auto",
                 "ip address inside 192.168.1.1 255.255.255.0"):
        unit.line(line, "# ")
    said = unit.line("copy tftp://192.168.1.2/pdm.bin flash:pdm", "installed")
    said += unit.line("show flashfs", "file 4")
    unit.close()
    return said


@test("2 MiB: said, with figures, and nothing is written")
def small():
    said = copy_pdm(520)
    size = BLOCKS * 512
    check("Insufficient flash space available for this request:\n"
          f"Size info:request:{size} current:0 delta:{size} free:0\n"
          "PDM not installed" in said, said)
    check("file 3: origin:       0 length:0\n" in said, said)


@test("16 MiB: it is there")
def large():
    said = copy_pdm(525)
    check("PDM installed" in said, said)
    check(f"file 3: origin: 3014656 length:{BLOCKS * 512}\n" in said, said)


@test("a 501, which has 16 MB of memory: a device manager of 4 MiB")
def little_memory():
    blocks = 4 * 1024 * 1024 // 512
    said = copy_pdm(501, blocks)
    check(f"Writing {blocks * 512} bytes of PDM" in said, said)
    check("PDM installed" in said, said)
    check(f" length:{blocks * 512}\n" in said, said)


main()
