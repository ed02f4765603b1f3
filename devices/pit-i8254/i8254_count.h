/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8254_count.h - one counter of the 8254, counted in its own clock's ticks.
 * Private to this folder.
 *
 * Tick k of CLK is the falling edge at k / 1,193,182 s; every moment below is
 * such a number, so nothing is rounded and nothing drifts.
 */
#ifndef PIXEMU_DEVICES_I8254_COUNT_H
#define PIXEMU_DEVICES_I8254_COUNT_H

#include "devices/device.h"

#define I8254_NEVER UINT64_MAX

struct i8254_counter {
    struct wire wire; /* OUT */
    bool out, gate;

    uint8_t control; /* the mode control word's low six bits, as written */
    uint8_t mode;    /* 0-5, from it */
    uint16_t cr;     /* count register: what the program wrote */
    bool have_count; /* a whole count since the control word */
    bool null_count; /* the counting element has not got it yet */
    bool write_msb;  /* the second byte of two is awaited */
    uint8_t write_lsb;

    /* The counting element holds ce at tick base and, when it runs, one (in
     * mode 3 two) less each tick after. */
    uint64_t base;
    uint32_t ce;
    uint32_t n;       /* what it was loaded with: 1-65536 */
    bool loaded;      /* ever, since the control word */
    bool running;
    bool armed;       /* reaching 0 means something, in modes 0, 1, 4, 5 */
    uint64_t load_at; /* the tick that copies cr */
    uint64_t strobe_end; /* modes 4, 5: OUT comes back */

    bool read_msb; /* the second byte of two is read next */
    bool count_latched, status_latched;
    uint16_t latch;
    uint8_t status;
};

/* A mode control word for this counter. */
void i8254_count_program(struct i8254_counter *, uint8_t control);
/* A byte written to, or read from, the counter's port. */
void i8254_count_write(struct i8254_counter *, uint64_t now, uint8_t val);
uint8_t i8254_count_read(struct i8254_counter *, uint64_t now);
void i8254_count_latch(struct i8254_counter *, uint64_t now);
void i8254_count_latch_status(struct i8254_counter *);
void i8254_count_gate(struct i8254_counter *, uint64_t now, bool level);

/* Lets everything up to and with tick `now` happen.  To be called before any
 * of the above.  When whole periods were slept through, OUT shows only the
 * last of them. */
void i8254_count_sync(struct i8254_counter *, uint64_t now);
/* The tick of what happens next, I8254_NEVER when nothing will. */
uint64_t i8254_count_next(const struct i8254_counter *);

#endif
