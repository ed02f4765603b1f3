/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chip.h - bytes as accesses to a chip on the fake board.
 *
 * First byte: what to do (CHIP_* modulo CHIP_ACTIONS); its arguments follow.
 */
#ifndef PIXEMU_TESTS_FUZZ_CHIP_H
#define PIXEMU_TESTS_FUZZ_CHIP_H

#include "tests/fuzz/fuzz.h"
#include "tests/unit/devices/fakeboard.h"

enum {
    CHIP_READ,  /* window, offset (32 bits), width */
    CHIP_WRITE, /* window, offset, width, value (32 bits) */
    CHIP_POKE,  /* address (32 bits), count, bytes: into the board's RAM */
    CHIP_WAIT,  /* exponent: 2^n ns, at most max_wait_ns */
    CHIP_NEXT,  /* up to the next alarm */
    CHIP_RESET, /* which */
    CHIP_PIN,   /* whatever the target makes of a byte and 32 bits */
    CHIP_BYTE,  /* window, offset (a byte), value (a byte): the short write */
    CHIP_ACTIONS,
};

struct chip {
    struct fakeboard *fb;
    struct device *dev;
    uint64_t max_wait_ns; /* so that what happens meanwhile is bounded */
    void (*pin)(struct chip *, uint8_t, uint32_t, struct feed *);
    void *own; /* the target's */
};

/* Until the bytes, or 4096 actions, are over. */
void chip_run(struct chip *, struct feed *);

/* A wire into nothing, for outputs that must lead somewhere. */
void chip_sink(void *sink, unsigned n, bool level);

#endif
