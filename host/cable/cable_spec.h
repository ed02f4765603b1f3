/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cable_spec.h - what is written behind --failover-cable=. */
#ifndef PIXEMU_HOST_CABLE_SPEC_H
#define PIXEMU_HOST_CABLE_SPEC_H

#include <glib.h>
#include <stdbool.h>

#include "machine/machine.h"

/* "END:PATH"; what was in *path is freed, what will be is to be.  False: one
 * line for the user. */
bool cable_spec_parse(const char *value, enum cable_role *, char **path,
                      GError **);

#endif
