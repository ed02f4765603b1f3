#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every file:function that docs/architecture.md names is there, and every
folder stands among its rooms."""
import os
import re

text = open("docs/architecture.md", encoding="utf-8").read()
named = sorted(set(re.findall(r"`([\w/.-]+\.[chS])(?::(\w+))?`", text)))
missing = []
for path, function in named:
    if not os.path.exists(path):
        missing.append(path)
    elif function:
        code = open(path, encoding="utf-8").read()
        if not re.search(rf"^[\w *]*\b{function}\(", code, re.M):
            missing.append(f"{path}:{function}")
rooms = re.findall(r"^\| `(\w+/[\w/]+)` \|", text, re.M)
folders = sorted(folder for where in ("host", "guest")
                 for folder, _, files in os.walk(where) if folder != where
                 and any(f.endswith((".c", ".S", ".html")) for f in files))
print("1..3")
for what in missing:
    print("# not there:", what)
print("not ok" if missing else "ok", "1 - what the walk names is there")
print("ok" if len(named) > 25 else "not ok", "2 - the walk was read")
for what in sorted(set(rooms) ^ set(folders)):
    print("# a room or a folder, not both:", what)
print("ok" if sorted(rooms) == folders else "not ok", "3 - every folder is a room")
