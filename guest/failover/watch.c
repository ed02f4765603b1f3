/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.c - interfaces: hellos, links, the four tests (docs/failover.md). */
#include "guest/failover/parts.h"

enum {
    FIRST_HELLO_MS = 150000,
    LINK_MS = 30000,
    STEP_MS = 5000,
    STATIONS = 10,
};

/* The first, the link, is looked at all the time. */
enum { STEP_ACTIVITY = 2, STEP_ARP, STEP_PING };

static void turn(struct failover *f, unsigned i,
                 enum failover_interface_state state)
{
    struct failover_watch *w = &f->watch[i];

    if (w->state == state)
        return;
    w->state = state;
    w->since = f->now;
}

void watch_start(struct failover *f)
{
    for (unsigned i = 0; i < FAILOVER_INTERFACES; i++) {
        struct failover_watch *w = &f->watch[i];

        w->step = 0;
        turn(f, i, !w->used ? FAILOVER_IF_SHUT : !w->link
                       ? FAILOVER_IF_LINK_DOWN : FAILOVER_IF_WAITING);
        w->since = f->now;
    }
}

/* As the command channel an interface is not among those that are watched. */
static bool watched(const struct failover *f, unsigned i)
{
    return f->watch[i].used && !(f->set.lan && i == f->set.lan_interface);
}

static void wait(struct failover *f, unsigned i)
{
    turn(f, i, FAILOVER_IF_WAITING);
    failover_tell(f, FAILOVER_EV_WAITING, i);
}

void watch_set(struct failover *f, unsigned i, bool used, bool link)
{
    struct failover_watch *w = &f->watch[i];
    bool was_up = w->used && w->link, up = used && link;

    if (i >= FAILOVER_INTERFACES || (w->used == used && w->link == link))
        return;
    w->used = used;
    w->link = link;
    if (!used) {
        turn(f, i, FAILOVER_IF_SHUT);
    } else if (!link) {
        turn(f, i, FAILOVER_IF_LINK_DOWN);
        if (was_up)
            failover_tell(f, FAILOVER_EV_LINK_DOWN, i);
    } else if (up && !was_up) {
        failover_tell(f, FAILOVER_EV_LINK_UP, i);
        wait(f, i);
    }
}

void watch_hello(struct failover *f, unsigned i)
{
    struct failover_watch *w = &f->watch[i];

    if (!w->used || !w->link || w->state == FAILOVER_IF_NORMAL)
        return;
    if (w->state == FAILOVER_IF_TESTING && f->judging)
        return;
    turn(f, i, FAILOVER_IF_NORMAL);
    failover_tell(f, FAILOVER_EV_NORMAL, i);
}

/* The mate is gone: what was known of each waits for a hello again. */
void watch_wait_all(struct failover *f)
{
    for (unsigned i = 0; i < f->self.interfaces; i++) {
        if (f->watch[i].used && f->watch[i].link &&
            f->watch[i].state != FAILOVER_IF_WAITING)
            wait(f, i);
    }
}

/* --- tests ------------------------------------------------------------- */

static void step(struct failover *f, unsigned i, unsigned which)
{
    struct failover_watch *w = &f->watch[i];

    w->step = which;
    w->since = f->now;
    w->nth = 0;
    w->mark = f->ops->received(f->ops->far, i);
    if (which == STEP_ARP && !f->ops->arp(f->ops->far, i, 0))
        w->step = STEP_PING;
    if (w->step == STEP_PING)
        f->ops->ping(f->ops->far, i);
}

static void begin_test(struct failover *f, unsigned i)
{
    turn(f, i, FAILOVER_IF_TESTING);
    failover_tell(f, FAILOVER_EV_TESTING, i);
    step(f, i, STEP_ACTIVITY); /* there is a link */
}

static void end_test(struct failover *f, unsigned i, bool passed)
{
    f->watch[i].passed = passed;
    turn(f, i, passed ? FAILOVER_IF_NORMAL : FAILOVER_IF_FAILED);
    failover_tell(f, passed ? FAILOVER_EV_PASSED : FAILOVER_EV_TEST_FAILED,
                  i);
}

/* Who has a link where the other one has none is the better one. */
static bool mate_lacks_link(const struct failover *f, unsigned i)
{
    return f->mate.session && !f->mate.silent &&
           i < f->mate.hello.interfaces && !f->mate.hello.interface[i].link;
}

static void test_tick(struct failover *f, unsigned i)
{
    struct failover_watch *w = &f->watch[i];

    if (f->ops->received(f->ops->far, i) != w->mark ||
        mate_lacks_link(f, i)) {
        end_test(f, i, true);
    } else if (f->now - w->since < STEP_MS) {
        return;
    } else if (w->step == STEP_ACTIVITY) {
        step(f, i, STEP_ARP);
    } else if (w->step == STEP_ARP && ++w->nth < STATIONS &&
               f->ops->arp(f->ops->far, i, w->nth)) {
        w->since = f->now;
    } else if (w->step == STEP_ARP) {
        step(f, i, STEP_PING);
    } else {
        end_test(f, i, false);
    }
}

void watch_test_all(struct failover *f)
{
    for (unsigned i = 0; i < f->self.interfaces; i++) {
        f->watch[i].passed = false;
        if (watched(f, i) && f->watch[i].link)
            begin_test(f, i);
    }
}

/* --- time -------------------------------------------------------------- */

/* Is the mate there, and only this interface silent? */
static bool lost(const struct failover *f, unsigned i)
{
    const struct failover_watch *w = &f->watch[i];
    uint64_t heard = f->mate.heard[i];
    uint32_t limit = talk_silence(f);

    if (!f->mate.session || f->mate.silent)
        return false;
    if (w->state == FAILOVER_IF_WAITING)
        return f->now - w->since >= FIRST_HELLO_MS;
    return f->now - (heard > w->since ? heard : w->since) >= limit;
}

static void look(struct failover *f, unsigned i)
{
    struct failover_watch *w = &f->watch[i];
    uint32_t limit = 2 * talk_poll(f);

    switch (w->state) {
    case FAILOVER_IF_TESTING:
        test_tick(f, i);
        break;
    case FAILOVER_IF_LINK_DOWN:
        if (watched(f, i) &&
            f->now - w->since >= (limit < LINK_MS ? limit : LINK_MS))
            end_test(f, i, false);
        break;
    case FAILOVER_IF_WAITING:
    case FAILOVER_IF_NORMAL:
    case FAILOVER_IF_FAILED:
        if (!watched(f, i) || !w->link || !lost(f, i))
            break;
        if (w->state == FAILOVER_IF_NORMAL)
            failover_tell(f, FAILOVER_EV_LOST, i);
        begin_test(f, i);
        break;
    default:
        break;
    }
}

void watch_tick(struct failover *f)
{
    for (unsigned i = 0; i < f->self.interfaces; i++)
        look(f, i);
}

/* --- judgement --------------------------------------------------------- */

unsigned watch_bad(const struct failover *f)
{
    unsigned bad = 0;

    for (unsigned i = 0; i < f->self.interfaces; i++)
        bad += f->watch[i].state == FAILOVER_IF_FAILED;
    return bad;
}

bool watch_testing(const struct failover *f)
{
    for (unsigned i = 0; i < f->self.interfaces; i++) {
        if (f->watch[i].state == FAILOVER_IF_TESTING)
            return true;
    }
    return false;
}

bool watch_any_link(const struct failover *f)
{
    bool any = false;

    for (unsigned i = 0; i < f->self.interfaces; i++) {
        if (watched(f, i) && f->watch[i].link)
            return true;
        any |= watched(f, i);
    }
    return !any;
}

bool watch_any_passed(const struct failover *f)
{
    for (unsigned i = 0; i < f->self.interfaces; i++) {
        if (watched(f, i) && f->watch[i].passed)
            return true;
    }
    return false;
}
