/* SPDX-License-Identifier: GPL-2.0-or-later */
/* escape.c - keys that mean something to pixemu and not to the unit. */
#include "host/console/escape.h"

enum escape_verb escape_key(struct escape *e, uint8_t *byte)
{
    if (e->key < 0)
        return ESCAPE_SEND;
    if (!e->armed) {
        e->armed = *byte == e->key;
        return e->armed ? ESCAPE_NOTHING : ESCAPE_SEND;
    }
    e->armed = false;
    if (*byte == e->key)
        return ESCAPE_SEND;
    switch (*byte | 0x20) {
    case 'x':
        return ESCAPE_LEAVE;
    case 'b':
        return ESCAPE_BREAK;
    case 'a':
        *byte = (uint8_t)e->key;
        return ESCAPE_SEND;
    default: /* h, and whoever forgot */
        return ESCAPE_HELP;
    }
}
