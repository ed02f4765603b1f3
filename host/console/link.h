/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link.h - inside console/: whoever is at the other end of a descriptor, be it
 * a socket, a pseudo-terminal or a serial port.
 *
 * A half-closed peer types no more but still sees; it is gone when it has hung
 * up for good.
 */
#ifndef PIXEMU_HOST_CONSOLE_LINK_H
#define PIXEMU_HOST_CONSOLE_LINK_H

#include "host/console/class.h"

struct link_verbs {
    /* What was read: console_queue() what it means. */
    void (*take)(struct console *, const uint8_t *, size_t n);
    /* What the unit sent, as it goes over the wire.  NULL: unaltered. */
    void (*encode)(struct console *, const uint8_t *, size_t n,
                   GByteArray *wire);
    /* The descriptor is given back, open; nobody is there any more.  May close
     * or keep it, and must not write. */
    void (*gone)(struct console *, int fd);
};

struct link {
    struct console *console;
    const struct link_verbs *verbs;
    int fd; /* non-blocking; -1: nobody is there */
    bool ended; /* the peer types no more */
    bool deaf;  /* the peer reads no more; what it typed is still to come */
    guint in_watch, out_watch;
    GByteArray *wire; /* encoded, not written yet */
};

void link_init(struct link *, struct console *, const struct link_verbs *);
/* Somebody is there: reads and writes from now on. */
void link_up(struct link *, int fd);
/* Ends it from our side; gone() is called. */
void link_down(struct link *);
/* Somebody else has come: a peer that has hung up, or types no more, makes
 * way.  What it typed is read first. */
void link_yield(struct link *);
void link_clear(struct link *); /* link_down() before */

/* For the members of struct console_class. */
void link_read_on(struct link *);
void link_catch_up(struct link *);
size_t link_write(struct link *, const uint8_t *, size_t n);
void link_wait(struct link *, int ms);
/* Goes out as it is, before what the unit sends next. */
void link_say(struct link *, const void *bytes, size_t n);

#endif
