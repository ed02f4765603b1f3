/* SPDX-License-Identifier: GPL-2.0-or-later */
/* md5.h - the MD5 message digest, RFC 1321. */
#ifndef GUEST_LIB_MD5_H
#define GUEST_LIB_MD5_H

#include <stddef.h>
#include <stdint.h>

enum { MD5_BYTES = 16 };

struct md5 {
    uint32_t state[4];
    uint64_t bytes;
    uint8_t block[64];
};

void md5_begin(struct md5 *);
void md5_add(struct md5 *, const void *data, size_t n);
void md5_end(struct md5 *, uint8_t digest[MD5_BYTES]);

#endif
