#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""pixkey as users type it."""
import re

from toolslib import check, equal, main, refused, run, test, works

SERIAL = "--serial=123456789"


def make(*args):
    return works("pixkey", "make", SERIAL, *args).rstrip("\n")


def show(*key):
    out = works("pixkey", "show", SERIAL, *key)
    return dict(re.split(r":\s+", line, maxsplit=1)
                for line in out.splitlines())


@test("a key is four words of eight digits on one line")
def _():
    check(re.fullmatch(r"0x[0-9a-f]{8}( 0x[0-9a-f]{8}){3}", make()), make())


@test("the same licence has the same key")
def _():
    equal(make("--3des"), make("--license=ur", "--3des", "--des"))
    equal(make(), works("pixkey", "make", "--serial=0x75bcd15").strip())


@test("every option changes the key")
def _():
    options = [[], ["--3des"], ["--des"], ["--no-failover"], ["--license=R"],
               ["--license=FO"], ["--interfaces=3"], ["--hosts=10"],
               ["--peers=5"], ["--no-guards"], ["--no-websense"],
               ["--no-cut-through"], ["--throughput=limited"],
               ["--for=6.1"], ["--for=5.1(2)"],
               ["--license=R", "--failover"]]
    keys = {make(*option) for option in options}
    equal(len(keys), len(options))


@test("UR is everything but DES")
def _():
    is_ = show(*make().split())
    equal(is_["Serial Number"], "123456789 (0x75bcd15)")
    equal(is_["Activation Key"], make())
    equal(is_["License"], "UR")
    equal(is_["Failover"], "Enabled")
    equal(is_["VPN-DES"], "Disabled")
    equal(is_["VPN-3DES"], "Disabled")
    equal(is_["Maximum Interfaces"], "as many as the chassis has")
    for name in ("Cut-through Proxy", "Guards", "Websense"):
        equal(is_[name], "Enabled")
    for name in ("Inside Hosts", "Throughput", "ISAKMP peers"):
        equal(is_[name], "Unlimited")


@test("what is asked for is in the key")
def _():
    is_ = show(*make("--license=R", "--3des", "--interfaces=3", "--hosts=0x32",
                     "--peers=25", "--no-guards", "--throughput=limited",
                     "--for=5.3(1)").split())
    equal(is_["License"], "R")
    equal(is_["Failover"], "Disabled")
    equal(is_["VPN-DES"], "Enabled")
    equal(is_["VPN-3DES"], "Enabled")
    equal(is_["Maximum Interfaces"], "3")
    equal(is_["Inside Hosts"], "50")
    equal(is_["ISAKMP peers"], "25")
    equal(is_["Guards"], "Disabled")
    equal(is_["Throughput"], "Limited")
    equal(is_["Key format"], "2 (releases from 5.2 on)")


@test("a key is read however it is written")
def _():
    key = make()
    bare = key.replace("0x", "")
    for words in (key.split(), [key], [bare], bare.split(),
                  [bare.replace(" ", ",")], [key.replace(" ", ", ")],
                  [bare.upper()]):
        equal(show(*words)["Activation Key"], key)


@test("keys that are none are refused")
def _():
    key = make().split()
    other = f"0x{int(key[3], 16) ^ 1:08x}"
    refused("pixkey", "show", SERIAL, *key[:3], says=["four hexadecimal"])
    refused("pixkey", "show", SERIAL, *key, "0x1", says=["four hexadecimal"])
    refused("pixkey", "show", SERIAL, says=["four hexadecimal"])
    refused("pixkey", "show", SERIAL, *key[:3], "0x2345678ab",
            says=["32 bits"])
    refused("pixkey", "show", SERIAL, *key[:3], other,
            says=["not valid", "123456789"])
    refused("pixkey", "show", "--serial=1", *key, says=["not valid", "1"])
    refused("pixkey", "show", *key, says=["--serial=N is missing"])


@test("options that are wrong are named")
def _():
    refused("pixkey", "make", says=["--serial=N is missing"])
    for number in ("", "x", "-1", "0", "4294967295", "0x", "1 ", "1.5"):
        refused("pixkey", "make", "--serial=" + number,
                says=[f"--serial={number}:", "from 1 to 4294967294"])
    refused("pixkey", "make", SERIAL, "--license=X",
            says=["--license=X", "UR, R, FO"])
    refused("pixkey", "make", SERIAL, "--interfaces=256",
            says=["--interfaces=256", "255"])
    refused("pixkey", "make", SERIAL, "--hosts=65536", says=["--hosts=65536"])
    refused("pixkey", "make", SERIAL, "--peers=many", says=["--peers=many"])
    refused("pixkey", "make", SERIAL, "--throughput=fast",
            says=["--throughput=fast", "limited"])
    refused("pixkey", "make", SERIAL, "--for=3.0", says=["--for=3.0", "4.0"])
    for release in ("6", "6.", "6.2(", "6.2(1", "6.2(1)x", " 6.2", "six"):
        refused("pixkey", "make", SERIAL, "--for=" + release,
                says=["--for=" + release])
    refused("pixkey", "make", SERIAL, "--failover", "--no-failover",
            says=["exclude each other"])
    refused("pixkey", "make", SERIAL, "--foo", says=["--foo", "--help"])
    refused("pixkey", "make", SERIAL, "word", says=["'word'"])


@test("commands that are wrong are named")
def _():
    refused("pixkey", says=["--help"])
    refused("pixkey", "mak", says=["'mak'", "make"])
    refused("pixkey", "--serial=1", says=["--serial=1"])


@test("help and version")
def _():
    for args in (["--help"], ["-h"], ["make", "--help"], ["show", "--help"]):
        status, out, err = run("pixkey", *args)
        equal((status, err), (0, ""))
        check("pixkey" in out, out)
    check("--no-failover" in works("pixkey", "make", "--help"))
    check(re.fullmatch(r"pixkey \d+\.\d+\.\d+\n", works("pixkey", "--version")))


main()
