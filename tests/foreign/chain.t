#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""chain.t - programs of others that come over the network.

The ROM of iPXE fetches them.  A whole iPXE drives the chip anew; PXELINUX lets
the ROM do that, by its UDP calls or, with a TCP/IP stack of its own, by those
of UNDI, interrupts included; the iPXE of undionly.kpxe does the same once
more.  Each fetches a program of 600 KB that says the sum of its contents.

Most of them wait for keys and answers without halting, as long as it takes:
`make soak` tries all, SOAK=1 does here.
"""
import os
import shutil

from bootlib import (IPXE, check, main, path, pixemu, router, sum_line,
                     sum_program, test, write)
from debian import packaged

BYTES = 600 * 1024
MODULES = "/modules/bios/"


def serve(*files):
    """A folder for TFTP with copies and the program; the program's answer."""
    payload = os.urandom(BYTES)
    write("sum.mb", sum_program(payload))
    for file in files:
        shutil.copy(file, path(""))
    return sum_line(payload)


def boots(name, answer, sign, then=None):
    """With another file in the first one's place as soon as that has come."""
    unit = pixemu("--option-rom=" + IPXE, router(),
                  "--net=0:user,tftp=" + path("") + ",bootfile=" + name)
    try:
        check(unit.until(rf"/{name}\.\.\. ok"), unit.seen)
        if then:
            write(name, then)
        text = unit.until(r"loaded [0-9A-F]{8} [0-9A-F]{8}\.")
        check(text.endswith(answer), text, unit.seen)
        check(sign in text, sign, "not in", text)
    finally:
        unit.close()


def soak(title):
    return test(title, IPXE) if os.environ.get("SOAK") else lambda run: run


@soak("a whole iPXE, loaded as a kernel, drives the chip anew")
def whole():
    answer = serve(packaged("ipxe", "/ipxe.lkrn"))
    write("first.ipxe", b"#!ipxe\nkernel tftp://${next-server}/ipxe.lkrn\n"
          b"initrd tftp://${next-server}/second.ipxe\nboot\n")
    write("second.ipxe", b"#!ipxe\ndhcp net0\nifstat net0\n"
          b"kernel tftp://${next-server}/sum.mb\nboot\n")
    boots("first.ipxe", answer, "Features: DNS HTTP iSCSI NFS TFTP SRP")


def pxelinux(name):
    answer = serve(packaged("pxelinux", "/" + name),
                   packaged("syslinux-common", MODULES + "ldlinux.c32"),
                   packaged("syslinux-common", MODULES + "libcom32.c32"),
                   packaged("syslinux-common", MODULES + "mboot.c32"))
    os.makedirs(path("pxelinux.cfg"), exist_ok=True)
    write("pxelinux.cfg/default", b"DEFAULT mboot.c32 sum.mb\n")
    boots(name, answer, "PXELINUX")


@soak("PXELINUX by the ROM's UDP calls")
def udp():
    pxelinux("pxelinux.0")


@test("PXELINUX with a TCP/IP stack of its own on the ROM's UNDI", IPXE)
def undi():
    pxelinux("lpxelinux.0")


@soak("iPXE on the ROM's UNDI")
def undionly():
    answer = serve(packaged("ipxe", "/undionly.kpxe"))
    # The second iPXE asks as the first did, and gets the same name.
    boots("undionly.kpxe", answer, "using undionly on",
          b"#!ipxe\nkernel tftp://${next-server}/sum.mb\nboot\n")


main()
