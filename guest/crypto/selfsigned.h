/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * selfsigned.h - a certificate that a unit gives itself (RFC 5280): P-256,
 * signed by its own key, always the same for the same key and names.
 */
#ifndef GUEST_CRYPTO_SELFSIGNED_H
#define GUEST_CRYPTO_SELFSIGNED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/crypto/pool.h"

enum {
    SELFSIGNED_KEY = 32,
    SELFSIGNED_DER_MAX = 1024,
    SELFSIGNED_NAME_MAX = 63,
    SELFSIGNED_IPS_MAX = 16,
};

struct selfsigned {
    uint8_t key[SELFSIGNED_KEY];
    size_t n;
    uint8_t der[SELFSIGNED_DER_MAX];
};

/* A key of random numbers. */
void selfsigned_key(uint8_t key[SELFSIGNED_KEY],
                    const uint8_t seed[POOL_TAKE]);

/* A certificate for the key that is there: a name, and addresses.  False: the
 * key is none, or there is too much of them. */
bool selfsigned_make(struct selfsigned *, const char *name,
                     const uint32_t *ips, unsigned ip_count);

#endif
