/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_bits.c - the 8255x: registers that are written in part, bits
 * that count on some parts only, what a reset finds half done, and what sleep
 * keeps out.
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum { EL = 0x8000, START = 0x10, STATS = 0x40, DUMP = 0x50, BASE = 0x60 };
enum { PMCSR = 0xe0, BLOCK = 0xff000, BYTE_NS = 80, OVERHEAD = 24 };

static void pause_frame(uint8_t frame[60])
{
    static const uint8_t head[] = { 1, 0x80, 0xc2, 0, 0, 1, 2, 0,  0,
                                    0, 0,    9, 0x88, 8, 0, 1, 0, 9 };

    memset(frame, 0, 60);
    memcpy(frame, head, sizeof head);
}

/* 6.3.2.2: in one write acknowledge, masks, RU, CU.  A software interrupt is
 * newer than what is acknowledged beside it; a frame that CU start loops back
 * finds the receive unit started. */
static void one_write(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_out(r, 0, 0x0200ff00, 4);
    g_assert_cmphex(rig_stat(r), ==, 0x04);
    rig_configure(r, 10, 0x6e); /* internal loopback */
    rig_set_station(r, rig_mac);
    rig_receive_ring(r, 1, 1514);
    rig_command(r, 4, 0);
    rig_command(r, 0x06, 0x7000); /* RU base: one pointer serves both */
    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
    rig_command(r, START | 1, RIG_RFD - 0x7000);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
    rig_free(r);
}

/* 6.3.2.2: each mask bit keeps its cause from the pin, and no other one; of
 * the 82557's only M is there. */
static void masks(void)
{
    for (unsigned later = 0; later < 2; later++)
        for (unsigned cause = 4; cause < 8; cause++) {
            struct rig *r = rig_ready(later ? &i82559_class : &i82557_class,
                                      1, 1514);

            rig_cb(r, 0x1000, EL | 0x2000, 0);
            rig_command(r, START, 0x1000);
            rig_take(r, 60);
            g_assert_cmphex(rig_stat(r), ==, 0xf0);
            rig_ack(r, (uint8_t)~(1u << cause));
            for (unsigned mask = 1; mask < 8; mask++) {
                rig_out(r, 3, mask > 1 ? 1u << mask : 0, 1);
                g_assert_cmpint(r->inta.level, ==, !later || mask != cause);
            }
            rig_free(r);
        }
}

/* RUC has three bits, the fourth is reserved. */
static void reserved_command_bit(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_command(r, 0x09, 0x8000);
    g_assert_cmpuint(rig_rus(r), ==, 4);
    rig_free(r);
}

/* A management cycle begins with the highest byte; one for another address
 * changes nothing here; one under way ends with a reset. */
static void mdi(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    rig_out(r, 0x10, 0x1234, 2);
    g_assert_cmphex(rig_in(r, 0x13, 1) & 0x10, ==, 0x10);
    rig_out(r, 0x10, 0x04600400, 4); /* register 0 of address 3: isolate */
    fake_advance(r->fb, 64000);
    rig_out(r, 0x10, 0x08200000, 4);
    fake_advance(r->fb, 64000);
    g_assert_cmphex(rig_in(r, 0x10, 2), ==, 0x3000);
    rig_out(r, 0x10, 0x28200000, 4); /* with an interrupt */
    rig_out(r, 8, 0, 4);
    fake_advance(r->fb, 1000000);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_free(r);
}

/* The bytes of PORT that were written before a reset are gone. */
static void half_a_port(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 8, RIG_AREA | 3, 2); /* dump, but for the highest byte */
    rig_out(r, 10, RIG_AREA >> 16, 1);
    fake_reset(r->dev, RESET_BUS);
    rig_open(r);
    rig_poke(r, RIG_AREA, 0x5a5a5a5a, 4);
    rig_out(r, 11, 0, 1);
    g_assert_cmphex(rig_peek(r, RIG_AREA, 4), ==, 0x5a5a5a5a);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/* The count has six bits; the two above it are reserved. */
static void configure_count(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_configure(r, 0, 0);
    memset(r->fb->ram + BLOCK + 16, 0xff, 16);
    rig_poke(r, BLOCK + 8, 0xc8, 1); /* eight bytes: 0 to 7 */
    rig_command(r, START, BLOCK);
    rig_poke(r, 0x1002, EL | 6, 2);
    rig_poke(r, 0x1008, RIG_AREA, 4);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 8, 4), ==, 0x002e0001);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 20, 4), ==, 0x0000053f);
    rig_free(r);
}

/* No bytes are no configuration; a list that cannot be read is no list. */
static void nothing_to_do(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, EL | 2, 0);
    rig_poke(r, 0x1008, 0x40, 1);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0x8000);
    r->fb->ram_size = 0x1100;
    rig_cb(r, 0x10e0, EL | 3, 0);
    rig_poke(r, 0x10e8, 60, 2);
    rig_command(r, START, 0x10e0);
    g_assert_cmphex(rig_peek(r, 0x10e0, 2), ==, 0x8000);
    rig_free(r);
}

/* 6.3.2.2: the address of the counters is a whole one. */
static void counters_address(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_command(r, BASE, 0x10000);
    rig_command(r, STATS, RIG_AREA);
    rig_command(r, DUMP, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa005);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 0x10000 + 64, 4), ==, 0);
    rig_free(r);
}

/* The size of a transmit buffer has fifteen bits. */
static void buffer_size(void)
{
    struct rig *r = rig_new(&i82557_class);

    rig_configure(r, 0, 0);
    rig_cb(r, 0x1000, EL | 0x0c, 0);
    rig_poke(r, 0x1008, 0x1100, 4);
    rig_poke(r, 0x100c, 0x01200000, 4);
    rig_poke(r, 0x1100, RIG_DATA, 4);
    rig_poke(r, 0x1104, 0x00014064, 4);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0x9000);
    g_assert_cmpuint(r->sent->len, ==, 0);
    rig_free(r);
}

static void more_addresses(void)
{
    static const struct device_class *const classes[] = {
        &i82557_class, &i82558_class, &i82559_class };

    for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
        static const uint8_t other[6] = { 2, 0, 0, 0, 0, 0x42 };
        struct rig *r = rig_ready(classes[i], 2, 1514);
        uint8_t frame[64];

        rig_cb(r, 0x1000, EL | 3, 0);
        rig_poke(r, 0x1008, 6, 2);
        memcpy(r->fb->ram + 0x100a, other, 6);
        rig_command(r, START, 0x1000);
        rig_configure(r, 20, 0x7f); /* multiple IA, not of the 82557 */
        rig_frame(frame, sizeof frame);
        memcpy(frame, other, 6);
        i8255x_receive(r->dev, frame, sizeof frame);
        g_assert_cmphex(rig_status(r, 0), ==, i ? 0xa022 : 0);
        rig_free(r);
    }
}

/* The checksum is of all that came, stripped padding, too. */
static void checksum_of_padding(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 1514);
    uint8_t frame[60];

    rig_configure(r, 9, 0x01);
    rig_configure(r, 18, 0xf3); /* strip; byte 9 is the usual again */
    rig_poke(r, BLOCK + 8 + 9, 0x01, 1);
    rig_command(r, START, BLOCK);
    rig_frame(frame, sizeof frame);
    memset(frame + 12, 0, sizeof frame - 12);
    frame[13] = 4; /* a length */
    frame[14] = 0x12;
    frame[20] = 0x34; /* behind it */
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 20);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + 18, 2), ==, 0x0046);
    rig_free(r);
}

/* A buffer list that is none is no mistake. */
static void no_buffers(void)
{
    struct rig *r = rig_ready(&i82557_class, 1, 100);

    rig_poke(r, rig_rfd(0) + 2, 0x8008, 2);
    rig_take(r, 200);
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/* A frame takes as many buffers as it needs. */
static void four_buffers(void)
{
    struct rig *r = rig_ready(&i82557_class, 1, 0);
    uint8_t frame[350];

    rig_poke(r, rig_rfd(0) + 2, 0x8008, 2);
    rig_poke(r, rig_rfd(0) + 8, 0x2000, 4);
    for (unsigned i = 0; i < 4; i++) {
        rig_poke(r, 0x2000 + 16 * i + 4, 0x2000 + 16 * (i + 1), 4);
        rig_poke(r, 0x2000 + 16 * i + 8, RIG_DATA + 100 * i, 4);
        rig_poke(r, 0x2000 + 16 * i + 12, i == 3 ? 0x8000 | 100 : 100, 2);
    }
    rig_frame(frame, sizeof frame);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmpmem(r->fb->ram + RIG_DATA, 350, frame, 350);
    g_assert_cmphex(rig_peek(r, 0x2030, 2), ==, 0xc000 | 50);
    rig_free(r);
}

/* However short frames are, the FIFO has places for so many. */
static void short_frames(void)
{
    struct rig *r = rig_ready(&i82559_class, 1, 1514);

    rig_configure(r, 7, 0x02); /* keeps short frames */
    rig_take(r, 60); /* and then there is no descriptor */
    for (unsigned i = 0; i < 70; i++)
        rig_take(r, 14);
    g_assert_cmpuint(rig_counter(r, 60), ==, 70);
    g_assert_cmpuint(rig_counter(r, 52), ==, 70 - 64);
    rig_free(r);
}

/* What was on its way when the chip was reset stays where it is, and the next
 * frame does not wait for it. */
static void reset_while_sending(void)
{
    struct rig *r = rig_new_authentic(&i82557_class);
    uint8_t frame[1500];
    unsigned sent;

    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < 6; i++)
        rig_tcb(r, 0x1000 + 0x1000 * i, i == 5 ? EL : 0, 0x2000 + 0x1000 * i,
                frame, sizeof frame);
    rig_command(r, START, 0x1000);
    fake_advance(r->fb, 150000);
    sent = r->sent->len;
    g_assert_cmpuint(sent, ==, 1);
    rig_out(r, 8, 0, 4);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(r->sent->len, ==, sent);
    frame[30] ^= 0xff; /* this one */
    rig_tcb(r, 0x1000, EL, 0, frame, 60);
    rig_command(r, START, 0x1000);
    fake_advance(r->fb, (60 + OVERHEAD) * BYTE_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, sent);
    fake_advance(r->fb, 1);
    rig_expect_sent(r, sent, frame, 60);
    rig_free(r);
}

/* The wire has the PHY's speed; an isolated PHY is no wire. */
static void wire(void)
{
    struct rig *r = rig_new_authentic(&i82557_class);
    uint8_t frame[60];

    rig_out(r, 0x10, 0x04200000, 4); /* 10 Mb/s, forced */
    fake_advance(r->fb, 64000);
    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
    rig_command(r, START, 0x1000);
    fake_advance(r->fb, (60 + OVERHEAD) * BYTE_NS * 10 - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_out(r, 0x10, 0x04200400, 4); /* isolated */
    fake_advance(r->fb, 64000);
    rig_command(r, START, 0x1000);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmpuint(rig_counter(r, 16), ==, 1); /* lost carrier */
    rig_free(r);
}

/* At 10 Mb/s the lamp of the link is lit, and that of the speed not. */
static void slow_lamps(void)
{
    struct rig *r = rig_new(&i82559_class);
    struct fake_pin speed;

    fake_pin_connect(r->fb, &speed, i8255x_led(r->dev, I8255X_LED_SPEED));
    rig_out(r, 0x10, 0x04200000, 4);
    rig_out(r, 0x10, 0x04202000, 4);
    g_assert_true(speed.level);
    rig_out(r, 0x10, 0x04200000, 4);
    g_assert_true(i8255x_look(r->dev).link);
    g_assert_false(speed.level);
    rig_free(r);
}

/* The power register by bytes, and a select that shows other data. */
static void power_bytes(void)
{
    struct rig *r = rig_new(&i82559_class);

    pci_config_write(r->fn, PMCSR + 1, 0x03 << 1, 1); /* of D3 */
    g_assert_cmphex(pci_config_read(r->fn, PMCSR + 3, 1), ==, 40);
    pci_config_write(r->fn, PMCSR + 1, 0x09 << 1, 1); /* there is none */
    g_assert_cmphex(pci_config_read(r->fn, PMCSR, 4), ==, 0x1200);
    rig_free(r);
}

/* In D1 nothing is received: not by counters and flow control either. */
static void asleep(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[60];

    rig_configure(r, 6, 0x12); /* extended counters */
    pci_config_write(r->fn, PMCSR, 1, 2);
    pause_frame(frame);
    i8255x_receive(r->dev, frame, sizeof frame);
    rig_take(r, 20);
    pci_config_write(r->fn, PMCSR, 0, 2);
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmphex(rig_in(r, 0x1a, 1), ==, 0);
    g_assert_cmpuint(rig_counter(r, 60), ==, 0);
    g_assert_cmpuint(rig_counter(r, 68), ==, 0);
    rig_free(r);
}

/* A cable that is in already is no change. */
static void same_link(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 0x1b, 0xff, 1);
    i8255x_set_link(r->dev, true);
    g_assert_cmphex(rig_in(r, 0x1b, 1), ==, 0);
    i8255x_set_link(r->dev, false);
    g_assert_cmphex(rig_in(r, 0x1b, 1), ==, 0x80);
    rig_free(r);
}

/* Xon goes before Xoff; the alarm of a PAUSE frame ends with its reason, and
 * with a reset. */
static void xon(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_configure(r, 19, 0x98); /* restop and restart; delay 4000h */
    g_assert_cmpuint(fake_next_alarm(r->fb), !=, 0);
    fake_advance(r->fb, 1000000000); /* the lamps have settled */
    rig_out(r, 0x1a, 2, 1);
    rig_out(r, 0x1a, 3, 1);
    g_assert_cmphex(rig_in(r, 0x1a, 1), ==, 0);
    g_assert_cmpuint(r->sent->len, ==, 2); /* PAUSE, and its end */
    fake_advance(r->fb, 50000000);
    g_assert_cmpuint(fake_next_alarm(r->fb), ==, ALARM_OFF);
    rig_out(r, 0x1a, 2, 1);
    fake_advance(r->fb, 50000000);
    g_assert_cmpuint(fake_next_alarm(r->fb), !=, ALARM_OFF);
    rig_out(r, 8, 0, 4);
    g_assert_cmpuint(fake_next_alarm(r->fb), ==, ALARM_OFF);
    rig_free(r);
}

/* In loopback no PAUSE frame reaches the wire. */
static void pause_in_loopback(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_configure(r, 19, 0x98);
    rig_poke(r, BLOCK + 8 + 10, 0x6e, 1);
    rig_command(r, START, BLOCK);
    rig_out(r, 0x1a, 2, 1);
    g_assert_cmphex(rig_in(r, 0x1a, 1) & 4, ==, 4);
    g_assert_cmpuint(r->sent->len, ==, 0);
    rig_free(r);
}

/* A reset from within its own block: the block is not completed. */
static void reset_within(void)
{
    struct rig *r = rig_new(&i82557_class);
    uint8_t frame[60];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, EL, 0, frame, sizeof frame);
    r->resets = true;
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
#define TEST(name, f) g_test_add_func("/i8255x/bits/" name, f)
    TEST("one-write-has-an-order", one_write);
    TEST("each-mask-has-its-cause", masks);
    TEST("the-fourth-bit-of-ruc-is-reserved", reserved_command_bit);
    TEST("mdi-begins-with-its-highest-byte", mdi);
    TEST("a-reset-forgets-half-a-port", half_a_port);
    TEST("configure-counts-with-six-bits", configure_count);
    TEST("no-bytes-are-no-configuration", nothing_to_do);
    TEST("counters-go-to-a-whole-address", counters_address);
    TEST("buffers-have-fifteen-bits-of-size", buffer_size);
    TEST("multiple-ia-is-not-the-82557s", more_addresses);
    TEST("the-checksum-is-of-padding-too", checksum_of_padding);
    TEST("no-buffers-are-no-mistake", no_buffers);
    TEST("a-frame-takes-four-buffers", four_buffers);
    TEST("short-frames-fill-the-fifo", short_frames);
    TEST("a-reset-stops-what-is-sent", reset_while_sending);
    TEST("the-wire-is-the-phys", wire);
    TEST("lamps-at-10-mbit", slow_lamps);
    TEST("pmcsr-by-bytes", power_bytes);
    TEST("asleep-nothing-is-counted", asleep);
    TEST("the-same-link-is-no-change", same_link);
    TEST("xon-goes-before-xoff", xon);
    TEST("no-pause-leaves-a-loop", pause_in_loopback);
    TEST("a-reset-from-within-a-block", reset_within);
    return g_test_run();
}
