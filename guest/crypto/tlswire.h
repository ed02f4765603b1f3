/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tlswire.h - what carries the bytes of a TLS connection: the owner's, who may
 * wait there. */
#ifndef GUEST_CRYPTO_TLSWIRE_H
#define GUEST_CRYPTO_TLSWIRE_H

#include <stddef.h>
#include <stdint.h>

struct tlswire {
    /* How many bytes, 1 at least; -1: there will be none. */
    int (*read)(void *far, uint8_t *to, size_t n);
    int (*write)(void *far, const uint8_t *from, size_t n);
    void *far;
};

#endif
