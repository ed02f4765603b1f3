/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tlsclient.h - TLS 1.2 to a server, one connection at a time: BearSSL. */
#ifndef GUEST_CRYPTO_TLSCLIENT_H
#define GUEST_CRYPTO_TLSCLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/crypto/certcheck.h"
#include "guest/crypto/pool.h"
#include "guest/crypto/tlswire.h"

/* Nothing is sent yet.  Both stay the owner's and have to last. */
void tlsclient_begin(const struct tlswire *, struct certcheck *,
                     const uint8_t seed[POOL_TAKE]);

/* Shakes hands first.  False: tlsclient_why(). */
bool tlsclient_write(const void *from, size_t n);

/* 0: the server has said that there is no more.  -1: tlsclient_why(). */
int tlsclient_read(void *to, size_t n);

/* A phrase, made of the certificate's verdict or BearSSL's error; NULL: it is
 * the wire that failed, or nothing. */
const char *tlsclient_why(void);

#endif
