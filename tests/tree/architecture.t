#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every file:function that docs/architecture.md names is there."""
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
print("1..2")
for what in missing:
    print("# not there:", what)
print("not ok" if missing else "ok", "1 - what the walk names is there")
print("ok" if len(named) > 25 else "not ok", "2 - the walk was read")
