#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs that people use, on both sides of the unit, on tap: ports.  Of nat,
static, list and inspection: without its one line the client sees another
thing."""
import json
import os
import re
import socket
import subprocess

from prompt import PATIENCE_S, Skip, check, equal, main, path, test
from spaces import IN, INSIDE, OUT, OUTSIDE, Spaces, listening, need

SERVER = "192.0.2.10"
PYTHON = "/usr/bin/python3"  # the one that has the distribution's modules
NAT = ("nat (inside) 1 0 0", "global (outside) 1 interface")
PUBLISHED = (f"static (inside,outside) {SERVER} {INSIDE}",
             "access-list in permit ip any any",
             "access-group in in interface outside")


def need_module(name):
    if subprocess.run([PYTHON, "-c", "import " + name], check=False,
                      capture_output=True).returncode:
        raise Skip(f"no {name}")


def dig(two, server, name="www.example.com"):
    status, said = two.run(IN, "dig", "+short", "+tries=1", "+time=5",
                           f"@{server}", name)
    return status, said.decode().strip()


@test("iperf3 through PAT, and not without its global")
def iperf():
    need("iperf3", "ss")
    with Spaces("iperf", *NAT) as two:
        two.start(OUT, "iperf3", "-s")
        listening(two, OUT, "t", 5201)
        for words in (("-n", "4M"), ("-n", "4M", "-R"),
                      ("-u", "-b", "2M", "-t", "1")):
            status, said = two.run(IN, "iperf3", "-J", "-c", OUTSIDE, *words)
            check(status == 0, words, said[-300:])
            end = json.loads(said)["end"]
            check(end.get("sum", end.get("sum_received"))["bytes"] > 100000,
                  words)
        said = two.unit.say("show conn count")
        check("most used" in said, said)
        two.unit.say("no global (outside) 1 interface")
        two.unit.say("clear xlate")
        status, _ = two.run(IN, "iperf3", "-c", OUTSIDE, "-n", "1K",
                            "--connect-timeout", "1000")
        check(status != 0, "without the global")


@test("dig and dnsmasq: long answers go by fixup protocol dns")
def names():
    need("dig", "dnsmasq", "ss")
    with Spaces("names", *NAT, image="pix631.bin") as two:
        long = [f"--host-record=long.example.com,198.51.{i}.1"
                for i in range(60)]
        two.start(OUT, "dnsmasq", "-k", "-C", "/dev/null", "--no-resolv",
                  "--no-hosts", "--edns-packet-max=4096", "--user=root",
                  "--pid-file=", "--listen-address=" + OUTSIDE,
                  "--bind-interfaces",
                  "--host-record=www.example.com,198.51.100.7", *long)
        listening(two, OUT, "u", 53)
        equal(dig(two, OUTSIDE), (0, "198.51.100.7"))
        status, _ = two.run(IN, "dig", "+ignore", "+bufsize=4096", "+tries=1",
                            "+time=2", "@" + OUTSIDE, "long.example.com")
        check(status != 0, "an answer of more than 512 bytes")
        two.unit.say("no fixup protocol dns maximum-length 512")
        status, said = two.run(IN, "dig", "+ignore", "+bufsize=4096",
                               "@" + OUTSIDE, "long.example.com")
        equal((status, said.count(b"198.51.")), (0, 60))
        equal(two.unit.say("show conn count").split()[0], "1",
              "DNS Guard leaves none of the first")


@test("dig is told addresses as they are called inside: static dns, alias")
def called():
    need("dig", "dnsmasq", "ss")
    static = f"static (inside,outside) {SERVER} {INSIDE}"
    with Spaces("called", "nat (inside) 1 10.1.1.0 255.255.255.0",
                "global (outside) 1 interface", static + " dns") as two:
        two.start(OUT, "dnsmasq", "-k", "-C", "/dev/null", "--no-resolv",
                  "--no-hosts", "--user=root", "--pid-file=",
                  "--listen-address=" + OUTSIDE, "--bind-interfaces",
                  f"--host-record=www.example.com,{SERVER}",
                  "--host-record=far.example.com,198.51.100.7")
        listening(two, OUT, "u", 53)
        equal(dig(two, OUTSIDE), (0, INSIDE), "by static dns")
        two.unit.say(f"no {static} dns")
        two.unit.say(static)
        two.unit.say("clear xlate")
        equal(dig(two, OUTSIDE), (0, SERVER), "without dns")
        two.unit.say("alias (inside) 10.1.1.77 198.51.100.7")
        equal(dig(two, OUTSIDE, "far.example.com"), (0, "10.1.1.77"), "alias")
        two.unit.say("clear alias")
        equal(dig(two, OUTSIDE, "far.example.com"), (0, "198.51.100.7"))


@test("curl by HTTP: nat, list, each by its line")
def web():
    need("curl", "ss", PYTHON)
    folder = path("web")
    os.mkdir(folder)
    body = bytes(range(256)) * 4096  # 1 MiB
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(body)
    with Spaces("web", *NAT) as two:
        # Its own main() asks a name server that isn't there for its name.
        two.start(OUT, PYTHON, "-c", "import http.server, socketserver\n"
                  f"socketserver.TCPServer(({OUTSIDE!r}, 80), http.server."
                  "SimpleHTTPRequestHandler).serve_forever()", cwd=folder)
        listening(two, OUT, "t", 80)

        def fetch(seconds="1"):
            return two.run(IN, "curl", "-s", "-m", seconds,
                           f"http://{OUTSIDE}/file")
        equal(fetch("60"), (0, body))
        two.unit.say("access-list out deny tcp any any eq www")
        two.unit.say("access-group out in interface inside")
        check(fetch()[0] != 0, "what a list denies")
        two.unit.say("no access-list out")
        equal(fetch("60"), (0, body), "again")
        two.unit.say("no nat (inside) 1 0 0")
        two.unit.say("clear xlate")
        check(fetch()[0] != 0, "without nat")


@test("pyftpdlib, active and passive: the fixup opens the data connection")
def ftp():
    need("curl", "ss")
    need_module("pyftpdlib")
    folder = path("ftp")
    os.mkdir(folder)
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(os.urandom(200000))
    with open(os.path.join(folder, "file"), "rb") as file:
        body = file.read()
    with Spaces("ftp", *NAT) as two:
        two.start(OUT, PYTHON, "-m", "pyftpdlib", "-i", OUTSIDE, "-p", "21",
                  "-d", folder)
        listening(two, OUT, "t", 21)

        def fetch(*words, seconds="60"):
            return two.run(IN, "curl", "-s", "-m", seconds, *words,
                           f"ftp://{OUTSIDE}/file", seconds=100)
        ways = (("--ftp-pasv",), ("--ftp-pasv", "--disable-epsv"),
                ("--ftp-port", "-"), ("--ftp-port", "-", "--disable-eprt"))
        for words in ways:
            equal(fetch(*words), (0, body), words)
        two.unit.say("no fixup protocol ftp 21")
        check(fetch(*ways[2], seconds="3")[0] != 0, "active without fixup")
        equal(fetch(*ways[1]), (0, body), "passive needs none from inside")


@test("tftp: the server answers from another port by its fixup")
def tftp():
    need("dnsmasq", "curl", "ss")
    folder = path("tftp")
    os.mkdir(folder)
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(b"by TFTP\n" * 1000)
    with Spaces("tftp", *NAT, image="pix631.bin") as two:
        two.start(OUT, "dnsmasq", "-k", "-C", "/dev/null", "--port=0",
                  "--enable-tftp", "--tftp-root=" + folder, "--user=root",
                  "--pid-file=", "--listen-address=" + OUTSIDE,
                  "--bind-interfaces")
        listening(two, OUT, "u", 69)
        fetch = ("curl", "-s", "-m", "60", f"tftp://{OUTSIDE}/file")
        equal(two.run(IN, *fetch), (0, b"by TFTP\n" * 1000))
        two.unit.say("no fixup protocol tftp 69")
        fetch = ("curl", "-s", "-m", "1", f"tftp://{OUTSIDE}/file")
        check(two.run(IN, *fetch)[0] != 0, "without its fixup")


def dialog(two, lines):
    """What a mail server inside answers to somebody outside."""
    sock = two.socket(OUT)
    sock.settimeout(PATIENCE_S)
    sock.connect((SERVER, 25))
    file = sock.makefile("rwb")
    said = [file.readline()]
    for line in lines:
        file.write(line + b"\r\n")
        file.flush()
        said.append(file.readline())
        while said[-1][3:4] == b"-":
            said[-1] = file.readline()
    sock.close()
    return said


@test("aiosmtpd behind a static: Mail Guard, list and static, each by its line")
def mail():
    need("ss")
    need_module("aiosmtpd")
    with Spaces("mail", *PUBLISHED, licence=("--license=UR",)) as two:
        two.start(IN, PYTHON, "-m", "aiosmtpd", "-n", "-l", INSIDE + ":25",
                  "-c", "aiosmtpd.handlers.Sink")
        listening(two, IN, "t", 25)
        letter = (b"HELO a", b"MAIL FROM:<a@example.com>",
                  b"RCPT TO:<b@example.com>", b"DATA",
                  b"EHLO is a word of it\r\n.", b"QUIT")
        said = dialog(two, (b"EHLO a", *letter))
        equal([line[:3] for line in said],
              [b"220", b"500", b"250", b"250", b"250", b"354", b"250",
               b"221"], said)
        check(b"Python" not in said[0], "who greets", said[0])
        two.unit.say("no fixup protocol smtp 25")
        said = dialog(two, (b"EHLO a",))
        check(said[1].startswith(b"250") and b"Python" in said[0], said)
        for line in ("no access-group in in interface outside",
                     f"no static (inside,outside) {SERVER} {INSIDE}"):
            two.unit.say(line)
            two.unit.say("clear xlate")
            sock = two.socket(OUT)
            sock.settimeout(1)
            try:
                sock.connect((SERVER, 25))
                check(False, "connected in spite of", line)
            except (TimeoutError, socket.timeout, OSError):
                pass
            sock.close()
            two.unit.say("access-group in in interface outside")


@test("ping, traceroute, netcat: out and back as lists say")
def others():
    need("ping", "traceroute", "nc", "ss")
    with Spaces("others", *NAT, "access-list in permit icmp any any",
                "access-group in in interface outside") as two:
        equal(two.run(IN, "ping", "-c3", "-i0.2", "-w60", OUTSIDE)[0], 0)
        said = two.run(IN, "traceroute", "-n", "-w5", "-q1", OUTSIDE)[1]
        check(re.search(rf"\n 1  {re.escape(OUTSIDE)} ".encode(), said),
              "the unit is no hop:", said)
        two.start(OUT, "nc", "-u", "-l", "-k", OUTSIDE, "7777")
        listening(two, OUT, "u", 7777)
        equal(two.run(IN, "sh", "-c", f"echo x | nc -u -w1 {OUTSIDE} 7777")[0],
              0)
        check(f"UDP out {OUTSIDE}:7777 in {INSIDE}:" in
              two.unit.say("show conn"))
        two.unit.say("no access-group in in interface outside")
        check(two.run(IN, "ping", "-c1", "-w2", OUTSIDE)[0] != 0,
              "a reply needs its list")


main()
