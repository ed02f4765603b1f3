/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cable.h - --failover-cable=END:PATH: one end of a cable between two units.
 *
 * Ends with the same PATH in one process are joined in memory.  Otherwise PATH
 * is a Unix socket: whoever starts first listens there, the other one
 * connects, and when one goes, for whatever reason, the other waits for the
 * next.  A mate without a process is a mate without power.
 */
#ifndef PIXEMU_HOST_CABLE_CABLE_H
#define PIXEMU_HOST_CABLE_CABLE_H

#include <glib.h>
#include <stdbool.h>

#include "machine/loop.h"
#include "machine/machine.h"

struct cables; /* of a process */
struct cable;  /* one end */

struct cables *cables_new(struct loop *);
void cables_free(struct cables *); /* after every end */

/* An end is planned; nothing is created yet.  NULL: a third end. */
struct cable *cable_new(struct cables *, enum cable_role, const char *path,
                        GError **);
/* After all ends of the process are planned. */
bool cable_open(struct cable *, struct unit *, GError **);
/* Before the unit is freed or after it, but no slice may run in between.  NULL
 * is allowed. */
void cable_free(struct cable *);

/* The unit's power switch has moved. */
void cable_power_changed(struct cable *);
/* A hand at the plug of this side. */
void cable_set_plugged(struct cable *, bool plugged);
bool cable_plugged(const struct cable *);
/* What the unit can tell of it, in words for people. */
const char *cable_words(const struct cable *);
/* Called whenever the words may be others; only takes note.  NULL: nobody. */
void cable_watch(struct cable *, void (*changed)(void *far), void *far);

#endif
