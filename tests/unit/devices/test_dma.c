/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_dma.c - the 8237A pair: address and count 0-7, status and command 8,
 * request 9, mask A E F, mode B, flip-flop C, temporary and master clear D,
 * page registers; single, demand, block, cascade, memory to memory.
 *
 * Registers of devices/dma-i8237:
 *   modelled: address 0-7; count 0-7; byte pointer flip-flop; command; mode;
 *     request; mask: single, clear, all; status; temporary, master clear;
 *     pages 81h 82h 83h 87h 89h 8Ah 8Bh 8Fh
 *   accepted: command
 *   absent: external masters on a cascade channel; EOP as an input
 */
#include <string.h>

#include "tests/unit/devices/dmarig.h"

static void test_write(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 0x44, 0x03, 0x4567, 3); /* as a diskette drive's read */
    rig_ask(r, 2, 3);
    g_assert_cmpuint(r->peer[2].cycles, ==, 3);
    g_assert_cmphex(rig_get16(r, 2, 4), ==, 0x456a);
    g_assert_cmphex(rig_get16(r, 2, 5), ==, 0);
    g_assert_cmphex(rig_get(r, 2, 8), ==, 0);
    rig_ask(r, 2, 9);
    g_assert_cmpuint(r->peer[2].cycles, ==, 4); /* masked at the end */
    g_assert_cmpuint(r->peer[2].tc_at, ==, 4);
    g_assert_cmpmem(r->fb.ram + 0x34567, 4, "\x40\x41\x42\x43", 4);
    g_assert_cmphex(r->fb.ram[0x3456b], ==, 0);
    g_assert_cmphex(rig_get16(r, 2, 5), ==, 0xffff);
    g_assert_cmphex(rig_get(r, 2, 8), ==, 0x44); /* TC, and it still asks */
    g_assert_cmphex(rig_get(r, 2, 8), ==, 0x40);
}

static void test_read(struct rig *r, gconstpointer unused)
{
    (void)unused;
    memcpy(r->fb.ram + 0x20ffe, "abc", 3);
    r->fb.ram[0x20000] = 'z';
    rig_program(r, 1, 0x08, 0x02, 0x0ffe, 3);
    rig_ask(r, 1, 2);
    g_assert_cmphex(r->peer[1].got[0], ==, 'a');
    g_assert_cmphex(r->peer[1].got[1], ==, 'b');
    rig_program(r, 3, 0x08, 0x0f, 0xffff, 1); /* the page does not carry */
    r->fb.ram[0xfffff] = 'x';
    r->fb.ram[0xf0000] = 'y';
    rig_ask(r, 3, 2);
    g_assert_cmphex(r->peer[3].got[0], ==, 'x');
    g_assert_cmphex(r->peer[3].got[1], ==, 'y');
    rig_program(r, 3, 0x08, 0x20, 0, 0); /* no memory there */
    rig_ask(r, 3, 1);
    g_assert_cmphex(r->peer[3].got[2], ==, 0xff);
}

static void test_words(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 5, 0x04, 0x05, 0x8001, 1); /* address bit 15 is A16 */
    rig_ask(r, 5, 2);
    g_assert_cmpmem(r->fb.ram + 0x50002, 4, "\x40\x11\x41\x11", 4);
    rig_program(r, 5, 0x04, 0x03, 0x0001, 1); /* and page bit 0 is not used */
    rig_ask(r, 5, 0);
    g_assert_cmpmem(r->fb.ram + 0x20002, 4, "\x42\x11\x43\x11", 4);
    g_assert_cmpuint(r->peer[5].tcs, ==, 2);
    memcpy(r->fb.ram + 0x40000, "\x34\x12", 2);
    rig_program(r, 7, 0x08, 0x04, 0x0000, 0);
    rig_ask(r, 7, 0);
    g_assert_cmphex(r->peer[7].got[0], ==, 0x1234);
    g_assert_cmphex(rig_get(r, 5, 8), ==, 0x80 | 0x20 | 0x0a);
}

static void test_down_and_verify(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x64, 0, 0x1000, 2);
    rig_ask(r, 1, 0);
    g_assert_cmpmem(r->fb.ram + 0xffe, 3, "\x42\x41\x40", 3);
    g_assert_cmphex(rig_get16(r, 1, 2), ==, 0x0ffd);
    rig_program(r, 3, 0x40, 0, 0x1000, 4);
    rig_ask(r, 3, 0);
    g_assert_cmpuint(r->peer[3].verifies, ==, 5);
    g_assert_cmpuint(r->peer[3].tcs, ==, 1);
    g_assert_cmphex(r->fb.ram[0x1000], ==, 0x40);
    g_assert_cmpuint(r->fb.guest_errors, ==, 0);
    rig_put(r, 1, 0xb, 0x4d); /* neither read nor write */
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
}

static void test_autoinit(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x54, 0, 0x2000, 3);
    rig_ask(r, 1, 10);
    g_assert_cmpuint(r->peer[1].tcs, ==, 2);
    g_assert_cmphex(rig_get16(r, 1, 2), ==, 0x2002);
    g_assert_cmphex(rig_get16(r, 1, 3), ==, 1);
    g_assert_cmpmem(r->fb.ram + 0x2000, 4, "\x48\x49\x46\x47", 4);
    g_assert_cmphex(rig_get(r, 1, 8), ==, 0x02);
}

static void test_block(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x84, 0, 0x2000, 7);
    rig_ask(r, 1, 1); /* DREQ falls after one cycle; the block goes on */
    g_assert_cmpuint(r->peer[1].cycles, ==, 8);
    g_assert_cmpuint(r->peer[1].tcs, ==, 1);
    rig_program(r, 3, 0x84, 0, 0x3000, 3);
    rig_put(r, 3, 0xa, 7); /* masked: a software request passes */
    rig_put(r, 3, 9, 7);
    g_assert_cmpuint(r->peer[3].cycles, ==, 4);
    g_assert_cmphex(rig_get(r, 3, 8) & 0xf0, ==, 0);
}

static void test_masks(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x44, 0, 0x2000, 99);
    rig_program(r, 3, 0x44, 0, 0x3000, 99);
    rig_put(r, 1, 0xf, 0x0f);
    rig_ask(r, 1, 1);
    rig_ask(r, 3, 1);
    g_assert_cmpuint(r->peer[1].cycles + r->peer[3].cycles, ==, 0);
    g_assert_cmphex(rig_get(r, 1, 8), ==, 0xa0);
    rig_put(r, 1, 0xa, 0x03);
    g_assert_cmpuint(r->peer[3].cycles, ==, 1);
    rig_put(r, 1, 0xe, 0);
    g_assert_cmpuint(r->peer[1].cycles, ==, 1);
    rig_put(r, 1, 8, 0x04); /* the whole controller off */
    rig_ask(r, 1, 1);
    g_assert_cmpuint(r->peer[1].cycles, ==, 1);
    rig_put(r, 1, 8, 0x00);
    g_assert_cmpuint(r->peer[1].cycles, ==, 2);
    rig_put(r, 1, 0xc, 0);
    rig_get(r, 1, 3);
    /* Master clear masks all, and begins with low bytes. */
    rig_put(r, 1, 0xd, 0);
    g_assert_cmphex(rig_get(r, 1, 3), ==, 97);
    g_assert_cmphex(rig_get(r, 1, 3), ==, 0);
    rig_ask(r, 1, 1);
    g_assert_cmpuint(r->peer[1].cycles, ==, 2);
    g_assert_cmphex(rig_get16(r, 1, 3), ==, 97); /* and keeps the channels */
}

static void test_cascade(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x44, 0, 0x2000, 99);
    rig_put(r, 4, 0xa, 0x04);
    rig_ask(r, 1, 1);
    g_assert_cmpuint(r->peer[1].cycles, ==, 0);
    g_assert_cmphex(rig_get(r, 4, 8), ==, 0x10); /* HRQ stands at DREQ4 */
    rig_put(r, 4, 0xa, 0x00);
    g_assert_cmpuint(r->peer[1].cycles, ==, 1);
    fake_reset(r->dma, RESET_BUS);
    rig_put(r, 1, 0xe, 0);
    rig_ask(r, 1, 1);
    g_assert_cmpuint(r->peer[1].cycles, ==, 1); /* closed again */
}

static void test_priority(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 1, 8, 0x14); /* off, rotating */
    rig_program(r, 0, 0x44, 0, 0x1000, 99);
    rig_program(r, 1, 0x44, 0, 0x2000, 99);
    rig_ask(r, 0, 3);
    rig_ask(r, 1, 3);
    r->peer[1].next = 0;
    rig_put(r, 1, 8, 0x10);
    g_assert_cmpuint(r->peer[0].cycles, ==, 3);
    g_assert_cmpuint(r->peer[1].cycles, ==, 3);
}

/* Two channels that put their cycles in one list. */
struct turns {
    struct device *dma;
    GString *order;
    unsigned left;
};

static void turn(struct turns *t, char name)
{
    g_string_append_c(t->order, name);
    if (--t->left == 0) {
        i8237_set_dreq(t->dma, 0, false);
        i8237_set_dreq(t->dma, 1, false);
    }
}

static void dack_0(void *who, enum i8237_cycle cycle, uint16_t *data, bool tc)
{
    (void)cycle;
    (void)data;
    (void)tc;
    turn(who, '0');
}

static void dack_1(void *who, enum i8237_cycle cycle, uint16_t *data, bool tc)
{
    (void)cycle;
    (void)data;
    (void)tc;
    turn(who, '1');
}

static void test_order(struct rig *r, gconstpointer unused)
{
    struct turns t = { r->dma, g_string_new(NULL), 0 };
    struct i8237_client zero = { &t, dack_0 }, one = { &t, dack_1 };

    (void)unused;
    i8237_attach(r->dma, 0, &zero);
    i8237_attach(r->dma, 1, &one);
    rig_program(r, 0, 0x44, 0, 0x1000, 1000);
    rig_program(r, 1, 0x44, 0, 0x2000, 1000);
    for (unsigned rotate = 0; rotate < 2; rotate++) {
        rig_put(r, 1, 8, (uint8_t)(0x04 | rotate << 4));
        t.left = 4;
        i8237_set_dreq(r->dma, 0, true);
        i8237_set_dreq(r->dma, 1, true);
        rig_put(r, 1, 8, (uint8_t)(rotate << 4));
    }
    g_assert_cmpstr(t.order->str, ==, "00000101");
    g_string_free(t.order, TRUE);
}

static void test_memory(struct rig *r, gconstpointer unused)
{
    (void)unused;
    memcpy(r->fb.ram + 0x31000, "memory to memory", 16);
    rig_put(r, 0, 8, 0x01);
    rig_program(r, 0, 0x88, 3, 0x1000, 15);
    rig_program(r, 1, 0x84, 4, 0x2000, 15);
    rig_put(r, 0, 9, 0x04);
    g_assert_cmpmem(r->fb.ram + 0x42000, 16, "memory to memory", 16);
    g_assert_cmphex(r->fb.ram[0x42010], ==, 0);
    g_assert_cmphex(rig_get(r, 0, 0xd), ==, 'y'); /* the temporary register */
    g_assert_cmphex(rig_get(r, 0, 8), ==, 0x02);
    rig_put(r, 0, 8, 0x03); /* channel 0 stands: a fill */
    rig_program(r, 0, 0x88, 3, 0x1000, 7);
    rig_program(r, 1, 0x84, 4, 0x3000, 7);
    rig_put(r, 0, 9, 0x04);
    g_assert_cmpmem(r->fb.ram + 0x43000, 8, "mmmmmmmm", 8);
    g_assert_cmphex(r->fb.ram[0x43008], ==, 0);
}

static void test_sense(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x44, 0, 0x2000, 0xffff);
    i8237_set_dreq(r->dma, 0, true);
    i8237_set_dreq(r->dma, 1, true);
    i8237_set_dreq(r->dma, 2, true);
    i8237_set_dreq(r->dma, 3, true);
    rig_put(r, 1, 0xd, 0);
    rig_put(r, 1, 8, 0x40);
    g_assert_cmphex(rig_get(r, 1, 8) & 0xf0, ==, 0x00);
    i8237_set_dreq(r->dma, 1, false);
    g_assert_cmphex(rig_get(r, 1, 8) & 0xf0, ==, 0x20);
}

static void test_stuck(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0x54, 0, 0x2000, 0xfff); /* for ever */
    rig_ask(r, 1, 0);
    g_assert_cmpuint(r->peer[1].cycles, ==, 65536);
    fake_advance(&r->fb, 1000000);
    g_assert_cmpuint(r->peer[1].cycles, ==, 2 * 65536);
    rig_put(r, 1, 9, 0); /* no write of a register wakes it before */
    fake_advance(&r->fb, 999999);
    g_assert_cmpuint(r->peer[1].cycles, ==, 2 * 65536);
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->peer[1].cycles, ==, 3 * 65536);
    fake_reset(r->dma, RESET_BUS);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

static void test_registers(struct rig *r, gconstpointer unused)
{
    static const uint8_t unreadable[] = { 9, 0xa, 0xb, 0xc, 0xe, 0xf };

    (void)unused;
    for (unsigned n = 0; n < 8; n++) {
        rig_put16(r, n, 2 * (n & 3), (uint16_t)(0x1234 + n));
        rig_put16(r, n, 2 * (n & 3) + 1, (uint16_t)(0x9876 + n));
    }
    for (unsigned n = 0; n < 8; n++) {
        g_assert_cmphex(rig_get16(r, n, 2 * (n & 3)), ==, 0x1234 + n);
        g_assert_cmphex(rig_get16(r, n, 2 * (n & 3) + 1), ==, 0x9876 + n);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(unreadable); i++)
        g_assert_cmphex(rig_get(r, 0, unreadable[i]), ==, 0xff);
    for (unsigned i = 0; i < 16; i++)
        fake_write(r->dma, "page", i, (uint8_t)(i * 17), 1);
    for (unsigned i = 0; i < 16; i++)
        g_assert_cmphex(fake_read(r->dma, "page", i, 1), ==, i * 17);
}

static void test_reset_of_priority(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 1, 8, 0x10); /* rotating; after channel 1 it is 2's turn */
    rig_program(r, 1, 0x44, 0, 0x2000, 99);
    rig_ask(r, 1, 1);
    rig_put(r, 1, 0xd, 0); /* master clear: channel 0 comes first again */
    rig_put(r, 1, 8, 0x04);
    rig_program(r, 0, 0x44, 0, 0x1000, 0);
    rig_program(r, 2, 0x44, 0, 0x3000, 0);
    r->peer[0].next = 0x1111;
    rig_ask(r, 0, 1);
    rig_ask(r, 2, 1);
    rig_put(r, 1, 8, 0x10);
    g_assert_cmpuint(r->peer[0].cycles, ==, 1);
    g_assert_cmpuint(r->peer[2].cycles, ==, 1);
}

/* Address hold is nothing without memory-to-memory. */
static void test_hold_alone(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0, 8, 0x02);
    rig_program(r, 0, 0x88, 3, 0x1000, 3);
    rig_program(r, 1, 0x84, 4, 0x2000, 3);
    rig_put(r, 0, 9, 0x04); /* a request of channel 0: a block of its own */
    g_assert_cmpuint(r->peer[0].cycles, ==, 4);
    g_assert_cmpuint(r->peer[1].cycles, ==, 0);
    g_assert_cmphex(rig_get16(r, 0, 0), ==, 0x1004);
    g_assert_cmphex(rig_get16(r, 1, 2), ==, 0x2000);
}

static void test_mask_commands(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0, 0xf, 0x0f);
    rig_put(r, 0, 0xe, 0x0f); /* the value does not count */
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    for (unsigned n = 0; n < 4; n++) {
        rig_put(r, n, 0xb, (uint8_t)(0x44 | n));
        rig_put16(r, n, 2 * n + 1, 9);
        rig_ask(r, n, 1);
        g_assert_cmpuint(r->peer[n].cycles, ==, 1);
    }
}

#define TEST(name, fn) \
    g_test_add("/dma/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-write-ends-at-terminal-count-and-masks", test_write);
    TEST("a-read-wraps-within-its-page", test_read);
    TEST("channels-5-to-7-move-words", test_words);
    TEST("decrement-and-verify", test_down_and_verify);
    TEST("autoinitialize-starts-over", test_autoinit);
    TEST("a-block-and-a-software-request-run-to-the-end", test_block);
    TEST("masks-disable-and-master-clear", test_masks);
    TEST("channel-4-is-the-way-for-0-to-3", test_cascade);
    TEST("everybody-is-served", test_priority);
    TEST("fixed-and-rotating-priority", test_order);
    TEST("memory-to-memory-and-fill", test_memory);
    TEST("command-dreq-sense", test_sense);
    TEST("a-stuck-request-leaves-time-to-others", test_stuck);
    TEST("every-register-keeps-what-it-should", test_registers);
    TEST("master-clear-resets-priority", test_reset_of_priority);
    TEST("address-hold-needs-memory-to-memory", test_hold_alone);
    TEST("clear-mask-opens-all-four", test_mask_commands);
    return g_test_run();
}
