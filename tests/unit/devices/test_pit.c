/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pit.c - the 8254: control word, counters 0-2, modes 0-5, counter
 * latch, read-back, status byte, BCD, gates.  Time is counted in CLK ticks.
 *
 * Registers of devices/pit-i8254:
 *   modelled: control word; counters 0-2; modes 0-5; counter latch; read-back
 *   absent: reading port 3; clock inputs of their own
 */
#include "tests/unit/devices/pitrig.h"

static void test_mode0(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 2, 9); /* so that OUT is high before */
    rig_program(r, 1, 0, 5);
    g_assert_false(r->out[1].level);
    rig_ticks(r, 1);
    g_assert_cmpuint(rig_count(r, 1), ==, 5);
    rig_ticks(r, 4);
    g_assert_false(r->out[1].level);
    fake_advance_to(&r->fb, rig_ns_of(r->tick + 1) - 1);
    g_assert_false(r->out[1].level); /* not a nanosecond early */
    rig_ticks(r, 1);
    g_assert_true(r->out[1].level); /* N + 1 after the write */
    rig_ticks(r, 3);
    g_assert_cmphex(rig_count(r, 1), ==, 0xfffd);
    rig_ticks(r, 200000);
    g_assert_cmpuint(r->out[1].falls, ==, 1);
    rig_put(r, 1, 3); /* first byte: OUT falls, counting stops */
    g_assert_false(r->out[1].level);
    rig_ticks(r, 100);
    rig_put(r, 1, 0);
    rig_ticks(r, 3);
    g_assert_false(r->out[1].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[1].level);
}

static void test_mode0_gate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 0, 10);
    rig_ticks(r, 5); /* holds 6 */
    i8254_set_gate(r->pit, 2, false);
    rig_ticks(r, 1000);
    g_assert_cmpuint(rig_count(r, 2), ==, 6);
    g_assert_false(r->out[2].level);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 5);
    g_assert_false(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[2].level);
    i8254_set_gate(r->pit, 2, false);
    rig_program(r, 2, 0, 4); /* loaded though the gate is low */
    rig_ticks(r, 9);
    g_assert_cmpuint(rig_count(r, 2), ==, 4);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 4);
    g_assert_true(r->out[2].level);
}

static void test_mode0_halfway(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 0, 10);
    rig_ticks(r, 3); /* holds 8 */
    rig_put(r, 2, 50);
    i8254_set_gate(r->pit, 2, false);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 100);
    g_assert_cmpuint(rig_count(r, 2), ==, 8);
    g_assert_false(r->out[2].level);
}

static void test_mode1(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8254_set_gate(r->pit, 2, false);
    rig_program(r, 2, 1, 6);
    rig_ticks(r, 50);
    g_assert_true(r->out[2].level); /* waits for its trigger */
    i8254_set_gate(r->pit, 2, true);
    g_assert_true(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_false(r->out[2].level);
    i8254_set_gate(r->pit, 2, false); /* the level does not matter */
    rig_ticks(r, 4);
    i8254_set_gate(r->pit, 2, true); /* retriggered */
    rig_ticks(r, 1);
    rig_ticks(r, 5);
    g_assert_false(r->out[2].level);
    rig_put(r, 2, 2); /* a new count is for the next pulse */
    rig_put(r, 2, 0);
    g_assert_false(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[2].level);
    g_assert_cmpuint(r->out[2].falls, ==, 1);
    i8254_set_gate(r->pit, 2, false);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 2);
    g_assert_false(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[2].level);
}

static void test_mode2(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 0, 2, 5);
    g_assert_true(r->out[0].level);
    rig_ticks(r, 1);
    for (unsigned period = 0; period < 3; period++) {
        for (unsigned i = 0; i < 5; i++) {
            g_assert_cmpuint(rig_count(r, 0), ==, 5 - i);
            g_assert_cmpint(r->out[0].level, ==, i != 4);
            rig_ticks(r, 1);
        }
    }
    rig_put(r, 0, 3); /* from the next period on */
    rig_put(r, 0, 0);
    g_assert_cmphex(rig_status(r, 0) & 0x40, ==, 0x40);
    rig_ticks(r, 4);
    g_assert_false(r->out[0].level);
    rig_ticks(r, 1);
    g_assert_cmphex(rig_status(r, 0) & 0x40, ==, 0);
    g_assert_true(r->out[0].level);
    rig_ticks(r, 2);
    g_assert_false(r->out[0].level);
}

static void test_mode2_gate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 2, 5);
    rig_ticks(r, 5);
    g_assert_false(r->out[2].level);
    i8254_set_gate(r->pit, 2, false);
    g_assert_true(r->out[2].level); /* at once */
    rig_ticks(r, 77);
    g_assert_true(r->out[2].level);
    g_assert_cmpuint(r->out[2].falls, ==, 1);
    g_assert_cmpuint(rig_count(r, 2), ==, 1); /* it stands */
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 1);
    g_assert_cmpuint(rig_count(r, 2), ==, 5);
    rig_ticks(r, 4);
    g_assert_false(r->out[2].level);
}

static void test_no_drift(struct rig *r, gconstpointer unused)
{
    uint64_t rises;

    (void)unused;
    rig_program(r, 0, 2, 11932);
    fake_advance_to(&r->fb, 1000 * 1000000000ull);
    /* Loaded at tick 1; rises at 1 + k * 11932 up to tick 1,193,182,000. */
    rises = (1193182000ull - 1) / 11932;
    g_assert_cmpuint(r->out[0].rises, ==, rises + 1); /* and the control word */
    g_assert_cmpuint(r->out[0].rise_ns, ==, rig_ns_of(1 + rises * 11932));
}

static void test_mode3(struct rig *r, gconstpointer unused)
{
    static const unsigned counts[] = { 6, 7, 2, 3 };

    (void)unused;
    for (unsigned i = 0; i < G_N_ELEMENTS(counts); i++) {
        unsigned n = counts[i], high = 0;

        rig_program(r, 0, 3, (uint16_t)n);
        rig_ticks(r, 1);
        for (unsigned k = 0; k < 10 * n; k++) {
            bool expect = k % n < (n + 1) / 2;
            unsigned within = expect ? k % n : k % n - (n + 1) / 2;

            g_assert_cmpint(r->out[0].level, ==, expect);
            g_assert_cmpuint(rig_count(r, 0), ==, (n & ~1u) - 2 * within);
            high += r->out[0].level;
            rig_ticks(r, 1);
        }
        g_assert_cmpuint(high, ==, 10 * ((n + 1) / 2));
    }
}

static void test_mode3_new_count(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 3, 20);
    rig_ticks(r, 4); /* 3 into the high half */
    rig_put(r, 2, 8);
    rig_put(r, 2, 0);
    rig_ticks(r, 6);
    g_assert_true(r->out[2].level);
    rig_ticks(r, 1); /* the half ends, the new count begins */
    g_assert_false(r->out[2].level);
    rig_ticks(r, 4);
    g_assert_true(r->out[2].level);
    i8254_set_gate(r->pit, 2, false);
    rig_ticks(r, 40);
    g_assert_true(r->out[2].level);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 1 + 4);
    g_assert_false(r->out[2].level);
}

static void test_mode4(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 4, 5);
    rig_ticks(r, 5);
    g_assert_true(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_false(r->out[2].level); /* N + 1 after the write */
    rig_ticks(r, 1);
    g_assert_true(r->out[2].level);
    rig_ticks(r, 70000);
    g_assert_cmpuint(r->out[2].falls, ==, 1); /* one strobe a count */
    rig_put(r, 2, 9);
    rig_put(r, 2, 0);
    rig_ticks(r, 3);
    i8254_set_gate(r->pit, 2, false);
    rig_ticks(r, 50);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 6);
    g_assert_true(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_false(r->out[2].level);
}

static void test_mode5(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8254_set_gate(r->pit, 2, false);
    rig_program(r, 2, 5, 4);
    rig_ticks(r, 30);
    g_assert_cmpuint(r->out[2].falls, ==, 0);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 4);
    g_assert_true(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_false(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[2].level);
    i8254_set_gate(r->pit, 2, false);
    i8254_set_gate(r->pit, 2, true); /* again */
    rig_ticks(r, 5);
    g_assert_false(r->out[2].level);
}

static void test_bcd(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 3, 0x40 | BOTH | 0 << 1 | 1);
    rig_put(r, 1, 0x00);
    rig_put(r, 1, 0x10); /* 1000 */
    rig_ticks(r, 2);
    g_assert_cmphex(rig_count(r, 1), ==, 0x0999);
    rig_ticks(r, 998);
    g_assert_false(r->out[1].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[1].level);
    rig_ticks(r, 1);
    g_assert_cmphex(rig_count(r, 1), ==, 0x9999);
    rig_put(r, 3, 0x40 | BOTH | 0 << 1 | 1);
    rig_put(r, 1, 0);
    rig_put(r, 1, 0); /* 10,000 */
    rig_ticks(r, 10000);
    g_assert_false(r->out[1].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[1].level);
}

static void test_largest(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 0, 2, 0);
    rig_ticks(r, 1 + 65535);
    g_assert_false(r->out[0].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[0].level);
    g_assert_cmpuint(rig_count(r, 0), ==, 0);
    rig_program(r, 0, 3, 0);
    rig_ticks(r, 1 + 32767);
    g_assert_true(r->out[0].level);
    rig_ticks(r, 1);
    g_assert_false(r->out[0].level);
}

static void test_single_bytes(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 3, 0x80 | LSB | 2 << 1);
    rig_put(r, 2, 0x34);
    rig_ticks(r, 2);
    g_assert_cmphex(rig_get(r, 2), ==, 0x33);
    g_assert_cmphex(rig_get(r, 2), ==, 0x33);
    rig_put(r, 3, 0x80 | MSB | 2 << 1);
    rig_put(r, 2, 0x12);
    rig_ticks(r, 2);
    g_assert_cmphex(rig_get(r, 2), ==, 0x11);
    rig_put(r, 3, 0x80); /* counter latch */
    rig_ticks(r, 0x300);
    g_assert_cmphex(rig_get(r, 2), ==, 0x11);
    g_assert_cmphex(rig_get(r, 2), ==, 0x0e);
}

static void test_latch(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 0, 2, 0x1234);
    rig_ticks(r, 3);
    rig_put(r, 3, 0x00);
    rig_ticks(r, 9);
    rig_put(r, 3, 0x00); /* the second is ignored */
    rig_ticks(r, 500);
    g_assert_cmphex(rig_get(r, 0), ==, 0x32);
    g_assert_cmphex(rig_get(r, 0), ==, 0x12);
    g_assert_cmphex(rig_count(r, 0), ==, 0x1234 - 511);
    rig_put(r, 3, 0x00);
    rig_put(r, 3, 0x34); /* reprogramming drops the latch */
    rig_put(r, 0, 7);
    rig_put(r, 0, 0);
    rig_ticks(r, 1);
    g_assert_cmphex(rig_count(r, 0), ==, 7);
}

static void test_read_back(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 0, 2, 100);
    rig_program(r, 1, 0, 200);
    rig_put(r, 3, 0x80 | LSB | 7 << 1 | 1); /* mode 7 is 3; no count yet */
    rig_ticks(r, 11);
    rig_put(r, 3, 0xc0 | 0x0e); /* counts and status of all */
    rig_ticks(r, 11);
    rig_put(r, 3, 0xc0 | 0x0e); /* ignored */
    g_assert_cmphex(rig_get(r, 0), ==, 0x80 | BOTH | 2 << 1);
    g_assert_cmpuint(rig_count(r, 0), ==, 90);
    g_assert_cmpuint(rig_count(r, 0), ==, 79);
    g_assert_cmphex(rig_get(r, 1), ==, BOTH);
    g_assert_cmpuint(rig_count(r, 1), ==, 190);
    g_assert_cmphex(rig_get(r, 2), ==, 0x80 | 0x40 | LSB | 7 << 1 | 1);
    rig_put(r, 3, 0xc0 | 0x10 | 0x02); /* count only, counter 0 only */
    rig_ticks(r, 5);
    g_assert_cmpuint(rig_count(r, 0), ==, 79);
    g_assert_cmpuint(rig_count(r, 1), ==, 174);
}

static void test_null_count(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_put(r, 3, 0x40 | BOTH);
    g_assert_cmphex(rig_status(r, 1), ==, 0x40 | BOTH);
    rig_put(r, 1, 2);
    rig_put(r, 1, 0);
    g_assert_cmphex(rig_status(r, 1), ==, 0x40 | BOTH);
    rig_ticks(r, 1);
    g_assert_cmphex(rig_status(r, 1), ==, BOTH);
    rig_ticks(r, 2);
    g_assert_cmphex(rig_status(r, 1), ==, 0x80 | BOTH);
}

static void test_illegal_one(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned mode = 2; mode <= 3; mode++) {
        rig_program(r, 0, mode, 1);
        rig_ticks(r, 1000000);
        g_assert_true(r->out[0].level);
        rig_put(r, 0, 1);
        rig_put(r, 0, 0);
        rig_ticks(r, 5);
        rig_program(r, 0, mode, 4);
        rig_ticks(r, 3);
        rig_put(r, 0, 1);
        rig_put(r, 0, 0);
        rig_ticks(r, 100);
        g_assert_true(r->out[0].level);
    }
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

static void test_unheard(struct rig *r, gconstpointer unused)
{
    (void)unused;
    *i8254_out(r->pit, 2) = (struct wire){ 0 };
    rig_program(r, 2, 2, 2);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    rig_ticks(r, 1000000000);
    /* 999,999,999 ticks after the load: the low half of the pair. */
    g_assert_false(i8254_out_level(r->pit, 2));
    g_assert_cmpuint(rig_count(r, 2), ==, 1);
    rig_ticks(r, 1);
    g_assert_true(i8254_out_level(r->pit, 2));
}

static void test_fresh(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(rig_get(r, 3), ==, 0xff);
    rig_put(r, 0, 5); /* no control word yet: goes nowhere */
    rig_ticks(r, 1000);
    g_assert_cmpuint(r->out[0].rises, ==, 0);
    rig_program(r, 0, 2, 100);
    fake_reset(r->pit, RESET_BUS); /* there is no reset pin */
    rig_ticks(r, 301);
    g_assert_cmpuint(r->out[0].rises, ==, 1 + 3);
    fake_reset(r->pit, RESET_POWER);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
}

/* A count that has been loaded and rests reads as it was written. */
static void test_bcd_digits(struct rig *r, gconstpointer unused)
{
    static const uint16_t counts[] = { 0x9999, 0x8765, 0x1001, 0x2413, 0x0597,
                                       0x7531, 0x0009 };

    (void)unused;
    i8254_set_gate(r->pit, 2, false);
    for (unsigned i = 0; i < G_N_ELEMENTS(counts); i++) {
        rig_put(r, 3, 2 << 6 | BOTH | 1);
        rig_put(r, 2, (uint8_t)counts[i]);
        rig_put(r, 2, (uint8_t)(counts[i] >> 8));
        rig_ticks(r, 3);
        g_assert_cmphex(rig_count(r, 2), ==, counts[i]);
    }
}

static void test_exact_ticks(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned n = 1; n < 50; n++) {
        rig_program(r, 1, 0, (uint16_t)n);
        rig_ticks(r, n + 2);
        g_assert_true(r->out[1].level);
        g_assert_cmpuint(r->out[1].rise_ns, ==, rig_ns_of(r->tick - 1));
    }
}

/* A trigger without a count starts nothing. */
static void test_trigger_alone(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 1, 5);
    rig_put(r, 3, 2 << 6 | BOTH | 1 << 1); /* the count is forgotten */
    i8254_set_gate(r->pit, 2, false);
    i8254_set_gate(r->pit, 2, true);
    rig_ticks(r, 20);
    g_assert_true(r->out[2].level);
    g_assert_cmphex(rig_status(r, 2) & 0xc0, ==, 0xc0); /* OUT high, null */
}

#define TEST(name, fn) \
    g_test_add("/pit/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("mode-0-rises-after-n-plus-1-ticks", test_mode0);
    TEST("mode-0-pauses-while-the-gate-is-low", test_mode0_gate);
    TEST("mode-0-rests-between-two-bytes", test_mode0_halfway);
    TEST("mode-1-is-a-retriggerable-one-shot", test_mode1);
    TEST("mode-2-is-low-for-the-last-tick", test_mode2);
    TEST("mode-2-restarts-with-its-gate", test_mode2_gate);
    TEST("a-thousand-seconds-do-not-drift", test_no_drift);
    TEST("mode-3-halves-even-and-odd-counts", test_mode3);
    TEST("mode-3-takes-a-new-count-at-half", test_mode3_new_count);
    TEST("mode-4-strobes-once", test_mode4);
    TEST("mode-5-strobes-after-its-trigger", test_mode5);
    TEST("bcd-counts-in-decimal", test_bcd);
    TEST("a-count-of-0-is-the-largest", test_largest);
    TEST("one-byte-counts", test_single_bytes);
    TEST("a-latched-count-waits-to-be-read", test_latch);
    TEST("read-back-latches-status-before-count", test_read_back);
    TEST("null-count-says-when-a-count-is-loaded", test_null_count);
    TEST("a-count-of-1-is-no-storm", test_illegal_one);
    TEST("an-unconnected-output-sets-no-alarm", test_unheard);
    TEST("only-power-stops-it", test_fresh);
    TEST("bcd-keeps-every-digit", test_bcd_digits);
    TEST("an-output-changes-at-its-tick", test_exact_ticks);
    TEST("a-trigger-needs-a-count", test_trigger_alone);
    return g_test_run();
}
