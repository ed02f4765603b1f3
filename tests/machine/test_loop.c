/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_loop.c - the loop without a unit: work that is asked for, and sleeps
 * that end.  One that loses something sleeps for ever.
 */
#include <glib.h>

#include "machine/loop.h"

enum { MS = 1000000, ROUNDS = 1000 };

struct rig {
    struct loop *loop;
    struct device dev; /* what the alarm rings */
    struct alarm alarm;
    struct loop_work work, other;
    GString *order;
    unsigned left;
};

static struct rig *rig_of(struct device *dev)
{
    return (struct rig *)(void *)((char *)dev - offsetof(struct rig, dev));
}

static void setup(struct rig *r, enum clock_mode mode)
{
    *r = (struct rig){.loop = loop_new(mode), .order = g_string_new(NULL)};
}

static void teardown(struct rig *r)
{
    loop_free(r->loop);
    g_string_free(r->order, TRUE);
}

/* --- work ------------------------------------------------------------- */

static void say_b(void *far)
{
    struct rig *r = far;

    g_string_append_c(r->order, 'b');
    if (--r->left == 0)
        loop_quit(r->loop, 5);
    else
        loop_ask(r->loop, &r->work);
}

static void say_a(void *far)
{
    struct rig *r = far;

    g_string_append_c(r->order, 'a');
    loop_ask(r->loop, &r->other);
    loop_ask(r->loop, &r->other); /* once is enough */
}

static void never(void *far)
{
    (void)far;
    g_assert_not_reached();
}

static void work_in(enum clock_mode mode)
{
    struct loop_work forgotten = {.serve = never};
    struct rig r;

    setup(&r, mode);
    r.work = (struct loop_work){.serve = say_a, .far = &r};
    r.other = (struct loop_work){.serve = say_b, .far = &r};
    r.left = ROUNDS;
    loop_ask(r.loop, &forgotten);
    loop_ask(r.loop, &r.work);
    loop_forget(r.loop, &forgotten);
    g_assert_cmpint(loop_run(r.loop), ==, 5);
    g_assert_cmpuint(r.order->len, ==, 2 * ROUNDS);
    g_assert_true(g_str_has_prefix(r.order->str, "abababab"));
    teardown(&r);
}

static void test_work(void)
{
    work_in(CLOCK_REAL);
    work_in(CLOCK_WARP);
    work_in(CLOCK_HOLD);
}

/* --- sleeps ----------------------------------------------------------- */

static void ring(struct device *dev)
{
    struct rig *r = rig_of(dev);
    struct clock *c = loop_clock(r->loop);

    if (--r->left == 0)
        loop_quit(r->loop, 6);
    else
        clock_alarm_set(c, &r->alarm, clock_now(c) + 2 * MS);
}

static gboolean woken(gpointer far)
{
    g_string_append_c(((struct rig *)far)->order, '.');
    return G_SOURCE_CONTINUE;
}

/* Each sleep is interrupted, and goes on to the same moment. */
static void test_sleep(void)
{
    struct rig r;
    guint source;

    setup(&r, CLOCK_REAL);
    r.left = 20;
    alarm_init(&r.alarm, &r.dev, ring);
    clock_alarm_set(loop_clock(r.loop), &r.alarm, 2 * MS);
    source = g_timeout_add(1, woken, &r);
    g_assert_cmpint(loop_run(r.loop), ==, 6);
    g_assert_cmpuint(clock_now(loop_clock(r.loop)), >=, 40 * MS);
    g_assert_cmpuint(r.order->len, >, 0);
    g_source_remove(source);
    teardown(&r);
}

/* An alarm that is put off does not wake at its old moment for good. */
static void put_off(void *far)
{
    struct rig *r = far;
    struct clock *c = loop_clock(r->loop);

    clock_alarm_set(c, &r->alarm, clock_now(c) + 5 * MS);
}

static gboolean ask(gpointer far)
{
    struct rig *r = far;

    loop_ask(r->loop, &r->work);
    return G_SOURCE_REMOVE;
}

static void test_put_off(void)
{
    struct rig r;

    setup(&r, CLOCK_REAL);
    r.left = 3;
    r.work = (struct loop_work){.serve = put_off, .far = &r};
    alarm_init(&r.alarm, &r.dev, ring);
    clock_alarm_set(loop_clock(r.loop), &r.alarm, 3 * MS);
    g_timeout_add(1, ask, &r);
    g_assert_cmpint(loop_run(r.loop), ==, 6);
    teardown(&r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/loop/work-is-done-in-order-and-never-slept-over",
                    test_work);
    g_test_add_func("/loop/an-interrupted-sleep-ends-at-its-alarm",
                    test_sleep);
    g_test_add_func("/loop/an-alarm-that-is-put-off-rings-later",
                    test_put_off);
    return g_test_run();
}
