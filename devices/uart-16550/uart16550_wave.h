/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550_wave.h - one end of a serial line listening to bits that may be of
 * another length than its own.  Private to this folder.
 *
 * The line is told as stretches of one level; the listener finds the edge of a
 * start bit and looks at the line in the middle of each of its own bits, as
 * PC16550D, "Line control register" and "Line status register", describe.
 */
#ifndef PIXEMU_DEVICES_UART16550_WAVE_H
#define PIXEMU_DEVICES_UART16550_WAVE_H

#include <stdbool.h>
#include <stdint.h>

/* Of a character: lcr bits 0-5 of a 16550, and the length of a bit in periods
 * of its 1.8432 MHz. */
enum { WAVE_CLOCK_HZ = 1843200 };
struct wave_format {
    uint8_t lcr;
    uint32_t bit;
};

struct wave {
    struct wave_format format; /* the listener's */
    /* A character was heard; errors as in LSR. */
    void (*heard)(void *far, uint8_t byte, uint8_t errors);
    void *far;
    bool busy;         /* within a character */
    bool held;         /* after a break, until the line rests */
    uint64_t start_ns; /* of the character */
    unsigned at;       /* the next sample, 0 the start bit's */
    uint8_t byte;
    bool any;          /* of data and parity: a 1 */
    bool odd, parity;  /* ones among the data; the bit behind them */
    uint64_t told_ns;  /* up to here the line is known */
};

/* Forgets a character begun. */
void wave_reset(struct wave *);
/* A character on the line, from start_ns on; before it, the line rests. */
void wave_character(struct wave *, uint8_t byte,
                    const struct wave_format *sent, uint64_t start_ns);
/* The line rests from where it is known up to until_ns. */
void wave_rest(struct wave *, uint64_t until_ns);
/* When a resting line will have ended the character begun; 0: none begun. */
uint64_t wave_ends(const struct wave *);
/* Of start, data and parity bits and the stop bits. */
uint64_t wave_character_ns(const struct wave_format *);

#endif
