# SPDX-License-Identifier: GPL-2.0-or-later
"""Two network namespaces with the unit between them, on tap: ports: real
programs inside (10.1.1.5) and outside (192.0.2.5).  Needs root."""
import ctypes
import os
import re
import shutil
import socket
import subprocess
import threading
import time

from prompt import PATIENCE_S, Skip, Unit, check

NEWNET = 0x40000000
INSIDE, OUTSIDE = "10.1.1.5", "192.0.2.5"
IN, OUT = 1, 0
CONFIG = ("interface ethernet0 auto",
          "ip address outside 192.0.2.1 255.255.255.0",
          "ip address inside 10.1.1.1 255.255.255.0")


def run(*words, seconds=120, **keys):
    return subprocess.run(words, capture_output=True, timeout=seconds, **keys)


def ip(*words):
    done = run("ip", *words)
    check(done.returncode == 0, words, done.stderr)


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Skip(f"no {program}")


class Spaces:
    """In a with statement; `unit` is at its prompt."""

    def __init__(self, make, *config, **keys):
        if os.geteuid() != 0 or not os.path.exists("/dev/net/tun"):
            raise Skip("network namespaces need root")
        need("ip")
        self.names = [f"px{os.getpid()}{side}" for side in "oi"]
        self.taps = ["t" + name for name in self.names]
        self.processes = []
        try:
            self._make(make, config, keys)
        except BaseException:
            self._remove()
            raise

    def _make(self, make, config, keys):
        for name, tap in zip(self.names, self.taps):
            if run("ip", "netns", "add", name).returncode:
                raise Skip("no network namespaces here")
            ip("tuntap", "add", "dev", tap, "mode", "tap")
        self.unit = Unit(make, f"--net=0:tap:{self.taps[0]}",
                         f"--net=1:tap:{self.taps[1]}",
                         config=(*CONFIG, *config), **keys)
        for name, tap, address, gateway in zip(
                self.names, self.taps, (OUTSIDE, INSIDE),
                ("192.0.2.1", "10.1.1.1")):
            ip("link", "set", tap, "netns", name)
            for words in (("addr", "add", address + "/24", "dev", tap),
                          ("link", "set", tap, "up"),
                          ("link", "set", "lo", "up")):
                ip("-n", name, *words)
            ip("-n", name, "route", "add", "default", "via", gateway)

    def _remove(self):
        for process in self.processes:
            process.kill()
            process.wait()
        for name, tap in zip(self.names, self.taps):
            run("ip", "netns", "del", name)
            run("ip", "link", "del", tap)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.unit.leave()
        finally:
            self._remove()

    def run(self, side, *words, seconds=60):
        """-> (exit status, what it printed); no answer in time is 124."""
        try:
            done = run("ip", "netns", "exec", self.names[side], *words,
                       seconds=seconds)
        except subprocess.TimeoutExpired:
            return 124, b""
        return done.returncode, done.stdout

    def start(self, side, *words, **keys):
        """A server, until the end."""
        self.processes.append(subprocess.Popen(
            ["ip", "netns", "exec", self.names[side], *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, **keys))

    def inside_of(self, side, what):
        """The result of `what` on a thread that lives in a namespace; sockets
        made there stay there."""
        result = []

        def live():
            with open(f"/var/run/netns/{self.names[side]}") as file:
                ctypes.CDLL(None).setns(file.fileno(), NEWNET)
            result.append(what())
        thread = threading.Thread(target=live, daemon=True)
        thread.start()
        thread.join()
        check(result, "nothing came of it in the namespace")
        return result[0]

    def socket(self, side, kind=socket.SOCK_STREAM):
        return self.inside_of(side, lambda: socket.socket(socket.AF_INET,
                                                          kind))

    def frames(self, side):
        """A socket for frames to and from the unit."""
        def make():
            made = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                 socket.htons(3))
            made.bind((self.taps[side], 0))
            return made
        return self.inside_of(side, make)


def listening(two, side, kind, port):
    """Waits until a server of this side does."""
    end = time.monotonic() + PATIENCE_S
    while not re.search(rf":{port}\b",
                        two.run(side, "ss", "-Hln" + kind)[1].decode()):
        check(time.monotonic() < end, "no server on port", port)
        time.sleep(0.1)
