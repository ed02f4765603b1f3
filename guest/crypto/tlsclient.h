/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tlsclient.h - TLS 1.2 to a server, one connection at a time: BearSSL.
 *
 * The owner's read() and write() carry the bytes of the wire and may wait.
 */
#ifndef GUEST_CRYPTO_TLSCLIENT_H
#define GUEST_CRYPTO_TLSCLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/crypto/certcheck.h"
#include "guest/crypto/pool.h"

struct tls_wire {
    /* How many bytes, 1 at least; -1: there will be none. */
    int (*read)(void *far, uint8_t *to, size_t n);
    int (*write)(void *far, const uint8_t *from, size_t n);
    void *far;
};

/* Nothing is sent yet.  Both stay the owner's and have to last. */
void tlsclient_begin(const struct tls_wire *, struct certcheck *,
                     const uint8_t seed[POOL_TAKE]);

/* Shakes hands first.  False: tlsclient_why(). */
bool tlsclient_write(const void *from, size_t n);

/* 0: the server has said that there is no more.  -1: tlsclient_why(). */
int tlsclient_read(void *to, size_t n);

/* A phrase, made of the certificate's verdict or BearSSL's error; NULL: it is
 * the wire that failed, or nothing. */
const char *tlsclient_why(void);

#endif
