/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rack.h - the units of a process: one loop, one clock, one end. */
#ifndef PIXEMU_HOST_RACK_H
#define PIXEMU_HOST_RACK_H

#include <glib.h>
#include <stdbool.h>

#include "host/options.h"

struct rack;

struct rack *rack_new(const struct options *);
/* All or none: after a refusal rack_free() leaves nothing behind. */
bool rack_fill(struct rack *, GError **err);
int rack_run(struct rack *); /* the exit status */
/* Ends rack_run(), politely.  reason: as in QEMU's SHUTDOWN event. */
void rack_end(struct rack *, const char *reason, int status);
void rack_free(struct rack *);

#endif
