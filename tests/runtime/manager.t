#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The device manager: copied into flash, served over TLS to those permitted,
read with curl, and with a browser when there is one."""
import os
import re
import socket
import ssl
import subprocess

import certs
import prompt
import web
from prompt import BUILD, SOFTWARE, Unit, check, equal, path, test

CURL, CHROMIUM = web.program("curl"), web.program("chromium")
LICENCE = ("--license=UR", "--des")


def forward(port):
    return f"--net=1:user,tftp={SOFTWARE},hostfwd=tcp:127.0.0.1:{port}-" \
        "192.168.1.1:443"


def unit(name, port, *config, **more):
    more.setdefault("licence", LICENCE)
    return Unit(name, forward(port), config=[
        "enable password s3same", *config], **more)


def curl(port, *options, at="/"):
    """-> exit status, what came"""
    done = subprocess.run(
        [CURL, "-sk", "--max-time", "120", "-w", "\n%{http_code}", *options,
         f"https://127.0.0.1:{port}{at}"], capture_output=True, text=True,
        check=False)
    return done.returncode, done.stdout


def get(port, *options, at="/"):
    status, said = curl(port, *options, at=at)
    equal(status, 0, said)
    body, _, code = said.rpartition("\n")
    return int(code), body


def install(u):
    said = u.say("copy tftp://192.168.1.2/pdm211.bin flash:pdm")
    check(said.endswith("PDM installed"), said)


@test("only for those permitted, with the enable password", CURL)
def served():
    port = prompt.free_port()
    u = unit("sv", port, "hostname fxh")
    status, _ = curl(port)
    check(status, "answered though it is not enabled")
    u.say("http server enable")
    status, _ = curl(port)
    check(status, "answered somebody who is not permitted")
    u.say("http 192.168.1.0 255.255.255.0 inside")
    said = u.say("write terminal")
    check("http server enable\r\nhttp 192.168.1.0 255.255.255.0 inside\r\n"
          in said, said)
    equal(get(port)[0], 401)
    equal(get(port, "-u", "pix:wrong")[0], 401)
    equal(get(port, "-u", "pix:s3same"),
          (404, "There is no device manager in flash.\n"))
    install(u)
    check("Device Manager Version 2.1(1)" in u.say("show version"))
    code, page = get(port, "-u", ":s3same")
    equal(code, 200)
    check("{{" not in page, "words that nobody replaced")
    for text in ("<title>fxh - device manager", "PIX-525", "6.2(1)",
                 "12345678 (0xbc614e)", "<th>VPN-DES<td>Enabled",
                 "<td>ethernet0<td>outside<td class=\"off\">shut down",
                 "<td>ethernet1<td>inside<td class=\"up\">100 Mbit/s, full"
                 "<td><code>192.168.1.1</code><td><code>255.255.255.0"):
        check(text in page, text, page)
    equal(get(port, "-u", ":s3same", at="/none")[0], 404)
    equal(get(port, "-u", ":s3same", "-d", "x")[0], 405)
    # A request that is too long is answered, too, wherever it ends.
    with open(path("long"), "wb") as file:
        file.write(b"x" * 300000)
    equal(get(port, "-u", ":s3same", "-d", "@" + path("long"))[0], 405)
    for lines, status in ((10, 200), (40, 431)):
        equal(get(port, "-u", ":s3same", *[
            word for i in range(lines)
            for word in ("-H", f"Cookie{i}: " + 500 * "x")])[0], status)
    equal(get(port, "-u", ":s3same", "-I")[0], 200)
    equal(get(port, "-u", ":s3same", at="/" + "x" * 200)[0], 431)
    equal(get(port, "-u", ":s3same", at="/?a=b")[0], 200)
    u.say("username root password toor privilege 15")
    u.say("username anna password pw privilege 5")
    equal(u.say("aaa authentication http console LOCAL"), "")
    equal(get(port, "-u", "root:toor")[0], 200)
    equal(get(port, "-u", "anna:pw")[0], 401)
    equal(get(port, "-u", "root:s3same")[0], 401)
    u.say("no http 192.168.1.0 255.255.255.0 inside")
    check(curl(port)[0], "still answered")
    u.leave()


def certificate(port):
    return ssl.get_server_certificate(("127.0.0.1", port))


@test("TLS 1.2, a certificate of its own that outlives a start", CURL,
      certs.OPENSSL)
def own():
    port = prompt.free_port()
    u = unit("ow", port, "http server enable", "http 0 0 inside",
             "hostname fxh", "write memory")
    first = certificate(port)
    equal(certificate(port), first, "the same certificate")
    # It is right: name, address, signature, dates.
    with open(path("own.pem"), "w", encoding="ascii") as file:
        file.write(first)
    done = subprocess.run(
        [CURL, "-s", "--cacert", path("own.pem"), "-o", "/dev/null", "-o", "/dev/null",
         "-w", "%{http_code}", "--connect-to", f"::127.0.0.1:{port}",
         "https://fxh/", "https://192.168.1.1/"],
        capture_output=True, text=True, check=False)
    equal(done.stdout, "401401", done.stderr)
    done = subprocess.run([CURL, "-sk", "--tls-max", "1.1",
                           f"https://127.0.0.1:{port}/"], check=False)
    check(done.returncode, "TLS 1.1 was taken")
    done = subprocess.run(
        [certs.OPENSSL, "s_client", "-tls1_2", "-connect",
         f"127.0.0.1:{port}"], input="R\n", capture_output=True, text=True,
        check=False)
    check("RENEGOTIATING" in done.stderr, done.stderr)
    check("no renegotiation" in done.stderr, done.stderr)

    # Whoever says nothing, or nonsense, keeps nobody else out for long: four
    # wait for their turn.
    u.clock("warp")
    silent = [socket.create_connection(("127.0.0.1", port))
              for _ in range(4)]
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(b"GET / HTTP/1.0\r\n\r\n")
        s.recv(100)
    equal(get(port)[0], 401)
    for s in silent:
        s.close()
    u.clock("real")
    u.say("hostname other")
    check(certificate(port) != first, "the name is not in it")
    u.type("reload noconfirm\r")
    u.until("Use SPACE to begin flash boot")
    u.type(" ")
    u.until("fxh> ")
    equal(certificate(port), first, "after a start")
    u.leave()


@test("what stands in the way: licence, release, room")
def refused():
    u = Unit("nl", "--net=1:user")
    check("VPN-DES is not licensed" in u.say("http server enable"))
    u.leave()
    u = Unit("old", "--net=1:user", image="pix531.bin")
    check("Type help" in u.say("http server enable"))
    u.leave()
    u = Unit("two", f"--net=1:user,tftp={SOFTWARE}", model="520")
    said = u.say("copy tftp://192.168.1.2/pdm211.bin flash:pdm")
    check(re.search(r"Insufficient flash space available for this request:"
                    r"\r\nSize info:request:\d+ current:0 delta:\d+ free:0"
                    r"\r\nPDM not installed$", said), said)
    u.leave()


@test("a browser shows it", CURL, CHROMIUM)
def browser():
    port = prompt.free_port()
    u = unit("br", port, "hostname fxh", "http server enable",
             "http 0 0 inside")
    install(u)
    shot = os.path.join(BUILD, "manager.png")
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
         "--ignore-certificate-errors", "--hide-scrollbars",
         "--user-data-dir=" + path("profile"), "--window-size=1100,900",
         "--screenshot=" + shot, f"https://pix:s3same@127.0.0.1:{port}/"],
        check=True, capture_output=True, timeout=120)
    with open(shot, "rb") as file:
        check(file.read(8) == b"\x89PNG\r\n\x1a\n", "no picture")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
         "--ignore-certificate-errors", "--dump-dom",
         "--user-data-dir=" + path("profile"),
         f"https://pix:s3same@127.0.0.1:{port}/"],
        check=True, capture_output=True, text=True, timeout=120)
    check("<td>12345678 (0xbc614e)" in done.stdout, done.stdout[-500:])
    u.leave()


prompt.main()
