/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stream.c - a connected stream socket that carries frames.
 *
 * Frames leave at once while the socket takes them.  What it doesn't take
 * waits in a buffer of fixed size, from which only whole frames are missing.
 */
#include "host/net/stream.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/net/deframe.h"

/* One turn of the loop: not more than a switch's queue can take. */
enum { READ_BYTES = 32 * 1024 };

/* So much leaves without waiting for the others of its turn.  Nor does the
 * first: whoever waits for it works on while the others are made. */
enum { SEND_BYTES = 32 * 1024 };

struct stream {
    int fd;
    GSource *source;
    gpointer tag; /* of fd in the source */
    struct stream_far far;
    struct stream_counts counts;
    struct deframe in;
    uint8_t *out; /* STREAM_OUT_BYTES */
    size_t out_from, out_to;
    bool wants_write;
    bool fresh; /* nothing was sent since the loop looked for events */
};

struct stream_source {
    GSource source;
    struct stream *stream;
};

const struct stream_counts *stream_counts(const struct stream *s)
{
    return &s->counts;
}

/* --- out -------------------------------------------------------------- */

/* Telling GLib costs a system call or two each time. */
static void want_write(struct stream *s, bool on)
{
    if (on == s->wants_write)
        return;
    s->wants_write = on;
    g_source_modify_unix_fd(s->source, s->tag,
                            on ? G_IO_IN | G_IO_OUT : G_IO_IN);
}

/* False: the socket takes nothing any more, ever. */
static bool flush(struct stream *s)
{
    ssize_t n = send(s->fd, s->out + s->out_from, s->out_to - s->out_from,
                     MSG_DONTWAIT | MSG_NOSIGNAL);
    bool lost = n < 0 && errno != EAGAIN && errno != EINTR;

    if (n > 0)
        s->out_from += (size_t)n;
    if (s->out_from == s->out_to)
        s->out_from = s->out_to = 0;
    want_write(s, s->out_to > 0);
    return !lost;
}

static bool make_room(struct stream *s, size_t n)
{
    if (n > STREAM_OUT_BYTES - (s->out_to - s->out_from))
        return false;
    if (n > STREAM_OUT_BYTES - s->out_to) {
        memmove(s->out, s->out + s->out_from, s->out_to - s->out_from);
        s->out_to -= s->out_from;
        s->out_from = 0;
    }
    return true;
}

void stream_send(struct stream *s, const uint8_t *frame, size_t n)
{
    const uint8_t head[DEFRAME_HEAD] = {n >> 24, n >> 16, n >> 8, n};

    if (n > DEFRAME_MAX || !make_room(s, sizeof head + n)) {
        s->counts.lost++;
        return;
    }
    memcpy(s->out + s->out_to, head, sizeof head);
    memcpy(s->out + s->out_to + sizeof head, frame, n);
    s->out_to += sizeof head + n;
    s->counts.out++;
    if (!s->wants_write &&
        (s->fresh || s->out_to - s->out_from >= SEND_BYTES))
        flush(s);
    s->fresh = false;
}

/* --- in --------------------------------------------------------------- */

static void got_frame(void *far, const uint8_t *frame, size_t n)
{
    struct stream *s = far;

    s->counts.in++;
    s->far.frame(s->far.far, frame, n);
}

/* False: the stream has ended. */
static bool read_some(struct stream *s)
{
    uint8_t data[READ_BYTES];
    ssize_t n = recv(s->fd, data, sizeof data, MSG_DONTWAIT);

    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    return n > 0 && deframe(&s->in, data, (size_t)n, got_frame, s);
}

static gboolean dispatch(GSource *source, GSourceFunc func, gpointer data)
{
    struct stream *s = ((struct stream_source *)source)->stream;
    GIOCondition ready = g_source_query_unix_fd(source, s->tag);

    (void)func;
    (void)data;
    if (((ready & G_IO_OUT) && !flush(s)) ||
        ((ready & ~G_IO_OUT) && !read_some(s)))
        s->far.closed(s->far.far); /* frees s */
    return G_SOURCE_CONTINUE;
}

/* Before the loop looks for events: what was sent since it did last.  If the
 * socket is broken, dispatch() will find the same and say so. */
static void send_gathered(struct stream *s)
{
    if (s->out_to > s->out_from && !s->wants_write)
        flush(s);
}

static gboolean prepare(GSource *source, gint *timeout_ms)
{
    struct stream *s = ((struct stream_source *)source)->stream;

    *timeout_ms = -1;
    send_gathered(s);
    s->fresh = true;
    return FALSE;
}

static GSourceFuncs source_funcs = {.prepare = prepare, .dispatch = dispatch};

struct stream *stream_new(int fd, const struct stream_far *far)
{
    struct stream *s = g_new0(struct stream, 1);

    g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    s->fd = fd;
    s->far = *far;
    s->out = g_malloc(STREAM_OUT_BYTES);
    s->source = g_source_new(&source_funcs, sizeof(struct stream_source));
    /* Spares GLib taking descriptors out and in around each call. */
    g_source_set_can_recurse(s->source, TRUE);
    ((struct stream_source *)s->source)->stream = s;
    g_source_set_name(s->source, "frames over a stream");
    s->tag = g_source_add_unix_fd(s->source, fd, G_IO_IN);
    g_source_attach(s->source, NULL);
    return s;
}

void stream_free(struct stream *s)
{
    if (!s)
        return;
    send_gathered(s);
    g_source_destroy(s->source);
    g_source_unref(s->source);
    close(s->fd);
    g_free(s->out);
    g_free(s);
}
