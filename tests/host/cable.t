#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""--failover-cable: between two processes and within one, six states told
apart, ends that come and go."""
import fcntl
import glob
import os
import resource
import select
import signal
import socket
import subprocess
import threading
import time

import cablerom
import hostlib
from hostlib import Qmp, check, equal, finish, path, test, until

# What the ROM prints: CTS mate powered, DSR mate plugged in, RI and DCD the
# two kinds of ends.
CTS, DSR, RI, DCD = 1, 2, 4, 8
OUT_HERE = b"=A"


def sign(lines):
    return b"=" + bytes([ord("A") + lines])


END = {"primary": DCD, "secondary": RI}
ROM = path("cable.rom")
with open(ROM, "wb") as file:
    file.write(cablerom.image())


class Unit:
    number = 0

    def __init__(self, end, wire, *options, cwd=None):
        Unit.number += 1
        control = path(f"c{Unit.number}")
        self.mine = END[end]
        self.process = subprocess.Popen(
            [os.path.abspath(hostlib.PIXEMU), "--bios=" + ROM,
             "--control=unix:" + control, f"--failover-cable={end}:{wire}",
             *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=cwd)
        self.qmp = Qmp(control)

    def until(self, wanted):
        return until(self.process.stdout.fileno(), wanted)

    def normal(self):
        self.until(sign(self.mine | DSR | CTS))

    def mate_off(self):
        self.until(sign(self.mine | DSR))

    def type(self, text):
        """Until it has gone into the cable."""
        self.process.stdin.write(text)
        self.process.stdin.flush()
        left = len(text)
        while left:
            left -= self.until(b".").count(b".")

    def end(self):
        self.qmp.ask("quit")
        self.qmp.close()
        return finish(self.process)

    def kill(self):
        self.process.kill()
        self.process.communicate()
        self.qmp.close()


def ticks(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return sum(map(int, file.read().split()[13:15]))


def pair(name):
    first = Unit("primary", path(name))
    first.mate_off()
    second = Unit("secondary", path(name))
    first.normal()
    second.normal()
    return first, second


@test("two processes: nobody there is a mate without power; then data both ways")
def both_ways():
    first, second = pair("w1")
    first.type(b"hello")
    second.until(b"hello")
    second.type(b"there")
    first.until(b"there")
    first.end()
    second.mate_off()
    second.end()
    check(not os.path.exists(path("w1")), "the socket is left")


@test("the power switch is seen, and what is sent to a unit without power lost")
def power():
    first, second = pair("w2")
    first.qmp.ask("system_powerdown")
    second.mate_off()
    second.type(b"lost")
    first.qmp.ask("system_wakeup")
    first.normal()
    second.normal()
    second.type(b"found")
    check(b"lost" not in first.until(b"found"))
    first.end()
    second.end()


@test("a plug pulled here or there, and put back")
def plug():
    first, second = pair("w3")
    first.qmp.ask("x-failover-cable", plugged=False)
    first.until(OUT_HERE)
    second.until(sign(RI))
    first.type(b"lost")
    first.qmp.ask("x-failover-cable", plugged=True)
    first.normal()
    second.normal()
    first.type(b"found")
    check(b"lost" not in second.until(b"found"))
    first.end()
    second.end()


@test("two ends of the same kind are a bad cable, with or without power")
def bad():
    first = Unit("primary", path("w4"))
    first.mate_off()
    second = Unit("primary", path("w4"))
    first.until(sign(DCD | CTS))
    second.until(sign(DCD | CTS))
    second.end()
    first.mate_off()
    first.end()


@test("without a cable nothing is plugged in, and nothing can be pulled")
def none():
    control = path("none")
    process = subprocess.Popen(
        [hostlib.PIXEMU, "--bios=" + ROM, "--control=unix:" + control],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(process.stdout.fileno(), OUT_HERE)
    qmp = Qmp(control)
    qmp.send('{"execute": "x-failover-cable", "arguments": {"plugged": true}}')
    equal(qmp.answer()["error"]["class"], "DeviceNotFound")
    qmp.ask("quit")
    finish(process)


@test("kill -9 of either end: the other one waits and meets the next")
def killed():
    first, second = pair("w5")
    for _ in range(2):
        first.kill()  # it listened
        second.mate_off()
        first = Unit("primary", path("w5"))
        first.normal()
        second.normal()
        second.kill()  # now this one did
        first.mate_off()
        second = Unit("secondary", path("w5"))
        first.normal()
        second.normal()
    first.type(b"still")
    second.until(b"still")
    first.end()
    second.end()


@test("a third end is refused in one line; the two go on")
def third():
    first, second = pair("w6")
    done = subprocess.run(
        [hostlib.PIXEMU, "--bios=" + ROM, "--console=none",
         "--failover-cable=primary:" + path("w6"), path("third.flash")],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=hostlib.LIMIT_S)
    equal(done.returncode, 1)
    check(path("w6") in done.stderr and "taken" in done.stderr, done.stderr)
    check(not os.path.exists(path("third.flash")))
    first.type(b"on")
    second.until(b"on")
    first.end()
    second.end()


@test("10,000 bytes arrive whole while the mate stands still in between")
def whole():
    first, second = pair("w7")
    text = b"".join(b"%05d " % n for n in range(1666)) + b"end"
    writer = threading.Thread(target=first.type, args=(text,))
    writer.start()
    got = second.until(b"00100 ")
    second.process.send_signal(signal.SIGSTOP)
    equal(first.qmp.ask("query-status")["status"], "running")
    second.process.send_signal(signal.SIGCONT)
    got += b"" if b"end" in got else second.until(b"end")
    writer.join()
    equal(got, text)
    first.end()
    second.end()


@test("somebody who speaks otherwise is hung up on")
def stranger():
    unit = Unit("primary", path("w8"))
    unit.mate_off()
    for text in (b"GET / HTTP/1.0\r\n\r\n", b"PXCABLE1Sz", b"PXCABLE1D\0",
                 b"PXCABLE1?", b"PXCABLE1A\1"):
        other = socket.socket(socket.AF_UNIX)
        other.settimeout(hostlib.LIMIT_S)
        other.connect(path("w8"))
        other.sendall(text)
        while other.recv(100):
            pass
        other.close()
    # More than may be ahead, at a unit that takes nothing.
    unit.qmp.ask("stop")
    other = socket.socket(socket.AF_UNIX)
    other.settimeout(hostlib.LIMIT_S)
    other.connect(path("w8"))
    try:
        other.sendall(b"PXCABLE1S\7" + (b"D\xff" + bytes(255)) * 20)
        while other.recv(100):
            pass
    except ConnectionError:
        pass
    unit.qmp.ask("cont")
    other = Unit("secondary", path("w8"))
    unit.normal()
    other.end()
    unit.end()


@test("a mate that comes when descriptors are out waits, and costs nothing")
def descriptors():
    unit = Unit("primary", path("w9"))
    unit.mate_off()
    fds = f"/proc/{unit.process.pid}/fd"
    limits = resource.prlimit(unit.process.pid, resource.RLIMIT_NOFILE)
    last = max(map(int, os.listdir(fds))) + 1
    resource.prlimit(unit.process.pid, resource.RLIMIT_NOFILE,
                     (last, limits[1]))
    unit.qmp.ask("stop")  # an idle processor has turns, too
    mate = socket.socket(socket.AF_UNIX)
    mate.connect(path("w9"))
    before = ticks(unit.process.pid)
    time.sleep(0.5)
    check(ticks(unit.process.pid) - before <= 2, "it spins")
    resource.prlimit(unit.process.pid, resource.RLIMIT_NOFILE, limits)
    mate.settimeout(hostlib.LIMIT_S)
    equal(mate.recv(8), b"PXCABLE1")
    mate.close()
    unit.end()


@test("a mate that goes and comes while nobody looks is no third one")
def swift():
    def mate():
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(hostlib.LIMIT_S)
        wire.connect(path("w11"))
        return wire

    unit = Unit("primary", path("w11"))
    unit.mate_off()
    old = mate()
    equal(old.recv(8), b"PXCABLE1")
    unit.process.send_signal(signal.SIGSTOP)
    old.close()
    new = mate()
    unit.process.send_signal(signal.SIGCONT)
    said = b""
    while len(said) < 9:
        said += new.recv(9 - len(said))
    equal(said, b"PXCABLE1S")
    new.close()
    unit.end()


def holders(folder):
    """How many processes have it open."""
    n = 0
    for fd in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            n += os.readlink(fd) == folder
        except OSError:
            pass
    return n


@test("two that start at the same moment meet")
def moment():
    folder = path("moment")
    os.mkdir(folder)
    # Who is about to listen locks the folder: we hold both up there.
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    unit = {}

    def begin(end):
        unit[end] = Unit(end, folder + "/wire")
    threads = [threading.Thread(target=begin, args=[end]) for end in END]
    for thread in threads:
        thread.start()
    end = time.monotonic() + hostlib.LIMIT_S
    while holders(folder) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    os.close(lock)
    for thread in threads:
        thread.join()
    for one in unit.values():
        one.normal()
    for one in unit.values():
        one.end()


@test("a folder that lies deep, where the name as written is short")
def deep():
    folder = path("d" * 120)
    os.mkdir(folder)
    first = Unit("primary", "wire", cwd=folder)
    first.mate_off()
    second = Unit("secondary", "./wire", cwd=folder)
    first.normal()
    first.end()
    second.end()


@test("warp says that time follows the wall, and does")
def warp():
    unit = Unit("primary", path("w9"), "--clock=warp")
    unit.mate_off()
    check("follows the wall" in unit.end())


def ready(near, far):
    """Returns when both programs run: what one is told comes from the other."""
    seen = b""
    while b"." not in seen:
        near.sendall(b".")
        if select.select([far], [], [], 0.1)[0]:
            seen += far.recv(1024)


@test("in one process: joined, each its own switch; a third end is refused")
def within():
    for end in END:
        with open(path(end + ".ini"), "w") as file:
            file.write(f"[unit]\nbios={ROM}\nconsole=unix:{path(end)}\n"
                       f"control=unix:{path('q' + end)}\n"
                       f"failover-cable={end}:{path('w10')}\n")
    units = [path(end + ".ini") for end in END]
    process = subprocess.Popen([hostlib.PIXEMU, "--clock=warp", *units],
                               stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    qmp = {end: Qmp(path("q" + end)) for end in END}
    line = {}
    for end in END:
        line[end] = socket.socket(socket.AF_UNIX)
        line[end].connect(path(end))
    for end, other in (("primary", "secondary"), ("secondary", "primary")):
        ready(line[end], line[other])
        line[end].sendall(b"from " + end.encode())
        until(line[other].fileno(), b"from " + end.encode())
        qmp[end].ask("x-power", on=False)
        until(line[other].fileno(), sign(END[other] | DSR))
        qmp[end].ask("x-power", on=True)
        until(line[other].fileno(), sign(END[other] | DSR | CTS))
        until(line[end].fileno(), sign(END[end] | DSR | CTS))
    check(not os.path.exists(path("w10")))
    qmp["primary"].ask("quit")
    equal(finish(process).count("follows the wall"), 0)
    done = subprocess.run([hostlib.PIXEMU, *units, units[0]],
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=hostlib.LIMIT_S)
    equal(done.returncode, 1)
    check("two ends" in done.stderr, done.stderr)


@test("what is written wrong, and a chassis without the port")
def refused():
    for value, name in (("primary", "primary:PATH"),
                        ("primray:x", "primary"), (":x", "secondary"),
                        ("primary:", "primary:PATH"),
                        ("primary:" + path("x" * 120), "xxx"),
                        ("secondary:" + ROM, "no socket")):
        done = subprocess.run(
            [hostlib.PIXEMU, "--bios=" + ROM, "--failover-cable=" + value,
             path("r.flash")], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=hostlib.LIMIT_S)
        equal(done.returncode, 1, value)
        equal(done.stderr.count("\n"), 1, done.stderr)
        check(name in done.stderr, value, done.stderr)
    done = subprocess.run(
        [hostlib.PIXEMU, "--bios=" + ROM, "--model=501",
         "--failover-cable=primary:" + path("x"), path("r.flash")],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=hostlib.LIMIT_S)
    check("PIX-501 has no failover port" in done.stderr, done.stderr)
    check(not os.path.exists(path("r.flash")))


hostlib.main()
