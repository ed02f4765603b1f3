# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the program as users start it have in common."""
import json
import os
import select
import subprocess
import sys
import time

sys.path.insert(
    1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import (BUILD, Skip, Wrong, check, equal, folder,  # noqa: E402,F401
                 main, path, test, write)
import plug  # noqa: E402
from plug import LIMIT_S  # noqa: E402

PIXEMU = os.path.join(BUILD, "pixemu")


# --- the program -----------------------------------------------------------

def start(*options, **popen):
    """pixemu on pipes, with the ROM of echorom.py."""
    keys = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE)
    keys.update(popen)
    return subprocess.Popen([PIXEMU, f"--bios={rom()}", *options], **keys)


def rom():
    import echorom
    name = path("echo.rom")
    if not os.path.exists(name):
        with open(name, "wb") as file:
            file.write(echorom.image())
    return name


def until(fd, wanted, limit=LIMIT_S, before=b""):
    """Reads from fd until `wanted` has come, which may begin in `before`;
    returns everything read."""
    end, got = time.monotonic() + limit, b""
    while wanted not in before + got:
        left = end - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            raise Wrong(f"waited for {wanted!r}, got {got[-200:]!r}")
        chunk = os.read(fd, 65536)
        if not chunk:
            raise Wrong(f"ended before {wanted!r}, got {got[-200:]!r}")
        got += chunk
    return got


def finish(process, status=0):
    """Its end is due; returns what it said on standard error."""
    try:
        _, said = process.communicate(timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Wrong("it did not end") from None
    said = (said or b"").decode(errors="replace")
    equal(process.returncode, status, f"status ({said.strip()})")
    return said


class Qmp:
    def __init__(self, name, negotiate=True):
        self.socket = plug.connect(name)
        self.file = self.socket.makefile("r")
        self.events = []
        self.greeting = self.line()
        if negotiate:
            self.ask("qmp_capabilities")

    def line(self):
        line = self.file.readline()
        check(line, "hung up on")
        return json.loads(line)

    def send(self, text):
        self.socket.sendall(text if isinstance(text, bytes) else text.encode())

    def answer(self):
        while True:
            message = self.line()
            if "event" not in message:
                return message
            self.events.append(message)

    def ask(self, command, **arguments):
        self.send(json.dumps({"execute": command, "arguments": arguments}))
        message = self.answer()
        check("return" in message, command, message)
        return message["return"]

    def event(self, name):
        while not any(e["event"] == name for e in self.events):
            message = self.line()
            check("event" in message, "no", name, "but", message)
            self.events.append(message)
        at = [e["event"] for e in self.events].index(name)
        event = self.events[at]
        del self.events[:at + 1]
        return event

    def close(self):
        self.file.close()
        self.socket.close()
