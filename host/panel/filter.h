/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * filter.h - keeps from the terminal what it can't be trusted with.
 *
 * A unit may send anything, and libvterm 0.1.4 reads a wild pointer when it
 * answers some control strings and never comes back from a repetition (REP)
 * of nothing.  So what passes is listed: text, C0 controls, escapes and
 * control sequences (ECMA-48 5.3, 5.4) that move the cursor, erase, insert,
 * delete, scroll, colour and switch modes.  All control strings, questions
 * and everything else end here, from their opener to their terminator.
 */
#ifndef PIXEMU_HOST_PANEL_FILTER_H
#define PIXEMU_HOST_PANEL_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FILTER_HELD_MAX = 64 };

enum filter_state {
    FILTER_TEXT,
    FILTER_ESCAPE,
    FILTER_CHARSET, /* ESC ( or ESC ), the set follows */
    FILTER_SKIP_ONE, /* the last of an escape that doesn't pass */
    FILTER_SEQUENCE, /* behind ESC [ */
    FILTER_STRING,
    FILTER_STRING_ESCAPE,
};

/* All zero to begin with. */
struct filter {
    enum filter_state state;
    uint8_t held[FILTER_HELD_MAX]; /* of a sequence that hasn't ended */
    size_t n;
    bool bad; /* ... and won't pass */
};

/* -> what is for the terminal now, *n bytes, good until the next call */
const uint8_t *filter_byte(struct filter *, uint8_t byte, size_t *n);

#endif
