/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_rtc.c - the MC146818: ports 70h and 71h, time 00-09h, registers A
 * (UIP, DV, RS), B (SET PIE AIE UIE SQWE DM 24/12 DSE), C (IRQF PF AF UF),
 * D (VRT), memory 0Eh-7Fh.
 *
 * Registers of devices/rtc-mc146818:
 *   modelled: 70h index, NMI mask; 00h-09h time and alarm; alarm wildcards;
 *     A; B; C; D; 0Eh-7Fh memory
 *   accepted: B
 *   absent: SQW pin; time bases but 32.768 kHz
 */
#include "tests/unit/devices/rtcrig.h"

static void test_first(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0x26);
    g_assert_cmphex(rig_get(r, 0x0b), ==, 0x02);
    g_assert_cmphex(rig_get(r, 0x0d), ==, 0x80);
    rig_expect(r, 0x040228, 0x235950);
    g_assert_cmphex(rig_get(r, 6), ==, 7); /* Saturday */
    g_assert_cmphex(rig_get(r, RTC_CENTURY), ==, 0x20);
    fake_advance(&r->fb, 11ull * SECOND);
    rig_expect(r, 0x040229, 0x000001);
    g_assert_cmphex(rig_get(r, 6), ==, 1);
    fake_advance(&r->fb, 86400ull * SECOND);
    rig_expect(r, 0x040301, 0x000001);
    fake_advance(&r->fb, 306ull * 86400 * SECOND);
    rig_expect(r, 0x050101, 0x000001);
    g_assert_cmphex(rig_get(r, 6), ==, 7); /* 1 January 2005 */
}

static void test_calendar(struct rig *r, gconstpointer unused)
{
    static const struct {
        int64_t seconds;
        uint32_t date;
        uint8_t weekday, century;
    } rows[] = {
        { 0, 0x700101, 5, 0x19 },          { 951782400, 0x000229, 3, 0x20 },
        { 951868800, 0x000301, 4, 0x20 },  { -1, 0x691231, 4, 0x19 },
        { 946684799, 0x991231, 6, 0x19 },  { 1795392000, 0x261123, 2, 0x20 },
        { 4107542400, 0x000301, 2, 0x21 }, { 4107456000, 0x000228, 1, 0x21 },
    };

    (void)unused;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        r->fb.calendar = rows[i].seconds;
        rtc_attach(r->rtc, r->cmos);
        g_assert_cmphex((unsigned)rig_get(r, 9) << 16 | rig_get(r, 8) << 8 |
                            rig_get(r, 7), ==, rows[i].date);
        g_assert_cmphex(rig_get(r, 6), ==, rows[i].weekday);
        g_assert_cmphex(rig_get(r, RTC_CENTURY), ==, rows[i].century);
    }
}

static void test_modes(struct rig *r, gconstpointer unused)
{
    (void)unused;
    /* BCD, 12 hours: what stands there is not changed. */
    rig_put(r, 0x0b, 0x00);
    rig_set_time(r, 0x991231, 6, 0x920000 | 0x5958);
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x991231, 0x925959); /* 12:59:59 PM */
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x991231, 0x810000); /* 1 PM */
    fake_advance(&r->fb, 11ull * 3600 * SECOND);
    rig_expect(r, 0x000101, 0x120000); /* midnight is 12 AM */
    rig_put(r, 0x0b, 0x06); /* binary, 24 hours */
    rig_set_time(r, 0x0c1f0c, 1, 0x173b3b); /* wrong order on purpose */
    rig_set_time(r, 0x0c0c1f, 1, 0x173b3b);
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x0d0101, 0x000000);
    rig_put(r, 0x0b, 0x04); /* binary, 12 hours */
    rig_set_time(r, 0x0d0101, 1, 0x0b3b3b);
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x0d0101, 0x8c0000); /* noon */
}

static void test_set(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, SECOND / 4);
    rig_put(r, 0x0b, 0x92); /* SET clears UIE */
    g_assert_cmphex(rig_get(r, 0x0b), ==, 0x82);
    rig_put(r, 0, 0x30);
    fake_advance(&r->fb, 5ull * SECOND);
    g_assert_cmphex(rig_get(r, 0), ==, 0x30);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0x26);
    rig_put(r, 0x0b, 0x02);
    fake_advance(&r->fb, SECOND / 2); /* the divider went on meanwhile */
    g_assert_cmphex(rig_get(r, 0), ==, 0x30);
    fake_advance(&r->fb, SECOND / 4);
    g_assert_cmphex(rig_get(r, 0), ==, 0x31);
}

static void test_uip(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_get(r, 0x0c);
    fake_advance(&r->fb, SECOND - 2228001);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0x26);
    fake_advance(&r->fb, 1);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0xa6);
    g_assert_cmphex(rig_get(r, 0), ==, 0x50);
    fake_advance(&r->fb, 2227999);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0xa6);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x10, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmphex(rig_get(r, 0x0a), ==, 0x26);
    g_assert_cmphex(rig_get(r, 0), ==, 0x51);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x10, ==, 0x10);
}

static void test_update_irq(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_get(r, 0x0c);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    rig_put(r, 0x0b, 0x12);
    fake_advance(&r->fb, SECOND - 1);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 1);
    g_assert_true(r->irq.level);
    fake_advance(&r->fb, 9ull * SECOND); /* unread: one line, no storm */
    g_assert_cmpuint(r->irq.rises, ==, 1);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x90, ==, 0x90);
    g_assert_false(r->irq.level);
    g_assert_cmphex(rig_get(r, 0x0c), ==, 0);
    fake_advance(&r->fb, 1ull * SECOND);
    g_assert_cmpuint(r->irq.rises, ==, 2);
}

static void test_alarm(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 1, 0x05);
    rig_put(r, 3, 0x00);
    rig_put(r, 5, 0x00);
    rig_put(r, 0x0b, 0x22);
    rig_get(r, 0x0c);
    fake_advance(&r->fb, 15ull * SECOND - 1);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 1);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, 0x0c), ==, 0xf0);
    rig_put(r, 3, 0xff); /* every minute, every hour */
    rig_put(r, 5, 0xc0);
    fake_advance(&r->fb, 60ull * SECOND);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x20, ==, 0x20);
    rig_put(r, 0x0b, 0x02);
    fake_advance(&r->fb, 100ull * 86400 * SECOND); /* found when asked */
    g_assert_cmphex(rig_get(r, 0x0c) & 0xa0, ==, 0x20);
}

static void test_periodic(struct rig *r, gconstpointer unused)
{
    static const struct {
        uint8_t rs;
        unsigned hz;
    } rows[] = {
        { 1, 256 },  { 2, 128 },  { 3, 8192 }, { 6, 1024 },
        { 10, 64 },  { 13, 8 },   { 15, 2 },
    };

    (void)unused;
    rig_put(r, 0x0b, 0x42);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        unsigned flags = 0;
        uint64_t start;

        rig_put(r, 0x0a, 0x20 | rows[i].rs);
        rig_get(r, 0x0c);
        start = r->fb.now_ns;
        r->irq.rises = 0;
        while (fake_next_alarm(&r->fb) <= start + 10ull * SECOND) {
            fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
            flags += rig_get(r, 0x0c) >> 6 & 1;
        }
        fake_advance_to(&r->fb, start + 10ull * SECOND);
        g_assert_cmpuint(flags, ==, 10 * rows[i].hz);
        g_assert_cmpuint(r->irq.rises, ==, 10 * rows[i].hz);
    }
    rig_put(r, 0x0a, 0x20); /* rate 0: none */
    rig_get(r, 0x0c);
    fake_advance(&r->fb, 10ull * SECOND);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x40, ==, 0);
}

static void test_divider(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0x0a, 0x76);
    fake_advance(&r->fb, 100ull * SECOND);
    rig_expect(r, 0x040228, 0x235950);
    rig_put(r, 0x0a, 0x26);
    fake_advance(&r->fb, SECOND / 2 - 1);
    g_assert_cmphex(rig_get(r, 0), ==, 0x50);
    fake_advance(&r->fb, 1);
    g_assert_cmphex(rig_get(r, 0), ==, 0x51);
    fake_advance(&r->fb, 1ull * SECOND);
    g_assert_cmphex(rig_get(r, 0), ==, 0x52);
}

static void test_daylight(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0x0b, 0x03);
    rig_set_time(r, 0x040425, 1, 0x015959);
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x040425, 0x030000);
    rig_set_time(r, 0x040418, 1, 0x015959); /* not the last Sunday */
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x040418, 0x020000);
    rig_set_time(r, 0x041030, 7, 0x015959); /* not a Sunday */
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x041030, 0x020000);
    rig_set_time(r, 0x041031, 1, 0x015959);
    fake_advance(&r->fb, 1ull * SECOND);
    rig_expect(r, 0x041031, 0x010000);
    fake_advance(&r->fb, 3600ull * SECOND);
    rig_expect(r, 0x041031, 0x020000);
}

static void test_memory(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned i = 0x0e; i < 0x80; i++)
        rig_put(r, (uint8_t)i, (uint8_t)(i * 3));
    for (unsigned i = 0x0e; i < 0x80; i++)
        g_assert_cmphex(r->cmos[i], ==, (uint8_t)(i * 3));
    g_assert_cmphex(fake_read(r->rtc, "regs", 0, 1), ==, 0xff);
    rig_put(r, 0x0d, 0); /* read only */
    g_assert_cmphex(rig_get(r, 0x0d), ==, 0x80);
    rig_put(r, 0x0c, 0xff);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x0f, ==, 0);
    g_assert_false(r->nmi.level);
    g_assert_cmphex(rig_get(r, 0x80 | 0x20), ==, 0x60);
    g_assert_true(r->nmi.level);
    rig_get(r, 0x20);
    g_assert_false(r->nmi.level);
}

static void test_power(struct rig *r, gconstpointer unused)
{
    struct device *again;

    (void)unused;
    rig_set_time(r, 0x100607, 2, 0x080910);
    rig_put(r, 0x0b, 0x72);
    fake_advance(&r->fb, 2ull * SECOND);
    g_assert_true(r->irq.level);
    fake_reset(r->rtc, RESET_BUS);
    g_assert_false(r->irq.level);
    g_assert_cmphex(rig_get(r, 0x0b), ==, 0x02);
    fake_reset(r->rtc, RESET_POWER); /* the battery holds the time */
    fake_advance(&r->fb, 3ull * SECOND);
    rig_expect(r, 0x100607, 0x080915);
    rig_put(r, 1, 0x44);
    rig_put(r, 0x0b, 0x06);
    rig_put(r, 0x40, 0x99);
    /* The same memory on another day, in another process. */
    again = fake_new(&r->fb, &mc146818_class, "rtc");
    rtc_attach(again, r->cmos);
    r->rtc = again;
    g_assert_cmphex(rig_get(r, 0x0b), ==, 0x06);
    g_assert_cmphex(rig_get(r, 1), ==, 0x44);
    g_assert_cmphex(rig_get(r, 0x40), ==, 0x99);
    rig_expect(r, 0x04021c, 0x173b37); /* the board's time, in binary */
}

/* DV 11xb holds the divider in reset; other bits of A do not begin a second
 * anew. */
static void test_divider_bits(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_advance(&r->fb, 7 * (uint64_t)SECOND / 10);
    rig_put(r, 0x0a, 0x2f);
    fake_advance(&r->fb, 3 * (uint64_t)SECOND / 10 - 1);
    g_assert_cmphex(rig_get(r, 0), ==, 0x50);
    fake_advance(&r->fb, 1);
    g_assert_cmphex(rig_get(r, 0), ==, 0x51);
    rig_put(r, 0x0a, 0x66);
    fake_advance(&r->fb, 5 * (uint64_t)SECOND);
    g_assert_cmphex(rig_get(r, 0), ==, 0x51);
}

/* No period has ended when a rate was only just chosen. */
static void test_rate_begins(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 0x0a, 0x20);
    fake_advance(&r->fb, 3 * (uint64_t)SECOND + 123456789);
    rig_get(r, 0x0c);
    rig_put(r, 0x0a, 0x2f); /* 500 ms */
    g_assert_cmphex(rig_get(r, 0x0c) & 0x40, ==, 0);
    fake_advance(&r->fb, SECOND / 2);
    g_assert_cmphex(rig_get(r, 0x0c) & 0x40, ==, 0x40);
    /* Nor when the machine was only just switched on. */
    fake_advance(&r->fb, 3 * (uint64_t)SECOND + 123456789);
    rig_get(r, 0x0c);
    fake_advance(&r->fb, 7 * (uint64_t)SECOND);
    rtc_attach(r->rtc, r->cmos);
    fake_reset(r->rtc, RESET_POWER);
    g_assert_cmphex(rig_get(r, 0x0c), ==, 0);
    fake_advance(&r->fb, SECOND - 1);
    g_assert_cmphex(rig_get(r, 0) % 0x10, ==, r->cmos[0] % 0x10);
}

static void test_attached_within_a_second(struct rig *r, gconstpointer unused)
{
    uint8_t second;

    (void)unused;
    fake_advance(&r->fb, SECOND / 3);
    rtc_attach(r->rtc, r->cmos);
    second = rig_get(r, 0);
    fake_advance(&r->fb, SECOND - 1);
    g_assert_cmphex(rig_get(r, 0), ==, second);
    fake_advance(&r->fb, 1);
    g_assert_cmphex(rig_get(r, 0), ==, second + 1);
}

static uint32_t bcd(unsigned v)
{
    return v / 10 * 16 + v % 10;
}

/* The night before the last of a month, and the last. */
static void test_months(struct rig *r, gconstpointer unused)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31 };

    (void)unused;
    for (unsigned month = 1; month <= 12; month++) {
        uint32_t at = 0x050000 | bcd(month) << 8;
        unsigned last = days[month - 1];

        rig_set_time(r, at | bcd(last - 1), 1, 0x235959);
        fake_advance(&r->fb, SECOND);
        rig_expect(r, at | bcd(last), 0);
        rig_set_time(r, at | bcd(last), 1, 0x235959);
        fake_advance(&r->fb, SECOND);
        rig_expect(r, month == 12 ? 0x060101
                                  : 0x050001 | bcd(month + 1) << 8, 0);
    }
}

/* The whole hours of a day, as the battery's clock is set. */
static void test_hours(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned hour = 0; hour < 24; hour++) {
        r->fb.calendar = LEAP_EVE / 86400 * 86400 + hour * 3600 + 59 -
                         (int64_t)(r->fb.now_ns / SECOND);
        rtc_attach(r->rtc, r->cmos);
        rig_expect(r, 0x040228, bcd(hour) << 16 | 0x59);
    }
}

/* Only from the 24th of April, the 25th of October on is a Sunday the last. */
static void test_last_sundays(struct rig *r, gconstpointer unused)
{
    static const struct {
        uint32_t date, hour;
    } of[] = {
        { 0x050424, 3 }, { 0x050423, 2 }, { 0x091025, 1 }, { 0x091024, 2 },
    };

    (void)unused;
    rig_put(r, 0x0b, 0x03);
    for (unsigned i = 0; i < G_N_ELEMENTS(of); i++) {
        rig_set_time(r, of[i].date - 1, 7, 0x235959);
        fake_advance(&r->fb, 2 * 3600 * (uint64_t)SECOND);
        rig_expect(r, of[i].date, 0x015959);
        fake_advance(&r->fb, SECOND);
        rig_expect(r, of[i].date, of[i].hour << 16);
    }
}

#define TEST(name, fn) \
    g_test_add("/rtc/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-new-battery-starts-with-the-boards-time", test_first);
    TEST("seconds-since-1970-become-dates", test_calendar);
    TEST("register-b-chooses-bcd-and-12-hours", test_modes);
    TEST("register-b-set-holds-the-time", test_set);
    TEST("register-a-uip-warns-2228-us-before", test_uip);
    TEST("register-b-uie-interrupts-each-second", test_update_irq);
    TEST("register-b-aie-with-wildcards", test_alarm);
    TEST("register-a-rs-every-rate", test_periodic);
    TEST("register-a-dv-restarts-at-half-a-second", test_divider);
    TEST("register-b-dse-moves-two-sundays", test_daylight);
    TEST("memory-index-and-read-only-registers", test_memory);
    TEST("reset-and-power-keep-the-time", test_power);
    TEST("register-a-dv-alone-stops-and-restarts", test_divider_bits);
    TEST("a-rate-begins-with-a-whole-period", test_rate_begins);
    TEST("seconds-begin-at-power-on", test_attached_within_a_second);
    TEST("each-month-has-its-days", test_months);
    TEST("each-hour-is-set", test_hours);
    TEST("the-last-sundays-are-late", test_last_sundays);
    return g_test_run();
}
