#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""mkimage: what it packs, byte for byte, and what it refuses."""
import hashlib
import struct

from toolslib import (check, elf, equal, image, main, path, read, refused,
                      test, works, write)

NEEDED = ("--release=6.2(1)", "--product=P", "--built=B")


def pack(*args):
    works("tools/mkimage", "--output=" + path("out"), *NEEDED, *args)
    return read("out")


def refused_pack(*args, says):
    refused("tools/mkimage", "--output=" + path("none"), *NEEDED, *args,
            says=says)


@test("the header is as guest/image/image.h says")
def _():
    loader = write("l.elf", elf(b"L" * 700, 0x600000, 50, 0x600010))
    runtime = write("r.elf", elf(b"R" * 512, 0x700000, 0))
    data = pack("--loader=" + loader, "--runtime=" + runtime)
    equal(len(data), 512 + 1024 + 512)
    equal(data[:8], b"PXIMAGE1")
    equal(struct.unpack("<III", data[8:20]), (512, 2048, 1))
    equal(data[20:24], b"\x06\x02\x01\x00")
    equal(struct.unpack("<I", data[24:28]), (3,))
    equal(struct.unpack("<5I", data[48:68]),
          (512, 700, 0x600000, 750, 0x600010))
    equal(struct.unpack("<5I", data[68:88]),
          (1536, 512, 0x700000, 512, 0x700000))
    equal(data[88:112], b"6.2(1)".ljust(24, b"\0"))
    equal(data[112:144], b"P".ljust(32, b"\0"))
    equal(data[144:184], b"B".ljust(40, b"\0"))
    equal(data[184:512], b"\0" * 328)
    equal(data[512:1536], b"L" * 700 + b"\0" * 324)
    equal(data[1536:], b"R" * 512)


@test("sum and digest are of the file without them")
def _():
    data = pack("--runtime=" + write("r.elf", elf(bytes(range(256)))))
    bare = data[:28] + b"\0\0" + data[30:32] + b"\0" * 16 + data[48:]
    equal(data[32:48], hashlib.md5(bare).digest())
    words = struct.unpack(f"<{len(bare) // 2}H", bare)
    equal(struct.unpack("<H", data[28:30])[0], sum(words) & 0xffff)


@test("two builds are byte-identical")
def _():
    one = image("one.bin")
    with open(one, "rb") as file:
        first = file.read()
    image("one.bin")
    equal(read("one.bin"), first)


@test("kind, generation and an absent loader")
def _():
    data = pack("--runtime=" + write("r.elf", elf()), "--kind=pdm",
                "--generation=2")
    equal(struct.unpack("<I", data[16:20]), (3,))
    equal(struct.unpack("<I", data[24:28]), (2,))
    equal(data[48:68], b"\0" * 20)


@test("a page stands where a runtime would, and has no place in memory")
def _():
    page = "--page=" + write("p.html", b"<p>")
    data = pack(page, "--kind=pdm")
    equal(struct.unpack("<5I", data[68:88]), (512, 3, 0, 3, 0))
    equal(data[512:], b"<p>".ljust(512, b"\0"))
    refused_pack(page, "--runtime=" + write("r.elf", elf()),
                 says=["--page", "--runtime"])


@test("a diskette has zeros behind the file, which count for nothing")
def _():
    loader = "--loader=" + write("l.elf", elf())
    plain = pack(loader, "--kind=boothelper")
    equal(struct.unpack("<I", plain[16:20]), (4,))
    whole = pack(loader, "--kind=boothelper", "--size=1474560")
    equal(len(whole), 1474560)
    equal(whole, plain.ljust(1474560, b"\0"))
    refused_pack(loader, "--size=512", says=["--size=512"])
    refused_pack(loader, "--size=1474561", says=["--size=1474561"])


@test("files that are no programs are refused")
def _():
    good = elf()
    for bad, says in (
            (b"", "not an ELF"), (b"\x7fELF", "not an ELF"),
            (b"x" * 200, "not an ELF"), (elf(machine=62), "not a 32-bit"),
            (elf(kind=1), "not a 32-bit"), (good[:60], "program headers"),
            (good[:100], "outside the file"),
            (elf(entry=0x800000), "entry"), (elf(b""), "nothing in it"),
            (elf(load=0xffffff00), "too far apart")):
        refused_pack("--runtime=" + write("bad.elf", bad),
                     says=[path("bad.elf"), says])
    refused_pack("--runtime=" + path("missing"), says=["No such file"])


@test("options that are wrong are named")
def _():
    refused_pack("--kind=x", says=["--kind=x"])
    refused_pack("--generation=4", says=["--generation=4"])
    refused_pack("--release=six", says=["--release=six"])
    refused_pack("--product=" + "x" * 32, says=["--product", "31"])
    refused_pack("--foo", says=["--foo"])
    refused_pack("more", says=["'more'"])
    refused("tools/mkimage", says=["--output"])
    try:
        read("none")
        check(False, "something was written")
    except FileNotFoundError:
        pass


main()
