# SPDX-License-Identifier: GPL-2.0-or-later
"""A unit at its prompt, whose network is real."""
import os
import select
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "host"))
import hostlib  # noqa: E402
from hostlib import (check, equal, main, path, test,  # noqa: E402,F401
                     BUILD, Skip)

PATIENCE_S = 180  # for a computer with much else to do
SOFTWARE = os.path.join(BUILD, "software")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def tool(name, *options):
    return subprocess.run([os.path.join(BUILD, name), *options], check=True,
                          capture_output=True, text=True).stdout.strip()


class Unit:
    """A unit at its prompt, in configuration mode."""

    def __init__(self, name, *options, config=(), image="pix621.bin",
                 licence=None, model="525"):
        self.flash = path(f"{name}{len(os.listdir(hostlib.folder.name))}"
                          ".flash")
        key = licence and ["--key=" + tool(
            "pixkey", "make", "--serial=12345678", *licence)]
        tool("pixflash", "create", self.flash, "--model=" + model,
             "--serial=12345678", "--image=" + os.path.join(SOFTWARE, image),
             *(key or ()))
        self.qmp_path, self.options = path(name + ".qmp"), options
        self.start("pixfirewall")
        for line in ("configure terminal", "no pager",
                     "interface ethernet1 auto",
                     "ip address inside 192.168.1.1 255.255.255.0", *config):
            self.say(line)

    def start(self, hostname):
        """From power-on to the privileged prompt of this name."""
        self.process = subprocess.Popen(
            [hostlib.PIXEMU, "--clock=warp", "--control=unix:" + self.qmp_path,
             *self.options, self.flash],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.out = self.process.stdout.fileno()
        self.unread = ""
        self.until("Use SPACE to begin flash boot")
        self.type(" ")
        self.until(hostname + "> ")
        self.clock("real")
        self.type("enable\r")
        self.until("Password: ")
        self.type("\r")
        self.until("# ")

    def clock(self, mode):
        qmp = hostlib.Qmp(self.qmp_path)
        qmp.ask("x-clock", mode=mode)
        qmp.close()

    def type(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def until(self, text):
        """What came up to and with this text; the rest is for later."""
        end = time.monotonic() + PATIENCE_S
        while text not in self.unread:
            # What is there is read, however late it is.
            ready, _, _ = select.select([self.out], [], [],
                                        max(0, end - time.monotonic()))
            check(ready, "waited for", repr(text), "got",
                  repr(self.unread[-300:]))
            some = os.read(self.out, 65536)
            if not some:
                check(False, "the unit is gone:", self.process.stderr.read())
            self.unread += some.decode("latin-1")
        said, _, self.unread = self.unread.partition(text)
        return said + text

    def say(self, line, prompt="(config)# "):
        """Types a line; what it printed is the result."""
        self.type(line + "\r")
        self.until("\r\n")
        return self.until(prompt).rpartition("\r\n")[0]

    def leave(self):
        qmp = hostlib.Qmp(self.qmp_path)
        qmp.ask("quit")
        qmp.close()
        hostlib.finish(self.process)
