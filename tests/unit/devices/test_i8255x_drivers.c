/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_drivers.c - the 8255x as drivers of other makes use it: what
 * each family does to registers and memory, in its order, and what it waits
 * for.  Facts about them, none of their text.
 *
 * Families: the BSDs' fxp; Plan 9; MINIX; VxWorks.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 9 control
 */
#include "tests/unit/devices/nicdriver.h"

#include <string.h>

enum { RFDS = 8 };

static void scb_at(struct rig *r, uint8_t command, uint32_t pointer)
{
    rig_out(r, 4, pointer, 4);
    driver_command(r, command);
}

/* A command that is the whole list, waited for. */
static void once(struct rig *r, uint16_t opcode, const void *body, size_t n)
{
    rig_cb(r, ONCE, EL | opcode, 0xffffffff);
    memcpy(r->fb->ram + ONCE + 8, body, n);
    scb_at(r, CU_START, ONCE);
    g_assert_true(driver_complete(r, ONCE));
}

/*
 * The BSDs.
 */

/* Descriptors stand two bytes off, so that IP headers are aligned; each new
 * one is an end, and the one before it ceases to be. */
static uint32_t bsd_rfd(unsigned i)
{
    return rig_rfd(i % RFDS) + 2;
}

static void bsd_give(struct rig *r, unsigned i, bool first)
{
    rig_poke(r, bsd_rfd(i), 0, 2);
    rig_poke(r, bsd_rfd(i) + 2, EL, 2);
    rig_poke(r, bsd_rfd(i) + 4, 0xffffffff, 4);
    rig_poke(r, bsd_rfd(i) + 8, 0xffffffff, 4);
    rig_poke(r, bsd_rfd(i) + 12, 0, 2);
    rig_poke(r, bsd_rfd(i) + 14, 2048 - 16 - 2, 2);
    if (first)
        return;
    rig_poke(r, bsd_rfd(i + RFDS - 1) + 4, bsd_rfd(i), 4);
    rig_poke(r, bsd_rfd(i + RFDS - 1) + 2, 0, 2);
}

/* FreeBSD's block: 32 bytes for an 82559, whose TCO bit stands beside the one
 * for the standard counters, and which sums up what it receives. */
static void bsd_configure(struct rig *r)
{
    uint8_t bytes[32] = {
        22, 0x08, 0, 0, 0, 0, 0x3a, 0x03, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48,
        0, 0x40, 0xf3, 0x80, 0x3f, 0x05,
    };

    if (driver_is_557(r)) {
        bytes[6] |= 0x80; /* bad frames saved, for VLAN's sake */
    } else {
        bytes[6] &= (uint8_t)~0x10;
        bytes[16] = bytes[17] = 0xff;
        bytes[18] |= 0x08;
        bytes[19] = 0xa6;
        rig_out(r, 0x19, 1, 1);
        if (!driver_is_559(r))
            bytes[6] &= (uint8_t)~0x20;
    }
    if (driver_is_559(r)) {
        bytes[0] = 32;
        bytes[6] |= 0x04;
        bytes[9] |= 0x01;
    }
    once(r, CONFIGURE, bytes, sizeof bytes);
}

static void bsd_start(struct rig *r)
{
    static const uint8_t group[8] = { 6, 0, 1, 0, 0x5e, 0, 0, 1 };

    rig_out(r, 8, 2, 4); /* both resets */
    rig_out(r, 8, 0, 4);
    rig_out(r, 3, 1, 1);
    rig_out(r, 4, 0, 4);
    rig_out(r, 2, CU_BASE, 1);
    driver_command(r, RU_BASE); /* the pointer is still 0 */
    scb_at(r, CU_STATS, RIG_AREA);
    bsd_configure(r);
    /* The address with the pointer that the configuration left. */
    rig_cb(r, ONCE, EL | ADDRESS, 0xffffffff);
    memcpy(r->fb->ram + ONCE + 8, rig_mac, 6);
    driver_command(r, CU_START);
    g_assert_true(driver_complete(r, ONCE));
    once(r, GROUPS, group, sizeof group);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    for (unsigned i = 0; i < RING_BLOCKS; i++) {
        uint32_t cb = driver_block(i);

        rig_cb(r, cb, i ? NOP : NOP | S, driver_block(i + 1));
        rig_poke(r, cb + 8, cb + 16 + (driver_is_557(r) ? 0 : 16), 4);
    }
    scb_at(r, CU_START, RING);
    for (unsigned i = 0; i < RFDS; i++)
        bsd_give(r, i, i == 0);
    scb_at(r, RU_START, bsd_rfd(0));
    rig_out(r, 3, 0, 1);
}

/* Three buffers: two fit into an extended block, the third does not. */
static void bsd_send(struct rig *r, unsigned i)
{
    uint32_t cb = driver_block(i);

    for (unsigned k = 0; k < 3; k++) {
        rig_poke(r, cb + 16 + 8 * k, FRAME + 30 * k, 4);
        rig_poke(r, cb + 20 + 8 * k, 30, 4);
    }
    rig_poke(r, cb + 12, 0x03400000, 4); /* no bytes here, 3 descriptors */
    rig_poke(r, cb, 0, 2);
    rig_poke(r, cb + 2, TRANSMIT | SF | S | I, 2);
    driver_no_suspend(r, driver_block(i - 1));
    driver_command(r, CU_RESUME);
}

/* Reads and acknowledges a byte until it is 0. */
static uint8_t bsd_interrupt(struct rig *r)
{
    uint8_t all = 0, stat;

    while ((stat = rig_stat(r)) != 0) {
        g_assert_cmphex(stat, !=, 0xff);
        rig_ack(r, stat);
        all |= stat;
    }
    return all;
}

static void bsd_sends(struct rig *r)
{
    size_t n;

    rig_frame(r->fb->ram + FRAME, 90);
    bsd_interrupt(r);
    for (unsigned i = 1; i < 3 * RING_BLOCKS; i++) {
        bsd_send(r, i);
        g_assert_true(driver_complete(r, driver_block(i)));
        g_assert_cmphex(bsd_interrupt(r), ==, CX); /* CI: none for S */
        g_assert_cmpmem(rig_sent(r, i - 1, &n), 90, r->fb->ram + FRAME, 90);
        g_assert_cmpuint(n, ==, 90);
    }
}

/* The sum of RFC 1071, not complemented. */
static uint32_t sum_be(const uint8_t *p, size_t n)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += i & 1 ? p[i] : (uint32_t)p[i] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

static void bsd_receives(struct rig *r)
{
    static const unsigned sizes[] = { 60, 61, 1514, 1518, 333 };
    uint8_t frame[1518];

    for (unsigned i = 0; i < 3 * RFDS; i++) {
        unsigned n = sizes[i % G_N_ELEMENTS(sizes)];
        unsigned extra = driver_is_559(r) ? 2 : 0;
        uint32_t rfd = bsd_rfd(i);

        rig_frame(frame, n);
        frame[20] = (uint8_t)i;
        i8255x_receive(r->dev, frame, n);
        g_assert_cmphex(bsd_interrupt(r), ==, FR);
        g_assert_cmphex(rig_peek(r, rfd, 2), ==, 0xa020);
        g_assert_cmphex(rig_peek(r, rfd + 12, 2) & 0x3fff, ==, n + extra);
        g_assert_cmpmem(r->fb->ram + rfd + 16, n, frame, n);
        if (extra)
            g_assert_cmphex(sum_be(r->fb->ram + rfd + 16 + n, 2), ==,
                            sum_be(frame + 14, n - 14));
        bsd_give(r, i, false);
    }
}

/* All descriptors used: RNR, and the receiver is started on the first again;
 * NetBSD aborts it first, which raises nothing. */
static void bsd_runs_out(struct rig *r)
{
    uint8_t frame[64];

    rig_frame(frame, 64);
    for (unsigned i = 0; i < RFDS; i++)
        i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(bsd_interrupt(r), ==, FR | RNR);
    g_assert_cmpuint(rig_rus(r), ==, 2);
    for (unsigned i = 0; i < RFDS; i++)
        bsd_give(r, i, i == 0);
    driver_command(r, RU_ABORT);
    g_assert_cmphex(bsd_interrupt(r), ==, 0);
    scb_at(r, RU_START, bsd_rfd(0));
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(bsd_interrupt(r), ==, FR);
}

/* The word that says the counters are there stands behind the last that the
 * part has. */
static void bsd_counters(struct rig *r)
{
    unsigned done = driver_is_557(r) ? 64 : driver_is_559(r) ? 80 : 76;

    memset(r->fb->ram + RIG_AREA, 0, 84);
    driver_command(r, CU_DUMP_RESET);
    g_assert_cmphex(rig_peek(r, RIG_AREA + done, 4), ==, 0xa007);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 3 * RING_BLOCKS - 1);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 36, 4), ==, 4 * RFDS + 1);
}

static void bsd(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    bsd_start(r);
    bsd_sends(r);
    bsd_receives(r);
    bsd_runs_out(r);
    bsd_counters(r);
    rig_out(r, 8, 2, 4);
    rig_out(r, 3, 1, 1);
    g_assert_cmpuint(rig_rus(r), ==, 0);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/*
 * Plan 9: through ports, the status as a word; suspending blocks without I,
 * which CNA alone gives back; a ring of descriptors that ends in a suspending
 * one, behind which one is kept free.
 */

static uint32_t port_in(struct rig *r, uint32_t off, unsigned width)
{
    return fake_port_read(r->fb, RIG_IO + off, width);
}

static void port_out(struct rig *r, uint32_t off, uint32_t val,
                     unsigned width)
{
    fake_port_write(r->fb, RIG_IO + off, val, width);
}

static void plan9_command(struct rig *r, uint8_t command, uint32_t pointer)
{
    g_assert_cmphex(port_in(r, 2, 1), ==, 0);
    if (pointer)
        port_out(r, 4, pointer, 4);
    port_out(r, 2, command, 1);
}

static void plan9_queue(struct rig *r, unsigned i, uint16_t command)
{
    rig_poke(r, driver_block(i), 0, 2);
    rig_poke(r, driver_block(i) + 2, S | command, 2);
    driver_no_suspend(r, driver_block(i - 1));
    plan9_command(r, CU_RESUME, 0);
}

static uint8_t plan9_interrupt(struct rig *r)
{
    uint32_t status = port_in(r, 0, 2);

    port_out(r, 1, status >> 8, 1);
    return (uint8_t)(status >> 8);
}

static void plan9_start(struct rig *r)
{
    static const uint8_t bytes[24] = {
        0x16, 0x08, 0, 0, 0, 0, 0x32, 0x03, 1, 0, 0x2e, 0, 0x60, 0, 0xf2,
        0x48, 0, 0x40, 0xf3, 0x80, 0x3f, 0x05,
    };

    port_out(r, 8, 0, 4);
    port_out(r, 3, 1, 1);
    plan9_command(r, RU_BASE, 0);
    plan9_command(r, CU_BASE, 0);
    plan9_command(r, CU_STATS, RIG_AREA);
    for (unsigned i = 0; i < RING_BLOCKS; i++) {
        rig_cb(r, driver_block(i), S | NOP, driver_block(i + 1));
        rig_poke(r, driver_block(i), 0xa000, 2);
    }
    /* The first command is queued, and a resume given, before there is
     * anything to resume. */
    memcpy(r->fb->ram + driver_block(1) + 8, bytes, sizeof bytes);
    plan9_queue(r, 1, CONFIGURE);
    g_assert_false(driver_complete(r, driver_block(1)));
    plan9_command(r, CU_START, driver_block(0));
    g_assert_true(driver_complete(r, driver_block(1)));
    memcpy(r->fb->ram + driver_block(2) + 8, rig_mac, 6);
    plan9_queue(r, 2, ADDRESS);
    port_out(r, 3, 0, 1);
}

static void plan9_sends(struct rig *r)
{
    rig_frame(r->fb->ram + FRAME, 90);
    plan9_interrupt(r);
    for (unsigned i = 3; i < 30; i++) {
        uint32_t cb = driver_block(i);

        rig_poke(r, cb + 8, cb + 16, 4);
        rig_poke(r, cb + 12, 0x01500000, 4);
        rig_poke(r, cb + 16, FRAME, 4);
        rig_poke(r, cb + 20, 90, 2);
        rig_poke(r, cb + 22, 0, 2);
        plan9_queue(r, i, TRANSMIT | SF);
        g_assert_true(r->inta.level);
        g_assert_cmphex(plan9_interrupt(r), ==, CNA);
        g_assert_true(driver_complete(r, cb));
    }
    g_assert_cmpuint(r->sent->len, ==, 27);
}

static void plan9_receives(struct rig *r)
{
    uint8_t frame[64];

    rig_frame(frame, 64);
    for (unsigned i = 0; i < RFDS; i++) {
        rig_cb(r, rig_rfd(i), i == RFDS - 1 ? S : 0, rig_rfd((i + 1) % RFDS));
        rig_poke(r, rig_rfd(i) + 8, 0xffffffff, 4);
        rig_poke(r, rig_rfd(i) + 12, 1514 << 16, 4);
    }
    g_assert_cmphex(port_in(r, 0, 2) & 0x3f, ==, 0);
    plan9_command(r, RU_START, rig_rfd(0));
    for (unsigned i = 0; i < RFDS; i++)
        i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(plan9_interrupt(r), ==, FR | RNR);
    for (unsigned i = 0; i < RFDS; i++)
        rig_poke(r, rig_rfd(i), 0, 2);
    plan9_command(r, RU_RESUME, 0);
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(plan9_interrupt(r), ==, FR);
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0xa020);
    rig_poke(r, RIG_AREA + 64, 0, 4);
    plan9_command(r, CU_DUMP, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa005);
}

static void plan9(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    plan9_start(r);
    plan9_sends(r);
    plan9_receives(r);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/*
 * MINIX: no ring that suspends.  A list ends with each frame, in the block
 * itself; one that comes while it runs takes the end along.  It gives up
 * unless both units are idle where it expects that, and the MDI cycle over.
 */

static void minix_command(struct rig *r, uint8_t command, uint32_t pointer)
{
    g_assert_cmphex(port_in(r, 0, 1) & 0xc0, ==, 0);
    port_out(r, 4, pointer, 4);
    port_out(r, 2, command, 1);
    g_assert_cmphex(port_in(r, 2, 1), ==, 0);
}

static uint16_t minix_mii(struct rig *r, unsigned reg)
{
    g_assert_cmphex(port_in(r, 0x10, 4) & 0x10000000, !=, 0);
    port_out(r, 0x10, 0x08200000 | reg << 16, 4);
    g_assert_cmphex(port_in(r, 0x10, 4) & 0x10000000, !=, 0);
    return (uint16_t)port_in(r, 0x10, 4);
}

static void minix_frame(struct rig *r, unsigned i, bool last)
{
    uint8_t frame[70];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, driver_block(i), last ? EL : 0, driver_block(i + 1), frame,
            sizeof frame);
    rig_poke(r, driver_block(i) + 15, 0, 1);
}

static void minix_starts(struct rig *r)
{
    port_out(r, 8, 0, 4);
    port_out(r, 3, 1, 1);
    minix_command(r, CU_BASE, 0);
    g_assert_cmphex(port_in(r, 0, 1) & 0x3c, ==, 0);
    minix_command(r, RU_BASE, 0);
    rig_configure(r, 6, 0x32);
    minix_command(r, CU_STATS, RIG_AREA);
    port_out(r, 1, port_in(r, 1, 1), 1);
    port_out(r, 3, 0, 1);
    rig_receive_ring(r, RFDS, 1520);
    rig_set_station(r, rig_mac);
}

static void minix(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    minix_starts(r);
    for (unsigned i = 0; i < 4; i++)
        minix_frame(r, i, i == 3);
    minix_command(r, CU_START, driver_block(0));
    g_assert_cmphex(rig_stat(r), ==, CNA);
    g_assert_cmpuint(r->sent->len, ==, 4);
    port_out(r, 1, CNA, 1);
    /* It ended before the next frame was there: on from its link. */
    minix_frame(r, 4, true);
    minix_command(r, CU_START, driver_block(4));
    g_assert_cmpuint(r->sent->len, ==, 5);
    rig_poke(r, RIG_AREA + 64, 0, 4);
    minix_command(r, CU_DUMP_RESET, 0); /* the pointer is not for it */
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa007);
    minix_mii(r, 1);
    g_assert_cmphex(minix_mii(r, 1) & 0x24, ==, 0x24);
    g_assert_cmphex(minix_mii(r, 16) & 3, ==, 3);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/*
 * VxWorks: one reset, no base is ever loaded; all commands in one ring, from
 * suspended to suspended, and CNA alone tells that frames have left.
 */

static void vx_command(struct rig *r, unsigned i, uint16_t command)
{
    uint32_t cb = driver_block(i);

    rig_poke(r, cb + 2, command | S, 2);
    rig_poke(r, cb, 0, 2);
    driver_no_suspend(r, driver_block(i + RING_BLOCKS - 1));
    if (rig_in(r, 0, 2) == 0) { /* idle, both, and nothing to say */
        rig_out(r, 4, cb, 4);
        driver_command(r, CU_START);
    } else {
        driver_command(r, CU_RESUME);
    }
    g_assert_cmphex(rig_peek(r, cb, 2) & 0xa800, ==, 0xa000);
    g_assert_cmpuint(rig_cus(r), ==, 1);
    g_assert_cmphex(rig_stat(r) & CNA, ==, CNA);
    rig_ack(r, CNA);
}

static void vx_start(struct rig *r)
{
    static const uint8_t bytes[22] = {
        22, 0x88, 0, 0, 0, 0, 0x30, 0x03, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48,
        0, 0x40, 0xf2, 0x80, 0x3f, 0x05,
    };

    rig_out(r, 8, 2, 4);
    rig_out(r, 3, 0, 1);
    for (unsigned i = 0; i < RING_BLOCKS; i++)
        rig_cb(r, driver_block(i), 0, driver_block(i + 1));
    vx_command(r, 0, 7); /* diagnose */
    memcpy(r->fb->ram + driver_block(1) + 8, rig_mac, 6);
    vx_command(r, 1, ADDRESS);
    memcpy(r->fb->ram + driver_block(2) + 8, bytes, sizeof bytes);
    vx_command(r, 2, CONFIGURE);
    vx_command(r, 3, NOP);
    rig_receive_ring(r, RFDS, 1514);
}

static void vx_send(struct rig *r, unsigned i, const uint8_t *frame, size_t n)
{
    uint32_t cb = driver_block(i);

    rig_poke(r, cb + 8, 0xffffffff, 4);
    rig_poke(r, cb + 12, 0x8000 | n, 2);
    rig_poke(r, cb + 14, 0x0020, 2);
    memcpy(r->fb->ram + cb + 16, frame, n);
    vx_command(r, i, TRANSMIT);
}

static void vxworks(gconstpointer cls)
{
    struct rig *r = rig_new(cls);
    uint8_t frame[100];

    vx_start(r);
    rig_frame(frame, sizeof frame);
    for (unsigned i = 4; i < 20; i++)
        vx_send(r, i, frame, sizeof frame);
    g_assert_cmpuint(r->sent->len, ==, 16);
    /* Receive interrupts are off while it looks; at the end of the list it
     * starts over, without an abort. */
    for (unsigned n = 0; n < RFDS; n++)
        i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rig_ack(r, FR | RNR);
    rig_out(r, 3, driver_is_557(r) ? 1 : FR | RNR, 1);
    for (unsigned i = 0; i < RFDS; i++)
        g_assert_cmphex(rig_peek(r, rig_rfd(i), 2), ==, 0xa020);
    g_assert_cmpuint(rig_rus(r), ==, 2);
    rig_receive_ring(r, RFDS, 1514);
    g_assert_cmpuint(rig_rus(r), ==, 4);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_false(r->inta.level);
    rig_out(r, 3, 0, 1);
    g_assert_true(r->inta.level);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct driver_family families[] = {
        { "bsd", bsd },
        { "plan9", plan9 },
        { "minix", minix },
        { "vxworks", vxworks },
        { 0 },
    };

    return driver_main(argc, argv, families);
}
