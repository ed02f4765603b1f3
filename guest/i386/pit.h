/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pit.h - counter 0 of the 8254: the periodic tick on request line 0. */
#ifndef GUEST_I386_PIT_H
#define GUEST_I386_PIT_H

#include <stdint.h>

enum {
    PIT_HZ = 1193182,
    PIT_LINE = 0,
    PIT_DIVISOR_20HZ = 59659, /* 50.000 ms */
};

/* What so many counts are, after any number of days: a product of 64 bits would
 * be too small for microseconds after 179 of them. */
static inline uint64_t pit_ms(uint64_t counts)
{
    return counts / PIT_HZ * 1000 + counts % PIT_HZ * 1000 / PIT_HZ;
}

static inline uint64_t pit_us(uint64_t counts)
{
    return counts / PIT_HZ * 1000000 + counts % PIT_HZ * 1000000 / PIT_HZ;
}

/* Mode 2: a tick every `divisor` counts, the first one period from now. */
void pit_start(uint16_t divisor);

/* As a PC's ROM leaves it: mode 3, 65536 counts, 18.2 ticks a second. */
void pit_start_pc(void);

/* Counts left until the next tick. */
uint16_t pit_left(void);

#endif
