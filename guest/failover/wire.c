/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.c - see wire.h. */
#include "guest/failover/wire.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { MAGIC = 0x464f, VERSION = 1 };
enum { SECONDARY = 1, ASK = 2 };  /* offset 7 */
enum { COPYING = 1, CHANGED = 2 }; /* offset 39 */
enum { LINK = 1 };                 /* of an interface */

/* Bodies, by their offsets in the message. */
enum {
    H_STATE = 36, H_WHY, H_LICENCE, H_FLAGS, H_TERM = 40, H_MODEL = 44,
    H_MEMORY = 48, H_FLASH = 52, H_RELEASE = 56, H_DIGEST = 60,
    H_SECRET = 76, H_EPOCH = 92, H_ACTIVE = 96, H_POLL = 100, H_COUNT = 104,
    H_INTERFACES = 105, H_INTERFACE_BYTES = 8,
    D_EPOCH = 36, D_NUMBER = 40, D_KIND = 44, D_WITH = 45,
    A_EPOCH = 36, A_NUMBER = 40, A_VERDICT = 44, A_END = 45,
    R_WHAT = 36, R_END = 37,
    S_STREAM = 36, S_NUMBER = 40, S_ROUND = 44, S_RECORDS = 45,
};

static uint64_t get_be64(const uint8_t *p)
{
    return (uint64_t)get_be32(p) << 32 | get_be32(p + 4);
}

static void put_be64(uint8_t *p, uint64_t v)
{
    put_be32(p, (uint32_t)(v >> 32));
    put_be32(p + 4, (uint32_t)v);
}

/* --- writing ----------------------------------------------------------- */

static size_t put_header(uint8_t *to, const struct wire_header *h,
                         enum wire_type type, size_t n)
{
    put_be16(to, MAGIC);
    to[2] = VERSION;
    to[3] = (uint8_t)type;
    put_be16(to + 4, (uint16_t)n);
    to[6] = h->channel;
    to[7] = (uint8_t)((h->secondary ? SECONDARY : 0) | (h->ask ? ASK : 0));
    put_be64(to + 8, h->nonce);
    put_be64(to + 16, h->challenge);
    put_be64(to + 24, h->answer);
    put_be32(to + 32, h->sequence);
    return n;
}

size_t wire_put_hello(uint8_t to[WIRE_MAX], const struct wire_header *header,
                      const struct wire_hello *h)
{
    uint8_t *at = to + H_INTERFACES;

    to[H_STATE] = h->state;
    to[H_WHY] = h->why;
    to[H_LICENCE] = h->licence;
    to[H_FLAGS] = (uint8_t)((h->copying ? COPYING : 0) |
                            (h->changed ? CHANGED : 0));
    put_be32(to + H_TERM, h->term);
    put_be32(to + H_MODEL, h->model);
    put_be32(to + H_MEMORY, h->memory_mib);
    put_be32(to + H_FLASH, h->flash_kib);
    put_be32(to + H_RELEASE, h->release);
    memcpy(to + H_DIGEST, h->digest, WIRE_DIGEST);
    memcpy(to + H_SECRET, h->secret, WIRE_SECRET);
    put_be32(to + H_EPOCH, h->epoch);
    put_be32(to + H_ACTIVE, h->active_s);
    put_be32(to + H_POLL, h->poll_ms);
    to[H_COUNT] = (uint8_t)h->interfaces;
    for (unsigned i = 0; i < h->interfaces; i++) {
        at[0] = h->interface[i].state;
        at[1] = h->interface[i].link ? LINK : 0;
        memcpy(at + 2, h->interface[i].mac, 6);
        at += H_INTERFACE_BYTES;
    }
    return put_header(to, header, WIRE_HELLO, (size_t)(at - to));
}

size_t wire_put_data(uint8_t to[WIRE_MAX], const struct wire_header *header,
                     const struct wire_data *d)
{
    put_be32(to + D_EPOCH, d->epoch);
    put_be32(to + D_NUMBER, d->number);
    to[D_KIND] = d->kind;
    if (d->n)
        memcpy(to + D_WITH, d->with, d->n);
    return put_header(to, header, WIRE_DATA, D_WITH + d->n);
}

size_t wire_put_ack(uint8_t to[WIRE_MAX], const struct wire_header *header,
                    const struct wire_ack *a)
{
    put_be32(to + A_EPOCH, a->epoch);
    put_be32(to + A_NUMBER, a->number);
    to[A_VERDICT] = a->verdict;
    return put_header(to, header, WIRE_ACK, A_END);
}

size_t wire_put_request(uint8_t to[WIRE_MAX],
                        const struct wire_header *header,
                        enum wire_request what)
{
    to[R_WHAT] = (uint8_t)what;
    return put_header(to, header, WIRE_REQUEST, R_END);
}

size_t wire_put_state(uint8_t to[WIRE_MAX], const struct wire_header *header,
                      const struct wire_state *s)
{
    put_be32(to + S_STREAM, s->stream);
    put_be32(to + S_NUMBER, s->number);
    to[S_ROUND] = s->round;
    memcpy(to + S_RECORDS, s->records, s->n);
    return put_header(to, header, WIRE_STATE, S_RECORDS + s->n);
}

/* --- reading ----------------------------------------------------------- */

size_t wire_length(const uint8_t *m, size_t n)
{
    return n < WIRE_HEADER ? 0 : get_be16(m + 4);
}

bool wire_get_header(const uint8_t *m, size_t n, struct wire_header *h)
{
    if (n > WIRE_MAX || wire_length(m, n) != n || n < WIRE_HEADER ||
        get_be16(m) != MAGIC || m[2] != VERSION || m[3] < WIRE_HELLO ||
        m[3] > WIRE_STATE)
        return false;
    *h = (struct wire_header){
        .type = m[3],
        .channel = m[6],
        .secondary = m[7] & SECONDARY,
        .ask = m[7] & ASK,
        .nonce = get_be64(m + 8),
        .challenge = get_be64(m + 16),
        .answer = get_be64(m + 24),
        .sequence = get_be32(m + 32),
    };
    return h->nonce != 0;
}

bool wire_get_hello(const uint8_t *m, size_t n, struct wire_hello *h)
{
    const uint8_t *at = m + H_INTERFACES;

    if (n < H_INTERFACES || m[H_COUNT] > WIRE_INTERFACES ||
        n != H_INTERFACES + (size_t)m[H_COUNT] * H_INTERFACE_BYTES)
        return false;
    memset(h, 0, sizeof *h);
    h->state = m[H_STATE];
    h->why = m[H_WHY];
    h->licence = m[H_LICENCE];
    h->copying = m[H_FLAGS] & COPYING;
    h->changed = m[H_FLAGS] & CHANGED;
    h->term = get_be32(m + H_TERM);
    h->model = get_be32(m + H_MODEL);
    h->memory_mib = get_be32(m + H_MEMORY);
    h->flash_kib = get_be32(m + H_FLASH);
    h->release = get_be32(m + H_RELEASE);
    memcpy(h->digest, m + H_DIGEST, WIRE_DIGEST);
    memcpy(h->secret, m + H_SECRET, WIRE_SECRET);
    h->epoch = get_be32(m + H_EPOCH);
    h->active_s = get_be32(m + H_ACTIVE);
    h->poll_ms = get_be32(m + H_POLL);
    h->interfaces = m[H_COUNT];
    for (unsigned i = 0; i < h->interfaces; i++) {
        h->interface[i].state = at[0];
        h->interface[i].link = at[1] & LINK;
        memcpy(h->interface[i].mac, at + 2, 6);
        at += H_INTERFACE_BYTES;
    }
    return true;
}

/* What each kind has behind it, at least and at most. */
static const struct {
    size_t least, most;
} with[] = {
    [WIRE_BEGIN] = {WIRE_WHOLE, WIRE_WHOLE},
    [WIRE_PIECE] = {1, WIRE_TEXT},
    [WIRE_END] = {0, 0},
    [WIRE_COMMAND] = {1, WIRE_LINE},
    [WIRE_SAME] = {WIRE_DIGEST, WIRE_DIGEST},
};

bool wire_get_data(const uint8_t *m, size_t n, struct wire_data *d)
{
    if (n < D_WITH)
        return false;
    *d = (struct wire_data){
        .epoch = get_be32(m + D_EPOCH),
        .number = get_be32(m + D_NUMBER),
        .kind = m[D_KIND],
        .with = m + D_WITH,
        .n = n - D_WITH,
    };
    return d->epoch && d->kind >= WIRE_BEGIN && d->kind <= WIRE_SAME &&
           d->n >= with[d->kind].least && d->n <= with[d->kind].most;
}

bool wire_get_ack(const uint8_t *m, size_t n, struct wire_ack *a)
{
    if (n != A_END || m[A_VERDICT] > WIRE_FAILED)
        return false;
    *a = (struct wire_ack){
        .epoch = get_be32(m + A_EPOCH),
        .number = get_be32(m + A_NUMBER),
        .verdict = m[A_VERDICT],
    };
    return true;
}

bool wire_get_request(const uint8_t *m, size_t n, enum wire_request *what)
{
    if (n != R_END || m[R_WHAT] < WIRE_TAKE_OVER || m[R_WHAT] > WIRE_GIVE)
        return false;
    *what = m[R_WHAT];
    return true;
}

/* How many bytes of n, from the beginning, are records. */
static size_t known_records(const uint8_t *r, size_t n)
{
    static const uint8_t lengths[] = {
        [WIRE_XLATE] = 38, [WIRE_TCP] = 84, [WIRE_NO_XLATE] = 18,
        [WIRE_NO_TCP] = 16, [WIRE_ROUND_END] = 2, [WIRE_UP_TIME] = 6,
        [WIRE_AGAIN] = 2};
    size_t at = 0;

    while (n - at >= 2 && r[at] >= WIRE_XLATE && r[at] <= WIRE_AGAIN &&
           r[at + 1] == lengths[r[at]] && r[at + 1] <= n - at)
        at += r[at + 1];
    return at;
}

bool wire_get_state(const uint8_t *m, size_t n, struct wire_state *s)
{
    if (n <= S_RECORDS)
        return false;
    *s = (struct wire_state){
        .stream = get_be32(m + S_STREAM),
        .number = get_be32(m + S_NUMBER),
        .round = m[S_ROUND],
        .records = m + S_RECORDS,
        .n = n - S_RECORDS,
    };
    return s->stream && s->number && s->round &&
           known_records(s->records, s->n) == s->n;
}

int wire_strange_record(const uint8_t *m, size_t n)
{
    size_t known;

    if (n <= S_RECORDS)
        return -1;
    known = known_records(m + S_RECORDS, n - S_RECORDS);
    return known == n - S_RECORDS ? -1 : m[S_RECORDS + known];
}
