#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest that makes a chip work without end: the control socket answers."""
import echorom
import hostlib
from hostlib import Qmp, check, equal, finish, path, start, test, until

NIC_IO, CONFIG = 0xC000, 0x80006800  # device 13 of a 525
COM, BLOCK = 0x3F8, 0x10000          # DS: 1000h


class Code(echorom.Code):
    def out4(self, port, value):
        self.raw(0x66, 0xB8, *value.to_bytes(4, "little"))  # mov eax, value
        self.dx(port)
        self.raw(0x66, 0xEF)                                # out dx, eax

    def poke(self, at, *words):
        for word in words:
            self.raw(0xC7, 0x06, *at.to_bytes(2, "little"),
                     *word.to_bytes(2, "little"))  # mov word [at], word
            at += 2

    def nic(self):
        for register, value in ((0x14, NIC_IO), (4, 7)):
            self.out4(0xCF8, CONFIG | register)
            self.out4(0xCFC, value)

    def scb(self, command, pointer):
        self.out4(NIC_IO + 4, pointer)
        self.out(NIC_IO + 2, command)

    def vector(self, number, to):
        self.raw(0x31, 0xC0, 0x8E, 0xC0)             # xor ax, ax; mov es, ax
        self.raw(0x26, 0xC7, 0x06, 4 * number, 0)    # mov word es:[..], to
        self.jumps.append((len(self.bytes), to))
        self.raw(0, 0)
        self.absolute.append(len(self.bytes) - 2)
        self.raw(0x26, 0xC7, 0x06, 4 * number + 2, 0, 0x00, 0xF0)

    def linked(self):
        code = bytearray(super().linked())
        for at, to in self.jumps:
            if at in self.absolute:
                code[at:at + 2] = self.labels[to].to_bytes(2, "little")
        return bytes(code)

    def __init__(self):
        super().__init__()
        self.absolute = []


def ring(c):
    """Two blocks that follow each other, each with an interrupt."""
    c.nic()
    c.poke(0, 0, 0x2000, 0x0020, 1, 0, 0, 0, 0)
    c.poke(0x20, 0, 0x2000, 0x0000, 1)
    c.scb(0x10, BLOCK)
    return b"storm\r\n2"


def frames(c):
    """A block that transmits and follows itself, looped back into a
    descriptor that follows itself."""
    c.nic()
    c.poke(0, 0, 0x0002, 0x0100, 1, 22, 0, 0, 0x3200, 1, 0x2E48, 0x6000,
           0xF200, 0xC900, 0x4000, 0x80F2, 0x053F)
    c.poke(0x0A, 0, 0, 0, 0, 0x402E)     # byte 10: loopback
    c.poke(0x100, 0, 0x0004, 0x0100, 1, 0xFFFF, 0xFFFF, 0x803C, 0)
    c.poke(0x1000, 0, 0, 0x1000, 1, 0xFFFF, 0xFFFF, 0, 0x600)
    c.scb(0x01, BLOCK + 0x1000)
    c.scb(0x10, BLOCK)
    return b"storm\r\n2"


def nowhere(c):
    """Everything a controller can be told to read or write, where no memory
    is; then a list that ends there."""
    c.nic()
    c.scb(0x40, 0xFFFFFFF0)
    c.scb(0x50, 0)
    c.scb(0x70, 0)
    c.out4(NIC_IO + 8, 0xFFFFFFF1)
    c.out4(NIC_IO + 8, 0xFFFFFFF3)
    c.scb(0x01, 0xFFFFFFF0)
    c.scb(0x10, 0xFFFFFFF0)
    c.poke(0, 0, 0x000C, 0xFFF0, 0xFFFF, 0xFFF0, 0xFFFF, 0, 0xFF00)
    c.scb(0x10, BLOCK)
    return b"storm\r\n0"


def interrupts(c):
    """IRQ0 as fast as the timer can, ended by the controller itself."""
    for port, value in ((0x20, 0x13), (0x21, 0x20), (0x21, 0x03),
                        (0x21, 0xFE), (0x43, 0x34), (0x40, 20), (0x40, 0)):
        c.out(port, value)
    c.vector(0x20, "count")
    return b"storm\r\ni"


def level(c):
    """A level nobody takes away: INTA# of the controller, for ever."""
    c.nic()
    c.out4(0xCF8, 0x80000860)
    c.out4(0xCFC, 0x0B0B0B0B)
    for port, value in ((0x20, 0x11), (0x21, 0x20), (0x21, 4), (0x21, 3),
                        (0x21, 0xFB), (0xA0, 0x11), (0xA1, 0x28), (0xA1, 2),
                        (0xA1, 3), (0xA1, 0xF7), (0x4D1, 0x08)):
        c.out(port, value)
    c.vector(0x2B, "count")
    c.out(NIC_IO + 3, 2)
    return b"storm\r\ni"


def transfers(c):
    """Memory to memory, begun anew whenever it ends."""
    for port, value in ((0xD0, 0), (0xD6, 0xC0), (0xD4, 0), (0x0B, 0x98),
                        (0x0B, 0x99), (0x01, 0xFF), (0x01, 0xFF), (0x03, 0xFF),
                        (0x03, 0xFF), (0x08, 1), (0x0F, 0), (0x09, 4)):
        c.out(port, value)
    return b"storm\r\n"


def image(storm):
    c = Code()
    c.raw(0xFA, 0xB8, 0x00, 0x20, 0x8E, 0xD0, 0xBC, 0x00, 0x80)  # stack
    c.raw(0xB8, 0x00, 0x10, 0x8E, 0xD8)                          # ds
    for port, value in ((3, 0x80), (0, 1), (1, 0), (3, 3), (2, 7), (4, 3)):
        c.out(COM + port, value)
    c.poke(0x3000, 0)                                            # count
    signs = storm(c)
    for letter in b"storm\r\n":
        c.raw(0xB3, letter)
        c.put()
    if signs[-1:].isdigit():                         # the CU's state
        c.read(NIC_IO)
        c.raw(0xC0, 0xE8, 6, 0x04, ord("0"), 0x88, 0xC3)
        c.put()
    if signs.endswith(b"i"):
        c.raw(0xFB)                                  # sti
    c.label("rest")
    c.jump([0xE9], "rest")
    c.label("count")                                 # i at the 256th
    c.raw(0xFF, 0x06, 0x00, 0x30, 0x81, 0x3E, 0x00, 0x30, 0x00, 0x01)
    c.jump([0x0F, 0x85], "return")
    c.raw(0xB3, ord("i"))
    c.put()
    c.label("return")
    c.raw(0xCF)
    code = c.linked()
    rom = bytearray(b"\xff" * 65536)
    rom[0:len(code)] = code
    rom[0xFFF0:0xFFF5] = b"\xea\x00\x00\x00\xf0"
    return bytes(rom), signs


def weather(storm, *options):
    name = path(storm.__name__)
    with open(name + ".rom", "wb") as file:
        rom, signs = image(storm)
        file.write(rom)
    process = start(f"--bios={name}.rom", "-C", "unix:" + name, *options)
    qmp = Qmp(name)
    until(process.stdout.fileno(), signs)
    for _ in range(5):
        equal(qmp.ask("query-status")["status"], "running")
    check(process.poll() is None)
    qmp.ask("system_reset")
    until(process.stdout.fileno(), signs)
    qmp.ask("quit")
    finish(process)


for storm in (ring, frames, nowhere, interrupts, level, transfers):
    for options in ([], ["--clock=warp", "--timing=authentic"]):
        test(" ".join([storm.__name__, *options]))(
            lambda storm=storm, options=options: weather(storm, *options))

hostlib.main()
