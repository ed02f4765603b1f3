/* SPDX-License-Identifier: GPL-2.0-or-later */
/* class.h - inside console/: what a kind of console adds to console.c. */
#ifndef PIXEMU_HOST_CONSOLE_CLASS_H
#define PIXEMU_HOST_CONSOLE_CLASS_H

#include "host/console/console.h"

struct console_class {
    const char *name; /* as in --console= */
    const char *help;
    size_t size; /* of the kind's own struct */
    bool (*open)(struct console *, const struct console_spec *, GError **);
    void (*start)(struct console *); /* the unit is there now; may be NULL */
    /* The queue to the unit has run empty: read on. */
    void (*read_on)(struct console *);
    /* Queues everything that can be read without waiting. */
    void (*catch_up)(struct console *);
    /* Writes without waiting; returns how much was taken. */
    size_t (*write)(struct console *, const uint8_t *, size_t n);
    /* Waits, but not longer than ms, until write() would take something. */
    void (*wait)(struct console *, int ms);
    void (*close)(struct console *);
};

/* First member of every kind's own struct. */
struct console {
    const struct console_class *cls;
    struct loop *loop;
    struct unit *unit;
    void (*leave)(void *far);
    void *far;
    GArray *in; /* to the unit: bytes and CONSOLE_BREAK, as uint16_t */
    guint in_at;
    GByteArray *out; /* from the unit */
    guint flush_soon;
    bool heard; /* somebody can still type */
};

enum { CONSOLE_BREAK = 0x100 };

extern const struct console_class console_stdio;

/* What a kind's read functions do with what they read. */
void console_queue(struct console *, uint16_t byte_or_break);
/* After one or more console_queue(). */
void console_feed(struct console *);
guint console_queued(const struct console *); /* for the unit */

#endif
