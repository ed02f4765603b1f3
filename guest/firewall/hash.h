/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hash.h - numbers stirred into a place of a hash table, or into a cookie. */
#ifndef GUEST_FIREWALL_HASH_H
#define GUEST_FIREWALL_HASH_H

#include <stdint.h>

static inline uint32_t hash_mix(uint32_t h, uint32_t v)
{
    h = (h ^ v) * 2654435761u; /* 2^32 over the golden ratio */
    return h ^ h >> 15;
}

static inline uint32_t hash_mix3(uint32_t h, uint32_t a, uint32_t b,
                                 uint32_t c)
{
    return hash_mix(hash_mix(hash_mix(h, a), b), c);
}

#endif
