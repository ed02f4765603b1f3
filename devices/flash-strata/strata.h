/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strata.h - one Intel 28F640J5: 8 MiB of StrataFlash in 64 blocks of 128 KiB,
 * wired for 16-bit words.  Source: Intel, "5 Volt Intel StrataFlash Memory,
 * 28F320J5 and 28F640J5 (x8/x16)", document 290606.
 *
 * A chip knows no clock: whoever calls it says what time it is.  Addresses
 * count words.  strata_write() returns NULL, or what the programmer did wrong.
 */
#ifndef PIXEMU_DEVICES_STRATA_H
#define PIXEMU_DEVICES_STRATA_H

#include <stdbool.h>
#include <stdint.h>

enum {
    STRATA_BYTES = 8 * 1024 * 1024,
    STRATA_WORDS = STRATA_BYTES / 2,
    STRATA_BLOCK_BYTES = 128 * 1024,
    STRATA_BLOCK_WORDS = STRATA_BLOCK_BYTES / 2,
    STRATA_BLOCKS = STRATA_BYTES / STRATA_BLOCK_BYTES,
    STRATA_BUFFER_WORDS = 16,
    STRATA_LOCK_BYTES = STRATA_BLOCKS / 8,

    /* Typical times of the datasheet. */
    STRATA_PROGRAM_NS = 218 * 1000, /* a buffer, or one word */
    STRATA_LOCK_NS = 64 * 1000,
    STRATA_UNLOCK_NS = 500 * 1000 * 1000,
    STRATA_ERASE_NS = 1000 * 1000 * 1000,
};

/* What a read cycle reads. */
enum strata_mode {
    STRATA_ARRAY,
    STRATA_IDENTIFIER,
    STRATA_QUERY,
    STRATA_STATUS,
    STRATA_BUFFER_STATUS, /* XSR, after E8h */
};

/* What the next write cycle is taken for. */
enum strata_step {
    STRATA_COMMAND,
    STRATA_WORD,    /* after 40h or 10h */
    STRATA_COUNT,   /* after E8h */
    STRATA_DATA,    /* of the buffer */
    STRATA_CONFIRM, /* of the buffer */
    STRATA_ERASE,   /* after 20h */
    STRATA_LOCK,    /* after 60h */
    STRATA_CONFIGURATION, /* after B8h */
};

enum strata_cycle {
    STRATA_IDLE,
    STRATA_PROGRAMMING,
    STRATA_ERASING,
    STRATA_LOCKING, /* one block, or none any more: done at once */
};

struct strata {
    uint8_t *array; /* lent, STRATA_BYTES, words with the low byte first */
    uint8_t *locks; /* lent, STRATA_LOCK_BYTES: a bit a block */
    bool authentic;

    enum strata_mode mode;
    enum strata_step step;
    uint8_t errors; /* of the status register, sticky */

    uint16_t buffer[STRATA_BUFFER_WORDS];
    uint32_t block; /* first word of the block of a command under way */
    uint32_t start; /* first word of the buffer; valid when loads > 0 */
    unsigned count, loads; /* of the buffer: announced, loaded */

    enum strata_cycle cycle;
    enum strata_cycle last; /* the cycle that was begun last, and ... */
    unsigned cycles;        /* ... how many were */
    uint32_t at;    /* first word, and how many, that the cycle changes */
    uint32_t words;
    uint64_t half_ns, done_ns; /* moments; half_ns is 0 when it has passed */

    bool suspended; /* an erasure waits */
    uint32_t suspended_at;
    uint64_t suspended_half_ns, suspended_left_ns; /* left over, 0: passed */
};

void strata_init(struct strata *, uint8_t *array, uint8_t *locks);
void strata_power_on(struct strata *, bool authentic);

uint16_t strata_read(struct strata *, uint32_t word, uint64_t now_ns);
const char *strata_write(struct strata *, uint32_t word, uint16_t val,
                         uint64_t now_ns);

/* Does what happens inside until now.  At any time the array holds what a
 * cut of the supply would leave. */
void strata_pass(struct strata *, uint64_t now_ns);
/* When the next thing happens inside; UINT64_MAX: nothing will. */
uint64_t strata_due(const struct strata *);

/* The STS pin in its default configuration: low while the chip is busy. */
bool strata_ready(const struct strata *);

#endif
