#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The console on a terminal, and the terminal afterwards."""
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

import hostlib
from hostlib import PIXEMU, Qmp, check, equal, finish, path, test, until

CTRL_A = b"\x01"


def as_from_a_shell(ignored):
    """A controlling terminal, and no signal ignored but this one: who runs the
    tests in the background makes their children ignore SIGINT and SIGQUIT."""
    os.close(os.open(os.ttyname(0), os.O_RDWR))
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if ignored:
        signal.signal(ignored, signal.SIG_IGN)


class Terminal:
    """pixemu in the foreground of a pseudo-terminal of its own."""

    def __init__(self, *options, ignored=None):
        self.outer, self.inner = pty.openpty()
        self.before = termios.tcgetattr(self.inner)
        self.process = subprocess.Popen(
            [PIXEMU, f"--bios={hostlib.rom()}", *options], stdin=self.inner,
            stdout=self.inner, stderr=self.inner, start_new_session=True,
            preexec_fn=lambda: as_from_a_shell(ignored))
        self.seen = until(self.outer, b"ready\r\n")

    def raw(self):
        return not termios.tcgetattr(self.inner)[3] & termios.ICANON

    def type(self, keys):
        os.write(self.outer, keys)

    def see(self, wanted):
        self.seen = until(self.outer, wanted)
        return self.seen

    def ends(self, status=0):
        finish(self.process, status)
        equal(termios.tcgetattr(self.inner), self.before, "terminal")
        os.close(self.inner)
        os.close(self.outer)


@test("a line tells how to leave; Ctrl-A x leaves")
def leave():
    t = Terminal()
    check(b"Ctrl-A x leaves" in t.seen, t.seen)
    check(t.raw(), "not raw")
    t.type(CTRL_A + b"x")
    t.ends()


@test("Ctrl-C, Ctrl-Z and Ctrl-\\ are the unit's")
def keys():
    t = Terminal()
    for key in (b"\x03", b"\x1a", b"\x1c", b"\x11", b"\x13", b"\r", b"\n",
                b"\x7f", b"\xe9"):
        t.type(key)
        equal(t.see(key), key)
    t.type(CTRL_A + b"x")
    t.ends()


@test("raw again when it goes on after a stop")
def stopped():
    t = Terminal()
    os.kill(t.process.pid, signal.SIGSTOP)
    os.waitpid(t.process.pid, os.WUNTRACED)
    termios.tcsetattr(t.inner, termios.TCSANOW, t.before)
    os.kill(t.process.pid, signal.SIGCONT)
    end = time.monotonic() + hostlib.LIMIT_S
    while not t.raw():
        check(time.monotonic() < end, "not raw")
        time.sleep(0.01)
    t.type(b"\x03")
    equal(t.see(b"\x03"), b"\x03")
    t.type(CTRL_A + b"x")
    t.ends()


SHELL = """
import os, signal, subprocess, sys, termios, time
def job():
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
os.close(os.open(os.ttyname(0), os.O_RDWR))
before = termios.tcgetattr(0)
pid = subprocess.Popen(sys.argv[1:], preexec_fn=job).pid
while termios.tcgetattr(0)[3] & termios.ICANON:
    time.sleep(0.01)
os.kill(pid, signal.SIGSTOP)
os.waitpid(pid, os.WUNTRACED)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.tcsetpgrp(0, os.getpgrp())
termios.tcsetattr(0, termios.TCSANOW, before)
os.kill(pid, signal.SIGTERM)
os.kill(pid, signal.SIGCONT)
status = os.waitpid(pid, os.WUNTRACED)[1]
if os.WIFSTOPPED(status):
    os.kill(pid, signal.SIGKILL)
print("status", status, termios.tcgetattr(0) == before)
"""


@test("ended in the background, it leaves the shell's terminal alone")
def background():
    outer, inner = pty.openpty()
    shell = subprocess.Popen(
        [sys.executable, "-c", SHELL, PIXEMU, f"--bios={hostlib.rom()}"],
        stdin=inner, stdout=inner, stderr=inner, start_new_session=True)
    os.close(inner)
    until(outer, b"status 0 True")
    shell.wait()
    os.close(outer)


@test("Ctrl-A: b is BREAK, a and Ctrl-A are Ctrl-A, h lists")
def escape():
    t = Terminal()
    t.type(CTRL_A + b"b")
    equal(t.see(b"~"), b"~")
    t.type(CTRL_A + b"a")
    equal(t.see(CTRL_A), CTRL_A)
    t.type(CTRL_A + CTRL_A)
    equal(t.see(CTRL_A), CTRL_A)
    t.type(CTRL_A + b"h")
    check(b"BREAK" in t.see(b"\r\n"), t.seen)
    t.type(CTRL_A + b"x")
    t.ends()


@test("another escape key")
def other_key():
    t = Terminal("--escape=^B")
    check(b"Ctrl-B x leaves" in t.seen, t.seen)
    t.type(CTRL_A + b"x")
    equal(t.see(CTRL_A + b"x"), CTRL_A + b"x")
    t.type(b"\x02x")
    t.ends()


@test("Ctrl-A x leaves a unit that listens to nothing")
def deaf():
    t = Terminal()
    t.type(b"F")
    t.see(b"yyyy")
    t.type(b"pasted\r" * 100 + CTRL_A + b"x")
    while t.process.poll() is None:
        if select.select([t.outer], [], [], 0.05)[0]:
            os.read(t.outer, 65536)
    t.ends()


for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    @test(f"{number.name} leaves the terminal as it was")
    def by_signal(number=number):
        t = Terminal()
        check(t.raw(), "not raw")
        t.process.send_signal(number)
        t.ends()


@test("under nohup, SIGHUP ends nothing")
def nohup():
    t = Terminal("-C", "unix:" + path("hup"), ignored=signal.SIGHUP)
    t.process.send_signal(signal.SIGHUP)
    equal(Qmp(path("hup")).ask("query-status")["status"], "running")
    t.type(CTRL_A + b"x")
    t.ends()


@test("a flash file cut short ends in one line, the terminal as it was")
def cut_short():
    t = Terminal("-C", "unix:" + path("cut"), path("cut.flash"))
    qmp = Qmp(path("cut"))
    os.truncate(path("cut.flash"), 0)
    qmp.send('{"execute":"system_reset"}')
    try:
        qmp.send('{"execute":"system_powerdown"}')
        while True:
            qmp.line()
    except (hostlib.Wrong, ConnectionError):
        pass
    t.see(b"a flash file was cut short")
    t.ends(1)


for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT):
    @test(f"so does a crash by {number.name}, and it stays one")
    def by_crash(number=number):
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # A sanitizer would make an exit of it.
        os.environ["ASAN_OPTIONS"] = "handle_segv=0:handle_sigbus=0"
        t = Terminal()
        t.process.send_signal(number)
        t.ends(-number)


@test("so does a unit that wedges")
def wedged():
    t = Terminal()
    t.type(b"W")
    check(b"wedged" in t.see(b"printed\r\n"), t.seen)
    t.ends(3)


@test("so does a terminal that is closed")
def hang_up():
    t = Terminal()
    os.close(t.inner)
    os.close(t.outer)
    finish(t.process)


@test("kill -9 leaves a flash file, a lock and sockets that do no harm")
def killed():
    flash = hostlib.path("k.flash")
    options = ("--serial=77", "-C", "unix:" + hostlib.path("k.qmp"),
               "-c", "unix:" + hostlib.path("k.sock"), flash)
    for _ in range(3):
        process = hostlib.start(*options, stdin=subprocess.DEVNULL)
        qmp = hostlib.Qmp(hostlib.path("k.qmp"))
        equal(qmp.ask("query-status")["status"], "running")
        process.send_signal(signal.SIGKILL)
        process.communicate()
        equal(process.returncode, -signal.SIGKILL)
        said = subprocess.run(
            [os.path.join(hostlib.BUILD, "pixflash"), "show", flash],
            text=True, stdout=subprocess.PIPE).stdout
        check("77" in said, said)


@test("a shell's Ctrl-C and Ctrl-\\ reach the unit, not the program")
def keys_of_a_shell():
    t = Terminal("--escape=none")
    check(b"leaves" not in t.seen, t.seen)
    for key in (b"\x03", b"\x1c", b"\x1a", b"\x01", b"x"):
        t.type(key)
        equal(t.see(key), key)
    equal(t.process.poll(), None)
    t.process.send_signal(signal.SIGINT)
    t.ends()


@test("a terminal that is closed while the unit talks")
def hang_up_in_the_middle():
    t = Terminal()
    t.type(b"F")
    t.see(b"yyyy")
    os.close(t.inner)
    os.close(t.outer)
    finish(t.process)


@test("a refusal doesn't touch the terminal")
def refusal():
    outer, inner = pty.openpty()
    before = termios.tcgetattr(inner)
    process = subprocess.Popen([PIXEMU, "--model=5"], stdin=inner,
                               stdout=inner, stderr=inner)
    finish(process, 1)
    equal(termios.tcgetattr(inner), before)
    check(b"pixemu: --model=5" in until(outer, b"\r\n"))


@test("a terminal that takes nothing makes the unit wait and stops no signal")
def stalled():
    t = Terminal()
    t.type(b"F")
    time.sleep(1)
    t.process.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    # What was queued is still offered for a second.
    t.ends()


hostlib.main()
