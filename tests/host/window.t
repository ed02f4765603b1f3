#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel in a window, driven by keys and clicks from outside; compared is
the structure that x-panel tells."""
import os
import shutil
import subprocess
import time

from hostlib import (LIMIT_S, Qmp, Skip, check, equal, finish, main, path,
                     start, test, until)

DISPLAY = {}


def display():
    """An X server of our own, started once."""
    for program in ("Xvfb", "xdotool"):
        if not shutil.which(program):
            raise Skip(f"there is no {program}")
    if not DISPLAY:
        told, tell = os.pipe()
        DISPLAY["server"] = subprocess.Popen(
            ["Xvfb", "-displayfd", str(tell), "-screen", "0", "2000x1500x24",
             "-nolisten", "tcp"], pass_fds=[tell], stderr=subprocess.DEVNULL)
        os.close(tell)
        DISPLAY["name"] = ":" + until(told, b"\n", 60).decode().strip()
    return {**os.environ, "DISPLAY": DISPLAY["name"],
            "SDL_VIDEODRIVER": "x11"}


def xdotool(*words):
    return subprocess.run(["xdotool", *words], env=display(), check=True,
                          stdout=subprocess.PIPE, text=True).stdout.split()


def become(qmp, what, wanted):
    """Keys take their time through the server."""
    end = time.monotonic() + LIMIT_S
    while True:
        panel = qmp.ask("x-panel")
        if wanted(panel):
            return panel
        check(time.monotonic() < end, "no", what, "but", panel["focus"],
              panel["overlay"], panel["hint"], panel["text"].strip()[-200:])
        time.sleep(0.02)


def shown(name, *options):
    process = start("--panel", "-C", "unix:" + path(name), "-N", name,
                    "-M", "520", "--net=1:user", *options, env=display())
    qmp = Qmp(path(name))
    window = None
    end = time.monotonic() + LIMIT_S
    while not window and time.monotonic() < end:
        window = subprocess.run(
            ["xdotool", "search", "--name", f"^{name} - "], env=display(),
            stdout=subprocess.PIPE, text=True).stdout.split()
    check(window, "no window")
    xdotool("windowfocus", "--sync", window[0])
    return process, qmp, window[0]


def cable(panel, name):
    return [i for i in panel["items"] if i["name"] == name][0]["cable"]


@test("keys reach the console, and the case after F6")
def keyboard():
    process, qmp, _ = shown("keys")
    until(process.stdout.fileno(), b"ready\r\n")
    xdotool("type", "Hello!")
    become(qmp, "echo", lambda p: "Hello!" in p["text"])
    until(process.stdout.fileno(), b"Hello!")
    xdotool("key", "ctrl+shift+Up", "ctrl+shift+c", "ctrl+shift+v")
    become(qmp, "pasted line", lambda p: "Hello!Hello!" in p["text"])
    xdotool("key", "F6")
    become(qmp, "focus on the drive", lambda p: p["focus"] == "drive")
    for name in ("power", "reset", "failover", "port0", "port1"):
        xdotool("key", "Tab")
        become(qmp, name, lambda p, n=name: p["focus"] == n)
    xdotool("key", "Return")
    become(qmp, "pulled plug", lambda p: cable(p, "port1") == "pulled")
    equal(qmp.ask("x-leds")["ports"][1]["link"], False)
    xdotool("key", "space")
    become(qmp, "plug", lambda p: cable(p, "port1") == "in")
    xdotool("key", "ctrl+shift+p")
    qmp.event("POWERDOWN")
    xdotool("key", "Escape")
    become(qmp, "terminal", lambda p: p["focus"] == "terminal")
    qmp.ask("quit")
    finish(process)


@test("at 200 % a click lands where the picture is")
def twice():
    process, qmp, window = shown("twice")
    for key in ["ctrl+0"] + 4 * ["ctrl+plus"]:
        xdotool("key", key)
        time.sleep(0.1)
    end = time.monotonic() + LIMIT_S
    while "1920" not in xdotool("getwindowgeometry", "--shell",
                                window)[3].split("="):
        check(time.monotonic() < end,
              *xdotool("getwindowgeometry", "--shell", window))
    panel = become(qmp, "power", lambda p: p["items"])
    x, y, w, h = [i for i in panel["items"] if i["name"] == "power"][0]["at"]
    # The picture of a 520 is as wide as the window, and begins at its top.
    time.sleep(0.3)
    xdotool("mousemove", "--sync", "--window", window,
            str(2 * x + w), str(2 * y + h), "click", "1")
    qmp.event("POWERDOWN")
    qmp.ask("quit")
    finish(process)


def diskette_in(panel):
    return [i for i in panel["items"] if i["name"] == "drive"][0]["diskette"]


@test("a diskette goes in and out by keyboard; a bad one is one line")
def diskette():
    with open(path("lab.img"), "wb") as file:
        file.truncate(1474560)
    process, qmp, _ = shown("disk")
    xdotool("key", "ctrl+shift+e")
    become(qmp, "question", lambda p: p["overlay"] == "file")
    xdotool("type", path("la"))
    xdotool("key", "Tab", "Return")
    panel = become(qmp, "diskette", diskette_in)
    equal(diskette_in(panel), path("lab.img"))
    equal(qmp.event("DEVICE_TRAY_MOVED")["data"]["tray-open"], False)
    xdotool("key", "ctrl+shift+e")
    become(qmp, "empty drive", lambda p: not diskette_in(p))
    for name in (path(""), path("missing")):
        xdotool("key", "ctrl+shift+e")
        become(qmp, "question", lambda p: p["overlay"] == "file")
        xdotool("type", name)
        xdotool("key", "Return")
        become(qmp, "complaint", lambda p, n=name: p["hint"].startswith(n))
        check(not diskette_in(qmp.ask("x-panel")), "something is in")
    qmp.ask("quit")
    finish(process)


@test("closing asks, and leaves the console elsewhere alone")
def closing():
    process, qmp, _ = shown("shut")
    until(process.stdout.fileno(), b"ready\r\n")
    xdotool("key", "ctrl+shift+q")
    become(qmp, "question", lambda p: p["overlay"] == "close")
    xdotool("key", "Escape")
    become(qmp, "no question", lambda p: p["overlay"] == "")
    xdotool("key", "ctrl+shift+q")
    become(qmp, "question", lambda p: p["overlay"] == "close")
    xdotool("key", "Tab", "Return")
    become(qmp, "no window", lambda p: not p["shown"])
    process.stdin.write(b"still here")
    process.stdin.flush()
    until(process.stdout.fileno(), b"still here")
    qmp.ask("quit")
    finish(process)


@test("two units of a process have a window each")
def two():
    for name in ("one", "two"):
        with open(path(name + ".ini"), "w", encoding="utf-8") as file:
            file.write(f"[unit]\nmodel=501\npanel=true\npaused=true\n"
                       f"name={name}\ncontrol=unix:{path(name)}\n")
    process = start(path("one.ini"), path("two.ini"), env=display())
    qmp = {name: Qmp(path(name)) for name in ("one", "two")}
    for name in qmp:
        become(qmp[name], "window", lambda p: p["shown"])
    end = time.monotonic() + LIMIT_S
    while True:
        window = subprocess.run(
            ["xdotool", "search", "--name", "^two - "], env=display(),
            stdout=subprocess.PIPE, text=True).stdout.split()
        if window:
            break
        check(time.monotonic() < end, "no window of two")
    xdotool("windowfocus", "--sync", window[0])
    xdotool("key", "ctrl+shift+p")
    qmp["two"].event("POWERDOWN")
    equal(qmp["one"].ask("query-status")["status"], "prelaunch")
    qmp["one"].ask("quit")
    finish(process)


@test("a display that ends takes the window along, and nothing else")
def lost():
    display()  # or skipped
    told, tell = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(tell), "-nolisten",
                               "tcp"], pass_fds=[tell],
                              stderr=subprocess.DEVNULL)
    os.close(tell)
    name = ":" + until(told, b"\n", 60).decode().strip()
    process = start("--panel", "-C", "unix:" + path("lost"),
                    env={**os.environ, "DISPLAY": name,
                         "SDL_VIDEODRIVER": "x11"})
    qmp = Qmp(path("lost"))
    become(qmp, "window", lambda p: p["shown"])
    server.kill()
    server.wait()
    become(qmp, "no window", lambda p: not p["shown"])
    equal(qmp.ask("query-status")["status"], "running")
    qmp.ask("quit")
    said = finish(process)
    equal(said.count("the display is gone"), 1, said)
    check("XIO" not in said, said)


@test("a driver without a connection works, too")
def dummy():
    process = start("--panel", "-C", "unix:" + path("d"), "-S",
                    env={**os.environ, "SDL_VIDEODRIVER": "dummy"})
    qmp = Qmp(path("d"))
    become(qmp, "window", lambda p: p["shown"])
    qmp.ask("quit")
    finish(process)


@test("without a display: one line, nothing is created")
def nowhere():
    environment = {k: v for k, v in os.environ.items()
                   if k not in ("DISPLAY", "WAYLAND_DISPLAY",
                                "SDL_VIDEODRIVER")}
    for more in ({}, {"DISPLAY": ":9999"}, {"WAYLAND_DISPLAY": "none"}):
        process = start("--panel", path("new.flash"),
                        env={**environment, **more})
        said = finish(process, 1)
        equal(said.count("\n"), 1, said)
        check("--console" in said and "screendump" in said, said)
        check(not os.path.exists(path("new.flash")), "a flash file is there")


try:
    main()
finally:
    if "server" in DISPLAY:
        DISPLAY["server"].terminate()
        DISPLAY["server"].wait()
