#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""pixflash as users type it."""
import fcntl
import hashlib
import os
import re
import resource
import subprocess

from toolslib import (BUILD, TRAILER, check, equal, folder, image, main, path,
                      read, refused, run, test, works, write)

SERIAL = "--serial=123456789"
KEY = works("pixkey", "make", SERIAL, "--3des").strip()
IMAGE = image()
PDM_AT = 0x2e0000  # docs/flash.md


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
                   says=["np.bin is a password tool"])
    refused_create("--image=" + image("old.bin", "5.1(1)", b"\x90" * 9),
                   says=["old.bin", "5.1(1)", "PIX-525", "--model"])
    big = image("big.bin", "6.2(1)", b"\x90" * (0x1a0000 - 511))
    refused_create("--model=520", "--image=" + big,
                   says=["PIX-520", "room for an image of 1703936"])
    create("big.flash", "--model=525", "--image=" + big)
    largest = image("big.bin", "6.2(1)", b"\x90" * (0x1a0000 - 512))
    create("big.flash", "--model=520", "--image=" + largest)
    check("good" in show("big.flash")["Image checksum"])


# The chassis that every release knows, with as much flash as there is.
ROOMY = ("--model=520", "--flash-card=strata")


@test("an image brings the flash layout of its generation")
def _():
    for generation, release, room in (1, "4.2(1)", 0x260000), \
            (2, "5.1(1)", 0x240000), (3, "6.2(1)", 0x2a0000):
        made = image("some.bin", release, b"\x90" * 99,
                     f"--generation={generation}")
        create("some.flash", "--image=" + made, *ROOMY)
        check(show("some.flash")["File system"] == f"layout {generation}")
        big = image("big.bin", release, b"\x90" * (room - 511),
                    f"--generation={generation}")
        refused_create("--image=" + big, *ROOMY,
                       says=[f"room for an image of {room}"])


def config(name, text=b""):
    """-> exit status, standard output, standard error"""
    done = subprocess.run([os.path.join(BUILD, "pixflash"), "config",
                           path(name)], input=text, capture_output=True,
                          timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def framed(lines, release=b"6.2(1)", stamp=b":"):
    return (b": Saved\n" + stamp + b"\nPIX Version " + release + b"\n" + lines +
            b"Cryptochecksum:" + hashlib.md5(lines).hexdigest().encode() +
            b"\n: end\n")


@test("extract writes the image as it came, and files of the others")
def _():
    create("x.flash", SERIAL, "--image=" + IMAGE, "--key=" + KEY)
    works("pixflash", "extract", path("x.flash"), path("out"))
    equal(read("out"), read("test.bin"))
    equal(config("x.flash", b"hostname a\n"), (0, b"", ""))
    works("pixflash", "extract", "--file=1", path("x.flash"), path("out"))
    equal(read("out"), framed(b"hostname a\n"))
    os.remove(path("out"))
    for file, says in (("2", "private data"), ("3", "device manager"),
                       ("4", "crash information"), ("5", "--file=5")):
        refused("pixflash", "extract", "--file=" + file, path("x.flash"),
                path("out"), says=[says])
    refused("pixflash", "extract", path("x.flash"), says=["OUT"])
    refused("pixflash", "extract", path("x.flash"), path("no/out"),
            says=["no/out"])
    data = bytearray(read("x.flash"))
    refused("pixflash", "extract", path("x.flash"), path("x.flash"),
            says=["in use"])
    equal(read("x.flash"), bytes(data))
    data[700] ^= 4
    refused("pixflash", "extract", write("y.flash", data), path("out"),
            says=["damaged"])
    create("y2.flash", SERIAL)
    refused("pixflash", "extract", path("y2.flash"), path("out"),
            says=["no image"])
    check(not os.path.exists(path("out")))


@test("extract behind a link, into a FIFO, to standard output")
def _():
    create("x.flash", SERIAL, "--image=" + IMAGE)
    whole = read("test.bin")
    write("real", b"old")
    os.symlink("real", path("link"))
    works("pixflash", "extract", path("x.flash"), path("link"))
    check(os.path.islink(path("link")))
    equal(read("real"), whole)
    os.mkfifo(path("fifo"))
    refused("pixflash", "extract", path("x.flash"), path("fifo"),
            says=["nobody reads it"])
    reader = os.open(path("fifo"), os.O_RDONLY | os.O_NONBLOCK)
    works("pixflash", "extract", path("x.flash"), path("fifo"))
    equal(os.read(reader, 65536), whole)
    os.close(reader)
    check(not os.path.isfile(path("fifo")))
    done = subprocess.run([os.path.join(BUILD, "pixflash"), "extract",
                           path("x.flash"), "/dev/stdout"],
                          stdout=subprocess.PIPE, timeout=60, check=True)
    equal(done.stdout, whole)


def run_with(*words, text=b"", **keys):
    """-> exit status, standard error"""
    done = subprocess.run([os.path.join(BUILD, words[0]), *words[1:]],
                          input=text, stderr=subprocess.PIPE, timeout=60,
                          check=False, **keys)
    return done.returncode, done.stderr.decode()


@test("what can't be printed is a failure")
def _():
    create("x.flash", SERIAL, "--image=" + IMAGE)
    equal(config("x.flash", b"hostname a\n"), (0, b"", ""))
    for words in (("pixflash", "config", path("x.flash")),
                  ("pixflash", "show", path("x.flash")),
                  ("pixflash", "--help"), ("pixkey", "make", SERIAL),
                  ("pixkey", "--version")):
        with open("/dev/full", "w", encoding="ascii") as full:
            status, err = run_with(*words, stdout=full)
        equal((status, err.count("\n")), (1, 1))
        check("standard output: No space left" in err, words, err)


@test("a file that may not grow so far, and nobody to complain to")
def _():
    status, err = run_with(
        "pixflash", "create", path("limit.flash"), preexec_fn=lambda:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)))
    equal((status, err.count("\n")), (1, 1))
    check(not os.path.exists(path("limit.flash")), err)
    create("x.flash", SERIAL, "--image=" + IMAGE)
    before = read("x.flash")
    equal(run_with("pixflash", "config", path("x.flash"),
                   text=b"names\n" * 200000, stdout=subprocess.DEVNULL,
                   preexec_fn=lambda: os.close(2))[0], 1)
    check(read("x.flash") == before)


@test("a device manager is read back; one that is damaged is told")
def _():
    pdm = os.path.join(BUILD, "software", "pdm211.bin")
    with open(pdm, "rb") as file:
        page = file.read()
    create("pdm.flash", SERIAL)
    config("pdm.flash", b"hostname a\n")
    data = bytearray(read("pdm.flash"))
    data[PDM_AT:PDM_AT + len(page)] = page
    write("pdm.flash", data)
    works("pixflash", "extract", "--file=3", path("pdm.flash"), path("page"))
    equal(read("page"), page)
    check("PDM:                good\n" in
          works("pixflash", "verify", path("pdm.flash")))
    for at, value in ((700, page[700] ^ 4), (15, 0xff)):  # of it; its length
        bad = bytearray(data)
        bad[PDM_AT + at] = value
        refused("pixflash", "extract", "--file=3", write("bad.flash", bad),
                path("page"), says=["device manager", "damaged"])
        status, out, err = run("pixflash", "verify", path("bad.flash"))
        equal((status, err.count("\n")), (1, 1))
        check("PDM:                damaged" in out, out)


@test("config puts a frame round lines, and keeps one that is there")
def _():
    create("x.flash", SERIAL, "--image=" + IMAGE)
    status, out, err = config("x.flash")
    equal((status, out), (1, b""))
    check("no configuration" in err and err.count("\n") == 1, err)
    for text, wanted in (
            (b"hostname a\r\nnames", framed(b"hostname a\nnames\n")),
            (framed(b"passwd x\n", b"5.1(2)", b": Written by me at noon"),
             framed(b"passwd x\n", b"5.1(2)", b": Written by me at noon")),
            (b"Building configuration...\n" + framed(b"names\n") + b"[OK]\n",
             framed(b"names\n")),
            (framed(b"names\n").replace(b"m:", b"m:0"), framed(b"names\n"))):
        equal(config("x.flash", text), (0, b"", ""))
        equal(config("x.flash"), (0, wanted, ""))
    before = read("x.flash")
    for text, says in ((b"host\0name", "zeros"),
                       (b"names\n" * 200000, "room for")):
        status, out, err = config("x.flash", text)
        equal((status, out, err.count("\n")), (1, b"", 1))
        check(says in err, err)
    check(read("x.flash") == before)
    create("x.flash", SERIAL)
    status, _, err = config("x.flash", b"names\n")
    equal(status, 1)
    check("PIX Version" in err and "no image" in err, err)
    equal(config("x.flash", framed(b"names\n")), (0, b"", ""))
    equal(config("nix.flash", b"names\n")[0], 1)
    check(not os.path.exists(path("nix.flash")))


@test("a clone is another unit with the same image and configuration")
def _():
    create("x.flash", SERIAL, "--image=" + IMAGE, "--key=" + KEY)
    config("x.flash", b"hostname a\n")
    before = read("x.flash")
    works("pixflash", "clone", path("x.flash"), path("z.flash"), "--serial=9")
    check(read("x.flash") == before)
    is_ = show("z.flash")
    equal(is_["Serial Number"], "9 (0x9)")
    equal(is_["Activation Key"], "none")
    equal(is_["Image checksum"].split()[-1], "good")
    equal(config("z.flash"), config("x.flash"))
    words = [int(w, 16).to_bytes(4, "little") for w in KEY.split()]
    check(b"".join(words) in before)
    check(b"".join(words) not in read("z.flash"))
    trailer = read("z.flash")[-TRAILER:]
    check(read("x.flash")[-TRAILER:] != trailer)
    for args, says in (((path("z.flash"), "--serial=8"), "exists already"),
                       ((path("q.flash"), SERIAL), "two numbers"),
                       ((path("q.flash"),), "--serial=N"),
                       ((path("q.flash"), "--serial=x"), "--serial=x")):
        refused("pixflash", "clone", path("x.flash"), *args, says=[says])
    check(not os.path.exists(path("q.flash")))
    create("blank.flash", SERIAL)
    works("pixflash", "clone", path("blank.flash"), path("q.flash"),
          "--serial=7")
    equal(show("q.flash")["Image"], "none")


@test("verify finds one wrong bit wherever it is")
def _():
    def verify(name):
        done = subprocess.run([os.path.join(BUILD, "pixflash"), "verify",
                               path(name)], capture_output=True, text=True,
                              timeout=60, check=False)
        return done.returncode, dict(re.split(r":\s+", line, maxsplit=1)
                                     for line in done.stdout.splitlines())
    create("v.flash", SERIAL)
    equal(verify("v.flash"),
          (0, {"File system": "good", "Image": "none",
               "Configuration": "none", "Activation Key": "none",
               "Private data": "none", "PDM": "none"}))
    create("v.flash", SERIAL, "--image=" + IMAGE, "--key=" + KEY)
    config("v.flash", b"hostname a\n")
    status, said = verify("v.flash")
    equal((status, said["File system"], said["Image"], said["Configuration"],
           said["Activation Key"]), (0, "good", "good", "good", "good"))
    good = read("v.flash")
    key = int(KEY.split()[0], 16).to_bytes(4, "little")
    for at, what in ((700, "Image"), (good.find(b"hostname a"),
                                      "Configuration"),
                     (good.find(key), "Activation Key")):
        check(at > 0)
        data = bytearray(good)
        data[at] ^= 16
        write("v.flash", data)
        status, said = verify("v.flash")
        equal(status, 1, what)
        wrong = [k for k, v in said.items() if v not in ("good", "none")]
        equal(wrong, [what])


@test("options and commands that are wrong are named")
def _():
    refused_create("--model=526", says=["--model=526", "525"])
    refused_create("--model=", says=["--model="])
    refused_create("--serial=x", says=["--serial=x"])
    refused_create("--serial=0", says=["from 1 to 4294967294"])
    refused_create("--serial=4294967296", says=["--serial=4294967296"])
    refused_create("--foo", says=["--foo", "--help"])
    refused_create("two", says=["one FLASH"])
    refused("pixflash", "create", says=["one FLASH"])
    refused("pixflash", "create", path("no/such/folder"),
            says=["no/such/folder", "there is no folder"])
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
