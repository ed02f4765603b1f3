/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_failover.c - what comes by a failover cable and by interfaces.  First
 * byte: bit 0 a pair without a cable, bit 1 it has copied the configuration
 * and is told of connections, bit 2 nothing of these: the rest is a text to
 * pack.  Then again and again a byte that says what: bits 1:0 0 bytes on the
 * cable, 1 a message whose sums are right, 2 a frame as it is, 3 time; bit 2
 * the message is the mate's next one; bits 7:3 how long.
 */
#include <string.h>

#include "guest/failover/hmac.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/guest/failoverrig.h"

static void put_be(uint8_t *p, uint64_t v, unsigned n)
{
    while (n--) {
        p[n] = (uint8_t)v;
        v >>= 8;
    }
}

/* Records whose lengths are right, as far as there are bytes. */
static void as_state(struct failover *f, uint8_t *m, size_t n)
{
    static const uint8_t lengths[] = {2, 38, 84, 18, 16, 2, 6, 2};

    if (m[36] & 1)
        put_be(m + 36, f->hear.stream ? f->hear.stream : 5, 4);
    if (m[40] & 1)
        put_be(m + 40, f->hear.number + 1, 4);
    for (size_t at = 45; at + 1 < n; at += lengths[m[at]]) {
        m[at] %= 8;
        m[at + 1] = lengths[m[at]];
    }
}

/* The stream goes on, or a copy begins that may be of a form nobody knows. */
static size_t as_data(struct failover *f, uint8_t *m, size_t n)
{
    uint32_t epoch = f->in.epoch ? f->in.epoch : 5;

    if (m[44] == WIRE_BEGIN) {
        n = 45 + WIRE_WHOLE;
        m[n - 1] = m[n - 1] & 7 ? WIRE_PACKED : m[n - 1];
        put_be(m + 36, epoch + 1, 4);
        put_be(m + 40, 1, 4);
    } else {
        put_be(m + 36, epoch, 4);
        put_be(m + 40, f->in.last + 1, 4);
    }
    return n;
}

/* The header of one who knows everything a mate knows; how long it is. */
static size_t as_mate(struct failover *f, uint8_t *m, size_t n)
{
    static uint32_t sequence;

    m[3] = (uint8_t)(1 + m[3] % 5);
    if (n > 44 && m[3] == WIRE_DATA)
        n = as_data(f, m, n);
    put_be(m, 0x464f, 2);
    m[2] = 1;
    put_be(m + 4, n, 2);
    put_be(m + 8, f->mate.session ? f->mate.nonce : 77, 8);
    put_be(m + 24, f->challenge, 8);
    put_be(m + 32, ++sequence, 4);
    if (n > 104 && m[3] == WIRE_HELLO)
        m[104] = (uint8_t)((n - 105) / 8);
    if (n > 45 && m[3] == WIRE_STATE)
        as_state(f, m, n);
    if (n > 44 && m[3] == WIRE_ACK && f->out.epoch)
        put_be(m + 36, f->out.epoch, 4);
    return n;
}

static void give_message(struct rig *rig, uint8_t *m, size_t n, bool mate)
{
    struct failover *f = &rig->unit[0].f;
    unsigned channel = f->set.lan || m[3] % 5 == 4 ? 1 : FAILOVER_CABLE;

    if (mate && n >= WIRE_HEADER) {
        m[6] = channel == 1 ? 1 : WIRE_CABLE;
        n = as_mate(f, m, n);
    }
    if (channel == FAILOVER_CABLE) {
        uint8_t bytes[CABLEFRAME_MAX];
        size_t all = cableframe_encode(m, n, bytes);

        for (size_t i = 0; i < all; i++)
            failover_cable_byte(f, bytes[i], rig->now);
    } else {
        if (f->set.lan)
            hmac(f->set.key, strlen(f->set.key), m, n, m + n);
        else
            hmac(f->mate.hello.secret, WIRE_SECRET, m, n, m + n);
        failover_frame(f, channel, m, n + HMAC_BYTES, rig->now);
    }
}

static void one_step(struct rig *rig, struct feed *feed)
{
    struct failover *f = &rig->unit[0].f;
    uint8_t what = feed8(feed), m[FAILOVER_MESSAGE_MAX];
    size_t n = (size_t)(what >> 3) * 8 + 1;

    if ((what & 3) == 3) {
        rig_run(rig, n * 20);
        return;
    }
    for (size_t i = 0; i < n; i++)
        m[i] = feed8(feed);
    if ((what & 3) == 1)
        give_message(rig, m, n, what & 4);
    else if ((what & 3) == 2)
        failover_frame(f, what >> 7, m, n, rig->now);
    else
        for (size_t i = 0; i < n; i++)
            failover_cable_byte(f, m[i], rig->now);
}

/* What is packed is itself when it is opened, in pieces of any length. */
static void pack(struct feed *feed)
{
    static struct pack p;
    size_t room = 3u + feed8(feed);
    g_autofree char *text = g_memdup2(feed->at, feed->left),
                    *back = g_malloc(feed->left + 1);
    uint32_t n = (uint32_t)feed->left, at = 0, put = 0;

    pack_begin(&p);
    while (at < n) {
        uint8_t piece[3 + 255];
        size_t bytes = pack_piece(&p, text, n, &at, piece, room);

        g_assert_true(pack_open(piece, bytes, back, n, &put));
        g_assert_cmpuint(put, ==, at);
    }
    g_assert_cmpmem(text, n, back, put);
}

/* The unit becomes the standby one of a mate that then falls silent. */
static void follow(struct rig *rig)
{
    rig->unit[1].mute = false;
    rig->unit[1].set = rig->unit[0].set;
    rig->unit[0].set.secondary = true;
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig_until(rig, rig_settled, 20000);
    rig->unit[1].mute = true;
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed feed = {data, n};
    uint8_t kind = feed8(&feed);
    struct rig *rig;

    if (kind & 4) {
        pack(&feed);
        return;
    }
    rig = rig_new(1);
    rig->unit[1].on = rig->unit[1].mute = true;
    rig->unit[0].set.lan = kind & 1;
    rig->unit[0].set.lan_interface = 1;
    rig->unit[0].set.link = 1;
    if (kind & 2)
        follow(rig);
    else
        rig_power(rig, 0, true);
    while (feed.left) {
        one_step(rig, &feed);
        g_assert_cmpuint(rig->unit[0].f.in.n, <=,
                         rig->unit[0].self.text_room);
        g_assert_cmpuint(rig->unit[0].f.out.lines, <=, FAILOVER_LINES);
    }
    rig_free(rig);
}
