/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key.h - the activation key during an installation. */
#ifndef GUEST_LOADER_KEY_H
#define GUEST_LOADER_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"

enum key_habit {
    KEY_ON_REQUEST, /* a valid one stays, unless the user has a new one */
    KEY_ALWAYS,     /* asks; an empty line keeps a valid one */
};

/* Shows serial number and key, asks for one where there is none.  True: *key
 * is to be written. */
bool key_ask(struct flashfs *, uint32_t serial, enum key_habit,
             const struct image *, uint32_t key[4]);

#endif
