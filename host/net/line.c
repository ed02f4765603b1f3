/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line.c - a bad line for practice: loses frames and makes them late.
 */
#include "host/net/line.h"

#include <glib.h>
#include <string.h>

#define MILLION UINT32_C(1000000)

struct late {
    uint64_t due_ns;
    enum line_way way;
    size_t n;
    uint8_t data[];
};

struct line {
    struct device dev; /* an alarm rings a device; this one has no board */
    struct alarm alarm;
    struct loop *loop;
    struct line_settings settings;
    struct line_ends ends;
    uint64_t dice; /* xorshift64, Marsaglia 2003 */
    GQueue under_way;
    size_t bytes;
};

/* --- settings --------------------------------------------------------- */

/* A decimal number of at most three places and what follows it. */
static bool number(const char *text, double *value, const char **rest)
{
    char *end;

    if (!g_ascii_isdigit(text[0]))
        return false;
    if (strspn(text, "0123456789.") > 9)
        return false;
    *value = g_ascii_strtod(text, &end);
    *rest = end;
    /* strtod() also reads exponents and hexadecimal numbers. */
    return (size_t)(end - text) == strspn(text, "0123456789.");
}

bool line_set_loss(struct line_settings *s, const char *value, char **why)
{
    const char *unit;
    double percent;

    if (!number(value, &percent, &unit) || strcmp(unit, "%") != 0 ||
        percent > 100) {
        *why = g_strdup("loss is a share of the frames, from 0% to 100%");
        return false;
    }
    s->loss_ppm = (uint32_t)(percent * 10000 + 0.5);
    return true;
}

bool line_set_delay(struct line_settings *s, const char *value, char **why)
{
    static const struct {
        const char *name;
        double ns;
    } units[] = {{"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
    const char *unit;
    double count;

    if (number(value, &count, &unit))
        for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
            if (strcmp(unit, units[i].name) == 0 &&
                count * units[i].ns <= 10e9) {
                s->delay_ns = (uint64_t)(count * units[i].ns + 0.5);
                return true;
            }
    *why = g_strdup("delay is a time with its unit, from 0ms to 10s");
    return false;
}

/* --- the line --------------------------------------------------------- */

static bool lost(struct line *l)
{
    l->dice ^= l->dice << 13;
    l->dice ^= l->dice >> 7;
    l->dice ^= l->dice << 17;
    return (l->dice >> 20) % MILLION < l->settings.loss_ppm;
}

static void arrive(struct line *l, enum line_way way, const uint8_t *frame,
                   size_t n)
{
    if (way == LINE_IN)
        l->ends.in(l->ends.far, frame, n);
    else
        l->ends.out(l->ends.far, frame, n);
}

static void set_alarm(struct line *l)
{
    const struct late *next = g_queue_peek_head(&l->under_way);

    if (next)
        clock_alarm_set(loop_clock(l->loop), &l->alarm, next->due_ns);
}

static void ring(struct device *dev)
{
    struct line *l = (struct line *)dev;
    uint64_t now_ns = clock_now(loop_clock(l->loop));
    const struct late *next;

    while ((next = g_queue_peek_head(&l->under_way)) &&
           next->due_ns <= now_ns) {
        struct late *f = g_queue_pop_head(&l->under_way);

        l->bytes -= f->n;
        arrive(l, f->way, f->data, f->n);
        g_free(f);
    }
    set_alarm(l);
}

void line_send(struct line *l, enum line_way way, const uint8_t *frame,
               size_t n)
{
    struct late *f;

    if (l->settings.loss_ppm && lost(l))
        return;
    if (!l->settings.delay_ns) {
        arrive(l, way, frame, n);
        return;
    }
    if (n > LINE_BYTES - l->bytes)
        return;
    f = g_malloc(sizeof *f + n);
    f->due_ns = clock_now(loop_clock(l->loop)) + l->settings.delay_ns;
    f->way = way;
    f->n = n;
    memcpy(f->data, frame, n);
    l->bytes += n;
    g_queue_push_tail(&l->under_way, f);
    if (l->under_way.length == 1)
        set_alarm(l);
}

struct line *line_new(struct loop *loop, const struct line_settings *settings,
                      uint64_t number, const struct line_ends *ends)
{
    struct line *l = g_new0(struct line, 1);

    l->loop = loop;
    l->settings = *settings;
    l->ends = *ends;
    l->dice = (settings->seed + number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    l->dice = l->dice ? l->dice : 1;
    alarm_init(&l->alarm, &l->dev, ring);
    g_queue_init(&l->under_way);
    return l;
}

void line_free(struct line *l)
{
    if (!l)
        return;
    clock_alarm_cancel(loop_clock(l->loop), &l->alarm);
    g_queue_clear_full(&l->under_way, g_free);
    g_free(l);
}
