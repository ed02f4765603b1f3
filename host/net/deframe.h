/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deframe.h - takes frames out of a byte stream.
 *
 * On the stream each frame follows its length, 4 bytes big-endian, as QEMU's
 * -netdev stream and -netdev socket write it.  Bytes come in pieces of any
 * size.  Pure: bytes in, frames out.
 */
#ifndef PIXEMU_HOST_NET_DEFRAME_H
#define PIXEMU_HOST_NET_DEFRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DEFRAME_HEAD = 4, DEFRAME_MAX = 65536 };

/* All zero is the beginning of a stream. */
struct deframe {
    uint8_t head[DEFRAME_HEAD];
    size_t head_have;
    size_t want; /* bytes in the frame, once the head is whole */
    size_t have;
    uint8_t frame[DEFRAME_MAX];
};

/* False: a length above DEFRAME_MAX.  There is no way back into step, so the
 * stream is to be given up. */
bool deframe(struct deframe *, const uint8_t *data, size_t n,
             void (*frame)(void *far, const uint8_t *frame, size_t n),
             void *far);

#endif
