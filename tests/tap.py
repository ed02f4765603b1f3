# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests in Python: they register functions, main() runs them and speaks TAP."""
import os
import shutil
import sys
import tempfile

BUILD = os.path.abspath(os.environ.get("PIXEMU_BUILD", "build"))

_tests = []
folder = tempfile.TemporaryDirectory(prefix="pixemu-test-")


def path(name):
    """Of a file that is gone when the test ends."""
    return os.path.join(folder.name, name)


def write(name, data):
    """-> its path"""
    with open(path(name), "wb") as file:
        file.write(data)
    return path(name)


def is_there(need):
    """A file by its path, a program by its name."""
    if "/" in need:
        return os.path.exists(need)
    return shutil.which(need, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def test(title, *needs):
    """Registers a function; needs are files and programs it can't do
    without."""
    def add(function):
        missing = [n for n in needs if not n or not is_there(n)]
        _tests.append((title, function, missing))
        return function
    return add


class Wrong(AssertionError):
    pass


class Skip(Exception):
    """Raised by a test that this computer lacks something for."""


def check(condition, *what):
    if not condition:
        raise Wrong(" ".join(str(w) for w in what) or "not so")


def equal(got, wanted, what=""):
    check(got == wanted, what, "got", repr(got)[:500], "instead of",
          repr(wanted)[:500])


def _run(function, missing):
    """-> "ok" or "not ok", what is said behind the title"""
    try:
        if missing:
            raise Skip(f"no {missing[0] or 'program for it'}")
        function()
        return "ok", ""
    except Skip as why:
        return "ok", f" # skip {why}"
    except Exception as why:  # every test is to have its line
        kind = "" if isinstance(why, Wrong) else type(why).__name__ + ": "
        return "not ok", "\n# " + (kind + str(why)).replace("\n", "\n# ")


def main():
    print(f"1..{len(_tests)}", flush=True)
    failed = 0
    for n, (title, function, missing) in enumerate(_tests, 1):
        verdict, said = _run(function, missing)
        failed += verdict != "ok"
        print(f"{verdict} {n} - {title}{said}", flush=True)
    sys.exit(failed > 0)
