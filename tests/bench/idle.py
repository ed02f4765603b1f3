# SPDX-License-Identifier: GPL-2.0-or-later
"""What a unit costs that has nothing to do, and how soon it is up."""
import os
import statistics
import subprocess
import time

from machines import BUILD, QEMU, cores, path, pixemu
import sidebyside

RUNS = 5
IDLE_S = 10
MANY = 20


def row(what, unit, figures, target=None):
    low, mid, high = min(figures), statistics.median(figures), max(figures)
    verdict = "" if target is None else \
        f"target {target:.3g} {unit}: {'met' if mid <= target else 'MISSED'}"
    print(f"{what:48} {low:8.3f} {mid:8.3f} {high:8.3f} {unit:4} {verdict}",
          flush=True)


def power_on_to_monitor():
    began = time.monotonic()
    unit = pixemu("--clock=warp")
    unit.write(b"\x1b")
    unit.until(b"monitor> ")
    took = time.monotonic() - began
    unit.end()
    return took


def make_flash(name="bench.flash"):
    flash = path(name)
    key = subprocess.run(
        [os.path.join(BUILD, "pixkey"), "make", "--serial=1", "--license=UR",
         "--3des"], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(
        [os.path.join(BUILD, "pixflash"), "create", flash, "--model=525",
         "--serial=1", f"--image={BUILD}/software/pix621.bin",
         f"--key={key}"], check=True, stdout=subprocess.DEVNULL)
    return flash


def share(machines):
    """Percent of a core that they use together."""
    time.sleep(2)
    before = sum(m.processor_seconds() for m in machines)
    began = time.monotonic()
    time.sleep(IDLE_S)
    used = sum(m.processor_seconds() for m in machines) - before
    return 100 * used / (time.monotonic() - began)


def at_monitor():
    """pixemu and QEMU, both halted at the monitor's prompt."""
    machines = [start() for start in sidebyside.starts(None)]
    shares = [share([m]) for m in machines]
    sizes = [m.resident_mib() for m in machines]
    for m in machines:
        m.end()
    return shares, sizes


def at_prompt(flash):
    unit = pixemu(f"--net=1:user,tftp={BUILD}/software", flash)
    unit.write(b" ")
    unit.until(b"pixfirewall> ")
    figures = share([unit]), unit.resident_mib()
    unit.end()
    return figures


def many():
    units = [pixemu() for _ in range(MANY)]
    for u in units:
        sidebyside.to_monitor(u, b"immediately.")
    figure = share(units)
    for u in units:
        u.end()
    return figure


def main():
    print(f"{'':48} {'min':>8} {'median':>8} {'max':>8}")
    row("power-on to monitor>, --clock=warp", "s",
        [power_on_to_monitor() for _ in range(RUNS)], 0.3)
    flash = make_flash()
    idle = [at_prompt(flash) for _ in range(3)]
    row("idle at pixfirewall>, share of a core", "%", [i[0] for i in idle],
        0.5)
    row("idle at pixfirewall>, resident", "MiB", [i[1] for i in idle])
    if QEMU:
        both = [at_monitor() for _ in range(RUNS)]
        shares = [b[0] for b in both]
        sizes = [b[1] for b in both]
        row("halted at monitor>, QEMU, share of a core", "%",
            [s[1] for s in shares])
        row("halted at monitor>, pixemu, share of a core", "%",
            [s[0] for s in shares], statistics.median(s[1] for s in shares))
        row("halted at monitor>, QEMU, resident", "MiB",
            [s[1] for s in sizes])
        row("halted at monitor>, pixemu, resident", "MiB",
            [s[0] for s in sizes], statistics.median(s[1] for s in sizes))
    row(f"{MANY} units at monitor> together", "%", [many()], 5)
