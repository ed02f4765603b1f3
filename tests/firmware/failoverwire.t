#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""What guest/failover says on a cable and on interfaces, read by a decoder
that was written from docs/failover.md: all of it, to the last byte."""
import collections
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "host"))
import failoverwire as wire  # noqa: E402
import hostlib  # noqa: E402
from hostlib import check, equal, test  # noqa: E402

BUILD = os.environ.get("PIXEMU_BUILD", "build")
LAN_KEY = b"sesame"


def written(program, option):
    """The lines that a test program writes to a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "lines")
        subprocess.run([os.path.join(BUILD, "tests/unit/guest", program),
                        option, path], check=True)
        with open(path, encoding="ascii") as file:
            return file.read().splitlines()


def captured(program="test_failovertalk"):
    """{"cable": [(sender, channel, bytes)], "lan": ...}"""
    parts, part = {}, None
    for line in written(program, "--capture"):
        if " " not in line:
            part = parts.setdefault(line, [])
            continue
        sender, channel, data = line.split()
        part.append((int(sender), int(channel), bytes.fromhex(data)))
    return parts


def decoded(part, lan):
    """Every message, in order; the senders' secrets are learned from the
    cable as they are told."""
    cables, secrets, messages = [wire.Cable(), wire.Cable()], {}, []
    for sender, channel, data in part:
        if channel < 16:
            keys = [LAN_KEY] if lan else [secrets.get(sender, b"")]
            found = [wire.from_interface(data, keys)]
        else:
            found = list(cables[sender].feed(data))
        for m in found:
            wire.need(m["channel"] == (channel if channel < 16 else
                                       wire.CABLE), "wrong channel")
            wire.need(m["secondary"] == (sender == 1), "wrong unit")
            if m.get("secret", bytes(16)) != bytes(16):
                secrets[sender] = m["secret"]
            messages.append((sender, m))
    return messages


def check_session(messages):
    """Numbers and what the units come to."""
    last, copy = {}, wire.Copy()
    for sender, m in messages:
        equal(m["sequence"], last.get(sender, 0) + 1)
        last[sender] = m["sequence"]
        if m["type"] == "DATA" and sender == 0:
            copy.take(m)
    equal(copy.copies, [b"hostname pix\n"])
    equal(copy.lines, [b"name 10.1.1.9 gateway"])
    hellos = [(s, m) for s, m in messages if m["type"] == "HELLO"]
    first = [m["state"] for s, m in hellos if s == 0]
    second = [m["state"] for s, m in hellos if s == 1]
    equal((first[0], first[-1]), ("negotiating", "standby"))
    equal((second[0], second[-1]), ("negotiating", "active"))
    digests = {s: m["digest"] for s, m in hellos}
    equal(digests[0], digests[1])
    kinds = collections.Counter(m["type"] for _, m in messages)
    check(kinds["ACK"] >= 4 and kinds["REQUEST"] >= 1, kinds)
    # Given back: the new active unit has nothing to copy.
    check(any(m["type"] == "DATA" and m["kind"] == "SAME"
              for s, m in messages if s == 1), "SAME")


def damaged(part):
    """One wrong bit anywhere in a frame is seen."""
    data = next(d for _, c, d in part if c < 16)
    length = int.from_bytes(data[4:6], "big")
    for at in range(length + 16):
        bad = bytearray(data)
        bad[at] ^= 0x10
        try:
            wire.from_interface(bytes(bad), [LAN_KEY])
        except wire.Wrong:
            continue
        raise AssertionError(f"byte {at}")


@test("a pair with a cable: every byte is understood")
def cable():
    check_session(decoded(captured()["cable"], False))


@test("a pair without one: every byte is understood")
def lan():
    check_session(decoded(captured()["lan"], True))


@test("connections on a stateful link: every byte is understood")
def stateful():
    told, again, rounds = wire.Told(), 0, set()
    last = None
    for sender, m in decoded(captured("test_stateful")["state"], False):
        if m["type"] != "STATE":
            continue
        equal(m["channel"], 1)
        if [r["kind"] for r in m["records"]] == ["AGAIN"]:
            equal(sender, last and not last[0])
            again += 1
            continue
        last = sender, m
        told.take(m)
        rounds.add(m["round"])
    equal(last[0], 1)  # the second unit became active
    equal(len(told.there), 49)
    check((("10.0.0.8", 1024), ("8.8.8.8", 23)) in told.there, told.there)
    check((("10.0.0.7", 1024), ("8.8.8.8", 23)) not in told.there, "closed")
    check(again >= 1 and len(rounds) >= 2, again, rounds)


@test("records of a firewall: what its packets were")
def records():
    found = [wire.record(bytes.fromhex(line))
             for line in written("test_state", "--records")]
    equal([r["kind"] for r in found],
          ["XLATE", "TCP", "XLATE", "TCP", "TCP", "NO TCP", "NO XLATE",
           "NO XLATE"])
    xlate, opened, _, shifted, closing, gone = found[:6]
    client, server = ("10.0.0.5", 2000), ("8.8.8.8", 21)
    equal((xlate["real"], xlate["mapped"][0], xlate["interfaces"]),
          (client, "203.0.113.20", (1, 0)))
    equal([xlate[k] for k in ("protocol", "static", "limits", "idle", "age")],
          [6, False, (3, 0), 0, 0])
    equal([e["address"] for e in opened["ends"]], [client, server])
    equal([e["seen"] for e in opened["ends"]], [xlate["mapped"], server])
    equal([e["interface"] for e in opened["ends"]], [1, 0])
    check(opened["ends"][0]["offset"] and not opened["ends"][1]["offset"],
          opened)
    # "PORT 203,0,113,20,4,1" is four characters longer
    equal([e["shift"] for e in shifted["ends"]], [(1001, 0, 4), None])
    equal(closing["ends"][1]["fin"], 9002)
    equal((closing["age"], closing["sent"]), (9, (True, False)))
    equal((gone["from"], gone["to"], gone["interface"]), (client, server, 1))


@test("the decoder sees one wrong bit")
def one_bit():
    damaged(captured()["lan"])


hostlib.main()
