#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Table 11-2 over the wire: every code of it is provoked by a packet of a
server that lies, while the ROM's monitor downloads from it.  The file is an
image nothing of which can be started, so that the monitor verifies its digest
and then takes the next command."""
import struct

import wire
from hostlib import check, equal, test
from wire import ACK, DATA, ERROR, OACK, READ, WRITE

NO_LOADER = "Image 6.2(1) can't be started over the network.\n"
BLOCKS = 6  # and an empty one

unit = server = None


def fetch(trick=None):
    """-> what stands between the command's own line and the verdict."""
    server.trick, server.requests = trick, 0
    said = unit.type("tftp")
    begin = "tftp any.bin@192.168.1.2"
    check(said.startswith(begin), repr(said))
    return said[len(begin):]


def whole(marks):
    return f"{marks}\nReceived {BLOCKS * 512} bytes\n\n{NO_LOADER}"


def once(spoil, when=2):
    """A trick that spoils one packet just before block `when` + 1."""
    done = []

    def trick(s, opcode, block):
        if opcode == ACK and block == when and not done:
            done.append(True)
            spoil(s)
        return False
    return trick


def next_block(s, block=3):
    return struct.pack(">HH", DATA, block) + b"lies" * 128


def survives(title, mark, *spoilers):
    @test(title)
    def run():
        for spoil in spoilers:
            equal(fetch(once(spoil)), whole(f"A..{mark}....."), title)


@test("an honest server: a dot a block, and an A for ARP")
def honest():
    global unit, server
    unit = wire.Monitor()
    server = wire.TftpServer(unit.wire, wire.image(BLOCKS))
    server.start()
    unit.type("address 192.168.1.1")
    unit.type("server 192.168.1.2")
    unit.type("file any.bin")
    equal(unit.type("trace"), "trace on\n")
    equal(fetch(), whole("A......."))
    equal((server.name, server.requests), ("any.bin", 1))


@test("a digest that is wrong would be noticed")
def wrong_digest():
    good = server.contents
    server.contents = good[:2000] + bytes([good[2000] ^ 1]) + good[2001:]
    said = fetch()
    server.contents = good
    check("Checksum verification on the image failed." in said, said)


@test("-1: nothing comes; the last message is sent again")
def timeout():
    silent = []

    def trick(s, opcode, block):
        if (opcode, block) in ((READ, 0), (ACK, 2)) and \
                block not in silent:
            silent.append(block)
            return True
        return False
    unit.type("timeout 1")
    equal(fetch(trick), whole("AT<-1>..T<-1>....."))
    equal(server.requests, 2)
    unit.type("timeout 20")


survives(
    "2: too short for TFTP", "<2>",
    lambda s: s.tftp(b""),
    lambda s: s.tftp(b"\0\3"),
    lambda s: s.send_ip(wire.ip_packet(s.ip, s.client_ip, wire.UDP, b"")),
    lambda s: s.send_ip(s.udp(next_block(s))[:300]))

survives(
    "3: from another host than the server", "<3>",
    lambda s: s.tftp(next_block(s), source="192.168.1.3"))


def with_ihl(ihl):
    def spoil(s):
        good = s.udp(next_block(s))
        s.send_ip(wire.ip_packet(s.ip, s.client_ip, wire.UDP, good[20:],
                                 ihl=ihl))
    return spoil


survives("4: an IP header too short to be one", "<4>",
         with_ihl(4), with_ihl(0))

survives(
    "5: not UDP", "<5>",
    lambda s: s.send_ip(wire.ip_packet(s.ip, s.client_ip, wire.ICMP,
                                       b"\x08\0\xf7\xff" + bytes(60))),
    lambda s: s.send_ip(wire.ip_packet("10.9.8.7", s.client_ip, 89,
                                       bytes(60))))

survives(
    "6: not for our address", "<6>",
    lambda s: s.tftp(next_block(s), target="192.168.1.77"),
    lambda s: s.tftp(next_block(s), target="255.255.255.255"))

survives(
    "7: ports that are not this download's", "<7>",
    lambda s: s.tftp(next_block(s), dport=s.client_port ^ 1),
    lambda s: s.tftp(next_block(s), sport=4711))

survives(
    "8: a checksum that is wrong", "<8>",
    lambda s: s.tftp(next_block(s), flip=0x100))

survives(
    "11: out of sequence: one before its turn, one twice, one of long ago",
    "<11>",
    lambda s: s.tftp(next_block(s, 5)),
    lambda s: s.tftp(next_block(s, 1)))

survives(
    "a frame that is not IP: its type in parentheses", "(88cc)",
    lambda s: s.send(b"\x88\xcc" + bytes(60)),
    lambda s: s.send(b"\x88\xcc" + bytes(60), wire.BROADCAST))


@test("11: a block sent twice is acknowledged twice")
def twice():
    server.acks = []
    # The second acknowledgement of block 2 brings block 3 once more.
    equal(fetch(once(lambda s: s.send_block(2))),
          whole("A..<11>.<11>.<11>.<11>.<11>."))


@test("9: an opcode nobody asked for ends the download")
def opcode():
    for message in (struct.pack(">H", OACK) + b"blksize\0001024\0",
                    struct.pack(">H", WRITE) + b"f\0octet\0",
                    struct.pack(">HH", 0, 3)):
        said = fetch(once(lambda s: s.tftp(message)))
        equal(said, "A..<9>\nUnexpected TFTP code "
                    f"{message[1]} from the server.\n")


@test("10: an error message ends the download")
def error():
    message = struct.pack(">HH", ERROR, 3) + b"disk \x1b[31mon fire\0"
    equal(fetch(once(lambda s: s.tftp(message))),
          "A..<10>\nThe server reports error 3: disk [31mon fire\n")


@test("-10: no such file, or one that nobody may read, ends it")
def missing():
    for number in (0, 1, 2):
        def refuse(s, *_):
            s.tftp(struct.pack(">HH", ERROR, number) + b"no\0")
            return True
        equal(fetch(refuse), "A<-10>\n" + (
            "The server has no such file, or may not read it.\n" if number
            else "The server reports error 0: no\n"))


@test("random bad blocks look as the manual shows, all dots stay")
def random_bad():
    def trick(s, opcode, block):
        if opcode == ACK and block in (1, 2, 4):
            s.tftp(next_block(s, block + 2))
        return False
    equal(fetch(trick), whole("A.<11>.<11>..<11>..."))


@test("without tracing the same packets leave dots alone")
def untraced():
    equal(unit.type("trace"), "trace off\n")
    for spoil in (lambda s: s.tftp(b""),
                  lambda s: s.tftp(next_block(s), source="192.168.1.3"),
                  with_ihl(4),
                  lambda s: s.tftp(next_block(s), target="192.168.1.77"),
                  lambda s: s.tftp(next_block(s), sport=4711),
                  lambda s: s.tftp(next_block(s), flip=0x100),
                  lambda s: s.tftp(next_block(s, 5)),
                  lambda s: s.send(b"\x88\xcc" + bytes(60))):
        equal(fetch(once(spoil)), whole("......."))
    unit.close()


wire.hostlib.main()
