/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashfs.h - where image, configuration, key and the rest lie in flash.
 *
 * Every byte of it is described in docs/flash.md.  Each generation of the
 * layout is an object in a file of its own, layoutN.c: a program names, and
 * so links, only the one it can read.
 *
 * What is small and must never be half (configuration, private data, key,
 * seed, layout record) lies in two slots that are written alternately: after
 * a power cut at any moment the old or the new contents are there, whole.
 *
 * The first write to blank flash puts the layout record there.  Nothing is
 * written to flash that holds the layout of another generation, but by
 * flashfs_format().
 */
#ifndef GUEST_FLASHFS_FLASHFS_H
#define GUEST_FLASHFS_FLASHFS_H

#include "guest/lib/flash.h"

/* The first five are the files of `show flashfs`. */
enum flashfs_file {
    FLASHFS_IMAGE,
    FLASHFS_CONFIG,
    FLASHFS_PRIVATE,
    FLASHFS_PDM,
    FLASHFS_CRASH,
    FLASHFS_KEY,    /* activation key: flashfs_key_get() */
    FLASHFS_SEED,   /* entropy for the next start */
    FLASHFS_LAYOUT, /* the layout record: flashfs_open() */
    FLASHFS_FILES,
};

enum flashfs_status {
    FLASHFS_GOOD,
    FLASHFS_ABSENT,   /* nothing was ever written there, or it was cleared */
    FLASHFS_DAMAGED,  /* something is there that can't be trusted */
    FLASHFS_FOREIGN,  /* the layout of another generation, or of flash of
                         another size */
    FLASHFS_NO_ROOM,  /* it does not fit; nothing was written */
    FLASHFS_BROKEN,   /* the hardware did not read or program as asked */
};

/* A phrase for people: "damaged", "no room in flash". */
const char *flashfs_status_text(enum flashfs_status);

/* How the place of a file is used. */
enum flashfs_form {
    FLASHFS_FORM_NONE,  /* no room for it on flash of this size */
    FLASHFS_FORM_IMAGE, /* a file with the header of guest/image/image.h */
    FLASHFS_FORM_SLOTS, /* `slots` records, header sector first */
};

struct flashfs_place {
    uint32_t origin;
    uint32_t bytes; /* slots included */
    uint8_t form;   /* enum flashfs_form */
    uint8_t slots;
    uint32_t apart; /* slots: from one to the next; 0: side by side */
    /* Where contents go on that a slot has no room for; bytes: of each slot,
     * 0: nowhere. */
    struct {
        uint32_t origin, bytes, apart;
    } more;
};

struct flashfs_layout {
    uint32_t generation;
    const struct flashfs_layout *before; /* the generation before; NULL */
    /* Where files lie, indexed by enum flashfs_file: in flash of 2 MiB, 8 MiB
     * and 16 MiB that is erased in sectors, and of 16 MiB erased in blocks of
     * 128 KiB. */
    const struct flashfs_place *small, *large, *huge, *blocks;
};

/* NULL: no layout for flash of this size, erased in blocks of this size (0: in
 * sectors). */
const struct flashfs_place *flashfs_places(const struct flashfs_layout *,
                                           uint32_t flash_bytes,
                                           uint32_t block_bytes);

extern const struct flashfs_layout flashfs_layout1; /* releases 4.x */
extern const struct flashfs_layout flashfs_layout2; /* 5.0 and 5.1 */
extern const struct flashfs_layout flashfs_layout3; /* from 5.2 on */

/* The one of these that is a program's own, under this name, too; it is
 * linked with those before it, and with none that came later.
 * (mk/guest.mk) */
extern const struct flashfs_layout flashfs_layout;

struct flashfs {
    struct flash *flash;
    const struct flashfs_layout *layout;
    const struct flashfs_place *place; /* NULL: unusable */
    enum flashfs_status status;        /* of the layout record */
};

/* Looks at the layout record.  GOOD, ABSENT (blank flash, or flash that never
 * had a layout), FOREIGN, DAMAGED or BROKEN; NO_ROOM: flash of a size that
 * this layout does not know. */
enum flashfs_status flashfs_open(struct flashfs *, struct flash *,
                                 const struct flashfs_layout *);

/* The same for that layout and those before it: fs->layout is the one that
 * was found, or `newest`. */
enum flashfs_status flashfs_open_any(struct flashfs *, struct flash *,
                                     const struct flashfs_layout *newest);

/* The generation in the layout record, whatever it says otherwise; 0: none
 * that can be read. */
uint32_t flashfs_generation(struct flashfs *);

/* Brings configuration and private data into the places of another layout,
 * then writes its record: whatever happens on the way, the old layout or the
 * new one is there, whole.  What the new one has no place for is given up, as
 * is what is damaged, of which *lost tells; without `lost` damage ends it.
 * Image, key and seed stay.  NO_ROOM: the image reaches where the new layout
 * has something else. */
enum flashfs_status flashfs_convert(struct flashfs *,
                                    const struct flashfs_layout *to,
                                    bool *lost);

/* Writes the layout record.  Key and image stay; with `clear` all other files
 * are cleared. */
enum flashfs_status flashfs_format(struct flashfs *, bool clear);

/* Was the file, one in slots, there and then cleared? */
bool flashfs_is_cleared(struct flashfs *, enum flashfs_file);

/* What `show flashfs` shows: origin and length, both 0 for an absent file. */
struct flashfs_info {
    uint32_t origin, length;
};
enum flashfs_status flashfs_look(struct flashfs *, enum flashfs_file,
                                 struct flashfs_info *);
/* The longest contents the file can have; 0: it has no place. */
uint32_t flashfs_room(const struct flashfs *, enum flashfs_file);

/* A file in slots, as a whole.  Reading fails with NO_ROOM if it is longer
 * than `room`; *length is set then too.  flashfs_clear() also wipes what was
 * there before. */
enum flashfs_status flashfs_get(struct flashfs *, enum flashfs_file, void *to,
                                uint32_t room, uint32_t *length);
enum flashfs_status flashfs_set(struct flashfs *, enum flashfs_file,
                                const void *from, uint32_t n);
enum flashfs_status flashfs_clear(struct flashfs *, enum flashfs_file);

enum flashfs_status flashfs_key_get(struct flashfs *, uint32_t words[4]);
enum flashfs_status flashfs_key_set(struct flashfs *, const uint32_t words[4]);

/*
 * An image, piece by piece.  A power cut in between leaves an image whose
 * digest does not match; everything else in flash stays as it is.
 */
struct flashfs_writer {
    struct flashfs *fs;
    uint32_t origin, total, done;
    enum flashfs_status status;
    /* Called after every sector if not NULL, which they are after
     * flashfs_write_begin(). */
    void (*progress)(void *far, uint32_t done, uint32_t total);
    void *far;
    unsigned fill;
    uint8_t sector[FLASH_SECTOR_BYTES];
};

/* file: FLASHFS_IMAGE or FLASHFS_PDM.  NO_ROOM before anything is written. */
enum flashfs_status flashfs_write_begin(struct flashfs_writer *,
                                        struct flashfs *, enum flashfs_file,
                                        uint32_t total);
/* A failure sticks: later calls do nothing and return it. */
enum flashfs_status flashfs_write_add(struct flashfs_writer *, const void *from,
                                      uint32_t n);
/* DAMAGED: fewer bytes came than were announced. */
enum flashfs_status flashfs_write_end(struct flashfs_writer *);

/* Compares flash with `from`, `at` bytes into the file; DAMAGED: it differs. */
enum flashfs_status flashfs_compare(struct flashfs *, enum flashfs_file,
                                    uint32_t at, const void *from, uint32_t n);

#endif
