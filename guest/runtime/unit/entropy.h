/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entropy.h - random numbers for keys: guest/crypto/pool.h, begun with a seed
 * kept in flash.
 *
 * The seed is read, and another one written in its place, when the first key
 * is wanted: a unit that makes none wears no flash out.  Without a seed the
 * pool is filled first, which takes half a second.
 */
#ifndef GUEST_RUNTIME_UNIT_ENTROPY_H
#define GUEST_RUNTIME_UNIT_ENTROPY_H

#include <stdint.h>

#include "guest/crypto/pool.h"

/* Now is a moment at which something came by chance.  Also in interrupts. */
void entropy_stir(void);

/* What there is before the seed: for numbers that nobody outside shall guess,
 * and that are no keys. */
void entropy_early(uint8_t to[POOL_TAKE]);

/* On a thread: waits for flash. */
void entropy_take(uint8_t to[POOL_TAKE]);

#endif
