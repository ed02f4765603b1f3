/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture.c - see capture.h. */
#include "guest/capture/capture.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { MAGIC = 0xa1b2c3d4, MAJOR = 2, MINOR = 4, ETHERNET = 1 };

void capture_begin(struct capture *c, uint8_t *data, uint32_t room,
                   uint16_t length, bool circular)
{
    *c = (struct capture){.data = data, .room = room, .length = length,
                          .circular = circular, .gone = c->gone + c->used};
}

void capture_clear(struct capture *c)
{
    c->gone += c->used;
    c->first = c->used = c->frames = 0;
    c->full = false;
}

/* --- the ring ---------------------------------------------------------- */

/* `at` counts from the oldest byte. */
static void put(struct capture *c, uint32_t at, const uint8_t *from, size_t n)
{
    uint32_t place = (c->first + at) % c->room;
    size_t piece = n < c->room - place ? n : c->room - place;

    memcpy(c->data + place, from, piece);
    memcpy(c->data, from + piece, n - piece);
}

static void get(const struct capture *c, uint32_t at, uint8_t *to, size_t n)
{
    uint32_t place = (c->first + at) % c->room;
    size_t piece = n < c->room - place ? n : c->room - place;

    memcpy(to, c->data + place, piece);
    memcpy(to + piece, c->data, n - piece);
}

static void give_up_oldest(struct capture *c)
{
    uint8_t head[CAPTURE_HEAD];
    uint32_t n;

    get(c, 0, head, sizeof head);
    n = CAPTURE_HEAD + get_le32(head + 8);
    c->first = (c->first + n) % c->room;
    c->used -= n;
    c->gone += n;
    c->frames--;
}

void capture_add(struct capture *c, uint32_t seconds, uint32_t microseconds,
                 const uint8_t *frame, size_t n)
{
    uint32_t kept = n < c->length ? (uint32_t)n : c->length;
    uint8_t head[CAPTURE_HEAD];

    if (kept > CAPTURE_FRAME)
        kept = CAPTURE_FRAME;
    if (c->full || CAPTURE_HEAD + kept > c->room) {
        c->full = true;
        return;
    }
    while (CAPTURE_HEAD + kept > c->room - c->used) {
        if (!c->circular) {
            c->full = true;
            return;
        }
        give_up_oldest(c);
    }
    put_le32(head, seconds);
    put_le32(head + 4, microseconds);
    put_le32(head + 8, kept);
    put_le32(head + 12, (uint32_t)n);
    put(c, c->used, head, sizeof head);
    put(c, c->used + CAPTURE_HEAD, frame, kept);
    c->used += CAPTURE_HEAD + kept;
    c->frames++;
}

/* --- out --------------------------------------------------------------- */

bool capture_next(const struct capture *c, uint64_t *at,
                  struct capture_frame *f)
{
    uint8_t head[CAPTURE_HEAD];
    uint32_t place;

    if (*at < c->gone)
        *at = c->gone;
    if (*at - c->gone >= c->used)
        return false;
    place = (uint32_t)(*at - c->gone);
    get(c, place, head, sizeof head);
    f->seconds = get_le32(head);
    f->microseconds = get_le32(head + 4);
    f->n = get_le32(head + 8);
    f->whole_n = get_le32(head + 12);
    get(c, place + CAPTURE_HEAD, f->bytes, f->n);
    *at += CAPTURE_HEAD + f->n;
    return true;
}

static void file_head(const struct capture *c, uint8_t to[CAPTURE_FILE_HEAD])
{
    memset(to, 0, CAPTURE_FILE_HEAD);
    put_le32(to, MAGIC);
    put_le16(to + 4, MAJOR);
    put_le16(to + 6, MINOR);
    put_le32(to + 16, c->length);
    put_le32(to + 20, ETHERNET);
}

size_t capture_file(const struct capture *c, uint32_t offset, uint8_t *to,
                    size_t room)
{
    uint8_t head[CAPTURE_FILE_HEAD];
    size_t n = 0, more;

    file_head(c, head);
    if (offset < CAPTURE_FILE_HEAD) {
        n = CAPTURE_FILE_HEAD - offset;
        n = n < room ? n : room;
        memcpy(to, head + offset, n);
    }
    offset = offset < CAPTURE_FILE_HEAD ? 0 : offset - CAPTURE_FILE_HEAD;
    if (offset >= c->used)
        return n;
    more = c->used - offset < room - n ? c->used - offset : room - n;
    get(c, offset, to + n, more);
    return n + more;
}
