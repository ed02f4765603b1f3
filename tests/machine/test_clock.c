/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_clock.c - virtual time and its alarms. */
#include <glib.h>

#include "machine/clock.h"

enum { ALARMS = 40 };

struct probe {
    struct device dev; /* the alarm's owner, here only an address */
    struct alarm alarm;
    struct clock *clock;
    unsigned rings;
    uint64_t rang_at;
    uint64_t again; /* set the alarm to this when it rings, if not 0 */
};

static void ring(struct device *dev)
{
    struct probe *p = (struct probe *)dev;

    p->rings++;
    p->rang_at = clock_now(p->clock);
    if (p->again)
        clock_alarm_set(p->clock, &p->alarm, p->again);
}

static void probe_init(struct probe *p, struct clock *c)
{
    *p = (struct probe){.clock = c};
    alarm_init(&p->alarm, &p->dev, ring);
}

static void test_starts_at_zero_and_stands(void)
{
    struct clock *c = clock_new(CLOCK_REAL);

    g_assert_cmpuint(clock_now(c), ==, 0);
    g_usleep(2000);
    g_assert_cmpuint(clock_now(c), ==, 0);
    clock_stop(c, false);
    g_usleep(2000);
    g_assert_cmpuint(clock_now(c), >=, 2000000);
    clock_free(c);
}

static void test_jump_moves_a_running_and_a_standing_clock(void)
{
    struct clock *c = clock_new(CLOCK_WARP);

    clock_jump(c, 5000000000u);
    g_assert_cmpuint(clock_now(c), ==, 5000000000u);
    clock_stop(c, false);
    clock_jump(c, 9000000000u);
    g_assert_cmpuint(clock_now(c), >=, 9000000000u);
    clock_jump(c, 1);
    g_assert_cmpuint(clock_now(c), >=, 9000000000u);
    clock_stop(c, true);
    g_assert_cmpuint(clock_now(c), <, 60000000000u);
    clock_free(c);
}

static void test_held_time_moves_only_when_told(void)
{
    struct clock *c = clock_new(CLOCK_HOLD);

    clock_stop(c, false);
    g_usleep(2000);
    g_assert_cmpuint(clock_now(c), ==, 0);
    clock_advance(c, 700);
    clock_advance(c, 300); /* never back */
    g_assert_cmpuint(clock_now(c), ==, 700);
    clock_free(c);
}

/* Against a list that is searched: the heap always knows the earliest. */
static void test_the_earliest_alarm_comes_first(void)
{
    struct clock *c = clock_new(CLOCK_HOLD);
    struct probe p[ALARMS];
    GRand *rand = g_rand_new_with_seed(1);

    for (unsigned i = 0; i < ALARMS; i++)
        probe_init(&p[i], c);
    for (unsigned step = 0; step < 20000; step++) {
        unsigned i = (unsigned)g_rand_int_range(rand, 0, ALARMS);
        uint64_t first = ALARM_OFF;

        if (g_rand_int_range(rand, 0, 3))
            clock_alarm_set(c, &p[i].alarm,
                            (uint64_t)g_rand_int_range(rand, 1, 1000));
        else
            clock_alarm_cancel(c, &p[i].alarm);
        for (unsigned j = 0; j < ALARMS; j++)
            first = MIN(first, p[j].alarm.at_ns);
        if (clock_next_alarm(c) != first) {
            g_assert_cmpuint(clock_next_alarm(c), ==, first);
            break;
        }
    }
    g_rand_free(rand);
    clock_free(c);
}

static void test_due_alarms_ring_once(void)
{
    struct clock *c = clock_new(CLOCK_HOLD);
    struct probe p[3];

    for (unsigned i = 0; i < 3; i++) {
        probe_init(&p[i], c);
        clock_alarm_set(c, &p[i].alarm, 100 * (i + 1));
    }
    clock_advance(c, 200);
    g_assert_true(clock_ring(c));
    g_assert_false(clock_ring(c));
    g_assert_cmpuint(p[0].rings, ==, 1);
    g_assert_cmpuint(p[1].rings, ==, 1);
    g_assert_cmpuint(p[2].rings, ==, 0);
    g_assert_cmpuint(clock_next_alarm(c), ==, 300);
    clock_free(c);
}

static void test_an_alarm_for_now_does_not_hold_up_the_rest(void)
{
    struct clock *c = clock_new(CLOCK_HOLD);
    struct probe p;

    probe_init(&p, c);
    p.again = 50;
    clock_alarm_set(c, &p.alarm, 50);
    clock_advance(c, 50);
    clock_ring(c);
    g_assert_cmpuint(p.rings, ==, 1);
    g_assert_cmpuint(clock_next_alarm(c), ==, 50);
    clock_alarm_cancel(c, &p.alarm);
    clock_free(c);
}

static void test_its_moments_on_the_wall(void)
{
    struct clock *c = clock_new(CLOCK_WARP);
    uint64_t before, now, wall;

    clock_stop(c, false);
    clock_jump(c, 9000000000u);
    before = (uint64_t)g_get_monotonic_time() * 1000;
    now = clock_now(c);
    wall = clock_wall(c, now);
    g_assert_cmpuint(wall, >=, before);
    g_assert_cmpuint(wall, <, (uint64_t)g_get_monotonic_time() * 1000 + 1000);
    g_assert_cmpuint(clock_wall(c, now + 50), ==, wall + 50);
    g_assert_cmpuint(clock_wall(c, ALARM_OFF), ==, ALARM_OFF);
    clock_free(c);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/clock/starts-at-zero-and-stands",
                    test_starts_at_zero_and_stands);
    g_test_add_func("/clock/a-jump-moves-it-running-or-standing",
                    test_jump_moves_a_running_and_a_standing_clock);
    g_test_add_func("/clock/held-time-moves-only-when-told",
                    test_held_time_moves_only_when_told);
    g_test_add_func("/clock/the-earliest-alarm-comes-first",
                    test_the_earliest_alarm_comes_first);
    g_test_add_func("/clock/due-alarms-ring-once", test_due_alarms_ring_once);
    g_test_add_func("/clock/an-alarm-for-now-does-not-hold-up-the-rest",
                    test_an_alarm_for_now_does_not_hold_up_the_rest);
    g_test_add_func("/clock/its-moments-have-a-place-on-the-wall",
                    test_its_moments_on_the_wall);
    return g_test_run();
}
