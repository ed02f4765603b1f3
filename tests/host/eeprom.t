#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What --mac leaves in the EEPROMs of a disk image."""
import struct

import hostlib
from hostlib import Qmp, equal, finish, path, start, test

CHIPS, EEPROMS, WORDS = 16 << 20, 256, 64
ERASED = [0xFFFF] * WORDS


def run(*options):
    """Powers a 525 on and off; the words of its first two EEPROMs."""
    process = start("-S", "-C", "unix:" + path("q"), *options,
                    path("u.flash"))
    Qmp(path("q")).ask("quit")
    finish(process)
    with open(path("u.flash"), "rb") as f:
        f.seek(CHIPS + EEPROMS)
        both = struct.unpack(f"<{2 * WORDS}H", f.read(4 * WORDS))
    return list(both[:WORDS]), list(both[WORDS:])


@test("a new unit's EEPROMs have an address and the right sum")
def new():
    for words in run():
        equal(sum(words) & 0xFFFF, 0xBABA)
        equal(words[:1] + [words[1] & 0xFF], [0x9000, 0x27])


@test("an erased one has nothing, and stays so")
def erased():
    before, _ = run()
    equal(run("--mac=1:erased"), (before, ERASED))
    equal(run(), (before, ERASED))


@test("an address repairs it")
def repaired():
    _, words = run("--mac=1:00:90:27:01:02:03")
    equal(sum(words) & 0xFFFF, 0xBABA)
    equal(words[:3], [0x9000, 0x0127, 0x0302])
    equal(run()[1], words)


hostlib.main()
