/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certcheck.h - whether a server is who it should be.
 *
 * Name and dates have to be right in any case.  Then either an authority that
 * was given has signed it, or the fingerprint of its certificate is one that
 * is known for this server.
 */
#ifndef GUEST_CRYPTO_CERTCHECK_H
#define GUEST_CRYPTO_CERTCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CERTCHECK_PRINT = 32,     /* SHA-256 of the whole certificate */
    CERTCHECK_CHAIN = 16384,  /* bytes of all certificates of a server */
    CERTCHECK_CERTS = 8,      /* of a server */
    CERTCHECK_CAS = 4,        /* that can be given */
};

enum certcheck_verdict {
    CERTCHECK_NONE,      /* no certificate came */
    CERTCHECK_GOOD,
    CERTCHECK_UNKNOWN,   /* right, but nobody vouches for it yet */
    CERTCHECK_CHANGED,   /* another one is known for this server */
    CERTCHECK_UNTRUSTED, /* none of the authorities has signed it */
    CERTCHECK_DATES,
    CERTCHECK_NAME,
    CERTCHECK_BAD,       /* not understood, too long, too weak */
};

enum certcheck_pin { CERTCHECK_NO_PIN, CERTCHECK_PIN_SAME,
                     CERTCHECK_PIN_OTHER };

struct certcheck_der {
    const uint8_t *at;
    size_t n;
};

struct certcheck {
    const char *host; /* name or address, as it was typed */
    uint32_t now;     /* seconds since 1970 */
    bool off;         /* take anybody */
    const struct certcheck_der *cas;
    unsigned ca_count;
    enum certcheck_pin (*pin)(void *far, const uint8_t print[CERTCHECK_PRINT]);
    void *far;

    /* Out. */
    enum certcheck_verdict verdict;
    uint8_t print[CERTCHECK_PRINT];
};

/* Is it a certificate that may sign others? */
bool certcheck_is_ca(const uint8_t *der, size_t n);

void certcheck_print(const uint8_t *der, size_t n,
                     uint8_t print[CERTCHECK_PRINT]);

/* The pieces of a server's chain; certcheck_int.h has it as BearSSL wants
 * it. */
void certcheck_begin(struct certcheck *);
void certcheck_cert(uint32_t n);
void certcheck_bytes(const uint8_t *from, size_t n);
enum certcheck_verdict certcheck_end(void);

#endif
