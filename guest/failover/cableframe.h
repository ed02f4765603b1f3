/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cableframe.h - messages as bytes of the failover cable (docs/failover.md,
 * On the cable): flags, escapes, CRC. */
#ifndef GUEST_FAILOVER_CABLEFRAME_H
#define GUEST_FAILOVER_CABLEFRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/failover/wire.h"

enum {
    CABLEFRAME_CRC = 4,
    /* Everything escaped, and two flags. */
    CABLEFRAME_MAX = 2 * (WIRE_MAX + CABLEFRAME_CRC) + 2,
};

struct cableframe {
    uint8_t data[WIRE_MAX + CABLEFRAME_CRC];
    size_t n;
    bool escaped, broken;
    uint32_t dropped; /* frames that were not whole */
};

/* n: at most WIRE_MAX.  Returns the bytes. */
size_t cableframe_encode(const uint8_t *message, size_t n,
                         uint8_t to[CABLEFRAME_MAX]);

/* The length of the message that is complete with this byte, in data[]; 0:
 * not yet. */
size_t cableframe_byte(struct cableframe *, uint8_t byte);

#endif
