/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_rtc_state.c - the MC146818: what a reset clears and the battery keeps,
 * what software cannot write, and what waits for nothing.
 */
#include "tests/unit/devices/rtcrig.h"

/* "RESET": enables, SQWE and flags; a PC's index and NMI mask with them. */
static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0x8b, 0x1a); /* NMI masked; UIE, SQWE */
    fake_advance(&r->fb, SECOND);
    g_assert_true(r->irq.level);
    g_assert_true(r->nmi.level);
    fake_reset(r->rtc, RESET_BUS);
    g_assert_false(r->irq.level);
    g_assert_false(r->nmi.level);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    /* The index is that of the seconds. */
    g_assert_cmphex(fake_read(r->rtc, "regs", 1, 1), ==, 0x51);
    g_assert_cmphex(rig_get(r, 0x0c), ==, 0);
    g_assert_cmphex(rig_get(r, 0x0b), ==, 0x02);
    rig_put(r, 0x0b, 0x52);
    fake_reset(r->rtc, RESET_BUS); /* waits for neither any more */
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

/* UIP is the chip's, C and D are read only: D's bit is what says that the
 * memory can be trusted. */
static void test_read_only(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0x0a, 0xaf);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0x2f);
    rig_put(r, 0x0c, 0xff);
    g_assert_cmphex(rig_get(r, 0x0c), ==, 0);
    rig_put(r, 0x0d, 0);
    g_assert_cmphex(rig_get(r, 0x0d), ==, 0x80);
    rtc_attach(r->rtc, r->cmos);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0x2f);
}

/* A unit that was switched off while somebody set its clock goes on. */
static void test_battery(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->cmos[0x0a] = 0x2f;
    r->cmos[0x0b] = 0xf2;
    rtc_attach(r->rtc, r->cmos);
    g_assert_cmphex(rig_get(r, 0x0b), ==, 0x02);
    g_assert_cmphex(rig_get(r, 0x0c), ==, 0); /* no period is over yet */
    fake_advance(&r->fb, 11ull * SECOND);
    rig_expect(r, 0x040229, 0x000001);
}

/* "Update cycle": none while SET or the divider holds the time. */
static void test_no_update(struct rig *r, gconstpointer unused)
{
    static const struct {
        uint8_t a, b;
    } rows[] = { { 0x26, 0x82 }, { 0x66, 0x02 }, { 0x06, 0x02 },
                 { 0x16, 0x02 } };

    (void)unused;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint8_t second;

        rig_put(r, 0x0a, rows[i].a);
        rig_put(r, 0x0b, rows[i].b);
        second = rig_get(r, 0);
        for (unsigned ms = 0; ms < 1100; ms++) {
            fake_advance(&r->fb, SECOND / 1000);
            g_assert_cmphex(rig_get(r, 0x0a), ==, rows[i].a);
        }
        g_assert_cmphex(rig_get(r, 0), ==, second);
    }
}

/* With SET no alarm is waited for. */
static void test_no_alarm(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0x0b, 0xa2);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    rig_put(r, 0x0b, 0x22);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, SECOND);
}

/* An enable finds a flag that is up already. */
static void test_late_enable(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, SECOND);
    g_assert_false(r->irq.level);
    rig_put(r, 0x0b, 0x12);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x90, ==, 0x90);
    g_assert_false(r->irq.level);
}

/* Seconds that nobody looked at have passed before SET stops the time. */
static void test_unseen(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, 5ull * SECOND);
    rig_put(r, 0x0b, 0x82);
    fake_advance(&r->fb, 5ull * SECOND);
    rig_expect(r, 0x040228, 0x235955);
}

/* Years 00 to 99, in either data mode; a month that is none has 31 days. */
static void test_turns(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_set_time(r, 0x000228, 2, 0x235959);
    fake_advance(&r->fb, SECOND);
    rig_expect(r, 0x000229, 0);
    rig_set_time(r, 0x000030, 1, 0x235959);
    fake_advance(&r->fb, SECOND);
    rig_expect(r, 0x000031, 0);
    rig_put(r, 0x0b, 0x06); /* binary */
    rig_set_time(r, 99 << 16 | 12 << 8 | 31, 6, 23 << 16 | 59 << 8 | 59);
    fake_advance(&r->fb, SECOND);
    rig_expect(r, 0x000101, 0);
}

/* The hour that comes twice in October comes twice every year. */
static void test_october(struct rig *r, gconstpointer unused)
{
    static const uint32_t sundays[] = { 0x041031, 0x051030 };

    (void)unused;
    rig_put(r, 0x0b, 0x03);
    rig_put(r, 0x0c, 1); /* leaves no mark */
    for (unsigned i = 0; i < G_N_ELEMENTS(sundays); i++) {
        rig_set_time(r, sundays[i], 1, 0x015959);
        fake_advance(&r->fb, SECOND);
        rig_expect(r, sundays[i], 0x010000);
        fake_advance(&r->fb, 3600ull * SECOND);
        rig_expect(r, sundays[i], 0x020000);
        fake_advance(&r->fb, 23ull * 3600 * SECOND);
    }
}

#define TEST(name, fn) \
    g_test_add("/rtc/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-reset-clears-enables-flags-and-index", test_reset);
    TEST("uip-c-and-d-are-read-only", test_read_only);
    TEST("the-battery-forgets-set-and-enables", test_battery);
    TEST("no-update-while-the-time-is-held", test_no_update);
    TEST("set-waits-for-no-alarm", test_no_alarm);
    TEST("an-enable-finds-its-flag", test_late_enable);
    TEST("set-stops-a-time-nobody-read", test_unseen);
    TEST("years-and-odd-months-turn", test_turns);
    TEST("october-has-its-hour-twice-each-year", test_october);
    return g_test_run();
}
