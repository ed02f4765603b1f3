/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trailer.h - what stands behind the chips in a unit's disk image, byte by
 * byte; docs/hardware.md, "The disk image of a unit".
 */
#ifndef PIXEMU_HOST_DISK_TRAILER_H
#define PIXEMU_HOST_DISK_TRAILER_H

#include <stdbool.h>
#include <stdint.h>

#include "machine/machine.h"

enum { TRAILER_BYTES = 8192 };

struct trailer {
    char model[17]; /* its name, whether it is known here or not */
    char card[9];   /* likewise; empty in files made before there were two */
    uint32_t chips; /* bytes before the trailer */
    uint32_t serial;
    uint8_t protection; /* each byte of it in a new one */
};

/* Whether these TRAILER_BYTES begin as one. */
bool trailer_is(const uint8_t *t);
/* False: it is damaged. */
bool trailer_read(struct trailer *, const uint8_t *t);
/* Of a unit that was never switched on. */
void trailer_write(uint8_t *t, const struct trailer *);
/* What the unit keeps there itself. */
void trailer_lend(uint8_t *t, struct unit_storage *);

#endif
