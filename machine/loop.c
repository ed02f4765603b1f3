/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * loop.c - events, alarms, processor slices, in turn; and what to do when
 * every processor waits.  See loop.h.
 */
#include "machine/loop.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "machine/kicker.h"
#include "machine/loop_units.h"
#include "machine/unit.h"

enum {
    SLICE_NS = 1000000,        /* wall; events are looked at this often */
    GRAIN_NS = 20000,          /* wall; no slice ends earlier for an alarm */
    HOLD_TURN_NS = 100000,     /* virtual; units of one process take turns */
    QUIET_NS = 50 * 1000000,   /* wall; what warp waits for outside traffic */
    SOON_NS = 50000,           /* wall; loop_kick_soon() */
    EVENTS_AT_ONCE = 64,
};

struct loop {
    struct clock *clock;
    const struct trace *trace;
    GPtrArray *units;
    struct kicker *kicker;
    struct unit *volatile running; /* read by the kicker's signal handler */
    uint64_t slice_until_ns;       /* virtual */
    bool soon;                     /* the slice was shortened to SOON_NS */
    guint rounds;                  /* of slices on the wall */

    /* Under a held clock units take turns: each in order runs through the
     * same stretch of virtual time, in as many slices as the wall makes of
     * it, before the next one does. */
    bool in_turn;
    guint turn_unit;    /* whose turn it is */
    uint64_t turn_ns;   /* where the turn began; it ends at slice_until_ns */

    int timer; /* timerfd that ends a sleep */
    uint64_t timer_ns; /* wall; when it rings; ALARM_OFF: not at all */
    GSource *timer_source;
    bool slept_long; /* the last time: longer than a slice */

    GQueue work; /* struct loop_work */
    bool looked; /* nothing ran since the last look at events */

    bool outside;        /* there was outside traffic since .. */
    uint64_t outside_ns; /* .. this wall time, when some was found */
    unsigned pins;

    bool held;   /* a hold run is under way */
    uint64_t hold_until_ns;
    void (*reached)(void *far);
    void *reached_far;

    bool quit;
    int status;
};

static uint64_t wall_ns(void)
{
    return (uint64_t)g_get_monotonic_time() * 1000;
}

static void kick_running(void *loop)
{
    struct unit *u = ((struct loop *)loop)->running;

    if (u)
        unit_kick(u);
}

static gboolean woke(gint fd, GIOCondition condition, gpointer far)
{
    struct loop *l = far;
    uint64_t times;

    (void)condition;
    l->timer_ns = ALARM_OFF;
    while (read(fd, &times, sizeof times) < 0 && errno == EINTR)
        continue;
    return G_SOURCE_CONTINUE;
}

struct loop *loop_new(enum clock_mode mode)
{
    struct loop *l = g_new0(struct loop, 1);

    l->clock = clock_new(mode);
    l->units = g_ptr_array_new();
    l->kicker = kicker_new(kick_running, l);
    g_queue_init(&l->work);
    l->timer_ns = ALARM_OFF;
    l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (!l->kicker || l->timer < 0)
        g_error("no timer to be had: %s", g_strerror(errno));
    l->timer_source = g_unix_fd_source_new(l->timer, G_IO_IN);
    /* Spares GLib taking the descriptor out and in around each call. */
    g_source_set_can_recurse(l->timer_source, TRUE);
    g_source_set_callback(l->timer_source, G_SOURCE_FUNC(woke), l, NULL);
    g_source_attach(l->timer_source, NULL);
    return l;
}

void loop_free(struct loop *l)
{
    g_source_destroy(l->timer_source);
    g_source_unref(l->timer_source);
    close(l->timer);
    kicker_free(l->kicker);
    g_ptr_array_free(l->units, TRUE);
    clock_free(l->clock);
    g_free(l);
}

struct clock *loop_clock(struct loop *l)
{
    return l->clock;
}

void loop_set_trace(struct loop *l, const struct trace *trace)
{
    l->trace = trace;
}

const struct trace *loop_trace(const struct loop *l)
{
    return l->trace;
}

/* --- what others tell the loop ---------------------------------------- */

void loop_add(struct loop *l, struct unit *u)
{
    g_ptr_array_add(l->units, u);
    loop_units_changed(l);
}

void loop_remove(struct loop *l, struct unit *u)
{
    g_ptr_array_remove(l->units, u);
    loop_units_changed(l);
}

/* Time stands still while every unit is frozen. */
static bool all_frozen(const struct loop *l)
{
    for (guint i = 0; i < l->units->len; i++)
        if (!unit_is_frozen(g_ptr_array_index(l->units, i)))
            return false;
    return l->units->len > 0;
}

void loop_units_changed(struct loop *l)
{
    clock_stop(l->clock, all_frozen(l));
    loop_kick(l);
}

void loop_alarm_moved(struct loop *l, uint64_t at_ns)
{
    uint64_t now;

    if (!l->running || at_ns >= l->slice_until_ns)
        return;
    l->slice_until_ns = at_ns;
    now = clock_now(l->clock);
    if (clock_mode(l->clock) == CLOCK_HOLD || at_ns <= now)
        loop_kick(l);
    else
        kicker_arm(l->kicker, MAX(at_ns - now, (uint64_t)GRAIN_NS));
}

void loop_ask(struct loop *l, struct loop_work *work)
{
    if (work->asked)
        return;
    work->asked = true;
    g_queue_push_tail(&l->work, work);
}

void loop_forget(struct loop *l, struct loop_work *work)
{
    if (work->asked)
        g_queue_remove(&l->work, work);
    work->asked = false;
}

void loop_kick(struct loop *l)
{
    if (l->running)
        unit_kick(l->running);
}

void loop_kick_soon(struct loop *l)
{
    if (!l->running || l->soon)
        return;
    l->soon = true;
    if (clock_mode(l->clock) == CLOCK_HOLD)
        loop_kick(l);
    else
        kicker_arm(l->kicker, SOON_NS);
}

void loop_quit(struct loop *l, int status)
{
    if (!l->quit)
        l->status = status;
    l->quit = true;
    loop_kick(l);
}

void loop_note_outside(struct loop *l)
{
    l->outside = true;
}

void loop_pin_to_wall(struct loop *l, bool on)
{
    l->pins += on ? 1u : -1u;
}

bool loop_hold_until(struct loop *l, uint64_t until_ns,
                     void (*reached)(void *far), void *far)
{
    if (clock_mode(l->clock) != CLOCK_HOLD || l->held ||
        until_ns < clock_now(l->clock))
        return false;
    l->held = true;
    l->hold_until_ns = until_ns;
    l->reached = reached;
    l->reached_far = far;
    return true;
}

/* --- slices ----------------------------------------------------------- */

static void run_unit(struct loop *l, struct unit *u)
{
    l->running = u;
    l->soon = false;
    l->looked = false;
    unit_slice(u, l->turn_ns, l->slice_until_ns);
    l->running = NULL;
}

/* Another one is the first each time: an alarm that comes while it runs leaves
 * a grain to the others. */
static bool run_on_wall(struct loop *l)
{
    bool ran = false;
    guint first = l->rounds++, n = l->units->len;

    for (guint i = 0; i < n && !l->quit; i++) {
        struct unit *u = g_ptr_array_index(l->units, (first + i) % n);
        uint64_t now = clock_now(l->clock), next = clock_next_alarm(l->clock);

        if (!unit_is_busy(u))
            continue;
        l->slice_until_ns = next;
        kicker_arm(l->kicker, next > now + GRAIN_NS
                                  ? MIN(next - now, (uint64_t)SLICE_NS)
                                  : GRAIN_NS);
        run_unit(l, u);
        ran = true;
    }
    return ran;
}

static void begin_turn(struct loop *l)
{
    uint64_t now = clock_now(l->clock), end = l->hold_until_ns;

    end = MIN(end, clock_next_alarm(l->clock));
    if (l->units->len > 1)
        end = MIN(end, now + HOLD_TURN_NS);
    l->in_turn = true;
    l->turn_unit = 0;
    l->turn_ns = now;
    l->slice_until_ns = end;
}

static bool has_turn(const struct loop *l, const struct unit *u)
{
    return unit_is_busy(u) &&
           unit_held_now(u, l->turn_ns) < l->slice_until_ns;
}

static bool run_held(struct loop *l)
{
    bool ran = false;

    if (!l->in_turn && l->held && clock_now(l->clock) < l->hold_until_ns)
        begin_turn(l);
    while (l->in_turn && !l->quit) {
        struct unit *u;

        if (l->turn_unit >= l->units->len) {
            l->in_turn = false;
            break;
        }
        u = g_ptr_array_index(l->units, l->turn_unit);
        if (has_turn(l, u)) {
            kicker_arm(l->kicker, SLICE_NS);
            run_unit(l, u);
            ran = true;
        }
        if (has_turn(l, u))
            break; /* kicked: events first, then it goes on */
        l->turn_unit++;
    }
    return ran;
}

static bool run_units(struct loop *l)
{
    return clock_mode(l->clock) == CLOCK_HOLD ? run_held(l) : run_on_wall(l);
}

/* --- waiting ---------------------------------------------------------- */

/* Setting a timer is dear: in a virtual machine it leaves the guest. */
static void set_timer(struct loop *l, uint64_t at_ns)
{
    struct itimerspec t = {0};

    if (at_ns == l->timer_ns)
        return;
    l->timer_ns = at_ns;
    if (at_ns != ALARM_OFF) {
        t.it_value.tv_sec = (time_t)(at_ns / 1000000000u);
        t.it_value.tv_nsec = (long)(at_ns % 1000000000u);
    }
    timerfd_settime(l->timer, TFD_TIMER_ABSTIME, &t, NULL);
}

/* Until an event, or until this moment on the wall.  The kicker goes on while
 * frames come and go: it is needed again before it rings. */
static void sleep_until(struct loop *l, uint64_t at_ns)
{
    uint64_t began = wall_ns();

    if (l->slept_long)
        kicker_disarm(l->kicker);
    set_timer(l, at_ns);
    g_main_context_iteration(NULL, TRUE);
    l->slept_long = wall_ns() - began >= SLICE_NS / 2;
    l->looked = clock_mode(l->clock) == CLOCK_REAL;
}

static void wait_on_wall(struct loop *l, uint64_t next_ns)
{
    sleep_until(l, clock_wall(l->clock, next_ns));
}

static void wait_warping(struct loop *l, uint64_t next_ns)
{
    uint64_t quiet;

    if (l->outside)
        l->outside_ns = wall_ns();
    l->outside = false;
    quiet = wall_ns() - l->outside_ns;
    if (next_ns == ALARM_OFF || l->pins)
        wait_on_wall(l, next_ns);
    else if (l->outside_ns && quiet < QUIET_NS)
        sleep_until(l, MIN(l->outside_ns + QUIET_NS,
                           clock_wall(l->clock, next_ns)));
    else
        clock_jump(l->clock, next_ns);
}

static void wait_holding(struct loop *l, uint64_t next_ns)
{
    if (!l->held) {
        sleep_until(l, ALARM_OFF);
        return;
    }
    clock_jump(l->clock, MIN(next_ns, l->hold_until_ns));
    if (clock_now(l->clock) < l->hold_until_ns ||
        clock_next_alarm(l->clock) <= clock_now(l->clock))
        return;
    l->held = false;
    l->reached(l->reached_far);
}

static void wait_idle(struct loop *l)
{
    uint64_t next = clock_next_alarm(l->clock);

    if (all_frozen(l))
        sleep_until(l, ALARM_OFF);
    else if (clock_mode(l->clock) == CLOCK_HOLD)
        wait_holding(l, next);
    else if (clock_mode(l->clock) == CLOCK_WARP)
        wait_warping(l, next);
    else
        wait_on_wall(l, next);
}

static bool do_work(struct loop *l)
{
    guint n = l->work.length;

    for (guint i = n; i > 0 && l->work.length > 0; i--) {
        struct loop_work *work = g_queue_pop_head(&l->work);

        work->asked = false;
        work->serve(work->far);
    }
    return n > 0;
}

/* What was asked for, then what happened on this computer, and what that asked
 * for.  On the wall one look is enough, if it made no work: GLib serves only
 * the sources of the highest priority at a time.  Where time may be jumped
 * over or counts exactly, it goes on until nothing happens. */
static bool serve_events(struct loop *l)
{
    bool on_wall = clock_mode(l->clock) == CLOCK_REAL;
    unsigned n = 0;
    bool served, worked;

    do {
        served = do_work(l);
        if (!l->looked)
            served |= g_main_context_iteration(NULL, FALSE);
        l->looked = false;
        worked = do_work(l);
        served |= worked;
    } while (++n < EVENTS_AT_ONCE && (on_wall ? worked : served));
    return n > 1 || served;
}

static bool any_busy(const struct loop *l)
{
    for (guint i = 0; i < l->units->len; i++)
        if (unit_is_busy(g_ptr_array_index(l->units, i)))
            return true;
    return false;
}

/* After a slice on the wall: is there anything to do at once?  What a processor
 * just sent is often answered soon; a look costs less than getting ready for a
 * long sleep, and a short one needs no getting ready. */
static bool goes_on(struct loop *l, bool ran)
{
    if (any_busy(l))
        return true;
    if (ran && l->slept_long && serve_events(l)) {
        l->looked = true;
        return true;
    }
    do_work(l);
    return any_busy(l);
}

/* One round: events, alarms, a slice for each unit, a rest.  Time is jumped
 * over only after a round in which nothing at all happened; a sleep on the
 * wall serves whatever comes, so it needs no such round. */
static void one_round(struct loop *l)
{
    bool served = serve_events(l), rang, ran;

    if (l->quit)
        return;
    /* Where the wall ends a slice must not count when the clock is held: no
     * alarm rings in the midst of a turn, and what alarms set off is served
     * before any code runs. */
    rang = !l->in_turn && clock_ring(l->clock);
    if (rang && clock_mode(l->clock) == CLOCK_HOLD)
        serve_events(l);
    ran = run_units(l);
    if (clock_mode(l->clock) == CLOCK_REAL ? goes_on(l, ran)
                                           : served || rang || ran)
        return;
    if (!l->quit && l->work.length == 0)
        wait_idle(l);
}

int loop_run(struct loop *l)
{
    loop_units_changed(l);
    while (!l->quit)
        one_round(l);
    return l->status;
}
