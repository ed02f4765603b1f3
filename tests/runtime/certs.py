# SPDX-License-Identifier: GPL-2.0-or-later
"""Certificates by openssl: authorities, and servers they sign."""
import subprocess

from prompt import check, path
from web import program

OPENSSL = program("openssl")
KINDS = {"rsa": ["-newkey", "rsa:2048"],
         "ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
         "ec384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]}


def run(*words):
    return subprocess.run([OPENSSL, *words], check=True,
                          capture_output=True).stdout


class Cert:
    """NAME.pem with the chain behind the certificate, NAME.key."""

    def __init__(self, name, kind="ec", names="IP:192.168.1.2,DNS:web",
                 subject="/CN=192.168.1.2", signer=None, ca=False, days=2):
        self.pem, self.key = path(name + ".pem"), path(name + ".key")
        more = ["-CA", signer.pem, "-CAkey", signer.key] if signer else []
        names = ["-addext", "subjectAltName=" + names] if names else []
        constraint = "critical,CA:" + ("TRUE" if ca else "FALSE")
        run("req", "-x509", *KINDS[kind], "-nodes", "-subj", subject,
            "-days", str(days), "-addext", "basicConstraints=" + constraint,
            *names, *more, "-keyout", self.key, "-out", self.pem)
        with open(self.pem, encoding="ascii") as file:
            self.text = file.read()
        if signer:  # the server sends those in between, too
            with open(self.pem, "a", encoding="ascii") as file:
                file.write(open(signer.pem, encoding="ascii").read())

    def print(self):
        line = run("x509", "-in", self.pem, "-noout", "-fingerprint",
                   "-sha256").decode()
        return line.strip().partition("=")[2].lower()


def paste(u, cert):
    u.type("ca trust\r")
    u.until("gives up.\r\n")
    for line in cert.text.strip().splitlines():
        u.type(line + "\r")
    said = u.until("(config)# ")
    check("ERROR" not in said, said)
