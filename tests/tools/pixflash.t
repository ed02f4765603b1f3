#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""pixflash as users type it."""
import fcntl
import os
import re

from toolslib import (TRAILER, check, equal, folder, image, main, path, read,
                      refused, test, works, write)

SERIAL = "--serial=123456789"
KEY = works("pixkey", "make", SERIAL, "--3des").strip()
IMAGE = image()


def create(name, *args):
    if os.path.exists(path(name)):
        os.remove(path(name))
    equal(works("pixflash", "create", path(name), *args), "")
    return path(name)


def show(name):
    out = works("pixflash", "show", path(name))
    return dict(re.split(r":\s+", line, maxsplit=1)
                for line in out.splitlines())


def refused_create(*args, says):
    """Nothing is left behind, under whatever name."""
    before = sorted(os.listdir(folder.name))
    refused("pixflash", "create", path("new.flash"), *args, says=says)
    equal(sorted(os.listdir(folder.name)), before)


@test("a new unit is blank and a 525")
def _():
    create("a.flash")
    data = read("a.flash")
    equal(len(data), (16 << 20) + TRAILER)
    equal(data[:4096], b"\xff" * 4096)
    is_ = show("a.flash")
    equal(is_["Model"], "PIX-525")
    equal(is_["Flash"], "16777216 bytes, 32 AT29C040A")
    equal(is_["Image"], "none")
    equal(is_["Configuration"], "none")
    equal(is_["Activation Key"], "none")
    check(re.fullmatch(r"\d+ \(0x[0-9a-f]+\)", is_["Serial Number"]))


@test("model, serial number, image and key")
def _():
    create("b.flash", "--model=520", SERIAL, "--image=" + IMAGE,
           "--key=" + KEY)
    equal(os.path.getsize(path("b.flash")), (2 << 20) + TRAILER)
    is_ = show("b.flash")
    equal(is_["Model"], "PIX-520")
    equal(is_["Serial Number"], "123456789 (0x75bcd15)")
    equal(is_["Image"], "Test Firewall 6.2(1), 1024 bytes")
    check(re.fullmatch(r"0x[0-9a-f]{4}, good", is_["Image checksum"]))
    equal(is_["File system"], "layout 3")
    equal(is_["Activation Key"], KEY)
    equal(is_["License"], "UR")
    equal(is_["VPN-3DES"], "Enabled")
    equal(read("b.flash")[:1024], read("test.bin"))


@test("two of the same are byte-identical")
def _():
    args = (SERIAL, "--image=" + IMAGE, "--key=" + KEY)
    create("c.flash", *args)
    create("d.flash", *args)
    check(read("c.flash") == read("d.flash"))


@test("every model has its size")
def _():
    for model, mib in (("501", 8), ("506", 8), ("506e", 8), ("510", 2),
                       ("515", 16), ("515e", 16), ("520", 2), ("525", 16),
                       ("535", 16)):
        create("m.flash", "--model=" + model)
        equal(os.path.getsize(path("m.flash")), (mib << 20) + TRAILER)
    os.remove(path("m.flash"))


@test("a unit with the 16 MiB card")
def _():
    create("s.flash", "--model=520", "--flash-card=strata", SERIAL,
           "--image=" + IMAGE, "--key=" + KEY)
    equal(os.path.getsize(path("s.flash")), (16 << 20) + TRAILER)
    is_ = show("s.flash")
    equal(is_["Flash"], "16777216 bytes, 2 28F640J5")
    equal(is_["Image checksum"].split()[-1], "good")
    equal(is_["File system"], "layout 3")
    check(is_["License"])
    refused("pixflash", "create", path("x.flash"), "--flash-card=strat",
            says=["--flash-card=strat", "strata"])
    refused("pixflash", "create", path("x.flash"), "--flash-card=strata",
            "--model=501", says=["PIX-501", "soldered"])
    check(not os.path.exists(path("x.flash")))


@test("one flipped bit of the image is seen")
def _():
    create("e.flash", SERIAL, "--image=" + IMAGE)
    data = bytearray(read("e.flash"))
    data[700] ^= 4
    write("e.flash", data)
    check("WRONG" in show("e.flash")["Image checksum"])
    data[3] ^= 4
    write("e.flash", data)
    equal(show("e.flash")["Image"], "damaged, or none of ours")


@test("one flipped bit of the key is seen")
def _():
    create("f.flash", SERIAL, "--key=" + KEY)
    data = bytearray(read("f.flash"))
    at = data.find(int(KEY.split()[0], 16).to_bytes(4, "little"))
    check(at > 0)
    data[at] ^= 1
    write("f.flash", data)
    equal(show("f.flash")["Activation Key"], "damaged")


@test("the key of another unit does not survive a new trailer")
def _():
    create("g.flash", SERIAL, "--key=" + KEY)
    create("h.flash", "--serial=5")
    write("g.flash", read("g.flash")[:-TRAILER] + read("h.flash")[-TRAILER:])
    is_ = show("g.flash")
    equal(is_["Activation Key"], KEY)
    equal(is_["License"], "not valid for this serial number")


@test("showing changes nothing")
def _():
    before = read("b.flash")
    os.chmod(path("b.flash"), 0o400)
    show("b.flash")
    os.chmod(path("b.flash"), 0o600)
    check(read("b.flash") == before)


@test("what exists is not overwritten")
def _():
    before = read("b.flash")
    refused("pixflash", "create", path("b.flash"),
            says=[path("b.flash"), "exists already"])
    check(read("b.flash") == before)


@test("keys are checked")
def _():
    words = KEY.split()
    refused_create(SERIAL, "--key=" + " ".join(words[:3]),
                   says=["--key=", "four hexadecimal words"])
    refused_create(SERIAL, "--key=" + " ".join(words[:3]) + " 0x2345678ab",
                   says=["32 bits"])
    refused_create("--serial=7", "--key=" + KEY,
                   says=["not valid for serial number 7", "pixkey make"])
    refused_create("--key=" + KEY, says=["--key needs --serial"])


@test("images are checked")
def _():
    good = read("test.bin")
    refused_create("--image=" + path("no such"),
                   says=[path("no such"), "No such file"])
    refused_create("--image=" + folder.name, says=["Is a directory"])
    refused_create("--image=" + write("empty", b""), says=["not an image"])
    refused_create("--image=" + write("text", b"hello" * 500),
                   says=["not an image"])
    refused_create("--image=" + write("cut", good[:-1]),
                   says=["cut off", "1023 of 1024 bytes"])
    refused_create("--image=" + write("bad", good[:-1] + b"x"),
                   says=["checksum is wrong"])
    refused_create("--image=" + image("np.bin", "6.2(1)", b"\x90" * 9,
                                      "--kind=password"),
                   says=["never in flash"])
    big = image("big.bin", "6.2(1)", b"\x90" * (0x1a0000 - 511))
    refused_create("--model=520", "--image=" + big,
                   says=["PIX-520", "room for an image of 1703936"])
    create("big.flash", "--model=525", "--image=" + big)
    largest = image("big.bin", "6.2(1)", b"\x90" * (0x1a0000 - 512))
    create("big.flash", "--model=520", "--image=" + largest)
    check("good" in show("big.flash")["Image checksum"])


@test("an image brings the flash layout of its generation")
def _():
    for generation, release, room in (1, "4.2(1)", 0x260000), \
            (2, "5.1(1)", 0x240000), (3, "6.2(1)", 0x2a0000):
        made = image("some.bin", release, b"\x90" * 99,
                     f"--generation={generation}")
        create("some.flash", "--image=" + made)
        check(show("some.flash")["File system"] == f"layout {generation}")
        big = image("big.bin", release, b"\x90" * (room - 511),
                    f"--generation={generation}")
        refused_create("--image=" + big,
                       says=[f"room for an image of {room}"])


@test("options and commands that are wrong are named")
def _():
    refused_create("--model=526", says=["--model=526", "525"])
    refused_create("--model=", says=["--model="])
    refused_create("--serial=x", says=["--serial=x"])
    refused_create("--serial=4294967296", says=["--serial=4294967296"])
    refused_create("--foo", says=["--foo", "--help"])
    refused_create("two", says=["one FLASH"])
    refused("pixflash", "create", says=["one FLASH"])
    refused("pixflash", "create", path("no/such/folder"),
            says=["no/such/folder", "No such file"])
    refused("pixflash", "shoe", says=["'shoe'", "show"])
    refused("pixflash", says=["--help"])


@test("files that are none are refused")
def _():
    data = read("b.flash")
    refused("pixflash", "show", says=["one FLASH"])
    refused("pixflash", "show", path("nix"), says=["No such file"])
    refused("pixflash", "show", folder.name, says=["not a regular file"])
    refused("pixflash", "show", write("x", b"x" * 100), says=["no trailer"])
    refused("pixflash", "show", write("x", data[:-TRAILER]),
            says=["no trailer yet"])
    refused("pixflash", "show", write("x", data[512:]),
            says=["a part is missing"])
    damaged = bytearray(data)
    damaged[-TRAILER + 33] ^= 1
    refused("pixflash", "show", write("x", damaged),
            says=["trailer is damaged"])


@test("a file in use is refused")
def _():
    with open(path("b.flash"), "rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused("pixflash", "show", path("b.flash"),
                says=["in use by another pixemu"])


@test("help and version")
def _():
    for args in (["--help"], ["-h"], ["create", "--help"],
                 ["show", "--help"]):
        check("pixflash" in works("pixflash", *args))
    check("--key" in works("pixflash", "create", "--help"))
    check(works("pixflash", "-V").startswith("pixflash "))


main()
