/* SPDX-License-Identifier: GPL-2.0-or-later */
/* slots.h - records in slots: the lower half of flashfs.c. */
#ifndef GUEST_FLASHFS_SLOTS_H
#define GUEST_FLASHFS_SLOTS_H

#include "guest/flashfs/flashfs.h"

/* The newest record of a file. */
struct slots_record {
    unsigned slot;
    uint32_t sequence, length, crc;
};

/* The longest contents of a place in slots. */
uint32_t slots_room(const struct flashfs_place *);

/* GOOD: it is there and its contents match its check; length may be 0.
 * ABSENT, DAMAGED, BROKEN. */
enum flashfs_status slots_find(struct flashfs *, enum flashfs_file,
                               struct slots_record *);

/* The contents of a record, all of them.  GOOD or BROKEN. */
enum flashfs_status slots_read(struct flashfs *, enum flashfs_file,
                               const struct slots_record *, void *to);

/* Writes a record beside the newest one.  Room was checked. */
enum flashfs_status slots_put(struct flashfs *, enum flashfs_file,
                              const void *from, uint32_t n);

/* Writes the newest record of a file as the newest of the same file in
 * another layout.  ABSENT: there is none, or it is empty. */
enum flashfs_status slots_copy(struct flashfs *from, struct flashfs *to,
                               enum flashfs_file);

/* Blanks the slots of a file. */
enum flashfs_status slots_wipe(struct flashfs *, enum flashfs_file);

/* Blanks everything that doesn't belong to the newest record, which must be
 * there. */
enum flashfs_status slots_wipe_others(struct flashfs *, enum flashfs_file);

#endif
