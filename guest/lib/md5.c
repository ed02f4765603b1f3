/* SPDX-License-Identifier: GPL-2.0-or-later */
/* md5.c - the MD5 message digest, RFC 1321, written from its section 3. */
#include "guest/lib/md5.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { BLOCK = 64, LENGTH_AT = 56 };

/* T[i] of section 3.4: the integer part of 2^32 times |sin(i)|, i from 1. */
static const uint32_t sine[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
    0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
    0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
    0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
    0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

/* Bits that step i of each round rotates by, i modulo 4. */
static const uint8_t turn[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21},
};

static uint32_t rotate(uint32_t v, unsigned n)
{
    return v << n | v >> (32 - n);
}

/* The round's function of three words, and which word of the block step i
 * of the 64 takes. */
static uint32_t mix(unsigned i, uint32_t b, uint32_t c, uint32_t d,
                    unsigned *word)
{
    switch (i / 16) {
    case 0:
        *word = i;
        return (b & c) | (~b & d);
    case 1:
        *word = (5 * i + 1) % 16;
        return (b & d) | (c & ~d);
    case 2:
        *word = (3 * i + 5) % 16;
        return b ^ c ^ d;
    default:
        *word = 7 * i % 16;
        return c ^ (b | ~d);
    }
}

static void add_block(struct md5 *m, const uint8_t *block)
{
    uint32_t a = m->state[0], b = m->state[1], c = m->state[2],
             d = m->state[3];

    for (unsigned i = 0; i < 64; i++) {
        unsigned word;
        uint32_t sum = a + mix(i, b, c, d, &word) + sine[i];

        sum += get_le32(block + 4 * word);
        a = d;
        d = c;
        c = b;
        b += rotate(sum, turn[i / 16][i % 4]);
    }
    m->state[0] += a;
    m->state[1] += b;
    m->state[2] += c;
    m->state[3] += d;
}

void md5_begin(struct md5 *m)
{
    static const uint32_t initial[4] = {
        0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
    };

    memcpy(m->state, initial, sizeof m->state);
    m->bytes = 0;
}

void md5_add(struct md5 *m, const void *data, size_t n)
{
    const uint8_t *p = data;

    while (n > 0) {
        size_t at = m->bytes % BLOCK, take = BLOCK - at;

        if (at == 0 && n >= BLOCK) {
            add_block(m, p); /* no need to copy it */
            take = BLOCK;
        } else {
            take = take < n ? take : n;
            memcpy(m->block + at, p, take);
            if (at + take == BLOCK)
                add_block(m, m->block);
        }
        m->bytes += take;
        p += take;
        n -= take;
    }
}

void md5_end(struct md5 *m, uint8_t digest[MD5_BYTES])
{
    uint64_t bits = m->bytes * 8;
    uint8_t length[8], pad = 0x80;

    put_le32(length, (uint32_t)bits);
    put_le32(length + 4, (uint32_t)(bits >> 32));
    md5_add(m, &pad, 1);
    pad = 0;
    while (m->bytes % BLOCK != LENGTH_AT)
        md5_add(m, &pad, 1);
    md5_add(m, length, sizeof length);
    for (unsigned i = 0; i < 4; i++)
        put_le32(digest + 4 * i, m->state[i]);
}
