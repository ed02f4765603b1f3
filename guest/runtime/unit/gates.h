/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gates.h - which lines of the configuration a licence leaves out. */
#ifndef GUEST_RUNTIME_UNIT_GATES_H
#define GUEST_RUNTIME_UNIT_GATES_H

#include "guest/licence/licence.h"

struct config_state;

/* The feature that a line, added to this configuration, needs and the licence
 * lacks; NULL: it may be.  Good until the next call. */
const char *gates_missing(const struct licence *, const struct config_state *,
                          const char *line);

#endif
