/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key.h - the activation key during an installation. */
#ifndef GUEST_LOADER_KEY_H
#define GUEST_LOADER_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"

/* Shows serial number and key; keeps a valid one unless the user has a new
 * one, asks for one where there is none.  True: *key is to be written. */
bool key_ask(struct flashfs *, uint32_t serial, const struct image *,
             uint32_t key[4]);

#endif
