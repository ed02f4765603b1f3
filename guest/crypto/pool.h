/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pool.h - what is hard to guess, gathered: there is no chip for it.
 *
 * Whoever sees something by chance (when a tick or a frame came) stirs it in,
 * which costs a few instructions; taking hashes all of it.  What was taken
 * tells nothing about what was taken before.
 */
#ifndef GUEST_CRYPTO_POOL_H
#define GUEST_CRYPTO_POOL_H

#include <stddef.h>
#include <stdint.h>

enum { POOL_TAKE = 32 };

void pool_stir(uint32_t bits);
void pool_add(const void *from, size_t n);
void pool_take(uint8_t to[POOL_TAKE]);

#endif
