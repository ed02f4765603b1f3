# SPDX-License-Identifier: GPL-2.0-or-later
"""A ROM that sits between console and failover port: what is typed goes into
the cable (and a `.` is printed), what comes out of it is printed, and whenever
the four modem inputs change, `=` and a letter: A and CTS 1, DSR 2, RI 4,
DCD 8."""
import echorom

CABLE = 0x2F8


def program():
    c = echorom.Code()
    c.raw(0xFA)                                   # cli
    for base in (echorom.COM, CABLE):
        for port, value in ((3, 0x80), (0, 1), (1, 0), (3, 3), (2, 7), (4, 3)):
            c.out(base + port, value)
    c.raw(0xB5, 0xFF)                             # mov ch, FFh
    c.label("next")
    c.read(CABLE + 6)
    c.raw(0xC0, 0xE8, 0x04)                       # shr al, 4
    c.raw(0x38, 0xE8)                             # cmp al, ch
    c.jump([0x0F, 0x84], "data")                  # je data
    c.raw(0x88, 0xC5)                             # mov ch, al
    c.raw(0xB3, ord("="))                         # mov bl, =
    c.put()
    c.raw(0x88, 0xEB, 0x80, 0xC3, ord("A"))       # mov bl, ch; add bl, A
    c.put()
    c.label("data")
    c.read(CABLE + 5)
    c.raw(0xA8, 0x01)                             # test al, 1
    c.jump([0x0F, 0x84], "typed")                 # jz typed
    c.read(CABLE)
    c.raw(0x88, 0xC3)                             # mov bl, al
    c.put()
    c.label("typed")
    c.read(CABLE + 5)
    c.raw(0xA8, 0x20)                             # test al, 20h
    c.jump([0x0F, 0x84], "next")                  # jz next
    c.read(echorom.COM + 5)
    c.raw(0xA8, 0x01)                             # test al, 1
    c.jump([0x0F, 0x84], "next")                  # jz next
    c.read(echorom.COM)
    c.raw(0x88, 0xC7)                             # mov bh, al
    c.dx(CABLE)
    c.raw(0x88, 0xF8, 0xEE)                       # mov al, bh; out dx, al
    c.raw(0xB3, ord("."))                         # mov bl, .
    c.put()
    c.jump([0xE9], "next")
    return c.linked()


def image():
    rom = bytearray(b"\xff" * 65536)
    code = program()
    rom[0:len(code)] = code
    rom[0xFFF0:0xFFF3] = b"\xe9" + (-0xFFF3 & 0xFFFF).to_bytes(2, "little")
    return bytes(rom)
