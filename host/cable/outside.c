/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outside.c - a failover cable to another process; see outside.h. */
#define _GNU_SOURCE /* accept4(), POLLRDHUP */
#include "host/cable/outside.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/cable/wire.h"
#include "host/net/unixpath.h"
#include "host/report.h"

enum {
    RETRY_S = 1,
    ANSWER_MS = 1000, /* so long a new mate may take to say that it is busy */
};

struct outside {
    char *path;
    struct outside_far far;
    struct cable_end mine;
    struct unixpath listener; /* fd -1: we do not listen */
    GSource *on_accept;
    guint retry; /* timeout: to meet a mate, or to accept one; 0: none */
    bool told;   /* that both ends are taken */

    int fd; /* the mate; -1: nobody */
    GSource *on_input, *on_output;
    struct cable_wire wire;
    bool heard; /* it has said what its end is like */
    GByteArray *out;
    unsigned ahead; /* bytes sent that were not acknowledged */
    unsigned here;  /* bytes that came and were not */
    bool held; /* our unit's transmitter waits */
};

static bool meet(struct outside *o, char **why);

/* --- sources ------------------------------------------------------------- */

static GSource *watch(int fd, GIOCondition what, GUnixFDSourceFunc func,
                      struct outside *o)
{
    GSource *s = g_unix_fd_source_new(fd, what);

    g_source_set_callback(s, G_SOURCE_FUNC(func), o, NULL);
    g_source_attach(s, NULL);
    return s;
}

static void drop(GSource **s)
{
    if (*s) {
        g_source_destroy(*s);
        g_source_unref(*s);
    }
    *s = NULL;
}

/* --- the mate goes ------------------------------------------------------- */

static gboolean on_retry(gpointer far)
{
    struct outside *o = far;
    g_autofree char *why = NULL;

    if (!meet(o, &why))
        return G_SOURCE_CONTINUE;
    o->retry = 0;
    return G_SOURCE_REMOVE;
}

static void retry_later(struct outside *o)
{
    if (!o->retry)
        o->retry = g_timeout_add_seconds(RETRY_S, on_retry, o);
}

static void hang_up(struct outside *o)
{
    drop(&o->on_input);
    drop(&o->on_output);
    if (o->fd >= 0)
        close(o->fd);
    o->fd = -1;
    o->held = o->heard = false;
    o->ahead = o->here = 0;
    g_byte_array_set_size(o->out, 0);
}

static void mate_goes(struct outside *o)
{
    g_autofree char *why = NULL;

    bool was_mate = o->heard;

    hang_up(o);
    o->far.gone(o->far.far);
    /* Whoever connected has to find another mate; at once, if that was one. */
    if (o->listener.fd < 0 && !(was_mate && meet(o, &why)))
        retry_later(o);
}

/* --- bytes --------------------------------------------------------------- */

static gboolean on_output(gint fd, GIOCondition condition, gpointer far);

static void flush(struct outside *o)
{
    ssize_t n = 0;

    while (o->fd >= 0 && o->out->len) {
        n = send(o->fd, o->out->data, o->out->len, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        g_byte_array_remove_range(o->out, 0, (guint)n);
    }
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        /* Its end of the stream says the same. */
        g_byte_array_set_size(o->out, 0);
        return;
    }
    if (o->out->len && !o->on_output)
        o->on_output = watch(o->fd, G_IO_OUT, on_output, o);
}

static gboolean on_output(gint fd, GIOCondition condition, gpointer far)
{
    struct outside *o = far;

    (void)fd, (void)condition;
    drop(&o->on_output);
    flush(o);
    return G_SOURCE_REMOVE;
}

static void on_end(void *far, const struct cable_end *end)
{
    struct outside *o = far;

    o->heard = true;
    o->told = false;
    o->far.end(o->far.far, end);
}

static bool on_data(void *far, uint8_t byte)
{
    struct outside *o = far;

    if (o->here++ >= CABLE_WIRE_AHEAD)
        return false;
    o->far.data(o->far.far, byte);
    return true;
}

static bool on_taken(void *far, unsigned n)
{
    struct outside *o = far;

    if (n > o->ahead)
        return false;
    o->ahead -= n;
    if (o->held && o->ahead < CABLE_WIRE_AHEAD / 2) {
        o->held = false;
        o->far.ready(o->far.far);
    }
    return true;
}

static void on_busy(void *far)
{
    struct outside *o = far;

    if (!o->told)
        report("%s: both ends of this failover cable are taken; this one "
               "leads nowhere until one is free", o->path);
    o->told = true;
}

static gboolean on_input(gint fd, GIOCondition condition, gpointer far)
{
    struct outside *o = far;
    const struct cable_wire_far hears = {o, on_end, on_data, on_taken, on_busy};
    uint8_t bytes[512];
    ssize_t n = recv(fd, bytes, sizeof bytes, 0);

    (void)condition;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n <= 0 || !cable_wire_take(&o->wire, bytes, (size_t)n, &hears)) {
        mate_goes(o);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

void outside_taken(struct outside *o, size_t n)
{
    /* Of those that came before the mate was another one, nobody hears. */
    n = MIN(n, o->here);
    o->here -= (unsigned)n;
    if (!n || o->fd < 0)
        return;
    cable_wire_put_taken(o->out, n);
    flush(o);
}

/* --- the mate comes ------------------------------------------------------ */

static void say_hello(GByteArray *to)
{
    g_byte_array_append(to, (const guint8 *)CABLE_WIRE_HELLO,
                        sizeof CABLE_WIRE_HELLO - 1);
}

static void begin(struct outside *o, int fd)
{
    o->fd = fd;
    memset(&o->wire, 0, sizeof o->wire);
    say_hello(o->out);
    cable_wire_put_end(o->out, &o->mine);
    flush(o);
    o->on_input = watch(fd, G_IO_IN, on_input, o);
}

static void turn_away(int fd)
{
    static const char busy[] = CABLE_WIRE_HELLO "B";

    if (send(fd, busy, sizeof busy - 1, MSG_NOSIGNAL) < 0)
        errno = 0; /* then it finds out by our hanging up */
    close(fd);
}

/* And we haven't come to read it yet. */
static bool has_hung_up(const struct outside *o)
{
    struct pollfd p = {.fd = o->fd, .events = POLLRDHUP};

    return o->fd >= 0 && poll(&p, 1, 0) > 0;
}

static gboolean on_accept(gint fd, GIOCondition condition, gpointer far);

static void await_mate(struct outside *o)
{
    o->on_accept = watch(o->listener.fd, G_IO_IN, on_accept, o);
}

static gboolean on_accept_again(gpointer far)
{
    struct outside *o = far;

    o->retry = 0;
    await_mate(o);
    return G_SOURCE_REMOVE;
}

static gboolean on_accept(gint fd, GIOCondition condition, gpointer far)
{
    struct outside *o = far;
    int mate = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    (void)condition;
    if (mate >= 0 && has_hung_up(o))
        mate_goes(o);
    if (mate >= 0 && o->fd >= 0)
        turn_away(mate);
    else if (mate >= 0)
        begin(o, mate);
    if (mate >= 0 || (errno != EMFILE && errno != ENFILE))
        return G_SOURCE_CONTINUE;
    /* Out of descriptors: it waits in the queue, and we don't spin. */
    drop(&o->on_accept);
    o->retry = g_timeout_add_seconds(RETRY_S, on_accept_again, o);
    return G_SOURCE_REMOVE;
}

static bool call(struct outside *o)
{
    int fd = unixpath_connect(o->path);

    if (fd >= 0)
        begin(o, fd);
    return fd >= 0;
}

/* Connects to who listens, or listens, unless somebody began to in between. */
static bool meet(struct outside *o, char **why)
{
    if (call(o))
        return true;
    if (unixpath_listen(&o->listener, o->path, why) < 0)
        return call(o);
    await_mate(o);
    return true;
}

/* Whether who answered there has no place for us. */
static bool is_taken(int fd)
{
    static const char busy[] = CABLE_WIRE_HELLO "B";
    char got[sizeof busy];
    struct pollfd p = {.fd = fd, .events = POLLIN};

    for (int i = 0; i < ANSWER_MS / 10; i++) {
        ssize_t n;

        if (poll(&p, 1, 10) <= 0)
            continue;
        n = recv(fd, got, sizeof busy - 1, MSG_PEEK);
        if (n == 0 || n == sizeof busy - 1)
            return n && !memcmp(got, busy, sizeof busy - 1);
    }
    return false;
}

struct outside *outside_open(const char *path, const struct cable_end *mine,
                             const struct outside_far *far, GError **err)
{
    struct outside *o = g_new0(struct outside, 1);
    g_autofree char *why = NULL;
    bool ok;

    o->path = g_strdup(path);
    o->mine = *mine;
    o->far = *far;
    o->fd = o->listener.fd = -1;
    o->out = g_byte_array_new();
    ok = meet(o, &why);
    if (!ok)
        refuse(err, "--failover-cable: %s", why);
    else if (o->fd >= 0 && is_taken(o->fd))
        ok = refuse(err, "--failover-cable: both ends of %s are taken; name "
                         "another path for another cable", path);
    if (ok)
        return o;
    outside_free(o);
    return NULL;
}

void outside_free(struct outside *o)
{
    hang_up(o);
    drop(&o->on_accept);
    if (o->listener.fd >= 0)
        unixpath_close(&o->listener);
    if (o->retry)
        g_source_remove(o->retry);
    g_byte_array_free(o->out, TRUE);
    g_free(o->path);
    g_free(o);
}

/* --- from our unit ------------------------------------------------------- */

void outside_tell(struct outside *o, const struct cable_end *mine)
{
    o->mine = *mine;
    if (o->fd < 0)
        return;
    cable_wire_put_end(o->out, mine);
    flush(o);
}

void outside_send(struct outside *o, uint8_t byte)
{
    if (o->fd < 0)
        return;
    o->ahead++;
    cable_wire_put_data(o->out, byte);
    if (!o->on_output)
        o->on_output = watch(o->fd, G_IO_OUT, on_output, o);
}

bool outside_takes(struct outside *o)
{
    o->held = o->fd >= 0 && o->ahead >= CABLE_WIRE_AHEAD;
    return !o->held;
}
