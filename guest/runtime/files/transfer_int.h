/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer_int.h - for the files that fetch: the memory all of them fill. */
#ifndef GUEST_RUNTIME_FILES_TRANSFER_INT_H
#define GUEST_RUNTIME_FILES_TRANSFER_INT_H

#include <stddef.h>

#include "guest/runtime/files/transfer.h"

/* room: bytes that are wanted, then those there are.  False: said why. */
bool transfer_begin(struct cli *, uint32_t *room);

/* far: the session, which sees a '!' for every 64 KiB.  False: no room. */
bool transfer_store(void *far, const uint8_t *data, size_t n);

/* Says why it failed, NULL: it did not, and what came; false when failed. */
bool transfer_result(struct cli *, const char *why, struct transfer *);

#endif
