#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each chip's folder: a README with a table of registers and sources, a test
that lists the same registers, and no state outside the chip's own struct."""
import glob
import os
import re
import subprocess

BUILD = os.environ.get("PIXEMU_BUILD", "build")
CHIPS = sorted(d.rstrip("/") for d in glob.glob("devices/*/"))
STATES = ("modelled", "accepted", "absent")


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def readme(chip):
    text = read(chip + "/README.md") if os.path.exists(
        chip + "/README.md") else ""
    if not any(state in row for row in text.splitlines()
               if row.startswith("|") for state in STATES):
        yield f"{chip}/README.md: no table that says {', '.join(STATES)}"
    if not re.search(r"Sources?\b", text):
        yield f"{chip}/README.md: no source"


def states(text):
    return {state for state in STATES if state in text}


def tables(chip):
    """Rows of the README's tables that end in a column "state"."""
    found, inside = {}, False
    for line in read(chip + "/README.md").splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[-1] == "state":
            inside = True
        elif inside and set(line) - set("|-"):
            found[" ".join(cells[:-1])] = states(cells[-1])
    return found


def listed(chip):
    """The same, from what stands in front of the chip's tests: behind
    "Registers of devices/x:" a list for each state, with semicolons."""
    found = {}
    for name in glob.glob("tests/unit/devices/test_*.c"):
        head = read(name).split("*/")[1]
        head = re.sub(r"\n \* ?", "\n", head)
        part = re.search(rf"^Registers of {re.escape(chip)}:\n((?:  .*\n)*)",
                         head, re.M)
        for state, rows in re.findall(r"^  (\w+): ((?:.|\n    )*)",
                                      part[1] if part else "", re.M):
            for row in " ".join(rows.split()).split("; "):
                found.setdefault(row, set()).add(state)
    return found


def agrees(chip):
    says, tests = tables(chip), listed(chip)
    for row in sorted(says.keys() | tests.keys()):
        if not says.get(row, tests.get(row)):
            yield f"{chip}/README.md: {row} has no state"
        elif says.get(row) != tests.get(row):
            yield (f"{chip}: {row} is {' '.join(says.get(row, ['nothing']))} "
                   f"in the README, {' '.join(tests.get(row, ['nothing']))} "
                   "in the tests")


def tested(chip):
    linked = read("tests/unit/devices/module.mk")
    for source in glob.glob(chip + "/*.c"):
        name = os.path.basename(source)[:-2]
        if not re.search(rf"\b{re.escape(name)}\b", linked):
            yield f"{source}: no unit test links it"


def stateless(chip):
    for source in glob.glob(chip + "/*.c"):
        obj = f"{BUILD}/{source[:-2]}.o"
        if not os.path.exists(obj):
            yield f"{obj}: not built"
            continue
        names = subprocess.run(["nm", obj], capture_output=True, text=True,
                               check=True).stdout
        for line in names.splitlines():
            kind, name = line.split()[-2:]
            # Relocated constants lie in .data.rel.ro, which nm calls d.
            if kind in "bBC" or (kind in "dD" and not constant(obj, name)):
                if not name.startswith(("__", ".")):
                    yield f"{source}: {name} can be written"


def constant(obj, name):
    table = subprocess.run(["objdump", "-t", obj], capture_output=True,
                           text=True, check=True).stdout
    return any(line.split()[-1] == name and ".data.rel.ro" in line
               for line in table.splitlines() if line.strip())


def main():
    checks = (("has a README with registers and sources", readme),
              ("has a unit test", tested),
              ("has a test that lists the README's registers", agrees),
              ("keeps nothing outside its struct", stateless))
    print(f"1..{len(checks)}")
    for n, (title, check) in enumerate(checks, 1):
        wrong = [w for chip in CHIPS for w in check(chip)]
        for w in wrong:
            print("#", w)
        print(f"{'not ' if wrong else ''}ok {n} - each of {len(CHIPS)} chips "
              f"{title}")


main()
