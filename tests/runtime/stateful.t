#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Real TCP through hub and pair while the active unit is killed: transfers in
both directions through PAT, and a download by curl.  CONNECTIONS says how many
transfers.  Needs root, for network namespaces."""
import asyncio
import ctypes
import hashlib
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import threading
import time

import prompt
from prompt import PATIENCE_S, Skip, check, equal, path, test

CONNECTIONS = int(os.environ.get("CONNECTIONS", "1000"))
PIECES, PIECE = 20, 1024       # of a transfer, each way
PAUSE_S = 0.3                  # between two pieces
NEWNET = 0x40000000
PROCESSES = []
NAMES = [f"ps{os.getpid()}{side}" for side in "oi"]
INSIDE, OUTSIDE = "10.1.1.5", "192.0.2.5"
BODY = random.Random(1).randbytes(2 << 20)


# --- two computers ---------------------------------------------------------

def run(*words, **keys):
    return subprocess.run(words, capture_output=True, timeout=120, **keys)


def ip(*words):
    done = run("ip", *words)
    check(done.returncode == 0, words, done.stderr)


def make_namespaces():
    if os.geteuid() != 0 or not os.path.exists("/dev/net/tun"):
        raise Skip("network namespaces need root")
    for program in ("ip", "curl"):
        if not shutil.which(program):
            raise Skip(f"no {program}")
    for name in NAMES:
        if run("ip", "netns", "add", name).returncode:
            raise Skip("no network namespaces here")
        ip("tuntap", "add", "dev", "t" + name, "mode", "tap")


def move_taps():
    for name, address in zip(NAMES, (OUTSIDE, INSIDE)):
        tap = "t" + name
        ip("link", "set", tap, "netns", name)
        for words in (("addr", "add", address + "/24", "dev", tap),
                      ("link", "set", tap, "up"), ("link", "set", "lo", "up")):
            ip("-n", name, *words)
    ip("-n", NAMES[1], "route", "add", "default", "via", "10.1.1.1")


def remove_namespaces():
    for name in NAMES:
        run("ip", "netns", "del", name)
        run("ip", "link", "del", "t" + name)


class Computer:
    """A loop of coroutines on a thread that lives in a namespace."""

    def __init__(self, name):
        self.loop, self.name = asyncio.new_event_loop(), name
        threading.Thread(target=self.live, daemon=True).start()

    def live(self):
        with open(f"/var/run/netns/{self.name}", encoding="ascii") as file:
            ctypes.CDLL(None).setns(file.fileno(), NEWNET)
        self.loop.run_forever()

    def begin(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)


# --- what they do ----------------------------------------------------------

def pieces(seed):
    drawn = random.Random(seed)
    return [drawn.randbytes(PIECE) for _ in range(PIECES)]


async def talk(reader, writer, mine, theirs):
    """Sends and receives at the same time; True: every byte was right."""
    async def say():
        for piece in pieces(mine):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(PAUSE_S)
        writer.write_eof()

    async def hear():
        sum_ = hashlib.sha256()
        while data := await reader.read(65536):
            sum_.update(data)
        return sum_.digest() == hashlib.sha256(b"".join(pieces(theirs))
                                               ).digest()
    heard, _ = await asyncio.gather(hear(), say())
    writer.close()
    return heard


class Transfers:
    def __init__(self):
        self.connected, self.good, self.served = 0, 0, 0
        self.wrong = []

    async def serve(self, reader, writer):
        number = int((await reader.readexactly(8)).decode())
        writer.write(b"k")
        try:
            good = await talk(reader, writer, f"s{number}", f"c{number}")
            self.served += good
        except OSError as error:
            self.wrong.append((number, "server", error))

    async def listen(self):
        await asyncio.start_server(self.serve, OUTSIDE, 7, backlog=2000)

    async def client(self, number, all_there):
        reader, writer = await asyncio.open_connection(OUTSIDE, 7)
        writer.write(b"%8d" % number)
        await reader.readexactly(1)
        self.connected += 1
        await all_there.wait()
        try:
            good = await talk(reader, writer, f"c{number}", f"s{number}")
            self.good += good
            if not good:
                self.wrong.append((number, "client", "a wrong byte"))
        except OSError as error:
            self.wrong.append((number, "client", error))

    async def clients(self, go):
        all_there = asyncio.Event()
        tasks = []
        for number in range(CONNECTIONS):
            tasks.append(asyncio.ensure_future(self.client(number,
                                                           all_there)))
            if number % 50 == 49:
                await asyncio.sleep(0.1)
        while self.connected < CONNECTIONS:
            await asyncio.sleep(0.05)
        all_there.set()
        go.set()
        await asyncio.gather(*tasks)


class Server:
    """Serves one body, the second half of it when it is told to."""

    def __init__(self, computer):
        self.loop, self.go_on = computer.loop, None
        computer.begin(asyncio.start_server(self.serve, OUTSIDE, 80)
                       ).result(10)

    async def serve(self, reader, writer):
        self.go_on = asyncio.Event()
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" %
                     len(BODY))
        half = len(BODY) // 2
        try:
            writer.write(BODY[:half])
            await writer.drain()
            await self.go_on.wait()
            for at in range(half, len(BODY), 16384):
                writer.write(BODY[at:at + 16384])
                await writer.drain()
                await asyncio.sleep(0.01)
        except OSError:
            pass
        writer.close()

    def second_half(self):
        self.loop.call_soon_threadsafe(self.go_on.set)


# --- the pair --------------------------------------------------------------

def hub():
    options = [f"--net={n}:listen:{path(n)}" for n in ("outside", "inside",
                                                       "state")]
    options += [f"--net={n}:tap:t{name}" for n, name in
                zip(("outside", "inside"), NAMES)]
    PROCESSES.append(subprocess.Popen(
        [prompt.hostlib.PIXEMU, "--hub", *options], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


class Mate(prompt.Unit):
    """A unit at one end of the cable, which can be killed and started."""

    def __init__(self, end, config=()):
        options = [f"--net={n}:connect:{path(s)}" for n, s in
                   enumerate(("outside", "inside", "state"))]
        options += [f"--mac={n}:0090.27{len(end):02x}.002{n}"
                    for n in range(3)]
        super().__init__(end, *options, "--card=0:1fe",
                         f"--failover-cable={end}:{path('cable')}",
                         config=config, licence=["--license=UR"])

    def start(self, hostname):
        super().start(hostname)
        PROCESSES.append(self.process)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def join(self):
        """Starts again with what it saved, until it is told of things."""
        self.start("pixfirewall")
        self.say("configure terminal")
        wait_for(lambda: self.object("up time")[2])

    def object(self, name):
        """The four numbers of a line of show failover."""
        line = re.search(rf"\t{name} +(\d+) +(\d+) +(\d+) +(\d+)",
                         self.say("show failover"))
        return [int(n) for n in line.groups()]


def make_pair():
    first = Mate("primary", (
        "interface ethernet0 auto", "interface ethernet2 auto",
        "ip address outside 192.0.2.1 255.255.255.0",
        "ip address inside 10.1.1.1 255.255.255.0",
        "ip address intf2 172.16.1.1 255.255.255.0",
        "failover ip address outside 192.0.2.2",
        "failover ip address inside 10.1.1.2",
        "failover ip address intf2 172.16.1.2", "failover poll 3",
        "failover link intf2", "nat (inside) 1 0 0",
        "global (outside) 1 interface"))
    first.type("failover\r")
    first.until("Switching to Active")
    first.say("")
    second = Mate("secondary")
    second.type("failover\r")
    second.until("Sync Completed")
    second.say("")
    first.until("Sync Completed")
    first.say("")
    first.say("write memory")  # saves on both
    return first, second


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        check(time.monotonic() < end, "waited in vain")
        time.sleep(0.05)


# --- the tests -------------------------------------------------------------

def transfers(outside, inside, old, new):
    t, go = Transfers(), threading.Event()
    outside.begin(t.listen()).result(10)
    done = inside.begin(t.clients(go))
    check(go.wait(120), t.connected, "of", CONNECTIONS, "connected")
    wait_for(lambda: new.object("tcp conn")[2] >= CONNECTIONS)
    time.sleep(PIECES * PAUSE_S / 3)  # in the middle of it
    began = time.monotonic()
    old.kill()
    new.until("Switching to Active")
    took = time.monotonic() - began
    new.say("")
    done.result(180)
    wait_for(lambda: t.served + len(t.wrong) >= CONNECTIONS, 30)
    print(f"# {CONNECTIONS} transfers of {PIECES * PIECE} bytes each way, all"
          f" whole; active after {took * 1000:.0f} ms, the last byte after"
          f" {time.monotonic() - began:.1f} s", file=sys.stderr)
    equal((t.wrong, t.good, t.served), ([], CONNECTIONS, CONNECTIONS))
    equal(new.object("tcp conn")[3], 0, "refused")


class Download:
    """curl's, of which the first half has come."""

    def __init__(self, server, seconds):
        self.server = server
        self.curl = subprocess.Popen(
            ["ip", "netns", "exec", NAMES[1], "curl", "-sN", "-m",
             str(seconds), f"http://{OUTSIDE}/"], stdout=subprocess.PIPE)
        self.body = self.curl.stdout.read(len(BODY) // 2)

    def rest(self, old, new):
        """The other half, in the midst of which the units change; True: all
        came, and is right."""
        self.server.second_half()
        self.body += self.curl.stdout.read(1 << 18)
        old.kill()
        new.until("Switching to Active")
        new.say("")
        self.body += self.curl.stdout.read()
        return self.curl.wait() == 0 and self.body == BODY


def all_of_it():
    outside, inside = map(Computer, NAMES)
    hub()
    first, second = make_pair()
    move_taps()
    server = Server(outside)
    transfers(outside, inside, first, second)
    # A unit that joins meanwhile hears of what was there before.
    second.say("failover replicate http")
    begun = Download(server, PATIENCE_S)
    first.join()
    wait_for(lambda: first.object("tcp conn")[2] >= 1)
    check(begun.rest(second, first), "a download")
    # Without its line it dies with the unit.
    first.say("no failover replicate http")
    second.join()
    begun = Download(server, 5)
    check(not begun.rest(first, second), "HTTP that is not copied")


@test(f"{CONNECTIONS} transfers and a download while the active unit is "
      "killed: every byte")
def killed():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    try:
        make_namespaces()
        all_of_it()
    finally:
        for process in PROCESSES:
            process.kill()
        remove_namespaces()


prompt.main()
