# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes through a firewall between two network namespaces: the unit in
both timings, and the same guest on QEMU.  The machine has one core, tests/
bench/load.c another, which is both ends of the traffic.  Needs root."""
import json
import os
import re
import socket
import statistics
import subprocess

import sidebyside
from idle import make_flash
from machines import BUILD, LIMIT_S, QEMU, Process, cores, folder, path, pixemu

INSIDE, OUTSIDE = [f"pb{os.getpid()}{side}" for side in "io"]
TAPS = {name: "t" + name for name in (INSIDE, OUTSIDE)}
LOAD = os.path.join(BUILD, "tests", "bench", "load")
QUEUE = "10000"  # frames that wait in Linux while another process has the core
# load.c knows these addresses.
CONFIG = """\
interface ethernet0 auto
interface ethernet1 auto
ip address outside 192.0.2.1 255.255.255.0
ip address inside 10.1.1.1 255.255.255.0
nat (inside) 1 0 0
global (outside) 1 interface
static (inside,outside) 192.0.2.10 10.1.1.6 netmask 255.255.255.255 0 100
access-list in permit tcp any host 192.0.2.10 eq 80
access-group in in interface outside
no pager
"""
RUNS = 3
SECONDS = 2
FLOWS, RATE = 1000, 60000
FLOOD = 20000
MANY = 50000

started = []  # processes


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def make_namespaces():
    for name, tap in TAPS.items():
        ip("netns", "add", name)
        ip("tuntap", "add", "dev", tap, "mode", "tap")


def move_taps():
    """Away from here, once the machine has opened them."""
    for name, gateway, *addresses in (
            (INSIDE, "10.1.1.1", "10.1.1.5/24", "10.1.1.6/24"),
            (OUTSIDE, "192.0.2.1", "192.0.2.5/24")):
        ip("link", "set", TAPS[name], "netns", name)
        for address in addresses:
            ip("-n", name, "addr", "add", address, "dev", TAPS[name])
        ip("-n", name, "link", "set", TAPS[name], "txqueuelen", QUEUE, "up")
        ip("-n", name, "link", "set", "lo", "up")
        ip("-n", name, "route", "add", "default", "via", gateway)


def remove_namespaces():
    for name, tap in TAPS.items():
        for words in (("netns", "del", name), ("link", "del", tap)):
            subprocess.run(["ip", *words], check=False,
                           stderr=subprocess.DEVNULL)


# --- machines -----------------------------------------------------------

def real_clock(control):
    """Over QMP: x-clock."""
    with socket.socket(socket.AF_UNIX) as qmp:
        qmp.settimeout(LIMIT_S)
        qmp.connect(control)
        lines = qmp.makefile("rw")
        for command in ("qmp_capabilities", "x-clock"):
            lines.readline()
            arguments = {"mode": "real"} if command == "x-clock" else {}
            lines.write(json.dumps({"execute": command,
                                    "arguments": arguments}) + "\n")
            lines.flush()
        lines.readline()


def unit(core, *options):
    name = path(f"traffic{len(os.listdir(folder.name))}")
    control = name + ".qmp"
    m = pixemu("--clock=warp", "--control=unix:" + control,
               "--net=0:tap:" + TAPS[OUTSIDE], "--net=1:tap:" + TAPS[INSIDE],
               *options, make_flash(name + ".flash"), core=core)
    m.until(b"Use SPACE to begin flash boot")
    m.write(b" ")
    m.until(b"pixfirewall> ")
    real_clock(control)
    return m


def guest_on_qemu(core):
    """It has no flash card: the image is fetched, and runs from memory."""
    words = [QEMU, "-M", "pc,accel=tcg", "-cpu", "pentium3", "-m", "256",
             "-nodefaults", "-display", "none", "-bios", sidebyside.BIOS,
             "-serial", "stdio"]
    software = os.path.join(BUILD, "software")
    for i, netdev in enumerate([
            f"tap,ifname={TAPS[OUTSIDE]},script=no,downscript=no",
            f"tap,ifname={TAPS[INSIDE]},script=no,downscript=no",
            "user,tftp=" + software]):
        words += ["-netdev", f"{netdev},id=n{i}",
                  "-device", f"i82559c,netdev=n{i},romfile="]
    m = Process(*words, core=core)
    m.until(b"monitor> ")
    for line in (b"interface 2", b"address 10.0.2.15", b"server 10.0.2.2",
                 b"file pix621.bin"):
        m.seconds_until(line + b"\r", b"monitor> ")
    m.seconds_until(b"tftp\r", b"pixfirewall> ")
    return m


def say(m, line):
    m.write(line.encode() + b"\r")
    m.until(b"\r\n")
    return m.until(b"(config)# ").decode()


def at_work(start):
    """A machine between the namespaces, and what loads it."""
    make_namespaces()
    machine = start(cores()[0])
    started.append(machine)
    move_taps()
    machine.seconds_until(b"enable\r", b"Password: ")
    machine.seconds_until(b"\r", b"# ")
    machine.seconds_until(b"configure terminal\r", b"(config)# ")
    for line in CONFIG.splitlines():
        say(machine, line)
    load = Process(LOAD, INSIDE, OUTSIDE, core=cores()[-1])
    started.append(load)
    ask(load, "udp 1000 1 10")  # ARP is done, code is translated
    return machine, load


def at_rest():
    while started:
        started.pop().end()
    remove_namespaces()


# --- rows ---------------------------------------------------------------

def ask(load, line):
    load.write(line.encode() + b"\n")
    return [float(word) for word in load.until(b"\n").split()]


def arrived(load, rate, flows=FLOWS):
    sent, got, _ = ask(load, f"udp {rate} {SECONDS} {flows}")
    return 100 * got / sent


ROWS = [
    ("TCP through PAT, Mbit/s",
     lambda load: ask(load, f"tcp {SECONDS} 0")[0] / 1e6),
    (f"the same beside {FLOOD:,} SYN/s",
     lambda load: ask(load, f"tcp {SECONDS} {FLOOD}")[0] / 1e6),
    (f"UDP of 64 bytes, {RATE // 2:,}/s: % arrive",
     lambda load: arrived(load, RATE // 2)),
    (f"UDP of 64 bytes, {RATE:,}/s: % arrive",
     lambda load: arrived(load, RATE)),
    ("new TCP connections a second",
     lambda load: ask(load, f"connect {SECONDS}")[0]),
]


def measure(start):
    machine, load = at_work(start)
    rows = [statistics.median(run(load) for _ in range(RUNS))
            for _, run in ROWS]
    at_rest()
    return rows


def many():
    """Connections that a unit with 64 MB has at the same time."""
    machine, load = at_work(lambda core: unit(core, "--memory=64"))
    ask(load, f"udp {MANY // 5} 5 {MANY}")
    count = re.search(r"(\d+) in use", say(machine, "show conn count"))
    share = arrived(load, RATE // 2, MANY)
    at_rest()
    return int(count.group(1)), share


def main():
    if os.geteuid() != 0 or not os.path.exists("/dev/net/tun"):
        print("through the firewall: 1 skipped (network namespaces need root)")
        return
    machines = [("fast", lambda core: unit(core)),
                ("authentic", lambda core: unit(core, "--timing=authentic"))]
    if QEMU:
        machines.append(("QEMU", guest_on_qemu))
    print(f"{'through the firewall':40}" +
          "".join(f"{name:>12}" for name, _ in machines))
    try:
        columns = [measure(start) for _, start in machines]
        for (what, _), *figures in zip(ROWS, *columns):
            print(f"{what:40}" + "".join(f"{f:12.1f}" for f in figures))
        count, share = many()
        print(f"{'connections at a time with 64 MB':40}{count:12}\n"
              f"{'UDP through them, %d/s: %% arrive' % (RATE // 2):40}"
              f"{share:12.1f}", flush=True)
    finally:
        at_rest()
