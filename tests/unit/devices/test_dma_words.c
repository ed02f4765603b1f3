/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_dma_words.c - the 8237A: what master clear clears, bit by bit; halves
 * of registers; status; blocks and memory to memory that are broken off.
 */
#include "tests/unit/devices/dmarig.h"

enum { COMMAND = 8, STATUS = 8, REQUEST, ONE_MASK, MODE, FLIP_FLOP };
enum { TEMPORARY = 13, CLEAR = 13, ALL_MASKS = 15 };

/* A peripheral that switches the controller off in the midst of its block. */
struct brake {
    struct rig *r;
    unsigned cycles;
};

static void brake_dack(void *who, enum i8237_cycle cycle, uint16_t *data,
                       bool tc)
{
    struct brake *b = who;

    (void)cycle;
    (void)data;
    (void)tc;
    if (++b->cycles == 3)
        rig_put(b->r, 1, COMMAND, 0x04);
}

static void begin_block(struct rig *r, struct brake *b)
{
    const struct i8237_client client = { b, brake_dack };

    i8237_attach(r->dma, 1, &client);
    rig_program(r, 1, 0x84, 0, 0x1000, 9);
    i8237_set_dreq(r->dma, 1, true);
    i8237_set_dreq(r->dma, 1, false);
    g_assert_cmpuint(b->cycles, ==, 3);
}

/* It goes on where it was, DREQ or not ... */
static void test_block_resumed(struct rig *r, gconstpointer unused)
{
    struct brake b = { r, 0 };

    (void)unused;
    begin_block(r, &b);
    rig_put(r, 1, COMMAND, 0);
    g_assert_cmpuint(b.cycles, ==, 10);
}

/* ... but not after a master clear or with another mode. */
static void test_block_forgotten(struct rig *r, gconstpointer unused)
{
    struct brake b = { r, 0 };

    (void)unused;
    begin_block(r, &b);
    rig_put(r, 1, CLEAR, 0);
    rig_put(r, 1, ONE_MASK, 1);
    g_assert_cmpuint(b.cycles, ==, 3);
    b.cycles = 0;
    begin_block(r, &b);
    rig_put(r, 1, MODE, 0x45);
    rig_put(r, 1, COMMAND, 0);
    g_assert_cmpuint(b.cycles, ==, 3);
}

/* "Master clear": command, status, request and temporary, not DREQ. */
static void test_master_clear(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x44, 0, 0x1000, 0);
    rig_ask(r, 1, 1); /* reaches its terminal count */
    rig_put(r, 1, COMMAND, 0x04);
    rig_program(r, 2, 0x84, 0, 0x1000, 0);
    rig_put(r, 2, REQUEST, 0x04 | 2);
    rig_ask(r, 3, 0);
    rig_put(r, 1, CLEAR, 0);
    g_assert_cmphex(rig_get(r, 1, STATUS), ==, 0x80);
    rig_program(r, 1, 0x44, 0, 0x1000, 0);
    rig_ask(r, 1, 1); /* works: the controller is on again */
    g_assert_cmpuint(r->peer[1].cycles, ==, 2);
    g_assert_cmpuint(r->peer[2].cycles, ==, 0);
    r->fb.ram[0x2000] = 0xa5;
    rig_put(r, 0, COMMAND, 0x01);
    rig_program(r, 0, 0x88, 0, 0x2000, 0);
    rig_program(r, 1, 0x84, 0, 0x3000, 0);
    rig_put(r, 0, REQUEST, 0x04);
    g_assert_cmphex(rig_get(r, 0, TEMPORARY), ==, 0xa5);
    rig_put(r, 0, CLEAR, 0);
    g_assert_cmphex(rig_get(r, 0, TEMPORARY), ==, 0);
}

static void ask_two(struct rig *r)
{
    rig_program(r, 0, 0x44, 0, 0x1000, 0);
    rig_program(r, 2, 0x44, 0, 0x1001, 0);
    r->peer[0].next = r->peer[2].next = 0;
    rig_ask(r, 0, 1);
    rig_ask(r, 2, 1);
}

/* After a rotation that began with channel 1, channel 2 is first; fixed
 * priority and master clear both bring channel 0 back. */
static void test_priority(struct rig *r, gconstpointer unused)
{
    static const struct {
        uint8_t before, last;
        bool clear, zero_first;
    } rows[] = { { 0x14, 0x10, false, false }, { 0x04, 0x00, false, true },
                 { 0x04, 0x10, true, true } };

    (void)unused;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        rig_put(r, 0, COMMAND, 0x10);
        rig_program(r, 1, 0x44, 0, 0x1000, 0);
        rig_ask(r, 1, 1);
        if (rows[i].clear)
            rig_put(r, 0, CLEAR, 0);
        rig_put(r, 0, COMMAND, rows[i].before | (rows[i].last & 0x10));
        ask_two(r);
        /* Both write what they count to one place: the last one's stays. */
        rig_put16(r, 2, 4, 0x1000);
        r->peer[0].next = 0x50;
        r->peer[2].next = 0x52;
        rig_put(r, 0, COMMAND, rows[i].last);
        g_assert_cmphex(r->fb.ram[0x1000], ==,
                        rows[i].zero_first ? 0x52 : 0x50);
    }
}

/* A byte goes to the base and to the current register, whose other halves
 * differ after some cycles. */
static void test_halves(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x14 | 0x40, 0, 0x10ff, 0x0200);
    rig_ask(r, 1, 1);
    g_assert_cmphex(rig_get16(r, 1, 2), ==, 0x1100);
    g_assert_cmphex(rig_get16(r, 1, 3), ==, 0x01ff);
    rig_put(r, 1, FLIP_FLOP, 0);
    rig_put(r, 1, 2, 0x40);
    g_assert_cmphex(rig_get16(r, 1, 2), ==, 0x1140);
    rig_put(r, 1, FLIP_FLOP, 0);
    rig_put(r, 1, 3, 0x01);
    g_assert_cmphex(rig_get16(r, 1, 3), ==, 0x0101);
    rig_ask(r, 1, 0x102); /* and then as the base says */
    g_assert_cmphex(rig_get16(r, 1, 2), ==, 0x1040);
    g_assert_cmphex(rig_get16(r, 1, 3), ==, 0x0201);
}

/* DREQ and software requests, wherever they are masked or the way is shut. */
static void test_status(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 4, ALL_MASKS, 0x0f);
    rig_put(r, 0, ONE_MASK, 2);
    rig_ask(r, 2, 0);
    g_assert_cmphex(rig_get(r, 0, STATUS), ==, 0x40);
    g_assert_cmphex(rig_get(r, 4, STATUS), ==, 0x10); /* through channel 4 */
    rig_put(r, 0, COMMAND, 0x04);
    rig_put(r, 0, REQUEST, 0x04 | 3);
    g_assert_cmphex(rig_get(r, 0, STATUS), ==, 0xc0);
    g_assert_cmphex(rig_get(r, 4, STATUS), ==, 0);
    rig_put(r, 4, COMMAND, 0x44); /* DREQ active low: 5 to 7 are connected */
    g_assert_cmphex(rig_get(r, 4, STATUS), ==, 0xe0);
}

/* Nothing but an open channel 4 in cascade mode lets the low ones through. */
static void test_shut(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 0x44, 0, 0x1000, 9);
    rig_put(r, 4, COMMAND, 0x04);
    rig_ask(r, 2, 1);
    g_assert_cmpuint(r->peer[2].cycles, ==, 0);
    rig_put(r, 4, MODE, 0x40); /* single */
    rig_put(r, 4, COMMAND, 0);
    g_assert_cmpuint(r->peer[2].cycles, ==, 0);
    rig_put(r, 4, MODE, 0xc0);
    rig_put(r, 4, COMMAND, 0);
    g_assert_cmpuint(r->peer[2].cycles, ==, 1);
}

/* The four mask bits are those written, also the ones that were set. */
static void test_all_masks(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x44, 0, 0x1000, 9);
    rig_put(r, 1, ALL_MASKS, 0x0f);
    rig_put(r, 1, ALL_MASKS, 0x0d);
    rig_ask(r, 1, 1);
    g_assert_cmpuint(r->peer[1].cycles, ==, 1);
}

/* "Memory-to-memory": software asks; DREQ 0 is an ordinary request.  At the
 * end channel 0 asks for nothing more, in block mode either. */
static void test_memory(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0, COMMAND, 0x01);
    rig_program(r, 1, 0x84, 0, 0x3000, 1);
    rig_program(r, 0, 0x48, 0, 0x2000, 9);
    r->fb.ram[0x2000] = 0x5a;
    rig_ask(r, 0, 1);
    g_assert_cmphex(r->peer[0].got[0], ==, 0x5a); /* a byte, and no more */
    g_assert_cmphex(r->fb.ram[0x3000], ==, 0);
    rig_program(r, 0, 0x88, 0, 0x2000, 9);
    rig_put(r, 0, REQUEST, 0x04);
    g_assert_cmphex(r->fb.ram[0x3000], ==, 0x5a);
    g_assert_cmphex(rig_get16(r, 0, 0), ==, 0x2002);
    g_assert_cmpuint(r->peer[0].cycles, ==, 1);
}

#define TEST(name, fn) \
    g_test_add("/dma/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-block-goes-on-when-the-controller-does", test_block_resumed);
    TEST("a-block-is-forgotten-by-clear-and-mode", test_block_forgotten);
    TEST("master-clear-clears-four-registers", test_master_clear);
    TEST("priority-after-a-rotation", test_priority);
    TEST("a-byte-goes-to-base-and-current", test_halves);
    TEST("status-tells-of-requests-that-wait", test_status);
    TEST("channel-4-is-shut-in-three-ways", test_shut);
    TEST("all-masks-are-written", test_all_masks);
    TEST("memory-to-memory-needs-software", test_memory);
    return g_test_run();
}
