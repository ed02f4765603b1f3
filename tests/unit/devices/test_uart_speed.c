/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_uart_speed.c - how long characters take, and what becomes of them
 * between two ends at different speeds.
 *
 * The registers are listed in test_uart.c.
 */
#include "tests/unit/devices/uartrig.h"

static void test_pacing_out(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x01);
    rig_put(r, IER, 0x02);
    rig_get(r, IIR);
    rig_put(r, 0, 'a');
    g_assert_cmphex(rig_get(r, LSR), ==, 0x20); /* in the shift register */
    g_assert_true(r->irq.level);
    rig_put(r, 0, 'b');
    g_assert_false(r->irq.level);
    for (unsigned i = 0; i < 15; i++)
        rig_put(r, 0, 'c');
    g_assert_cmpuint(r->fb.guest_errors, ==, 0);
    rig_put(r, 0, 'd'); /* one too many */
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
    fake_advance(&r->fb, CHAR_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpstr(r->sent->str, ==, "a");
    fake_advance(&r->fb, 15ull * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 16);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x20);
    g_assert_true(r->irq.level);
    fake_advance(&r->fb, CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 17);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    rig_put(r, 0, 'e');
    rig_put(r, 0, 'f');
    rig_put(r, IIR, 0x05); /* clears the FIFO, not the shift register */
    fake_advance(&r->fb, 10ull * CHAR_NS);
    g_assert_cmpint(r->sent->str[17], ==, 'e');
    g_assert_cmpuint(r->sent->len, ==, 18);
    rig_put(r, 0, 'g');
    rig_put(r, 0, 'h');
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc1);
    rig_put(r, IIR, 0x05);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc2); /* empty again */
    fake_advance(&r->fb, CHAR_NS / 2);
    fake_reset(r->uart, RESET_BUS);
    fake_advance(&r->fb, 10ull * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 18);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
}

static void test_pacing_formats(struct rig *r, gconstpointer unused)
{
    static const struct {
        uint8_t lcr;
        unsigned half_bits;
    } rows[] = {
        { 0x00, 14 }, { 0x03, 20 }, { 0x07, 22 }, { 0x04, 15 },
        { 0x1a, 20 }, { 0x1f, 24 },
    };

    (void)unused;
    r->fb.authentic = true;
    rig_put(r, LCR, 0x83);
    rig_put(r, 0, 96); /* 1200 baud */
    rig_put(r, 1, 0);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        rig_put(r, LCR, rows[i].lcr);
        rig_put(r, 0, 'x');
        fake_advance(&r->fb, rows[i].half_bits * 1000000000ull / 2400 - 1);
        g_assert_cmpuint(r->sent->len, ==, i);
        fake_advance(&r->fb, 1);
        g_assert_cmpuint(r->sent->len, ==, i + 1);
    }
}

static void test_pacing_in(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x01);
    uart_receive(r->uart, 'a');
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    fake_advance(&r->fb, CHAR_NS - 1);
    g_assert_cmpuint(r->rooms, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->rooms, ==, 1);
    for (unsigned i = 0; i < 15; i++) {
        g_assert_cmpuint(uart_room(r->uart), !=, 0);
        uart_receive(r->uart, 'b');
        fake_advance(&r->fb, CHAR_NS);
    }
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    r->rooms = 0;
    rig_get(r, RBR);
    fake_advance(&r->fb, CHAR_NS);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
}

/* A far side that takes nothing, and then goes on. */
static void test_held_back(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned authentic = 0; authentic < 2; authentic++) {
        r->fb.authentic = authentic;
        g_string_truncate(r->sent, 0);
        rig_put(r, IIR, 0x01);
        rig_put(r, IER, 0x02);
        r->deaf = true;
        for (unsigned i = 0; i < 16; i++)
            rig_put(r, 0, (uint8_t)('a' + i));
        fake_advance(&r->fb, 100 * CHAR_NS);
        g_assert_cmpuint(r->sent->len, ==, 0);
        g_assert_cmphex(rig_get(r, LSR) & 0x60, ==, 0);
        g_assert_false(r->irq.level);
        r->deaf = false;
        uart_far_ready(r->uart);
        fake_advance(&r->fb, 16 * CHAR_NS);
        g_assert_cmpstr(r->sent->str, ==, "abcdefghijklmnop");
        g_assert_cmphex(rig_get(r, LSR) & 0x60, ==, 0x60);
        g_assert_true(r->irq.level);
        rig_put(r, IER, 0x00);
    }
}

/* What either end makes of every character. */
static void speeds(struct rig *r, unsigned far_baud, bool same)
{
    unsigned wrong = 0, errors = 0, got = 0;

    r->fb.authentic = true;
    rig_put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, far_baud);
    for (unsigned i = 0; i < 256; i++) {
        g_string_truncate(r->sent, 0);
        rig_put(r, 0, (uint8_t)i);
        fake_advance(&r->fb, 12 * CHAR_NS);
        wrong += r->sent->len != 1 || (uint8_t)r->sent->str[0] != i;
        uart_receive(r->uart, (uint8_t)i);
        fake_advance(&r->fb, 24 * CHAR_NS);
        for (uint8_t lsr; (lsr = rig_get(r, LSR)) & 1; got++) {
            errors += !!(lsr & 0x08);
            wrong += rig_get(r, RBR) != i;
        }
    }
    if (same) {
        g_assert_cmpuint(wrong, ==, 0);
        g_assert_cmpuint(errors, ==, 0);
        g_assert_cmpuint(got, ==, 256);
    } else {
        g_assert_cmpuint(wrong, >, 300);
        g_assert_cmpuint(got, >, 0);
    }
}

static void test_speeds(struct rig *r, gconstpointer unused)
{
    (void)unused;
    speeds(r, 9600, true);
    speeds(r, 9800, true); /* 2%: within what a UART bears */
    speeds(r, 19200, false);
    speeds(r, 4800, false);
    speeds(r, 115200, false);
    speeds(r, 300, false);
}

static void test_one_by_one(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, 4800);
    rig_put(r, 0, 0xf0); /* low for two and a half bits: start and one more */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmphex((uint8_t)r->sent->str[0], ==, 0xfe);
    g_string_truncate(r->sent, 0);
    uart_set_far_baud(r->uart, 19200);
    rig_put(r, 0, 0x00); /* low for 9 bits: a break to twice the speed */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmphex((uint8_t)r->sent->str[0], ==, 0x00);
    uart_set_far_baud(r->uart, 300);
    uart_receive(r->uart, 0x00);
    fake_advance(&r->fb, 40 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR) & 0x19, ==, 0x19); /* a break, once */
    rig_get(r, RBR);
    g_assert_cmphex(rig_get(r, LSR) & 0x01, ==, 0);
    uart_set_far_baud(r->uart, 4800);
    uart_receive(r->uart, 0x51); /* d3 is our stop bit, and a start bit */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR) & 0x1f, ==, 0x09);
    g_assert_cmphex(rig_get(r, RBR), ==, 0x06);
    g_assert_cmphex(rig_get(r, LSR) & 0x1f, ==, 0x01);
    g_assert_cmphex(rig_get(r, RBR), ==, 0x33);
    uart_set_far_baud(r->uart, 115200);
    uart_receive(r->uart, 0xff); /* a spike, over before we look */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
}

/* Fast timing knows no speed. */
static void test_speed_when_fast(struct rig *r, gconstpointer unused)
{
    (void)unused;
    uart_set_far_baud(r->uart, 300);
    rig_put(r, 0, 'x');
    g_assert_cmpstr(r->sent->str, ==, "x");
    uart_receive(r->uart, 'y');
    g_assert_cmphex(rig_get(r, RBR), ==, 'y');
}

/* The FIFOs full, so that no pause tells where a character begins. */
static void test_without_a_pause(struct rig *r, gconstpointer unused)
{
    static const char text[] = "\x00\xff\x55\xaa no pause";

    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, 9700);
    for (unsigned i = 0; i < sizeof text; i++)
        rig_put(r, 0, (uint8_t)text[i]);
    for (unsigned i = 0; i < sizeof text; i++) {
        uart_receive(r->uart, (uint8_t)text[i]);
        while (!uart_room(r->uart))
            fake_advance(&r->fb, 100);
    }
    fake_advance(&r->fb, 3 * CHAR_NS);
    g_assert_cmpmem(r->sent->str, r->sent->len, text, sizeof text);
    for (unsigned i = 0; i < sizeof text; i++) {
        g_assert_cmphex(rig_get(r, LSR) & 0x9f, ==, 0x01);
        g_assert_cmphex(rig_get(r, RBR), ==, (uint8_t)text[i]);
    }
    g_assert_cmphex(rig_get(r, LSR) & 0x01, ==, 0);
}

/* What is on the line when the chip is reset, or looks away, is lost. */
static void test_lost(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    uart_set_far_baud(r->uart, 4800);
    rig_put(r, 0, 'x');
    uart_receive(r->uart, 'y');
    fake_advance(&r->fb, CHAR_NS / 2);
    fake_reset(r->uart, RESET_BUS);
    rig_put(r, LCR, 0x83);
    rig_put(r, 0, 12);
    rig_put(r, 1, 0);
    rig_put(r, LCR, 0x03);
    fake_advance(&r->fb, 40 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    uart_receive(r->uart, 'z');
    fake_advance(&r->fb, CHAR_NS);
    rig_put(r, MCR, 0x10);
    fake_advance(&r->fb, 40 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
}

/* So is what either end has heard of a character while the line rests. */
static void test_half_heard(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    uart_set_far_baud(r->uart, 38400);
    uart_receive(r->uart, 0xf0);
    fake_advance(&r->fb, 500000);
    fake_reset(r->uart, RESET_BUS);
    rig_put(r, LCR, 0x03);
    fake_advance(&r->fb, 10 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    uart_set_far_baud(r->uart, 2400);
    rig_put(r, 0, 0x00);
    fake_advance(&r->fb, 1500000);
    fake_reset(r->uart, RESET_BUS);
    rig_put(r, LCR, 0x03);
    fake_advance(&r->fb, 10 * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 0);
    uart_set_far_baud(r->uart, 9600);
    uart_receive(r->uart, 0x55);
    rig_put(r, 0, 'k');
    fake_advance(&r->fb, 3 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x61);
    g_assert_cmphex(rig_get(r, RBR), ==, 0x55);
    g_assert_cmpstr(r->sent->str, ==, "k");
}

/* The end that waits for rest gets another character instead: its stop bit
 * falls into the low levels of that one, which begin the next. */
static void test_no_rest(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, 38400);
    uart_receive(r->uart, 0xf0); /* stop bit at 990 us */
    fake_advance(&r->fb, 900000);
    uart_receive(r->uart, 0x00); /* low up to 1134 us */
    fake_advance(&r->fb, 10 * CHAR_NS);
    g_assert_cmphex(rig_get(r, LSR) & 0x1f, ==, 0x09);
    g_assert_cmphex(rig_get(r, RBR), ==, 0xff);
    g_assert_cmphex(rig_get(r, LSR) & 0x1f, ==, 0x01);
    g_assert_cmphex(rig_get(r, RBR), ==, 0xfe);
    uart_set_far_baud(r->uart, 2400);
    rig_put(r, 0, 0xf0); /* stop bit at 3958 us */
    fake_advance(&r->fb, 3900000);
    rig_put(r, 0, 0x7f); /* low up to 4004 us, and from 4733 to 4838 */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmpmem(r->sent->str, r->sent->len, "\xff\xfd", 2);
    uart_attach(r->uart, NULL); /* nobody hears this */
    rig_put(r, 0, 'x');
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 2);
}

/* A character from there has ten of their bits. */
static void test_their_length(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, 1200);
    uart_receive(r->uart, 'x');
    fake_advance(&r->fb, 8333332);
    g_assert_cmpuint(r->rooms, ==, 0);
    fake_advance(&r->fb, 2);
    g_assert_cmpuint(r->rooms, ==, 1);
}

/* A character of a quarter of ours in length: the line rests long before we
 * have heard our stop bit, and that is when the character is there. */
static void test_rest_ends_it(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    uart_set_far_baud(r->uart, 38400);
    for (unsigned i = 0; i < 2; i++) {
        uart_receive(r->uart, 0xf0); /* low for 130 us: a start bit to us */
        fake_advance(&r->fb, 980000);
        g_assert_cmphex(rig_get(r, LSR) & 0x01, ==, 0);
        fake_advance(&r->fb, 20000); /* 9.5 bits are 990 us */
        g_assert_cmphex(rig_get(r, LSR) & 0x1f, ==, 0x01);
        g_assert_cmphex(rig_get(r, RBR), ==, 0xff);
        fake_advance(&r->fb, 1000000);
        g_assert_cmphex(rig_get(r, LSR) & 0x1f, ==, 0);
    }
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

#define TEST(name, fn) \
    g_test_add("/speed/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("authentic-characters-take-their-time", test_pacing_out);
    TEST("lcr-formats-have-their-length", test_pacing_formats);
    TEST("authentic-input-is-paced", test_pacing_in);
    TEST("a-far-side-that-takes-nothing-holds-thre", test_held_back);
    TEST("two-speeds-garble-both-ways", test_speeds);
    TEST("two-speeds-bit-by-bit", test_one_by_one);
    TEST("fast-timing-knows-no-speed", test_speed_when_fast);
    TEST("characters-without-a-pause", test_without_a_pause);
    TEST("a-reset-or-loopback-loses-the-line", test_lost);
    TEST("a-reset-forgets-what-was-half-heard", test_half_heard);
    TEST("another-character-instead-of-rest", test_no_rest);
    TEST("their-characters-take-their-time", test_their_length);
    TEST("a-rest-ends-a-short-character", test_rest_ends_it);
    return g_test_run();
}
