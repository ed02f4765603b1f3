/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_tcb.c - transmit blocks of the 8255x with buffers.
 *
 * Covered: flexible and extended blocks, dynamic arrays; SF, EL of buffers;
 * configure bytes 6 (TCB, TNO), 7 (dynamic TBD); buffers that can't be read.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 4 transmit; 6 control; 7 control
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum { EL = 0x8000, S = 0x4000, SF = 0x08, START = 0x10, RESUME = 0x20 };

static void put_tbd(struct rig *r, uint32_t at, uint32_t data, unsigned n,
                    bool last)
{
    rig_poke(r, at, data, 4);
    rig_poke(r, at + 4, n | (last ? 0x10000u : 0), 4);
}

static void flexible(void)
{
    struct rig *r = rig_new(&i82557_class);
    uint8_t frame[300];

    rig_frame(frame, sizeof frame);
    /* 20 bytes in the block, then three buffers; an empty one is skipped. */
    rig_tcb(r, 0x1000, EL | SF, 0, frame, 20);
    rig_poke(r, 0x1008, 0x3000, 4);
    rig_poke(r, 0x100f, 4, 1);
    memcpy(r->fb->ram + RIG_DATA, frame + 20, 280);
    put_tbd(r, 0x3000, RIG_DATA, 100, false);
    put_tbd(r, 0x3008, RIG_DATA + 100, 0, false);
    put_tbd(r, 0x3010, RIG_DATA + 100, 79, false);
    put_tbd(r, 0x3018, RIG_DATA + 179, 101, false);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, sizeof frame);
    rig_free(r);
}

/* As iPXE does: nothing in the block, one descriptor right behind it. */
static void flexible_inline_array(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[100];

    rig_frame(frame, sizeof frame);
    rig_cb(r, 0x1000, EL | SF | 4, 0);
    rig_poke(r, 0x1008, 0x1010, 4);
    rig_poke(r, 0x100c, 0x01208000, 4);
    put_tbd(r, 0x1010, RIG_DATA, sizeof frame, false);
    memcpy(r->fb->ram + RIG_DATA, frame, sizeof frame);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, sizeof frame);
    rig_free(r);
}

/* Two frames of nothing in a circle, from 254 places each: descriptors take
 * time, too. */
static void many_descriptors_in_a_circle(void)
{
    struct rig *r = rig_new(&i82557_class);
    unsigned blocks = 0;

    for (uint32_t at = 0x1000; at <= 0x2000; at += 0x1000) {
        rig_cb(r, at, SF | 4, 0x3000 - at);
        rig_poke(r, at + 8, 0x3000, 4);
        rig_poke(r, at + 15, 254, 1);
    }
    for (unsigned i = 0; i < 254; i++)
        put_tbd(r, 0x3000 + i * 8, RIG_DATA, 0, false);
    rig_command(r, START, 0x1000);
    for (unsigned us = 0; us < 1000; us += 10) {
        for (uint32_t at = 0x1000; at <= 0x2000; at += 0x1000) {
            blocks += rig_peek(r, at, 2) != 0;
            rig_poke(r, at, 0, 2);
        }
        fake_advance(r->fb, 10000);
    }
    g_assert_cmpuint(blocks, >=, 45);
    g_assert_cmpuint(blocks, <=, 50);
    rig_free(r);
}

static void tbd_el(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_frame(frame, sizeof frame);
    memcpy(r->fb->ram + RIG_DATA, frame, sizeof frame);
    rig_cb(r, 0x1000, EL | SF | 4, 0);
    rig_poke(r, 0x1008, 0x3000, 4);
    rig_poke(r, 0x100c, 0xff208000, 4); /* FFh descriptors: until EL */
    put_tbd(r, 0x3000, RIG_DATA, 30, false);
    put_tbd(r, 0x3008, RIG_DATA + 30, 34, true);
    put_tbd(r, 0x3010, RIG_DATA, 64, false);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, sizeof frame);
    rig_free(r);
}

/* As Linux does on the 82558 and later. */
static void extended(void)
{
    struct rig *r = rig_new(&i82558_class);
    uint8_t frame[300];

    rig_frame(frame, sizeof frame);
    memcpy(r->fb->ram + RIG_DATA, frame, sizeof frame);
    rig_configure(r, 6, 0x22);
    rig_cb(r, 0x1000, EL | SF | 4, 0);
    rig_poke(r, 0x1008, 0x3000, 4);
    rig_poke(r, 0x100c, 0x03e00000, 4);
    put_tbd(r, 0x1010, RIG_DATA, 100, false);
    put_tbd(r, 0x1018, RIG_DATA + 100, 50, false);
    put_tbd(r, 0x3000, RIG_DATA + 150, 150, false); /* the third */
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, sizeof frame);
    rig_poke(r, 0x100c, 0x01e00000, 4);
    rig_poke(r, 0x1008, 0x1010, 4);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 1, frame, 100);
    rig_free(r);
}

/* A block that begins 100 bytes of a frame; its second descriptor is not
 * there yet. */
static void begin_dynamic(struct rig *r, uint8_t frame[100], unsigned count)
{
    rig_frame(frame, 100);
    memcpy(r->fb->ram + RIG_DATA, frame, 100);
    rig_cb(r, 0x1000, EL | SF | 4, 0);
    rig_poke(r, 0x1008, 0x3000, 4);
    rig_poke(r, 0x100c, count << 24 | 0x200000, 4);
    put_tbd(r, 0x3000, RIG_DATA, 30, false);
    put_tbd(r, 0x3008, 0, 70, true);
    rig_command(r, START, 0x1000);
}

static void dynamic_tbd(void)
{
    struct rig *r = rig_new(&i82558_class);
    uint8_t frame[100];

    rig_configure(r, 7, 0x81);
    begin_dynamic(r, frame, 0xff);
    fake_advance(r->fb, 1000000);
    rig_command(r, RESUME, 0);
    g_assert_cmpuint(r->sent->len, ==, 0);
    g_assert_cmpuint(rig_cus(r), ==, 2);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0);
    rig_poke(r, 0x3008, RIG_DATA + 30, 4);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(r->fb, 20000);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_expect_sent(r, 0, frame, sizeof frame);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    /* A reset forgets one that waits. */
    begin_dynamic(r, frame, 0xff);
    rig_out(r, 8, 2, 4);
    rig_poke(r, 0x3008, RIG_DATA + 30, 4);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_free(r);
}

/* Where nothing is dynamic there is memory at 0. */
static void static_tbd(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t control;
        uint8_t count;
    } rows[] = {
        { &i82557_class, 0x81, 0xff },
        { &i82559_class, 0x01, 0xff },
        { &i82559_class, 0x81, 2 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);
        uint8_t frame[100];

        rig_configure(r, 7, rows[i].control);
        begin_dynamic(r, frame, rows[i].count);
        memset(frame + 30, 0, 70);
        rig_expect_sent(r, 0, frame, sizeof frame);
        rig_free(r);
    }
}

/*
 * Which form a block has.
 */

/* A block with 20 bytes at +16 and 20 more at +32, whose array has four
 * descriptors at 3000h; two more stand at 1010h. */
static void mixed_block(struct rig *r, uint16_t command, unsigned own)
{
    for (unsigned i = 0; i < 256; i++)
        r->fb->ram[RIG_DATA + i] = (uint8_t)i;
    rig_cb(r, 0x1000, EL | 4 | command, 0);
    rig_poke(r, 0x1008, 0x3000, 4);
    rig_poke(r, 0x100c, 0x04200000 | own, 4);
    put_tbd(r, 0x1010, RIG_DATA, 20, false);
    put_tbd(r, 0x1018, RIG_DATA + 20, 20, false);
    memset(r->fb->ram + 0x1020, 0xee, 20);
    for (unsigned i = 0; i < 4; i++)
        put_tbd(r, 0x3000 + 8 * i, RIG_DATA + 100 + 20 * i, 20, false);
    rig_command(r, START, 0x1000);
}

static void standard_blocks(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t control; /* byte 6 */
    } rows[] = {
        { &i82557_class, 0x2a }, /* knows no other */
        { &i82557_class, 0x3a },
        { &i82558_class, 0x3a },
        { &i82559_class, 0x3a },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);

        rig_configure(r, 6, rows[i].control);
        mixed_block(r, SF, 0);
        rig_expect_sent(r, 0, r->fb->ram + RIG_DATA + 100, 80);
        rig_free(r);
    }
}

static void extended_blocks(void)
{
    static const struct device_class *const parts[] = {
        &i82558_class, &i82559_class,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        struct rig *r = rig_new(parts[i]);
        uint8_t frame[100];

        rig_configure(r, 6, 0x2a);
        mixed_block(r, SF, 0);
        memcpy(frame, r->fb->ram + RIG_DATA, 40);
        memcpy(frame + 40, r->fb->ram + RIG_DATA + 100, 40);
        rig_expect_sent(r, 0, frame, 80);
        mixed_block(r, SF, 20); /* after the two descriptors */
        memmove(frame + 20, frame, 80);
        memset(frame, 0xee, 20);
        rig_expect_sent(r, 1, frame, 100);
        rig_free(r);
    }
}

static void buffers_need_sf(void)
{
    struct rig *r = rig_new(&i82559_class);

    mixed_block(r, 0, 64);
    rig_expect_sent(r, 0, r->fb->ram + 0x1010, 64);
    rig_free(r);
}

/*
 * What can't be read.
 */

static void buffer_outside_memory(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t control; /* byte 6; no CNA from suspending */
        uint32_t at;     /* of the buffer */
        uint8_t stat;
    } rows[] = {
        { &i82557_class, 0x3e, 0xd0000000, 0x80 },
        { &i82557_class, 0x3a, 0xd0000000, 0 },
        { &i82557_class, 0x3e, RIG_DATA, 0 },
        { &i82559_class, 0x3e, 0xd0000000, 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);
        bool good = rows[i].at == RIG_DATA;

        rig_configure(r, 6, rows[i].control); /* TNO: a bit of the 82557 */
        rig_cb(r, 0x1000, S | SF | 4, 0);
        rig_poke(r, 0x1008, 0x3000, 4);
        rig_poke(r, 0x100c, 0x01208000, 4);
        put_tbd(r, 0x3000, rows[i].at, 100, false);
        rig_command(r, START, 0x1000);
        g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, good ? 0xa000 : 0x9000);
        g_assert_cmphex(rig_stat(r), ==, rows[i].stat);
        rig_free(r);
    }
}

static void array_outside_memory(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, EL | SF | 4, 0);
    rig_poke(r, 0x1008, FAKE_RAM_SIZE - 8, 4);
    rig_poke(r, 0x100c, 0x02200000, 4);
    put_tbd(r, FAKE_RAM_SIZE - 8, RIG_DATA, 100, false);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0x9000);
    g_assert_cmpuint(r->sent->len, ==, 0);
    rig_free(r);
}

static void buffers_longer_than_the_fifo(void)
{
    for (unsigned last = 1072; last <= 1073; last++) {
        struct rig *r = rig_new(&i82559_class);
        bool good = last == 1072;

        rig_cb(r, 0x1000, EL | SF | 4, 0);
        rig_poke(r, 0x1008, 0x3000, 4);
        rig_poke(r, 0x100c, 0x03200000, 4);
        put_tbd(r, 0x3000, RIG_DATA, 1000, false);
        put_tbd(r, 0x3008, RIG_DATA, 1000, false);
        put_tbd(r, 0x3010, RIG_DATA, last, true);
        rig_command(r, START, 0x1000);
        g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, good ? 0xa000 : 0x9000);
        g_assert_cmpuint(r->fb->guest_errors, ==, !good);
        rig_free(r);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tcb/a-flexible-block-gathers-its-buffers", flexible);
    g_test_add_func("/tcb/the-array-may-stand-behind-the-block",
                    flexible_inline_array);
    g_test_add_func("/tcb/el-ends-the-buffer-array", tbd_el);
    g_test_add_func("/tcb/an-extended-block-holds-two-descriptors", extended);
    g_test_add_func("/tcb/a-dynamic-array-is-read-as-it-grows", dynamic_tbd);
    g_test_add_func("/tcb/a-static-array-is-not", static_tbd);
    g_test_add_func("/tcb/the-82557-and-byte-6-have-standard-blocks",
                    standard_blocks);
    g_test_add_func("/tcb/without-byte-6-later-parts-have-extended-ones",
                    extended_blocks);
    g_test_add_func("/tcb/without-sf-a-block-has-no-buffers", buffers_need_sf);
    g_test_add_func("/tcb/many-descriptors-in-a-circle-take-their-time",
                    many_descriptors_in_a_circle);
    g_test_add_func("/tcb/a-buffer-without-memory-fails-and-raises-tno",
                    buffer_outside_memory);
    g_test_add_func("/tcb/an-array-without-memory-fails",
                    array_outside_memory);
    g_test_add_func("/tcb/buffers-fill-the-fifo-and-no-more",
                    buffers_longer_than_the_fifo);
    return g_test_run();
}
