/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hmac.c - see hmac.h. */
#include "guest/failover/hmac.h"

#include "guest/lib/string.h"

enum { INNER = 0x36, OUTER = 0x5c };

static void begin(struct md5 *md5, const uint8_t *key, size_t n, uint8_t pad)
{
    uint8_t block[HMAC_KEY_MAX];

    memset(block, pad, sizeof block);
    for (size_t i = 0; i < n; i++)
        block[i] ^= key[i];
    md5_begin(md5);
    md5_add(md5, block, sizeof block);
}

void hmac(const void *key, size_t n, const void *data, size_t length,
          uint8_t to[HMAC_BYTES])
{
    struct md5 md5;

    if (n > HMAC_KEY_MAX)
        n = HMAC_KEY_MAX;
    begin(&md5, key, n, INNER);
    md5_add(&md5, data, length);
    md5_end(&md5, to);
    begin(&md5, key, n, OUTER);
    md5_add(&md5, to, HMAC_BYTES);
    md5_end(&md5, to);
}

bool hmac_same(const uint8_t a[HMAC_BYTES], const uint8_t b[HMAC_BYTES])
{
    uint8_t differs = 0;

    for (unsigned i = 0; i < HMAC_BYTES; i++)
        differs |= (uint8_t)(a[i] ^ b[i]);
    return !differs;
}
