#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""same_wire.t - one monitor session, on QEMU's machine and on ours.

Both wires are recorded; addresses of stations, identifiers, checksums over
them and times are taken out, and what is left must be the same, frame by
frame, but for the difference that docs/accuracy.md explains.  TAP; skipped
without QEMU.
"""
import os
import re
import struct
import sys
import tempfile

import qemulib
from qemulib import QEMU

FILE_BYTES = 60 * 512
UNIT_IP = bytes([10, 0, 2, 15])
TFTP = struct.pack(">H", 69)

SESSION = ["address 10.0.2.15", "server 10.0.2.2", "ping 10.0.2.2",
           "file thing.bin", "tftp", "file missing.bin", "tftp"]


def zero(packet, at, n):
    packet[at:at + n] = bytes(n)


def role(mac, unit):
    return {b"\xff" * 6: "all", unit: "unit"}.get(bytes(mac), "host")


def transport(ip):
    """What a packet says, without what is another one every time."""
    body = bytearray(ip[20:struct.unpack(">H", ip[2:4])[0]])
    if ip[9] == 1:
        zero(body, 2, 4)  # checksum, identifier
    elif ip[9] == 17:
        for at in (0, 2):
            if body[at:at + 2] != TFTP:
                zero(body, at, 2)
        zero(body, 6, 2)  # checksum
    return bytes(body)


def normal(frame, unit):
    """-> destination, source, type, contents; and the frame's length"""
    where = role(frame[0:6], unit), role(frame[6:12], unit)
    packet = bytearray(frame[14:])
    if frame[12:14] == b"\x08\x06":
        said = (struct.unpack(">H", packet[6:8])[0],
                role(packet[8:14], unit), bytes(packet[14:18]),
                bytes(packet[24:28]))
        return (*where, "arp", said)
    if frame[12:14] == b"\x08\x00":
        head = bytearray(packet[:20])
        zero(head, 4, 2)   # identification
        zero(head, 10, 2)  # checksum
        return (*where, "ip", bytes(head), transport(packet))
    return (*where, frame[12:14].hex(), bytes(packet))


def unit_mac(all_frames):
    """The station that asks for the host first."""
    for frame in all_frames:
        if frame[12:14] == b"\x08\x06" and frame[28:32] == UNIT_IP:
            return bytes(frame[6:12])
    return b""


def story(capture):
    found = list(qemulib.frames(capture))
    unit = unit_mac(found)
    said = [normal(f, unit) for f in found]
    # The user network announces an IPv6 router when it pleases.
    return [s for s in said if s[2] != "86dd"], \
        [len(f) for f, s in zip(found, said) if s[1] == "unit"]


def run(unit):
    text = []
    for line in SESSION:
        text.append(unit.enter(line) or unit.seen)
    unit.close()
    return "".join(text)


def identifiers(text):
    return re.sub(r"0x[0-9a-f]+ ICMP", "0x ICMP", text)


def main():
    if not QEMU:
        print("1..0 # SKIP qemu-system-i386 is not installed")
        return 0
    tap = qemulib.Tap(4)
    with tempfile.TemporaryDirectory(prefix="pixemu-wire-") as folder:
        path = lambda name: os.path.join(folder, name)
        with open(path("thing.bin"), "wb") as f:
            f.write(os.urandom(FILE_BYTES))
        theirs = qemulib.qemu("i82558b", folder, path("qemu.pcap"))
        theirs.until(r"monitor> $")
        there = run(theirs)
        here = run(qemulib.pixemu(
            "--net=1:user,net=10.0.2.0/24,host=10.0.2.2,dns=10.0.2.3,tftp=" +
            folder, "--net=1:pcap:" + path("pixemu.pcap")))
        tap.check(identifiers(here) == identifiers(there),
                  "both consoles say the same", (here, there))
        ours, our_lengths = story(path("pixemu.pcap"))
        wanted, their_lengths = story(path("qemu.pcap"))
        tap.check(len(wanted) > 120, "the wire saw the session", len(wanted))
        first = next((n for n, (a, b) in enumerate(zip(ours, wanted))
                      if a != b), None)
        tap.check(ours == wanted, "both wires carry the same frames",
                  (first, len(ours), len(wanted),
                   first is not None and (ours[first], wanted[first])))
        # The chip pads; QEMU's sends what it is given (docs/accuracy.md).
        tap.check([max(n, 60) for n in their_lengths] == our_lengths,
                  "but for padding to 60 bytes, of the same lengths",
                  (our_lengths, their_lengths))
    return 0


sys.exit(main())
