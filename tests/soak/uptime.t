#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fifty days without a restart: milliseconds in 32 bits begin again at 0 on the
fiftieth.  A lease is renewed a hundred times meanwhile, the clock has not
drifted, and the unit can be called."""
import datetime
import os
import re
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "runtime"))
import prompt  # noqa: E402
from prompt import (PATIENCE_S, Unit, check,  # noqa: E402
                    free_port, test)

DAY_S = 86400
START = datetime.datetime(2001, 9, 11, 12)


def date(unit):
    said = re.search(r"(\d+:\d+:\d+)\.\d+ UTC (\w+ \d+ \d+)",
                     unit.say("show clock"))
    return datetime.datetime.strptime(f"{said[1]} {said[2]}",
                                      "%H:%M:%S %b %d %Y")


def powered(unit):
    """Seconds since power-on, by the machine."""
    qmp = prompt.hostlib.Qmp(unit.qmp_path)
    now = qmp.ask("x-clock")["now"]
    qmp.close()
    return now / 1e9


def call(port):
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as client:
        said = b""
        client.sendall(b"cisco\r\nquit\r\n")
        while b"pixfirewall> " not in said:
            said += client.recv(4096)


@test("fifty days")
def fifty_days():
    port = free_port()
    unit = Unit("uptime", "--net=0:user,net=192.0.2.0/24",
                f"--net=1:user,hostfwd=tcp:127.0.0.1:{port}-192.168.1.1:23",
                "--rtc=2001-09-11T12:00:00",
                config=("logging buffered 6", "logging on", "telnet 0 0 inside",
                        "interface ethernet0 auto",
                        "ip address outside dhcp setroute"))
    call(port)
    while "Bound" not in unit.say("show ip address outside dhcp"):
        pass
    unit.clock("warp")
    while powered(unit) < 50 * DAY_S:
        time.sleep(1)
    unit.clock("real")
    by_unit = (date(unit) - START).total_seconds()
    drift = powered(unit) - by_unit
    check(0 <= drift < 3, "drift", drift)
    check("up 50 days" in unit.say("show version"))
    check("Bound" in unit.say("show ip address outside dhcp"))
    check("604102" not in unit.say("show logging"), "the lease ended once")
    check("response received" in unit.say("ping 192.0.2.2"))
    call(port)
    unit.leave()


prompt.main()
