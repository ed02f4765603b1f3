/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_rbd.c - flexible receive descriptors of the 8255x and their
 * buffers.  Drivers that receive with these alone: test_i8255x_drivers_rbd.c.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 00 status; 3 MWI and its like; 10 control
 */
#include "tests/unit/devices/nicrbd.h"

enum { IDLE = 0, SUSPENDED = 1, NO_RESOURCES = 2, READY = 4, NO_RBDS = 8 };

/* Four frame descriptors, the last an end; so many buffers of that size, the
 * last of them an end. */
static struct rig *listed(const struct device_class *cls, unsigned buffers,
                          uint16_t size)
{
    struct rig *r = rig_new(cls);

    rig_set_station(r, rig_mac);
    for (unsigned i = 0; i < buffers; i++)
        rbd_put(r, i, rbd_at(i + 1), i + 1 == buffers ? size | SIZE_EL : size);
    for (unsigned i = 0; i < 4; i++)
        rbd_put_rfd(r, i, i == 3 ? EL : 0, i ? NOWHERE : rbd_at(0));
    rig_command(r, RU_START, rig_rfd(0));
    return r;
}

/*
 * Where a frame goes.
 */

static void a_buffer_each(void)
{
    struct rig *r = listed(&i82559_class, 4, 1518);

    rig_take(r, 60);
    rig_take(r, 1514);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 4), ==, EOF_F);
    g_assert_cmphex(rbd_count(r, 0), ==, EOF_F | 60);
    g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 1514);
    g_assert_cmphex(rbd_count(r, 2), ==, 0);
    rbd_expect(r, rbd_buffer(0), 0, 60);
    rbd_expect(r, rbd_buffer(1), 0, 1514);
    g_assert_cmphex(rig_stat(r), ==, FR);
    g_assert_cmpuint(rig_in(r, 0x14, 4), ==, 1514);
    g_assert_cmpuint(rig_counter(r, 36), ==, 2);
    rig_free(r);
}

/* Twenty bytes with the descriptor, the others in what it takes of buffers;
 * the next frame begins with the next buffer. */
static void spread(void)
{
    struct rig *r = listed(&i82558_class, 4, 40);

    rig_poke(r, rig_rfd(0) + 14, 20, 2);
    rig_take(r, 100);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 2), ==, EOF_F | 20);
    rbd_expect(r, rig_rfd(0) + 16, 0, 20);
    g_assert_cmphex(rbd_count(r, 0), ==, F_ALONE | 40);
    g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 40);
    g_assert_cmphex(rbd_count(r, 2), ==, 0);
    rbd_expect(r, rbd_buffer(0), 20, 40);
    rbd_expect(r, rbd_buffer(1), 60, 40);
    rig_take(r, 60);
    g_assert_cmphex(rbd_count(r, 2), ==, F_ALONE | 40);
    g_assert_cmphex(rbd_count(r, 3), ==, EOF_F | 20);
    rbd_expect(r, rbd_buffer(3), 40, 20);
    rig_free(r);
}

/* A frame that fits behind its descriptor needs no buffer. */
static void no_buffer_needed(void)
{
    struct rig *r = listed(&i82557_class, 2, 1518);

    rig_poke(r, rig_rfd(0) + 14, 64, 2);
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 2), ==, EOF_F | 60);
    g_assert_cmphex(rbd_count(r, 0), ==, 0);
    rig_take(r, 60);
    g_assert_cmphex(rbd_count(r, 0), ==, EOF_F | 60);
    rig_free(r);
}

static void empty_buffers(void)
{
    struct rig *r = listed(&i82557_class, 4, 1518);

    rbd_put(r, 0, rbd_at(1), 0);
    rig_take(r, 60);
    g_assert_cmphex(rbd_count(r, 0), ==, F_ALONE);
    g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 60);
    rbd_put(r, 2, rbd_at(2), 0); /* a circle of nothing */
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 1), ==, 0x8220);
    rig_free(r);
}

/* Frames of a circle come back to a circle of buffers of nothing: as many a
 * millisecond as there is time to look through these. */
static void from_a_circle_to_a_circle(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[60];
    unsigned blocks = 0;

    rig_set_station(r, rig_mac);
    rig_configure(r, 10, 0x6e); /* internal loopback */
    rig_frame(frame, sizeof frame);
    rbd_put(r, 0, rbd_at(0), 0);
    rbd_put_rfd(r, 0, 0, rbd_at(0));
    rig_poke(r, rig_rfd(0) + 4, rig_rfd(0), 4);
    rig_command(r, RU_START, rig_rfd(0));
    for (uint32_t at = 0x1000; at <= 0x2000; at += 0x1000)
        rig_tcb(r, at, 0, 0x3000 - at, frame, sizeof frame);
    rig_command(r, CU_START, 0x1000);
    for (unsigned us = 0; us < 1000; us += 10) {
        for (uint32_t at = 0x1000; at <= 0x2000; at += 0x1000) {
            blocks += rig_peek(r, at, 2) != 0;
            rig_poke(r, at, 0, 2);
        }
        fake_advance(r->fb, 10000);
    }
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220);
    g_assert_cmpuint(blocks, >=, 4);
    g_assert_cmpuint(blocks, <=, 6);
    rig_free(r);
}

/* What bases are added to: lists, not buffers. */
static void with_a_base(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_set_station(r, rig_mac);
    rig_command(r, RU_BASE, 0x1000);
    rbd_put(r, 0, rbd_at(1) - 0x1000, 40);
    rbd_put(r, 1, NOWHERE, 40 | SIZE_EL);
    rbd_put_rfd(r, 0, 0, rbd_at(0) - 0x1000);
    rig_command(r, RU_START, rig_rfd(0) - 0x1000);
    rig_take(r, 60);
    g_assert_cmphex(rbd_count(r, 0), ==, F_ALONE | 40);
    g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 20);
    rbd_expect(r, rbd_buffer(1), 40, 20);
    rig_free(r);
}

/*
 * No more buffers.
 */

static void buffers_end(void)
{
    for (unsigned i = 0; i < 3; i++) {
        static const struct device_class *const parts[] = {
            &i82557_class, &i82558_class, &i82559_class,
        };
        struct rig *r = listed(parts[i], 2, 50);

        rig_take(r, 100); /* exactly */
        g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
        g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 50);
        g_assert_cmpuint(rig_rus(r), ==, READY | NO_RBDS);
        g_assert_cmphex(rig_stat(r), ==, FR);
        rig_take(r, 60);
        g_assert_cmphex(rig_status(r, 1), ==, 0x8220);
        g_assert_cmphex(rig_peek(r, rig_rfd(1) + 12, 2), ==, EOF_F);
        g_assert_cmpuint(rig_counter(r, 36), ==, 1);
        g_assert_cmpuint(rig_counter(r, 48), ==, 1);
        rig_command(r, RU_ABORT, 0);
        g_assert_cmpuint(rig_rus(r), ==, IDLE);
        rbd_put_rfd(r, 2, 0, rbd_at(0)); /* begins anew elsewhere */
        rig_poke(r, rbd_at(0), 0, 4);
        rig_command(r, RU_START, rig_rfd(2));
        g_assert_cmpuint(rig_rus(r), ==, READY);
        rig_take(r, 60);
        g_assert_cmphex(rig_status(r, 2), ==, 0xa020);
        g_assert_cmphex(rbd_count(r, 0), ==, F_ALONE | 50);
        rig_free(r);
    }
}

static void buffers_end_within(void)
{
    struct rig *r = listed(&i82559_class, 2, 50);

    rig_take(r, 101);
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220);
    g_assert_cmphex(rbd_count(r, 0), ==, F_ALONE | 50);
    g_assert_cmphex(rbd_count(r, 1), ==, F_ALONE | 50); /* no end of a frame */
    rbd_expect(r, rbd_buffer(1), 50, 50);
    rig_free(r);
}

static void no_buffers_at_all(void)
{
    struct rig *r = listed(&i82559_class, 2, 1518);

    rig_poke(r, rig_rfd(0) + 8, NOWHERE, 4);
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220);
    g_assert_cmphex(rbd_count(r, 0), ==, 0);
    rig_free(r);
    r = listed(&i82559_class, 2, 1518);
    rig_poke(r, rig_rfd(0) + 8, 0xd0000000, 4); /* nor memory */
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220);
    g_assert_cmpuint(r->fb->guest_errors, ==, 1);
    rig_free(r);
    r = listed(&i82559_class, 2, 1518);
    rig_poke(r, rbd_at(0) + 8, 0xd0000000, 4);
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220);
    g_assert_cmphex(rbd_count(r, 0), ==, 0);
    rig_free(r);
}

/* A size of 0 beside EL means that only where buffers do not count. */
static void ends(void)
{
    struct rig *r = listed(&i82557_class, 4, 1518);

    rbd_put_rfd(r, 0, EL, rbd_at(0));
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rig_free(r);
    r = listed(&i82557_class, 4, 1518);
    rbd_put_rfd(r, 0, S, rbd_at(0));
    rig_take(r, 60);
    g_assert_cmpuint(rig_rus(r), ==, SUSPENDED);
    rig_command(r, RU_RESUME, 0);
    rig_take(r, 60);
    g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 60); /* the list goes on */
    rig_free(r);
}

/* Both lists end with the same frame; a start begins both, without an abort. */
static void ends_together(void)
{
    struct rig *r = listed(&i82558_class, 1, 1518);

    rbd_put_rfd(r, 0, EL, rbd_at(0));
    rig_take(r, 60);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES | NO_RBDS);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rbd_put(r, 1, NOWHERE, 1518 | SIZE_EL);
    rbd_put_rfd(r, 1, EL, rbd_at(1));
    rig_command(r, RU_START, rig_rfd(1));
    g_assert_cmpuint(rig_rus(r), ==, READY);
    rig_take(r, 70);
    g_assert_cmphex(rig_status(r, 1), ==, 0xa020);
    g_assert_cmphex(rbd_count(r, 1), ==, EOF_F | 70);
    rig_free(r);
}

/* There is no memory for what goes behind the descriptor. */
static void own_without_memory(void)
{
    uint32_t at = FAKE_RAM_SIZE - 16;
    struct rig *r = listed(&i82559_class, 2, 1518);

    rig_cb(r, at, SF, rig_rfd(0));
    rig_poke(r, at + 8, rbd_at(0), 4);
    rig_poke(r, at + 12, 20u << 16, 4);
    rig_command(r, RU_ABORT, 0);
    rig_command(r, RU_START, at);
    rig_ack(r, 0xff);
    rig_take(r, 60);
    g_assert_cmphex(rig_peek(r, at, 2), ==, 0);
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmpuint(rig_counter(r, 52), ==, 1);
    g_assert_cmpuint(rig_counter(r, 36), ==, 0);
    rig_free(r);
}

static void early(void)
{
    struct rig *r = listed(&i82559_class, 4, 1518);
    uint8_t frame[60];

    rig_out(r, 0x18, 1, 1);
    rig_frame(frame, sizeof frame);
    frame[12] = 0;
    frame[13] = 46;
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_stat(r), ==, FR | 0x02);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct rig_test tests[] = {
        { "a-frame-has-a-buffer", a_buffer_each },
        { "a-frame-spreads-over-buffers", spread },
        { "a-frame-that-fits-needs-none", no_buffer_needed },
        { "empty-buffers-are-passed-over", empty_buffers },
        { "a-circle-looped-back-to-a-circle", from_a_circle_to_a_circle },
        { "bases-are-added-to-lists", with_a_base },
        { "buffers-end-between-frames", buffers_end },
        { "buffers-end-within-a-frame", buffers_end_within },
        { "there-may-be-none", no_buffers_at_all },
        { "el-and-s-end-and-suspend", ends },
        { "both-lists-end-together", ends_together },
        { "no-memory-behind-the-descriptor", own_without_memory },
        { "early-interrupts", early },
        { 0 },
    };

    g_test_init(&argc, &argv, NULL);
    rig_add("/i8255x/rbd/", tests);
    return g_test_run();
}
