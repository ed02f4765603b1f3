#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads over a segment that loses frames: each file is whole in the end.
The image has nothing to start, so the monitor verifies it and prompts."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "firmware"))
import wire  # noqa: E402
from hostlib import check, test  # noqa: E402

TRANSFERS = int(os.environ.get("TRANSFERS", "100"))
BLOCKS = 400


def download(loss):
    unit = wire.Monitor(cable=",loss=" + loss)
    server = wire.TftpServer(unit.wire)
    server.start()
    unit.qmp.ask("x-clock", mode="warp")
    for line in ("address 192.168.1.1", "server 192.168.1.2", "file it.bin",
                 "timeout 1"):
        unit.type(line)
    for n in range(TRANSFERS):
        server.contents = wire.image(BLOCKS)
        said = unit.type("tftp")
        check(f"\nReceived {BLOCKS * 512} bytes\n\nImage 6.2(1) can't" in said,
              f"transfer {n}:", said)
    unit.close()


for share in ("1%", "3%"):
    test(f"{TRANSFERS} downloads, {share} of all frames lost")(
        lambda share=share: download(share))

wire.hostlib.main()
