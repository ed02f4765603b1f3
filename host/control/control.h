/* SPDX-License-Identifier: GPL-2.0-or-later */
/* control.h - a unit's control socket, and what can be controlled there. */
#ifndef PIXEMU_HOST_CONTROL_CONTROL_H
#define PIXEMU_HOST_CONTROL_CONTROL_H

#include <glib.h>

#include "host/cable/cable.h"
#include "host/console/console.h"
#include "host/floppy.h"
#include "host/frontpanel.h"
#include "host/net/net.h"
#include "machine/loop.h"
#include "machine/machine.h"

struct control;
struct qmp;

struct control_unit {
    const char *name;
    struct loop *loop;
    struct unit *unit;
    struct console *console;
    struct net *net;
    struct cable *cable; /* NULL: none */
    struct floppy *floppy;
    struct frontpanel *panel;
    void (*quit)(void *far); /* ends the process, politely */
    void *far;
    struct qmp *waiter; /* of x-clock; commands.c's own */
};

/* The socket is there and nobody is served yet. */
struct control *control_open(const char *path, GError **);
void control_serve(struct control *, const struct control_unit *);
void control_free(struct control *); /* NULL is allowed */

/* Tells every client.  reason: of RESET and SHUTDOWN, else NULL. */
void control_event(struct control *, const char *event, bool by_guest,
                   const char *reason);
/* DEVICE_TRAY_MOVED of the diskette drive. */
void control_tray_moved(struct control *, bool out);

#endif
