/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_drivers.c - the 8255x as drivers of other makes use it: what
 * each family does to registers and memory, in its order, and what it waits
 * for.  Facts about them, none of their text.
 *
 * Families: the BSDs' fxp; Plan 9; Intel's own for Linux 2.4 (e100 2.x);
 * Linux's first (eepro100), with U-Boot's and Etherboot's made after it.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 9 control
 */
#include "tests/unit/nicrig.h"

#include <string.h>

enum {
    CX = 0x80, FR = 0x40, CNA = 0x20, RNR = 0x10, SWI = 0x04,
    NOP = 0, ADDRESS = 1, CONFIGURE = 2, GROUPS = 3, TRANSMIT = 4,
    MICROCODE = 5,
    SF = 0x08, EL = 0x8000, S = 0x4000, I = 0x2000, C = 0x8000,
    CU_START = 0x10, CU_RESUME = 0x20, CU_STATS = 0x40, CU_DUMP = 0x50,
    CU_BASE = 0x60, CU_DUMP_RESET = 0x70,
    RU_START = 1, RU_RESUME = 2, RU_ABORT = 4, RU_BASE = 6,
    RING = 0x1000, /* of transmit blocks */
    RING_STEP = 0x100,
    RING_BLOCKS = 8,
    ONCE = 0x6000, /* of other commands, one at a time */
    RFDS = 8,
    FRAME = 0x50000,
};

static const struct device_class *const classes[] = {
    &i82557_class, &i82558_class, &i82559_class,
};

/* Waits until the last command is accepted, then gives the next. */
static void scb(struct rig *r, uint8_t command)
{
    unsigned tries = 100;

    while (rig_in(r, 2, 1) && --tries)
        ;
    g_assert_cmpuint(tries, !=, 0);
    rig_out(r, 2, command, 1);
}

static void scb_at(struct rig *r, uint8_t command, uint32_t pointer)
{
    rig_out(r, 4, pointer, 4);
    scb(r, command);
}

static bool complete(struct rig *r, uint32_t cb)
{
    return rig_peek(r, cb, 2) & C;
}

/* A command that is the whole list, waited for. */
static void once(struct rig *r, uint16_t opcode, const void *body, size_t n)
{
    rig_cb(r, ONCE, EL | opcode, 0xffffffff);
    memcpy(r->fb->ram + ONCE + 8, body, n);
    scb_at(r, CU_START, ONCE);
    g_assert_true(complete(r, ONCE));
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

static bool is_559(struct rig *r)
{
    return r->dev->cls == &i82559_class;
}

static bool is_557(struct rig *r)
{
    return r->dev->cls == &i82557_class;
}

/* FreeBSD's block: 32 bytes for an 82559, whose TCO bit stands beside the one
 * for the standard counters, and which sums up what it receives. */
static void bsd_configure(struct rig *r)
{
    uint8_t bytes[32] = {
        22, 0x08, 0, 0, 0, 0, 0x3a, 0x03, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48,
        0, 0x40, 0xf3, 0x80, 0x3f, 0x05,
    };

    if (is_557(r)) {
        bytes[6] |= 0x80; /* bad frames saved, for VLAN's sake */
    } else {
        bytes[6] &= (uint8_t)~0x10;
        bytes[16] = bytes[17] = 0xff;
        bytes[18] |= 0x08;
        bytes[19] = 0xa6;
        rig_out(r, 0x19, 1, 1);
        if (!is_559(r))
            bytes[6] &= (uint8_t)~0x20;
    }
    if (is_559(r)) {
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
    scb(r, RU_BASE); /* the pointer is still 0 */
    scb_at(r, CU_STATS, RIG_AREA);
    bsd_configure(r);
    /* The address with the pointer that the configuration left. */
    rig_cb(r, ONCE, EL | ADDRESS, 0xffffffff);
    memcpy(r->fb->ram + ONCE + 8, rig_mac, 6);
    scb(r, CU_START);
    g_assert_true(complete(r, ONCE));
    once(r, GROUPS, group, sizeof group);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    for (unsigned i = 0; i < RING_BLOCKS; i++) {
        uint32_t cb = RING + i * RING_STEP;
        uint32_t next = RING + (i + 1) % RING_BLOCKS * RING_STEP;

        rig_cb(r, cb, i ? NOP : NOP | S, next);
        rig_poke(r, cb + 8, cb + 16 + (is_557(r) ? 0 : 16), 4);
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
    uint32_t cb = RING + i % RING_BLOCKS * RING_STEP;
    uint32_t before = RING + (i - 1) % RING_BLOCKS * RING_STEP;

    for (unsigned k = 0; k < 3; k++) {
        rig_poke(r, cb + 16 + 8 * k, FRAME + 30 * k, 4);
        rig_poke(r, cb + 20 + 8 * k, 30, 4);
    }
    rig_poke(r, cb + 12, 0x03400000, 4); /* no bytes here, 3 descriptors */
    rig_poke(r, cb, 0, 2);
    rig_poke(r, cb + 2, TRANSMIT | SF | S | I, 2);
    rig_poke(r, before + 2, rig_peek(r, before + 2, 2) & ~(uint32_t)S, 2);
    scb(r, CU_RESUME);
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
        g_assert_true(complete(r, RING + i % RING_BLOCKS * RING_STEP));
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
        unsigned extra = is_559(r) ? 2 : 0;
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
    scb(r, RU_ABORT);
    g_assert_cmphex(bsd_interrupt(r), ==, 0);
    scb_at(r, RU_START, bsd_rfd(0));
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(bsd_interrupt(r), ==, FR);
}

/* The word that says the counters are there stands behind the last that the
 * part has. */
static void bsd_counters(struct rig *r)
{
    unsigned done = is_557(r) ? 64 : is_559(r) ? 80 : 76;

    memset(r->fb->ram + RIG_AREA, 0, 84);
    scb(r, CU_DUMP_RESET);
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

static uint32_t plan9_cb(unsigned i)
{
    return RING + i % RING_BLOCKS * RING_STEP;
}

static void plan9_queue(struct rig *r, unsigned i, uint16_t command)
{
    rig_poke(r, plan9_cb(i), 0, 2);
    rig_poke(r, plan9_cb(i) + 2, S | command, 2);
    rig_poke(r, plan9_cb(i - 1) + 2,
             rig_peek(r, plan9_cb(i - 1) + 2, 2) & ~(uint32_t)S, 2);
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
        rig_cb(r, plan9_cb(i), S | NOP, plan9_cb(i + 1));
        rig_poke(r, plan9_cb(i), 0xa000, 2);
    }
    /* The first command is queued, and a resume given, before there is
     * anything to resume. */
    memcpy(r->fb->ram + plan9_cb(1) + 8, bytes, sizeof bytes);
    plan9_queue(r, 1, CONFIGURE);
    g_assert_false(complete(r, plan9_cb(1)));
    plan9_command(r, CU_START, plan9_cb(0));
    g_assert_true(complete(r, plan9_cb(1)));
    memcpy(r->fb->ram + plan9_cb(2) + 8, rig_mac, 6);
    plan9_queue(r, 2, ADDRESS);
    port_out(r, 3, 0, 1);
}

static void plan9_sends(struct rig *r)
{
    rig_frame(r->fb->ram + FRAME, 90);
    plan9_interrupt(r);
    for (unsigned i = 3; i < 30; i++) {
        uint32_t cb = plan9_cb(i);

        rig_poke(r, cb + 8, cb + 16, 4);
        rig_poke(r, cb + 12, 0x01500000, 4);
        rig_poke(r, cb + 16, FRAME, 4);
        rig_poke(r, cb + 20, 90, 2);
        rig_poke(r, cb + 22, 0, 2);
        plan9_queue(r, i, TRANSMIT | SF);
        g_assert_true(r->inta.level);
        g_assert_cmphex(plan9_interrupt(r), ==, CNA);
        g_assert_true(complete(r, cb));
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

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(gconstpointer);
    } families[] = {
        { "bsd", bsd },
        { "plan9", plan9 },
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(families); i++)
        for (unsigned k = 0; k < G_N_ELEMENTS(classes); k++) {
            char *path = g_strdup_printf("/i8255x/drivers/%s/%s",
                                         families[i].name, classes[k]->name);

            g_test_add_data_func(path, classes[k], families[i].run);
            g_free(path);
        }
    return g_test_run();
}
