/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tlsserver.h - TLS 1.2 to a client, one connection at a time: BearSSL. */
#ifndef GUEST_CRYPTO_TLSSERVER_H
#define GUEST_CRYPTO_TLSSERVER_H

#include <stdbool.h>

#include "guest/crypto/pool.h"
#include "guest/crypto/selfsigned.h"
#include "guest/crypto/tlswire.h"

/* Both stay the owner's and have to last. */
void tlsserver_begin(const struct tlswire *, const struct selfsigned *,
                     const uint8_t seed[POOL_TAKE]);

/* Shakes hands first.  How many bytes; 0: there will be no more. */
size_t tlsserver_read(void *to, size_t n);
bool tlsserver_write(const void *from, size_t n);

/* Sends what is left, and that it was all. */
void tlsserver_end(void);

#endif
