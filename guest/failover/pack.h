/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack.h - a text made short for the wire, a piece at a time (docs/failover.md,
 * Packed text): what stood in it before is named by its place. */
#ifndef GUEST_FAILOVER_PACK_H
#define GUEST_FAILOVER_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PACK_PLACE_BITS = 12 };

/* What the packer remembers of a text. */
struct pack {
    uint32_t place[1 << PACK_PLACE_BITS]; /* of four bytes, from 1 */
};

/* Before the first piece of a text. */
void pack_begin(struct pack *);

/* Packs text[] of n bytes from *at on, until it ends or the piece has `room`
 * bytes (3 at least), moves *at on and returns the piece's bytes.  What was
 * packed before must be as it was. */
size_t pack_piece(struct pack *, const char *text, uint32_t n, uint32_t *at,
                  uint8_t *to, size_t room);

/* Puts a piece behind the *at bytes of text[], which has room for `room`, and
 * moves *at on.  False: it is no piece of such a text, or does not fit; text[]
 * may have some of it behind *at. */
bool pack_open(const uint8_t *piece, size_t n, char *text, uint32_t room,
               uint32_t *at);

#endif
