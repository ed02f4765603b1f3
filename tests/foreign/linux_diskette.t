#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux drives the diskette of a PIX-520: its floppy driver reads, writes,
formats and finds a write-protected one; the image file is looked at from
outside."""
import hashlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "firmware"))
import held  # noqa: E402
import linuxlib  # noqa: E402
from linuxlib import Linux, check, hostlib, path  # noqa: E402

BYTES = 1474560
TRACK = 18 * 512
UNIT = ["--model=520", "--memory=128"]


def image(name, data, mode=0o600):
    with open(path(name), "wb") as file:
        file.write(data)
    os.chmod(path(name), mode)
    return path(name)


def contents(name):
    with open(name, "rb") as file:
        return file.read()


class Drive:
    """One Linux for all diskettes."""

    def __init__(self, folder):
        self.linux = Linux(folder, "--clock=warp", *UNIT,
                           "--floppy=" + image("first.img", b""))
        self.linux.booted()
        self.linux.run("insmod /lib/floppy.ko; mknod /dev/fd0u1440 b 2 28")
        self.linux.run("test -b /dev/fd0")
        # Its count of ticks begins five minutes before zero, and until zero
        # the driver does not look for another diskette when it is opened.
        self.linux.run("sleep 310")

    def insert(self, name):
        with self.linux.qmp() as qmp:
            qmp.ask("blockdev-change-medium", id="floppy0", filename=name)
        return self.linux

    def close(self):
        self.linux.close()


def reads_and_writes(drive):
    data = os.urandom(BYTES)
    name = image("rw.img", data)
    linux = drive.insert(name)
    linux.run("dd if=/dev/fd0 of=/tmp/a bs=18b", limit=240)
    linux.run("dd if=/dev/zero of=/dev/fd0 bs=512 seek=1001 count=3 "
              "conv=notrunc,fsync")
    linux.run("dd if=/tmp/a of=/dev/fd0 bs=512 count=5 seek=2000 "
              "conv=notrunc,fsync")
    said = linux.run("md5sum /tmp/a").split()[0]
    check(said == hashlib.md5(data).hexdigest(), "read something else")
    wanted = bytearray(data)
    wanted[1001 * 512:1004 * 512] = bytes(3 * 512)
    wanted[2000 * 512:2005 * 512] = data[:5 * 512]
    check(contents(name) == bytes(wanted), "wrote something else")


def stops_at_the_unformatted(drive):
    name = image("short.img", os.urandom(8 * TRACK))
    linux = drive.insert(name)
    linux.run("dd if=/dev/fd0 of=/tmp/a bs=512 count=144")
    linux.run("dd if=/dev/fd0 of=/tmp/b bs=512 skip=144 count=1", status=1,
              limit=240)
    check(len(contents(name)) == 8 * TRACK, "the image grew")


def protected(drive):
    data = os.urandom(BYTES)
    name = image("ro.img", data, 0o400)
    if os.access(name, os.W_OK):  # root may write anything
        raise linuxlib.Missing("root writes what is read-only")
    drive.insert(name).run("dd if=/dev/zero of=/dev/fd0 bs=512 count=1",
                           status=1)
    check(contents(name) == data, "written in spite of the notch")


def formats(drive):
    name = image("blank.img", b"")
    linux = drive.insert(name)
    linux.run("devtest format", limit=240)
    linux.run("echo hello | dd of=/dev/fd0 bs=512 conv=sync,fsync")
    data = contents(name)
    check(len(data) == BYTES, len(data), "bytes")
    check(data[:6] == b"hello\n" and set(data[512:]) == {0xF6},
          "not what it formatted")


def boots_ours(drive):
    """Linux reads the boot diskette of 4.2, formats another one and writes it
    there; our ROM starts that one."""
    with open(os.path.join(held.SOFTWARE, "bd421.bin"), "rb") as file:
        program = file.read()
    source, copy = image("source.img", program), image("copy.img", b"")
    linux = drive.insert(source)
    linux.run("dd if=/dev/fd0 of=/tmp/a bs=18b", limit=240)
    drive.insert(copy)
    linux.run("devtest format", limit=240)
    linux.run("dd if=/tmp/a of=/dev/fd0 bs=18b conv=fsync", limit=240)
    drive.insert(source)  # and the copy is nobody's
    check(contents(copy) == program, "the copy differs")
    held.tool("pixflash", "create", path("f.flash"), "--model=510")
    unit = held.Unit(path("f.flash"), "--floppy=" + copy)
    unit.until("Install version 4.2.1")
    unit.close()


TESTS = [
    ("a diskette is read whole, and written in the middle", reads_and_writes),
    ("what was never formatted is not read", stops_at_the_unformatted),
    ("a write-protected diskette stays as it is", protected),
    ("a blank diskette is formatted", formats),
    ("a copy that Linux made boots", boots_ours),
]


def main():
    try:
        folder = linuxlib.files()
        if not os.path.exists(os.path.join(folder, "floppy.ko")):
            raise linuxlib.Missing("the kernel package has no floppy.ko")
    except linuxlib.Missing as why:
        print(f"1..{len(TESTS)}")
        for n, (title, _) in enumerate(TESTS, 1):
            print(f"ok {n} - {title} # skip {why}")
        return
    print(f"1..{len(TESTS)}", flush=True)
    drive, failed = Drive(folder), 0
    for n, (title, run) in enumerate(TESTS, 1):
        try:
            run(drive)
            print(f"ok {n} - {title}", flush=True)
        except linuxlib.Missing as why:
            print(f"ok {n} - {title} # skip {why}", flush=True)
        except Exception as why:  # every test is to have its line
            failed += 1
            print(f"not ok {n} - {title}\n# {why}", flush=True)
    drive.close()
    sys.exit(failed > 0)


main()
