/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deframe.c - takes frames out of a byte stream.
 */
#include "host/net/deframe.h"

#include <string.h>

/* Moves what fits from the stream into a buffer; how much that was. */
static size_t take(uint8_t *to, size_t *have, size_t want,
                   const uint8_t *data, size_t n)
{
    size_t some = want - *have < n ? want - *have : n;

    memcpy(to + *have, data, some);
    *have += some;
    return some;
}

bool deframe(struct deframe *d, const uint8_t *data, size_t n,
             void (*frame)(void *far, const uint8_t *frame, size_t n),
             void *far)
{
    while (n > 0) {
        size_t used = 0;

        if (d->head_have < DEFRAME_HEAD) {
            used = take(d->head, &d->head_have, DEFRAME_HEAD, data, n);
            d->want = (size_t)d->head[0] << 24 | (size_t)d->head[1] << 16 |
                      (size_t)d->head[2] << 8 | d->head[3];
            d->have = 0;
        } else {
            used = take(d->frame, &d->have, d->want, data, n);
        }
        data += used;
        n -= used;
        if (d->head_have < DEFRAME_HEAD)
            break;
        if (d->want > DEFRAME_MAX)
            return false;
        if (d->have == d->want) {
            d->head_have = 0;
            frame(far, d->frame, d->want);
        }
    }
    return true;
}
