/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pit_words.c - the 8254: what a control word forgets, half-written
 * counts, latches that wait, triggers shorter than a tick, and periods that
 * were slept through.
 */
#include "tests/unit/devices/pitrig.h"

/* D2 of the mode is don't-care with modes 2 and 3. */
static void test_modes_6_7(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 6, 4);
    rig_ticks(r, 4);
    g_assert_false(r->out[1].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[1].level);
    rig_program(r, 1, 7, 4);
    rig_ticks(r, 3);
    g_assert_false(r->out[1].level);
    rig_ticks(r, 2);
    g_assert_true(r->out[1].level);
    g_assert_cmphex(rig_status(r, 1) & 0x0e, ==, 0x0e); /* as written */
}

/* "Mode 0": the first byte disables counting, and a whole count that has not
 * been loaded yet with it. */
static void test_first_byte(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0, 100);
    rig_ticks(r, 11);
    g_assert_cmpuint(rig_count(r, 1), ==, 90);
    rig_put(r, 1, 50);
    rig_ticks(r, 40);
    g_assert_cmpuint(rig_count(r, 1), ==, 90);
    rig_put(r, 1, 0);
    rig_put(r, 1, 7); /* ... of the next, before the tick that loads 50 */
    rig_ticks(r, 20);
    g_assert_cmpuint(rig_count(r, 1), ==, 90);
    rig_put(r, 1, 0);
    rig_ticks(r, 8);
    g_assert_true(r->out[1].level);
}

/* A control word forgets latches and the half of a count. */
static void test_control_forgets(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 2, 0x1234);
    rig_ticks(r, 1);
    rig_put(r, 3, 0xc4); /* latches counter 1's count and status */
    rig_program(r, 1, 2, 0x4321);
    rig_ticks(r, 1);
    g_assert_cmphex(rig_count(r, 1), ==, 0x4321);
    g_assert_cmphex(rig_get(r, 1), ==, 0x21); /* the low byte alone */
    rig_put(r, 1, 0x55);
    rig_program(r, 1, 2, 0x5678);
    rig_ticks(r, 1);
    g_assert_cmphex(rig_count(r, 1), ==, 0x5678);
    rig_put(r, 3, 1 << 6 | MSB | 2 << 1);
    rig_put(r, 1, 0x12); /* the other half of the count is 0 */
    rig_ticks(r, 1);
    rig_put(r, 3, 1 << 6 | BOTH | 2 << 1);
    rig_put(r, 3, 1 << 6);
    rig_put(r, 1, 0);
    g_assert_cmphex(rig_count(r, 1), ==, 0x1200);
}

/* "If multiple status latch operations are performed without reading, all but
 * the first are ignored." */
static void test_status_waits(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 0, 3);
    rig_put(r, 3, 0xe4);
    rig_ticks(r, 10);
    g_assert_cmphex(rig_status(r, 1), ==, 0x70); /* OUT low, null count */
    g_assert_cmphex(rig_status(r, 1), ==, 0xb0);
}

/* Modes 1 and 5 look at the rising edge alone, which the next tick acts on
 * wherever the gate is by then. */
static void test_short_trigger(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 2, 1, 5);
    i8254_set_gate(r->pit, 2, false);
    i8254_set_gate(r->pit, 2, true);
    i8254_set_gate(r->pit, 2, false);
    rig_ticks(r, 3);
    g_assert_false(r->out[2].level);
    i8254_set_gate(r->pit, 2, true); /* again, at 3 of 5 */
    rig_ticks(r, 3);
    g_assert_false(r->out[2].level);
    i8254_set_gate(r->pit, 2, false); /* a fall triggers nothing */
    rig_ticks(r, 3);
    g_assert_true(r->out[2].level);
    g_assert_cmpuint(r->out[2].falls, ==, 1);
    i8254_set_gate(r->pit, 2, true);
    i8254_set_gate(r->pit, 2, false);
    rig_ticks(r, 5);
    g_assert_false(r->out[2].level);
    rig_ticks(r, 1);
    g_assert_true(r->out[2].level);
}

/* A board that looks late sees the last of the pulses that were due: a timer
 * interrupt is late, not lost. */
static void test_slept(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 0, 2, 100);
    rig_ticks(r, 50);
    r->fb.now_ns = rig_ns_of(1050);
    g_assert_cmpuint(rig_count(r, 0), ==, 51);
    g_assert_cmpuint(r->out[0].falls, ==, 1);
    g_assert_true(r->out[0].level);
}

/* The illegal count of 1: OUT stays high, in mode 3 also when it takes the
 * place of another. */
static void test_count_of_one(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r, 1, 2, 1);
    rig_ticks(r, 1000);
    g_assert_cmpuint(rig_count(r, 1), ==, 1);
    rig_program(r, 1, 3, 8);
    rig_ticks(r, 6); /* low */
    rig_put(r, 1, 1);
    rig_put(r, 1, 0);
    rig_ticks(r, 1000);
    g_assert_true(r->out[1].level);
    rig_program(r, 1, 3, 8);
    rig_ticks(r, 2); /* high */
    rig_put(r, 1, 1);
    rig_put(r, 1, 0);
    rig_ticks(r, 1000);
    g_assert_true(r->out[1].level);
}

#define TEST(name, fn) \
    g_test_add("/pit/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("modes-6-and-7-are-2-and-3", test_modes_6_7);
    TEST("mode-0-rests-with-the-first-byte", test_first_byte);
    TEST("a-control-word-forgets-latches-and-halves", test_control_forgets);
    TEST("a-latched-status-waits-to-be-read", test_status_waits);
    TEST("a-trigger-may-be-shorter-than-a-tick", test_short_trigger);
    TEST("of-periods-slept-through-the-last-shows", test_slept);
    TEST("a-count-of-1-stays-high", test_count_of_one);
    return g_test_run();
}
