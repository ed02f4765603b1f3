#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The monitor downloads from TFTP servers that nobody here wrote: libslirp's,
tftpd-hpa and dnsmasq.  Each hands out an image whole; a file it may not read,
or that is not there, is -10.

The latter two run in a network namespace behind a tap port, which only root
can make; tftpd-hpa's package is unpacked beside the build, not installed, so
that no server starts on this computer."""
import atexit
import functools
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "firmware"))
import wire  # noqa: E402
import hostlib  # noqa: E402
from debian import packaged  # noqa: E402
from hostlib import Skip, check, path, test  # noqa: E402

BLOCKS = 300
SERVER = "192.168.1.2"
SPACE = f"pixemu-tftp-{os.getpid()}"
INSIDE = ("ip", "netns", "exec", SPACE)
AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


def run(*words):
    return subprocess.run(words, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def folder():
    """With an image that anybody may read and one that nobody may."""
    here = path("files")
    if not os.path.exists(here):
        os.chmod(hostlib.folder.name, 0o777)
        os.mkdir(here)
        for name, mode in (("whole.bin", 0o644), ("secret.bin", 0)):
            with open(os.path.join(here, name), "wb") as file:
                file.write(wire.image(BLOCKS))
            os.chmod(os.path.join(here, name), mode)
    return here


def session(unit):
    unit.type("address 192.168.1.1")
    unit.type("server " + SERVER)
    for name in ("secret.bin", "missing.bin"):
        unit.type("file " + name)
        said = unit.type("tftp")
        check(said.startswith(f"tftp {name}@{SERVER}<-10>\nThe server "), said)
    unit.type("file whole.bin")
    said = unit.type("tftp")
    check(f"\nReceived {BLOCKS * 512} bytes\n\n"
          "Image 6.2(1) can't be started over the network.\n" in said, said)
    unit.close()


@functools.cache
def lacks_namespace():
    """Makes one with the tap interface `pix` and the server's address; what
    is in the way, or ""."""
    if os.getuid() != 0:
        return "only root can make a network namespace"
    if not shutil.which("ip") or run("ip", "netns", "add", SPACE).returncode:
        return "no network namespaces here"
    atexit.register(run, "ip", "netns", "delete", SPACE)
    for words in (("tuntap", "add", "pix", "mode", "tap"),
                  ("address", "add", SERVER + "/24", "dev", "pix"),
                  ("link", "set", "lo", "up"), ("link", "set", "pix", "up")):
        done = run(*INSIDE, "ip", *words)
        if done.returncode:
            return "no tap interfaces here: " + done.stdout.strip()
    return ""


def namespace():
    if why := lacks_namespace():
        raise Skip(why)


def with_server(*command):
    server = subprocess.Popen([*INSIDE, *command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + hostlib.LIMIT_S
        while ":69 " not in run(*INSIDE, "ss", "-lnu").stdout:
            check(server.poll() is None, "it ended:",
                  server.poll() is not None and server.stdout.read())
            check(time.monotonic() < until, "it does not listen")
            time.sleep(0.05)
        session(wire.Monitor(port="tap:pix", under=INSIDE))
    finally:
        server.kill()
        server.communicate()


def tftpd():
    """The program, from the system or from Debian's package."""
    if found := shutil.which("in.tftpd", path="/usr/sbin:/usr/bin"):
        return found
    program = packaged("tftpd-hpa", "/in.tftpd")
    if b"not found" in subprocess.run(["ldd", program], check=False,
                                      capture_output=True).stdout:
        raise Skip("a library of tftpd-hpa is missing")
    return program


@test("libslirp's server")
def slirp():
    under = AS_NOBODY if os.getuid() == 0 else ()
    if under and run(*under, "test", "-x", hostlib.PIXEMU).returncode:
        raise Skip("root reads everything, and nobody can't start pixemu here")
    session(wire.Monitor(port="user,tftp=" + folder(), under=under))


@test("tftpd-hpa behind a tap port")
def hpa():
    program = tftpd()
    namespace()
    with_server(program, "--listen", "--foreground", "--address",
                SERVER + ":69", "--secure", "--user", "nobody", folder())


@test("dnsmasq behind a tap port", "dnsmasq")
def dnsmasq():
    namespace()
    with_server("/usr/sbin/dnsmasq", "--keep-in-foreground", "--port=0",
                "--conf-file=/dev/null", "--user=nobody", "--pid-file=",
                "--enable-tftp", "--tftp-root=" + folder())


hostlib.main()
