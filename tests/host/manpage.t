#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual pages are clean mdoc and name every option of --help."""
import glob
import os
import re
import subprocess

import hostlib
from hostlib import check, equal, test

PAGE = "docs/pixemu.1"


@test("mandoc finds nothing to say about the manual pages", "mandoc")
def lint():
    pages = sorted(glob.glob("docs/*.[1-9]"))
    check(len(pages) >= 4, pages)
    for page in pages:
        done = subprocess.run(["mandoc", "-Tlint", page], text=True,
                              stdout=subprocess.PIPE)
        # It looks for other pages where they are not installed yet.
        said = [line for line in done.stdout.splitlines()
                if not ((m := re.search(r"manual not found: Xr (\S+) (\d)",
                                        line))
                        and os.path.exists(f"docs/{m[1]}.{m[2]}"))]
        equal(said, [], page)


def written_in(page):
    with open(page, encoding="utf-8") as file:
        text = file.read()
    written = set()
    for item in re.findall(r"^\.It (.*Fl .*)$", text, re.M):
        written |= set(re.findall(r"Fl \\-([a-z0-9-]+)", item))
    return written


def listed_by(*command):
    said = subprocess.run([*command, "--help"], text=True, check=True,
                          stdout=subprocess.PIPE).stdout
    return set(re.findall(r"^ +(?:-., )?--([a-z0-9-]+)", said, re.M))


@test("pixemu(1) and --help name the same options")
def same():
    listed = listed_by(hostlib.PIXEMU)
    check(len(listed) > 10, listed)
    equal(sorted(written_in(PAGE)), sorted(listed))


@test("pixflash(1), pixkey(1) and --help name the same options and commands")
def tools():
    for tool in ("pixflash", "pixkey"):
        program = os.path.join(hostlib.BUILD, tool)
        said = subprocess.run([program, "--help"], text=True,
                              stdout=subprocess.PIPE).stdout
        commands = re.findall(r"^  ([a-z]+) ", said.split("Commands:")[1],
                              re.M)
        listed = set()
        for command in commands:
            listed |= listed_by(program, command)
        equal(sorted(written_in(f"docs/{tool}.1")),
              sorted(listed - {"help"}))
        with open(f"docs/{tool}.1", encoding="utf-8") as file:
            text = file.read()
        for command in commands:
            check(f".It Cm {command}\n" in text, command)


@test("the manual page names every kind of port, and what stands behind it")
def ports():
    said = subprocess.run([hostlib.PIXEMU, "--net=help"], text=True,
                          check=True, stdout=subprocess.PIPE).stdout
    kinds = re.findall(r"^  ([a-z]+)", said, re.M)
    options = re.findall(r"^    ,([a-z]+)=", said, re.M)
    check(len(kinds) > 5 and len(options) > 5, said)
    with open(PAGE, encoding="utf-8") as file:
        text = file.read().split(".Sh PORTS")[1].split(".Sh ")[0]
    for word in kinds + options:
        check(re.search(rf"^\.(It )?Cm {word}\b", text, re.M), word)


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


@test("no line of help is longer than a terminal is wide")
def width():
    rows = [[hostlib.PIXEMU, option] for option in
            ("--help", "--net=help", "--console=help", "--card=help",
             "--trace=help", "--model=help")]
    for tool, commands in (("pixflash", "create show extract config clone "
                            "verify"), ("pixkey", "make show")):
        program = os.path.join(hostlib.BUILD, tool)
        rows += [[program, "--help"], *([program, command, "--help"]
                                        for command in commands.split())]
    for row in rows:
        said = subprocess.run(row, text=True, check=True,
                              stdout=subprocess.PIPE).stdout
        check(said.endswith("\n") and not said.endswith("\n\n\n"), row)
        equal([line for line in said.splitlines() if len(line) > 80], [], row)


hostlib.main()
