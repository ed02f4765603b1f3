/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack.c - see pack.h. */
#include "guest/failover/pack.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

/* The first byte of a part: below COPY one less than the bytes that follow;
 * from there on, how many more than LEAST are those that stand further up. */
enum {
    COPY = 0x80,
    PART = 3, /* of a copy: with how far up, 2 bytes */
    LEAST = 4,
    MOST = LEAST + 0xff - COPY,
    FAR = 0xffff,
};

void pack_begin(struct pack *p)
{
    memset(p, 0, sizeof *p);
}

/* Remembers that text[at] and the bytes behind it stand there; returns where
 * they did before, from 1; 0: nowhere, or too far up. */
static uint32_t remember(struct pack *p, const char *text, uint32_t n,
                         uint32_t at)
{
    uint32_t four, *place, before;

    if (n - at < LEAST)
        return 0;
    /* 2^32 over the golden ratio: the product's highest bits spread well. */
    four = get_be32((const uint8_t *)text + at);
    place = &p->place[four * 2654435769u >> (32 - PACK_PLACE_BITS)];
    before = *place;
    *place = at + 1;
    return before && at + 1 - before <= FAR ? before : 0;
}

/* How many bytes from text[at] on stand at text[before] already. */
static uint32_t alike(const char *text, uint32_t n, uint32_t before,
                      uint32_t at)
{
    uint32_t most = n - at < MOST ? n - at : MOST, k = 0;

    while (k < most && text[before + k] == text[at + k])
        k++;
    return k;
}

size_t pack_piece(struct pack *p, const char *text, uint32_t n, uint32_t *at,
                  uint8_t *to, size_t room)
{
    uint8_t *plain = NULL; /* the part that grows */
    size_t k = 0;

    while (*at < n && k + PART <= room) {
        uint32_t before = remember(p, text, n, *at), same;

        same = before ? alike(text, n, before - 1, *at) : 0;
        if (same >= LEAST) {
            to[k] = (uint8_t)(COPY + same - LEAST);
            put_be16(to + k + 1, (uint16_t)(*at + 1 - before));
            k += PART;
            plain = NULL;
            while (--same)
                remember(p, text, n, ++*at);
        } else {
            if (!plain || *plain + 1 == COPY) {
                plain = to + k++;
                *plain = 0;
            } else {
                ++*plain;
            }
            to[k++] = (uint8_t)text[*at];
        }
        ++*at;
    }
    return k;
}

/* --- and back ---------------------------------------------------------- */

/* One part; the bytes of it, 0: it is none. */
static size_t open_part(const uint8_t *part, size_t n, char *text,
                        uint32_t room, uint32_t *at)
{
    bool copy = part[0] >= COPY;
    uint32_t many = part[0] + 1u - (copy ? COPY + 1 - LEAST : 0);
    size_t bytes = copy ? PART : 1 + many;

    if (bytes > n || many > room - *at)
        return 0;
    if (!copy) {
        memcpy(text + *at, part + 1, many);
    } else {
        uint32_t up = get_be16(part + 1);

        if (up == 0 || up > *at)
            return 0;
        /* One by one: it may begin with what it has just brought. */
        for (uint32_t i = 0; i < many; i++)
            text[*at + i] = text[*at + i - up];
    }
    *at += many;
    return bytes;
}

bool pack_open(const uint8_t *piece, size_t n, char *text, uint32_t room,
               uint32_t *at)
{
    while (n) {
        size_t bytes = open_part(piece, n, text, room, at);

        if (!bytes)
            return false;
        piece += bytes;
        n -= bytes;
    }
    return true;
}
