/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stream.c - see stream.h. */
#include "guest/runtime/wire/stream.h"

#include "guest/i386/cpu.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/wire/interfaces.h"

/* How often stop() is asked. */
#define SLICE (CLOCK_SECONDS(1) / 4)

static void wake(void *far)
{
    struct stream *s = far;

    thread_signal(&s->event);
}

static bool fail(struct stream *s, const char *why)
{
    if (!s->why)
        s->why = why;
    return false;
}

/* What there is to wait for is looked at by the caller, again and again. */
static bool rest(struct stream *s, uint32_t seen, uint64_t began)
{
    uint32_t flags;

    if (s->stop && s->stop(s->far))
        return fail(s, STR_COPY_STOPPED);
    if (clock_coarse() - began >= CLOCK_SECONDS(s->patience_s))
        return fail(s, s->conn->state == CONN_OPENING ? STR_COPY_TIMED_OUT
                                                      : STR_COPY_STALLED);
    flags = cpu_save();
    if (s->event.signals == seen)
        thread_wait(&s->event, clock_coarse() + SLICE);
    cpu_restore(flags);
    return true;
}

bool stream_open(struct stream *s, uint32_t ip, uint16_t port)
{
    uint64_t began = clock_coarse();

    s->why = NULL;
    s->conn = conn_open(ip, port, wake, s);
    if (!s->conn)
        return fail(s, STR_COPY_NO_WAY);
    interfaces_kick();
    for (;;) {
        uint32_t seen = s->event.signals;

        if (s->conn->state == CONN_FAILED)
            return fail(s, s->conn->reset ? STR_COPY_REFUSED
                                          : STR_COPY_TIMED_OUT);
        if (s->conn->state != CONN_OPENING)
            return true;
        if (!rest(s, seen, began))
            return false;
    }
}

void stream_take(struct stream *s, struct conn *conn)
{
    s->why = NULL;
    s->conn = conn;
    conn_on_change(conn, wake, s);
}

bool stream_write(struct stream *s, const void *from, size_t n)
{
    const uint8_t *at = from;
    uint64_t began = clock_coarse();

    while (n && !s->why) {
        uint32_t seen = s->event.signals;
        size_t some = conn_write(s->conn, at, n);

        at += some;
        n -= some;
        if (some) {
            interfaces_kick();
            began = clock_coarse();
        } else if (s->conn->state == CONN_FAILED) {
            fail(s, STR_COPY_BROKEN);
        } else if (!rest(s, seen, began)) {
            break;
        }
    }
    return !s->why;
}

size_t stream_read(struct stream *s, void *to, size_t n)
{
    uint64_t began = clock_coarse();

    while (!s->why) {
        uint32_t seen = s->event.signals;
        int got = conn_read(s->conn, to, n);

        if (got > 0) {
            interfaces_kick();
            return (size_t)got;
        }
        if (got < 0) {
            if (s->conn->state == CONN_FAILED)
                fail(s, STR_COPY_BROKEN);
            return 0;
        }
        rest(s, seen, began);
    }
    return 0;
}

void stream_close(struct stream *s)
{
    if (!s->conn)
        return;
    if (s->why)
        conn_abort(s->conn);
    else
        conn_close(s->conn);
    s->conn = NULL;
    interfaces_kick();
}
