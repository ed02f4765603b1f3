/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter.c - see filter.h. */
#include "host/panel/filter.h"

#include <string.h>

enum { BEL = 0x07, CAN = 0x18, SUB = 0x1a, ESC = 0x1b, DEL = 0x7f };

static bool among(uint8_t byte, const char *list)
{
    return byte && strchr(list, byte);
}

static void begin(struct filter *f, enum filter_state state)
{
    f->state = state;
    f->n = 0;
    f->bad = false;
}

static void hold(struct filter *f, uint8_t byte)
{
    if (f->n < FILTER_HELD_MAX)
        f->held[f->n++] = byte;
    else
        f->bad = true;
}

/* What was held and this passes; 1 byte is this one alone. */
static size_t release(struct filter *f, uint8_t byte)
{
    hold(f, byte);
    f->state = FILTER_TEXT;
    return f->bad ? 0 : f->n;
}

static size_t after_escape(struct filter *f, uint8_t byte)
{
    if (byte == '[') {
        hold(f, byte);
        f->state = FILTER_SEQUENCE;
    } else if (among(byte, "()")) {
        hold(f, byte);
        f->state = FILTER_CHARSET;
    } else if (among(byte, "P]X^_")) {
        f->state = FILTER_STRING;
    } else if (byte < '0') {
        f->state = FILTER_SKIP_ONE;
    } else if (among(byte, "78=>DEHMc")) {
        return release(f, byte);
    } else {
        f->state = FILTER_TEXT;
    }
    return 0;
}

/* Parameters, perhaps with a ? before them, and a letter. */
static size_t in_sequence(struct filter *f, uint8_t byte)
{
    bool final = byte >= '@';

    if (!final) {
        f->bad |= !among(byte, "0123456789;:") && !(byte == '?' && f->n == 2);
        hold(f, byte);
        return 0;
    }
    f->bad |= !among(byte, "@ABCDEFGHIJKLMPSTXZ`adefghlmr");
    return release(f, byte);
}

static size_t sort(struct filter *f, uint8_t byte)
{
    switch (f->state) {
    case FILTER_TEXT:
        begin(f, FILTER_TEXT);
        return release(f, byte);
    case FILTER_ESCAPE:
        return after_escape(f, byte);
    case FILTER_CHARSET:
        return release(f, byte);
    case FILTER_SKIP_ONE:
        if (byte >= '0')
            f->state = FILTER_TEXT;
        return 0;
    case FILTER_SEQUENCE:
        return in_sequence(f, byte);
    case FILTER_STRING:
        if (byte == BEL)
            f->state = FILTER_TEXT;
        return 0;
    case FILTER_STRING_ESCAPE:
        begin(f, FILTER_ESCAPE);
        hold(f, ESC);
        if (byte != '\\')
            return after_escape(f, byte);
        f->state = FILTER_TEXT;
        return 0;
    }
    return 0;
}

const uint8_t *filter_byte(struct filter *f, uint8_t byte, size_t *n)
{
    static const uint8_t controls[] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
    bool in_string = f->state == FILTER_STRING ||
                     f->state == FILTER_STRING_ESCAPE;

    *n = 0;
    if (byte == ESC) {
        if (in_string) {
            f->state = FILTER_STRING_ESCAPE;
        } else {
            begin(f, FILTER_ESCAPE);
            hold(f, ESC);
        }
    } else if (byte == CAN || byte == SUB) {
        begin(f, FILTER_TEXT);
    } else if (byte < ' ' && !in_string) {
        *n = 1; /* acts at once, whatever it stands in */
        return &controls[byte];
    } else if (byte != DEL) {
        *n = sort(f, byte);
    }
    return f->held;
}
