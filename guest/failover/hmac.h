/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hmac.h - keyed digests, RFC 2104 with MD5. */
#ifndef GUEST_FAILOVER_HMAC_H
#define GUEST_FAILOVER_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/lib/md5.h"

enum { HMAC_KEY_MAX = 64, HMAC_BYTES = MD5_BYTES };

/* n: at most HMAC_KEY_MAX, more is left out. */
void hmac(const void *key, size_t n, const void *data, size_t length,
          uint8_t to[HMAC_BYTES]);

/* Takes as long for a wrong one as for the right one. */
bool hmac_same(const uint8_t a[HMAC_BYTES], const uint8_t b[HMAC_BYTES]);

#endif
