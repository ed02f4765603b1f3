/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pool.c - see pool.h. */
#include "guest/crypto/pool.h"

#include <bearssl_hash.h>

#include "guest/lib/bytes.h"

enum { WORDS = 16 };

static uint32_t ring[WORDS];
static unsigned next;
static uint8_t key[br_sha256_SIZE];
static uint32_t taken;

void pool_stir(uint32_t bits)
{
    uint32_t *w = &ring[next++ % WORDS];

    *w = (*w << 7 | *w >> 25) ^ bits;
}

/* Into the key, with what was stirred in since. */
void pool_add(const void *from, size_t n)
{
    br_sha256_context hash;

    br_sha256_init(&hash);
    br_sha256_update(&hash, key, sizeof key);
    br_sha256_update(&hash, ring, sizeof ring);
    br_sha256_update(&hash, from, n);
    br_sha256_out(&hash, key);
}

void pool_take(uint8_t to[POOL_TAKE])
{
    br_sha256_context hash;
    uint8_t counter[4];

    put_le32(counter, ++taken);
    pool_add(counter, sizeof counter);
    br_sha256_init(&hash);
    br_sha256_update(&hash, "take", 4);
    br_sha256_update(&hash, key, sizeof key);
    br_sha256_out(&hash, to);
    pool_add("next", 4); /* there is no way back from the new key */
}
