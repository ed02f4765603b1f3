#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/pixemu.1 is clean mdoc and names every option of --help."""
import re
import shutil
import subprocess

import hostlib
from hostlib import check, equal, test

PAGE = "docs/pixemu.1"


@test("mandoc finds nothing to say about the manual page"
      + ("" if shutil.which("mandoc") else " # SKIP no mandoc"))
def lint():
    if shutil.which("mandoc"):
        done = subprocess.run(["mandoc", "-Tlint", PAGE], text=True,
                              stdout=subprocess.PIPE)
        equal(done.stdout, "")


@test("the manual page and --help name the same options")
def same():
    said = subprocess.run([hostlib.PIXEMU, "--help"], text=True, check=True,
                          stdout=subprocess.PIPE).stdout
    listed = set(re.findall(r"--([a-z][a-z-]+)", said.split("Options:")[1]
                            .replace("--net=help", "")
                            .replace("--console=help", "")))
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    written = set()
    for item in re.findall(r"^\.It (.*Fl .*)$", text, re.M):
        written |= set(re.findall(r"Fl \\-([a-z-]+)", item))
    check(len(listed) > 10, listed)
    equal(sorted(written), sorted(listed))


@test("the manual page names every QMP command")
def commands():
    process = hostlib.start("-C", "unix:" + hostlib.path("man"), "-S")
    qmp = hostlib.Qmp(hostlib.path("man"))
    names = {c["name"] for c in qmp.ask("query-commands")}
    qmp.ask("quit")
    hostlib.finish(process)
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    for name in names:
        check(re.search(r"^\.(It )?Ic .*\b" + re.escape(name) + r"\b", text,
                        re.M), name, "is not described")


hostlib.main()
