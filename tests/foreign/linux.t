#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux, which nobody here wrote, on our machine: its e100 driver with each of
the three Ethernet chips, its drivers for console, clock and reset.

Debian's i386 kernel and busybox come as packages when the test runs; without
them everything is skipped."""
import contextlib
import hashlib
import http.server
import os
import socket
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import linuxlib  # noqa: E402
from linuxlib import Linux, Peer, check, hostlib, path  # noqa: E402

BYTES = 20 << 20
IP = bytes([192, 168, 1, 1])
GROUP, OTHER = "01005e010203", "01005e010204"
FRAMES = 50
FLOOD = 5000

# One unit has them all; the last one is behind a bridge.  Revisions are how
# drivers tell the chips apart.
# The groups of IPv6 that Linux joins follow from the addresses; with these none
# has the place of GROUP or OTHER in the chips' table of 64.
UNIT = ["--model=525", "--card=0:1fe-557", "--card=1:4fe-66",
        "--mac=2:0090.2700.000b", "--mac=0:0090.2700.000c",
        "--mac=3:0090.2700.0001"]
CHIPS = [("82557", "0x03", 2), ("82558", "0x05", 0), ("82559", "0x08", 3)]


class Services:
    """This computer's loopback, which the user network reaches."""

    def __init__(self):
        self.blob = os.urandom(BYTES)
        self.sum = hashlib.sha256(self.blob).hexdigest()
        services = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", str(BYTES))
                self.end_headers()
                self.wfile.write(services.blob)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.http = server.server_port
        self.sink = socket.create_server(("127.0.0.1", 0))
        self.sink.settimeout(linuxlib.COMMAND_S)

    def port(self):
        return self.sink.getsockname()[1]

    def take(self, result):
        wire, _ = self.sink.accept()
        with wire:
            wire.settimeout(linuxlib.COMMAND_S)
            digest = hashlib.sha256()
            while data := wire.recv(65536):
                digest.update(data)
            result.append(digest.hexdigest())


# --- what one chip has to do, as interface $E -------------------------------

def binds(linux, _peer, revision):
    said = linux.run("readlink /sys/class/net/$E/device/driver; "
                     "cat /sys/class/net/$E/device/revision").split()
    check(said[0].endswith("/e100") and said[1] == revision, said)
    linux.run("ip link set $E up; ip addr add 192.168.1.1/24 dev $E")
    linux.wait_for("cat /sys/class/net/$E/carrier", "1")


def answers(linux, peer, _revision):
    to = peer.find(IP)
    check(linux.run("cat /sys/class/net/$E/address").strip() ==
          ":".join(f"{b:02x}" for b in to), to)
    for length in (0, 18, 56, 1000, 1472):
        check(peer.ping(IP, to, length), length, "bytes")
    linux.run("ping -c 2 -s 1400 192.168.1.2")


def by_interrupt(linux, _peer, _revision):
    said = linux.run("cat /proc/tty/driver/serial; cat /proc/interrupts")
    check("0: uart:16550A port:000003F8 irq:4 tx:" in said, said)
    check("oe:" not in said and "fe:" not in said, said)
    counts = {line.split()[-1]: int(line.split()[1])
              for line in said.split("\n") if "XT-PIC" in line}
    card = linux.run("echo $E").strip()
    check(counts["ttyS0"] > 20 and counts[card] > 5, counts)


def moves(linux, _peer, _revision, services):
    linux.run(f"wget -q -O /tmp/f http://192.168.1.2:{services.http}/")
    check(linux.run("sha256sum </tmp/f").split()[0] == services.sum,
          "came wrong")
    result = []
    taker = threading.Thread(target=services.take, args=(result,))
    taker.start()
    linux.run(f"nc 192.168.1.2 {services.port()} </tmp/f")
    taker.join(linuxlib.COMMAND_S)
    check(result == [services.sum], "went wrong")
    linux.run("rm /tmp/f")


def tests_itself(linux, _peer, _revision):
    """Link, EEPROM, the chip's self-test, two loopbacks."""
    said = linux.run("devtest $E").split()
    check(said == ["0"] * 5, said)


def loses_link(linux, peer, _revision):
    name = linux.run("echo $E").strip().replace("eth", "net")
    with linux.qmp() as qmp:
        for up in (False, True):
            qmp.ask("set_link", name=name, up=up)
            linux.wait_for("cat /sys/class/net/$E/carrier", str(int(up)))
    check(peer.ping(IP, peer.find(IP), 100), "no answer afterwards")


def changes_address(linux, peer, _revision):
    old = peer.find(IP)
    new = linuxlib.mac("020000c0ffee")
    linux.run("ip link set $E down; "
              "ip link set $E address 02:00:00:c0:ff:ee; "
              "ip link set $E up")
    linux.wait_for("cat /sys/class/net/$E/carrier", "1")
    check(peer.find(IP) == new, "another address answers")
    check(peer.ping(IP, new, 100), "no answer")
    with by_the_wall(linux):
        before = received(linux)
        for _ in range(FRAMES):
            peer.send(old, b"\x88\xb5", b"old")
        check(peer.ping(IP, new, 100), "no answer")
        check(received(linux) - before < FRAMES, "the old address is heard")


@contextlib.contextmanager
def by_the_wall(linux):
    """While frames are counted: hours that pass in a moment make Linux ask
    anew who has an address, and the answers would be counted."""
    speed(linux, "real")
    try:
        yield
    finally:
        speed(linux, "warp")


def received(linux):
    return linux.number("cat /sys/class/net/$E/statistics/rx_packets")


def heard(linux, peer, group):
    """Whether frames to a group of stations arrive."""
    with by_the_wall(linux):
        before = received(linux)
        for _ in range(FRAMES):
            peer.send(linuxlib.mac(group), b"\x88\xb5", b"all of you")
        # Behind them in the same queue.
        check(peer.ping(IP, peer.find(IP), 100), "no answer")
        return received(linux) - before >= FRAMES


def joins(linux, peer, _revision):
    check(not heard(linux, peer, GROUP), "heard before")
    linux.run("devtest $E +" + GROUP)
    check(heard(linux, peer, GROUP), "not heard")
    check(not heard(linux, peer, OTHER), "another group is heard")
    linux.run("devtest $E -" + GROUP)
    check(not heard(linux, peer, GROUP), "heard after leaving")


def promiscuous(linux, peer, _revision):
    check(not heard(linux, peer, "020000000123"), "heard before")
    linux.run("ip link set $E promisc on")
    check(heard(linux, peer, "020000000123"), "not heard")
    linux.run("ip link set $E promisc off")
    check(not heard(linux, peer, "020000000123"), "heard afterwards")


def flooded(linux, peer, _revision):
    """More at once than its ring holds, of all lengths."""
    to = peer.find(IP)
    before = received(linux)
    for n in range(FLOOD):
        peer.send(to, b"\x88\xb5", bytes(n % 1500))
    for _ in range(20):
        if peer.ping(IP, to, 1472, limit=5):  # it may be lost, too
            break
    else:
        raise hostlib.Wrong("no answer")
    check(received(linux) - before > FLOOD // 20, "hardly any came")


def found_again(linux, peer, _revision):
    linux.run("rmmod e100; insmod /lib/e100.ko; ip link set $E up; "
              "ip addr add 192.168.1.1/24 dev $E")
    linux.wait_for("cat /sys/class/net/$E/carrier", "1")
    check(peer.ping(IP, peer.find(IP), 100), "no answer")


STEPS = [
    ("e100 binds it by its revision", binds),
    ("answers ping, short and long", answers),
    ("works by interrupt, as the console does", by_interrupt),
    ("tests itself", tests_itself),
    ("survives the cable pulled", loses_link),
    ("joins and leaves groups", joins),
    ("hears everything when asked", promiscuous),
    ("survives a flood", flooded),
    ("changes its address", changes_address),
    ("is left and found again", found_again),
]


# --- the machine ------------------------------------------------------------

def clock(linux):
    said = linux.run("hwclock -u -r; date -u +%Y")
    check("Feb 29 2" in said and said.count("2004") == 2, said)
    linux.run("date -u -s 2019-12-31_12:34:56 -D %Y-%m-%d_%H:%M:%S; "
              "hwclock -u -w")
    said = linux.run("hwclock -u -r")
    check("Tue Dec 31 12:3" in said and "2019" in said, said)
    # An alarm, by interrupt.
    linux.run("devtest rtc")
    said = linux.run("grep rtc0 /proc/interrupts")
    check(int(said.split()[1]) >= 1, said)


def monitor_pings(cable):
    """A second unit's monitor finds Linux on the segment."""
    bios = os.path.join(hostlib.BUILD, "software", "pixbios.bin")
    unit = hostlib.subprocess.Popen(
        [hostlib.PIXEMU, f"--bios={bios}", "--clock=warp",
         "--control=unix:" + path("monitor"), f"--net=1:connect:{cable}"],
        stdin=-1, stdout=-1, stderr=hostlib.subprocess.DEVNULL)
    try:
        fd = unit.stdout.fileno()
        hostlib.until(fd, b"monitor> ", 60)  # its flash is blank
        qmp = hostlib.Qmp(path("monitor"))
        qmp.ask("x-clock", mode="real")
        qmp.close()
        unit.stdin.write(b"address 192.168.1.7\rping 192.168.1.1\r")
        unit.stdin.flush()
        said = hostlib.until(fd, b"(5/5)", 60)
        check(b"!!!!!" in said, said)
    finally:
        unit.kill()
        unit.communicate()


def reboots(linux):
    with linux.qmp() as qmp:
        linux.tell("reboot -f")
        check(qmp.event("RESET")["data"]["guest"], "not by the guest")
    said = linux.booted()
    check(said.count("Linux version") == 1, said)
    linux.run("cat /sys/class/net/eth0/address")


def foreign_bios(folder):
    """Another BIOS finds the kernel card's ROM and boots from it."""
    linux = Linux(folder, "--clock=warp", "--bios=" + linuxlib.SEABIOS,
                  append="earlyprintk=ttyS0")
    try:
        linux.until("Linux version 6.")
        linux.until("SMBIOS 2.")  # that BIOS left it
    finally:
        linux.close()


# --- in order ---------------------------------------------------------------

def cable(chip):
    return path("cable" + chip)


def start(folder):
    nets = [port for chip, _, n in CHIPS
            for port in (f"--net={n}:user", f"--net={n}:listen:{cable(chip)}")]
    return Linux(folder, "--clock=warp", "--rtc=2004-02-29T20:00:00", *UNIT,
                 *nets)


def speed(linux, mode):
    with linux.qmp() as qmp:
        qmp.ask("x-clock", mode=mode)


def all_chips(tap, linux, services):
    for chip, revision, n in CHIPS:
        peer = Peer(cable(chip))
        linux.run(f"E=eth{n}")
        for title, step in STEPS:
            tap(f"{chip}: {title}", step, linux, peer, revision)
        peer.close()
        speed(linux, "real")
        tap(f"{chip}: moves {BYTES >> 20} MiB each way", moves, linux, None,
            revision, services)
        if n == CHIPS[-1][2]:
            tap("another unit's monitor pings it", monitor_pings, cable(chip))
        speed(linux, "warp")
        linux.run("ip addr flush dev $E; ip link set $E down")


def main():
    try:
        folder = linuxlib.files()
    except linuxlib.Missing as why:
        print(f"1..0 # SKIP {why}")
        return 0
    print(f"1..{len(CHIPS) * (len(STEPS) + 1) + 5}", flush=True)
    number, failed = 0, 0

    def tap(title, function, *arguments):
        nonlocal number, failed
        number += 1
        try:
            function(*arguments)
            print(f"ok {number} - {title}", flush=True)
            return True
        except Exception as why:  # every test is to have its line
            failed += 1
            print(f"not ok {number} - {title}\n# {type(why).__name__}: {why}",
                  flush=True)
            return False

    linux = start(folder)
    try:
        if tap("Linux boots", linux.booted):
            all_chips(tap, linux, Services())
            tap("the clock is read and set", clock, linux)
            tap("reboots", reboots, linux)
    finally:
        linux.close()
    if os.path.exists(linuxlib.SEABIOS):
        tap("SeaBIOS hands over to it", foreign_bios, folder)
    else:
        print(f"ok {number + 1} # skip seabios is not installed")
    return failed > 0


sys.exit(main())
