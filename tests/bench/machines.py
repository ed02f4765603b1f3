# SPDX-License-Identifier: GPL-2.0-or-later
"""The two machines that are compared, with their console on our pipes."""
import os
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("PIXEMU_BUILD", "build")
QEMU = shutil.which("qemu-system-i386")
folder = tempfile.TemporaryDirectory(prefix="pixemu-bench-")
LIMIT_S = 120


def path(name):
    return os.path.join(folder.name, name)


def cores():
    return sorted(os.sched_getaffinity(0))


class Process:
    """A program that we talk with; pinned to one core if asked."""

    def __init__(self, *command, core=None):
        self.seen = b""
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=core is not None and
            (lambda: os.sched_setaffinity(0, {core})) or None)
        self.pid = self.process.pid

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def until(self, text, limit_s=LIMIT_S):
        end = time.monotonic() + limit_s
        while text not in self.seen:
            ready, _, _ = select.select([self.process.stdout], [], [], 1)
            chunk = os.read(self.process.stdout.fileno(), 65536) \
                if ready else b""
            if ready and not chunk or time.monotonic() > end:
                sys.exit(f"bench: {text!r} did not appear; seen: "
                         f"{self.seen[-400:]!r}")
            self.seen += chunk
        before, self.seen = self.seen.split(text, 1)
        return before

    def seconds_until(self, data, text):
        began = time.monotonic()
        self.write(data)
        self.until(text)
        return time.monotonic() - began

    def processor_seconds(self):
        """Of all its threads, to the nanosecond (proc_pid_schedstat)."""
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat",
                      encoding="ascii") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def work_until(self, data, text):
        """What it computes until it answers: not disturbed by others."""
        before = self.processor_seconds()
        self.write(data)
        self.until(text)
        return self.processor_seconds() - before

    def resident_mib(self):
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
        return pages * resource.getpagesize() / 2**20

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def pixemu(*options, core=None):
    return Process(os.path.join(BUILD, "pixemu"), "--console=stdio",
                   "--model=525", *options, core=core)


def qemu(rom, netdev, core=None):
    return Process(
        QEMU, "-M", "pc,accel=tcg", "-cpu", "pentium3", "-m", "256",
        "-nodefaults", "-display", "none", "-bios", rom, "-serial", "stdio",
        "-netdev", netdev + ",id=n", "-device", "i82558b,netdev=n,romfile=",
        core=core)
