#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Somebody asks for more than his computer takes and reads none of it: after
the Telnet timeout his session is over, and the text of the configuration is
free for others.  Until then each tick waits for the host's own network."""
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "runtime"))
import prompt  # noqa: E402
from prompt import PATIENCE_S, check, equal, free_port, test  # noqa: E402


@test("who reads nothing of what he asked for is idle")
def stuck():
    port = free_port()
    u = prompt.Unit(
        "ts", f"--net=1:user,hostfwd=tcp:127.0.0.1:{port}-192.168.1.1:23",
        image="pix631.bin",
        config=("telnet 0 0 inside", "no pager", "telnet timeout 1",
                "console timeout 2"))
    caller = socket.socket()
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    caller.settimeout(PATIENCE_S)
    caller.connect(("127.0.0.1", port))
    caller.sendall(b"cisco\r\nenable\r\n\r\n")
    caller.settimeout(1)
    try:
        while True:
            caller.sendall(b"write terminal\r\n" * 20)
    except TimeoutError:
        pass
    check("192.168.1.2" in u.say("who"))
    u.clock("warp")
    u.until("Logoff")
    u.until("pixfirewall> ")
    u.clock("real")
    equal(u.say("who", "> "), "")
    caller.close()
    u.leave()


prompt.main()
