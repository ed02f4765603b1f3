# SPDX-License-Identifier: GPL-2.0-or-later
"""A unit under a held clock: time passes only while a test waits for text."""
import atexit
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "host"))
import hostlib  # noqa: E402
from hostlib import path  # noqa: E402

SOFTWARE = os.path.join(hostlib.BUILD, "software")
STEP_NS = 100_000_000


def tool(name, *options):
    return subprocess.run([os.path.join(hostlib.BUILD, name), *options],
                          check=True, capture_output=True,
                          text=True).stdout.strip()


def copy(flash):
    """-> one of its own, for a unit that is to be cut off"""
    copy.number += 1
    to = path(f"copy{copy.number}")
    shutil.copyfile(flash, to)
    return to


copy.number = 0


class Unit:
    number = 0

    def __init__(self, flash, *options):
        Unit.number += 1
        control = path(f"held{Unit.number}")
        self.said, self.read, self.now = "", 0, 0
        self.process = subprocess.Popen(
            [hostlib.PIXEMU, "--clock=hold", "--console=stdio", "--paused",
             "--control=unix:" + control, *options, flash],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        atexit.register(self.process.kill)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.qmp = hostlib.Qmp(control)
        self.qmp.socket.settimeout(hostlib.LIMIT_S * 6)
        self.qmp.ask("cont")

    def run(self, ns):
        self.now += ns
        self.qmp.ask("x-clock", until=self.now)
        while chunk := self.process.stdout.read(65536):
            self.said += chunk.decode("latin-1").replace("\r", "")

    def until(self, *texts, seconds=120):
        """Lets time pass until one of them comes -> all since the last
        call, up to the one that comes first."""
        end = self.now + seconds * 10**9
        while not any(text in self.said[self.read:] for text in texts):
            hostlib.check(self.now < end, "waited for", *texts, "got",
                          repr(self.said[self.read:][-400:]))
            self.run(STEP_NS)
        at = min(self.said.index(text, self.read) + len(text)
                 for text in texts if text in self.said[self.read:])
        got, self.read = self.said[self.read:at], at
        return got

    def enter(self, name):
        """Skips the wait for a key; the unit of this name is then in
        configuration mode."""
        self.until("Use SPACE")
        self.key(" ")
        self.until(name + "> ")
        self.line("enable", "Password: ")
        self.line("", name + "# ")
        self.line("configure terminal", name + "(config)# ")

    def key(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def line(self, text, answer):
        self.key(text + "\r")
        return self.until(answer)

    def monitor(self):
        """From power-on to the monitor's prompt."""
        self.until("Use SPACE to begin flash boot immediately.")
        self.key("\x1b")
        self.until("monitor> ")

    def fetch(self, name):
        """With --net=1:user,tftp=DIR, at the monitor's prompt."""
        self.line("address 192.168.1.1", "monitor> ")
        self.line("server 192.168.1.2", "monitor> ")
        self.line("file " + name, "monitor> ")
        self.key("tftp\r")

    def power_cycle(self):
        self.qmp.ask("x-power", on=False)
        self.run(STEP_NS)
        self.read = len(self.said)
        self.qmp.ask("x-power", on=True)

    def kill(self):
        self.process.kill()
        self.process.communicate()
        self.qmp.close()

    def close(self):
        self.qmp.ask("quit")
        self.qmp.close()
        hostlib.finish(self.process)
