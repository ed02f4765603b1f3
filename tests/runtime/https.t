#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""copy https, configure https: TLS 1.2 with servers of other makes, and which
certificates are taken."""
import os
import re
import ssl

import certs
import prompt
import web
from certs import Cert, paste
from prompt import SOFTWARE, Unit, check, equal, test

NEW, OLD = "pix601.bin", "pix621.bin"
LICENCE = ("--license=UR", "--3des")
ASK = "Take this certificate from now on? [yes|no] "


def unit(name, *config, **more):
    return Unit(name, "--net=1:user", licence=LICENCE, config=[
        "name 192.168.1.2 web", *config], **more)


def at(port, name=NEW, host="192.168.1.2"):
    return f"https://{host}:{port}/{name}"


def installs(u, url):
    said = u.say(f"copy {url} flash")
    check(said.endswith("Image installed"), said)
    check(said.startswith(f"copying {url} to flash\r\n!"), said)


def refuses(u, url, why):
    said = u.say(f"copy {url} flash").split("\r\n")
    equal(said[-1], "Image not installed", said)
    check(re.fullmatch(why, said[-2]), said, "instead of", why)


def asked(u, url, answer):
    """The unit does not know the server; -> what it says of it, the end."""
    u.type(f"copy {url} flash\r")
    asked_for = u.until(ASK)
    u.type(answer + "\r")
    return asked_for, u.until("(config)# ")


def s_server(cert, *options, port=None):
    port = port or prompt.free_port()
    web.start([certs.OPENSSL, "s_server", "-accept", f"127.0.0.1:{port}",
               "-WWW", "-quiet", "-cert", cert.pem, "-key", cert.key,
               *options], port, cwd=SOFTWARE)
    return port


def nginx(cert):
    return web.nginx(SOFTWARE, f"""ssl_certificate {cert.pem};
        ssl_certificate_key {cert.key};""")


def lighttpd(cert):
    return web.lighttpd(SOFTWARE, f"""ssl.engine = "enable"
ssl.pemfile = "{cert.pem}"
ssl.openssl.ssl-conf-cmd = ("MinProtocol" => "TLSv1.2")
ssl.privkey = "{cert.key}"
""")


@test("a server is asked about once, known from then on, refused when changed",
      certs.OPENSSL)
def pinned():
    cert, other = Cert("one", "rsa"), Cert("two", "ec")
    port = s_server(cert)
    u = unit("pi")
    said, end = asked(u, at(port), "no")
    check("certificate is not known here" in said, said)
    check(cert.print() in re.sub(r"\r\n {10}", ":", said), said, cert.print())
    check(end.endswith("Stopped.\r\nImage not installed\r\n"
                       "pixfirewall(config)# "), end)
    _, end = asked(u, at(port), "y")
    check("\r\nImage installed\r\n" in end, end)
    installs(u, at(port))
    said = u.say("show ca trust")
    check(f"Server 192.168.1.2:{port}" in said, said)
    check(cert.print() in re.sub(r"\r\n {10}", ":", said), said)

    web.stop(port)
    s_server(other, port=port)
    refuses(u, at(port), "The server's certificate is not the one .*")
    u.say(f"no ca server 192.168.1.2:{port}")
    check("ERROR" in u.say(f"no ca server 192.168.1.2:{port}"))
    _, end = asked(u, at(port), "yes")
    check("Image installed" in end, end)
    u.leave()


@test("nginx with RSA, nginx and lighttpd with ECDSA: an authority vouches",
      certs.OPENSSL, web.program("nginx"))
def authority():
    root = Cert("root", "rsa", names="", subject="/CN=root", ca=True)
    between = Cert("between", "ec384", names="", subject="/CN=between",
                   ca=True, signer=root)
    rsa = Cert("rsa", "rsa", signer=root)
    named = Cert("named", "ec", names="DNS:web", subject="/CN=any",
                 signer=between)
    addressed = Cert("addressed", "ec", names="IP:192.168.1.2",
                     subject="/CN=any", signer=between)
    stranger = Cert("stranger", "ec")
    u = unit("au")
    paste(u, root)
    installs(u, at(nginx(rsa)))
    installs(u, at(nginx(named), host="web"))
    port = nginx(addressed)
    installs(u, at(port))
    refuses(u, at(port, host="web"), ".* is for another name.")
    refuses(u, at(nginx(named)), ".* is for another name.")
    refuses(u, at(port, "none"), "The server answers: 404 Not Found")
    strange = nginx(stranger)
    refuses(u, at(strange), ".* not signed by an authority given here.")
    if web.program("lighttpd"):
        installs(u, at(lighttpd(addressed)))

    # By the unit's clock it is too late, or too early.
    u.say("clock set 12:00:00 1 jan 2031")
    refuses(u, at(port), ".* not valid at this unit's date .*")
    u.say("clock set 12:00:00 1 jan 2001")
    refuses(u, at(port), ".* not valid at this unit's date .*")

    # The switch: everything goes, and it is seen that it does.
    u.say("no ca check")
    check("no ca check" in u.say("write terminal"))
    check("not checked" in u.say("show ca trust"))
    installs(u, at(strange))
    installs(u, at(port, host="web"))
    u.say("ca check")
    check("ca check" not in u.say("write terminal"))
    refuses(u, at(port), ".* not valid at this unit's date .*")

    # Without the authority nobody vouches.
    u.say("no ca trust 1")
    equal(u.say("show ca trust"), "")
    u.leave()


@test("what is no authority is not taken for one", certs.OPENSSL)
def pasted():
    u = unit("pa")
    leaf = Cert("leaf")
    u.type("ca trust\r")
    u.until("gives up.\r\n")
    for line in leaf.text.strip().splitlines():
        u.type(line + "\r")
    check("ERROR: this is no certificate" in u.until("(config)# "))
    for text in ("nonsense\r\r", "-----BEGIN CERTIFICATE-----\r!\r",
                 "-----BEGIN CERTIFICATE-----\rAAAA\r"
                 "-----END CERTIFICATE-----\r"):
        u.type("ca trust\r")
        u.until("gives up.\r\n")
        u.type(text)
        check("ERROR: this is no certificate" in u.until("(config)# "), text)
    equal(u.say("show ca trust"), "")
    check("ERROR" in u.say("no ca trust 5"))
    u.leave()


@test("versions, ends that are none, a licence without DES", certs.OPENSSL)
def edges():
    cert = Cert("edge")
    u = unit("ed", "no ca check")
    refuses(u, at(s_server(cert, "-tls1_3")), ".* do not agree on TLS.*")
    refuses(u, at(s_server(cert, "-tls1_2", "-cipher", "AES128-SHA")),
            ".* do not agree on TLS.*")
    installs(u, at(s_server(cert, "-tls1_2", "-cipher",
                            "ECDHE-ECDSA-AES128-GCM-SHA256")))
    installs(u, at(s_server(cert, "-tls1_2", "-cipher",
                            "ECDHE-ECDSA-AES256-GCM-SHA384")))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert.pem, cert.key)
    data = open(os.path.join(SOFTWARE, OLD), "rb").read()
    answers = {
        "/cut": [b"HTTP/1.1 200 OK\r\n\r\n", data],
        "/half": [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" %
                  len(data), data[:90000], None],
    }
    server = web.Server(lambda request: answers[request.split()[1]],
                        lambda s: context.wrap_socket(s, server_side=True))
    # An end that TLS does not vouch for may be anybody's.
    refuses(u, at(server.port, "cut"), "The server has broken .*")
    u.type(f"copy {at(server.port, 'half')} flash\r")
    u.until("\r\n!")
    u.type("\3")
    said = u.until("(config)# ")
    check("Stopped.\r\nImage not installed" in said, said)
    plain = web.Server(lambda request: [])
    plain.talk = lambda client: client.sendall(b"HTTP/1.1 400 No\r\n\r\n")
    refuses(u, at(plain.port), ".* do not agree on TLS.*|.*has broken.*")

    text = b"hostname secured\n"
    answers["/site"] = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" %
                        len(text), text]
    u.say("configure " + at(server.port, "site"), "secured(config)# ")
    u.leave()
    u = Unit("nl", "--net=1:user", licence=("--license=UR",))
    check("not licensed" in u.say(f"copy {at(443)} flash"))
    u.leave()


@test("a 501: 16 MB, an 80486; a 520: 2 MB of flash", certs.OPENSSL)
def small():
    cert = Cert("small", "rsa")
    port = s_server(cert)
    for model in ("501", "520"):
        u = unit("s" + model, model=model)
        _, end = asked(u, at(port, OLD), "yes")
        check("Image installed" in end, model, end)
        u.leave()


@test("one frame in twenty is lost: what was downloaded is whole",
      certs.OPENSSL)
def lossy():
    port = s_server(Cert("lossy", "ec"))
    u = Unit("ly", "--net=1:user,loss=5%", licence=LICENCE,
             config=["no ca check"])
    u.say("ping 192.168.1.2")
    u.clock("warp")
    installs(u, at(port))
    u.leave()
    out = prompt.path("lossy.bin")
    prompt.tool("pixflash", "extract", u.flash, out, "--file=0")
    equal(open(out, "rb").read(),
          open(os.path.join(SOFTWARE, NEW), "rb").read(), "in flash")


prompt.main()
