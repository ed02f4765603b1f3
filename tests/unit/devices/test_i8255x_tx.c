/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_tx.c - the transmit command of the 8255x.
 *
 * Covered: simplified blocks; NC; configure bytes 10 (NSAI, loopback), 18
 * (padding); time on the wire.  Blocks with buffers: test_i8255x_tcb.c.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 10 control; 18 control
 *   accepted: 10 control; 18 control
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

#include "devices/nic-i8255x/ether_crc.h"

enum { EL = 0x8000, S = 0x4000, I = 0x2000, NC = 0x10, SF = 0x08 };
enum { START = 0x10, RESUME = 0x20, BYTE_NS = 80, OVERHEAD = 24 };

static void simplified(void)
{
    struct rig *r = rig_new(&i82557_class);
    uint8_t frame[1514];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL | I, 0, frame, sizeof frame);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, sizeof frame);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    g_assert_cmphex(rig_stat(r), ==, 0xa0);
    g_assert_cmpuint(i8255x_look(r->dev).frames_sent, ==, 1);
    rig_free(r);
}

static void padding(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t revision, pad;
    } rows[] = {
        { &i82557_class, 1, 0x7e }, { &i82557_class, 2, 0x7e },
        { &i82557_class, 3, 0x7e }, { &i82558_class, 4, 0 },
        { &i82558_class, 5, 0 },    { &i82559_class, 6, 0 },
        { &i82559_class, 7, 0 },    { &i82559_class, 8, 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);
        uint8_t frame[60];

        g_assert_true(i8255x_set_revision(r->dev, rows[i].revision));
        rig_frame(frame, 42);
        memset(frame + 42, rows[i].pad, 18);
        rig_configure(r, 0, 0);
        rig_tcb(r, 0x1000, EL, 0, frame, 42);
        rig_command(r, START, 0x1000);
        rig_expect_sent(r, 0, frame, 60);
        rig_configure(r, 18, 0xf0);
        rig_command(r, START, 0x1000);
        rig_expect_sent(r, 1, frame, 42);
        rig_free(r);
    }
}

static void source_insertion(void)
{
    static const uint8_t mac[6] = { 2, 4, 6, 8, 10, 12 };
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[80], memory[74];

    rig_frame(frame, sizeof frame);
    memcpy(frame + 6, mac, 6);
    memcpy(memory, frame, 6);
    memcpy(memory + 6, frame + 12, 68);
    rig_set_station(r, mac);
    rig_configure(r, 10, 0x26);
    rig_tcb(r, 0x1000, EL, 0, memory, sizeof memory);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, sizeof frame);
    rig_free(r);
}

/* There is a place for the source behind six bytes, not behind five. */
static void source_of_a_stub(void)
{
    for (unsigned n = 5; n <= 6; n++) {
        struct rig *r = rig_new(&i82559_class);
        uint8_t frame[60] = { 0 }, whole[60];

        rig_frame(whole, sizeof whole);
        memcpy(frame, whole, n);
        if (n == 6)
            memcpy(frame + 6, rig_mac, 6);
        rig_set_station(r, rig_mac);
        rig_configure(r, 10, 0x26);
        rig_tcb(r, 0x1000, EL, 0, whole, n);
        rig_command(r, START, 0x1000);
        rig_expect_sent(r, 0, frame, sizeof frame);
        rig_free(r);
    }
}

static void own_crc(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[68];
    uint32_t crc;

    rig_frame(frame, 64);
    crc = ether_crc(frame, 64);
    for (unsigned i = 0; i < 4; i++)
        frame[64 + i] = (uint8_t)(crc >> (8 * i));
    rig_configure(r, 10, 0x26); /* NC: no insertion either */
    rig_tcb(r, 0x1000, EL | NC, 0, frame, 68);
    rig_command(r, START, 0x1000);
    rig_expect_sent(r, 0, frame, 64);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    r->fb->ram[0x1010 + 20] ^= 1;
    rig_poke(r, 0x1000, 0, 2);
    fake_advance(r->fb, 1000);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(r->sent->len, ==, 1); /* every receiver drops it */
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    rig_free(r);
}

/* Two long frames in a circle, each with a sum to be looked at: as many a
 * millisecond as there is time for sums, not as many as a burst has blocks. */
static void own_crc_in_a_circle(void)
{
    enum { BYTES = 1500 };
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[BYTES];
    unsigned blocks = 0;

    rig_frame(frame, sizeof frame);
    rig_configure(r, 10, 0x26);
    for (uint32_t at = 0x1000; at <= 0x2000; at += 0x1000)
        rig_tcb(r, at, NC, 0x3000 - at, frame, BYTES);
    rig_command(r, START, 0x1000);
    for (unsigned us = 0; us < 1000; us += 5) {
        for (uint32_t at = 0x1000; at <= 0x2000; at += 0x1000) {
            blocks += rig_peek(r, at, 2) != 0;
            rig_poke(r, at, 0, 2);
        }
        fake_advance(r->fb, 5000);
    }
    g_assert_cmpuint(blocks, >=, 12);
    g_assert_cmpuint(blocks, <=, 14);
    rig_free(r);
}

/* Nothing at all takes time, too: otherwise the circle would never end. */
static void own_crc_of_nothing(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_configure(r, 10, 0x26);
    rig_tcb(r, 0x1000, NC, 0x1000, (const uint8_t *)"", 0);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(fake_next_alarm(r->fb), >, r->fb->now_ns);
    rig_poke(r, 0x1002, 0x8004, 2); /* EL */
    fake_advance(r->fb, 25000);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    rig_free(r);
}

/* Check values of CRC-32. */
static void crc_values(void)
{
    static const uint8_t zero[6], all[6] = { 255, 255, 255, 255, 255, 255 };

    g_assert_cmphex(ether_crc((const uint8_t *)"123456789", 9), ==,
                    0xcbf43926);
    g_assert_cmpuint(ether_hash(zero), <, 64);
    g_assert_cmpuint(ether_hash(zero), !=, ether_hash(all));
    /* Data with its own check sequence leaves the known remainder in the
     * register: C704DD7Bh, of which bits 7 to 2 are 1Eh. */
    g_assert_cmpuint(ether_hash((const uint8_t *)"\0\0\xff\x12\xd9\x41"), ==,
                     0x1e);
}

static void many_frames(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[60];

    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < 100; i++) {
        frame[20] = (uint8_t)i;
        rig_tcb(r, 0x1000 + i * 128, i == 99 ? EL : 0, 0x1080 + i * 128,
                frame, sizeof frame);
    }
    rig_command(r, START, 0x1000);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(r->sent->len, ==, 100);
    for (unsigned i = 0; i < 100; i++) {
        size_t n;

        g_assert_cmpuint(rig_sent(r, i, &n)[20], ==, i);
    }
    rig_free(r);
}

static void suspended_ring(void)
{
    struct rig *r = rig_new(&i82557_class);
    uint8_t frame[60];

    /* The ring of an e100 driver: the newest block carries S. */
    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, S, 0x2000, frame, sizeof frame);
    rig_command(r, START, 0x1000);
    for (unsigned i = 0; i < 20; i++) {
        uint32_t newest = i & 1 ? 0x1000 : 0x2000;

        rig_tcb(r, newest, S, 0x3000 - newest, frame, sizeof frame);
        rig_poke(r, 0x3000 - newest + 2, 4, 2);
        rig_command(r, RESUME, 0);
        g_assert_cmpuint(r->sent->len, ==, i + 2);
    }
    rig_free(r);
}

static void too_long(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[60];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
    rig_poke(r, 0x100c, 0xbfff, 2);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0x9000); /* underrun */
    g_assert_cmpuint(r->sent->len, ==, 0);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    rig_poke(r, 0x100c, 0x8000, 2); /* nothing at all */
    rig_configure(r, 18, 0xf0);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    g_assert_cmpuint(r->sent->len, ==, 0);
    rig_free(r);
}

static uint32_t counter(struct rig *r, uint32_t off)
{
    rig_command(r, 0x40, RIG_AREA);
    rig_command(r, 0x50, 0);
    return rig_peek(r, RIG_AREA + off, 4);
}

/* What has no whole header is no frame, though it is sent. */
static void too_short(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[14];

    rig_frame(frame, sizeof frame);
    rig_configure(r, 18, 0xf0); /* no padding */
    for (unsigned n = 13; n <= 14; n++) {
        rig_tcb(r, 0x1000, EL, 0, frame, n);
        rig_command(r, START, 0x1000);
        g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    }
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmpuint(counter(r, 0), ==, 2);
    rig_free(r);
}

/* A FIFO of 3 KB is what a frame can fill. */
static void longest_frame(void)
{
    struct rig *r = rig_new(&i82559_class);
    static uint8_t frame[I8255X_FRAME_MAX + 1];

    rig_frame(frame, sizeof frame);
    for (unsigned n = I8255X_FRAME_MAX; n <= sizeof frame; n++) {
        rig_tcb(r, 0x1000, EL, 0, frame, n);
        rig_command(r, START, 0x1000);
        g_assert_cmpuint(r->sent->len, ==, 1);
    }
    rig_expect_sent(r, 0, frame, I8255X_FRAME_MAX);
    rig_free(r);
}

static void as_long_as_it_gets(void)
{
    for (unsigned n = 3072; n <= 3073; n++) {
        struct rig *r = rig_new(&i82559_class);
        uint8_t frame[3073] = { 0 };

        rig_frame(frame, 64);
        rig_tcb(r, 0x1000, EL, 0, frame, n);
        rig_command(r, START, 0x1000);
        g_assert_cmphex(rig_peek(r, 0x1000, 2), ==,
                        n == 3072 ? 0xa000 : 0x9000);
        g_assert_cmpuint(counter(r, 0), ==, n == 3072);
        g_assert_cmpuint(counter(r, 12), ==, n != 3072); /* underrun */
        g_assert_cmpuint(r->fb->guest_errors, ==, n != 3072);
        rig_free(r);
    }
}

/*
 * Where frames go.
 */

static void loopbacks(void)
{
    static const uint8_t modes[] = { 0x6e, 0xee };
    uint8_t frame[64];

    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_new(&i82559_class);

        rig_set_station(r, rig_mac);
        if (i < 2)
            rig_configure(r, 10, modes[i]);
        else
            rig_out(r, 0x10, 0x04207000, 4); /* in the PHY */
        rig_receive_ring(r, 2, 1520);
        rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
        rig_command(r, START, 0x1000);
        g_assert_cmpuint(r->sent->len, ==, 0);
        g_assert_cmphex(rig_peek(r, rig_rfd(0) + 12, 2), ==, 0xc040);
        g_assert_cmpmem(r->fb->ram + rig_rfd(0) + 16, 64, frame, 64);
        i8255x_receive(r->dev, frame, 64); /* the wire isn't heard */
        g_assert_cmphex(rig_peek(r, rig_rfd(1), 2), ==, 0);
        rig_free(r);
    }
}

static void no_link(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    i8255x_set_link(r->dev, false);
    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    g_assert_cmpuint(r->sent->len, ==, 0);
    rig_command(r, 0x40, RIG_AREA);
    rig_command(r, 0x50, 0);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 1);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 16, 4), ==, 1); /* lost CRS */
    rig_free(r);
}

static void echo_inside_send(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    r->echo = true;
    rig_set_station(r, rig_mac);
    rig_receive_ring(r, 8, 1520);
    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < 4; i++)
        rig_tcb(r, 0x1000 + i * 128, i == 3 ? EL : 0, 0x1080 + i * 128, frame,
                sizeof frame);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(r->sent->len, ==, 4);
    for (unsigned i = 0; i < 4; i++)
        g_assert_cmphex(rig_peek(r, rig_rfd(i), 2), ==, 0xa020);
    rig_free(r);
}

/*
 * Time.
 */

static void wire_speed(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);
    uint8_t frame[100];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, 0, 0x2000, frame, sizeof frame);
    rig_tcb(r, 0x2000, EL, 0, frame, sizeof frame);
    rig_command(r, START, 0x1000);
    /* Read from memory, hence complete, but not on the far side yet. */
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    g_assert_cmphex(rig_peek(r, 0x2000, 2), ==, 0xa000);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    fake_advance(r->fb, (100 + OVERHEAD) * BYTE_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    fake_advance(r->fb, (100 + OVERHEAD) * BYTE_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 2);
    rig_free(r);
}

/* Blocks in a row, the last with EL; a frame of n bytes in each. */
static void many_blocks(struct rig *r, unsigned count, unsigned n)
{
    uint8_t frame[1514];

    rig_frame(frame, n);
    for (unsigned i = 0; i < count; i++)
        rig_tcb(r, 0x10000 + i * 0x800, i + 1 == count ? EL : 0,
                0x10000 + (i + 1) * 0x800, frame, n);
    rig_command(r, START, 0x10000);
}

static void fifo_full(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    many_blocks(r, 5, 1514);
    /* Two are in the FIFO, one waits before it. */
    g_assert_cmphex(rig_peek(r, 0x10000 + 2 * 0x800, 2), ==, 0xa000);
    g_assert_cmphex(rig_peek(r, 0x10000 + 3 * 0x800, 2), ==, 0);
    g_assert_cmpuint(rig_cus(r), ==, 2);
    fake_advance(r->fb, (1514 + OVERHEAD) * BYTE_NS);
    g_assert_cmphex(rig_peek(r, 0x10000 + 3 * 0x800, 2), ==, 0xa000);
    g_assert_cmphex(rig_peek(r, 0x10000 + 4 * 0x800, 2), ==, 0);
    fake_advance(r->fb, 4 * (1514 + OVERHEAD) * BYTE_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 4);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 5);
    rig_free(r);
}

/* The computer has other things to do; the wire does not rest meanwhile. */
static void back_to_back(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);
    const uint64_t each = (1514 + OVERHEAD) * BYTE_NS;

    many_blocks(r, 8, 1514);
    r->fb->now_ns += 5 * each + each / 2;
    fake_advance(r->fb, 0);
    g_assert_cmpuint(r->sent->len, ==, 5);
    fake_advance(r->fb, each / 2 - 1);
    g_assert_cmpuint(r->sent->len, ==, 5);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 6);
    fake_advance(r->fb, 10 * each);
    g_assert_cmpuint(r->sent->len, ==, 8);
    many_blocks(r, 1, 1514); /* but it did since */
    fake_advance(r->fb, each - 1);
    g_assert_cmpuint(r->sent->len, ==, 8);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 9);
    rig_free(r);
}

static void start_while_the_wire_is_busy(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);
    uint8_t frame[100];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
    many_blocks(r, 3, 1514);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(rig_cus(r), ==, 2);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(r->sent->len, ==, 4);
    rig_command(r, START, 0x1000);
    rig_out(r, 8, 2, 4); /* a reset takes the frame with it */
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(r->sent->len, ==, 4);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/tx/a-simplified-block-carries-its-frame", simplified);
    g_test_add_func("/tx/short-frames-are-padded-as-the-part-does", padding);
    g_test_add_func("/tx/the-source-address-is-inserted-without-nsai",
                    source_insertion);
    g_test_add_func("/tx/a-source-follows-six-bytes", source_of_a_stub);
    g_test_add_func("/tx/nc-sends-a-frame-with-its-own-check-sequence",
                    own_crc);
    g_test_add_func("/tx/frames-with-their-own-crc-in-a-circle-take-time",
                    own_crc_in_a_circle);
    g_test_add_func("/tx/frames-of-nothing-in-a-circle-take-time",
                    own_crc_of_nothing);
    g_test_add_func("/tx/crc-has-its-known-values", crc_values);
    g_test_add_func("/tx/a-hundred-frames-leave-in-order", many_frames);
    g_test_add_func("/tx/a-ring-with-a-moving-s-bit-sends-each-frame-once",
                    suspended_ring);
    g_test_add_func("/tx/a-frame-longer-than-the-fifo-underruns", too_long);
    g_test_add_func("/tx/a-frame-has-a-header", too_short);
    g_test_add_func("/tx/the-wire-carries-2600-bytes", longest_frame);
    g_test_add_func("/tx/three-kilobytes-and-no-more", as_long_as_it_gets);
    g_test_add_func("/tx/loopback-returns-the-frame-and-keeps-the-wire-out",
                    loopbacks);
    g_test_add_func("/tx/without-link-carrier-is-lost", no_link);
    g_test_add_func("/tx/a-frame-may-come-back-from-inside-send",
                    echo_inside_send);
    g_test_add_func("/tx/authentic-timing-takes-the-wires-time", wire_speed);
    g_test_add_func("/tx/3-kb-and-a-frame-wait-for-the-wire", fifo_full);
    g_test_add_func("/tx/frames-follow-each-other-without-a-pause",
                    back_to_back);
    g_test_add_func("/tx/a-start-waits-for-the-wire",
                    start_while_the_wire_is_busy);
    return g_test_run();
}
