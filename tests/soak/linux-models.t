#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux on every chassis, with all its ports; with the chips' own latencies;
and twice under a held clock, which must give the same lines at the same
nanosecond."""
import os
import re
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "foreign"))
import linuxlib  # noqa: E402
from linuxlib import Linux, Peer, PIXEMU, check, path  # noqa: E402

HELD_S = 25
# What a chassis lacks that this kernel needs.
OPTIONS = {"501": ["--cpu=pentium2", "--memory=128"],
           "506": ["--cpu=pentium2", "--memory=128"],
           "506e": ["--memory=128"],
           "510": ["--cpu=pentium2", "--memory=128"],
           "515": ["--cpu=pentium2"]}


def models():
    """Names of the chassis, and how many ports each has."""
    said = subprocess.run([PIXEMU, "--model=list"], text=True,
                          stdout=subprocess.PIPE, check=True).stdout
    return [line.split()[0] for line in said.split("\n")[1:] if line.strip()]


def ports(linux):
    return len(linux.run("ls -d /sys/class/net/eth*").split())


def drive(linux, n, cable, address):
    """Port n of the chassis is the kernel's eth<n>: tested, then pinged."""
    said = linux.run(f"readlink /sys/class/net/eth{n}/device/driver")
    check(said.strip().endswith("/e100"), said)
    peer = Peer(cable)  # a port that nobody is at has no link
    linux.run(f"ip link set eth{n} up")
    linux.wait_for(f"cat /sys/class/net/eth{n}/carrier", "1")
    said = linux.run(f"devtest eth{n}").split()
    check(said == ["0"] * 5, n, said)
    linux.run(f"ip addr add 192.168.1.{address}/24 dev eth{n}; "
              f"ip link set eth{n} up")
    linux.wait_for(f"cat /sys/class/net/eth{n}/carrier", "1")
    ip = bytes([192, 168, 1, address])
    check(peer.ping(ip, peer.find(ip), 1000), n, "no answer")
    peer.close()
    linux.run(f"ip link set eth{n} down; ip addr flush dev eth{n}")


def chassis(folder, model, more=(), append=""):
    count = 2
    while True:  # how many ports it has, the refusal of one too many tells
        cables = [path(f"{model}-{n}") for n in range(count)]
        linux = Linux(folder, f"--model={model}", "--clock=warp",
                      *OPTIONS.get(model, []), *more,
                      *(f"--net={n}:listen:{c}" for n, c in enumerate(cables)),
                      append=append)
        try:
            linux.booted()
            if ports(linux) > count:
                count = ports(linux)
                continue
            for n, cable in enumerate(cables):
                drive(linux, n, cable, 10 + n)
            return
        finally:
            linux.close()


def foreign_bios(folder):
    chassis(folder, "525", ["--bios=" + linuxlib.SEABIOS])


def held(folder):
    linux = Linux(folder, "--clock=hold", "--serial=1",
                  "--rtc=2004-02-29T20:00:00", append="nokaslr")
    said = []

    def listen():
        while data := os.read(linux.fd, 65536):
            said.append(data)

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        with linux.qmp() as qmp:
            qmp.socket.settimeout(linuxlib.BOOT_S)
            qmp.ask("x-clock", until=HELD_S * 10**9)
            qmp.ask("quit")
        listener.join(linuxlib.COMMAND_S)
    finally:
        linux.close()
    return b"".join(said)


def exact(folder):
    first, second = held(folder), held(folder)
    check(b"@@ READY" in first, first[-300:])
    check(first == second, "they differ")
    check(re.search(rb"\[ +\d+\.\d{6}\] e100", first), "no e100")


def main():
    try:
        folder = linuxlib.files()
    except linuxlib.Missing as why:
        print(f"1..0 # SKIP {why}")
        return 0
    steps = [(f"a {model} with all its ports", chassis, folder, model)
             for model in models()]
    steps.append(("a 525 with the chips' own latencies", chassis, folder,
                  "525", ["--timing=authentic"], "quiet"))
    if os.path.exists(linuxlib.SEABIOS):
        steps.append(("a 525 that SeaBIOS has set up", foreign_bios, folder))
    steps.append(("the same to the nanosecond, twice", exact, folder))
    print(f"1..{len(steps)}", flush=True)
    failed = 0
    for number, (title, function, *arguments) in enumerate(steps, 1):
        try:
            function(*arguments)
            print(f"ok {number} - {title}", flush=True)
        except Exception as why:  # every test is to have its line
            failed += 1
            print(f"not ok {number} - {title}\n# {type(why).__name__}: {why}",
                  flush=True)
    return failed > 0


sys.exit(main())
