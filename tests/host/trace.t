#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""--trace and --trace-file: what is said, where, and what it costs nobody."""
import fcntl
import os
import re
import select
import subprocess
import time

import hostlib
from hostlib import Qmp, check, equal, finish, path, start, test, until
from plug import Plug

KINDS = ("nic flash floppy pci irq dma uart timer power guest io net".split())
STEP_NS = 10**5  # a millisecond is 240,000 accesses to a port
LINE = re.compile(r"\d+\.\d{9} \S+ \S+: .+")


def say(*options):
    """A unit under a held clock says `ready`, echoes x, and is switched off
    -> standard error."""
    control = path(f"q{say.n}")
    say.n += 1
    process = start("--clock=hold", "--paused", "--control=unix:" + control,
                    "--serial=1", *options, stderr=open(path("said"), "wb"))
    qmp = Qmp(control)
    qmp.ask("cont")
    now = 0
    for text, typed in ((b"ready", b"x"), (b"x", b"")):
        while not select.select([process.stdout], [], [], 0.01)[0]:
            now += STEP_NS
            qmp.ask("x-clock", until=now)
        until(process.stdout.fileno(), text)
        process.stdin.write(typed)
        process.stdin.flush()
    qmp.ask("x-power", on=False)
    qmp.ask("quit")
    finish(process)
    with open(path("said")) as file:
        return file.read()


say.n = 1


def soon(there):
    end = time.monotonic() + hostlib.LIMIT_S
    while not there():
        check(time.monotonic() < end, "it does not come")
        time.sleep(0.02)


@test("help lists the words")
def words():
    text = subprocess.run([hostlib.PIXEMU, "--trace=help"], check=True,
                          capture_output=True, text=True).stdout
    equal(re.findall(r"^  (\w+) +\S", text, re.M), KINDS)


@test("every word alone is taken, and every line has time, unit and part")
def alone():
    for kind in [*KINDS, "all", "nic,irq"]:
        for line in say("--trace=" + kind, "--name=lab").splitlines():
            if not line.startswith("pixemu: "):
                check(LINE.fullmatch(line) and " lab " in line, kind, line)


@test("what the unit does is in the file, and not on standard error")
def content():
    file = path("all.trace")
    said = say("--trace=all", "--trace-file=" + file)
    equal(said.count("\n"), 1, said)  # the flash is forgotten at the end
    with open(file) as lines:
        text = lines.read()
    for part in ("board: power on", "console: sends 72", "board: power off",
                 "console: receives 78, errors 00", "console: regs+00 <- 78",
                 "nic0: reset", "flash: flashcard at port 300"):
        check(f" {part}\n" in text, "lacks", part)


@test("nothing is traced that was not asked for")
def only():
    lines = say("--trace=power").splitlines()
    check(any(l.endswith("board: power off") for l in lines), lines)
    check(all(" board: " in l or " processor: " in l for l in lines
              if not l.startswith("pixemu: ")), lines)


@test("a file that is a unit's flash is not overwritten")
def flash():
    say(path("unit.flash"))
    with open(path("unit.flash"), "rb") as file:
        before = file.read()
    done = subprocess.run(
        [hostlib.PIXEMU, "--bios=" + hostlib.rom(), "--trace=all",
         "--trace-file=" + path("unit.flash"), path("unit.flash")],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=hostlib.LIMIT_S)
    equal(done.returncode, 1)
    check("in use" in done.stderr, done.stderr)
    with open(path("unit.flash"), "rb") as file:
        check(file.read() == before, "the flash changed")


@test("a standard error that somebody made non-blocking loses no line")
def non_blocking():
    read, write = os.pipe()
    os.set_blocking(write, False)
    process = subprocess.Popen(
        [hostlib.PIXEMU, "--bios=" + hostlib.rom(), "--trace=all",
         "--clock=warp"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=write)
    os.close(write)
    fcntl.fcntl(read, fcntl.F_SETPIPE_SZ, 4096)
    full = b""
    while len(full) < 100_000:
        check(select.select([read], [], [], hostlib.LIMIT_S)[0], full[-99:])
        full += os.read(read, 65536)
    check(b"no more of the trace" not in full, full[-200:])
    process.terminate()
    while os.read(read, 65536):
        pass
    equal(process.wait(hostlib.LIMIT_S), 0)
    os.close(read)


@test("a full disk ends the trace, not the unit")
def full():
    check("gets no more of the trace" in
          say("--trace=all", "--trace-file=/dev/full"))


@test("a hub's frames")
def hub():
    control, file = path("hub"), path("hub.trace")
    process = subprocess.Popen(
        [hostlib.PIXEMU, "--hub", "--net=lan:listen:" + control,
         "--trace=net", "--trace-file=" + file], stderr=subprocess.PIPE)
    peer = Plug(control)
    peer.send_frame(b"\xff" * 6 + bytes(range(2, 8)) + b"\x88\xb5" + bytes(46))
    soon(lambda: os.path.exists(file) and "88b5" in open(file).read())
    with open(file) as lines:
        check("segment lan: 60 bytes, type 88b5, 0203.0405.0607 to "
              "ffff.ffff.ffff, from the outside\n" in lines.read())
    peer.close()
    process.terminate()
    finish(process)


hostlib.main()
