/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * outside.h - the other end of a failover cable in another process: who
 * listens, who connects, who goes and comes again.
 */
#ifndef PIXEMU_HOST_CABLE_OUTSIDE_H
#define PIXEMU_HOST_CABLE_OUTSIDE_H

#include <glib.h>
#include <stdbool.h>

#include "machine/machine.h"

struct outside;

struct outside_far {
    void *far;
    void (*end)(void *far, const struct cable_end *); /* theirs */
    void (*gone)(void *far);
    /* What became of it, outside_taken() says. */
    void (*data)(void *far, uint8_t byte);
    /* outside_takes() says yes again. */
    void (*ready)(void *far);
};

/* NULL: *err.  mine is what our end is like now. */
struct outside *outside_open(const char *path, const struct cable_end *mine,
                             const struct outside_far *, GError **err);
void outside_free(struct outside *);

void outside_tell(struct outside *, const struct cable_end *mine);
/* Without a mate, bytes are lost. */
void outside_send(struct outside *, uint8_t byte);
bool outside_takes(struct outside *);
/* So many bytes have gone to our unit, or are lost. */
void outside_taken(struct outside *, size_t n);

#endif
