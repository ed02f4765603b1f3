/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * log.c - see log.h.
 *
 * Buffer and queue are rings of bytes.  An entry of the queue is two bytes
 * length, one each for level and places, then the text.
 */
#include "guest/log/log.h"

#include <stdarg.h>

#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { ENTRY_HEAD = 4, WAITING = 1 << LOG_CONSOLE | 1 << LOG_MONITOR |
                                 1 << LOG_TRAP };

struct ring {
    uint8_t *bytes;
    size_t room, first, used;
};

static uint8_t buffer_bytes[LOG_BUFFER_BYTES], queue_bytes[LOG_QUEUE_BYTES];
static struct ring buffer = {buffer_bytes, sizeof buffer_bytes, 0, 0};
static uint64_t buffer_gone; /* bytes that were in the buffer */
static struct ring queue = {queue_bytes, sizeof queue_bytes, 0, 0};
static struct log_owner owner;
static struct log_figures figures;
static bool blocked;

/* --- rings ------------------------------------------------------------- */

static void ring_put(struct ring *r, const void *from, size_t n)
{
    const uint8_t *p = from;

    for (size_t i = 0; i < n; i++)
        r->bytes[(r->first + r->used++) % r->room] = p[i];
}

static void ring_peek(const struct ring *r, size_t at, void *to, size_t n)
{
    uint8_t *p = to;

    for (size_t i = 0; i < n; i++)
        p[i] = r->bytes[(r->first + at + i) % r->room];
}

static void ring_drop(struct ring *r, size_t n)
{
    r->first = (r->first + n) % r->room;
    r->used -= n;
}

/* --- the buffer -------------------------------------------------------- */

static void forget(size_t n)
{
    ring_drop(&buffer, n);
    buffer_gone += n;
}

/* Whole lines make room for a new one. */
static void forget_line(void)
{
    uint8_t c = 0;

    while (buffer.used && c != '\n') {
        ring_peek(&buffer, 0, &c, 1);
        forget(1);
    }
}

static void keep(const char *text, size_t n)
{
    while (buffer.room - buffer.used < n + 1)
        forget_line();
    ring_put(&buffer, text, n);
    ring_put(&buffer, "\n", 1);
    figures.logged[LOG_BUFFERED]++;
}

bool log_buffer_line(uint64_t *at, char to[LOG_LINE_MAX + 1])
{
    size_t n = 0;
    char c = 0;

    if (*at < buffer_gone)
        *at = buffer_gone;
    if (*at >= log_buffer_end())
        return false;
    while (c != '\n' && *at < log_buffer_end()) {
        ring_peek(&buffer, (size_t)(*at - buffer_gone), &c, 1);
        ++*at;
        if (c != '\n' && n < LOG_LINE_MAX)
            to[n++] = c;
    }
    to[n] = '\0';
    return true;
}

uint64_t log_buffer_end(void)
{
    return buffer_gone + buffer.used;
}

void log_buffer_clear(void)
{
    forget(buffer.used);
}

/* --- the queue --------------------------------------------------------- */

static void enqueue(const char *text, size_t n, unsigned level,
                    unsigned places)
{
    uint8_t head[ENTRY_HEAD] = {(uint8_t)n, (uint8_t)(n >> 8),
                                (uint8_t)level, (uint8_t)places};
    uint32_t most = owner.settings->queue;

    if ((most && figures.waiting >= most) ||
        queue.room - queue.used < ENTRY_HEAD + n) {
        figures.dropped++;
        return;
    }
    ring_put(&queue, head, sizeof head);
    ring_put(&queue, text, n);
    if (++figures.waiting > figures.most_waiting)
        figures.most_waiting = figures.waiting;
    owner.wake();
}

bool log_take(struct log_entry *e)
{
    uint8_t head[ENTRY_HEAD];
    size_t n;

    if (!queue.used)
        return false;
    ring_peek(&queue, 0, head, sizeof head);
    ring_drop(&queue, sizeof head);
    n = head[0] | (size_t)head[1] << 8;
    ring_peek(&queue, 0, e->text, n);
    ring_drop(&queue, n);
    e->text[n] = '\0';
    e->level = head[2];
    e->places = head[3];
    figures.waiting--;
    for (unsigned i = 0; i < LOG_PLACES; i++)
        figures.logged[i] += e->places >> i & 1;
    return true;
}

/* --- messages ---------------------------------------------------------- */

/* False: it is not wanted. */
static bool apply_change(const struct log_settings *s, unsigned number,
                         unsigned *level)
{
    for (unsigned i = 0; i < s->changes; i++) {
        const struct log_change *c = &s->change[i];

        if (c->number != number)
            continue;
        if (c->level != LOG_NEVER)
            *level = c->level;
        return !c->off;
    }
    return true;
}

/* Set of 1 << enum log_to. */
static unsigned places_of(const struct log_settings *s, unsigned level)
{
    unsigned places = 0;

    for (unsigned i = 0; i < LOG_PLACES; i++) {
        if (s->level[i] != LOG_NEVER && level <= s->level[i])
            places |= 1u << i;
    }
    return places;
}

void log_write(unsigned number, unsigned level, const char *fmt, ...)
{
    const struct log_settings *s = owner.settings;
    char text[LOG_LINE_MAX + 1], time[32];
    unsigned places;
    int n = 0;
    va_list ap;

    if (!s || !s->on || !apply_change(s, number, &level))
        return;
    places = places_of(s, level);
    if (!places)
        return;
    if (s->timestamp) {
        owner.time(time, sizeof time);
        n = format(text, sizeof text, "%s: ", time);
    }
    n += format(text + n, sizeof text - (size_t)n, "%%PIX-%u-%u: ", level,
                number);
    va_start(ap, fmt);
    n += format_v(text + n, sizeof text - (size_t)n, fmt, ap);
    va_end(ap);
    if (n > LOG_LINE_MAX)
        n = LOG_LINE_MAX;
    if (places & 1u << LOG_BUFFERED)
        keep(text, (size_t)n);
    if (places & WAITING)
        enqueue(text, (size_t)n, level, places & WAITING);
}

/* --- the rest ---------------------------------------------------------- */

void log_setup(const struct log_owner *o)
{
    owner = *o;
}

const struct log_figures *log_figures(void)
{
    return &figures;
}

bool log_blocks_connections(void)
{
    return blocked;
}

void log_block_connections(bool yes)
{
    if (yes && !blocked)
        log_message(201008);
    blocked = yes;
}
