#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Types every session of the documents and runs every example of the manual
pages.

In docs/*.md a block ```console is a session on a terminal: what stands behind
a prompt is typed, `[Esc]` and its like are keys, and every other line must
appear, in order; `...` stands for anything.  The blocks of a page are one
session in one folder; those with terminal=N are another one, there.
```LANGUAGE file=NAME makes a file.  needs=A,B skips a block where a program A,
or root, or tun, is missing.

In docs/*.[1-9] every `.Dl $ command` runs in a folder with what it names, and
ends well when it is told to.
"""
import concurrent.futures
import contextlib
import fcntl
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

BUILD = os.path.abspath(os.environ.get("PIXEMU_BUILD", "build"))
LIMIT_S = 90
PS1 = "<shell $?>$ "  # how a program ended stands in a failure
SHELL = r"<shell \d+>\$ "
PROMPT = re.compile(r"(\$ |monitor> |\(qemu\) |[\w-]+(?:\([\w-]+\))?[>#] "
                    r"|.*\[[ny]\] |Part \d of 4: )(.*)")
KEY = re.compile(r"\[(Esc|Space|Enter|Ctrl-C|Ctrl-A x)\]")
KEYS = {"Esc": "\x1b", "Space": " ", "Enter": "\r", "Ctrl-C": "\x03",
        "Ctrl-A x": "\x01x"}


class Wrong(Exception):
    """An example does not do what stands behind it."""


def blocks(path):
    """-> (line number, language, {word: value}, lines)"""
    found, inside = [], None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            if line.startswith("```") and inside is None:
                language, *words = line[3:].split() or [""]
                inside = (number, language, dict(w.partition("=")[::2]
                                                 for w in words), [])
            elif line.startswith("```"):
                found.append(inside)
                inside = None
            elif inside:
                inside[3].append(line)
    return found


def missing(needs):
    for need in filter(None, needs.split(",")):
        if need == "root":
            there = os.geteuid() == 0
        elif need == "tun":
            there = os.access("/dev/net/tun", os.R_OK | os.W_OK)
        else:
            there = shutil.which(need, path=os.environ["PATH"] +
                                 ":/usr/sbin:/sbin")
        if not there:
            return need
    return None


def environment():
    return dict(os.environ, PS1=PS1, PS2="", TERM="dumb", LC_ALL="C.UTF-8",
                PATH=f"{BUILD}:{os.environ['PATH']}:/usr/sbin:/sbin",
                PYTHONDONTWRITEBYTECODE="1")


def own_network():
    """Root's sessions have a network of their own, where nobody else listens
    on the ports they name."""
    command = ["bash", "--norc", "--noprofile", "-i"]
    if os.geteuid() or not shutil.which("unshare"):
        return command
    probe = ["unshare", "--net", "ip", "link", "set", "lo", "up"]
    if subprocess.run(probe, capture_output=True).returncode:
        return command
    return ["unshare", "--net", "--", "sh", "-c",
            "ip link set lo up; exec bash --norc --noprofile -i"]


@contextlib.contextmanager
def fixed_ports():
    """One at a time on this computer: whoever is not root has no network of
    their own, and the pages name their ports.  The lock is on a folder that
    all have in common, so that nothing stays in it."""
    lock = os.open("/tmp", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(lock)


class Session:
    def __init__(self, folder):
        import pexpect
        self.pexpect = pexpect
        command = own_network()
        self.shell = pexpect.spawn(command[0], command[1:], cwd=folder,
                                   env=environment(), timeout=LIMIT_S,
                                   dimensions=(50, 500), encoding="utf-8")
        self.shell.delaybeforesend = None
        self.type("bind 'set enable-bracketed-paste off'", SHELL)
        self.type("cd .", SHELL)

    def await_(self, regex):
        try:
            self.shell.expect(regex)
        except (self.pexpect.TIMEOUT, self.pexpect.EOF):
            raise Wrong(f"waited for {regex!r} behind "
                        f"{self.shell.before[-600:]!r}") from None

    def type(self, text, prompt):
        self.await_(prompt)
        self.shell.send(text + "\r")

    def line(self, line):
        if m := KEY.fullmatch(line):
            self.shell.send(KEYS[m[1]])
        elif (m := PROMPT.fullmatch(line)) and line != "...":
            self.await_(SHELL if m[1] == "$ " else re.escape(m[1]))
            key = KEY.fullmatch(m[2])
            self.shell.send(KEYS[key[1]] if key else m[2] + "\r")
        elif line.strip() not in ("", "..."):
            words = [re.escape(w) for w in line.split()]
            self.await_(r"\s+".join(words).replace(r"\.\.\.", r"[^\n]*?"))

    def end(self):
        """The prompt is due; then nobody is left."""
        try:
            self.await_(SHELL)
        finally:
            leader = self.shell.pid
            for entry in glob.glob("/proc/[0-9]*/stat"):
                try:
                    with open(entry, encoding="latin-1") as file:
                        fields = file.read().rsplit(")", 1)[1].split()
                    pid = int(entry.split("/")[2])
                    if int(fields[3]) == leader != pid:
                        os.kill(pid, signal.SIGKILL)
                except OSError:
                    pass
            self.shell.close(force=True)


def run_page(path, report):
    page = blocks(path)
    if not any(language == "console" for _, language, _, _ in page):
        return
    with tempfile.TemporaryDirectory(prefix="pixemu-docs-") as folder:
        os.symlink(os.path.join(BUILD, "software"), folder + "/software")
        sessions, at = {}, 0
        try:
            for number, language, words, lines in page:
                at = number
                if "file" in words:
                    with open(os.path.join(folder, words["file"]), "w",
                              encoding="utf-8") as file:
                        file.write("\n".join(lines) + "\n")
                elif language == "console":
                    lacks = missing(words.get("needs", ""))
                    terminal = words.get("terminal", "1")
                    if terminal not in sessions:
                        sessions[terminal] = Session(folder)
                    for line in [] if lacks else lines:
                        at += 1
                        sessions[terminal].line(line)
                    report(f"{path}:{number}", skip=lacks)
            while sessions:
                sessions.popitem()[1].end()
        except Wrong as why:
            report(f"{path}:{at}", wrong=str(why))
            for session in sessions.values():
                with contextlib.suppress(Wrong):
                    session.end()


def pixflash(*words, text=b""):
    subprocess.run([os.path.join(BUILD, "pixflash"), *words], check=True,
                   input=text, stdout=subprocess.DEVNULL)


def run_example(command):
    """-> its exit status, what it said"""
    with tempfile.TemporaryDirectory(prefix="pixemu-man-") as folder:
        os.symlink(os.path.join(BUILD, "software", "pix621.bin"),
                   folder + "/pix621.bin")
        for unit in "primary", "secondary":
            with open(f"{folder}/{unit}.ini", "w", encoding="utf-8") as f:
                f.write(f"[unit]\nflash={unit}.flash\n")
        units = ["new.flash", "unit.flash"] * ("create" not in command)
        for unit in units:
            pixflash("create", f"{folder}/{unit}", "--serial=12345678",
                     "--image=" + folder + "/pix621.bin")
            pixflash("config", f"{folder}/{unit}", text=b"hostname old\n")
        done = subprocess.run(
            ["timeout", "--preserve-status", f"--kill-after={LIMIT_S}", "3",
             "bash", "-c", command],
            cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
            capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def run_manual(path, report):
    """All at a time, since some go on until they are told to end."""
    with open(path, encoding="utf-8") as file:
        found = {number: m[1].replace(r"\-", "-").replace(r"\(aq", "'")
                 for number, line in enumerate(file.read().split("\n"), 1)
                 if (m := re.fullmatch(r"\.Dl \$ (.*)", line))}
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for (number, command), (status, said) in zip(
                found.items(), pool.map(run_example, found.values())):
            report(f"{path}:{number} {command}",
                   wrong=f"status {status}: {said[-500:]}" if status
                   else None)


def main():
    count, failed = 0, False

    def report(what, wrong=None, skip=None):
        nonlocal count, failed
        count += 1
        failed |= bool(wrong)
        why = "\n# ".join(wrong.splitlines()) if wrong else ""
        print(f"{'not ' if wrong else ''}ok {count} - {what}"
              + (f" # skip no {skip}" if skip else "")
              + (f"\n# {why}" if wrong else ""), flush=True)

    chosen = sys.argv[1:] or sorted(glob.glob("docs/*.md") +
                                    glob.glob("docs/*.[1-9]"))
    try:
        import pexpect  # noqa: F401
    except ImportError:
        print("1..0 # skip no python3-pexpect")
        return
    for path in chosen:
        if path.endswith(".md"):
            with fixed_ports():
                run_page(path, report)
        else:
            run_manual(path, report)
    print(f"1..{count}")
    sys.exit(failed)


main()
