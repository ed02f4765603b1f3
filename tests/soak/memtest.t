#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""memtest.t - memtest86+ tries processor, memory and timer: all of its tests
but the last, which waits for bits to fade."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "foreign"))
from bootlib import check, main, pixemu, test  # noqa: E402
from debian import packaged  # noqa: E402

LIMIT_S = 3600


@test("memtest86+ finds no fault in ten tests of 16 MB")
def memory():
    kernel = packaged("memtest86+", r"/(memtest86\+ia32\.bin|mt86\+ia32)")
    unit = pixemu("--model=525", "--memory=16", "--kernel=" + kernel,
                  "--append=console=ttyS0,9600 nobench nosmp")
    try:
        text = unit.until(r"#10 \[|Errors: +[1-9]", LIMIT_S)
        check(text.endswith("#10 ["), text[-400:], unit.seen[-400:])
    finally:
        unit.close()


main()
