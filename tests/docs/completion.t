#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What bash offers for the word under the cursor, and where it is installed."""
import os
import shlex
import subprocess
import sys
import tempfile

BUILD = os.path.abspath(os.environ.get("PIXEMU_BUILD", "build"))
ROWS = [  # words as bash breaks them, what must be among the offers
    (["pixemu", "--mod"], ["--model="]),
    (["pixemu", "--"], ["--console=", "--paused", "--net=", "--help"]),
    (["pixemu", "--model", "=", "51"], ["510", "515", "515e"]),
    (["pixemu", "--clock", "="], ["real", "warp", "hold"]),
    (["pixemu", "--trace", "=", "n"], ["nic", "net"]),
    (["pixemu", "-c", "t"], ["tcp:", "telnet:"]),
    (["pixemu", "un"], ["unit.flash"]),
    (["pixflash", "s"], ["show"]),
    (["pixflash", "create", "--im"], ["--image="]),
    (["pixkey", "make", "--lic"], ["--license="]),
    (["pixkey", "make", "--license", "=", "U"], ["UR"]),
]


def offers(words, folder):
    script = f"""
        compopt() {{ :; }}
        . {shlex.quote(os.path.abspath("completion/pixemu.bash"))}
        PATH={shlex.quote(BUILD)}:$PATH
        cd {shlex.quote(folder)}
        COMP_WORDS=({" ".join(map(shlex.quote, words))})
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _pixemu {words[0]}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], text=True,
                          capture_output=True)
    return done.stdout.split(), done.stderr


def main():
    failed = False
    print(f"1..{len(ROWS) + 1}")
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "unit.flash"), "wb").close()
        for n, (words, wanted) in enumerate(ROWS, 1):
            got, said = offers(words, folder)
            wrong = said or set(wanted) - set(got)
            failed |= bool(wrong)
            print(f"{'not ' if wrong else ''}ok {n} - {' '.join(words)}")
            if wrong:
                print(f"# offered {got} {said!r}")
        done = subprocess.run(
            ["make", "-n", "install", "PREFIX=/p", f"DESTDIR={folder}"],
            text=True, capture_output=True).stdout
        wanted = ["bash-completion/completions", "docs/pixkey.1",
                  "docs/pixemu-monitor.7", "man/man7"]
        lacks = [w for w in wanted if w not in done]
        print(f"{'not ' if lacks else ''}ok {len(ROWS) + 1} - make install has "
              "manual pages and completion")
        if lacks:
            print(f"# lacks {lacks}")
    sys.exit(failed or bool(lacks))


main()
