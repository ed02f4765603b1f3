# SPDX-License-Identifier: GPL-2.0-or-later
"""A ROM of 64 KiB that needs nothing but processor, CMOS and console UART.

It prints `ready`, then sends back what it receives, a break as `~`.  Of the
letters, F floods the console with y, W wedges the unit (a triple fault now
and, by a mark in CMOS, before the first character of every start), R resets.
Before a Ctrl-B comes back it sends a break.
"""

CMOS_MARK = 0x50
COM = 0x3F8


class Code:
    """Machine code of 8086 real mode, and labels."""

    def __init__(self):
        self.bytes, self.labels, self.jumps = bytearray(), {}, []

    def label(self, name):
        self.labels[name] = len(self.bytes)

    def raw(self, *bytes_):
        self.bytes += bytes(bytes_)

    def out(self, port, value):
        self.dx(port)
        self.raw(0xB0, value, 0xEE)               # mov al, value; out dx, al

    def dx(self, port):
        self.raw(0xBA, port & 255, port >> 8)     # mov dx, port

    def read(self, port):
        self.dx(port)
        self.raw(0xEC)                            # in al, dx

    def jump(self, opcode, to):
        """jmp (E9) or a condition (0F 8x), always with 16 bits."""
        self.bytes += bytes(opcode)
        self.jumps.append((len(self.bytes), to))
        self.raw(0, 0)

    def is_al(self, letter, to):
        self.raw(0x3C, ord(letter))               # cmp al, letter
        self.jump([0x0F, 0x84], to)               # je to

    def put(self):
        """Sends BL as soon as the transmitter is empty."""
        wait = f"wait{len(self.bytes)}"
        self.label(wait)
        self.read(COM + 5)
        self.raw(0xA8, 0x20)                      # test al, 20h
        self.jump([0x0F, 0x84], wait)             # jz wait
        self.dx(COM)
        self.raw(0x88, 0xD8, 0xEE)                # mov al, bl; out dx, al

    def linked(self):
        for at, to in self.jumps:
            off = self.labels[to] - (at + 2) & 0xFFFF
            self.bytes[at:at + 2] = off.to_bytes(2, "little")
        return bytes(self.bytes)


def program():
    c = Code()
    c.raw(0xFA)                                   # cli
    c.out(0x70, CMOS_MARK)
    c.read(0x71)
    c.is_al("W", "fault")
    for port, value in ((3, 0x80), (0, 1), (1, 0), (3, 3), (2, 7), (4, 3)):
        c.out(COM + port, value)
    for letter in b"ready\r\n":
        c.raw(0xB3, letter)                       # mov bl, letter
        c.put()
    c.label("next")
    c.read(COM + 5)
    c.raw(0xA8, 0x01)                             # test al, 1
    c.jump([0x0F, 0x84], "next")                  # jz next
    c.raw(0x88, 0xC7)                             # mov bh, al
    c.read(COM)
    c.raw(0xF6, 0xC7, 0x10)                       # test bh, 10h
    c.jump([0x0F, 0x85], "break")                 # jnz break
    c.is_al("W", "wedge")
    c.is_al("F", "flood")
    c.is_al("R", "reset")
    c.is_al("\2", "send-break")
    c.raw(0x88, 0xC3)                             # mov bl, al
    c.label("echo")
    c.put()
    c.jump([0xE9], "next")
    c.label("break")
    c.raw(0xB3, ord("~"))
    c.jump([0xE9], "echo")
    c.label("send-break")
    c.raw(0xB3, 2)
    c.out(COM + 3, 0x43)
    c.out(COM + 3, 0x03)
    c.jump([0xE9], "echo")
    c.label("flood")
    c.raw(0xB3, ord("y"))
    c.put()
    c.jump([0xE9], "flood")
    c.label("reset")
    c.out(0xCF9, 0x06)
    c.label("stay")
    c.jump([0xE9], "stay")
    c.label("wedge")
    c.out(0x70, CMOS_MARK)
    c.out(0x71, ord("W"))
    c.label("fault")
    # lidt cs:[FF00h], a table without entries; int3
    c.raw(0x2E, 0x0F, 0x01, 0x1E, 0x00, 0xFF, 0xCC)
    return c.linked()


def image():
    rom = bytearray(b"\xff" * 65536)
    code = program()
    rom[0:len(code)] = code
    rom[0xFF00:0xFF06] = bytes(6)
    rom[0xFFF0:0xFFF3] = b"\xe9" + (-0xFFF3 & 0xFFFF).to_bytes(2, "little")
    return bytes(rom)
