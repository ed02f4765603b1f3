/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pit.c - 8254 counter 0.  Source: Intel 8254 data sheet, "mode 2". */
#include "guest/i386/pit.h"

#include "guest/i386/cpu.h"
#include "guest/i386/io.h"

enum {
    COUNTER0 = 0x40,
    CONTROL = 0x43,
    RATE_GENERATOR = 0x34, /* counter 0, low then high byte, mode 2, binary */
    SQUARE_WAVE = 0x36,    /* the same in mode 3 */
    LATCH = 0x00,
};

void pit_start(uint16_t divisor)
{
    uint32_t flags = cpu_save();

    outb(CONTROL, RATE_GENERATOR);
    outb(COUNTER0, (uint8_t)divisor);
    outb(COUNTER0, (uint8_t)(divisor >> 8));
    cpu_restore(flags);
}

void pit_start_pc(void)
{
    uint32_t flags = cpu_save();

    outb(CONTROL, SQUARE_WAVE);
    outb(COUNTER0, 0);
    outb(COUNTER0, 0);
    cpu_restore(flags);
}

uint16_t pit_left(void)
{
    uint32_t flags = cpu_save();

    outb(CONTROL, LATCH);
    uint16_t left = inb(COUNTER0);
    left |= (uint16_t)(inb(COUNTER0) << 8);
    cpu_restore(flags);
    return left;
}
