/* SPDX-License-Identifier: GPL-2.0-or-later */
/* client.h - a connection to the control socket: one conversation. */
#ifndef PIXEMU_HOST_CONTROL_CLIENT_H
#define PIXEMU_HOST_CONTROL_CLIENT_H

#include <json-glib/json-glib.h>

#include "host/control/control.h"

struct client;

/* Takes the socket over.  `gone` is called from the loop, once, when the
 * conversation has ended; client_free() is then due. */
struct client *client_new(int fd, struct control_unit *,
                          void (*gone)(void *far, struct client *), void *far);
/* Writes what is queued, as far as it is taken, and hangs up. */
void client_free(struct client *);
void client_event(struct client *, const char *event, JsonObject *data);

#endif
