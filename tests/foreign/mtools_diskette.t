#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""mtools_diskette.t - a diskette that mtools formatted for DOS takes the
configuration of a 520 besides its files, and gives it back."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "firmware"))
from held import SOFTWARE, Unit, hostlib, tool  # noqa: E402
from hostlib import check, equal, path, test  # noqa: E402

MTOOLS = shutil.which("mformat")
FILE = b"on a diskette\r\n" * 5000


def mtools(name, *args):
    done = subprocess.run([name, *args], check=False, capture_output=True,
                          env={**os.environ, "MTOOLS_SKIP_CHECK": "0"})
    equal(done.returncode, 0, done.stderr)
    return done.stdout


@test("files and a configuration on one diskette", MTOOLS)
def _():
    image, text = path("dos.img"), path("TEXT.TXT")
    with open(text, "wb") as file:
        file.write(FILE)
    mtools("mformat", "-C", "-f", "1440", "-v", "BACKUP", "-i", image, "::")
    mtools("mcopy", "-i", image, text, "::")

    tool("pixflash", "create", path("f.flash"), "--model=510",
         "--image=" + SOFTWARE + "/pix621.bin")
    unit = Unit(path("f.flash"), "--floppy=" + image)
    unit.until("The diskette holds no program for this unit.")
    unit.until("Use SPACE")
    unit.key(" ")
    unit.until("pixfirewall> ")
    unit.line("enable", "Password: ")
    unit.line("", "pixfirewall# ")
    said = unit.line("configure floppy", "pixfirewall# ")
    check("There is no configuration on the diskette." in said, said)
    unit.line("configure terminal", "(config)# ")
    unit.line("hostname saved", "saved(config)# ")
    unit.line("write floppy", "[OK]")
    unit.line("hostname other", "other(config)# ")
    unit.line("configure floppy", "saved(config)# ")
    unit.close()

    check(mtools("mtype", "-i", image, "::TEXT.TXT") == FILE, "the file")
    check(b"BACKUP" in mtools("mdir", "-i", image, "::"))
    with open(image, "rb") as file:
        file.seek(2593 * 512)
        check(b"\nhostname saved\n" in file.read())


hostlib.main()
