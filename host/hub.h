/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hub.h - --hub: segments without a unit. */
#ifndef PIXEMU_HOST_HUB_H
#define PIXEMU_HOST_HUB_H

#include <glib.h>
#include <stdbool.h>

#include "host/options.h"
#include "machine/loop.h"

struct hub;
struct shared;

struct hub *hub_new(const struct options *, struct loop *, struct shared *);
bool hub_open(struct hub *, GError **err);
void hub_start(struct hub *); /* nothing can be refused any more */
void hub_free(struct hub *); /* NULL is allowed */

#endif
