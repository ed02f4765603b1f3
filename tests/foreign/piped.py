# SPDX-License-Identifier: GPL-2.0-or-later
"""A program whose console is its standard input and output."""
import os
import re
import select
import subprocess
import time

LIMIT_S = 120


class Console:
    def __init__(self, *command):
        self.seen = ""
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)

    def until(self, pattern, limit=LIMIT_S):
        """What came up to the end of a pattern; "" when it does not come."""
        end = time.monotonic() + limit
        while True:
            found = re.search(pattern, self.seen)
            if found:
                text = self.seen[:found.end()]
                self.seen = self.seen[found.end():]
                return text
            left = end - time.monotonic()
            out = self.process.stdout
            ready = select.select([out], [], [], max(left, 0))[0]
            data = os.read(out.fileno(), 65536) if ready else b""
            if not data:
                return ""
            self.seen += data.decode("latin-1").replace("\r", "")

    def type(self, text):
        self.process.stdin.write(text.encode("latin-1"))
        self.process.stdin.flush()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
