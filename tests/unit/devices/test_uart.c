/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_uart.c - the 16550A: RBR THR DLL DLM IER IIR FCR LCR MCR LSR MSR SCR,
 * FIFOs and time-outs, loopback, BREAK both ways, pacing.
 *
 * Registers of devices/uart-16550:
 *   modelled: RBR, THR; DLL, DLM; IER; IIR; FCR; LCR; MCR; LSR; MSR; SCR
 *   accepted: FCR
 *   absent: RXRDY, TXRDY; XIN
 */
#include "tests/unit/devices/uartrig.h"

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, SCR, 0x5a);
    rig_put(r, IER, 0xff);
    rig_put(r, IIR, 0xc1);
    uart_receive(r->uart, 'x');
    fake_reset(r->uart, RESET_BUS);
    g_assert_cmphex(rig_get(r, IER), ==, 0);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x01);
    g_assert_cmphex(rig_get(r, LCR), ==, 0);
    g_assert_cmphex(rig_get(r, MCR), ==, 0);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    g_assert_cmphex(rig_get(r, MSR), ==, 0);
    g_assert_cmphex(rig_get(r, SCR), ==, 0x5a); /* not in the reset table */
    g_assert_cmpuint(uart_room(r->uart), ==, 0); /* for a moment */
    fake_advance(&r->fb, 10000);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_false(r->irq.level);
    g_assert_false(r->dtr || r->rts);
    fake_reset(r->uart, RESET_POWER);
    g_assert_cmphex(rig_get(r, SCR), ==, 0);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    rig_put(r, IER, 0xff);
    rig_put(r, MCR, 0xff);
    g_assert_cmphex(rig_get(r, IER), ==, 0x0f);
    g_assert_cmphex(rig_get(r, MCR), ==, 0x1f);
}

static void test_divisor(struct rig *r, gconstpointer unused)
{
    unsigned formats;

    (void)unused;
    rig_put(r, LCR, 0x9b);
    rig_put(r, 0, 0x01);
    rig_put(r, 1, 0x02);
    g_assert_cmphex(rig_get(r, 0), ==, 0x01);
    g_assert_cmphex(rig_get(r, 1), ==, 0x02);
    g_assert_cmphex(r->divisor, ==, 0x201);
    g_assert_cmphex(r->lcr, ==, 0x1b);
    g_assert_cmphex(rig_get(r, LCR), ==, 0x9b);
    formats = r->formats;
    rig_put(r, 0, 0x01); /* the same again is no news */
    rig_put(r, LCR, 0x9b);
    rig_put(r, LCR, 0x1b); /* nor is DLAB */
    g_assert_cmpuint(r->formats, ==, formats);
    rig_put(r, LCR, 0xba);
    g_assert_cmpuint(r->formats, ==, formats + 1);
    g_assert_cmphex(r->lcr, ==, 0x3a);
    rig_put(r, LCR, 0x9a);
    rig_put(r, 0, 0x81);
    g_assert_cmpuint(r->divisor, ==, 0x281);
    rig_put(r, 1, 0x03);
    g_assert_cmpuint(r->divisor, ==, 0x381);
    rig_put(r, 0, 0);
    rig_put(r, 1, 0);
    g_assert_cmpuint(r->divisor, ==, 65536);
    rig_put(r, LCR, 0x1b);
    g_assert_cmphex(rig_get(r, IER), ==, 0);
    g_assert_cmpuint(r->sent->len, ==, 0);
}

static void test_send(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0, 'A');
    rig_put(r, 0, 'B');
    g_assert_cmpstr(r->sent->str, ==, "AB");
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    rig_put(r, LCR, 0x02); /* seven bits */
    rig_put(r, 0, 0xc3);
    g_assert_cmpstr(r->sent->str, ==, "ABC");
    uart_attach(r->uart, NULL);
    rig_put(r, 0, 'D'); /* into the air */
    g_assert_cmpuint(r->sent->len, ==, 3);
}

static void test_thre(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x02); /* empty already: asks at once */
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x02);
    g_assert_false(r->irq.level);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x01);
    rig_put(r, 0, 'A');
    g_assert_true(r->irq.level);
    rig_put(r, 0, 'B'); /* an edge for each */
    g_assert_cmpuint(r->irq.rises, ==, 3);
    rig_put(r, IER, 0x00);
    g_assert_false(r->irq.level);
    rig_put(r, IER, 0x02);
    g_assert_true(r->irq.level);
}

static void test_out2(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, MCR, 0x03);
    rig_put(r, IER, 0x02);
    g_assert_false(r->irq.level);
    rig_put(r, MCR, 0x0b);
    rig_put(r, 0, 'A');
    g_assert_true(r->irq.level);
    rig_put(r, MCR, 0x03);
    g_assert_false(r->irq.level);
}

static void test_receive_plain(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x01);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
    uart_receive(r->uart, 'a');
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x04);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x61);
    uart_receive(r->uart, 'b'); /* overruns: the new one stays */
    g_assert_cmphex(rig_get(r, LSR), ==, 0x63);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x61);
    g_assert_cmphex(rig_get(r, RBR), ==, 'b');
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    g_assert_false(r->irq.level);
    g_assert_cmpuint(fake_next_alarm(&r->fb), !=, ALARM_OFF);
    fake_advance(&r->fb, 10000);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
}

static void test_triggers(struct rig *r, gconstpointer unused)
{
    static const unsigned levels[] = { 1, 4, 8, 14 };

    (void)unused;
    rig_put(r, IER, 0x01);
    for (unsigned i = 0; i < 4; i++) {
        rig_put(r, IIR, (uint8_t)(i << 6 | 0x07));
        for (unsigned n = 1; n <= 16; n++) {
            uart_receive(r->uart, (uint8_t)n);
            g_assert_cmpint(r->irq.level, ==, n >= levels[i]);
            g_assert_cmphex(rig_get(r, IIR), ==,
                            n >= levels[i] ? 0xc4 : 0xc1);
        }
        uart_receive(r->uart, 99); /* the FIFO keeps what it has */
        g_assert_cmphex(rig_get(r, LSR), ==, 0x63);
        for (unsigned n = 1; n <= 16; n++) {
            g_assert_cmphex(rig_get(r, RBR), ==, n);
            g_assert_cmpint(r->irq.level, ==, 16 - n >= levels[i]);
        }
        g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    }
}

static void test_timeout(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x01);
    rig_put(r, IIR, 0x81);
    rig_receive(r, "ab");
    fake_advance(&r->fb, 3 * CHAR_NS);
    rig_receive(r, "c"); /* restarts it */
    fake_advance(&r->fb, 4 * CHAR_NS - 10);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 20);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xcc);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xcc);
    g_assert_cmphex(rig_get(r, RBR), ==, 'a');
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 4 * CHAR_NS + 10);
    g_assert_true(r->irq.level); /* two more are waiting */
    rig_get(r, RBR);
    rig_get(r, RBR);
    fake_advance(&r->fb, 100ull * CHAR_NS);
    g_assert_false(r->irq.level);
}

/* It asks by the enable bit of received data. */
static void test_timeout_enable(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IIR, 0xc1);
    rig_put(r, IER, 0x0c);
    rig_receive(r, "x");
    fake_advance(&r->fb, 10 * CHAR_NS);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc1);
    rig_put(r, IER, 0x01);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xcc);
}

static void test_errors(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x05);
    rig_put(r, IIR, 0xc1);
    uart_receive(r->uart, 'a');
    uart_receive_garbled(r->uart, 'b');
    uart_receive_break(r->uart);
    uart_receive(r->uart, 'c');
    g_assert_false(r->irq.level); /* 'a' is first and is well */
    g_assert_cmphex(rig_get(r, LSR), ==, 0xe1);
    g_assert_cmphex(rig_get(r, RBR), ==, 'a');
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc6);
    g_assert_cmphex(rig_get(r, LSR), ==, 0xe9);
    g_assert_false(r->irq.level);
    g_assert_cmphex(rig_get(r, LSR), ==, 0xe1); /* the break behind it */
    g_assert_cmphex(rig_get(r, RBR), ==, 'b');
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, LSR), ==, 0xf9);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x61);
    g_assert_cmphex(rig_get(r, RBR), ==, 0);
    g_assert_cmphex(rig_get(r, RBR), ==, 'c');
    rig_put(r, LCR, 0x0b); /* odd parity: zeros fail it */
    uart_receive_break(r->uart);
    g_assert_cmphex(rig_get(r, LSR), ==, 0xfd);
    rig_put(r, IIR, 0x00);
    uart_receive_break(r->uart);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x7d); /* bit 7 only with FIFOs */
}

static void test_priority(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IIR, 0x01);
    rig_put(r, IER, 0x0f);
    uart_set_modem(r->uart, true, false, false, false);
    uart_receive_break(r->uart);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc6);
    rig_get(r, LSR);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc4);
    rig_get(r, RBR);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc2);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc0);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x11);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc1);
    g_assert_cmpuint(r->irq.rises, ==, 1); /* never let go in between */
}

static void test_fcr(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IIR, 0xc0); /* without the enable bit: nothing */
    g_assert_cmphex(rig_get(r, IIR), ==, 0x01);
    rig_put(r, IIR, 0x01);
    g_assert_cmpuint(uart_room(r->uart), ==, 16);
    rig_receive(r, "abc");
    rig_put(r, IIR, 0x03); /* clears the receiver */
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    rig_receive(r, "abc");
    rig_put(r, IIR, 0x01); /* no change */
    g_assert_cmphex(rig_get(r, LSR), ==, 0x61);
    rig_put(r, IIR, 0x00); /* a change of mode clears */
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
}

/* The first transmitter interrupt after a change of FCR bit 0 comes at once,
 * one was taken or not. */
static void test_fcr_asks(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0x02);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x02);
    g_assert_false(r->irq.level);
    rig_put(r, IIR, 0x01);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc2);
    rig_put(r, IIR, 0x41); /* only the trigger level */
    rig_put(r, IIR, 0x05); /* nothing to throw away */
    g_assert_false(r->irq.level);
    rig_put(r, IIR, 0x00);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x02);
}

/* Errors that stayed in places of the FIFO are nobody's. */
static void test_old_errors(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IIR, 0x07);
    for (unsigned i = 0; i < 16; i++)
        uart_receive_garbled(r->uart, 'g');
    for (unsigned i = 0; i < 16; i++)
        rig_get(r, RBR);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x68);
    uart_receive(r->uart, 'c');
    g_assert_cmphex(rig_get(r, LSR), ==, 0x61);
    rig_get(r, RBR);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
}

/* How a driver measures the FIFO: in loopback, up to the overrun. */
static void test_fifo_size(struct rig *r, gconstpointer fifo)
{
    unsigned sent = 0, read = 0;
    uint8_t lsr = 0;

    rig_put(r, MCR, 0x1b);
    rig_put(r, IIR, fifo ? 0x07 : 0x00);
    while (!(lsr & 0x02) && sent < 260) {
        rig_put(r, 0, (uint8_t)sent++);
        lsr = rig_get(r, LSR);
        g_assert_cmphex(lsr & 0x40, ==, 0x40);
    }
    g_assert_cmpuint(sent, ==, fifo ? 17 : 2);
    g_assert_cmpuint(r->sent->len, ==, 0);
    while (rig_get(r, LSR) & 0x01)
        g_assert_cmpuint(rig_get(r, RBR), ==, fifo ? read++ : 1);
    g_assert_cmpuint(read, ==, fifo ? 16 : 0);
}

static void test_modem(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_true(r->dtr && r->rts);
    rig_put(r, MCR, 0x09);
    g_assert_true(r->dtr && !r->rts);
    rig_put(r, IER, 0x08);
    uart_set_modem(r->uart, true, true, true, true);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, MSR), ==, 0xfb); /* RI: not on its rise */
    g_assert_false(r->irq.level);
    uart_set_modem(r->uart, true, true, true, false);
    g_assert_cmphex(rig_get(r, MSR), ==, 0xb4);
    uart_set_modem(r->uart, false, true, true, false);
    uart_set_modem(r->uart, true, true, true, false);
    g_assert_cmphex(rig_get(r, MSR), ==, 0xb1); /* changed, if back */
    rig_put(r, MSR, 0xff);
    rig_put(r, LSR, 0xff);
    g_assert_cmphex(rig_get(r, MSR), ==, 0xb0);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
}

static void test_loopback(struct rig *r, gconstpointer unused)
{
    static const uint8_t rows[][2] = {
        { 0x01, 0x20 }, { 0x02, 0x10 }, { 0x04, 0x40 }, { 0x08, 0x80 },
    };

    (void)unused;
    uart_set_modem(r->uart, true, true, true, true);
    rig_put(r, MCR, 0x10);
    g_assert_false(r->dtr || r->rts);
    rig_get(r, MSR);
    for (unsigned i = 0; i < 4; i++) {
        rig_put(r, MCR, 0x10 | rows[i][0]);
        g_assert_cmphex(rig_get(r, MSR) & 0xf0, ==, rows[i][1]);
    }
    rig_put(r, IIR, 0x01);
    rig_put(r, IER, 0x01);
    rig_put(r, 0, 'L');
    g_assert_cmpuint(r->sent->len, ==, 0);
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc4);
    g_assert_false(r->irq.level); /* OUT2 is off with the others */
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    uart_receive(r->uart, 'x'); /* the line is cut */
    g_assert_cmphex(rig_get(r, RBR), ==, 'L');
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    rig_put(r, MCR, 0x0b);
    g_assert_cmphex(rig_get(r, MSR) & 0xf0, ==, 0xf0);
    g_assert_true(r->dtr && r->rts);
    g_assert_cmpuint(r->rooms, ==, 1);
}

static void test_send_break(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, LCR, 0x43);
    g_assert_true(r->brk);
    rig_put(r, 0, 'x'); /* drowned in it */
    rig_put(r, LCR, 0x03);
    g_assert_false(r->brk);
    rig_put(r, 0, 'y');
    g_assert_cmpstr(r->sent->str, ==, "y");
    rig_put(r, LCR, 0x43);
    rig_put(r, MCR, 0x1b); /* loopback rests SOUT at mark */
    g_assert_false(r->brk);
    rig_put(r, MCR, 0x0b);
    g_assert_true(r->brk);
    fake_reset(r->uart, RESET_BUS);
    g_assert_false(r->brk);
}

static void test_rts(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_reset(r->uart, RESET_BUS);
    fake_advance(&r->fb, 10000);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_cmpuint(uart_room(r->uart), ==, 1); /* never touched */
    rig_put(r, MCR, 0x02);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
    rig_put(r, MCR, 0x00);
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    r->rooms = 0;
    rig_put(r, MCR, 0x02);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
}

/* A pasted megabyte read by a driver that loops while data is ready. */
static void test_paste(struct rig *r, gconstpointer unused)
{
    unsigned given = 0, got = 0, longest = 0;

    (void)unused;
    rig_put(r, IIR, 0x81);
    rig_put(r, IER, 0x01);
    while (got < 100000) {
        unsigned burst = 0;

        while (uart_room(r->uart))
            uart_receive(r->uart, (uint8_t)given++);
        while (rig_get(r, LSR) & 1) {
            g_assert_cmphex(rig_get(r, RBR), ==, (uint8_t)got++);
            while (uart_room(r->uart) && given < got)
                uart_receive(r->uart, (uint8_t)given++);
            burst++;
        }
        longest = MAX(longest, burst);
        fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
    }
    g_assert_cmpuint(longest, ==, 16);
    g_assert_cmphex(rig_get(r, LSR) & 0x02, ==, 0);
}

/* What asks is what is enabled, and nothing else. */
static void test_enables(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, IER, 0);
    rig_receive(r, "a");
    uart_set_modem(r->uart, true, true, false, false);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x01);
    g_assert_false(r->irq.level);
    rig_put(r, IER, 0x08);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x00);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x33);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x30);
    uart_set_modem(r->uart, false, false, false, false);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x03);
    g_assert_cmphex(rig_get(r, MSR), ==, 0x00);
    rig_put(r, IER, 0x02);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x02);
    rig_put(r, IER, 0x0a); /* was enabled: no new edge */
    g_assert_cmphex(rig_get(r, IIR), ==, 0x01);
    rig_put(r, IER, 0x01);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x04);
    rig_get(r, RBR);
    g_assert_cmphex(rig_get(r, IIR), ==, 0x01);
}

/* FCR: a trigger of four belongs to the FIFO, and clearing is asked for. */
static void test_fifo_off(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_put(r, IER, 0x01);
    rig_put(r, 2, 0x41);
    rig_put(r, 0, 'x');
    rig_put(r, 0, 'y');
    rig_put(r, 0, 'z');
    rig_put(r, 2, 0x41); /* nothing is cleared */
    rig_receive(r, "a");
    g_assert_cmphex(rig_get(r, IIR), ==, 0xc1);
    fake_advance(&r->fb, 20 * (uint64_t)CHAR_NS);
    g_assert_cmpstr(r->sent->str, ==, "xyz");
    rig_put(r, 2, 0x00);
    rig_receive(r, "b");
    g_assert_cmphex(rig_get(r, IIR), ==, 0x04);
    g_assert_cmpint(rig_get(r, RBR), ==, 'b');
}

/* Whoever is connected is told what the lines and the format are. */
static void test_attach_tells(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, LCR, 0x83);
    rig_put(r, 0, 12);
    rig_put(r, 1, 0);
    rig_put(r, LCR, 0x43); /* in a break */
    rig_put(r, MCR, 0x02);
    r->formats = 0;
    r->brk = r->rts = false;
    r->dtr = true;
    rig_attach(r);
    g_assert_cmpuint(r->formats, ==, 1);
    g_assert_cmpuint(r->divisor, ==, 12);
    g_assert_cmphex(r->lcr, ==, 0x03);
    g_assert_true(r->brk);
    g_assert_true(r->rts);
    g_assert_false(r->dtr);
}

#define TEST(name, fn) \
    g_test_add("/uart/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("reset-values-as-in-the-reset-table", test_reset);
    TEST("lcr-dlab-shows-the-divisor", test_divisor);
    TEST("thr-sends-at-once-under-fast-timing", test_send);
    TEST("ier-thre-interrupt-comes-and-goes", test_thre);
    TEST("mcr-out2-gates-the-interrupt", test_out2);
    TEST("rbr-without-fifo-holds-one", test_receive_plain);
    TEST("fcr-trigger-levels", test_triggers);
    TEST("iir-time-out-after-four-characters", test_timeout);
    TEST("ier-lets-the-time-out-through", test_timeout_enable);
    TEST("lsr-errors-belong-to-their-character", test_errors);
    TEST("iir-priorities", test_priority);
    TEST("lsr-knows-no-errors-of-others", test_old_errors);
    TEST("fcr-bit-0-lets-the-transmitter-ask", test_fcr_asks);
    g_test_add("/uart/the-fifo-has-16-places", struct rig, "fifo", rig_setup,
               test_fifo_size, rig_teardown);
    g_test_add("/uart/without-it-there-is-one", struct rig, NULL, rig_setup,
               test_fifo_size, rig_teardown);
    TEST("fcr-clears", test_fcr);
    TEST("msr-levels-and-deltas", test_modem);
    TEST("mcr-loopback", test_loopback);
    TEST("lcr-break-reaches-the-far-side", test_send_break);
    TEST("mcr-rts-once-used-holds-the-far-side", test_rts);
    TEST("a-long-paste-never-overruns-nor-traps-a-loop", test_paste);
    TEST("ier-lets-through-what-it-names", test_enables);
    TEST("fcr-off-is-a-16450", test_fifo_off);
    TEST("a-new-far-end-is-told-all", test_attach_tells);
    return g_test_run();
}
