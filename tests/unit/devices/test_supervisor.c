/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_supervisor.c - the silence after power-on.
 *
 * Registers of devices/supervisor:
 *   modelled: silence after power-on
 *   absent: what an original does in that time
 */
#include "devices/supervisor/supervisor.h"
#include "tests/unit/devices/fakeboard.h"

struct rig {
    struct fakeboard fb;
    struct device *dev;
    struct fake_pin hold;
};

static void setup(struct rig *r, gconstpointer authentic)
{
    fakeboard_init(&r->fb);
    r->fb.authentic = authentic != NULL;
    r->dev = fake_new(&r->fb, &supervisor_class, "supervisor");
    fake_pin_connect(&r->fb, &r->hold, supervisor_hold(r->dev));
    r->fb.now_ns = 7;
    supervisor_supply(r->dev, true);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

static void test_fast(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_false(r->hold.level);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

static void test_silence(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, SUPERVISOR_NS - 1);
    g_assert_true(r->hold.level);
    fake_advance(&r->fb, 1);
    g_assert_false(r->hold.level);
    g_assert_cmpuint(r->hold.fall_ns, ==, 7 + SUPERVISOR_NS);
}

static void test_reset_button(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, SUPERVISOR_NS / 2);
    fake_reset(r->dev, RESET_BUS);
    g_assert_true(r->hold.level);
    fake_advance(&r->fb, SUPERVISOR_NS / 2);
    g_assert_false(r->hold.level);
    fake_reset(r->dev, RESET_BUS);
    g_assert_false(r->hold.level);
}

static void test_power_cycle(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, SUPERVISOR_NS / 2);
    fake_reset(r->dev, RESET_POWER);
    supervisor_supply(r->dev, false);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    fake_advance(&r->fb, SUPERVISOR_NS);
    supervisor_supply(r->dev, true);
    fake_advance(&r->fb, SUPERVISOR_NS - 1);
    g_assert_true(r->hold.level);
    fake_advance(&r->fb, 1);
    g_assert_false(r->hold.level);
}

/* Either of them alone is enough. */
static void test_ends(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_reset(r->dev, RESET_BUS);
    g_assert_cmpuint(fake_next_alarm(&r->fb), !=, ALARM_OFF);
    fake_reset(r->dev, RESET_POWER);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    supervisor_supply(r->dev, true);
    g_assert_cmpuint(fake_next_alarm(&r->fb), !=, ALARM_OFF);
    supervisor_supply(r->dev, false);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

#define ADD(name, authentic, test) \
    g_test_add("/supervisor/" name, struct rig, authentic, setup, test, \
               teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    ADD("fast-timing-has-no-silence", NULL, test_fast);
    ADD("authentic-timing-is-silent-for-30-s", "", test_silence);
    ADD("the-reset-button-does-not-begin-it-anew", "", test_reset_button);
    ADD("a-power-cycle-does", "", test_power_cycle);
    ADD("without-power-nothing-is-due", "", test_ends);
    return g_test_run();
}
