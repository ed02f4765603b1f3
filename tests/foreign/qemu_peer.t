#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""qemu_peer.t - QEMU on a segment of ours.

QEMU without a machine joins its user network to our cable: as a client and as
a server of a stream, and by datagrams.  Our monitor pings across and fetches a
file.  TAP; skipped without QEMU or its stream and dgram networks (7.2).
"""
import os
import socket
import subprocess
import sys
import tempfile

import qemulib
from qemulib import QEMU

FILE_BYTES = 100 * 512


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cables(folder):
    """What is tested, our port, QEMU's netdev."""
    ours, theirs = free_port(), free_port()
    path = os.path.join(folder, "cable")
    stream = "stream,id=c,addr.type=unix,addr.path="
    return [
        ("listen:, QEMU connects", "listen:" + path + "1",
         stream + path + "1,server=off"),
        ("connect:, QEMU listens", "connect:" + path + "2",
         stream + path + "2,server=on"),
        ("udp:, QEMU's dgram",
         "udp:127.0.0.1:%d:127.0.0.1:%d" % (ours, theirs),
         "dgram,id=c,local.type=inet,local.host=127.0.0.1,local.port=%d,"
         "remote.type=inet,remote.host=127.0.0.1,remote.port=%d" %
         (theirs, ours)),
    ]


def peer(netdev, folder):
    return subprocess.Popen(
        [QEMU, "-M", "none", "-nodefaults", "-display", "none",
         "-netdev", "user,id=u,tftp=" + folder, "-netdev", netdev,
         "-netdev", "hubport,id=h1,hubid=0,netdev=u",
         "-netdev", "hubport,id=h2,hubid=0,netdev=c"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)


def session(tap, folder, what, port, netdev):
    others = []
    unit = qemulib.pixemu(
        "--net=1:" + port,
        meanwhile=lambda: others.append(peer(netdev, folder)))
    try:
        unit.enter("address 10.0.2.15")
        unit.enter("server 10.0.2.2")
        for _ in range(5):  # the cable may not be there yet
            text = unit.enter("ping 10.0.2.2") or ""
            if "(5/5)" in text:
                break
        tap.check("!!!!!\nSuccess rate is 100 percent (5/5)" in text,
                  what + ": five echoes are answered", text)
        unit.enter("file thing.bin")
        text = unit.enter("tftp") or unit.seen
        tap.check("\nReceived %d bytes\n" % FILE_BYTES in text,
                  what + ": a file is fetched", text)
    finally:
        unit.close()
        for other in others:
            other.kill()
            other.wait()


def can_join():
    if not QEMU:
        return False
    known = subprocess.run([QEMU, "-netdev", "help"], text=True,
                           stdout=subprocess.PIPE, check=False).stdout.split()
    return {"stream", "dgram", "user"} <= set(known)


def main():
    if not can_join():
        print("1..0 # SKIP no qemu-system-i386 with stream and dgram")
        return 0
    with tempfile.TemporaryDirectory(prefix="pixemu-peer-") as folder:
        with open(os.path.join(folder, "thing.bin"), "wb") as f:
            f.write(os.urandom(FILE_BYTES))
        all_cables = cables(folder)
        tap = qemulib.Tap(2 * len(all_cables))
        for cable in all_cables:
            session(tap, folder, *cable)
    return 0


sys.exit(main())
