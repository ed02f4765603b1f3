#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""--gdb: gdb itself, from the first instruction to the monitor's prompt, and
packets by hand."""
import os
import signal
import socket
import subprocess
import time

import hostlib
from hostlib import Qmp, check, equal, path, test, until
from plug import connect

ELF = os.path.join(hostlib.BUILD, "guest-obj", "bios", "pixbios.elf")
GUEST = os.path.join(hostlib.BUILD, "guest-obj", "guest")
BIOS = os.path.join(hostlib.BUILD, "software", "pixbios.bin")
LIMIT_S = 120


def start(name, *options):
    return subprocess.Popen(
        [hostlib.PIXEMU, f"--bios={BIOS}", "--clock=warp", "--paused",
         f"--gdb=unix:{path(name)}", *options], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def debugger(name, *commands, **popen):
    end = time.monotonic() + hostlib.LIMIT_S
    while not os.path.exists(path(name)) and time.monotonic() < end:
        time.sleep(0.01)
    words = ["gdb", "-nx", "-q", "-batch"]
    for command in ("set confirm off", "set pagination off", "set width 0",
                    f"target remote {path(name)}", *commands):
        words += ["-ex", command]
    return subprocess.Popen([*words, ELF], stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            **popen)


def in_order(text, *wanted):
    at = 0
    for part in wanted:
        found = text.find(part, at)
        check(found >= 0, repr(part), "is not in", text[at:])
        at = found + len(part)


@test("gdb: reset vector, mode switch, points by symbol, watched variables",
      "gdb")
def session():
    unit = start("g1")
    said, _ = debugger(
        "g1",
        r'printf "at %x %x %x\n", $eip, $cs, $cs_base',
        "set architecture i8086", "x/i $cs_base+$eip",
        "set architecture i386",
        "stepi", r'printf "real %x %d\n", $eip, $cr0 & 1',
        "hbreak *flat", "continue",
        r'printf "protected %x %x %d\n", $cs, $cs_base, $cr0 & 1',
        "stepi 4", r'printf "data %x\n", $ds',
        "delete", "tbreak post", "continue", "next",
        "watch ticks", "continue", r'printf "ticks %d\n", ticks',
        "delete", "rwatch ticks", "continue",
        "delete", "awatch ticks", "continue",
        "delete", "tbreak monitor_run", "continue", "backtrace 2",
        "p m->owner.prompt", "set var $eax = 0x1234", "p/x $eax",
        "detach").communicate(timeout=LIMIT_S)
    in_order(said, "at fff0 f000 ffff0000", "<reset_vector>:\tjmp",
             "real ff00 0", "Breakpoint 1, flat ()", "protected 8 0 1",
             "data 10", "post (again=", "Hardware watchpoint", "Old value = 0",
             "New value = 1", "ticks 1", "Hardware read watchpoint",
             "Value = 1", "Hardware access (read/write) watchpoint",
             "monitor_run (m=", "run_monitor (", "monitor> ", "0x1234")
    until(unit.stdout.fileno(), b"monitor> ")
    unit.terminate()
    hostlib.finish(unit)


def kept(name, image):
    """A flash file with this release in it."""
    subprocess.run([os.path.join(hostlib.BUILD, "pixflash"), "create",
                    path(name), "--serial=1", "--image=" + os.path.join(
                        hostlib.BUILD, "software", image)],
                   check=True, stdout=subprocess.DEVNULL)
    return path(name)


@test("gdb: the runtime's functions and variables by their names", "gdb")
def runtime():
    unit = start("g3", kept("g3.flash", "pix621.bin"))
    said, _ = debugger(
        "g3", f"add-symbol-file {GUEST}/runtime/runtime3.elf",
        "tbreak program_main", "continue", "p boot->ram_bytes",
        "tbreak cli_session", "continue", "backtrace",
        "p cli->unit->settings->hostname", "info source",
        "detach").communicate(timeout=LIMIT_S)
    in_order(said, "program_main (magic=", "= 268435456",
             "cli_session (cli=", "in serve_console ()",
             "run_console (far=0x0)", '"pixfirewall"', "guest/cli/cli.c")
    until(unit.stdout.fileno(), b"pixfirewall> ")
    unit.terminate()
    hostlib.finish(unit)


@test("gdb: the loader's", "gdb")
def loader():
    unit = start("g4", "--net=1:user,tftp="
                 + os.path.join(hostlib.BUILD, "software"))
    gdb = debugger("g4", f"add-symbol-file {GUEST}/loader/loader3.elf",
                   "tbreak flashfs_open_any", "continue", "backtrace 2",
                   "detach")
    out = unit.stdout.fileno()
    until(out, b"Use SPACE", LIMIT_S)
    unit.stdin.write(b"\x1b")
    unit.stdin.flush()
    until(out, b"monitor> ", LIMIT_S)
    unit.stdin.write(b"addr 192.168.1.1\rserv 192.168.1.2\r"
                     b"file pix621.bin\rtftp\r")
    unit.stdin.flush()
    said, _ = gdb.communicate(timeout=LIMIT_S)
    in_order(said, "flashfs_open_any (fs=", "program_main (")
    until(out, b"PIX admin loader", LIMIT_S)
    unit.terminate()
    hostlib.finish(unit)


@test("gdb: Ctrl-C, memory of the guest is as it was, kill", "gdb")
def interrupt():
    unit = start("g2", "--control=unix:" + path("q2"))
    gdb = debugger("g2", "continue",
                   r'printf "stopped %x\n", $cs', "break monitor_run",
                   "kill", start_new_session=True)
    qmp = Qmp(path("q2"))
    until(unit.stdout.fileno(), b"monitor> ", LIMIT_S)
    equal(qmp.ask("query-status")["status"], "running")
    os.killpg(gdb.pid, signal.SIGINT)
    said, _ = gdb.communicate(timeout=LIMIT_S)
    in_order(said, "SIGINT", "stopped 8", "killed")
    qmp.event("STOP")
    equal(qmp.event("SHUTDOWN")["data"]["reason"], "host-ui")
    hostlib.finish(unit)


class Peer:
    def __init__(self, name):
        self.wire = connect(path(name))

    def byte(self):
        got = self.wire.recv(1)
        check(got, "hung up on")
        return got

    def send(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        self.wire.sendall(b"$" + data + b"#%02x" % (sum(data) % 256))

    def answer(self):
        while self.byte() != b"$":
            pass
        got = b""
        while not got.endswith(b"#"):
            got += self.byte()
        equal(int(self.wire.recv(2), 16), sum(got[:-1]) % 256, "checksum")
        try:
            self.wire.sendall(b"+")
        except OSError:
            pass  # that was the last
        return got[:-1].decode()

    def ask(self, text):
        self.send(text)
        return self.answer()


@test("packets: what is asked wrongly gets an error, and nothing is planted")
def packets():
    unit = start("g3", "--control=unix:" + path("q3"))
    qmp, gdb = Qmp(path("q3")), Peer("g3")
    equal(gdb.ask("?"), "T02thread:01;")
    check("PacketSize=1000" in gdb.ask("qSupported:swbreak+"))
    gdb.wire.sendall(b"$?#00")
    equal(gdb.byte(), b"-")
    gdb.wire.sendall(b"$" + b"m" * 5000 + b"#00noise+++$?#3f")
    equal(gdb.answer(), "T02thread:01;")
    gdb.wire.sendall(b"-")
    equal(gdb.answer(), "T02thread:01;")
    for wrong in ("m", "mzz,1", "m0", "m100000000,1", "md0000000,4", "Z0,0",
                  "Z2,0,0", "Z2,0,10000", "P99=0", "Pa=00000000", "P0",
                  "P0=12", "p99", "Gzz", "M0,2:00", "X0,2:0",
                  "Mfffffff0,1:00", "vCont;x", "C", "sxyz",
                  "qXfer:features:read:target.xml:zz"):
        equal(gdb.ask(wrong), "E01", wrong)
    for unknown in ("", "!", "vMustReplyEmpty", "Z7,0,1", "qUnknown"):
        equal(gdb.ask(unknown), "", unknown)
    equal(gdb.ask("M1000,4:90f4eb00"), "OK")
    equal(gdb.ask(b"X1002,2:}\x03}\x04"), "OK")
    for kind in ("Z0,1000,1", "Z1,1000,0", "z0,1000,1", "z1,1000,1"):
        equal(gdb.ask(kind), "OK")
    equal(gdb.ask("m1000,4"), "90f42324")
    equal(gdb.ask("Pb=00000000"), "E01")
    equal(gdb.ask("P8=00000000"), "OK")
    equal(gdb.ask("p8"), "00000000")
    gdb.ask("P8=f0ff0000")
    for _ in range(3):
        equal(gdb.ask("s"), "T05thread:01;")
    there = int.from_bytes(bytes.fromhex(gdb.ask("p8")), "little")
    check(0 < there < 0xfff0, hex(there))
    equal(gdb.ask("P8=f0ff0000"), "OK")
    equal(gdb.ask(f"Z1,{0xffff0000 + there:x},1"), "OK")
    equal(gdb.ask("vCont;c:1"), "T05thread:01;hwbreak:;")
    try:
        equal(Peer("g3").wire.recv(1), b"", "a second debugger")
    except ConnectionResetError:
        pass
    gdb.wire.close()
    equal(qmp.ask("query-status")["status"], "paused")
    again = Peer("g3")
    equal(again.ask("?"), "T02thread:01;")
    again.send("vCont;c")
    until(unit.stdout.fileno(), b"monitor> ")
    qmp.ask("stop")
    check(again.answer().startswith("T0"), "no word of the stop")
    again.wire.sendall(b"$D#44\x03")  # what comes behind it stops nothing
    equal(again.byte(), b"+")
    equal(again.answer(), "OK")
    qmp.event("RESUME")
    equal(qmp.ask("query-status")["status"], "running")
    qmp.ask("quit")
    hostlib.finish(unit)


@test("sockets that cannot be had are refused in one line")
def refusals():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for spec in (f"tcp:127.0.0.1:{taken.getsockname()[1]}", "1234",
                     "tcp:nowhere", "unix:", "unix:/nowhere/at/all"):
            done = subprocess.run([hostlib.PIXEMU, "--gdb=" + spec], text=True,
                                  stdin=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE,
                                  timeout=hostlib.LIMIT_S)
            equal(done.returncode, 1, spec)
            equal(done.stderr.count("\n"), 1, done.stderr)
            check("--gdb=" + spec in done.stderr, done.stderr)


hostlib.main()
