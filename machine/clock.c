/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clock.c - virtual time and the heap of alarms.
 *
 * In real and warp mode now = wall + offset; a jump raises the offset.  In
 * hold mode now is what clock_advance() and clock_jump() made of it.  An
 * alarm's place in the heap is kept in its slot, counted from 1, so that 0
 * means: not in the heap.
 */
#include "machine/clock.h"

#include <glib.h>
#include <time.h>

struct clock {
    enum clock_mode mode;
    bool stopped;
    uint64_t held_ns;  /* now, while stopped or in hold mode */
    uint64_t offset;   /* now - wall, modulo 2^64, otherwise */
    GPtrArray *heap;   /* of struct alarm, earliest at index 0 */
};

static uint64_t wall_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

struct clock *clock_new(enum clock_mode mode)
{
    struct clock *c = g_new0(struct clock, 1);

    c->mode = mode;
    c->heap = g_ptr_array_new();
    c->stopped = true;
    return c;
}

void clock_free(struct clock *c)
{
    g_ptr_array_free(c->heap, TRUE);
    g_free(c);
}

enum clock_mode clock_mode(const struct clock *c)
{
    return c->mode;
}

void clock_set_mode(struct clock *c, enum clock_mode mode)
{
    g_return_if_fail(c->mode != CLOCK_HOLD && mode != CLOCK_HOLD);
    c->mode = mode;
}

static bool follows_wall(const struct clock *c)
{
    return c->mode != CLOCK_HOLD && !c->stopped;
}

uint64_t clock_now(const struct clock *c)
{
    return follows_wall(c) ? wall_ns() + c->offset : c->held_ns;
}

uint64_t clock_wall(const struct clock *c, uint64_t at_ns)
{
    return at_ns == ALARM_OFF ? ALARM_OFF : at_ns - c->offset;
}

void clock_stop(struct clock *c, bool stopped)
{
    uint64_t now = clock_now(c);

    if (c->stopped == stopped)
        return;
    c->stopped = stopped;
    c->held_ns = now;
    if (!stopped)
        c->offset = now - wall_ns();
}

void clock_jump(struct clock *c, uint64_t at_ns)
{
    uint64_t now = clock_now(c);

    if (at_ns <= now)
        return;
    if (follows_wall(c))
        c->offset += at_ns - now;
    else
        c->held_ns = at_ns;
}

void clock_advance(struct clock *c, uint64_t at_ns)
{
    if (at_ns > c->held_ns)
        c->held_ns = at_ns;
}

/* --- the heap --------------------------------------------------------- */

static struct alarm *at(const struct clock *c, size_t slot)
{
    return g_ptr_array_index(c->heap, slot - 1);
}

static void put(struct clock *c, size_t slot, struct alarm *a)
{
    g_ptr_array_index(c->heap, slot - 1) = a;
    a->slot = slot;
}

static void sift_up(struct clock *c, struct alarm *a, size_t slot)
{
    while (slot > 1 && a->at_ns < at(c, slot / 2)->at_ns) {
        put(c, slot, at(c, slot / 2));
        slot /= 2;
    }
    put(c, slot, a);
}

static void sift_down(struct clock *c, struct alarm *a, size_t slot)
{
    size_t child, n = c->heap->len;

    while ((child = slot * 2) <= n) {
        if (child < n && at(c, child + 1)->at_ns < at(c, child)->at_ns)
            child++;
        if (a->at_ns <= at(c, child)->at_ns)
            break;
        put(c, slot, at(c, child));
        slot = child;
    }
    put(c, slot, a);
}

void clock_alarm_cancel(struct clock *c, struct alarm *a)
{
    size_t slot = a->slot;
    struct alarm *last;

    a->at_ns = ALARM_OFF;
    if (slot == 0)
        return;
    a->slot = 0;
    last = at(c, c->heap->len);
    g_ptr_array_set_size(c->heap, (int)c->heap->len - 1);
    if (last == a)
        return;
    sift_up(c, last, slot);
    sift_down(c, last, last->slot);
}

void clock_alarm_set(struct clock *c, struct alarm *a, uint64_t at_ns)
{
    clock_alarm_cancel(c, a);
    if (at_ns == ALARM_OFF)
        return;
    a->at_ns = at_ns;
    g_ptr_array_add(c->heap, a);
    sift_up(c, a, c->heap->len);
}

uint64_t clock_next_alarm(const struct clock *c)
{
    return c->heap->len ? at(c, 1)->at_ns : ALARM_OFF;
}

bool clock_ring(struct clock *c)
{
    uint64_t now = clock_now(c);
    bool rang = false;

    /* Bounded: a chip that sets its alarm to now again waits its turn. */
    for (guint n = c->heap->len; n > 0 && clock_next_alarm(c) <= now; n--) {
        struct alarm *a = at(c, 1);

        clock_alarm_cancel(c, a);
        a->ring(a->dev);
        rang = true;
    }
    return rang;
}
