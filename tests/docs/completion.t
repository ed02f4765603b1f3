#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What bash and zsh offer for the word under the cursor, and where it is installed."""
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

LIMIT_S = 20
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
    (["pixflash", "create", "--model", "=", "51"], ["510", "515", "515e"]),
    (["pixkey", "make", "--lic"], ["--license="]),
    (["pixkey", "make", "--license", "=", "U"], ["UR"]),
    (["pixkey", "make", "--throughput", "=", "u"], ["unlimited"]),
]
HELPS = [["pixemu"], ["pixkey", "make"], ["pixflash", "create"]]


def bash_offers(words, folder):
    script = f"""
        compopt() {{ :; }}
        . {shlex.quote(os.path.join(BUILD, "completion", "pixemu.bash"))}
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


ZSHRC = """
PS1='READY> '
fpath=(%s $fpath)
autoload -U compinit; compinit -u -D
LISTMAX=1000
setopt noalwayslastprompt nolistbeep nobeep listrowsfirst
bindkey '^X' list-choices
"""


class Zsh:
    """One at a terminal, which lists what it would offer."""

    def __init__(self, folder):
        home = tempfile.mkdtemp(dir=folder)
        shutil.copy(os.path.join(BUILD, "completion", "pixemu.zsh"),
                    os.path.join(home, "_pixemu"))
        with open(os.path.join(home, ".zshrc"), "w") as file:
            file.write(ZSHRC % home)
        env = {"PATH": BUILD + ":" + os.environ["PATH"], "TERM": "dumb",
               "HOME": home, "ZDOTDIR": home, "LANG": "C.UTF-8"}
        self.got = b""
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe("zsh", ["zsh", "-i"], env)
        self.until(b"READY> ")

    def until(self, wanted):
        end = time.monotonic() + LIMIT_S
        while wanted not in self.got:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                break
            self.got += os.read(self.fd, 65536)
        got, _, self.got = self.got.partition(wanted)
        return got

    def offers(self, line):
        """The prompt comes again below the list; then the line is given up."""
        os.write(self.fd, line.encode() + b"\x18")
        got = self.until(b"READY> ").decode()
        os.write(self.fd, b"\x15")
        os.write(self.fd, b"echo n''ext\r")
        self.until(b"next")
        self.until(b"READY> ")
        return re.sub(r"\x1b\[\S*", "", got[got.find("\n"):]).split()

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def zsh_rows(folder):
    """-> title, what is wrong."""
    if not shutil.which("zsh"):
        for words, _ in ROWS:
            yield f"zsh: {' '.join(words)} # skip no zsh", None
        return
    zsh = Zsh(folder)
    for words, wanted in ROWS:
        line = re.sub(" = ?", "=", " ".join(words))
        got = zsh.offers(line)
        lacks = {w.removesuffix("=") for w in wanted} - set(got)
        yield f"zsh: {line}", lacks and f"offered {got}"
    zsh.close()


def bash_rows(folder):
    for words, wanted in ROWS:
        got, said = bash_offers(words, folder)
        wrong = said or set(wanted) - set(got)
        yield f"bash: {' '.join(words)}", wrong and f"offered {got} {said!r}"


def installed(folder):
    done = subprocess.run(
        ["make", "-n", "install", "PREFIX=/p", f"DESTDIR={folder}"],
        text=True, capture_output=True).stdout
    wanted = ["bash-completion/completions", "site-functions/_pixemu",
              "docs/pixkey.1", "docs/pixemu-monitor.7", "man/man7"]
    lacks = [w for w in wanted if w not in done]
    yield ("make install has manual pages and completion",
           lacks and f"lacks {lacks}")


def known():
    """An option that words are offered for is an option of a program."""
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
    with open(os.path.join(root, "completion", "words")) as file:
        named = set(re.findall(r"--[a-z-]+(?=\)| \|)", file.read()))
    helps = "".join(subprocess.run(
        [os.path.join(BUILD, words[0]), *words[1:], "--help"], text=True,
        capture_output=True).stdout for words in HELPS)
    lost = named - set(re.findall(r"--[a-z-]+", helps))
    yield ("each option that words are offered for is one",
           lost or not named and "none was found")


def main():
    failed = False
    print(f"1..{2 * len(ROWS) + 2}")
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "unit.flash"), "wb").close()
        rows = [*bash_rows(folder), *zsh_rows(folder), *installed(folder),
                *known()]
    for n, (title, wrong) in enumerate(rows, 1):
        failed |= bool(wrong)
        print(f"{'not ' if wrong else ''}ok {n} - {title}")
        if wrong:
            print(f"# {wrong}")
    sys.exit(failed)


main()
