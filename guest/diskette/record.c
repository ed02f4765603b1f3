/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.c - see record.h. */
#include "guest/diskette/record.h"

#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"
#include "guest/lib/string.h"

enum {
    PLACES = 2,
    MAGIC_BYTES = 8,
    SEQUENCE_AT = 8,
    LENGTH_AT = 12,
    TEXT_CRC_AT = 16,
    CRC_AT = 20,
};

static const uint8_t magic[MAGIC_BYTES] = {'P', 'X', 'C', 'O',
                                           'N', 'F', 'I', 'G'};

struct header {
    bool there;
    uint32_t sequence, length, crc;
};

static uint32_t sector_of(unsigned place)
{
    return RECORD_FIRST + place * RECORD_APART;
}

static uint32_t sectors(uint32_t bytes)
{
    return (bytes + RECORD_SECTOR - 1) / RECORD_SECTOR;
}

static bool get_header(const struct record_disk *d, unsigned place,
                       struct header *h)
{
    uint8_t at[RECORD_SECTOR];

    if (!d->read(d->far, sector_of(place), 1, at))
        return false;
    h->sequence = get_le32(at + SEQUENCE_AT);
    h->length = get_le32(at + LENGTH_AT);
    h->crc = get_le32(at + TEXT_CRC_AT);
    h->there = memcmp(at, magic, sizeof magic) == 0 &&
               get_le32(at + CRC_AT) == crc32(0, at, CRC_AT) &&
               h->length <= RECORD_TEXT_MAX;
    return true;
}

static bool get_headers(const struct record_disk *d, struct header h[PLACES])
{
    for (unsigned i = 0; i < PLACES; i++)
        if (!get_header(d, i, &h[i]))
            return false;
    return true;
}

/* Of two, the later; sequences may wrap round. */
static unsigned newest(const struct header h[PLACES])
{
    if (!h[1].there)
        return 0;
    return h[0].there && (int32_t)(h[0].sequence - h[1].sequence) > 0 ? 0 : 1;
}

enum record_status record_load(const struct record_disk *d, char *to,
                               uint32_t *n)
{
    struct header h[PLACES];
    unsigned place;

    if (!get_headers(d, h))
        return RECORD_FAILED;
    place = newest(h);
    for (unsigned i = 0; i < PLACES; i++, place ^= 1) {
        if (!h[place].there)
            continue;
        if (!d->read(d->far, sector_of(place) + 1, sectors(h[place].length),
                     to))
            return RECORD_FAILED;
        *n = h[place].length;
        if (crc32(0, to, *n) == h[place].crc)
            return RECORD_GOOD;
    }
    return RECORD_ABSENT;
}

static void put_header(uint8_t at[RECORD_SECTOR], uint32_t sequence,
                       const char *text, uint32_t n)
{
    memset(at, 0, RECORD_SECTOR);
    memcpy(at, magic, sizeof magic);
    put_le32(at + SEQUENCE_AT, sequence);
    put_le32(at + LENGTH_AT, n);
    put_le32(at + TEXT_CRC_AT, crc32(0, text, n));
    put_le32(at + CRC_AT, crc32(0, at, CRC_AT));
}

enum record_status record_save(const struct record_disk *d, char *text,
                               uint32_t n)
{
    struct header h[PLACES];
    uint8_t at[RECORD_SECTOR];
    uint32_t whole = sectors(n) * RECORD_SECTOR;
    unsigned old, place;

    if (n > RECORD_TEXT_MAX)
        return RECORD_NO_ROOM;
    if (!get_headers(d, h))
        return RECORD_FAILED;
    old = newest(h);
    place = h[old].there ? old ^ 1 : 0;
    put_header(at, h[old].there ? h[old].sequence + 1 : 1, text, n);
    memset(text + n, 0, whole - n);
    /* The header of what stood here is no longer true; the text's CRC says
     * so until the new one is written. */
    if (!d->write(d->far, sector_of(place) + 1, sectors(n), text) ||
        !d->write(d->far, sector_of(place), 1, at))
        return RECORD_FAILED;
    return RECORD_GOOD;
}
