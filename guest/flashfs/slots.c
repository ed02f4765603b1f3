/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * slots.c - records in slots; see slots.h and docs/flash.md.
 *
 * A slot is a header sector and, behind it, contents.  Writing takes the slot
 * that does not hold the newest record and programs the header last, so that
 * the newest record is never touched.
 *
 * Long contents go on elsewhere, each slot's in a place of its own, which is
 * used as the rest of the slot is.
 *
 * Where flash is erased in blocks, a slot has a block to itself, which is
 * erased before anything is written into the slot.
 *
 * A header sector counts as unwritten if a power cut can have left it so: its
 * first half erased, or its last byte not reached.  Any other header whose
 * check fails is damage, and is reported rather than passed over: whether the
 * other slot holds the newest record is unknown then.
 */
#include "guest/flashfs/slots.h"

#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"
#include "guest/lib/string.h"

enum {
    SECTOR = FLASH_SECTOR_BYTES,
    MAGIC_BYTES = 8,
    FILE_AT = 8,
    SEQUENCE_AT = 12,
    LENGTH_AT = 16,
    CRC_AT = 20,
    CHECK_AT = SECTOR - 8,
    END_AT = SECTOR - 4, /* zero once it is all written */
    SLOTS_MAX = 2,
};

static const uint8_t magic[MAGIC_BYTES] = {'P', 'X', 'R', 'E',
                                           'C', 'O', 'R', 'D'};

enum header { HEADER_UNWRITTEN, HEADER_VALID, HEADER_BAD };

static uint32_t slot_bytes(const struct flashfs_place *p)
{
    return p->bytes / p->slots;
}

static uint32_t slot_origin(const struct flashfs_place *p, unsigned slot)
{
    return p->origin + slot * (p->apart ? p->apart : slot_bytes(p));
}

/* Contents in the slot itself. */
static uint32_t slot_room(const struct flashfs_place *p)
{
    return slot_bytes(p) - SECTOR;
}

uint32_t slots_room(const struct flashfs_place *p)
{
    return slot_room(p) + p->more.bytes;
}

/* Where byte `at` of a slot's contents lies; sectors are never cut in two. */
static uint32_t origin_of(const struct flashfs_place *p, unsigned slot,
                          uint32_t at)
{
    return at < slot_room(p)
               ? slot_origin(p, slot) + SECTOR + at
               : p->more.origin + slot * p->more.apart + at - slot_room(p);
}

static bool is_blank(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0xff)
            return false;
    return true;
}

/* --- headers ----------------------------------------------------------- */

static enum header judge(const uint8_t *h, enum flashfs_file file,
                         uint32_t room, struct slots_record *r)
{
    if (is_blank(h, SECTOR / 2) || is_blank(h + SECTOR - 1, 1))
        return HEADER_UNWRITTEN;
    r->sequence = get_le32(h + SEQUENCE_AT);
    r->length = get_le32(h + LENGTH_AT);
    r->crc = get_le32(h + CRC_AT);
    if (memcmp(h, magic, MAGIC_BYTES) != 0 ||
        get_le32(h + CHECK_AT) != crc32(0, h, CHECK_AT) ||
        get_le32(h + END_AT) != 0 ||
        get_le32(h + FILE_AT) != (uint32_t)file || r->length > room)
        return HEADER_BAD;
    return HEADER_VALID;
}

static void make_header(uint8_t *h, enum flashfs_file file,
                        const struct slots_record *r)
{
    memset(h, 0, SECTOR);
    memcpy(h, magic, MAGIC_BYTES);
    put_le32(h + FILE_AT, (uint32_t)file);
    put_le32(h + SEQUENCE_AT, r->sequence);
    put_le32(h + LENGTH_AT, r->length);
    put_le32(h + CRC_AT, r->crc);
    put_le32(h + CHECK_AT, crc32(0, h, CHECK_AT));
}

/* What lies in the slots, contents not looked at.  *newest is meaningful if
 * *valid > 0; *bad: a slot whose header is damaged, or -1. */
static bool survey(struct flashfs *fs, enum flashfs_file file,
                   struct slots_record *newest, unsigned *valid, int *bad)
{
    const struct flashfs_place *p = &fs->place[file];

    *valid = 0;
    *bad = -1;
    for (unsigned i = 0; i < p->slots; i++) {
        struct slots_record r = {.slot = i};
        uint8_t h[SECTOR];
        enum header is;

        if (!fs->flash->read(fs->flash, slot_origin(p, i), h, SECTOR))
            return false;
        is = judge(h, file, slots_room(p), &r);
        if (is == HEADER_BAD)
            *bad = (int)i;
        if (is != HEADER_VALID)
            continue;
        if (*valid == 0 || (int32_t)(r.sequence - newest->sequence) > 0)
            *newest = r;
        ++*valid;
    }
    return true;
}

static enum flashfs_status check_contents(struct flashfs *fs,
                                          enum flashfs_file file,
                                          const struct slots_record *r)
{
    const struct flashfs_place *p = &fs->place[file];
    uint8_t piece[SECTOR];
    uint32_t crc = 0;

    for (uint32_t at = 0; at < r->length; at += SECTOR) {
        uint32_t n = r->length - at < SECTOR ? r->length - at : SECTOR;

        if (!fs->flash->read(fs->flash, origin_of(p, r->slot, at), piece, n))
            return FLASHFS_BROKEN;
        crc = crc32(crc, piece, n);
    }
    return crc == r->crc ? FLASHFS_GOOD : FLASHFS_DAMAGED;
}

enum flashfs_status slots_find(struct flashfs *fs, enum flashfs_file file,
                               struct slots_record *r)
{
    unsigned valid;
    int bad;

    if (!survey(fs, file, r, &valid, &bad))
        return FLASHFS_BROKEN;
    if (bad >= 0)
        return FLASHFS_DAMAGED;
    return valid ? check_contents(fs, file, r) : FLASHFS_ABSENT;
}

enum flashfs_status slots_read(struct flashfs *fs, enum flashfs_file file,
                               const struct slots_record *r, void *to)
{
    const struct flashfs_place *p = &fs->place[file];
    uint32_t room = slot_room(p);
    uint32_t here = r->length < room ? r->length : room;

    return fs->flash->read(fs->flash, origin_of(p, r->slot, 0), to, here) &&
                   (r->length == here ||
                    fs->flash->read(fs->flash, origin_of(p, r->slot, here),
                                    (uint8_t *)to + here, r->length - here))
               ? FLASHFS_GOOD
               : FLASHFS_BROKEN;
}

/* --- writing ----------------------------------------------------------- */

/* Contents to be written: in memory, or those of a record of another
 * layout. */
struct contents {
    const uint8_t *bytes;
    const struct flashfs_place *place;
    unsigned slot;
    uint32_t n, crc;
};

static enum flashfs_status put_contents(struct flashfs *fs,
                                        const struct flashfs_place *p,
                                        unsigned slot,
                                        const struct contents *c)
{
    uint8_t piece[SECTOR];

    for (uint32_t at = 0; at < c->n; at += SECTOR) {
        uint32_t here = c->n - at < SECTOR ? c->n - at : SECTOR;

        memset(piece, 0xff, SECTOR);
        if (c->bytes)
            memcpy(piece, c->bytes + at, here);
        else if (!fs->flash->read(fs->flash, origin_of(c->place, c->slot, at),
                                  piece, here))
            return FLASHFS_BROKEN;
        if (!fs->flash->program(fs->flash, origin_of(p, slot, at), piece))
            return FLASHFS_BROKEN;
    }
    return FLASHFS_GOOD;
}

/* Gets blocks ready; nothing to do where programming erases. */
static bool erase(struct flashfs *fs, uint32_t origin, uint32_t bytes)
{
    struct flash *flash = fs->flash;

    for (uint32_t at = 0; flash->block_bytes && at < bytes;
         at += flash->block_bytes)
        if (!flash->erase(flash, origin + at))
            return false;
    return true;
}

/* A slot, for contents of n bytes. */
static bool erase_slot(struct flashfs *fs, const struct flashfs_place *p,
                       unsigned slot, uint32_t n)
{
    uint32_t room = slot_room(p);

    return erase(fs, slot_origin(p, slot), slot_bytes(p)) &&
           (n <= room || erase(fs, origin_of(p, slot, room), n - room));
}

/* The header gone, the slot is. */
static bool drop(struct flashfs *fs, uint32_t origin, uint32_t bytes)
{
    uint8_t blank[SECTOR];

    if (fs->flash->block_bytes)
        return erase(fs, origin, bytes);
    memset(blank, 0xff, SECTOR);
    return fs->flash->program(fs->flash, origin, blank);
}

/* A second damaged header would make the new record doubtful. */
static enum flashfs_status drop_bad(struct flashfs *fs, enum flashfs_file file)
{
    const struct flashfs_place *p = &fs->place[file];
    struct slots_record r;
    unsigned valid;
    int bad;

    if (!survey(fs, file, &r, &valid, &bad))
        return FLASHFS_BROKEN;
    return bad < 0 || drop(fs, slot_origin(p, (unsigned)bad), slot_bytes(p))
               ? FLASHFS_GOOD
               : FLASHFS_BROKEN;
}

/* The slot to write: a damaged one, or the one beside the newest. */
static unsigned victim(const struct flashfs_place *p,
                       const struct slots_record *newest, unsigned valid,
                       int bad)
{
    if (bad >= 0)
        return (unsigned)bad;
    return valid ? (newest->slot + 1) % p->slots : 0;
}

static enum flashfs_status put(struct flashfs *fs, enum flashfs_file file,
                               const struct contents *contents)
{
    const struct flashfs_place *p = &fs->place[file];
    struct slots_record r = {0};
    enum flashfs_status status;
    uint8_t h[SECTOR];
    unsigned valid, slot;
    int bad;

    if (!survey(fs, file, &r, &valid, &bad))
        return FLASHFS_BROKEN;
    slot = victim(p, &r, valid, bad);
    if (!erase_slot(fs, p, slot, contents->n))
        return FLASHFS_BROKEN;
    status = put_contents(fs, p, slot, contents);
    if (status != FLASHFS_GOOD)
        return status;
    r.sequence++;
    r.length = contents->n;
    r.crc = contents->crc;
    make_header(h, file, &r);
    return fs->flash->program(fs->flash, slot_origin(p, slot), h)
               ? drop_bad(fs, file)
               : FLASHFS_BROKEN;
}

enum flashfs_status slots_put(struct flashfs *fs, enum flashfs_file file,
                              const void *from, uint32_t n)
{
    struct contents c = {.bytes = from, .n = n, .crc = crc32(0, from, n)};

    return put(fs, file, &c);
}

enum flashfs_status slots_copy(struct flashfs *from, struct flashfs *to,
                               enum flashfs_file file)
{
    struct slots_record r;
    enum flashfs_status status = slots_find(from, file, &r);
    struct contents c;

    if (status != FLASHFS_GOOD)
        return status;
    c = (struct contents){.place = &from->place[file], .slot = r.slot,
                          .n = r.length, .crc = r.crc};
    if (c.n == 0)
        return FLASHFS_ABSENT;
    if (c.n > flashfs_room(to, file))
        return FLASHFS_NO_ROOM;
    return put(to, file, &c);
}

/* Sectors that are blank already are left alone: time and wear.  With blocks,
 * what follows kept contents in their last one is blank: it was erased when
 * they were written. */
static enum flashfs_status wipe(struct flashfs *fs, uint32_t from, uint32_t n)
{
    uint32_t block = fs->flash->block_bytes;
    uint8_t blank[SECTOR], was[SECTOR];

    memset(blank, 0xff, SECTOR);
    for (uint32_t at = 0; at + SECTOR <= n; at += SECTOR) {
        if (!fs->flash->read(fs->flash, from + at, was, SECTOR))
            return FLASHFS_BROKEN;
        if (is_blank(was, SECTOR))
            continue;
        if (block ? !fs->flash->erase(fs->flash, (from + at) / block * block)
                  : !fs->flash->program(fs->flash, from + at, blank))
            return FLASHFS_BROKEN;
    }
    return FLASHFS_GOOD;
}

/* All of a slot but the header and the first `keep` bytes of contents; all
 * of it with `header`. */
static enum flashfs_status wipe_slot(struct flashfs *fs,
                                     const struct flashfs_place *p,
                                     unsigned slot, bool header,
                                     uint32_t keep)
{
    uint32_t room = slot_room(p), used = (keep + SECTOR - 1) / SECTOR * SECTOR;
    uint32_t here = used < room ? used : room;
    enum flashfs_status status;

    status = header ? wipe(fs, slot_origin(p, slot), slot_bytes(p))
                    : wipe(fs, slot_origin(p, slot) + SECTOR + here,
                           room - here);
    if (status == FLASHFS_GOOD && p->more.bytes)
        status = wipe(fs, origin_of(p, slot, room + used - here),
                      p->more.bytes - (used - here));
    return status;
}

enum flashfs_status slots_wipe(struct flashfs *fs, enum flashfs_file file)
{
    const struct flashfs_place *p = &fs->place[file];
    enum flashfs_status status = FLASHFS_GOOD;

    for (unsigned i = 0; i < p->slots && status == FLASHFS_GOOD; i++)
        status = wipe_slot(fs, p, i, true, 0);
    return status;
}

enum flashfs_status slots_wipe_others(struct flashfs *fs,
                                      enum flashfs_file file)
{
    const struct flashfs_place *p = &fs->place[file];
    enum flashfs_status status = FLASHFS_GOOD;
    struct slots_record r = {0};
    unsigned valid;
    int bad;

    if (!survey(fs, file, &r, &valid, &bad))
        return FLASHFS_BROKEN;
    for (unsigned i = 0; i < p->slots && status == FLASHFS_GOOD; i++) {
        bool newest = valid && i == r.slot;

        status = wipe_slot(fs, p, i, !newest, newest ? r.length : 0);
    }
    return status;
}
