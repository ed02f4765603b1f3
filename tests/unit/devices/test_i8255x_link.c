/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_link.c - the 82555 as its link comes and goes, and the pins of
 * the EEPROM when nobody clocks them as the book has it.
 */
#include "tests/unit/devices/nicrig.h"

enum { CONTROL, STATUS, LINK = 0x0004, NEGOTIATED = 0x0020 };
enum { SK = 1, CS = 2, DI = 4, DO = 8 };

static uint16_t phy_read(struct rig *r, unsigned reg)
{
    rig_out(r, 0x10, 0x08200000 | reg << 16, 4);
    fake_advance(r->fb, 64000);
    return (uint16_t)rig_in(r, 0x10, 2);
}

static void phy_write(struct rig *r, unsigned reg, uint16_t val)
{
    rig_out(r, 0x10, 0x04200000 | reg << 16 | val, 4);
    fake_advance(r->fb, 64000);
}

/* 22.2.4.2.13: a failure is told until it is read after its end. */
static void latched(void)
{
    struct rig *r = rig_new(&i82559_class);

    phy_read(r, STATUS);
    g_assert_cmphex(phy_read(r, STATUS), ==, 0x782d);
    i8255x_set_link(r->dev, false);
    g_assert_cmphex(phy_read(r, STATUS), ==, 0x7809);
    i8255x_set_link(r->dev, true);
    g_assert_cmphex(phy_read(r, STATUS) & LINK, ==, 0);
    g_assert_cmphex(phy_read(r, STATUS) & LINK, ==, LINK);
    rig_free(r);
}

/* A forced mode has a link, and has negotiated nothing. */
static void forced(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    phy_write(r, CONTROL, 0x2300); /* "restart" is of negotiation */
    phy_read(r, STATUS);
    g_assert_cmphex(phy_read(r, STATUS) & (LINK | NEGOTIATED), ==, LINK);
    g_assert_cmphex(phy_read(r, CONTROL), ==, 0x2100);
    rig_free(r);
}

/* After power-down it negotiates anew. */
static void powered_down(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    phy_write(r, CONTROL, 0x3800);
    g_assert_false(i8255x_look(r->dev).link);
    fake_advance(r->fb, 3000000000u);
    phy_write(r, CONTROL, 0x3000);
    g_assert_false(i8255x_look(r->dev).link);
    fake_advance(r->fb, 1900000000u);
    g_assert_false(i8255x_look(r->dev).link);
    fake_advance(r->fb, 100000000u);
    g_assert_true(i8255x_look(r->dev).link);
    rig_free(r);
}

static void pins(struct rig *r, unsigned val)
{
    rig_out(r, 0x0e, val, 2);
}

static void bits(struct rig *r, unsigned val, unsigned n, bool again)
{
    while (n--) {
        unsigned di = val >> n & 1 ? DI : 0;

        pins(r, CS | di);
        pins(r, CS | SK | di);
        if (again) /* SK stays: no other bit */
            pins(r, CS | SK | di);
    }
}

static uint16_t word(struct rig *r, bool again)
{
    uint16_t val = 0;

    for (unsigned i = 0; i < 16; i++) {
        bits(r, 0, 1, again);
        val = (uint16_t)(val << 1 | !!(rig_in(r, 0x0e, 2) & DO));
    }
    return val;
}

/* A bit is clocked by SK's rise while CS was up before. */
static void clocking(void)
{
    for (unsigned again = 0; again < 2; again++) {
        struct rig *r = rig_new(&i82559_class);

        pins(r, CS | SK | DI); /* all at once: no start bit */
        pins(r, CS);
        bits(r, 6 << 6 | 1, 9, again);
        g_assert_cmphex(word(r, again), ==, 0x1227);
        rig_free(r);
    }
}

/* EEDO is pulled up while the part is not selected, busy or not. */
static void unselected(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    pins(r, CS);
    bits(r, 0x130, 9, false); /* EWEN */
    pins(r, 0);
    pins(r, CS);
    bits(r, 0x1c0 | 20, 9, false); /* ERASE */
    pins(r, 0);
    g_assert_cmphex(rig_in(r, 0x0e, 2) & DO, ==, DO);
    pins(r, CS);
    g_assert_cmphex(rig_in(r, 0x0e, 2) & DO, ==, 0);
    pins(r, 0);
    g_assert_cmphex(rig_in(r, 0x0e, 2) & DO, ==, DO);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
#define TEST(name, f) g_test_add_func("/i8255x/link/" name, f)
    TEST("a-failure-is-latched", latched);
    TEST("forced-modes-negotiate-nothing", forced);
    TEST("power-down-ends-with-negotiation", powered_down);
    TEST("the-eeprom-wants-edges", clocking);
    TEST("eedo-is-pulled-up", unselected);
    return g_test_run();
}
