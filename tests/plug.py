# SPDX-License-Identifier: GPL-2.0-or-later
"""Sockets of a running pixemu: how a test gets at them, and frames on those
that are network cables."""
import select
import socket
import struct
import time

LIMIT_S = 20


def connect(name, limit=LIMIT_S):
    """A socket to whoever listens there, now or soon."""
    end = time.monotonic() + limit
    while True:
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(limit)
        try:
            wire.connect(name)
            return wire
        except OSError:
            wire.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def ip_bytes(text):
    return socket.inet_aton(text)


def checksum(data):
    """Of the Internet protocols: what a header has to say, or 0 of one that
    says it."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def checksum_bytes(data):
    return struct.pack(">H", checksum(data))


class Plug:
    """The far end of a listen: port, where a frame stands behind its length."""

    def __init__(self, name, limit=LIMIT_S):
        self.wire, self.buffer = connect(name, limit), b""

    def send_frame(self, frame):
        self.wire.sendall(struct.pack(">I", len(frame)) + frame)

    def frame(self, wait):
        """The next one; None: it did not come in so many seconds."""
        while True:
            n = struct.unpack(">I", self.buffer[:4])[0] + 4 \
                if len(self.buffer) >= 4 else 4
            if len(self.buffer) >= n > 4:
                frame, self.buffer = self.buffer[4:n], self.buffer[n:]
                return frame
            if not select.select([self.wire], [], [], wait)[0]:
                return None
            some = self.wire.recv(65536)
            if not some:
                raise ConnectionError("the cable is gone")
            self.buffer += some

    def close(self):
        self.wire.close()
