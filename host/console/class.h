/* SPDX-License-Identifier: GPL-2.0-or-later */
/* class.h - inside console/: what a kind of console adds to console.c. */
#ifndef PIXEMU_HOST_CONSOLE_CLASS_H
#define PIXEMU_HOST_CONSOLE_CLASS_H

#include "host/console/console.h"

struct console_class {
    const char *name;     /* as in --console= */
    const char *argument; /* what stands behind NAME:, or NULL */
    const char *help;
    size_t size; /* of the kind's own struct */
    /* May be NULL: a look at what stands behind NAME: that opens nothing.
     * What is wrong with it, to g_free(), or NULL. */
    char *(*check)(const char *address);
    bool (*open)(struct console *, const struct console_spec *, GError **);
    void (*start)(struct console *); /* the unit is there now; may be NULL */
    /* The queue to the unit has run empty: read on. */
    void (*read_on)(struct console *);
    /* Queues everything that can be read without waiting. */
    void (*catch_up)(struct console *);
    /* Writes without waiting; returns how much was taken, or lost because
     * nobody is there. */
    size_t (*write)(struct console *, const uint8_t *, size_t n);
    /* Waits, but not longer than ms, until write() would take something. */
    void (*wait)(struct console *, int ms);
    void (*brk)(struct console *); /* the unit sent a BREAK; may be NULL */
    /* As in QEMU's query-chardev, to g_free(); NULL: the name. */
    char *(*describe)(const struct console *);
    void (*close)(struct console *); /* may be NULL */
};

/* First member of every kind's own struct. */
struct console {
    const struct console_class *cls;
    struct loop *loop;
    struct unit *unit;
    void (*leave)(void *far);
    void *far;
    void (*arrived)(void *far); /* the first client; NULL: has been told */
    void *arrived_far;
    GArray *in; /* to the unit: bytes and CONSOLE_BREAK, as uint16_t */
    guint in_at;
    GByteArray *out; /* from the unit */
    GByteArray *overheard; /* the same, for the second terminal */
    void (*listener)(void *far, const uint8_t *, size_t n); /* NULL: none */
    void *listener_far;
    bool held;       /* the unit was told to wait */
    bool brk_due;    /* a BREAK is sent behind so many bytes of `out` */
    guint brk_at;
    struct loop_work flush;
    struct logfile *log;
    bool tried; /* open() was called, close() is due */
    bool waits; /* ,wait */
    unsigned baud;
    bool heard; /* somebody can still type */
};

enum { CONSOLE_BREAK = 0x100, CONSOLE_GARBLED = 0x200 };

extern const struct console_class console_stdio, console_pty, console_unix,
    console_tcp, console_telnet, console_serial, console_none;
extern const struct console_class *const console_classes[]; /* NULL ends */

/* What a kind's read functions do with what they read. */
void console_queue(struct console *, uint16_t byte_or_break);
/* After one or more console_queue(). */
void console_feed(struct console *);
guint console_queued(const struct console *); /* for the unit */
/* Somebody is at the console now. */
void console_arrive(struct console *);
/* write() takes bytes again. */
void console_flush_soon(struct console *);
/* Something came from outside. */
void console_heard(struct console *);

#endif
