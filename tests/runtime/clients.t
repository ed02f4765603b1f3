#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Real programs in two network namespaces, with the unit between them: curl
fetches by HTTP and FTP.  Needs root; every line that lets something through is
taken away once, and what the client sees changes."""
import ctypes
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

import prompt
from prompt import Skip, Unit, check, equal, test

NEWNET = 0x40000000
NAMES = [f"px{os.getpid()}{side}" for side in "oi"]
BODY = bytes(range(256)) * 4096  # 1 MiB
INSIDE, OUTSIDE = "10.1.1.5", "192.0.2.5"


def run(*words, **keys):
    return subprocess.run(words, capture_output=True, timeout=120, **keys)


def ip(*words):
    done = run("ip", *words)
    check(done.returncode == 0, words, done.stderr)


def inside_of(name, what):
    """Does `what` on a thread that lives in a namespace; the thread."""
    def live():
        with open(f"/var/run/netns/{name}") as file:
            ctypes.CDLL(None).setns(file.fileno(), NEWNET)
        what()
    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    return thread


def serve_http(listener):
    while True:
        peer, _ = listener.accept()
        peer.recv(65536)
        peer.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" %
                     len(BODY) + BODY)
        peer.close()


def serve_ftp(listener):
    """As much of RFC 959 as a client needs to fetch a file."""
    while True:
        peer, _ = listener.accept()
        try:
            ftp_session(peer)
        except OSError:
            pass
        peer.close()


def ftp_session(peer):
    lines, data, waiting = peer.makefile("rb"), None, None

    def say(text):
        peer.sendall(text.encode() + b"\r\n")
    say("220 ready")
    for line in lines:
        word, _, rest = line.decode().strip().partition(" ")
        if word == "PORT":
            parts = rest.split(",")
            data = socket.create_connection(
                (".".join(parts[:4]), int(parts[4]) * 256 + int(parts[5])), 5)
            say("200 OK")
        elif word == "PASV":
            waiting = socket.socket()
            waiting.bind((OUTSIDE, 0))
            waiting.listen()
            port = waiting.getsockname()[1]
            say("227 Entering Passive Mode (%s,%d,%d)" % (
                OUTSIDE.replace(".", ","), port // 256, port % 256))
        elif word == "RETR":
            say("150 here it is")
            if waiting:
                data, _ = waiting.accept()
            data.sendall(BODY)
            data.close()
            say("226 done")
        elif word == "QUIT":
            say("221 bye")
            return
        else:
            say({"USER": "331 password", "PASS": "230 in", "TYPE": "200 OK",
                 "PWD": '257 "/"', "CWD": "250 OK", "SIZE": "213 %d" %
                 len(BODY)}.get(word, "500 no"))


def start_servers():
    def listen(port, serve):
        listener = socket.socket()
        listener.bind((OUTSIDE, port))
        listener.listen()
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
    inside_of(NAMES[0], lambda: (listen(80, serve_http),
                                 listen(21, serve_ftp))).join()


def curl(*words, seconds=60):
    """-> (exit status, what came)"""
    done = run("ip", "netns", "exec", NAMES[1], "curl", "-s", "-m",
               str(seconds), *words)
    return done.returncode, done.stdout


def two_namespaces():
    if os.geteuid() != 0 or not os.path.exists("/dev/net/tun"):
        raise Skip("network namespaces need root")
    for program in ("ip", "curl"):
        if not shutil.which(program):
            raise Skip(f"no {program}")
    taps = [f"t{name}" for name in NAMES]
    for name, tap in zip(NAMES, taps):
        if run("ip", "netns", "add", name).returncode:
            raise Skip("no network namespaces here")
        ip("tuntap", "add", "dev", tap, "mode", "tap")
    unit = Unit("clients", f"--net=0:tap:{taps[0]}", f"--net=1:tap:{taps[1]}",
                config=("interface ethernet0 auto",
                        "ip address outside 192.0.2.1 255.255.255.0",
                        "ip address inside 10.1.1.1 255.255.255.0",
                        "nat (inside) 1 0 0",
                        "global (outside) 1 interface"))
    for name, tap, address in zip(NAMES, taps, (OUTSIDE, INSIDE)):
        ip("link", "set", tap, "netns", name)
        for words in (("addr", "add", address + "/24", "dev", tap),
                      ("link", "set", tap, "up"), ("link", "set", "lo", "up")):
            ip("-n", name, *words)
    ip("-n", NAMES[1], "route", "add", "default", "via", "10.1.1.1")
    return unit


def remove_namespaces():
    for name in NAMES:
        run("ip", "netns", "del", name)
        run("ip", "link", "del", "t" + name)


@test("curl through nat: HTTP, FTP passive and active")
def clients():
    try:
        unit = two_namespaces()
        start_servers()
        began = time.monotonic()
        status, body = curl(f"http://{OUTSIDE}/")
        equal((status, body == BODY), (0, True), "HTTP")
        print(f"# 1 MiB by HTTP in {time.monotonic() - began:.2f} s",
              file=sys.stderr)
        for words in (("--ftp-pasv", "--disable-epsv"),
                      ("--ftp-port", "-", "--disable-eprt")):
            status, body = curl(*words, f"ftp://{OUTSIDE}/file")
            equal((status, body == BODY), (0, True), words)
        # Without its line, each fails.
        unit.say("no fixup protocol ftp 21")
        status, _ = curl("--ftp-port", "-", "--disable-eprt",
                         f"ftp://{OUTSIDE}/file", seconds=2)
        check(status != 0, "active FTP without its fixup")
        unit.say("access-list out deny tcp any any eq www")
        unit.say("access-group out in interface inside")
        check(curl(f"http://{OUTSIDE}/", seconds=2)[0] != 0,
              "HTTP that a list denies")
        unit.say("no access-list out")
        equal(curl(f"http://{OUTSIDE}/")[0], 0, "HTTP again")
        unit.say("no nat (inside) 1 0 0")
        unit.say("clear xlate")
        check(curl(f"http://{OUTSIDE}/", seconds=2)[0] != 0, "HTTP without nat")
        unit.leave()
    finally:
        remove_namespaces()


prompt.main()
