#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""copy http, configure http: from nginx and lighttpd, from a server that does
everything wrong, and over a line that loses frames."""
import base64
import os
import re
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "firmware"))
import prompt  # noqa: E402
import web  # noqa: E402
import wire  # noqa: E402
from prompt import SOFTWARE, Unit, check, equal, path, test  # noqa: E402

NEW, OLD = "pix601.bin", "pix621.bin"
OK = b"HTTP/1.1 200 OK\r\n"
LENGTH = "Content-Length: %d\r\n\r\n"


def image(name=NEW):
    with open(os.path.join(SOFTWARE, name), "rb") as file:
        return file.read()


def stored(unit, name=NEW):
    """The beginning of flash, of a unit that has left."""
    with open(unit.flash, "rb") as file:
        return file.read(len(image(name)))


def installs(unit, url, name=NEW, shown=None, target="flash"):
    """The session is copy tftp's, word for word, apart from the source."""
    said = unit.say(f"copy {url} {target}")
    n = len(image(name))
    marks = "!" * (n // 65536)
    # As many sectors as it takes are marked, a '!' for every 64 KiB.
    wanted = [f"copying {shown or url} to {target}", marks,
              f"Received {n} bytes", "Erasing current image",
              f"Writing {n} bytes of image", marks, "Image installed"]
    equal(said.split("\r\n"), wanted, url)


def refuses(unit, url, why):
    said = unit.say(f"copy {url} flash").split("\r\n")
    equal(said[-1], "Image not installed", said)
    check(re.fullmatch(why, said[-2]), said, "instead of", why)
    check("Erasing current image" not in said, said)


def at(port, name):
    return f"http://192.168.1.2:{port}/{name}"


# --- a server of our own -----------------------------------------------------

def length(data):
    return OK + (LENGTH % len(data)).encode() + data


def chunks(data):
    yield OK + b"Transfer-Encoding: chunked\r\n\r\n"
    for begin in range(0, len(data), 4099):
        piece = data[begin:begin + 4099]
        yield b"%X;x=y\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\nTrailer: x\r\n\r\n"


def answer(request):
    """Which way is what the path says."""
    word = request.split()[1].lstrip("/")
    data = image()
    bad = bytearray(data)
    bad[len(bad) // 2] ^= 1
    return {
        "length": lambda: [length(data)],
        "chunks": lambda: chunks(data),
        "end": lambda: [OK + b"\r\n" + data],
        "bytes": lambda: [length(data)[n:n + 1] for n in range(300)] +
                         [length(data)[300:]],
        "short": lambda: [length(data)[:100000]],
        "cutchunk": lambda: list(chunks(data))[:9],
        "huge": lambda: [OK + (LENGTH % 2**31).encode(), data],
        "endless": lambda: [OK + b"\r\n", *[data] * 40],
        "flipped": lambda: [length(bytes(bad))],
        "empty": lambda: [length(b"")],
        "nothing": lambda: [],
        "half": lambda: [length(data)[:90000], None],
        "silent": lambda: [None],
        "greeting": lambda: [b"220 mail.example ESMTP\r\n"],
        "zip": lambda: [OK + b"Content-Encoding: gzip\r\n\r\n", data],
        "heads": lambda: [OK, *[b"X-Y: z\r\n" * 100] * 100],
        "moved": lambda: [b"HTTP/1.1 301 Moved\r\nLocation: http://e/\x1b[2J"
                          b"\r\nContent-Length: 0\r\n\r\n"],
    }[word]()


@test("lengths, chunks, a body to the end; verified before flash is touched")
def own():
    server = web.Server(answer)
    unit = Unit("ow", "--net=1:user")
    for why, word in ((r"The server ended .* whole\.", "short"),
                      (r"The server ended .* whole\.", "cutchunk"),
                      (r"The server ended .* whole\.", "nothing"),
                      (r"The file is too long: 2147483648 bytes\.", "huge"),
                      (r"The file is too long\.", "endless"),
                      (r"The file is no image, or damaged\.", "flipped"),
                      (r"The file is no image, or damaged\.", "empty"),
                      (r"The server does not speak HTTP\.", "greeting"),
                      (r"The server sends .* not known\.", "zip"),
                      (r"The server's answer .* lines\.", "heads"),
                      (r"The server redirects, .* to http://e/\.\[2J",
                       "moved")):
        refuses(unit, at(server.port, word), why)
    refuses(unit, at(prompt.free_port(), "x"),
            r"The server refuses the connection\.")
    said = unit.say("show flashfs")
    check(f"length:{len(image(OLD))}" in said, said)
    for word in ("chunks", "end", "bytes"):
        installs(unit, at(server.port, word))
    installs(unit, at(server.port, "length"), target="flash:image")
    unit.leave()
    equal(stored(unit), image(), "in flash")


@test("a server that stands still; ^C")
def still():
    server = web.Server(answer)
    unit = Unit("st", "--net=1:user")
    unit.type(f"copy {at(server.port, 'half')} flash\r")
    unit.until("\r\n!")
    unit.type("\3")
    said = unit.until("(config)# ")
    check("\r\nStopped.\r\nImage not installed\r\n" in said, said)
    unit.clock("warp")
    refuses(unit, at(server.port, "half"), r"The server has stopped sending\.")
    refuses(unit, at(server.port, "silent"),
            r"The server has stopped sending\.")
    refuses(unit, "http://192.168.1.77/x", r"The server does not answer\.")
    unit.leave()
    equal(stored(unit, OLD), image(OLD), "in flash")


@test("user and password: escaped, asked for, never seen again")
def password():
    wanted = base64.b64encode(b"joe:" + web.PASSWORD.encode()).decode()

    def guarded(request):
        right = f"\r\nAuthorization: Basic {wanted}\r\n" in request
        return [length(image()) if right else
                b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"]

    server = web.Server(guarded)
    unit = Unit("pw", "--net=1:user", config=["name 192.168.1.2 web"])
    url = f"http://joe:{web.ESCAPED}@web:{server.port}/a%20b?c"
    plain = f"http://web:{server.port}/a%20b?c"
    installs(unit, url, shown=plain)
    check(server.requests[-1].startswith("GET /a%20b?c HTTP/1.1\r\nHost: web:"),
          server.requests)
    refuses(unit, url.replace("%40", "%41"), "The server answers: 401 .*")
    refuses(unit, plain, "The server answers: 401 Unauthorized")

    # Typed again from the history, where there is only the user, once.
    unit.type("\x10\x10\r")
    unit.until("Password: ")
    unit.type(web.PASSWORD + "\r")
    said = unit.until("(config)# ")
    check("Image installed" in said and web.PASSWORD not in said, said)
    for command in ("show history", "write terminal", "show running-config",
                    "show tech-support"):
        said = unit.say(command)
        check("p%40s" not in said and "p@s" not in said and
              "p%41s" not in said, said)
    check(f"copy http://joe@web:{server.port}/" in unit.say("show history"))
    for wrong in ("http://a", "http://a:0/x", "http://j:%zz@web/x"):
        check("ERROR: " in unit.say(f"copy {wrong} flash"), wrong)
    unit.leave()


@test("configure http adds lines; not before 6.2")
def configure():
    text = (b": Saved\nhostname from-web\r\nfrobnicate\n"
            b"route inside 10.0.0.0 255.0.0.0 192.168.1.9\n: end")
    server = web.Server(lambda request: [length(text)])
    unit = Unit("cf", "--net=1:user")
    said = unit.say("configure " + at(server.port, "site.txt"),
                    "from-web(config)# ")
    equal(said.count("Type help"), 1, said)
    said = unit.say("show running-config | include route",
                    "from-web(config)# ")
    check("route inside 10.0.0.0 255.0.0.0 192.168.1.9 1" in said, said)
    said = unit.say("configure http://192.168.1.2:1/x", "from-web(config)# ")
    check("refuses the connection" in said, said)
    said = unit.say("configure nonsense", "from-web(config)# ")
    check("Type help" in said, said)
    unit.leave()
    unit = Unit("c1", "--net=1:user", image="pix611.bin")
    check("Usage:  copy tftp" in unit.say("copy http://192.168.1.2/x flash"))
    check("http" not in unit.say("copy ?"))
    check("Type help" in unit.say("configure http://192.168.1.2/x"))
    unit.leave()


# --- servers of other makes --------------------------------------------------

@test("nginx: plain, chunked, with a password, redirected, missing",
      web.program("nginx"))
def nginx():
    port = web.nginx(SOFTWARE)
    unit = Unit("ng", "--net=1:user")
    installs(unit, at(port, NEW))
    installs(unit, at(port, "chunked/" + OLD), OLD)
    url = at(port, "secret/" + NEW)
    refuses(unit, url, "The server answers: 401 Unauthorized")
    installs(unit, url.replace("//", f"//joe:{web.IN_FILE_ESCAPED}@", 1),
             shown=url)
    refuses(unit, at(port, "none"), "The server answers: 404 Not Found")
    refuses(unit, at(port, "moved"), r"The server redirects.*192\.168.*")
    unit.leave()
    equal(stored(unit), image(), "in flash")


@test("lighttpd: plain, with a password, missing", web.program("lighttpd"))
def lighttpd():
    port = web.lighttpd(SOFTWARE)
    unit = Unit("li", "--net=1:user")
    installs(unit, at(port, NEW))
    url = at(port, "secret/" + OLD)
    refuses(unit, url, "The server answers: 401 Unauthorized")
    installs(unit, url.replace(
        "//", f"//joe:{web.IN_FILE_ESCAPED}@", 1), OLD, url)
    refuses(unit, at(port, "none"), "The server answers: 404 Not Found")
    unit.leave()
    equal(stored(unit, OLD), image(OLD), "in flash")


@test("one frame in twenty is lost: TFTP, HTTP")
def lossy():
    unit = Unit("lt", "--net=1:listen:" + path("cable") + ",loss=5%")
    tftp = wire.TftpServer(wire.Wire(path("cable")), image())
    tftp.start()
    unit.clock("warp")
    unit.type(f"copy tftp://{wire.SERVER_IP}/{NEW} flash\r")
    said = unit.until("nstalled\r\n")
    check(said.endswith("\r\nImage installed\r\n"), said)
    unit.leave()
    equal(stored(unit), image(), "in flash")

    server = web.Server(answer)
    unit = Unit("ls", "--net=1:user,loss=5%")
    unit.say("ping 192.168.1.2")
    unit.clock("warp")
    installs(unit, at(server.port, "length"))
    unit.leave()
    equal(stored(unit), image(), "in flash")


prompt.main()
