#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the house rules say of every source file: its licence is in its head,
C keeps to 80 columns, a file has 700 lines at most and a function 80."""
import subprocess

COLUMNS, LINES, FUNCTION = 80, 700, 80
LICENCE = "SPDX-License-Identifier: GPL-2.0-or-later"
SOURCE = (".c", ".h", ".S", ".ld", ".py", ".mk", "Makefile")


def read(name):
    with open(name, encoding="utf-8", errors="replace") as file:
        return file.read()


def is_source(name, text):
    """Scripts, too, but for transcripts, which are typed sessions."""
    return name.endswith(SOURCE) or (
        text.startswith("#!") and not text.startswith("#!tests/transcripts"))


def licence(name, text):
    if LICENCE not in "".join(text.splitlines(True)[:3]):
        yield f"{name}: no licence in its head"


def columns(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > COLUMNS:
            yield f"{name}:{number}: {len(line)} columns"


def lengths(name, text):
    lines = text.splitlines()
    if len(lines) > LINES:
        yield f"{name}: {len(lines)} lines"
    begin = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begin = number
        elif line == "}" and begin:
            if number - begin > FUNCTION:
                yield f"{name}:{begin}: a function of {number - begin} lines"
            begin = None


def main():
    files = {name: read(name) for name in subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True,
        check=True).stdout.split() if not name.endswith(".png")}
    source = {f: text for f, text in files.items() if is_source(f, text)}
    code = {f: text for f, text in source.items() if f.endswith((".c", ".h"))}
    print("1..4")
    for n, (title, check, of) in enumerate((
            ("each source file says its licence", licence, source),
            (f"no line of C beyond {COLUMNS} columns", columns, code),
            (f"{LINES} lines a file, {FUNCTION} a function", lengths, code),
            ), 1):
        bad = [what for f, text in of.items() for what in check(f, text)]
        for what in bad:
            print("#", what)
        print("not ok" if bad else "ok", f"{n} - {title}")
    print("ok" if len(code) > 700 else "not ok",
          f"4 - {len(code)} files of C were read")


main()
