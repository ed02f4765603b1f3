/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * points.h - breakpoints and watchpoints as gdb counts them: by the type of a
 * Z packet, two of which are the same kind of point to a processor.
 */
#ifndef PIXEMU_HOST_GDB_POINTS_H
#define PIXEMU_HOST_GDB_POINTS_H

#include <stdbool.h>
#include <stdint.h>

#include "machine/debug.h"

struct points;

/* As in Z packets; `type` is 0 to 4. */
enum { POINT_TYPES = 5 };

struct point {
    uint32_t type, linear, size;
};

struct points *points_new(struct unit *);
/* The unit's own are taken away by unit_debug(). */
void points_free(struct points *);

/* One that is there already, or not there, is fine.  False: the unit has no
 * room for it. */
bool points_set(struct points *, const struct point *);
bool points_clear(struct points *, const struct point *);
bool points_has(const struct points *, uint32_t type, uint32_t linear);

#endif
