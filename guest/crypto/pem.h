/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pem.h - a certificate as text (RFC 7468), line by line. */
#ifndef GUEST_CRYPTO_PEM_H
#define GUEST_CRYPTO_PEM_H

#include <stdint.h>

enum { PEM_DER_MAX = 4096 };

enum pem_state { PEM_GOING, PEM_DONE, PEM_BAD };

struct pem {
    enum pem_state state;
    uint8_t inside;   /* between its BEGIN and its END */
    uint8_t ended;    /* by '=' */
    unsigned bits_n;
    uint32_t bits;
    uint32_t n;
    uint8_t der[PEM_DER_MAX];
};

void pem_begin(struct pem *);

/* Lines before the one that begins it are passed over, but `quit` and an
 * empty line end it. */
void pem_line(struct pem *, const char *line);

#endif
