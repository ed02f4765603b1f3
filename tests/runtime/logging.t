#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Messages to the console, the buffer, a Telnet session and servers: programs
of our own, and rsyslog."""
import os
import re
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "firmware"))
import prompt  # noqa: E402
import wire  # noqa: E402
from prompt import (check, equal, free_port, main, path,  # noqa: E402
                    test, BUILD, Skip, PATIENCE_S)

SERVER = "192.168.1.2"


def unit(*config, **options):
    return prompt.Unit("log", "--net=1:user", config=config, **options)


class Udp:
    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(PATIENCE_S)
        self.port = self.socket.getsockname()[1]

    def get(self):
        return self.socket.recv(2048).decode()


class Tcp:
    def __init__(self, port=0):
        self.listener = socket.create_server(("127.0.0.1", port))
        self.listener.settimeout(PATIENCE_S)
        self.port = self.listener.getsockname()[1]

    def accept(self):
        self.client, _ = self.listener.accept()
        self.client.settimeout(PATIENCE_S)
        self.lines = self.client.makefile("r", newline="\n")

    def get(self):
        return self.lines.readline().rstrip("\n")

    def close(self):
        self.lines.close()
        self.client.close()
        self.listener.close()


@test("by UDP: facility, level, time")
def udp():
    server = Udp()
    pix = unit("logging on", "logging trap notifications",
               f"logging host inside {SERVER} udp/{server.port}")
    pix.say("hostname one")
    text = server.get()
    while "hostname one" not in text:
        text = server.get()
    equal(text, "<165>%PIX-5-111008: User 'enable_15' executed the "
                "'hostname one' command.")
    pix.say("show clock")  # level 7: not for it
    pix.say("logging facility 23")
    check("facility 23" in server.get(), "the next one")
    pix.say("logging timestamp")
    text = server.get()
    check(re.fullmatch(r"<189>[A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d: "
                       r"%PIX-5-111008: .*'logging timestamp' command\.",
                       text), text)
    pix.say("no logging message 111008")
    pix.say("hostname two")
    pix.say("write memory")
    text = server.get()
    check("111001: Begin configuration: console writing to memory" in text,
          text)
    text = server.get()
    check("111004: console end configuration: OK" in text, text)
    said = pix.say("show logging")
    check(f"        Logging to inside {SERVER} udp/{server.port}" in said,
          said)
    check("Trap logging: level notifications" in said, said)
    pix.leave()


@test("who speaks, and a message of another level (6.3)")
def device():
    server = Udp()
    pix = unit("logging on", "logging trap alerts",
               "logging message 111008 level 1", "hostname fxh",
               f"logging host inside {SERVER} udp/{server.port}",
               image="pix631.bin")
    def get(part):
        text = server.get()
        while part not in text:
            text = server.get()
        return text

    pix.say("logging device-id hostname")
    equal(get("device-id hostname"),
          "<161>fxh : %PIX-1-111008: User 'enable_15' executed the "
          "'logging device-id hostname' command.")
    pix.say("logging timestamp")
    check(re.fullmatch(r"<161>[A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d fxh "
                       r": %PIX-1-111008: .*", get("timestamp")))
    pix.say("no logging timestamp")
    pix.say("logging device-id ipaddress inside")
    check(get("ipaddress").startswith("<161>192.168.1.1 : %PIX"))
    pix.say("logging device-id string branch-7")
    check(get("string").startswith("<161>branch-7 : %PIX"))
    pix.say("no logging device-id")
    check(get("no logging device").startswith("<161>%PIX"))
    pix.say("logging buffered alerts")
    pix.say("hostname two")
    said = pix.say("show logging setting")
    check("Buffer logging: level alerts" in said and "%PIX" not in said, said)
    check("%PIX-1-111008" in pix.say("show logging"))
    pix.leave()


@test("console and buffer: levels, what is kept, what is cleared")
def console():
    pix = unit("logging on", "logging console critical")
    check("%PIX" not in pix.say("logging buffered debugging"), "level 5")
    pix.say("show clock")
    said = pix.say("show logging")
    check("%PIX-7-111009: User 'enable_15' executed cmd: show clock" in said,
          said)
    check("Syslog logging: enabled" in said, said)
    check("Console logging: level critical, 0 messages logged" in said, said)
    pix.say("enable password very-secret")
    pix.say(f"copy http://me:very-secret@{SERVER}:{free_port()}/x flash")
    said = pix.say("show logging")
    check("'enable password *' command" in said, said)
    check("very-secret" not in said, said)
    pix.say("clear logging")
    said = pix.say("show logging")
    check("show clock" not in said, said)
    pix.say("logging console 5")
    pix.until("executed the 'logging console 5' command.\r\n")
    pix.type("hostname two\r")
    pix.until("%PIX-5-111008: User 'enable_15' executed the 'hostname two' "
              "command.\r\n")
    pix.say("no logging on")
    said = pix.say("show logging")
    check("Syslog logging: disabled" in said, said)
    check("length limit : 512 msg(s)" in pix.say("show logging queue"),
          "the queue")
    pix.leave()


@test("by TCP: every message; a server that ends stops new connections")
def tcp():
    server = Tcp()
    pix = unit("logging on", "logging trap 5", "logging buffered 3",
               f"logging host inside {SERVER} tcp/{server.port}")
    server.accept()
    pix.say("hostname one")
    text = server.get()
    while "hostname one" not in text:
        text = server.get()
    equal(text, "<165>%PIX-5-111008: User 'enable_15' executed the "
                "'hostname one' command.")
    check("(disabled)" not in pix.say("show logging"), "it is there")
    server.close()
    until(pix, lambda said: "(disabled)" in said)
    said = pix.say("show logging")
    check("%PIX-3-201008: The PIX is disallowing new connections." in said,
          said)
    check("New connections are not permitted" in said, said)
    again = Tcp(server.port)
    pix.clock("warp")  # ten seconds until it is tried again
    again.accept()
    pix.clock("real")
    until(pix, lambda said: "(disabled)" not in said)
    check("not permitted" not in pix.say("show logging"), "it is back")
    again.close()
    until(pix, lambda said: "(disabled)" in said)
    pix.say(f"no logging host inside {SERVER}")
    check("not permitted" not in pix.say("show logging"), "it is forgotten")
    pix.leave()


def until(pix, right):
    end = time.monotonic() + PATIENCE_S
    while not right(pix.say("show logging")):
        check(time.monotonic() < end, pix.say("show logging"))
        time.sleep(0.2)


@test("a server that nobody is at")
def nobody():
    pix = unit("logging on", "logging trap 5", "logging buffered 3",
               f"logging host inside {SERVER} tcp/{free_port()}")
    until(pix, lambda said: "(disabled)" in said)
    pix.say("no logging trap")
    until(pix, lambda said: "(disabled)" not in said)
    pix.leave()


@test("a Telnet session sees them when it asks to")
def monitor():
    port = free_port()
    pix = prompt.Unit(
        "monitor", f"--net=1:user,hostfwd=tcp:127.0.0.1:{port}"
        "-192.168.1.1:23", config=("telnet 0 0 inside", "logging on",
                                   "logging monitor 5", "logging buffered 6"))
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as user:
        user.settimeout(PATIENCE_S)
        got = b""
        for answer, wanted in ((b"", b"Password: "), (b"cisco\r\n", b"> "),
                               (b"enable\r\n", b"Password: "),
                               (b"\r\n", b"# "),
                               (b"terminal monitor\r\n", b"# ")):
            user.sendall(answer)
            got = b""
            while wanted not in got:
                got += user.recv(1000)
        pix.say("hostname seen")
        while b"executed the 'hostname seen' command.\r\n" not in got:
            got += user.recv(1000)
        user.sendall(b"terminal no monitor\r\n")
    said = pix.say("show logging")
    check(re.search(r"%PIX-6-307002: Permitted Telnet login session from "
                    r"192\.168\.1\.\d+", said), said)
    pix.leave()


class Listener(wire.Station):
    """Keeps what comes by UDP, and which ports are called by TCP."""

    def __init__(self, cable):
        super().__init__(cable)
        self.udp, self.called = [], set()

    def packet(self, packet):
        port = int.from_bytes(packet[22:24], "big")
        if packet[9] == wire.UDP:
            self.udp.append((port, packet[28:].decode()))
        else:
            self.called.add(port)


@test("514 by UDP and 1468 by TCP, if nothing else is said")
def ports():
    pix = prompt.Unit("ports", "--net=1:listen:" + path("cable"))
    cable = wire.Wire(path("cable"))
    listener = Listener(cable)
    listener.start()
    for line in ("logging on", "logging trap 5", f"logging host {SERVER}"):
        pix.say(line)
    wire.wait_for(lambda: listener.udp)
    check(all(port == 514 and text.startswith("<165>%PIX-5-")
              for port, text in listener.udp), listener.udp)
    pix.say(f"logging host inside {SERVER} tcp")
    wire.wait_for(lambda: listener.called)
    equal(listener.called, {1468})
    said = pix.say("show running-config")
    check(f"logging host inside {SERVER} tcp/1468\r\n" in said, said)
    cable.close()
    pix.leave()


# --- rsyslog ---------------------------------------------------------------

def unpacked():
    """-> its folder.  Installed, it would begin to serve this computer."""
    place = os.path.join(BUILD, "rsyslog")
    if not os.path.exists(os.path.join(place, "usr/sbin/rsyslogd")):
        os.makedirs(place, exist_ok=True)
        for name in ("rsyslog", "libestr0", "libfastjson4"):
            if subprocess.run(["apt-get", "download", name], cwd=place,
                              capture_output=True, check=False).returncode:
                raise Skip(name + " is not to be had")
        for name in os.listdir(place):
            if name.endswith(".deb"):
                subprocess.run(["dpkg-deb", "--extract", name, "."],
                               cwd=place, check=True)
    return place


RSYSLOG = """
module(load="imudp")
module(load="imtcp")
template(name="all" type="string"
         string="%syslogfacility-text%.%syslogseverity-text%|%rawmsg%\\n")
input(type="imudp" address="127.0.0.1" port="{port}")
input(type="imtcp" address="127.0.0.1" port="{port}")
*.* action(type="omfile" file="{log}" template="all" asyncWriting="off"
           flushOnTXEnd="on")
"""


@test("rsyslog by UDP and TCP")
def rsyslog():
    place = unpacked()
    library = os.path.join(place, "usr/lib/x86_64-linux-gnu")
    env = dict(os.environ, LD_LIBRARY_PATH=library)
    port, log, conf = free_port(), path("rsyslog.log"), path("rsyslog.conf")
    with open(conf, "w", encoding="ascii") as file:
        file.write(RSYSLOG.format(port=port, log=log))
    server = subprocess.Popen(
        [os.path.join(place, "usr/sbin/rsyslogd"), "-n", "-f", conf, "-i",
         path("rsyslog.pid"), "-M", os.path.join(library, "rsyslog")],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for protocol in "udp", "tcp":
            through_rsyslog(protocol, port, log, server)
    finally:
        server.terminate()
        server.communicate()


def through_rsyslog(protocol, port, log, server):
    pix = unit("logging on", "logging trap 5", "logging buffered 5",
               f"logging host inside {SERVER} {protocol}/{port}")
    want = f"|<165>%PIX-5-111008: User 'enable_15' executed the " \
           f"'hostname {protocol}-seen' command."
    end = time.monotonic() + PATIENCE_S
    while True:
        pix.say(f"hostname {protocol}-seen")
        time.sleep(0.3)
        text = open(log, encoding="utf-8").read() if os.path.exists(log) \
            else ""
        if "local4.notice" + want in text:
            break
        check(server.poll() is None, "rsyslogd ended",
              server.poll() is not None and server.stderr.read())
        check(time.monotonic() < end, text)
    pix.leave()


main()
