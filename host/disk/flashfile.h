/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashfile.h - the disk image of a unit: its flash chips and a trailer, mapped
 * into memory.  Layout: docs/hardware.md.
 *
 * Every error is one line that names the file and says what to do.
 */
#ifndef PIXEMU_HOST_DISK_FLASHFILE_H
#define PIXEMU_HOST_DISK_FLASHFILE_H

#include <glib.h>

#include "machine/machine.h"

struct flashfile {
    char *path; /* NULL: in memory only */
    const struct model *model;
    struct unit_storage storage; /* points into the mapping */
    bool created; /* it did not exist before */

    /* flashfile.c's own */
    int fd;
    uint8_t *map;
    size_t map_bytes;
    char *temporary; /* the name it has until it is published */
};

enum flashfile_mode {
    FLASHFILE_USE,  /* for a unit: read and write; created if missing */
    FLASHFILE_LOOK, /* nothing is written or created, and no other user may
                       write; the trailer must be there */
};

struct flashfile_request {
    const char *path;
    enum flashfile_mode mode;
    /* The model asked for; NULL: the one recorded in the file, and `otherwise`
     * for a file that has none yet. */
    const struct model *model;
    const struct model *otherwise;
    /* The card asked for; NULL: the one recorded, and AT29C040A for a file
     * that records none yet. */
    const enum flash_card *card;
    /* Serial number of a file that gets its trailer now; NULL: random. */
    const uint32_t *serial;
};

/* Opens, locks and maps; all of the file is allocated on the disk before this
 * returns.  NULL with *error set leaves everything as it was. */
struct flashfile *flashfile_open(const struct flashfile_request *, GError **);

/* A blank one that is nowhere on a disk; NULL: the card doesn't fit. */
struct flashfile *flashfile_in_memory(const struct model *, enum flash_card,
                                      const uint32_t *serial, GError **);

/* A blank one that appears under its name, whole, when it is published; closed
 * before that, it leaves nothing behind.  It is an error if the name is
 * taken, now or then. */
struct flashfile *flashfile_create(const char *path, const struct model *,
                                   enum flash_card, const uint32_t *serial,
                                   GError **);
bool flashfile_publish(struct flashfile *, GError **);

/* The name of a card in --flash-card: "at29", "strata"; NULL after the last. */
extern const char *const flashfile_cards[];

/* A serial number as on a label, out of a random number. */
uint32_t flashfile_serial(uint32_t random);

/* NULL is allowed. */
void flashfile_close(struct flashfile *);

#endif
