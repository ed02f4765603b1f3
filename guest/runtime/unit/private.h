/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * private.h - the private data in flash (docs/flash.md): a list of records,
 * old or new as a whole.
 */
#ifndef GUEST_RUNTIME_UNIT_PRIVATE_H
#define GUEST_RUNTIME_UNIT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum private_kind {
    PRIVATE_CA = 1,     /* a certificate */
    PRIVATE_SERVER = 2, /* a server's fingerprint, and its name */
    PRIVATE_OWN = 3,    /* this unit's key and certificate */
};

struct private_record {
    enum private_kind kind;
    const uint8_t *at;
    uint32_t n;
};

/* The record of a kind, counted from 0; false: there are not that many.  What
 * it points to stands until the next change. */
bool private_get(enum private_kind, unsigned index, struct private_record *);

/* Each writes flash; NULL: done, else why not, and nothing has changed. */
const char *private_add(enum private_kind, const void *head, uint32_t head_n,
                        const void *rest, uint32_t rest_n);
const char *private_remove(enum private_kind, unsigned index);

#endif
