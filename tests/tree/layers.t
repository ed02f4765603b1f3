#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every include stays in its layer (docs/layers.txt); a planted one is seen."""
import fnmatch
import re
import subprocess

INCLUDE = re.compile(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def rules(path="docs/layers.txt"):
    may, owner, bare = {}, [], []
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if not line:
                continue
            left, right = (part.split() for part in line.split(":", 1))
            if left[0] == "owner":
                owner.append((left[1:], right))
            elif left[0] == "bare":
                bare.append((left[1:], right))
            else:
                may[left[0]] = right
    return may, owner, bare


def room_of(path, rooms):
    """The longest room whose pattern begins the path, and what it matched."""
    parts = path.split("/")[:-1]
    for n in range(len(parts), 0, -1):
        folder = "/".join(parts[:n])
        for room in rooms:
            if room == folder or ("*" in room and
                                  fnmatch.fnmatchcase(folder, room)
                                  and room.count("/") == folder.count("/")):
                return room, folder
    return None, None


def wrong(path, line, law):
    """Why this line must not stand in that file, or None."""
    may, owner, bare = law
    m = INCLUDE.match(line)
    if not m:
        return None
    room, folder = room_of(path, may)
    if room is None:
        return None
    if m[1]:
        target, target_folder = room_of(m[1], may)
        if target is None or target_folder == folder or any(
                fnmatch.fnmatchcase(target_folder, r) for r in may[room]):
            return None
        return f"{folder} may not include {m[1]}"
    name = m[2]
    for headers, owners in owner:
        if any(fnmatch.fnmatchcase(name, h) for h in headers) and any(
                path.startswith(o + "/") for o in owners):
            return None
    for rooms, allowed in bare:
        if room_of(path, rooms)[0] and name not in allowed:
            return f"<{name}> is not for {folder}"
    for headers, owners in owner:
        if any(fnmatch.fnmatchcase(name, h) for h in headers) and not any(
                path == o or path.startswith(o + "/") for o in owners):
            return f"<{name}> belongs to {' '.join(owners)}"
    return None


def offences(files, law):
    for path in files:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if why := wrong(path, line, law):
                    yield f"{path}:{number}: {why}"


def main():
    law = rules()
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard",
                            "*.c", "*.h", "*.S"],
                           capture_output=True, text=True).stdout.split()
    files = [f for f in files if not f.startswith("tests/")]
    found = list(offences(files, law))
    planted = [("devices/uart-16550/x.c", '#include "devices/rtc-mc146818/y.h"'),
               ("devices/uart-16550/x.c", "#include <glib.h>"),
               ("guest/lib/x.c", '#include "machine/model.h"'),
               ("cpu/x.c", '#include "devices/device.h"'),
               ("guest/runtime/x.c", "#include <lwip/tcp.h>"),
               ("guest/net/x.c", "#include <glib.h>"),
               ("host/main.c", "#include <unicorn/unicorn.h>")]
    print("1..3")
    for line in found:
        print("#", line)
    print("not ok" if found else "ok", "1 - every include stays in its layer")
    missed = [p for p in planted if not wrong(*p, law)]
    for p in missed:
        print("# not noticed:", *p)
    print("not ok" if missed else "ok", "2 - a planted offence is noticed")
    print("ok" if len(files) > 40 else "not ok", "3 - the tree was looked at")


main()
