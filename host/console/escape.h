/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * escape.h - keys that mean something to pixemu and not to the unit: the
 * escape key, Ctrl-A unless asked otherwise, and one letter behind it.
 */
#ifndef PIXEMU_HOST_CONSOLE_ESCAPE_H
#define PIXEMU_HOST_CONSOLE_ESCAPE_H

#include <stdbool.h>
#include <stdint.h>

struct escape {
    int key; /* -1: every byte is for the unit */
    bool armed;
};

enum escape_verb {
    ESCAPE_NOTHING, /* the escape key; wait for the next one */
    ESCAPE_SEND,    /* the byte is for the unit */
    ESCAPE_BREAK,
    ESCAPE_LEAVE,
    ESCAPE_HELP,
};

/* What a key means; the byte to send, after "Ctrl-A a", is the escape key. */
enum escape_verb escape_key(struct escape *, uint8_t *byte);

#endif
