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
#include "devices/uart-16550/uart16550.h"
#include "tests/unit/fakeboard.h"

enum { RBR, IER, IIR, LCR, MCR, LSR, MSR, SCR };

/* 9600 baud, 8N1: ten bits. */
enum { CHAR_NS = 1041666 };

struct rig {
    struct fakeboard fb;
    struct device *uart;
    struct fake_pin irq;
    GString *sent;
    bool brk, dtr, rts;
    unsigned rooms, formats, divisor;
    uint8_t lcr;
    bool deaf; /* takes nothing */
};

static void far_send(void *far, uint8_t byte)
{
    g_string_append_c(((struct rig *)far)->sent, (char)byte);
}

static void far_brk(void *far, bool on)
{
    ((struct rig *)far)->brk = on;
}

static void far_modem(void *far, bool dtr, bool rts)
{
    ((struct rig *)far)->dtr = dtr;
    ((struct rig *)far)->rts = rts;
}

static void far_room(void *far)
{
    ((struct rig *)far)->rooms++;
}

static void far_format(void *far, unsigned divisor, uint8_t lcr)
{
    struct rig *r = far;

    r->formats++;
    r->divisor = divisor;
    r->lcr = lcr;
}

static bool far_takes(void *far)
{
    return !((struct rig *)far)->deaf;
}

static void put(struct rig *r, unsigned port, uint8_t val)
{
    fake_write(r->uart, "regs", port, val, 1);
}

static uint8_t get(struct rig *r, unsigned port)
{
    return (uint8_t)fake_read(r->uart, "regs", port, 1);
}

static void attach(struct rig *r)
{
    struct uart_far far = {
        r, far_send, far_brk, far_modem, far_room, far_format, far_takes,
    };

    uart_attach(r->uart, &far);
}

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->sent = g_string_new(NULL);
    r->uart = fake_new(&r->fb, &uart16550_class, "uart0");
    fake_pin_connect(&r->fb, &r->irq, uart_irq(r->uart));
    attach(r);
    put(r, LCR, 0x03);
    put(r, MCR, 0x0b);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_string_free(r->sent, TRUE);
    fakeboard_done(&r->fb);
}

static void receive(struct rig *r, const char *text)
{
    while (*text)
        uart_receive(r->uart, (uint8_t)*text++);
}

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, SCR, 0x5a);
    put(r, IER, 0xff);
    put(r, IIR, 0xc1);
    uart_receive(r->uart, 'x');
    fake_reset(r->uart, RESET_BUS);
    g_assert_cmphex(get(r, IER), ==, 0);
    g_assert_cmphex(get(r, IIR), ==, 0x01);
    g_assert_cmphex(get(r, LCR), ==, 0);
    g_assert_cmphex(get(r, MCR), ==, 0);
    g_assert_cmphex(get(r, LSR), ==, 0x60);
    g_assert_cmphex(get(r, MSR), ==, 0);
    g_assert_cmphex(get(r, SCR), ==, 0x5a); /* not in the reset table */
    g_assert_false(r->irq.level);
    g_assert_false(r->dtr || r->rts);
    fake_reset(r->uart, RESET_POWER);
    g_assert_cmphex(get(r, SCR), ==, 0);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    put(r, IER, 0xff);
    put(r, MCR, 0xff);
    g_assert_cmphex(get(r, IER), ==, 0x0f);
    g_assert_cmphex(get(r, MCR), ==, 0x1f);
}

static void test_divisor(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, LCR, 0x9b);
    put(r, 0, 0x01);
    put(r, 1, 0x02);
    g_assert_cmphex(get(r, 0), ==, 0x01);
    g_assert_cmphex(get(r, 1), ==, 0x02);
    g_assert_cmphex(r->divisor, ==, 0x201);
    g_assert_cmphex(r->lcr, ==, 0x1b);
    g_assert_cmphex(get(r, LCR), ==, 0x9b);
    put(r, 0, 0);
    put(r, 1, 0);
    g_assert_cmpuint(r->divisor, ==, 65536);
    put(r, LCR, 0x1b);
    g_assert_cmphex(get(r, IER), ==, 0);
    g_assert_cmpuint(r->sent->len, ==, 0);
}

static void test_send(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, 0, 'A');
    put(r, 0, 'B');
    g_assert_cmpstr(r->sent->str, ==, "AB");
    g_assert_cmphex(get(r, LSR), ==, 0x60);
    put(r, LCR, 0x02); /* seven bits */
    put(r, 0, 0xc3);
    g_assert_cmpstr(r->sent->str, ==, "ABC");
    uart_attach(r->uart, NULL);
    put(r, 0, 'D'); /* into the air */
    g_assert_cmpuint(r->sent->len, ==, 3);
}

static void test_thre(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, IER, 0x02); /* empty already: asks at once */
    g_assert_true(r->irq.level);
    g_assert_cmphex(get(r, IIR), ==, 0x02);
    g_assert_false(r->irq.level);
    g_assert_cmphex(get(r, IIR), ==, 0x01);
    put(r, 0, 'A');
    g_assert_true(r->irq.level);
    put(r, 0, 'B'); /* an edge for each */
    g_assert_cmpuint(r->irq.rises, ==, 3);
    put(r, IER, 0x00);
    g_assert_false(r->irq.level);
    put(r, IER, 0x02);
    g_assert_true(r->irq.level);
}

static void test_out2(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, MCR, 0x03);
    put(r, IER, 0x02);
    g_assert_false(r->irq.level);
    put(r, MCR, 0x0b);
    put(r, 0, 'A');
    g_assert_true(r->irq.level);
    put(r, MCR, 0x03);
    g_assert_false(r->irq.level);
}

static void test_receive_plain(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, IER, 0x01);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
    uart_receive(r->uart, 'a');
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    g_assert_true(r->irq.level);
    g_assert_cmphex(get(r, IIR), ==, 0x04);
    g_assert_cmphex(get(r, LSR), ==, 0x61);
    uart_receive(r->uart, 'b'); /* overruns: the new one stays */
    g_assert_cmphex(get(r, LSR), ==, 0x63);
    g_assert_cmphex(get(r, LSR), ==, 0x61);
    g_assert_cmphex(get(r, RBR), ==, 'b');
    g_assert_cmphex(get(r, LSR), ==, 0x60);
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
    put(r, IER, 0x01);
    for (unsigned i = 0; i < 4; i++) {
        put(r, IIR, (uint8_t)(i << 6 | 0x07));
        for (unsigned n = 1; n <= 16; n++) {
            uart_receive(r->uart, (uint8_t)n);
            g_assert_cmpint(r->irq.level, ==, n >= levels[i]);
            g_assert_cmphex(get(r, IIR), ==,
                            n >= levels[i] ? 0xc4 : 0xc1);
        }
        uart_receive(r->uart, 99); /* the FIFO keeps what it has */
        g_assert_cmphex(get(r, LSR), ==, 0x63);
        for (unsigned n = 1; n <= 16; n++) {
            g_assert_cmphex(get(r, RBR), ==, n);
            g_assert_cmpint(r->irq.level, ==, 16 - n >= levels[i]);
        }
        g_assert_cmphex(get(r, LSR), ==, 0x60);
    }
}

static void test_timeout(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, IER, 0x01);
    put(r, IIR, 0x81);
    receive(r, "ab");
    fake_advance(&r->fb, 3 * CHAR_NS);
    receive(r, "c"); /* restarts it */
    fake_advance(&r->fb, 4 * CHAR_NS - 10);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 20);
    g_assert_true(r->irq.level);
    g_assert_cmphex(get(r, IIR), ==, 0xcc);
    g_assert_cmphex(get(r, IIR), ==, 0xcc);
    g_assert_cmphex(get(r, RBR), ==, 'a');
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 4 * CHAR_NS + 10);
    g_assert_true(r->irq.level); /* two more are waiting */
    get(r, RBR);
    get(r, RBR);
    fake_advance(&r->fb, 100ull * CHAR_NS);
    g_assert_false(r->irq.level);
}

static void test_errors(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, IER, 0x05);
    put(r, IIR, 0xc1);
    uart_receive(r->uart, 'a');
    uart_receive_garbled(r->uart, 'b');
    uart_receive_break(r->uart);
    uart_receive(r->uart, 'c');
    g_assert_false(r->irq.level); /* 'a' is first and is well */
    g_assert_cmphex(get(r, LSR), ==, 0xe1);
    g_assert_cmphex(get(r, RBR), ==, 'a');
    g_assert_cmphex(get(r, IIR), ==, 0xc6);
    g_assert_cmphex(get(r, LSR), ==, 0xe9);
    g_assert_false(r->irq.level);
    g_assert_cmphex(get(r, LSR), ==, 0xe1); /* the break behind it */
    g_assert_cmphex(get(r, RBR), ==, 'b');
    g_assert_true(r->irq.level);
    g_assert_cmphex(get(r, LSR), ==, 0xf9);
    g_assert_cmphex(get(r, LSR), ==, 0x61);
    g_assert_cmphex(get(r, RBR), ==, 0);
    g_assert_cmphex(get(r, RBR), ==, 'c');
    put(r, LCR, 0x0b); /* odd parity: zeros fail it */
    uart_receive_break(r->uart);
    g_assert_cmphex(get(r, LSR), ==, 0xfd);
    put(r, IIR, 0x00);
    uart_receive_break(r->uart);
    g_assert_cmphex(get(r, LSR), ==, 0x7d); /* bit 7 only with FIFOs */
}

static void test_priority(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, IIR, 0x01);
    put(r, IER, 0x0f);
    uart_set_modem(r->uart, true, false, false, false);
    uart_receive_break(r->uart);
    g_assert_cmphex(get(r, IIR), ==, 0xc6);
    get(r, LSR);
    g_assert_cmphex(get(r, IIR), ==, 0xc4);
    get(r, RBR);
    g_assert_cmphex(get(r, IIR), ==, 0xc2);
    g_assert_cmphex(get(r, IIR), ==, 0xc0);
    g_assert_cmphex(get(r, MSR), ==, 0x11);
    g_assert_cmphex(get(r, IIR), ==, 0xc1);
    g_assert_cmpuint(r->irq.rises, ==, 1); /* never let go in between */
}

static void test_fcr(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, IIR, 0xc0); /* without the enable bit: nothing */
    g_assert_cmphex(get(r, IIR), ==, 0x01);
    put(r, IIR, 0x01);
    g_assert_cmpuint(uart_room(r->uart), ==, 16);
    receive(r, "abc");
    put(r, IIR, 0x03); /* clears the receiver */
    g_assert_cmphex(get(r, LSR), ==, 0x60);
    receive(r, "abc");
    put(r, IIR, 0x01); /* no change */
    g_assert_cmphex(get(r, LSR), ==, 0x61);
    put(r, IIR, 0x00); /* a change of mode clears */
    g_assert_cmphex(get(r, LSR), ==, 0x60);
}

static void test_modem(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_true(r->dtr && r->rts);
    put(r, MCR, 0x09);
    g_assert_true(r->dtr && !r->rts);
    put(r, IER, 0x08);
    uart_set_modem(r->uart, true, true, true, true);
    g_assert_true(r->irq.level);
    g_assert_cmphex(get(r, MSR), ==, 0xfb); /* RI: not on its rise */
    g_assert_false(r->irq.level);
    uart_set_modem(r->uart, true, true, true, false);
    g_assert_cmphex(get(r, MSR), ==, 0xb4);
    uart_set_modem(r->uart, false, true, true, false);
    uart_set_modem(r->uart, true, true, true, false);
    g_assert_cmphex(get(r, MSR), ==, 0xb1); /* changed, if back */
    put(r, MSR, 0xff);
    put(r, LSR, 0xff);
    g_assert_cmphex(get(r, MSR), ==, 0xb0);
    g_assert_cmphex(get(r, LSR), ==, 0x60);
}

static void test_loopback(struct rig *r, gconstpointer unused)
{
    static const uint8_t rows[][2] = {
        { 0x01, 0x20 }, { 0x02, 0x10 }, { 0x04, 0x40 }, { 0x08, 0x80 },
    };

    (void)unused;
    uart_set_modem(r->uart, true, true, true, true);
    put(r, MCR, 0x10);
    g_assert_false(r->dtr || r->rts);
    get(r, MSR);
    for (unsigned i = 0; i < 4; i++) {
        put(r, MCR, 0x10 | rows[i][0]);
        g_assert_cmphex(get(r, MSR) & 0xf0, ==, rows[i][1]);
    }
    put(r, IIR, 0x01);
    put(r, IER, 0x01);
    put(r, 0, 'L');
    g_assert_cmpuint(r->sent->len, ==, 0);
    g_assert_cmphex(get(r, IIR), ==, 0xc4);
    g_assert_false(r->irq.level); /* OUT2 is off with the others */
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    uart_receive(r->uart, 'x'); /* the line is cut */
    g_assert_cmphex(get(r, RBR), ==, 'L');
    g_assert_cmphex(get(r, LSR), ==, 0x60);
    put(r, MCR, 0x0b);
    g_assert_cmphex(get(r, MSR) & 0xf0, ==, 0xf0);
    g_assert_true(r->dtr && r->rts);
    g_assert_cmpuint(r->rooms, ==, 1);
}

static void test_send_break(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, LCR, 0x43);
    g_assert_true(r->brk);
    put(r, 0, 'x'); /* drowned in it */
    put(r, LCR, 0x03);
    g_assert_false(r->brk);
    put(r, 0, 'y');
    g_assert_cmpstr(r->sent->str, ==, "y");
    put(r, LCR, 0x43);
    put(r, MCR, 0x1b); /* loopback rests SOUT at mark */
    g_assert_false(r->brk);
    put(r, MCR, 0x0b);
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
    put(r, MCR, 0x02);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
    put(r, MCR, 0x00);
    g_assert_cmpuint(uart_room(r->uart), ==, 0);
    r->rooms = 0;
    put(r, MCR, 0x02);
    g_assert_cmpuint(r->rooms, ==, 1);
    g_assert_cmpuint(uart_room(r->uart), ==, 1);
}

/* A pasted megabyte read by a driver that loops while data is ready. */
static void test_paste(struct rig *r, gconstpointer unused)
{
    unsigned given = 0, got = 0, longest = 0;

    (void)unused;
    put(r, IIR, 0x81);
    put(r, IER, 0x01);
    while (got < 100000) {
        unsigned burst = 0;

        while (uart_room(r->uart))
            uart_receive(r->uart, (uint8_t)given++);
        while (get(r, LSR) & 1) {
            g_assert_cmphex(get(r, RBR), ==, (uint8_t)got++);
            while (uart_room(r->uart) && given < got)
                uart_receive(r->uart, (uint8_t)given++);
            burst++;
        }
        longest = MAX(longest, burst);
        fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
    }
    g_assert_cmpuint(longest, ==, 16);
    g_assert_cmphex(get(r, LSR) & 0x02, ==, 0);
}

static void test_pacing_out(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    put(r, IIR, 0x01);
    put(r, IER, 0x02);
    get(r, IIR);
    put(r, 0, 'a');
    g_assert_cmphex(get(r, LSR), ==, 0x20); /* in the shift register */
    g_assert_true(r->irq.level);
    put(r, 0, 'b');
    g_assert_false(r->irq.level);
    for (unsigned i = 0; i < 15; i++)
        put(r, 0, 'c');
    g_assert_cmpuint(r->fb.guest_errors, ==, 0);
    put(r, 0, 'd'); /* one too many */
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
    fake_advance(&r->fb, CHAR_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpstr(r->sent->str, ==, "a");
    fake_advance(&r->fb, 15ull * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 16);
    g_assert_cmphex(get(r, LSR), ==, 0x20);
    g_assert_true(r->irq.level);
    fake_advance(&r->fb, CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 17);
    g_assert_cmphex(get(r, LSR), ==, 0x60);
    put(r, 0, 'e');
    put(r, 0, 'f');
    put(r, IIR, 0x05); /* clears the FIFO, not the shift register */
    fake_advance(&r->fb, 10ull * CHAR_NS);
    g_assert_cmpint(r->sent->str[17], ==, 'e');
    g_assert_cmpuint(r->sent->len, ==, 18);
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
    put(r, LCR, 0x83);
    put(r, 0, 96); /* 1200 baud */
    put(r, 1, 0);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        put(r, LCR, rows[i].lcr);
        put(r, 0, 'x');
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
    put(r, IIR, 0x01);
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
    get(r, RBR);
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
        put(r, IIR, 0x01);
        put(r, IER, 0x02);
        r->deaf = true;
        for (unsigned i = 0; i < 16; i++)
            put(r, 0, (uint8_t)('a' + i));
        fake_advance(&r->fb, 100 * CHAR_NS);
        g_assert_cmpuint(r->sent->len, ==, 0);
        g_assert_cmphex(get(r, LSR) & 0x60, ==, 0);
        g_assert_false(r->irq.level);
        r->deaf = false;
        uart_far_ready(r->uart);
        fake_advance(&r->fb, 16 * CHAR_NS);
        g_assert_cmpstr(r->sent->str, ==, "abcdefghijklmnop");
        g_assert_cmphex(get(r, LSR) & 0x60, ==, 0x60);
        g_assert_true(r->irq.level);
        put(r, IER, 0x00);
    }
}

/* What either end makes of every character. */
static void speeds(struct rig *r, unsigned far_baud, bool same)
{
    unsigned wrong = 0, errors = 0, got = 0;

    r->fb.authentic = true;
    put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, far_baud);
    for (unsigned i = 0; i < 256; i++) {
        g_string_truncate(r->sent, 0);
        put(r, 0, (uint8_t)i);
        fake_advance(&r->fb, 12 * CHAR_NS);
        wrong += r->sent->len != 1 || (uint8_t)r->sent->str[0] != i;
        uart_receive(r->uart, (uint8_t)i);
        fake_advance(&r->fb, 24 * CHAR_NS);
        for (uint8_t lsr; (lsr = get(r, LSR)) & 1; got++) {
            errors += !!(lsr & 0x08);
            wrong += get(r, RBR) != i;
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
    put(r, IIR, 0x07);
    uart_set_far_baud(r->uart, 4800);
    put(r, 0, 0xf0); /* low for two and a half bits: start and one more */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmphex((uint8_t)r->sent->str[0], ==, 0xfe);
    g_string_truncate(r->sent, 0);
    uart_set_far_baud(r->uart, 19200);
    put(r, 0, 0x00); /* low for 9 bits: a break to twice the speed */
    fake_advance(&r->fb, 30 * CHAR_NS);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmphex((uint8_t)r->sent->str[0], ==, 0x00);
    uart_set_far_baud(r->uart, 300);
    uart_receive(r->uart, 0x00);
    fake_advance(&r->fb, 40 * CHAR_NS);
    g_assert_cmphex(get(r, LSR) & 0x19, ==, 0x19); /* a break, once */
    get(r, RBR);
    g_assert_cmphex(get(r, LSR) & 0x01, ==, 0);
}

/* Fast timing knows no speed. */
static void test_speed_when_fast(struct rig *r, gconstpointer unused)
{
    (void)unused;
    uart_set_far_baud(r->uart, 300);
    put(r, 0, 'x');
    g_assert_cmpstr(r->sent->str, ==, "x");
    uart_receive(r->uart, 'y');
    g_assert_cmphex(get(r, RBR), ==, 'y');
}

#define TEST(name, fn) \
    g_test_add("/uart/" name, struct rig, NULL, setup, fn, teardown)

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
    TEST("lsr-errors-belong-to-their-character", test_errors);
    TEST("iir-priorities", test_priority);
    TEST("fcr-clears", test_fcr);
    TEST("msr-levels-and-deltas", test_modem);
    TEST("mcr-loopback", test_loopback);
    TEST("lcr-break-reaches-the-far-side", test_send_break);
    TEST("mcr-rts-once-used-holds-the-far-side", test_rts);
    TEST("a-long-paste-never-overruns-nor-traps-a-loop", test_paste);
    TEST("authentic-characters-take-their-time", test_pacing_out);
    TEST("lcr-formats-have-their-length", test_pacing_formats);
    TEST("authentic-input-is-paced", test_pacing_in);
    TEST("a-far-side-that-takes-nothing-holds-thre", test_held_back);
    TEST("two-speeds-garble-both-ways", test_speeds);
    TEST("two-speeds-bit-by-bit", test_one_by_one);
    TEST("fast-timing-knows-no-speed", test_speed_when_fast);
    return g_test_run();
}
