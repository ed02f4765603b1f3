/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trace.h - what goes on in the machine, as lines for people (--trace).
 *
 * A line is "SECONDS UNIT PART: TEXT", seconds of virtual time.  Whoever has
 * something to say asks trace_has() first, so that nothing is put into words
 * that nobody reads.
 */
#ifndef PIXEMU_MACHINE_TRACE_H
#define PIXEMU_MACHINE_TRACE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

enum trace_kind {
    TRACE_NIC,
    TRACE_FLASH,
    TRACE_FLOPPY,
    TRACE_PCI,
    TRACE_IRQ,
    TRACE_DMA,
    TRACE_UART,
    TRACE_TIMER,
    TRACE_POWER,
    TRACE_GUEST,
    TRACE_IO,
    TRACE_NET,
    TRACE_KINDS,
};

struct trace_row {
    const char *name; /* in --trace=LIST */
    const char *help;
    const char *chips[4]; /* whose own words these are: an id without its
                             number; NULL after the last */
};

extern const struct trace_row trace_rows[TRACE_KINDS];

struct trace {
    unsigned kinds; /* a bit for each that is wanted */
    void (*line)(void *far, const char *text);
    void *far;
};

static inline bool trace_has(const struct trace *t, enum trace_kind kind)
{
    return t && t->kinds >> kind & 1;
}

/* Whether what the chip of that id does is wanted. */
bool trace_has_chip(const struct trace *, const char *id);

void trace_say(const struct trace *, uint64_t now_ns, const char *unit,
               const char *part, const char *fmt, va_list)
    __attribute__((format(printf, 5, 0)));

#endif
