/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cableframe.c - see cableframe.h. */
#include "guest/failover/cableframe.h"

#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"

enum { FLAG = 0x7e, ESCAPE = 0x7d, CHANGE = 0x20 };

static size_t put(uint8_t *to, uint8_t byte)
{
    if (byte != FLAG && byte != ESCAPE) {
        *to = byte;
        return 1;
    }
    to[0] = ESCAPE;
    to[1] = byte ^ CHANGE;
    return 2;
}

size_t cableframe_encode(const uint8_t *message, size_t n,
                         uint8_t to[CABLEFRAME_MAX])
{
    uint8_t crc[CABLEFRAME_CRC];
    size_t at = 0;

    put_be32(crc, crc32(0, message, n));
    to[at++] = FLAG;
    for (size_t i = 0; i < n; i++)
        at += put(to + at, message[i]);
    for (unsigned i = 0; i < sizeof crc; i++)
        at += put(to + at, crc[i]);
    to[at++] = FLAG;
    return at;
}

/* A flag came: what stands before it. */
static size_t end(struct cableframe *f)
{
    size_t n = f->n;
    bool broken = f->broken || f->escaped;

    f->n = 0;
    f->escaped = f->broken = false;
    if (n == 0 && !broken)
        return 0;
    if (!broken && n > CABLEFRAME_CRC &&
        crc32(0, f->data, n - CABLEFRAME_CRC) ==
            get_be32(f->data + n - CABLEFRAME_CRC))
        return n - CABLEFRAME_CRC;
    f->dropped++;
    return 0;
}

size_t cableframe_byte(struct cableframe *f, uint8_t byte)
{
    if (byte == FLAG)
        return end(f);
    if (f->escaped) {
        f->escaped = false;
        byte ^= CHANGE;
        f->broken |= byte != FLAG && byte != ESCAPE;
    } else if (byte == ESCAPE) {
        f->escaped = true;
        return 0;
    }
    if (f->n == sizeof f->data)
        f->broken = true;
    else
        f->data[f->n++] = byte;
    return 0;
}
