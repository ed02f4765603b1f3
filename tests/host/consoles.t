#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The kinds of console that others connect to: pseudo-terminal, sockets,
Telnet, serial port."""
import os
import pty
import re
import select
import socket
import subprocess
import termios
import threading
import time

import hostlib
from hostlib import LIMIT_S, Qmp, check, equal, finish, path, start, test, \
    until

HELLO = b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x03"  # echo, and no go-ahead
SILENCE_NS = 30 * 10**9  # after power-on, under authentic timing


def lines(n):
    return b"".join(b"access-list 101 permit ip host 10.%d.%d.1 any\r"
                    % (i >> 8, i & 255) for i in range(n))


LINES = lines(9000)       # more than the buffers of a socket hold
SOME_LINES = lines(2000)  # and of a terminal


class Unit:
    """pixemu with its console elsewhere, and how to get there."""

    def __init__(self, spec, *options, rom=True):
        name = path(f"q{time.monotonic_ns()}")
        command = ["-c", spec, "-C", "unix:" + name, *options]
        if rom:
            self.process = start(*command, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL)
        else:
            bios = os.path.join(hostlib.BUILD, "software", "pixbios.bin")
            self.process = subprocess.Popen(
                [hostlib.PIXEMU, f"--bios={bios}", *command],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE)
        self.qmp = Qmp(name)

    def where(self):
        return self.qmp.ask("query-chardev")[0]["filename"]

    def port(self):
        return int(re.search(r":(\d+),server=on", self.where())[1])

    def status(self):
        return self.qmp.ask("query-status")["status"]

    def end(self):
        self.qmp.ask("quit")
        self.qmp.close()
        return finish(self.process)


def tcp(unit):
    return socket.create_connection(("127.0.0.1", unit.port()), LIMIT_S)


def unix(name):
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(LIMIT_S)
    client.connect(path(name))
    return client


def soon(what, is_so):
    end = time.monotonic() + LIMIT_S
    while not is_so():
        check(time.monotonic() < end, what)
        time.sleep(0.01)


def pump(fd, text, wanted, encode=lambda b: b):
    """Writes and reads at once; returns the first `wanted` bytes read."""
    got, at = b"", 0
    os.set_blocking(fd, False)
    text = encode(text)
    end = time.monotonic() + 3 * LIMIT_S
    while len(got) < wanted:
        check(time.monotonic() < end, len(got), "of", wanted, "bytes came")
        r, w, _ = select.select([fd], [fd] if at < len(text) else [], [], 1)
        if r:
            got += os.read(fd, 65536)
        if w:
            try:
                at += os.write(fd, text[at:at + 4096])
            except BlockingIOError:
                pass
    return got


def echoed(fd, text=LINES):
    """Lines through the ROM that sends them back."""
    os.set_blocking(fd, True)
    text = text.replace(b"R", b"r").replace(b"F", b"f").replace(b"W", b"w")
    equal(pump(fd, text, len(text)) == text, True, "lines")


# --- sockets -----------------------------------------------------------------

@test("unix: with wait powers on for the first client; 9,000 lines whole")
def unix_socket():
    unit = Unit("unix:" + path("u1") + ",wait")
    equal(os.stat(path("u1")).st_mode & 0o777, 0o600)
    equal(unit.status(), "prelaunch")
    client = unix("u1")
    until(client.fileno(), b"ready\r\n")
    equal(unit.status(), "running")
    equal(unit.where(), f"unix:{path('u1')},server=on")
    echoed(client.fileno())
    client.close()
    soon("the hang-up was not noticed",
         lambda: unit.where().startswith("disconnected:"))
    unit.end()
    check(not os.path.exists(path("u1")), "the socket is still there")


@test("tcp: passes every byte, 2,000 lines whole, and says where it is")
def tcp_socket():
    unit = Unit("tcp:127.0.0.1:0,wait")
    client = tcp(unit)
    until(client.fileno(), b"ready\r\n")
    plain = bytes(b for b in range(256) if b not in b"FWR")
    client.sendall(plain)
    equal(until(client.fileno(), plain[-1:]), plain)
    echoed(client.fileno(), SOME_LINES)
    client.close()
    said = unit.end()
    check(re.search(r"console of pixemu on tcp 127\.0\.0\.1:\d+", said), said)
    check("password" not in said, said)


@test("a client that has vanished does not keep the console for hours")
def vanished():
    unit = Unit("tcp:127.0.0.1:0,wait")
    client, end = tcp(unit), f":{unit.port():04X}"
    until(client.fileno(), b"ready\r\n")

    def timer():
        with open("/proc/net/tcp", encoding="ascii") as table:
            rows = [row.split() for row in table]
        return next(row[5] for row in rows
                    if row[1].endswith(end) and row[3] == "01").split(":")
    # 2 is keepalive's; when it rings, in hundredths of a second.
    soon("no keepalive", lambda: timer()[0] == "02")
    check(int(timer()[1], 16) <= 6000, timer())
    client.close()
    unit.end()


@test("a second client is told so and hung up on; a later one is not")
def second():
    unit = Unit("tcp::0,wait")
    first = tcp(unit)
    until(first.fileno(), b"ready\r\n")
    second = tcp(unit)
    second.sendall(b"typed at once")
    got = b""
    while chunk := second.recv(999):
        got += chunk
    equal(got, b"pixemu: this console is in use by another client\r\n")
    first.sendall(b"a")
    equal(first.recv(9), b"a")
    first.close()
    soon("the first did not leave",
         lambda: unit.where().startswith("disconnected:"))
    with tcp(unit) as third:
        third.sendall(b"b")
        equal(third.recv(9), b"b")
    unit.end()


@test("a half-closed client still sees, and yields to the next one")
def half_closed():
    unit = Unit("tcp:127.0.0.1:0,wait")
    first = tcp(unit)
    until(first.fileno(), b"ready\r\n")
    first.sendall(b"last words")
    first.shutdown(socket.SHUT_WR)
    equal(until(first.fileno(), b"words"), b"last words")
    unit.qmp.ask("system_reset")
    until(first.fileno(), b"ready\r\n")
    with tcp(unit) as second:
        second.sendall(b"b")
        equal(second.recv(9), b"b")
        equal(first.recv(9), b"")
    unit.end()


def logged(name, text):
    """Waits until the log ends so.  What comes before the ROM is ready is
    lost: it empties the receiver."""
    def is_there():
        with open(path(name), "rb") as file:
            return file.read().endswith(text)
    soon(f"{name} does not end with {text[-20:]}", is_there)


@test("who pastes and hangs up at once has pasted it all")
def paste_and_go():
    unit = Unit("unix:" + path("u2") + f",log={path('u2.log')}")
    logged("u2.log", b"ready\r\n")
    client = unix("u2")
    text = LINES[:500_000].replace(b"R", b"r") + b"<end>"
    client.sendall(text)
    client.close()
    logged("u2.log", text)
    unit.end()


@test("a client that reads nothing holds the console and nothing else")
def slow():
    unit = Unit("unix:" + path("u3") + ",wait")
    client = unix("u3")
    until(client.fileno(), b"ready\r\n")
    client.sendall(b"F")
    time.sleep(0.5)
    for _ in range(5):
        equal(unit.status(), "running")
    seen = 0
    while seen < 2_000_000:  # more than was held
        some = client.recv(65536)
        equal(some.strip(b"y"), b"")
        seen += len(some)
    client.close()
    equal(unit.status(), "running")
    unit.end()


@test("a second pixemu at the same path is refused, and is no client")
def same_path():
    spec = "unix:" + path("u9") + ",wait"
    unit = Unit(spec)
    said = finish(start("-c", spec), 1)
    check("is in use" in said, said)
    for _ in range(3):
        equal(unit.status(), "prelaunch")
    unit.end()


@test("a unit that was stopped before its first client came stays stopped")
def stopped():
    unit = Unit("unix:" + path("u7") + ",wait")
    unit.qmp.ask("cont")
    unit.qmp.ask("stop")
    client = unix("u7")
    for _ in range(3):
        equal(unit.status(), "paused")
    client.close()
    unit.end()


@test("a hundred clients that connect, type and tear the connection down")
def rude():
    unit = Unit("telnet:127.0.0.1:0")
    port = unit.port()
    for n in range(100):
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(b"\xff\xfa\x18"[:n % 4] + b"x" * n)
        if n % 3 == 0:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              b"\1\0\0\0\0\0\0\0")
        client.close()
    equal(unit.status(), "running")
    soon("somebody is still there",
         lambda: unit.where().startswith("disconnected:"))
    unit.end()


@test("who hangs up and comes again at once is let in, what he typed is read")
def again():
    unit = Unit(f"unix:{path('u8')},wait,log={path('u8.log')}")
    client = unix("u8")
    until(client.fileno(), b"ready\r\n")
    typed = b""
    for n in range(20):
        typed += b"%02d" % n
        client.sendall(b"%02d" % n)
        client.close()
        client = unix("u8")
    client.sendall(b".")
    check(b"in use" not in until(client.fileno(), b"."))
    with open(path("u8.log"), "rb") as file:
        equal(file.read(), b"ready\r\n" + typed + b".")
    # The unit takes nothing, and so nobody reads what he types.
    unit.qmp.ask("stop")
    client.settimeout(0.2)
    try:
        while True:
            client.sendall(b"x" * 4096)
    except OSError:
        pass
    client.close()
    client = unix("u8")
    unit.qmp.ask("cont")
    until(client.fileno(), b"xxxx")
    client.close()
    unit.end()


@test("another computer's reach is warned of, once")
def warned():
    for spec, warns in (("tcp:0.0.0.0:0", 1), ("telnet:0.0.0.0:0", 1),
                        ("tcp:localhost:0", 0), ("tcp:127.9.9.9:0", 0)):
        said = Unit(spec).end()
        equal(said.count("password"), warns, said)


# --- telnet ------------------------------------------------------------------

@test("telnet: negotiates, and passes every byte, BREAK and Are You There")
def telnet_protocol():
    unit = Unit("telnet:127.0.0.1:0,wait")
    client = tcp(unit)
    got = until(client.fileno(), b"ready\r\n")
    equal(got, HELLO + b"ready\r\n")
    client.sendall(b"\xff\xfd\x01\xff\xfd\x03\xff\xfb\x03"  # agreed
                   b"\xff\xfb\x18\xff\xfd\x05"              # not here
                   b"ab\xff\xffc\r\0d\r\ne")
    got = until(client.fileno(), b"e")
    equal(got.replace(b"\xff\xfe\x18\xff\xfc\x05", b""),
          b"ab\xff\xffc\r\0d\r\0e")
    client.sendall(b"\xff\xf3")
    equal(until(client.fileno(), b"~"), b"~")
    client.sendall(b"\xff\xf6")
    equal(until(client.fileno(), b"yes]\r\n"), b"\r\n[pixemu: yes]\r\n")
    client.sendall(b"\xff\xfb\0\xff\xfd\0")  # binary both ways
    equal(until(client.fileno(), b"\xfb\0"), b"\xff\xfd\0\xff\xfb\0")
    client.sendall(b"x\r\ny\r\0z")
    equal(until(client.fileno(), b"z"), b"x\r\ny\r\0z")
    client.sendall(b"v\2w")
    equal(until(client.fileno(), b"w"), b"v\xff\xf3\2w")
    # Urgent data, as telnet clients send behind Ctrl-C.
    client.sendall(b"\xff\xf4\xff")
    client.send(b"\xf2", socket.MSG_OOB)
    equal(until(client.fileno(), b"\x03"), b"\x03")
    client.close()
    unit.end()


@test("telnet: 2,000 lines arrive whole")
def telnet_paste():
    unit = Unit("telnet:127.0.0.1:0,wait")
    client = tcp(unit)
    until(client.fileno(), b"ready\r\n")
    text = SOME_LINES.replace(b"\r", b"\r\0")
    # What follows the last carriage return is not known yet.
    got = pump(client.fileno(), text, len(text) - 1)
    equal(got == text[:-1], True, "lines")
    client.close()
    unit.end()


@test("a telnet program talks to it", "telnet")
def telnet_program():
    unit = Unit("telnet:127.0.0.1:0,wait")
    outer, inner = pty.openpty()
    program = subprocess.Popen(["telnet", "127.0.0.1", str(unit.port())],
                               stdin=inner, stdout=inner, stderr=inner,
                               start_new_session=True)
    until(outer, b"ready\r\n")
    os.write(outer, b"one key")
    check(b"one key" in until(outer, b"key"))
    for command, wanted in ((b"brk", b"~"), (b"ayt", b"[pixemu: yes]")):
        os.write(outer, b"\x1d")
        until(outer, b"telnet> ")
        os.write(outer, b"send " + command + b"\r")
        until(outer, wanted)
    program.kill()
    program.wait()
    os.close(outer)
    os.close(inner)
    unit.end()


@test("socat talks to every kind of socket and to the pseudo-terminal",
      "socat")
def socat_program():
    for spec in ("unix:" + path("u4"), "tcp:127.0.0.1:0", "pty"):
        unit = Unit(spec + ",wait")
        where = unit.where()
        to = {"unix": "UNIX-CONNECT:" + path("u4"),
              "pty": where[4:] + ",raw,echo=0"}.get(spec.split(":")[0])
        program = subprocess.Popen(
            ["socat", "-", to or f"TCP:127.0.0.1:{unit.port()}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        until(program.stdout.fileno(), b"ready\r\n")
        program.stdin.write(b"through socat")
        program.stdin.flush()
        until(program.stdout.fileno(), b"through socat")
        program.kill()
        program.communicate()
        unit.end()


# --- pseudo-terminal ---------------------------------------------------------

@test("pty: says where, wakes on open, is raw, loses nobody's bytes")
def pseudo_terminal():
    unit = Unit("pty,wait")
    name = unit.where()
    check(name.startswith("pty:/dev/pts/"), name)
    equal(unit.status(), "prelaunch")
    fd = os.open(name[4:], os.O_RDWR | os.O_NOCTTY)
    until(fd, b"ready\r\n")
    plain = bytes(b for b in range(256) if b not in b"FWR")
    os.write(fd, plain)
    equal(until(fd, plain[-1:]), plain)
    echoed(fd, SOME_LINES)
    os.close(fd)
    # Nobody is there: what is sent meanwhile is lost, and the next one types
    # on.
    unit.qmp.ask("system_reset")
    time.sleep(0.1)
    for _ in range(5):
        fd = os.open(name[4:], os.O_RDWR | os.O_NOCTTY)
        os.write(fd, b"again")
        equal(until(fd, b"again"), b"again")
        os.close(fd)
    said = unit.end()
    check("cannot carry BREAK" in said and name[4:] in said, said)


@test("a pseudo-terminal that nobody opens costs next to nothing")
def idle():
    unit = Unit("pty", "-S")
    fd = os.open(unit.where()[4:], os.O_RDWR | os.O_NOCTTY)
    os.close(fd)
    unit.status()

    def ticks():
        with open(f"/proc/{unit.process.pid}/stat", encoding="ascii") as file:
            return sum(map(int, file.read().split()[13:15]))
    before = ticks()
    time.sleep(0.5)
    check(ticks() - before <= 2, ticks() - before, "ticks")
    unit.end()


# --- serial ------------------------------------------------------------------

@test("serial: sets the port up, passes 2,000 lines, gives it back")
def serial():
    outer, inner = pty.openpty()
    before = termios.tcgetattr(inner)
    before[0] |= termios.IXOFF
    before[2] |= termios.CRTSCTS
    termios.tcsetattr(inner, termios.TCSANOW, before)
    before = termios.tcgetattr(inner)
    unit = Unit(f"serial:{os.ttyname(inner)},baud=19200")
    set_up = termios.tcgetattr(inner)
    check(not set_up[0] & termios.IXOFF and not set_up[2] & termios.CRTSCTS,
          "flow control")
    check(set_up[0] & termios.PARMRK and not set_up[3] & termios.ICANON)
    equal(set_up[4], termios.B19200)
    until(outer, b"ready\r\n")
    plain = bytes(b for b in range(256) if b not in b"FWR")
    os.write(outer, plain)
    equal(until(outer, plain[-1:]), plain)
    for _ in range(2):  # what comes behind a BREAK waits for its end
        os.write(outer, b"v\2\2w")
        equal(until(outer, b"w"), b"v\2\2w")
    echoed(outer, SOME_LINES)
    unit.end()
    equal(termios.tcgetattr(inner), before, "settings")
    os.close(outer)
    os.close(inner)


@test("serial: wait powers on at the first key; a port pulled out is reported")
def serial_wait():
    outer, inner = pty.openpty()
    unit = Unit(f"serial:{os.ttyname(inner)},wait")
    os.close(inner)
    equal(unit.status(), "prelaunch")
    os.write(outer, b"\r")
    until(outer, b"ready\r\n")
    os.close(outer)
    line = until(unit.process.stderr.fileno(), b"is gone").decode()
    check("/dev/pts/" in line, line)
    equal(unit.status(), "running")
    unit.end()


# --- options -----------------------------------------------------------------

@test("log: everything the unit sends, appended")
def log():
    for _ in range(2):
        unit = Unit(f"none,log={path('c,1.log').replace(',', ',,')}")
        logged("c,1.log", b"ready\r\n")
        unit.qmp.ask("chardev-send-break", id="console")
        logged("c,1.log", b"ready\r\n~")
        unit.end()
    with open(path("c,1.log"), "rb") as file:
        equal(file.read(), b"ready\r\n~" * 2)


@test("baud: another speed than the unit's is garbage both ways, always the "
      "same")
def baud():
    def session(speed):
        unit = Unit(f"unix:{path('b')},baud={speed}", "--timing=authentic",
                    "--clock=hold")
        client = unix("b")
        for n, typed in enumerate((b"", b"hello"), 1):
            client.sendall(typed)
            unit.qmp.ask("x-clock", until=SILENCE_NS + n * 20_000_000)
        unit.end()
        got = b""
        while chunk := client.recv(4096):
            got += chunk
        return got
    # The ROM sets its divisor to 1.
    equal(session(115200), b"ready\r\nhello")
    one, two = session(9600), session(57600)
    check(b"ready" not in one + two and b"hello" not in one + two, one, two)
    check(len(one) > 2 and len(two) > 2, one, two)
    equal(session(57600), two)


# --- the monitor's own line editor ---------------------------------------------

@test("500 lines pasted into the monitor over telnet arrive whole")
def monitor():
    # Without a cable its port would be waited for.
    unit = Unit("telnet:127.0.0.1:0,wait", "--net=1:user", rom=False)
    client = tcp(unit)
    until(client.fileno(), b"Use SPACE")
    client.sendall(b"\x1b")
    until(client.fileno(), b"monitor> ")
    text = b"".join(b"file image-%04d.bin\r\n" % n for n in range(500))
    typist = threading.Thread(target=client.sendall, args=(text,))
    typist.start()
    got = until(client.fileno(), b"monitor> file image-0499.bin\r\n",
                6 * LIMIT_S)
    typist.join()
    typed = re.findall(rb"monitor> file (image-\d+\.bin)\r\n",
                       b"monitor> " + got)
    equal(len(typed), 500)
    equal(typed, [b"image-%04d.bin" % n for n in range(500)])
    client.close()
    unit.end()


@test("2,000 lines pasted into the firewall's shell arrive whole")
def shell():
    flash = path("shell.flash")
    software = os.path.join(hostlib.BUILD, "software")
    subprocess.run([os.path.join(hostlib.BUILD, "pixflash"), "create", flash,
                    "--serial=1", f"--image={software}/pix621.bin"],
                   check=True, stdout=subprocess.DEVNULL)
    unit = Unit(f"unix:{path('shell')},wait", flash, rom=False)
    client = unix("shell")
    until(client.fileno(), b"Use SPACE")
    client.sendall(b" ")
    until(client.fileno(), b"pixfirewall> ")
    text = b"".join(b"line-%04d\r" % n for n in range(2000))
    typist = threading.Thread(target=client.sendall, args=(text,))
    typist.start()
    got = until(client.fileno(), b"pixfirewall> line-1999\r\n", 6 * LIMIT_S)
    typist.join()
    equal(re.findall(rb"pixfirewall> (line-\d+)\r\n", b"pixfirewall> " + got),
          [b"line-%04d" % n for n in range(2000)])
    client.close()
    unit.end()


hostlib.main()
