#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Nine models x slots x cards: which ports the monitor lists and where, that
the runtime has them all, and that one behind bridges carries frames."""
import concurrent.futures
import os
import re
import subprocess

import hostlib
from hostlib import check, equal, path, test

# On-board devices of bus 0; slots as (bus, device), buses "A" and "B" being
# those of 64-bit slots, behind devices 2 and 3 of a 535.
MODELS = {
    "501": ([17, 18], []),
    "506": ([13, 14], []),
    "506e": ([13, 14], []),
    "510": ([], [(0, 9), (0, 10), (0, 11), (0, 12)]),
    "515": ([13, 14], [(0, 15), (0, 16)]),
    "515e": ([13, 14], [(0, 15), (0, 16)]),
    "520": ([], [(0, d) for d in range(9, 15)]),
    "525": ([13, 14], [(0, 15), (0, 16), (0, 17)]),
    "535": ([], [("A", 0), ("A", 1), ("B", 0), ("B", 1)] +
            [(0, d) for d in range(4, 9)]),
}
USUAL = {"510": [9, 10], "520": [9, 10], "535": [4, 5]}
IRQS = {"501": [9, 10, 11, 5]}
CARDS = ["1fe", "4fe", "4fe-66"]
BIOS = os.path.join(hostlib.BUILD, "software", "pixbios.bin")


def listed(model, slot=None, card=None):
    """What the monitor of this unit lists: (bus, device, irq)."""
    irqs = IRQS.get(model, [11, 10, 9, 5])
    onboard, slots = MODELS[model]
    alone = onboard if card else onboard or USUAL[model]
    ports = [(0, d, irqs[(d - 1) % 4]) for d in alone]
    if card == "4fe-66" or card and slots[slot][0] != 0:
        return ports
    if card:
        device = slots[slot][1]
        bus = 3 if model == "535" else 1
        if card == "1fe":
            ports += [(0, device, irqs[(device - 1) % 4])]
        else:
            ports += [(bus, n, irqs[(device - 1 + n) % 4]) for n in range(4)]
    return ports


def unit(*options):
    process = subprocess.Popen(
        [hostlib.PIXEMU, f"--bios={BIOS}", "--clock=warp", "-c", "stdio",
         *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL)
    process.stdin.write(b"\x1b")
    process.stdin.flush()
    return process


def end(process):
    process.terminate()
    process.communicate(timeout=hostlib.LIMIT_S)


def monitor(*options):
    process = unit(*options)
    try:
        said = hostlib.until(process.stdout.fileno(), b"monitor> ", 60)
    finally:
        end(process)
    return said.decode()


def compare(model, slot=None, card=None):
    options = [f"--card={slot}:{card}"] if card else []
    said = monitor(f"--model={model}", *options)
    got = re.findall(r"^(\d+): i8255X @ PCI\(bus:(\d+) dev:(\d+) irq:(\d+) ?\)"
                     r"\r$", said, re.M)
    wanted = [(n, *port)
              for n, port in enumerate(listed(model, slot, card))]
    equal([tuple(map(int, g)) for g in got], wanted, f"{model} {options}")


@test("nine models with the ports they come with")
def plain():
    for model in MODELS:
        compare(model)


@test("every card in every slot of every model")
def table():
    cases = [(model, slot, card) for model, (_, slots) in MODELS.items()
             for slot in range(len(slots)) for card in CARDS]
    equal(len(cases), 78, "cases")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in pool.map(lambda c: compare(*c), cases):
            pass


@test("sixteen ports, on four cards")
def full():
    said = monitor("--model=520", *(f"--card={n}:4fe" for n in range(4)))
    check("\n15: i8255X @ PCI(bus:4 dev:3 irq:" in said, said)


@test("a port behind a bridge pings, and interfaces are numbered in order")
def behind():
    process = unit("--card=1:4fe", "--net=4:user")
    out = process.stdout.fileno()
    try:
        hostlib.until(out, b"monitor> ")
        process.stdin.write(b"interface 4\raddress 192.168.1.1\r"
                            b"ping 192.168.1.2\r")
        process.stdin.flush()
        said = hostlib.until(out, b"(5/5)").decode()
    finally:
        end(process)
    check("4: i82558 @ PCI(bus:1 dev:2 irq:" in said, said)
    check("!!!!!" in said, said)


@test("the runtime uses the cards that the monitor leaves alone")
def runtime():
    image = os.path.join(hostlib.BUILD, "software", "pix621.bin")
    tool = os.path.join(hostlib.BUILD, "pix")
    key = subprocess.run([tool + "key", "make", "--serial=7", "--license=UR"],
                         check=True, capture_output=True, text=True).stdout
    subprocess.run([tool + "flash", "create", path("a.flash"), "--model=535",
                    "--serial=7", f"--image={image}", f"--key={key.strip()}"],
                   check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(
        [hostlib.PIXEMU, f"--bios={BIOS}", "--clock=warp", "-c", "stdio",
         "--card=0:1fe", "--card=2:4fe-66", "--card=4:1fe", path("a.flash")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL)
    out = process.stdout.fileno()
    try:
        process.stdin.write(b" ")
        process.stdin.flush()
        hostlib.until(out, b"pixfirewall> ", 60)
        process.stdin.write(b"show version\r")
        process.stdin.flush()
        said = hostlib.until(out, b"5: ethernet5: address is ").decode()
    finally:
        end(process)
    check("0: ethernet0: address is" in said, said)


hostlib.main()
