/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_uart_drivers.c - the 16550A as drivers of other makes find it, and find
 * out which of its kin it is.  Facts about them, none of their text.
 *
 * Families: Linux' 8250, with its tests for bugs of clones; the BSDs' com;
 * FreeBSD's uart, which measures the FIFO.
 */
#include "tests/unit/devices/uartrig.h"

/* The interrupt enables have four bits, the loop shows what is driven. */
static void linux_port(struct rig *r)
{
    rig_put(r, IER, 0);
    g_assert_cmphex(rig_get(r, IER) & 0x0f, ==, 0);
    rig_put(r, IER, 0x0f);
    g_assert_cmphex(rig_get(r, IER) & 0x0f, ==, 0x0f);
    rig_put(r, IER, 0);
    rig_put(r, MCR, 0x1a);
    g_assert_cmphex(rig_get(r, MSR) & 0xf0, ==, 0x90);
    rig_put(r, MCR, 0);
}

/* None of the registers of an ST16650, TI16750 or XR16850, nor the enable of
 * an XScale's, is there. */
static void linux_kin(struct rig *r)
{
    rig_put(r, LCR, 0xbf);
    rig_put(r, IIR, 0);
    rig_put(r, LCR, 0);
    rig_put(r, IIR, 0x01);
    g_assert_cmphex(rig_get(r, IIR) >> 6, ==, 3);
    rig_put(r, LCR, 0x80);
    g_assert_cmphex(rig_get(r, IIR), !=, 0);
    rig_put(r, LCR, 0xbf);
    g_assert_cmphex(rig_get(r, IIR), !=, 0);
    rig_put(r, LCR, 0);
    rig_put(r, IIR, 0x01);
    g_assert_cmphex(rig_get(r, IIR) >> 5, ==, 6);
    rig_put(r, LCR, 0x80);
    rig_put(r, IIR, 0x21);
    g_assert_cmphex(rig_get(r, IIR) >> 5, ==, 6);
    rig_put(r, LCR, 0);
    rig_put(r, IIR, 0x01);
    rig_put(r, IER, 0x40);
    g_assert_cmphex(rig_get(r, IER), ==, 0);
}

/* THRE asks each time it is enabled, and says so in IIR at once. */
static void linux_startup(struct rig *r)
{
    rig_put(r, IIR, 0x01);
    rig_put(r, IIR, 0x07);
    rig_put(r, IIR, 0x00);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    rig_get(r, RBR);
    rig_get(r, IIR);
    rig_get(r, MSR);
    rig_put(r, LCR, 0x03);
    rig_put(r, MCR, 0x08);
    for (unsigned i = 0; i < 3; i++) {
        rig_put(r, IER, 0x02);
        g_assert_true(r->irq.level);
        g_assert_cmphex(rig_get(r, LSR) & 0x40, ==, 0x40);
        g_assert_cmphex(rig_get(r, IIR) & 0x0f, ==, 0x02);
        rig_put(r, IER, 0);
        g_assert_false(r->irq.level);
    }
}

static void test_linux(struct rig *r, gconstpointer authentic)
{
    r->fb.authentic = authentic;
    linux_port(r);
    linux_kin(r);
    linux_startup(r);
    g_assert_cmpuint(r->fb.guest_errors, ==, 0);
}

/* A port whose IIR has no odd bits; an interrupt that is provoked by enabling
 * an empty transmitter, in two ways; FIFOs that work. */
static void test_bsd(struct rig *r, gconstpointer authentic)
{
    r->fb.authentic = authentic;
    rig_put(r, LCR, 0x03);
    rig_put(r, IIR, 0);
    g_assert_cmphex(rig_get(r, LCR), ==, 0x03);
    g_assert_cmphex(rig_get(r, IIR) & 0x38, ==, 0);
    rig_put(r, IER, 0);
    rig_put(r, LSR, 0x60); /* writing it has no effect here */
    rig_put(r, MCR, 0x08);
    rig_put(r, IER, 0x02);
    g_assert_true(r->irq.level);
    rig_put(r, IER, 0);
    rig_put(r, IER, 0x06);
    g_assert_true(r->irq.level);
    rig_put(r, IIR, 0xc7);
    g_assert_cmphex(rig_get(r, IIR) & 0xc0, ==, 0xc0);
    rig_put(r, IIR, 0);
    rig_put(r, IER, 0);
    rig_put(r, MCR, 0);
    g_assert_false(r->irq.level || r->dtr || r->rts);
    g_assert_cmpuint(r->sent->len, ==, 0);
}

/* It loops characters back until one finds no room: the sixteenth has it. */
static void test_freebsd(struct rig *r, gconstpointer authentic)
{
    unsigned count = 0;
    uint8_t lsr;

    r->fb.authentic = authentic;
    g_assert_cmphex(rig_get(r, IIR) & 0x30, ==, 0);
    rig_put(r, MCR, 0x1b);
    rig_put(r, IIR, 0x07);
    rig_put(r, LCR, 0x83);
    rig_put(r, 0, 1); /* 115,200 baud */
    rig_put(r, 1, 0);
    rig_put(r, LCR, 0x03);
    g_assert_cmphex(rig_get(r, LSR), ==, 0x60);
    do {
        rig_put(r, RBR, (uint8_t)count++);
        fake_advance(&r->fb, CHAR_NS / 12 + 1);
        lsr = rig_get(r, LSR);
        g_assert_cmphex(lsr & 0x40, ==, 0x40);
    } while (!(lsr & 0x02) && count < 40);
    g_assert_cmpuint(count, ==, 17);
    for (unsigned i = 0; i < 16; i++)
        g_assert_cmphex(rig_get(r, RBR), ==, i);
    g_assert_cmphex(rig_get(r, LSR) & 0x01, ==, 0);
    rig_put(r, MCR, 0x0b);
    g_assert_cmpuint(r->sent->len, ==, 0);
}

#define TEST(name, fn) \
    g_test_add("/uart/drivers/" name "-fast", struct rig, NULL, \
               rig_setup, fn, rig_teardown); \
    g_test_add("/uart/drivers/" name "-authentic", struct rig, \
               GINT_TO_POINTER(1), rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("linux", test_linux);
    TEST("bsd", test_bsd);
    TEST("freebsd", test_freebsd);
    return g_test_run();
}
