/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gates.h - which lines of the configuration a licence leaves out. */
#ifndef GUEST_RUNTIME_GATES_H
#define GUEST_RUNTIME_GATES_H

#include "guest/licence/licence.h"

/* The feature that a line needs and the licence lacks; NULL: it may be. */
const char *gates_missing(const struct licence *, const char *line);

#endif
