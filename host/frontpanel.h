/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frontpanel.h - the front panel of a unit, connected to its console, cables
 * and diskette drive.
 */
#ifndef PIXEMU_HOST_FRONTPANEL_H
#define PIXEMU_HOST_FRONTPANEL_H

#include <glib.h>
#include <stdbool.h>

#include "host/cable/cable.h"
#include "host/console/console.h"
#include "host/floppy.h"
#include "host/net/net.h"
#include "machine/machine.h"

struct frontpanel;

/* Lent; all are there but the cable, which may be NULL. */
struct frontpanel_sides {
    struct unit *unit;
    struct console *console;
    struct net *net;
    struct floppy *floppy;
    struct cable *cable; /* of failover */
    void (*quit)(void *far); /* ends the process, politely */
    void *far;
};

struct frontpanel *frontpanel_new(const struct frontpanel_sides *);
/* Before any of the sides.  NULL is allowed. */
void frontpanel_free(struct frontpanel *);
/* In a window.  False: *err, there is no display. */
bool frontpanel_show(struct frontpanel *, GError **err);

/* A switch, a cable or the diskette was moved by others.  NULL is allowed. */
void frontpanel_changed(struct frontpanel *);
bool frontpanel_screendump(struct frontpanel *, const char *file, bool png,
                           GError **err);
/* a{sv}, floating. */
GVariant *frontpanel_describe(const struct frontpanel *);

#endif
