/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * restart.c - reset of the whole unit, by whatever way the board has.
 *
 * Sources: Intel 82371SB data sheet, 2.5.5 (CF9h); IBM PC AT Technical
 * Reference (port 92h, 8042 command FEh).
 */
#include "guest/i386/restart.h"

#include <stdint.h>

#include "guest/i386/cpu.h"
#include "guest/i386/io.h"

enum {
    RESET_CONTROL = 0xcf9,
    RESET_HARD = 0x02,
    RESET_HARD_NOW = 0x06,
    PORT_92 = 0x92,
    KEYBOARD = 0x64,
    PULSE_RESET = 0xfe,
    UNUSED = 0x80, /* a read of it takes a microsecond on an ISA bus */
    ASKED = 0x1234,
};

/* The address is a PC's, and no object of ours lies there. */
static volatile uint16_t *asked(void)
{
    uintptr_t pa = 0x472;
    __asm__("" : "+r"(pa)); /* not a null page to the compiler */
    return (volatile uint16_t *)pa;
}

/* A reset need not be at once, and asking by another way meanwhile could bring
 * a second one, into the middle of the next start.  About 100 ms. */
static void await_reset(void)
{
    for (int i = 0; i < 100000; i++)
        inb(UNUSED);
}

void restart(void)
{
    cpu_interrupts_off();
    *asked() = ASKED;
    outb(RESET_CONTROL, RESET_HARD);
    outb(RESET_CONTROL, RESET_HARD_NOW);
    await_reset();
    outb(KEYBOARD, PULSE_RESET);
    await_reset();
    outb(PORT_92, inb(PORT_92) | 1);
    for (;;)
        __asm__ volatile("hlt");
}

bool restart_was_asked(void)
{
    bool yes = *asked() == ASKED;

    *asked() = 0;
    return yes;
}
