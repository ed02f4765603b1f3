# SPDX-License-Identifier: GPL-2.0-or-later
"""The failover protocol, read from docs/failover.md and from nothing else."""
import hashlib
import hmac
import struct
import zlib

TYPES = {1: "HELLO", 2: "DATA", 3: "ACK", 4: "REQUEST", 5: "STATE"}
STATES = {0: "negotiating", 1: "active", 2: "standby", 3: "failed"}
KINDS = {1: "BEGIN", 2: "TEXT", 3: "END", 4: "COMMAND", 5: "SAME"}
CABLE = 255
ETHERTYPE = 0x88B5


class Wrong(Exception):
    """Not as the document says."""


def need(condition, what):
    if not condition:
        raise Wrong(what)


class Cable:
    """Bytes of one direction of the cable, to messages."""

    def __init__(self):
        self.frame = bytearray()
        self.escaped = False
        self.inside = False

    def feed(self, data):
        for byte in data:
            if byte == 0x7E:
                if self.frame:
                    yield self.message()
                need(not self.escaped, "an escape before a flag")
                self.frame, self.inside = bytearray(), True
            elif self.escaped:
                need(byte in (0x5E, 0x5D), f"{byte:02x} after an escape")
                self.frame.append(byte ^ 0x20)
                self.escaped = False
            elif byte == 0x7D:
                self.escaped = True
            else:
                need(self.inside, "a byte outside of a frame")
                self.frame.append(byte)

    def message(self):
        body, crc = bytes(self.frame[:-4]), bytes(self.frame[-4:])
        need(struct.pack(">I", zlib.crc32(body)) == crc, "wrong CRC")
        need(len(body) <= 1200, "longer than 1,200 bytes")
        return decode(body)


def from_interface(data, keys):
    """What stands behind an Ethernet header; keys: those that may be."""
    need(len(data) >= 36 + 16, "too short")
    length = struct.unpack_from(">H", data, 4)[0]
    need(36 <= length <= 1200 and length + 16 <= len(data), "wrong length")
    body, sent = data[:length], data[length:length + 16]
    need(any(hmac.new(k, body, hashlib.md5).digest() == sent for k in keys),
         "wrong authenticator")
    return decode(body)


def decode(body):
    """A message to a dictionary; every byte is looked at."""
    word, version, kind, length, channel, flags, nonce, challenge, answer, \
        sequence = struct.unpack_from(">HBBHBBQQQI", body)
    need(word == 0x464F and version == 1 and kind in TYPES, "no message")
    need(length == len(body), "wrong length")
    need(flags & ~3 == 0, "unknown flags")
    need(nonce != 0, "no nonce")
    message = {
        "type": TYPES[kind], "channel": channel, "secondary": bool(flags & 1),
        "ask": bool(flags & 2), "nonce": nonce, "challenge": challenge,
        "answer": answer, "sequence": sequence,
    }
    message.update({1: hello, 2: data, 3: ack, 4: request, 5: state}[kind](body[36:],
                                                                 channel))
    return message


def hello(body, channel):
    state, why, licence, flags, term, model, memory, flash, release = \
        struct.unpack_from(">BBBBIIIII", body)
    digest, secret, epoch, active, poll, count = \
        struct.unpack_from(">16s16sIIIB", body, 24)
    need(state in STATES and why <= 8, "unknown values")
    need(licence & ~0x33 == 0 and licence & 3 <= 2, "unknown licence")
    need(flags & ~3 == 0, "unknown flags")
    need((why != 0) == (STATES[state] == "failed"), "failed without reason")
    need(count <= 16 and len(body) == 69 + 8 * count, "wrong length")
    need(channel == CABLE or secret == bytes(16), "a secret on an interface")
    need(channel != CABLE or secret != bytes(16), "no secret on the cable")
    interfaces = []
    for i in range(count):
        condition, link, mac = struct.unpack_from(">BB6s", body, 69 + 8 * i)
        need(condition <= 6 and link <= 1, "unknown interface state")
        interfaces.append((condition, mac.hex()))
    return {"state": STATES[state], "why": why, "licence": licence,
            "copying": bool(flags & 1), "changed": bool(flags & 2),
            "term": term, "model": model, "memory": memory, "flash": flash,
            "release": release, "digest": digest, "secret": secret,
            "epoch": epoch, "active": active, "poll": poll,
            "interfaces": interfaces}


def data(body, _):
    epoch, number, kind = struct.unpack_from(">IIB", body)
    rest = body[9:]
    need(epoch != 0 and number >= 1 and kind in KINDS, "unknown DATA")
    need((number == 1) == (KINDS[kind] in ("BEGIN", "SAME")), "wrong number")
    message = {"epoch": epoch, "number": number, "kind": KINDS[kind]}
    if KINDS[kind] == "BEGIN":
        need(len(rest) == 21, "wrong length")
        message["length"], message["md5"], form = struct.unpack(">I16sB",
                                                                rest)
        need(form == 1, "unknown form of TEXT")
    elif KINDS[kind] == "SAME":
        need(len(rest) == 16, "wrong length")
        message["md5"] = rest
    elif KINDS[kind] == "END":
        need(not rest, "wrong length")
    else:
        need(1 <= len(rest) <= (1024 if KINDS[kind] == "TEXT" else 511),
             "wrong length")
        message["text"] = rest
    return message


def unpacked(piece, before):
    """What a piece of packed text brings behind what came before it."""
    text, at = bytearray(before), 0
    while at < len(piece):
        first = piece[at]
        if first < 0x80:
            need(at + 2 + first <= len(piece), "a part is cut")
            text += piece[at + 1:at + 2 + first]
            at += 2 + first
            continue
        need(at + 3 <= len(piece), "a part is cut")
        up = int.from_bytes(piece[at + 1:at + 3], "big")
        need(1 <= up <= len(text), "from nowhere")
        for _ in range(first - 0x7C):
            text.append(text[-up])
        at += 3
    return bytes(text[len(before):])


def ack(body, _):
    need(len(body) == 9 and body[8] <= 2, "wrong ACK")
    epoch, number, verdict = struct.unpack(">IIB", body)
    return {"epoch": epoch, "number": number, "verdict": verdict}


def request(body, _):
    need(len(body) == 1 and body[0] in (1, 2, 3), "wrong REQUEST")
    return {"what": body[0]}


# --- STATE -----------------------------------------------------------------

RECORDS = {1: ("XLATE", 38), 2: ("TCP", 84), 3: ("NO XLATE", 18),
           4: ("NO TCP", 16), 5: ("END", 2), 6: ("UP TIME", 6),
           7: ("AGAIN", 2)}


def state(body, _):
    stream, number, rounds = struct.unpack_from(">IIB", body)
    need(stream != 0 and number != 0 and rounds != 0, "unknown STATE")
    rest, found = body[9:], []
    need(rest, "no record")
    while rest:
        need(len(rest) >= 2 and 2 <= rest[1] <= len(rest), "a cut record")
        found.append(record(rest[:rest[1]]))
        rest = rest[rest[1]:]
    return {"stream": stream, "number": number, "round": rounds,
            "records": found}


def record(data):
    """A record to a dictionary."""
    need(data[0] in RECORDS, "unknown record")
    kind, length = RECORDS[data[0]]
    need(len(data) == data[1] == length, f"a {kind} of {len(data)} bytes")
    reader = {"XLATE": xlate, "TCP": tcp, "NO XLATE": no_xlate,
              "NO TCP": no_tcp}.get(kind)
    found = {"kind": kind}
    if kind == "UP TIME":
        found["seconds"], = struct.unpack_from(">I", data, 2)
    elif reader:
        found.update(reader(data))
    return found


def text_of(address):
    return ".".join(str(b) for b in address)


def check_protocol(protocol, *ports):
    need(protocol in (0, 1, 6, 17), "unknown protocol")
    need(protocol or not any(ports), "ports of a whole address")


def xlate(data):
    real_if, mapped_if, protocol, flags, port, mapped_port, real, mapped, \
        most, embryonic, idle, age, chosen_by = \
        struct.unpack_from(">BBBBHH4s4sIIIII", data, 2)
    need(flags & ~15 == 0, "unknown flags")
    check_protocol(protocol, port, mapped_port)
    need(not flags & 4 or real == mapped, "not itself")
    return {"interfaces": (real_if, mapped_if), "protocol": protocol,
            "static": bool(flags & 1), "norandomseq": bool(flags & 2),
            "identity": bool(flags & 4), "real": (text_of(real), port),
            "mapped": (text_of(mapped), mapped_port),
            "dns": bool(flags & 8), "list": chosen_by,
            "limits": (most, embryonic), "idle": idle, "age": age}


def tcp(data):
    flags, zero, idle, age, passed = struct.unpack_from(">BBIII", data, 2)
    need(flags & ~7 == 0 and zero == 0, "unknown flags")
    ends = []
    for at in (16, 50):
        interface, mine, port, seen_port, ip, seen, offset, fin, mark, \
            before, behind = struct.unpack_from(">BBHH4s4sIIIii", data, at)
        need(mine & ~7 == 0, "unknown flags of an end")
        need(port and seen_port, "port 0")
        ends.append({"interface": interface, "address": (text_of(ip), port),
                     "seen": (text_of(seen), seen_port), "offset": offset,
                     "fin": fin if mine & 1 else None,
                     "acknowledged": bool(mine & 2),
                     "shift": (mark, before, behind) if mine & 4 else None})
    return {"sent": (bool(flags & 1), bool(flags & 2)),
            "letter": bool(flags & 4), "idle": idle, "age": age,
            "bytes": passed, "ends": ends}


def no_xlate(data):
    interface, protocol, port, ip, real, chosen_by = \
        struct.unpack_from(">BBH4s4sI", data, 2)
    check_protocol(protocol, port)
    return {"interface": interface, "protocol": protocol,
            "mapped": (text_of(ip), port), "real": text_of(real),
            "list": chosen_by}


def no_tcp(data):
    interface, zero, port, other_port, ip, other = \
        struct.unpack_from(">BBHH4s4s", data, 2)
    need(zero == 0, "unknown flags")
    return {"interface": interface, "from": (text_of(ip), port),
            "to": (text_of(other), other_port)}


class Told:
    """What a stream of STATE amounts to: connections, as the one who began
    and his goal."""

    def __init__(self):
        self.stream = self.round = None
        self.number, self.missed, self.there = 0, False, {}

    def take(self, m):
        if m["stream"] != self.stream:
            self.stream, self.round, self.number = m["stream"], None, 0
        gap = m["number"] != self.number + 1
        self.number = m["number"]
        if m["round"] != self.round:
            self.round, self.missed = m["round"], False
        self.missed |= gap
        for r in m["records"]:
            self.obey(r)

    def obey(self, r):
        if r["kind"] == "TCP":
            began, other = r["ends"]
            self.there[began["address"], other["seen"]] = self.round
        elif r["kind"] == "NO TCP":
            self.there.pop((r["from"], r["to"]), None)
        elif r["kind"] == "END" and not self.missed:
            self.there = {k: v for k, v in self.there.items()
                          if v == self.round}


class Copy:
    """What a stream of DATA amounts to: the configuration at its end."""

    def __init__(self):
        self.epoch = self.next = None
        self.text, self.begin, self.copies, self.lines = b"", None, [], []

    def take(self, m):
        if m["kind"] in ("BEGIN", "SAME"):
            if m["epoch"] != self.epoch:
                self.epoch, self.next, self.text = m["epoch"], 2, b""
                self.begin = m
            return
        if m["epoch"] != self.epoch or m["number"] != self.next:
            return
        self.next += 1
        if m["kind"] == "TEXT":
            self.text += unpacked(m["text"], self.text)
            need(len(self.text) <= self.begin["length"], "more than was said")
        elif m["kind"] == "COMMAND":
            self.lines.append(m["text"])
        else:
            need(len(self.text) == self.begin["length"], "text cut short")
            need(hashlib.md5(self.text).digest() == self.begin["md5"],
                 "another text")
            self.copies.append(self.text)
