/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wire.h - what two processes say to each other about a failover cable that
 * runs between them: bytes of a stream socket.
 *
 *   "PXCABLE1"       first, once, each way
 *   S flags          about the sender's end; flags are CABLE_WIRE_*
 *   D n bytes        n (1 to 255) bytes of data; no more than
 *                    CABLE_WIRE_AHEAD of them before they are acknowledged
 *   A n              n (1 to 255) bytes have gone where they belong
 *   B                both ends are taken; nothing follows
 */
#ifndef PIXEMU_HOST_CABLE_WIRE_H
#define PIXEMU_HOST_CABLE_WIRE_H

#include <glib.h>
#include <stdbool.h>

#include "machine/machine.h"

enum { CABLE_WIRE_PLUGGED = 1, CABLE_WIRE_POWERED = 2, CABLE_WIRE_SECOND = 4 };
enum { CABLE_WIRE_AHEAD = 4096 };
#define CABLE_WIRE_HELLO "PXCABLE1"

/* What has come so far of what the other end says; all zero at first. */
struct cable_wire {
    unsigned hello;   /* bytes of it */
    char word;        /* the message under way; 0: none */
    unsigned left;    /* bytes of data that belong to it */
    bool counted;     /* `left` is known */
};

struct cable_wire_far {
    void *far;
    void (*end)(void *far, const struct cable_end *);
    bool (*data)(void *far, uint8_t byte); /* false: that is too many */
    bool (*taken)(void *far, unsigned n);  /* false: so many never went */
    void (*busy)(void *far);
};

/* False: this is no cable, or the other end has lost its step. */
bool cable_wire_take(struct cable_wire *, const uint8_t *bytes, size_t n,
                     const struct cable_wire_far *);

void cable_wire_put_end(GByteArray *, const struct cable_end *);
void cable_wire_put_data(GByteArray *, uint8_t byte);
void cable_wire_put_taken(GByteArray *, size_t n);

#endif
