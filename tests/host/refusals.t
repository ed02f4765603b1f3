#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad input: one line that names the thing, status 1, nothing touched."""
import os
import shutil
import socket
import subprocess

import hostlib
from hostlib import check, equal, path, test

FLASH_525 = 16 * 1024 * 1024


def refused(*options, names, bios=True):
    before = listing()
    command = [hostlib.PIXEMU, *([f"--bios={hostlib.rom()}"] if bios else []),
               *options]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=hostlib.LIMIT_S)
    equal(done.returncode, 1, "status " + done.stderr)
    equal(done.stdout, "")
    check(done.stderr.startswith("pixemu: "), done.stderr)
    equal(done.stderr.count("\n"), 1, done.stderr)
    check(len(done.stderr) > len("pixemu: ") + len(names), done.stderr)
    check(names in done.stderr, done.stderr, "does not name", names)
    equal(listing(), before, "files")


def listing():
    found = {}
    for name in sorted(os.listdir(hostlib.folder.name)):
        st = os.lstat(path(name))
        found[name] = (st.st_size, st.st_mtime_ns, st.st_ino, st.st_mode)
    return found


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data)
    return path(name)


hostlib.rom()


@test("an option that does not exist")
def option():
    refused("--modle=525", path("a.flash"), names="--model")


@test("a name with line ends and escapes in it: still one line")
def control_characters():
    refused("--model=5\n2\x1b[2J5", path("a.flash"), names="5?2?[2J5")


@test("a trace of what is not there, without words, into a folder")
def trace():
    refused("--trace=nic,nics", path("a.flash"), names="nics")
    refused("--trace=", path("a.flash"), names="--trace")
    refused("--trace-file=" + path("t"), path("a.flash"), names="--trace=help")
    refused("--trace=nic", "--trace-file=" + hostlib.folder.name,
            path("a.flash"), names="--trace-file")
    refused("--trace=nic", "--trace-file=" + path("t"), "--console=unix:/no/x",
            path("a.flash"), names="/no/x")


@test("a seed that is no number")
def seed():
    refused("--seed=x", path("a.flash"), names="--seed=x")


@test("a model that does not exist")
def model():
    refused("--model=526", path("a.flash"), names="526")


@test("a BIOS that is not there, unreadable, or no ROM")
def bios():
    for name in ("missing.bin", write("short.bin", b"x" * 1000),
                 hostlib.folder.name, "/dev/null"):
        refused(f"--bios={name}", path("a.flash"), names=name, bios=False)
    fifo = path("fifo")
    os.mkfifo(fifo)
    refused(f"--bios={fifo}", path("a.flash"), names=fifo, bios=False)


@test("an expansion ROM that is not there, or none")
def option_rom():
    for name in ("missing.rom", write("foreign.rom", b"x" * 1024),
                 write("odd.rom", b"\x55\xaa" + bytes(1000)),
                 write("big.rom", b"\x55\xaa" + bytes(1 << 20)),
                 hostlib.folder.name, "/dev/null"):
        refused(f"--option-rom={name}", path("a.flash"), names=name)


@test("a diskette that is not there, none, of an odd size; a unit without drive")
def diskette():
    good = write("good.img", bytes(1474560))
    fifo = path("drive")
    os.mkfifo(fifo)
    for name in ("missing.img", write("odd.img", b"x" * 1000),
                 write("long.img", bytes(1474560 + 512)),
                 hostlib.folder.name, "/dev/null", fifo):
        refused("--model=520", f"--floppy={name}", path("a.flash"),
                names=name)
    refused("--model=525", f"--floppy={good}", path("a.flash"),
            names="PIX-525")
    if os.geteuid():  # root may read anything
        os.chmod(good, 0)
        refused("--model=520", f"--floppy={good}", path("a.flash"),
                names=good)


@test("without --bios it is the one beside the program, or none")
def beside():
    os.makedirs(path("prefix/bin"))
    program = shutil.copy(hostlib.PIXEMU, path("prefix/bin"))
    done = subprocess.run([program, path("a.flash")], text=True,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    equal(done.returncode, 1)
    check("pixbios.bin" in done.stderr and "--bios" in done.stderr,
          done.stderr)
    for place in ("share/pixemu", "bin/software"):
        os.makedirs(path(f"prefix/{place}"))
        rom = shutil.copy(hostlib.rom(), path(f"prefix/{place}/pixbios.bin"))
        process = subprocess.Popen([program], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        hostlib.until(process.stdout.fileno(), b"ready\r\n")
        process.terminate()
        hostlib.finish(process)
        os.remove(rom)


@test("a flash file of the wrong size")
def size():
    refused(write("odd.flash", bytes(12345)), names="odd.flash")


@test("a flash file of another model")
def other_model():
    process = hostlib.start("-M", "506", "-c", "none", "-C",
                            "unix:" + path("q"), path("six.flash"))
    hostlib.Qmp(path("q")).ask("quit")
    hostlib.finish(process)
    refused("-M", "515", path("six.flash"), names="506")


@test("a flash file in a folder that is not there, or that is one, or a link")
def place():
    refused(path("no/such.flash"), names="there is no folder " + path("no"))
    os.symlink(path("gone"), path("link.flash"))
    refused(path("link.flash"), names="is a link")
    os.mkdir(path("d.flash"))
    refused(path("d.flash"), names="d.flash")


@test("a flash file in use by another pixemu")
def locked():
    process = hostlib.start("-c", "none", "-C", "unix:" + path("l"),
                            path("busy.flash"))
    qmp = hostlib.Qmp(path("l"))
    refused(path("busy.flash"), names="busy.flash")
    qmp.ask("quit")
    hostlib.finish(process)


@test("a cable for an interface that is not there")
def interface():
    refused("-n", "9:none", path("a.flash"), names="9")
    refused("--mac=9:00:90:27:01:02:03", path("a.flash"), names="--mac=9")


@test("a cable to a file that is no socket, or one that only its owner may use")
def connect():
    refused("-n", f"1:connect:{write('notes', b'x')}", path("a.flash"),
            names="notes exists and is no socket")
    if not os.geteuid():
        return  # who may use any
    server = socket.socket(socket.AF_UNIX)
    server.bind(path("theirs"))
    server.listen()
    os.chmod(path("theirs"), 0)
    refused("-n", f"1:connect:{path('theirs')}", path("a.flash"),
            names="theirs: no permission")
    server.close()


@test("a malformed port")
def port():
    refused("-n", "1:usr", path("a.flash"), names="usr")
    refused("-n", "user", path("a.flash"), names="--net=user")


@test("a port in use leaves a new and an old flash file as they were")
def port_in_use():
    server = socket.socket(socket.AF_UNIX)
    server.bind(path("wire"))
    server.listen()
    refused("-n", f"1:listen:{path('wire')}", path("a.flash"), names="wire")
    old = write("old.flash", b"\xff" * FLASH_525)
    with open(old, "rb") as file:
        before = file.read()
    os.utime(old, ns=(10**18, 10**18))
    listed = listing()
    subprocess.run([hostlib.PIXEMU, f"--bios={hostlib.rom()}", "-n",
                    f"1:listen:{path('wire')}", old],
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   timeout=hostlib.LIMIT_S)
    with open(old, "rb") as file:
        check(file.read() == before, "the old flash file was changed")
    equal(sorted(listing()), sorted(listed))
    server.close()


@test("a refused start leaves what a record or a trace is to be written over")
def written_over():
    old = write("old.pcap", b"precious"), write("old.trace", b"precious")
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    refused(f"-n0:pcap:{old[0]}", f"-n1:pcap:{path('new.pcap')}",
            "--trace=all", f"--trace-file={old[1]}", "-c",
            f"tcp:127.0.0.1:{port}", path("a.flash"), names="in use")
    refused(f"-n0:pcap:{old[0]}", "--trace=all", f"--trace-file={old[1]}",
            path("x" * 256), names="xxx")
    server.close()


@test("nothing is written over a unit's own flash file")
def own_flash():
    flash = write("own.flash", b"\xff" * FLASH_525)
    for option in ("--net=0:pcap:" + flash, "--console=none,log=" + flash,
                   "--trace-file=" + flash):
        done = subprocess.run(
            [hostlib.PIXEMU, f"--bios={hostlib.rom()}", "--trace=all", option,
             flash], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=hostlib.LIMIT_S)
        equal(done.returncode, 1, option)
        check("in use" in done.stderr, done.stderr)
        with open(flash, "rb") as file:
            check(file.read() == b"\xff" * FLASH_525, option)


@test("a trace into a FIFO that nobody reads")
def trace_fifo():
    os.mkfifo(path("trace.fifo"))
    refused("--trace=all", "--trace-file=" + path("trace.fifo"),
            path("a.flash"), names="nobody reads it")


@test("a control socket in use, or a file that is none")
def control():
    server = socket.socket(socket.AF_UNIX)
    server.bind(path("taken"))
    server.listen()
    refused("-C", "unix:" + path("taken"), path("a.flash"), names="taken")
    server.close()
    refused("-C", "unix:" + write("plain", b"text"), path("a.flash"),
            names="plain")
    refused("-C", "unix:" + path("x" * 120), path("a.flash"), names="xxx")


@test("a console that cannot be opened")
def console():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    port = server.getsockname()[1]
    log = "log=" + path("never.log")
    refused("-c", f"telnet:127.0.0.1:{port},{log}", path("a.flash"),
            names="in use")
    refused("-c", f"tcp:192.0.2.1:4,{log}", path("a.flash"),
            names="192.0.2.1")
    refused("-c", "tcp:no.such.host.invalid:4", path("a.flash"),
            names="no.such.host")
    server.close()
    server = socket.socket(socket.AF_UNIX)
    server.bind(path("line"))
    server.listen()
    refused("-c", f"unix:{path('line')},{log}", path("a.flash"), names="line")
    server.close()
    refused("-c", "unix:" + path("x" * 120), path("a.flash"), names="xxx")
    refused("-c", "serial:" + path("none"), path("a.flash"), names="none")
    refused("-c", "serial:/dev/null", path("a.flash"), names="serial port")
    refused("-c", "none,log=" + path("no/such"), path("a.flash"),
            names="no/such")


@test("more memory than a board can have")
def memory():
    refused("-m", "4096", path("a.flash"), names="4096")


@test("a kernel that is none, or is not there")
def kernel():
    refused("--kernel=" + write("none", b"x" * 4096), path("a.flash"),
            names="none")
    refused("--kernel=" + path("missing"), path("a.flash"), names="missing")
    refused("--append=quiet", path("a.flash"), names="--kernel")


@test("cards and slots that do not exist")
def cards():
    refused("--card=1fe", names="--card=0:1fe")
    refused("--card=9:1fe", path("a.flash"),
            names="no slot 9, its last is 2")
    refused("--model=501", "--card=60:1fe", names="no slots")
    refused("--card=3:1fe", path("a.flash"), names="no slot 3")
    refused("--model=506", "--card=0:1fe", path("a.flash"), names="no slots")
    refused("--card=0:1ge-66", names="not modelled yet")
    refused("--card=0:2fe", names="1fe")
    refused("--card=0:4fe", "--card=0:1fe", names="slot 0 already")
    refused("--model=535", *(f"--card={n}:4fe" for n in range(5)),
            path("a.flash"), names="20 interfaces")
    refused("--card=0:1fe", "--net=3:none", path("a.flash"), names="net")


@test("make pair whose port is taken: no unit without its segments")
def pair():
    folder = path("pair")
    os.mkdir(folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [os.path.abspath("mk/pair"), os.path.dirname(hostlib.PIXEMU)],
            cwd=folder, env=dict(os.environ, PORT="0", WEB=str(port)),
            stdin=subprocess.DEVNULL, text=True, capture_output=True,
            timeout=hostlib.LIMIT_S, check=False)
    equal(done.returncode, 1, done.stderr)
    equal(done.stdout, "")
    check(f"port {port}" in done.stderr and "WEB=" in done.stderr,
          done.stderr)
    shutil.rmtree(folder)


@test("help for which there is no room")
def full():
    with open("/dev/full", "w", encoding="ascii") as full_disk:
        done = subprocess.run([hostlib.PIXEMU, "--help"], text=True,
                              stdout=full_disk, stderr=subprocess.PIPE)
    equal(done.returncode, 1)
    equal(done.stderr, "pixemu: standard output: No space left on device\n")


hostlib.main()
