/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * at29.h - one Atmel AT29C040A: 512 KiB of flash programmed 256 bytes at a
 * time.  Source: Atmel, "AT29C040A 4-Megabit (512K x 8) 5-volt Only 256-Byte
 * Sector Flash Memory", document 0333.
 *
 * A chip knows no clock: whoever calls it says what time it is.  Functions
 * that take a write return NULL, or what the programmer did wrong.
 */
#ifndef PIXEMU_DEVICES_AT29_H
#define PIXEMU_DEVICES_AT29_H

#include <stdbool.h>
#include <stdint.h>

enum {
    AT29_BYTES = 512 * 1024,
    AT29_SECTOR = 256,
    AT29_LOAD_NS = 150 * 1000,            /* tBLC */
    AT29_PROGRAM_NS = 7 * 1000 * 1000,    /* of tWC, at most 10 ms */
    AT29_ERASE_NS = 20 * 1000 * 1000,     /* chip erase, lockout */
    AT29_POWER_UP_NS = 5 * 1000 * 1000,   /* no writes after power-on */
};

/* Bits of the byte of protection; they outlive power. */
enum {
    AT29_SDP = 1 << 0,        /* software data protection is on */
    AT29_LOCK_LOWER = 1 << 1, /* boot blocks, for ever */
    AT29_LOCK_UPPER = 1 << 2,
};

enum at29_state {
    AT29_READY,
    AT29_COMMAND, /* in the middle of a command sequence */
    AT29_LOADING, /* bytes go into the latch until none came for tBLC */
    AT29_LOCKING, /* the next write names the boot block to lock */
    AT29_BUSY,    /* the internal cycle */
};

enum at29_cycle { AT29_CYCLE_NOTHING, AT29_CYCLE_PROGRAM, AT29_CYCLE_ERASE };

struct at29_write {
    uint32_t addr;
    uint8_t val;
};

struct at29 {
    uint8_t *array; /* lent, AT29_BYTES */
    uint8_t *protection; /* lent */
    bool authentic; /* the cycle takes its time */

    enum at29_state state;
    bool id_mode;
    bool toggle;   /* I/O6 of the next status read */
    uint8_t last;  /* last byte loaded, for I/O7 */
    uint64_t deaf_until_ns; /* power-up delay */
    uint64_t since_ns; /* last write of COMMAND, LOADING and LOCKING */

    struct at29_write heard[6]; /* COMMAND: the sequence so far */
    unsigned steps;

    uint8_t latch[AT29_SECTOR];
    bool loaded[AT29_SECTOR];
    unsigned loads;    /* of different bytes */
    uint32_t sector;   /* first address of it; valid when loads > 0 */
    bool unlocked;     /* the load may change the array */
    uint8_t sdp_after; /* AT29_SDP or 0, when the cycle is over */

    enum at29_cycle cycle;
    unsigned cycles; /* begun since it exists */
    uint64_t half_ns, done_ns; /* moments; half_ns is 0 when it has passed */
};

void at29_init(struct at29 *, uint8_t *array, uint8_t *protection);
void at29_power_on(struct at29 *, uint64_t now_ns, bool authentic);

uint8_t at29_read(struct at29 *, uint32_t addr, uint64_t now_ns);
const char *at29_write(struct at29 *, uint32_t addr, uint8_t val,
                       uint64_t now_ns);

/* Does what happens inside until now.  At any time the array holds what a
 * cut of the supply would leave. */
const char *at29_pass(struct at29 *, uint64_t now_ns);
/* When the next thing happens inside; UINT64_MAX: nothing will. */
uint64_t at29_due(const struct at29 *);

/* A read is nothing but a look into the array. */
static inline bool at29_is_plain(const struct at29 *c)
{
    return c->state == AT29_READY && !c->id_mode;
}

#endif
