/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_drivers_rbd.c - the 8255x as drivers use it that receive into
 * buffers of their own: what they do to registers and memory, in their order,
 * and what they wait for.  Facts about them, none of their text.
 *
 * Families: NeXT's and Darwin's; the console of Alpha computers.
 */
#include "tests/unit/devices/nicrbd.h"

#include <string.h>

enum { IDLE = 0, READY = 4, NO_RBDS = 8 };

/*
 * NeXT's and Darwin's driver.
 */

enum { RFDS = 8 };

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
    driver_command(r, CU_START);
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

        rbd_put(r, i, rbd_at((i + 1) % RFDS), last ? 1518 | SIZE_EL : 1518);
        rbd_put_rfd(r, i, last ? EL : 0, i ? NOWHERE : rbd_at(0));
        rig_poke(r, rig_rfd(i) + 4, rig_rfd((i + 1) % RFDS), 4);
    }
    rig_out(r, 4, rig_rfd(0), 4);
    driver_command(r, RU_START);
    g_assert_cmpuint(rig_rus(r), ==, READY);
}

static struct rig *darwin_start(const struct device_class *cls)
{
    struct rig *r = rig_new(cls);

    darwin_reset(r);
    rig_out(r, 4, 0, 4);
    driver_command(r, CU_BASE);
    rig_out(r, 4, 0, 4);
    driver_command(r, RU_BASE);
    rig_poke(r, RIG_AREA + 64, 0, 4);
    rig_out(r, 4, RIG_AREA, 4);
    driver_command(r, CU_STATS);
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

    rbd_put_rfd(r, i, EL, NOWHERE);
    rig_poke(r, rig_rfd(i) + 4, rig_rfd((i + 1) % RFDS), 4);
    rig_poke(r, rbd_at(i), 0, 4);
    rig_poke(r, rbd_at(i) + 12, 1518 | SIZE_EL, 4);
    rig_poke(r, rbd_at(tail) + 12, 1518, 4);
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
            rig_poke(r, cb + 16 + 8 * k, rbd_buffer(i % 3) + 50 * k, 4);
            rig_poke(r, cb + 20 + 8 * k, 50, 4);
        }
        if (i)
            driver_no_suspend(r, driver_block((i - 1) % RING_BLOCKS));
        if (rig_cus(r) == IDLE) {
            rig_out(r, 4, cb, 4);
            driver_command(r, CU_START);
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

        rig_take(r, 60 + n);
        g_assert_cmphex(causes(r), ==, FR);
        g_assert_cmphex(rig_status(r, i) & 0xa000, ==, 0xa000);
        g_assert_cmphex(rbd_count(r, i), ==, EOF_F | (60 + n));
        rbd_expect(r, rbd_buffer(i), 0, 60 + n);
        darwin_give(r, i);
    }
    darwin_sends(r);
    /* Nobody looks: the ring fills up, and one frame is too many. */
    for (unsigned n = 0; n < RFDS + 1; n++)
        rig_take(r, 60);
    g_assert_cmphex(causes(r), ==, FR | RNR);
    driver_command(r, RU_ABORT);
    g_assert_cmpuint(rig_rus(r), ==, IDLE);
    causes(r);
    darwin_list(r);
    rig_take(r, 80);
    g_assert_cmphex(rbd_count(r, 0), ==, EOF_F | 80);
    driver_command(r, CU_DUMP_RESET);
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
        rbd_put(r, i, rbd_at((i + 1) % 3), i == 2 ? 1518 | SIZE_EL : 1518);
    for (unsigned i = 0; i < 4; i++) {
        rbd_put_rfd(r, i, i == 3 ? EL : 0, i ? NOWHERE : rbd_at(0));
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
    rig_poke(r, cb + 16, rbd_buffer(0), 4);
    rig_poke(r, cb + 20, 60 | 0x8000, 4);
    driver_no_suspend(r, driver_block(i + RING_BLOCKS - 1));
    driver_command(r, CU_RESUME);
    g_assert_true(driver_complete(r, cb));
    g_assert_cmpuint(r->sent->len, ==, i);
}

static void alpha(gconstpointer cls)
{
    struct rig *r = alpha_start(cls);

    for (unsigned i = 0; i < 3; i++)
        rig_take(r, 60 + i);
    g_assert_cmpuint(rig_rus(r), ==, READY | NO_RBDS);
    driver_command(r, RU_ABORT);
    g_assert_cmphex(causes(r), ==, FR | RNR);
    g_assert_cmpuint(rig_rus(r), ==, IDLE);
    for (unsigned i = 0; i < 3; i++) {
        g_assert_cmphex(rig_status(r, i), ==, 0xa020);
        g_assert_cmphex(rbd_count(r, i), ==, EOF_F | (60 + i));
        rig_poke(r, rbd_at(i), 0, 4);
        rbd_put_rfd(r, i, i == 2 ? EL : 0, NOWHERE);
    }
    rig_poke(r, rig_rfd(3) + 2, SF, 2);
    rig_poke(r, rig_rfd(3) + 8, rbd_at(0), 4);
    rig_command(r, RU_START, rig_rfd(3));
    g_assert_cmpuint(rig_rus(r), ==, READY);
    rig_take(r, 80);
    g_assert_cmphex(rig_status(r, 3), ==, 0xa020);
    g_assert_cmphex(rbd_count(r, 0), ==, EOF_F | 80);
    for (unsigned i = 1; i < 20; i++)
        alpha_send(r, i);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct driver_family families[] = {
        { "next-and-darwin", darwin },
        { "alpha-console", alpha },
        { 0 },
    };

    return driver_main(argc, argv, families);
}
