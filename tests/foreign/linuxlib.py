# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's i386 kernel and busybox as packages, an initial RAM disk made of
them, and a unit that runs them with a shell on its console.

The packages come through the ordinary apt with a configuration of our own:
the computer's source lines, but lists and archives below the build folder and
architecture i386.  Nothing of the system's apt or dpkg changes, and what came
once is kept.
"""
import contextlib
import fcntl
import glob
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "host"))
import hostlib  # noqa: E402
from hostlib import BUILD, PIXEMU, Qmp, Wrong, check, path  # noqa: E402
from plug import Plug, checksum_bytes  # noqa: E402

CACHE = os.path.join(BUILD, "foreign")
HELPER = os.path.join(BUILD, "tests", "foreign", "devtest")
MODULES = ("mii", "e100", "floppy")
APPEND = ("console=ttyS0 acpi=off noapic nolapic pci=conf1 noisapnp "
          "i8042.nokbd i8042.noaux panic=-1 oops=panic")
BOOT_S = 240
COMMAND_S = 60
SEABIOS = "/usr/share/seabios/bios.bin"


class Missing(Exception):
    """The packages are not to be had; says why."""


# --- packages --------------------------------------------------------------

def sources(folder):
    """The computer's own source lines, for any architecture."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name in ["/etc/apt/sources.list",
                 *glob.glob("/etc/apt/sources.list.d/*.list"),
                 *glob.glob("/etc/apt/sources.list.d/*.sources")]:
        if not os.path.exists(name):
            continue
        with open(name, encoding="utf-8") as file:
            text = file.read()
        if name.endswith(".sources"):
            text = re.sub(r"(?mi)^Architectures:.*\n", "", text)
        else:
            text = re.sub(r"\barch=\S+?(?=[\s\]])", "", text)
        with open(os.path.join(folder, os.path.basename(name)), "w",
                  encoding="utf-8") as file:
            file.write(text)


def apt(program, *arguments, cwd=None):
    private = os.path.join(CACHE, "apt")
    options = {
        "APT::Architecture": "i386", "APT::Architectures": "i386",
        "APT::Sandbox::User": "root",
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": os.path.join(private, "sources"),
        "Dir::State::lists": os.path.join(private, "lists"),
        "Dir::State::status": "/dev/null",
        "Dir::Cache": os.path.join(private, "cache"),
        "Acquire::Languages": "none", "Acquire::Retries": "1",
        "Acquire::http::Timeout": "15",
    }
    try:
        done = subprocess.run(
            [program, *(f"-o{k}={v}" for k, v in options.items()),
             *arguments], cwd=cwd, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as why:
        raise Missing(f"{program}: {why}") from None
    return done.returncode, done.stdout


def fetch():
    """Leaves the two packages in CACHE/debs."""
    debs = os.path.join(CACHE, "debs")
    for name in ("sources", "lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(CACHE, "apt", name), exist_ok=True)
    sources(os.path.join(CACHE, "apt", "sources"))
    apt("apt-get", "update")  # one list of several that fails is no matter
    _, said = apt("apt-cache", "depends", "linux-image-686")
    image = re.search(r"Depends: (linux-image-\S+-686)\b", said)
    if not image:
        raise Missing("no i386 kernel package linux-image-686 to be had")
    shutil.rmtree(debs, ignore_errors=True)
    os.makedirs(debs)
    status, said = apt("apt-get", "download", image[1], "busybox-static",
                       cwd=debs)
    if status:
        raise Missing("apt-get download: " + said.strip().split("\n")[-1])


def unpack(deb, wanted, folder):
    """Files whose path ends with what is wanted, without their folders."""
    pipe = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb],
                            stdout=subprocess.PIPE)
    with tarfile.open(fileobj=pipe.stdout, mode="r|") as tar:
        for member in tar:
            name = os.path.basename(member.name)
            if member.isfile() and re.search(wanted, member.name):
                data = tar.extractfile(member).read()
                name = "vmlinuz" if name.startswith("vmlinuz") else name
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(data)
    if pipe.wait():
        raise Missing(f"{deb} can't be unpacked")


def files():
    """The folder with vmlinuz, busybox and modules."""
    os.makedirs(CACHE, exist_ok=True)
    folder = os.path.join(CACHE, "linux")
    with open(os.path.join(CACHE, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(folder):
            fetch()
            new = folder + ".new"
            shutil.rmtree(new, ignore_errors=True)
            os.makedirs(new)
            for deb in glob.glob(os.path.join(CACHE, "debs", "*.deb")):
                unpack(deb, r"/bin/busybox$|/vmlinuz-[^/]*$|/(%s)\.ko$" %
                       "|".join(MODULES), new)
            for name in ("vmlinuz", "busybox", "e100.ko", "mii.ko"):
                if not os.path.exists(os.path.join(new, name)):
                    raise Missing(f"the packages have no {name}")
            os.rename(new, folder)
            shutil.rmtree(os.path.join(CACHE, "debs"))
    return folder


# --- the initial RAM disk --------------------------------------------------

INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
insmod /lib/mii.ko
insmod /lib/e100.ko
dmesg -n 1
exec </dev/ttyS0 >/dev/ttyS0 2>&1
stty -echo
echo "@@ READY"
while read -r line; do eval "$line"; echo "@@ $?"; done
"""


def entry(name, mode, data):
    """One file of a cpio archive, format newc."""
    raw = name.encode() + b"\0"
    head = b"070701" + b"%08X" * 13 % (
        0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(raw), 0)
    out = head + raw
    out += b"\0" * (-len(out) % 4)
    return out + data + b"\0" * (-len(data) % 4)


def initrd(folder):
    out = io.BytesIO()
    for name in ("bin", "lib", "proc", "sys", "dev", "tmp"):
        out.write(entry(name, 0o040755, b""))
    with open(os.path.join(folder, "busybox"), "rb") as file:
        out.write(entry("bin/busybox", 0o100755, file.read()))
    out.write(entry("bin/sh", 0o120777, b"busybox"))
    with open(HELPER, "rb") as file:
        out.write(entry("bin/devtest", 0o100755, file.read()))
    for module in glob.glob(os.path.join(folder, "*.ko")):
        with open(module, "rb") as file:
            out.write(entry("lib/" + os.path.basename(module), 0o100644,
                            file.read()))
    out.write(entry("init", 0o100755, INIT.encode()))
    out.write(entry("TRAILER!!!", 0, b""))
    name = path("initrd")
    with open(name, "wb") as file:
        file.write(out.getvalue())
    return name


# --- a unit that runs it ---------------------------------------------------

class Linux:
    count = 0

    def __init__(self, folder, *options, append=""):
        Linux.count += 1
        self.control = path(f"linux{Linux.count}")
        self.process = subprocess.Popen(
            [PIXEMU, "--control=unix:" + self.control,
             "--kernel=" + os.path.join(folder, "vmlinuz"),
             "--initrd=" + initrd(folder),
             "--append=" + " ".join([APPEND, append]), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        self.fd = self.process.stdout.fileno()

    def until(self, text):
        return hostlib.until(self.fd, text.encode(), BOOT_S)

    def booted(self):
        """Everything it said until the shell came."""
        return hostlib.until(self.fd, b"@@ READY\r\n", BOOT_S).decode(
            errors="replace")

    def tell(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def run(self, line, status=0, limit=COMMAND_S):
        """The output of a shell command that ends with `status`."""
        self.tell(line)
        said = b""
        while not re.search(rb"(^|\n)@@ \d+\r\n$", said):
            said += hostlib.until(self.fd, b"\r\n", limit)
        said = said.decode(errors="replace").replace("\r\n", "\n")
        text, got = said.rstrip("\n").rsplit("@@ ", 1)
        if status is not None:
            check(int(got) == status, f"{line!r} ended with {got}: {text}")
        return text

    def wait_for(self, line, wanted, limit=COMMAND_S):
        """Until the command's output is `wanted`."""
        end = time.monotonic() + limit
        while True:
            said = self.run(line, status=None).strip()
            if said == wanted:
                return
            if time.monotonic() > end:
                raise Wrong(f"{line!r}: {said!r} instead of {wanted!r}")
            self.run("sleep 0.3")

    def number(self, line):
        return int(self.run(line))

    def qmp(self):
        return contextlib.closing(Qmp(self.control))

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


# --- another station on its segment ----------------------------------------

def mac(text):
    return bytes.fromhex(text.replace(":", "").replace(".", ""))


class Peer(Plug):
    mac = mac("020000000009")
    ip = bytes([192, 168, 1, 9])

    def __init__(self, cable):
        super().__init__(cable, COMMAND_S)

    def send(self, to, kind, data):
        self.send_frame((to + self.mac + kind + data).ljust(60, b"\0"))

    def answer(self, frame):
        """Whoever forgot this station and asks is told again."""
        if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\1" and \
                frame[38:42] == self.ip:
            self.send(frame[6:12], b"\x08\x06", frame[14:20] + b"\0\2" +
                      self.mac + self.ip + frame[22:32])

    def frames(self, limit=COMMAND_S):
        """Those that come until nothing came for `limit` seconds."""
        while (frame := self.frame(limit)) is not None:
            self.answer(frame)
            yield frame

    def find(self, ip):
        """The address that answers ARP requests for ip."""
        self.send(b"\xff" * 6, b"\x08\x06", b"\0\1\x08\0\6\4\0\1" + self.mac +
                  self.ip + bytes(6) + ip)
        for frame in self.frames():
            if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\2" and \
                    frame[28:32] == ip:
                return frame[22:28]
        raise Wrong("nobody answers ARP")

    def ping(self, ip, to, length, limit=COMMAND_S):
        """An echo request; whether the right reply came from `to`."""
        data = bytes(i & 0xFF for i in range(length))
        echo = b"\x08\0\0\0\x12\x34\0\1" + data
        echo = echo[:2] + checksum_bytes(echo) + echo[4:]
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(echo), 1, 0, 64, 1,
                           0) + self.ip + ip
        head = head[:10] + checksum_bytes(head) + head[12:]
        self.send(to, b"\x08\0", head + echo)
        for frame in self.frames(limit):
            packet = frame[14:14 + struct.unpack(">H", frame[16:18])[0]]
            if frame[12:14] == b"\x08\0" and frame[23] == 1 and \
                    packet[20:21] == b"\0":
                return frame[6:12] == to and packet[28:] == data
        return False
