/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * segment.c - one Ethernet broadcast domain: a switch and its plugs.
 *
 * It has no spanning tree: cables laid in a ring flood, as they would with a
 * cheap switch.
 */
#include "host/net/segment.h"

#include <glib.h>
#include <string.h>

#include "host/net/mactable.h"

enum { HEADER_BYTES = 14 };

struct plug {
    struct segment *segment;
    uint64_t id;             /* never used twice: frames outlive plugs */
    enum plug_role role;
    struct plug_far far;
    struct line *line; /* NULL: a perfect one */
    bool carrier;
    GQueue waiting; /* struct frame: the far end has no place for them */
    size_t waiting_bytes;
};

struct frame {
    uint64_t from; /* plug id */
    uint64_t since_ns; /* waiting: for its far end */
    size_t n;
    uint8_t data[];
};

struct segment {
    struct loop *loop;
    char *unit, *part; /* its name; NULL: has none yet */
    struct loop_work work;
    GPtrArray *plugs; /* struct plug, in the order they came */
    unsigned slow;    /* of them: neither the unit's nor prompt */
    GQueue queue;     /* struct frame */
    size_t queued;    /* bytes */
    uint64_t last_id;
    bool admin;
    bool told; /* what the unit was last told about its link */
    struct segment_counts counts;
    struct mactable stations;
};

static uint64_t now(const struct segment *s)
{
    return clock_now(loop_clock(s->loop));
}

/* --- tracing ---------------------------------------------------------- */

void segment_set_name(struct segment *s, const char *unit, const char *part)
{
    g_free(s->unit);
    g_free(s->part);
    s->unit = g_strdup(unit);
    s->part = g_strdup(part);
}

static void __attribute__((format(printf, 2, 3)))
say(const struct segment *s, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    trace_say(loop_trace(s->loop), now(s), s->unit ? s->unit : "segment",
              s->part ? s->part : "-", fmt, ap);
    va_end(ap);
}

static void say_frame(const struct plug *p, const uint8_t *data, size_t n,
                      const char *fate)
{
    static const char *const who[] = {
        [PLUG_UNIT] = "unit",
        [PLUG_INSIDE] = "process",
        [PLUG_OUTSIDE] = "outside",
        [PLUG_MONITOR] = "monitor",
    };

    if (!trace_has(loop_trace(p->segment->loop), TRACE_NET) ||
        n < HEADER_BYTES)
        return;
    say(p->segment,
        "%u bytes, type %02x%02x, %02x%02x.%02x%02x.%02x%02x to "
        "%02x%02x.%02x%02x.%02x%02x, from the %s%s",
        (unsigned)n, data[12], data[13], data[6], data[7], data[8], data[9],
        data[10], data[11], data[0], data[1], data[2], data[3], data[4],
        data[5], who[p->role], fate);
}

/* --- link ------------------------------------------------------------- */

bool segment_link(const struct segment *s)
{
    if (!s->admin)
        return false;
    for (guint i = 0; i < s->plugs->len; i++) {
        const struct plug *p = s->plugs->pdata[i];

        if (p->carrier && (p->role == PLUG_INSIDE || p->role == PLUG_OUTSIDE))
            return true;
    }
    return false;
}

static void tell_link(struct segment *s)
{
    bool up = segment_link(s);

    if (up == s->told)
        return;
    s->told = up;
    for (guint i = 0; i < s->plugs->len; i++) {
        struct plug *p = s->plugs->pdata[i];

        if (p->role == PLUG_UNIT && p->far.link)
            p->far.link(p->far.far, up);
    }
}

void segment_set_admin(struct segment *s, bool up)
{
    s->admin = up;
    tell_link(s);
}

bool segment_admin(const struct segment *s)
{
    return s->admin;
}

void plug_set_carrier(struct plug *p, bool up)
{
    p->carrier = up;
    if (!up)
        mactable_forget(&p->segment->stations, p->id);
    tell_link(p->segment);
}

/* A pulled unit hears and says nothing; so does a plug without carrier. */
static bool connected(const struct plug *p)
{
    if (p->role == PLUG_UNIT)
        return segment_link(p->segment);
    return p->role == PLUG_MONITOR || p->carrier;
}

/* --- into the switch -------------------------------------------------- */

static void learn(struct plug *p, const uint8_t *data, size_t n)
{
    struct segment *s = p->segment;

    if (!(data[6] & 1))
        mactable_learn(&s->stations, data + 6, p->id, now(s));
    s->counts.frames++;
    s->counts.bytes += n;
}

static void enqueue(void *far, const uint8_t *data, size_t n)
{
    struct plug *p = far;
    struct segment *s = p->segment;
    size_t padded = MAX(n, SEGMENT_FRAME_MIN);
    struct frame *f;

    if (s->queue.length >= SEGMENT_QUEUE_FRAMES ||
        padded > SEGMENT_QUEUE_BYTES - s->queued) {
        s->counts.overflow++;
        say_frame(p, data, n, ": lost, too many wait");
        return;
    }
    say_frame(p, data, n, "");
    f = g_malloc(sizeof *f + padded);
    f->from = p->id;
    f->n = padded;
    memcpy(f->data, data, n);
    memset(f->data + n, 0, padded - n);
    learn(p, data, padded);
    g_queue_push_tail(&s->queue, f);
    s->queued += padded;
    loop_ask(s->loop, &s->work);
    loop_kick(s->loop);
}

static void forward(struct segment *s, uint64_t from, const uint8_t *data,
                    size_t n);

/* A frame goes past the queue if nothing stands in it and nobody who gets it
 * answers before we are back: a unit does so when its processor runs. */
static bool pass_through(struct plug *p, const uint8_t *data, size_t n)
{
    struct segment *s = p->segment;

    if (s->slow || s->queue.length || n < SEGMENT_FRAME_MIN)
        return false;
    say_frame(p, data, n, "");
    learn(p, data, n);
    forward(s, p->id, data, n);
    return true;
}

void plug_send(struct plug *p, const uint8_t *frame, size_t n)
{
    struct segment *s = p->segment;

    if (n < HEADER_BYTES || n > SEGMENT_FRAME_MAX) {
        s->counts.bad_size++;
        say_frame(p, frame, n, ": lost, of no size");
        return;
    }
    if (p->role == PLUG_MONITOR || !connected(p)) {
        s->counts.no_link++;
        say_frame(p, frame, n, ": lost, no link");
        return;
    }
    if (p->role == PLUG_OUTSIDE)
        loop_note_outside(s->loop);
    if (p->line)
        line_send(p->line, LINE_IN, frame, n);
    else if (!pass_through(p, frame, n))
        enqueue(p, frame, n);
}

/* --- out of the switch ------------------------------------------------ */

static bool takes(const struct plug *p)
{
    return !p->far.takes || p->far.takes(p->far.far);
}

static void wait_for_place(struct plug *p, const uint8_t *data, size_t n)
{
    struct frame *f;

    if (p->waiting.length >= SEGMENT_QUEUE_FRAMES ||
        n > SEGMENT_QUEUE_BYTES - p->waiting_bytes) {
        p->segment->counts.overflow++;
        return;
    }
    f = g_malloc(sizeof *f + n);
    f->since_ns = now(p->segment);
    f->n = n;
    memcpy(f->data, data, n);
    g_queue_push_tail(&p->waiting, f);
    p->waiting_bytes += n;
}

/* A chip on a wire would have lost what has waited long; here it is not to
 * lose what came while another process had this computer. */
static void give_waiting(struct plug *p)
{
    while (p->waiting.length && takes(p)) {
        struct frame *f = g_queue_pop_head(&p->waiting);

        p->waiting_bytes -= f->n;
        if (now(p->segment) - f->since_ns > SEGMENT_PATIENCE_NS)
            p->segment->counts.overflow++;
        else if (connected(p))
            p->far.deliver(p->far.far, f->data, f->n);
        g_free(f);
    }
}

void plug_ready(struct plug *p)
{
    if (!p->waiting.length)
        return;
    loop_ask(p->segment->loop, &p->segment->work);
    loop_kick(p->segment->loop);
}

static void hand_over(void *far, const uint8_t *frame, size_t n)
{
    struct plug *p = far;

    if (!connected(p))
        return;
    if (p->role == PLUG_OUTSIDE)
        loop_note_outside(p->segment->loop);
    if (p->waiting.length)
        give_waiting(p);
    if (p->waiting.length || !takes(p))
        wait_for_place(p, frame, n);
    else
        p->far.deliver(p->far.far, frame, n);
}

static void emit(struct plug *p, const uint8_t *data, size_t n)
{
    if (p->line && p->role != PLUG_MONITOR)
        line_send(p->line, LINE_OUT, data, n);
    else
        hand_over(p, data, n);
}

static void forward(struct segment *s, uint64_t from, const uint8_t *data,
                    size_t n)
{
    uint64_t only =
        data[0] & 1 ? 0 : mactable_find(&s->stations, data, now(s));

    if (only == 0)
        s->counts.flooded++;
    else if (only == from)
        s->counts.filtered++;
    for (guint i = 0; i < s->plugs->len; i++) {
        struct plug *p = s->plugs->pdata[i];

        if (p->id != from &&
            (only == 0 || only == p->id || p->role == PLUG_MONITOR))
            emit(p, data, n);
    }
}

/* Only what was queued before: answers wait for the next round, so that others
 * get their turn. */
static void serve(void *segment)
{
    struct segment *s = segment;
    guint n = s->queue.length;

    for (guint i = 0; i < s->plugs->len; i++)
        give_waiting(s->plugs->pdata[i]);
    while (n-- > 0) {
        struct frame *f = g_queue_pop_head(&s->queue);

        s->queued -= f->n;
        forward(s, f->from, f->data, f->n);
        g_free(f);
    }
    if (s->queue.length)
        loop_ask(s->loop, &s->work);
}

/* --- plugging --------------------------------------------------------- */

static bool is_slow(const struct plug *p)
{
    return p->role != PLUG_UNIT && (!p->far.prompt || p->line);
}

struct plug *segment_plug(struct segment *s, enum plug_role role,
                          const struct plug_far *far,
                          const struct line_settings *line)
{
    struct plug *p = g_new0(struct plug, 1);

    p->segment = s;
    p->id = ++s->last_id;
    p->role = role;
    p->far = *far;
    p->carrier = role == PLUG_UNIT;
    if (line && line_impairs(line)) {
        const struct line_ends ends = {p, enqueue, hand_over};

        p->line = line_new(s->loop, line, p->id, &ends);
    }
    g_queue_init(&p->waiting);
    g_ptr_array_add(s->plugs, p);
    s->slow += is_slow(p);
    return p;
}

static void plug_destroy(struct plug *p)
{
    g_queue_clear_full(&p->waiting, g_free);
    line_free(p->line);
    g_free(p);
}

void segment_unplug(struct plug *p)
{
    struct segment *s = p->segment;

    mactable_forget(&s->stations, p->id);
    s->slow -= is_slow(p);
    g_ptr_array_remove(s->plugs, p);
    plug_destroy(p);
    tell_link(s);
}

struct segment *segment_new(struct loop *loop)
{
    struct segment *s = g_new0(struct segment, 1);

    s->loop = loop;
    s->admin = true;
    s->plugs = g_ptr_array_new();
    g_queue_init(&s->queue);
    s->work = (struct loop_work){.serve = serve, .far = s};
    return s;
}

void segment_free(struct segment *s)
{
    if (!s)
        return;
    loop_forget(s->loop, &s->work);
    for (guint i = 0; i < s->plugs->len; i++)
        plug_destroy(s->plugs->pdata[i]);
    g_ptr_array_free(s->plugs, TRUE);
    g_queue_clear_full(&s->queue, g_free);
    g_free(s->unit);
    g_free(s->part);
    g_free(s);
}

const struct segment_counts *segment_counts(const struct segment *s)
{
    return &s->counts;
}
