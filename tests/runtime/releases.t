#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a release does not have gives the unknown-command line: commands.txt
against each of the nine images, and against the rows of the guest's tables."""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "firmware"))
import held  # noqa: E402
from hostlib import check, equal, main, path, test  # noqa: E402

UNKNOWN = "Type help or '?' for a list of available commands."
RELEASES = "4.2 5.0 5.1 5.2 5.3 6.0 6.1 6.2 6.3".split()
# Words of several rows, of which a later one has other arguments.
ELSEWHERE = {"copy": "5.1", "configure": "4.2", "show ip verify": "4.2",
             "show ip audit": "4.2", "show ip local": "4.2",
             "show failover lan": "4.2", "clock summer-time": "4.2",
             "clock timezone": "4.2"}
# What would ask something.
TYPED = {"setup": "setup ?", "login": "login ?", "logout": "logout ?"}


def table():
    with open(os.path.join(HERE, "commands.txt"), encoding="ascii") as file:
        return [(line[:3], line[4:].strip()) for line in file
                if line[0] != "#"]


def rows():
    """-> {words: "6.2"} of every row with a release in the guest's sources."""
    found = {}
    files = subprocess.run(["git", "ls-files", "guest/*.c"], check=True,
                           capture_output=True, text=True).stdout.split()
    for name in files:
        code = open(name, encoding="utf-8").read()
        for words, rest in re.findall(
                r'\{"([a-z][^"]*)",([^{}]*?)\.run =', code):
            if since := re.search(r"\.since = \w+\((\d), (\d)", rest):
                name = f"{since[1]}.{since[2]}"
                found[words] = min(name, found.get(words, name))
        for words, major, minor in re.findall(
                r'KEEP\w*\("([^"]+)", "[^"]*",\s*R\w*\((\d), (\d)', code):
            found[words] = f"{major}.{minor}"
    return found


@test("every row that names a release is in the table")
def complete():
    listed = {words: since for since, words in table()}
    found = rows()
    check(len(found) > 30, found)
    for words, since in found.items():
        if since > "4.2" and not words.startswith("no "):
            equal((words, listed.get(words)), (words, since))


def ask_all(release):
    """-> {words: whether the release knows them}"""
    image = f"{held.SOFTWARE}/pix{release.replace('.', '')}1.bin"
    flash = path("of" + release)
    held.tool("pixflash", "create", flash, "--model=520", "--image=" + image)
    unit = held.Unit(flash)
    unit.until("Use SPACE")
    unit.key(" ")
    unit.until("pixfirewall> ")
    unit.line("enable", "Password: ")
    unit.line("", "pixfirewall# ")
    unit.line("configure terminal", "(config)# ")
    unit.line("no pager", "(config)# ")
    knows = {}
    unit.key("".join(TYPED.get(words, words) + "\r" for _, words in table()))
    for _, words in table():
        echo, *said = unit.until("(config)# ").split("\n")
        equal((release, echo), (release, TYPED.get(words, words)))
        knows[words] = said[0] != UNKNOWN
    unit.close()
    return knows


def compare(release):
    for words, known in ask_all(release).items():
        since = ELSEWHERE.get(words) or \
            next(s for s, w in table() if w == words)
        equal((release, words, known), (release, words, release >= since))


for each in RELEASES:
    test(f"release {each} has what it had, and nothing else")(
        lambda r=each: compare(r))

main()
