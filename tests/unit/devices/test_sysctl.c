/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_sysctl.c - ports 61h (GATE2, speaker, refresh, OUT2) and 92h (reset,
 * A20).
 *
 * Registers of devices/sysctl:
 *   modelled: 61h 0, 1 GATE2, speaker; 61h 4 refresh; 61h 5 OUT2; 92h 0
 *     reset; 92h 1 A20
 *   accepted: 61h 2, 3 SERR# and IOCHK# enables; 92h 2-7
 *   absent: 61h 6, 7 IOCHK#, SERR#
 */
#include "devices/sysctl/sysctl.h"
#include "tests/unit/devices/fakeboard.h"

struct rig {
    struct fakeboard fb;
    struct device *dev;
    struct fake_pin a20, reset, gate2, speaker;
    bool out2;
};

static bool out(void *timer, unsigned n)
{
    return n == 2 && ((struct rig *)timer)->out2;
}

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->dev = fake_new(&r->fb, &sysctl_class, "sysctl");
    fake_pin_connect(&r->fb, &r->a20, sysctl_a20(r->dev));
    fake_pin_connect(&r->fb, &r->reset, sysctl_reset(r->dev));
    fake_pin_connect(&r->fb, &r->gate2, sysctl_gate2(r->dev));
    fake_pin_connect(&r->fb, &r->speaker, sysctl_speaker(r->dev));
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

static void test_port61(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1), ==, 0);
    fake_write(r->dev, "port61", 0, 0xf1, 1);
    g_assert_true(r->gate2.level);
    g_assert_false(r->speaker.level);
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1), ==, 0x01);
    fake_write(r->dev, "port61", 0, 0x0e, 1);
    g_assert_false(r->gate2.level);
    g_assert_true(r->speaker.level);
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1), ==, 0x0e);
    fake_write(r->dev, "port61", 0, 0x04, 1);
    g_assert_false(r->speaker.level);
    fake_write(r->dev, "port61", 0, 0x02, 1);
    g_assert_true(r->speaker.level);
    fake_write(r->dev, "port61", 0, 0x0e, 1);
    sysctl_attach_timer(r->dev, out, r);
    r->out2 = true;
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1), ==, 0x2e);
    r->out2 = false;
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1), ==, 0x0e);
}

static void test_refresh(struct rig *r, gconstpointer unused)
{
    unsigned changes = 0;
    uint32_t last = 0;

    (void)unused;
    for (unsigned us = 0; us < 100000; us++) {
        uint32_t now = fake_read(r->dev, "port61", 0, 1) & 0x10;

        changes += now != last;
        last = now;
        fake_advance(&r->fb, 1000);
    }
    /* 1,193,182 / 18 a second */
    g_assert_cmpuint(changes, ==, 6628);
    fake_advance_to(&r->fb, 1100000000); /* 1312500 / 18 is even */
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1) & 0x10, ==, 0);
}

static void test_port92(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_write(r->dev, "port92", 0, 0xfe, 1);
    g_assert_true(r->a20.level);
    g_assert_cmpuint(r->reset.rises, ==, 0);
    g_assert_cmphex(fake_read(r->dev, "port92", 0, 1), ==, 0x26);
    fake_write(r->dev, "port92", 0, 0x03, 1);
    g_assert_cmpuint(r->reset.rises, ==, 1);
    g_assert_false(r->reset.level);
    fake_write(r->dev, "port92", 0, 0x03, 1); /* needs a 0 before */
    g_assert_cmpuint(r->reset.rises, ==, 1);
    fake_write(r->dev, "port92", 0, 0x00, 1);
    g_assert_false(r->a20.level);
    fake_write(r->dev, "port92", 0, 0x01, 1);
    g_assert_cmpuint(r->reset.rises, ==, 2);
    g_assert_false(r->a20.level);
}

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_write(r->dev, "port92", 0, 0x02, 1);
    fake_write(r->dev, "port61", 0, 0x03, 1);
    fake_reset(r->dev, RESET_BUS);
    g_assert_false(r->a20.level || r->gate2.level || r->speaker.level);
    g_assert_cmphex(fake_read(r->dev, "port92", 0, 1), ==, 0x24);
    g_assert_cmphex(fake_read(r->dev, "port61", 0, 1), ==, 0);
}

#define TEST(name, fn) \
    g_test_add("/sysctl/" name, struct rig, NULL, setup, fn, teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("port-61-drives-gate-and-speaker", test_port61);
    TEST("port-61-refresh-toggles-every-15-us", test_refresh);
    TEST("port-92-a20-and-one-reset-an-edge", test_port92);
    TEST("reset-clears-both", test_reset);
    return g_test_run();
}
