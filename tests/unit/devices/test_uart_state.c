/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_uart_state.c - the 16550A: what hides what, which bits count only
 * beside others, when the transmitter asks, and what a reset forgets.
 */
#include "tests/unit/devices/uartrig.h"

/* "Interrupt control functions": an error that is not enabled does not hide
 * its character; a time-out goes before THRE. */
static void test_hidden(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x01);
    uart_receive_garbled(r->uart, 'x');
    g_assert_cmphex(rig_get(r, IIR), ==, 0x04);
    rig_put(r, IIR, 0xc1);
    rig_put(r, IER, 0x03);
    rig_receive(r, "a");
    g_assert_cmphex(rig_get(r, LSR) & 0x9f, ==, 0x09);
    fake_advance(&r->fb, 4 * CHAR_NS + 4);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xcc);
    rig_get(r, RBR);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc2);
}

static void test_modem(struct rig *r, gconstpointer unused)
{
    (void)unused;
    uart_set_modem(r->uart, true, false, false, false);
    uart_set_modem(r->uart, true, true, false, false);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x33); /* both deltas */
    uart_set_modem(r->uart, false, true, false, true);
    rig_get(r, MSR);
    rig_put(r, IER, 0x08);
    g_assert_false(r->irq.level);
    uart_set_modem(r->uart, false, true, false, false);
    g_assert_true(r->irq.level); /* the end of a ring alone */
    g_assert_cmphex(rig_get(r, MSR), ==, 0x24);
    uart_set_modem(r->uart, true, true, false, false);
    uart_set_modem(r->uart, false, true, false, false);
    fake_reset(r->uart, RESET_BUS);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x20);
}

/* In loopback the pins are off: handshake, BREAK, and who holds us. */
static void test_loop_pins(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, MCR, 0x1b);
    g_assert_false(r->dtr || r->rts);
    rig_put(r, LCR, 0x43);
    g_assert_false(r->brk);
    r->deaf = true;
    rig_put(r, RBR, 'l');
    g_assert_cmphex(rig_get(r, RBR), ==, 'l');
    rig_put(r, MCR, 0x0b);
    g_assert_true(r->dtr && r->rts && r->brk);
}

/* THRE means that the FIFO is empty, not that a character has left. */
static void test_thre_fifo(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IIR, 0x01);
    rig_put(r, RBR, 'a'); /* is on the line at once */
    rig_put(r, RBR, 'b');
    rig_put(r, RBR, 'c');
    rig_put(r, IER, 0x02);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, CHAR_NS + 1);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, CHAR_NS + 1);
    g_assert_true(r->irq.level);
    g_assert_cmpstr(r->sent->str, ==, "ab");
}

/* FCR's other bits count with bit 0; a change of that clears both ways. */
static void test_fcr_bits(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x01);
    rig_put(r, IIR, 0xc0);
    rig_receive(r, "x");
    g_assert_true(r->irq.level); /* whatever the trigger level */
    rig_put(r, IIR, 0x06);
    g_assert_cmphex(rig_get(r, LSR) & 1, ==, 1);
    g_assert_cmphex(rig_get(r, RBR), ==, 'x');
    g_assert_cmpuint(fake_next_alarm(&r->fb), !=, ALARM_OFF); /* room */
    fake_advance(&r->fb, 10000);
    rig_receive(r, "y");
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF); /* no time-out */
    r->fb.authentic = true;
    rig_put(r, RBR, 'a');
    rig_put(r, RBR, 'b');
    rig_put(r, IIR, 0x01);
    g_assert_cmphex(rig_get(r, LSR) & 0x61, ==, 0x20);
    fake_advance(&r->fb, 3 * CHAR_NS);
    g_assert_cmpstr(r->sent->str, ==, "a");
}

/* DLAB moves ports 0 and 1 alone; each bit of the format is told. */
static void test_dlab(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned bit = 0; bit < 6; bit++) {
        unsigned formats = r->formats;

        rig_put(r, LCR, (uint8_t)(0x03 ^ 1u << bit));
        g_assert_cmpuint(r->formats, ==, formats + 1);
        g_assert_cmphex(r->lcr, ==, 0x03 ^ 1u << bit);
        rig_put(r, LCR, 0x03);
    }
    rig_put(r, LCR, 0x83);
    rig_put(r, IIR, 0x01);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc1);
    g_assert_cmphex(rig_get(r, 0), ==, 12);
}

/* Emptying the receiver ends its time-out and lets the far side go on. */
static void test_emptied(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IIR, 0xc1);
    rig_put(r, IER, 0x01);
    rig_receive(r, "a");
    fake_advance(&r->fb, 4 * CHAR_NS + 4);
    g_assert_true(r->irq.level);
    rig_put(r, IIR, 0xc3);
    g_assert_false(r->irq.level);
    rig_receive(r, "0123456789abcdef");
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    rig_put(r, IIR, 0xc3);
    fake_advance(&r->fb, 9999);
    g_assert_cmpuint(r->rooms, ==, 0); /* a loop that reads comes to an end */
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_cmpuint(uart_room(r->uart), ==, 16);
}

/* The character that finds a full FIFO is an error at once. */
static void test_overrun(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IIR, 0xc1);
    rig_put(r, IER, 0x04);
    rig_receive(r, "0123456789abcdef");
    g_assert_false(r->irq.level);
    rig_receive(r, "g");
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x63);
}

/* Eight zeros and a zero are right in even and stick-0 parity. */
static void test_break_parity(struct rig *r, gconstpointer unused)
{
    static const uint8_t rows[][2] = { { 0x03, 0x79 }, { 0x0b, 0x7d },
                                       { 0x1b, 0x79 }, { 0x2b, 0x7d },
                                       { 0x3b, 0x79 } };

    (void)unused;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        rig_put(r, LCR, rows[i][0]);
        uart_receive_break(r->uart);
        g_assert_cmphex(rig_get(r, LSR), ==, rows[i][1]);
        g_assert_cmphex(rig_get(r, RBR), ==, 0);
    }
}

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    uart_receive_garbled(r->uart, 'x');
    fake_reset(r->uart, RESET_BUS);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    r->fb.authentic = true;
    rig_receive(r, "y");
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    fake_reset(r->uart, RESET_POWER);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
}

#define TEST(name, fn) \
    g_test_add("/uart/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("iir-what-is-not-enabled-hides-nothing", test_hidden);
    TEST("msr-deltas-add-up", test_modem);
    TEST("mcr-loopback-turns-the-pins-off", test_loop_pins);
    TEST("lsr-thre-is-the-last-of-the-fifo", test_thre_fifo);
    TEST("fcr-bits-count-beside-bit-0", test_fcr_bits);
    TEST("lcr-dlab-leaves-fcr-alone", test_dlab);
    TEST("fcr-empties-the-receiver", test_emptied);
    TEST("lsr-overrun-interrupts", test_overrun);
    TEST("a-break-under-every-parity", test_break_parity);
    TEST("a-reset-forgets-errors-and-waiting", test_reset);
    return g_test_run();
}
