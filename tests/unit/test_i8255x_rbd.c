/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_rbd.c - flexible receive descriptors of the 8255x and their
 * buffers; and the drivers of NeXT and Darwin, and of the console of Alpha
 * computers, which receive with these alone.  Facts about them, none of their
 * text.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 00 status; 3 MWI and its like; 10 control
 */
#include "tests/unit/nicdriver.h"

#include <string.h>

enum {
    IDLE = 0, SUSPENDED = 1, NO_RESOURCES = 2, READY = 4, NO_RBDS = 8,
    NOWHERE = 0xffffffff,
    EOF_F = 0xc000, F_ALONE = 0x4000, SIZE_EL = 0x8000,
    RBD = 0x7000, /* the buffer descriptors */
};

static uint32_t rbd(unsigned i)
{
    return RBD + 32 * i;
}

static uint32_t buffer(unsigned i)
{
    return FRAME + 0x800 * i;
}

static void put_rbd(struct rig *r, unsigned i, uint32_t link, uint16_t size)
{
    rig_poke(r, rbd(i), 0, 4);
    rig_poke(r, rbd(i) + 4, link, 4);
    rig_poke(r, rbd(i) + 8, buffer(i), 4);
    rig_poke(r, rbd(i) + 12, size, 4);
}

static void put_rfd(struct rig *r, unsigned i, uint16_t command,
                    uint32_t first)
{
    rig_cb(r, rig_rfd(i), command | SF, rig_rfd(i + 1));
    rig_poke(r, rig_rfd(i) + 8, first, 4);
    rig_poke(r, rig_rfd(i) + 12, 0, 4);
}

/* Four frame descriptors, the last an end; so many buffers of that size, the
 * last of them an end. */
static struct rig *listed(const struct device_class *cls, unsigned buffers,
                          uint16_t size)
{
    struct rig *r = rig_new(cls);

    rig_set_station(r, rig_mac);
    for (unsigned i = 0; i < buffers; i++)
        put_rbd(r, i, rbd(i + 1), i + 1 == buffers ? size | SIZE_EL : size);
    for (unsigned i = 0; i < 4; i++)
        put_rfd(r, i, i == 3 ? EL : 0, i ? NOWHERE : rbd(0));
    rig_command(r, RU_START, rig_rfd(0));
    return r;
}

static void receive(struct rig *r, unsigned n)
{
    uint8_t frame[1514];

    rig_frame(frame, n);
    i8255x_receive(r->dev, frame, n);
}

static uint32_t status(struct rig *r, unsigned i)
{
    return rig_peek(r, rig_rfd(i), 2);
}

static uint32_t count(struct rig *r, unsigned i)
{
    return rig_peek(r, rbd(i), 4);
}

static uint32_t counter(struct rig *r, unsigned off)
{
    rig_command(r, CU_STATS, RIG_AREA);
    rig_command(r, CU_DUMP, 0);
    return rig_peek(r, RIG_AREA + off, 4);
}

static void expect_data(struct rig *r, uint32_t at, unsigned from, unsigned n)
{
    uint8_t frame[1514];

    rig_frame(frame, sizeof frame);
    g_assert_cmpmem(r->fb->ram + at, n, frame + from, n);
}

/*
 * Where a frame goes.
 */

static void a_buffer_each(void)
{
    struct rig *r = listed(&i82559_class, 4, 1518);

    receive(r, 60);
    receive(r, 1514);
    g_assert_cmphex(status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 4), ==, EOF_F);
    g_assert_cmphex(count(r, 0), ==, EOF_F | 60);
    g_assert_cmphex(count(r, 1), ==, EOF_F | 1514);
    g_assert_cmphex(count(r, 2), ==, 0);
    expect_data(r, buffer(0), 0, 60);
    expect_data(r, buffer(1), 0, 1514);
    g_assert_cmphex(rig_stat(r), ==, FR);
    g_assert_cmpuint(rig_in(r, 0x14, 4), ==, 1514);
    g_assert_cmpuint(counter(r, 36), ==, 2);
    rig_free(r);
}

/* Twenty bytes with the descriptor, the others in what it takes of buffers;
 * the next frame begins with the next buffer. */
static void spread(void)
{
    struct rig *r = listed(&i82558_class, 4, 40);

    rig_poke(r, rig_rfd(0) + 14, 20, 2);
    receive(r, 100);
    g_assert_cmphex(status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 2), ==, EOF_F | 20);
    expect_data(r, rig_rfd(0) + 16, 0, 20);
    g_assert_cmphex(count(r, 0), ==, F_ALONE | 40);
    g_assert_cmphex(count(r, 1), ==, EOF_F | 40);
    g_assert_cmphex(count(r, 2), ==, 0);
    expect_data(r, buffer(0), 20, 40);
    expect_data(r, buffer(1), 60, 40);
    receive(r, 60);
    g_assert_cmphex(count(r, 2), ==, F_ALONE | 40);
    g_assert_cmphex(count(r, 3), ==, EOF_F | 20);
    expect_data(r, buffer(3), 40, 20);
    rig_free(r);
}

/* A frame that fits behind its descriptor needs no buffer. */
static void no_buffer_needed(void)
{
    struct rig *r = listed(&i82557_class, 2, 1518);

    rig_poke(r, rig_rfd(0) + 14, 64, 2);
    receive(r, 60);
    g_assert_cmphex(status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 2), ==, EOF_F | 60);
    g_assert_cmphex(count(r, 0), ==, 0);
    receive(r, 60);
    g_assert_cmphex(count(r, 0), ==, EOF_F | 60);
    rig_free(r);
}

static void empty_buffers(void)
{
    struct rig *r = listed(&i82557_class, 4, 1518);

    put_rbd(r, 0, rbd(1), 0);
    receive(r, 60);
    g_assert_cmphex(count(r, 0), ==, F_ALONE);
    g_assert_cmphex(count(r, 1), ==, EOF_F | 60);
    put_rbd(r, 2, rbd(2), 0); /* a circle of nothing */
    receive(r, 60);
    g_assert_cmphex(status(r, 1), ==, 0x8220);
    rig_free(r);
}

/* What bases are added to: lists, not buffers. */
static void with_a_base(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_set_station(r, rig_mac);
    rig_command(r, RU_BASE, 0x1000);
    put_rbd(r, 0, rbd(1) - 0x1000, 40);
    put_rbd(r, 1, NOWHERE, 40 | SIZE_EL);
    put_rfd(r, 0, 0, rbd(0) - 0x1000);
    rig_command(r, RU_START, rig_rfd(0) - 0x1000);
    receive(r, 60);
    g_assert_cmphex(count(r, 0), ==, F_ALONE | 40);
    g_assert_cmphex(count(r, 1), ==, EOF_F | 20);
    expect_data(r, buffer(1), 40, 20);
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

        receive(r, 100); /* exactly */
        g_assert_cmphex(status(r, 0), ==, 0xa020);
        g_assert_cmphex(count(r, 1), ==, EOF_F | 50);
        g_assert_cmpuint(rig_rus(r), ==, READY | NO_RBDS);
        g_assert_cmphex(rig_stat(r), ==, FR);
        receive(r, 60);
        g_assert_cmphex(status(r, 1), ==, 0x8220);
        g_assert_cmphex(rig_peek(r, rig_rfd(1) + 12, 2), ==, EOF_F);
        g_assert_cmpuint(counter(r, 36), ==, 1);
        g_assert_cmpuint(counter(r, 48), ==, 1);
        rig_command(r, RU_ABORT, 0);
        g_assert_cmpuint(rig_rus(r), ==, IDLE);
        put_rfd(r, 2, 0, rbd(0)); /* begins anew elsewhere */
        rig_poke(r, rbd(0), 0, 4);
        rig_command(r, RU_START, rig_rfd(2));
        g_assert_cmpuint(rig_rus(r), ==, READY);
        receive(r, 60);
        g_assert_cmphex(status(r, 2), ==, 0xa020);
        g_assert_cmphex(count(r, 0), ==, F_ALONE | 50);
        rig_free(r);
    }
}

static void buffers_end_within(void)
{
    struct rig *r = listed(&i82559_class, 2, 50);

    receive(r, 101);
    g_assert_cmphex(status(r, 0), ==, 0x8220);
    g_assert_cmphex(count(r, 0), ==, F_ALONE | 50);
    g_assert_cmphex(count(r, 1), ==, F_ALONE | 50); /* no end of a frame */
    expect_data(r, buffer(1), 50, 50);
    rig_free(r);
}

static void no_buffers_at_all(void)
{
    struct rig *r = listed(&i82559_class, 2, 1518);

    rig_poke(r, rig_rfd(0) + 8, NOWHERE, 4);
    receive(r, 60);
    g_assert_cmphex(status(r, 0), ==, 0x8220);
    g_assert_cmphex(count(r, 0), ==, 0);
    rig_free(r);
    r = listed(&i82559_class, 2, 1518);
    rig_poke(r, rig_rfd(0) + 8, 0xd0000000, 4); /* nor memory */
    receive(r, 60);
    g_assert_cmphex(status(r, 0), ==, 0x8220);
    g_assert_cmpuint(r->fb->guest_errors, ==, 1);
    rig_free(r);
    r = listed(&i82559_class, 2, 1518);
    rig_poke(r, rbd(0) + 8, 0xd0000000, 4);
    receive(r, 60);
    g_assert_cmphex(status(r, 0), ==, 0x8220);
    g_assert_cmphex(count(r, 0), ==, 0);
    rig_free(r);
}

/* A size of 0 beside EL means that only where buffers do not count. */
static void ends(void)
{
    struct rig *r = listed(&i82557_class, 4, 1518);

    put_rfd(r, 0, EL, rbd(0));
    receive(r, 60);
    g_assert_cmphex(status(r, 0), ==, 0xa020);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rig_free(r);
    r = listed(&i82557_class, 4, 1518);
    put_rfd(r, 0, S, rbd(0));
    receive(r, 60);
    g_assert_cmpuint(rig_rus(r), ==, SUSPENDED);
    rig_command(r, RU_RESUME, 0);
    receive(r, 60);
    g_assert_cmphex(count(r, 1), ==, EOF_F | 60); /* the list goes on */
    rig_free(r);
}

/* Both lists end with the same frame; a start begins both, without an abort. */
static void ends_together(void)
{
    struct rig *r = listed(&i82558_class, 1, 1518);

    put_rfd(r, 0, EL, rbd(0));
    receive(r, 60);
    g_assert_cmphex(status(r, 0), ==, 0xa020);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES | NO_RBDS);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    put_rbd(r, 1, NOWHERE, 1518 | SIZE_EL);
    put_rfd(r, 1, EL, rbd(1));
    rig_command(r, RU_START, rig_rfd(1));
    g_assert_cmpuint(rig_rus(r), ==, READY);
    receive(r, 70);
    g_assert_cmphex(status(r, 1), ==, 0xa020);
    g_assert_cmphex(count(r, 1), ==, EOF_F | 70);
    rig_free(r);
}

/* There is no memory for what goes behind the descriptor. */
static void own_without_memory(void)
{
    uint32_t at = FAKE_RAM_SIZE - 16;
    struct rig *r = listed(&i82559_class, 2, 1518);

    rig_cb(r, at, SF, rig_rfd(0));
    rig_poke(r, at + 8, rbd(0), 4);
    rig_poke(r, at + 12, 20u << 16, 4);
    rig_command(r, RU_ABORT, 0);
    rig_command(r, RU_START, at);
    rig_ack(r, 0xff);
    receive(r, 60);
    g_assert_cmphex(rig_peek(r, at, 2), ==, 0);
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmpuint(counter(r, 52), ==, 1);
    g_assert_cmpuint(counter(r, 36), ==, 0);
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

/*
 * NeXT's and Darwin's driver.
 */

enum { RFDS = 8 };

static void scb(struct rig *r, uint8_t command)
{
    driver_accepted(r);
    rig_out(r, 2, command, 1);
}

/* All causes, by the word they stand in. */
static uint16_t causes(struct rig *r)
{
    uint16_t all = (uint16_t)(rig_in(r, 0, 2) & 0xff00);

    if (all)
        rig_out(r, 0, all, 2);
    return all >> 8;
}

static void once(struct rig *r, uint16_t opcode, const void *body, size_t n)
{
    rig_cb(r, ONCE, EL | opcode, NOWHERE);
    memcpy(r->fb->ram + ONCE + 8, body, n);
    g_assert_cmpuint(rig_cus(r), !=, 2);
    rig_out(r, 4, ONCE, 4);
    scb(r, CU_START);
    g_assert_true(driver_complete(r, ONCE));
}

static void darwin_reset(struct rig *r)
{
    rig_poke(r, ONCE, 0, 4);
    rig_poke(r, ONCE + 4, 0xffffffff, 4);
    rig_out(r, 3, 1, 1);
    rig_out(r, 8, ONCE | 1, 4); /* self-test */
    g_assert_cmphex(rig_peek(r, ONCE, 4), !=, 0);
    g_assert_cmphex(rig_peek(r, ONCE + 4, 4), ==, 0);
    rig_out(r, 3, 1, 1);
    rig_out(r, 8, 2, 4);
    g_assert_cmphex(rig_in(r, 8, 4), ==, 0); /* it waits for that */
    rig_out(r, 8, 0, 4);
    rig_out(r, 3, 1, 1);
    rig_out(r, 0x18, 0, 1);
}

static void darwin_configure(struct rig *r)
{
    static const uint8_t group[8] = { 6, 0, 1, 0, 0x5e, 0, 0, 1 };
    uint8_t bytes[24] = {
        22, 0x88, 0, 1, 0, 0, 0x32, 0x03, 0, 0, 0x28, 0, 0x60, 0, 0xf2, 0x80,
        0, 0x40, 0x03, 0x80, 0x0f,
    };

    if (driver_is_557(r)) {
        bytes[8] = 1;
        bytes[15] = 0;
    }
    once(r, CONFIGURE, bytes, sizeof bytes);
    once(r, ADDRESS, rig_mac, 6);
    causes(r);
    once(r, GROUPS, group, sizeof group);
    g_assert_cmphex(rig_peek(r, ONCE, 2) & 0x2000, ==, 0x2000);
}

/* One buffer for each frame; an end on both lists at the tail. */
static void darwin_list(struct rig *r)
{
    for (unsigned i = 0; i < RFDS; i++) {
        bool last = i == RFDS - 1;

        put_rbd(r, i, rbd((i + 1) % RFDS), last ? 1518 | SIZE_EL : 1518);
        put_rfd(r, i, last ? EL : 0, i ? NOWHERE : rbd(0));
        rig_poke(r, rig_rfd(i) + 4, rig_rfd((i + 1) % RFDS), 4);
    }
    rig_out(r, 4, rig_rfd(0), 4);
    scb(r, RU_START);
    g_assert_cmpuint(rig_rus(r), ==, READY);
}

static struct rig *darwin_start(const struct device_class *cls)
{
    struct rig *r = rig_new(cls);

    darwin_reset(r);
    rig_out(r, 4, 0, 4);
    scb(r, CU_BASE);
    rig_out(r, 4, 0, 4);
    scb(r, RU_BASE);
    rig_poke(r, RIG_AREA + 64, 0, 4);
    rig_out(r, 4, RIG_AREA, 4);
    scb(r, CU_STATS);
    driver_accepted(r);
    rig_out(r, 0x19, 0, 1);
    causes(r);
    darwin_configure(r);
    for (unsigned i = 0; i < RING_BLOCKS; i++) {
        rig_cb(r, driver_block(i), 0, driver_block((i + 1) % RING_BLOCKS));
        rig_poke(r, driver_block(i) + 8, driver_block(i) + 16, 4);
    }
    darwin_list(r);
    rig_out(r, 3, 0x0c, 1); /* all but ER and FCP */
    causes(r);
    return r;
}

/* The head, taken, is the new tail. */
static void darwin_give(struct rig *r, unsigned i)
{
    unsigned tail = (i + RFDS - 1) % RFDS;

    put_rfd(r, i, EL, NOWHERE);
    rig_poke(r, rig_rfd(i) + 4, rig_rfd((i + 1) % RFDS), 4);
    rig_poke(r, rbd(i), 0, 4);
    rig_poke(r, rbd(i) + 12, 1518 | SIZE_EL, 4);
    rig_poke(r, rbd(tail) + 12, 1518, 4);
    rig_poke(r, rig_rfd(tail) + 2, SF, 2);
}

static void darwin_sends(struct rig *r)
{
    for (unsigned i = 0; i < 20; i++) {
        uint32_t cb = driver_block(i % RING_BLOCKS);

        rig_poke(r, cb, 0, 2);
        rig_poke(r, cb + 2, TRANSMIT | S | SF | (i % 8 == 7 ? I : 0), 2);
        rig_poke(r, cb + 12, 0x02040000, 4); /* two buffers */
        for (unsigned k = 0; k < 2; k++) {
            rig_poke(r, cb + 16 + 8 * k, buffer(i % 3) + 50 * k, 4);
            rig_poke(r, cb + 20 + 8 * k, 50, 4);
        }
        if (i)
            driver_no_suspend(r, driver_block((i - 1) % RING_BLOCKS));
        if (rig_cus(r) == IDLE) {
            rig_out(r, 4, cb, 4);
            scb(r, CU_START);
        } else {
            rig_out(r, 2, CU_RESUME, 1); /* without a look */
        }
        g_assert_cmpuint(r->sent->len, ==, i + 1);
        g_assert_true(driver_complete(r, cb));
        g_assert_cmphex(causes(r) & (CX | CNA), ==,
                        i % 8 == 7 ? CX | CNA : CNA);
    }
}

static void darwin(gconstpointer cls)
{
    struct rig *r = darwin_start(cls);

    for (unsigned n = 0; n < 30; n++) {
        unsigned i = n % RFDS;

        receive(r, 60 + n);
        g_assert_cmphex(causes(r), ==, FR);
        g_assert_cmphex(status(r, i) & 0xa000, ==, 0xa000);
        g_assert_cmphex(count(r, i), ==, EOF_F | (60 + n));
        expect_data(r, buffer(i), 0, 60 + n);
        darwin_give(r, i);
    }
    darwin_sends(r);
    /* Nobody looks: the ring fills up, and one frame is too many. */
    for (unsigned n = 0; n < RFDS + 1; n++)
        receive(r, 60);
    g_assert_cmphex(causes(r), ==, FR | RNR);
    scb(r, RU_ABORT);
    g_assert_cmpuint(rig_rus(r), ==, IDLE);
    causes(r);
    darwin_list(r);
    receive(r, 80);
    g_assert_cmphex(count(r, 0), ==, EOF_F | 80);
    scb(r, CU_DUMP_RESET);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa007);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 20);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 36, 4), ==, 30 + RFDS + 1);
    rig_free(r);
}

/*
 * The console of Alpha computers: from suspended to suspended, ends of lists
 * that move; when there are frame descriptors without buffers, it aborts,
 * waits for RNR and starts again.
 */

static struct rig *alpha_start(const struct device_class *cls)
{
    struct rig *r = rig_new(cls);

    rig_out(r, 8, 2, 4);
    rig_out(r, 8, 0, 4);
    rig_configure(r, 6, 0x32);
    rig_set_station(r, rig_mac);
    for (unsigned i = 0; i < 3; i++)
        put_rbd(r, i, rbd((i + 1) % 3), i == 2 ? 1518 | SIZE_EL : 1518);
    for (unsigned i = 0; i < 4; i++) {
        put_rfd(r, i, i == 3 ? EL : 0, i ? NOWHERE : rbd(0));
        rig_poke(r, rig_rfd(i) + 4, rig_rfd((i + 1) % 4), 4);
    }
    rig_command(r, RU_START, rig_rfd(0));
    for (unsigned i = 0; i < RING_BLOCKS; i++)
        rig_cb(r, driver_block(i), i ? 0 : NOP | S, driver_block(i + 1));
    rig_command(r, CU_START, driver_block(0));
    causes(r);
    return r;
}

/* One buffer, whose size has a bit too many. */
static void alpha_send(struct rig *r, unsigned i)
{
    uint32_t cb = driver_block(i);

    rig_poke(r, cb, 0, 2);
    rig_poke(r, cb + 2, TRANSMIT | S | I | SF, 2);
    rig_poke(r, cb + 8, cb + 16, 4);
    rig_poke(r, cb + 12, 0x01000000, 4);
    rig_poke(r, cb + 16, buffer(0), 4);
    rig_poke(r, cb + 20, 60 | 0x8000, 4);
    driver_no_suspend(r, driver_block(i + RING_BLOCKS - 1));
    scb(r, CU_RESUME);
    g_assert_true(driver_complete(r, cb));
    g_assert_cmpuint(r->sent->len, ==, i);
}

static void alpha(gconstpointer cls)
{
    struct rig *r = alpha_start(cls);

    for (unsigned i = 0; i < 3; i++)
        receive(r, 60 + i);
    g_assert_cmpuint(rig_rus(r), ==, READY | NO_RBDS);
    scb(r, RU_ABORT);
    g_assert_cmphex(causes(r), ==, FR | RNR);
    g_assert_cmpuint(rig_rus(r), ==, IDLE);
    for (unsigned i = 0; i < 3; i++) {
        g_assert_cmphex(status(r, i), ==, 0xa020);
        g_assert_cmphex(count(r, i), ==, EOF_F | (60 + i));
        rig_poke(r, rbd(i), 0, 4);
        put_rfd(r, i, i == 2 ? EL : 0, NOWHERE);
    }
    rig_poke(r, rig_rfd(3) + 2, SF, 2);
    rig_poke(r, rig_rfd(3) + 8, rbd(0), 4);
    rig_command(r, RU_START, rig_rfd(3));
    g_assert_cmpuint(rig_rus(r), ==, READY);
    receive(r, 80);
    g_assert_cmphex(status(r, 3), ==, 0xa020);
    g_assert_cmphex(count(r, 0), ==, EOF_F | 80);
    for (unsigned i = 1; i < 20; i++)
        alpha_send(r, i);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } tests[] = {
        { "a-frame-has-a-buffer", a_buffer_each },
        { "a-frame-spreads-over-buffers", spread },
        { "a-frame-that-fits-needs-none", no_buffer_needed },
        { "empty-buffers-are-passed-over", empty_buffers },
        { "bases-are-added-to-lists", with_a_base },
        { "buffers-end-between-frames", buffers_end },
        { "buffers-end-within-a-frame", buffers_end_within },
        { "there-may-be-none", no_buffers_at_all },
        { "el-and-s-end-and-suspend", ends },
        { "both-lists-end-together", ends_together },
        { "no-memory-behind-the-descriptor", own_without_memory },
        { "early-interrupts", early },
    };
    static const struct driver_family families[] = {
        { "next-and-darwin", darwin },
        { "alpha-console", alpha },
        { NULL, NULL },
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/i8255x/rbd/", tests[i].name, NULL);

        g_test_add_func(path, tests[i].run);
        g_free(path);
    }
    driver_add(families);
    return g_test_run();
}
