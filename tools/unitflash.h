/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unitflash.h - the disk image of a unit and the files in its flash. */
#ifndef TOOLS_UNITFLASH_H
#define TOOLS_UNITFLASH_H

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"
#include "host/disk/flashfile.h"

struct unitflash {
    struct flashfile *file;
    struct flash flash;
    struct flashfs fs;
    enum flashfs_status status; /* of the file system; blank flash: ABSENT */
};

/* A file that exists; whatever generation's layout it has, blank flash counts
 * as the newest's.  Dies otherwise. */
void unitflash_open(struct unitflash *, const char *path, bool writing);
void unitflash_close(struct unitflash *);

/* The header of the unit's image, as image_parse() has it. */
enum image_verdict unitflash_image(struct unitflash *, struct image *);
/* The same of one that begins elsewhere in flash. */
enum image_verdict unitflash_image_at(struct unitflash *, uint32_t origin,
                                      struct image *);
/* All of it. */
enum image_verdict unitflash_verify_image(struct unitflash *, uint32_t origin,
                                          const struct image *);

/* The saved configuration with a zero behind it, g_free() it; NULL: none.
 * Dies if it can't be read. */
char *unitflash_config(struct unitflash *);

#endif
