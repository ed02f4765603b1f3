# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows in which pixemu and QEMU run the same program in turns.

The ratio is QEMU's time over pixemu's, pair by pair: above 1 pixemu is faster.
"""
import os
import statistics
import time

from machines import BUILD, Process, folder, path, pixemu, qemu

PAIRS = 7
ROM = os.path.join(BUILD, "tests", "bench", "bench.bin")
BIOS = os.path.join(BUILD, "software", "pixbios.bin")

# letter of tests/bench/guest/main.c, what it does, the least wanted
PROCESSOR = [
    (b"i", "integer", 0.95), (b"b", "branch", 0.95), (b"c", "call", 0.95),
    (b"m", "memcpy loop", 0.95), (b"r", "rep movs", 0.95),
    (b"s", "checksum", 0.95), (b"p", "port I/O", 3), (b"w", "MMIO", 3),
    (b"n", "INT and IRET", 0.95), (b"q", "IRQ", 0.95)]
FRAMES = [(what, size, 1)
          for what in ("in", "out", "echo") for size in (64, 1514)]
FRAME_COUNT = {64: 40000, 1514: 40000}
TFTP_BYTES = 8 << 20


def heading():
    print(f"{'':22} {'pixemu':>12} {'QEMU':>12} {'':9} "
          f"{'min':>6} {'ratio':>6} {'max':>6}")


def report(what, pairs, unit, target, rate=None):
    """pairs of seconds (pixemu, QEMU); `rate` makes a figure of seconds."""
    show = rate or (lambda seconds: seconds)
    ratio = [theirs / ours for ours, theirs in pairs]
    mid = statistics.median(ratio)
    ours, theirs = (show(statistics.median(side)) for side in zip(*pairs))
    verdict = "" if target is None else \
        f"target {target}: {'met' if mid >= target else 'MISSED'}"
    print(f"{what:22} {ours:12.3f} {theirs:12.3f} {unit:9} "
          f"{min(ratio):6.2f} {mid:6.2f} {max(ratio):6.2f}  {verdict}",
          flush=True)


def in_turns(ours, theirs):
    """One round not counted, then pairs."""
    ours(), theirs()
    return [(ours(), theirs()) for _ in range(PAIRS)]


def processor(core):
    """Each pair is of two new processes: where the system puts the translated
    code of one can cost its rows a fifth, which is no property of either."""
    pairs = {key: [] for key, _, _ in PROCESSOR}
    for _ in range(PAIRS):
        machines = [pixemu(f"--bios={ROM}", core=core),
                    qemu(ROM, "user", core=core)]
        for m in machines:
            m.until(b"ready\r\n")
        for key in pairs:
            for _ in ("translated", "measured"):
                pair = [m.work_until(key, b"done\r\n") for m in machines]
            pairs[key].append(pair)
        for m in machines:
            m.end()
    for key, what, target in PROCESSOR:
        report(what, pairs[key], "s of CPU", target)


def wired(name, start, core):
    """A machine with a peer on its first port."""
    peer = Process(os.path.join(BUILD, "tests", "bench", "peer"), path(name))
    while not os.path.exists(path(name)):
        time.sleep(0.01)
    machine = start(path(name), core)
    machine.until(b"ready\r\n")
    machine.seconds_until(b"f", b"done\r\n")
    return machine, peer


def frames(core):
    pairs = [
        wired("p", lambda name, c: pixemu(
            f"--bios={ROM}", f"--net=0:connect:{name}", core=c), core),
        wired("q", lambda name, c: qemu(
            ROM, "stream,server=off,addr.type=unix,addr.path=" + name,
            core=c), core)]

    def run(peer, what, size):
        peer.write(f"{what} {size} {FRAME_COUNT[size]}\n".encode())
        return float(peer.until(b"\n"))

    for what, size, target in FRAMES:
        runs = [lambda p=peer: run(p, what, size) for _, peer in pairs]
        report(f"frames {what}, {size} bytes", in_turns(*runs), "frames/s",
               target, lambda s, n=FRAME_COUNT[size]: n / s)
    for machine, peer in pairs:
        peer.end()
        machine.end()


def starts(core):
    user = "user,tftp=" + folder.name
    ours = user + ",net=10.0.2.0/24,host=10.0.2.2"  # QEMU's own default
    nets = ["--net=0:" + ours, "--net=1:" + ours]
    return [lambda: to_monitor(pixemu(*nets, core=core), b"immediately."),
            lambda: to_monitor(qemu(BIOS, user, core=core), None)]


def to_monitor(machine, question):
    """The flash boot window is interrupted where there is a flash card."""
    if question:
        machine.until(question)
        machine.write(b"\x1b")
    machine.until(b"monitor> ")
    return machine


def boot(core):
    def run(start):
        began = time.monotonic()
        machine = start()
        took = time.monotonic() - began
        machine.end()
        return took
    report("boot to monitor>", in_turns(*(lambda s=s: run(s)
                                          for s in starts(core))), "s", None)


def tftp(core):
    with open(path("big.bin"), "wb") as file:
        file.write(os.urandom(TFTP_BYTES))
    machines = [start() for start in starts(core)]
    for m in machines:
        for line in (b"interface 0", b"address 10.0.2.15",
                     b"server 10.0.2.2", b"file big.bin"):
            m.seconds_until(line + b"\r", b"monitor> ")

    def run(m):
        took = m.seconds_until(b"tftp\r", b"Received %d" % TFTP_BYTES)
        m.until(b"monitor> ")
        return took
    report("TFTP of 8 MiB", in_turns(*(lambda m=m: run(m)
                                       for m in machines)), "s", None)
    for m in machines:
        m.end()
