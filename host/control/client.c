/* SPDX-License-Identifier: GPL-2.0-or-later */
/* client.c - a connection to the control socket: one conversation. */
#include "host/control/client.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/control/qmp.h"

/* A client that sends but doesn't read is hung up on past so much. */
enum { OUT_LIMIT = 1024 * 1024 };

struct client {
    int fd;
    struct qmp *qmp;
    GByteArray *out;
    guint in_watch, out_watch;
    guint end; /* the idle source that tells `gone` */
    void (*gone)(void *far, struct client *);
    void *far;
};

/* --- the end ------------------------------------------------------------- */

static gboolean on_end(gpointer far)
{
    struct client *c = far;

    c->end = 0;
    c->gone(c->far, c);
    return G_SOURCE_REMOVE;
}

/* Not at once: the conversation may be in the middle of a command. */
static void end(struct client *c)
{
    if (!c->end)
        c->end = g_idle_add_full(G_PRIORITY_DEFAULT, on_end, c, NULL);
}

/* --- out ----------------------------------------------------------------- */

static void write_some(struct client *c)
{
    while (c->out->len) {
        ssize_t n = send(c->fd, c->out->data, c->out->len,
                         MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno != EAGAIN)
            end(c);
        if (n <= 0)
            return;
        g_byte_array_remove_range(c->out, 0, (guint)n);
    }
}

static gboolean on_writable(gint fd, GIOCondition cond, gpointer far)
{
    struct client *c = far;

    (void)fd, (void)cond;
    write_some(c);
    if (c->out->len && !c->end)
        return G_SOURCE_CONTINUE;
    c->out_watch = 0;
    return G_SOURCE_REMOVE;
}

static void on_line(void *far, const char *line, size_t n)
{
    struct client *c = far;

    if (c->end)
        return;
    g_byte_array_append(c->out, (const guint8 *)line, (guint)n);
    write_some(c);
    if (c->out->len > OUT_LIMIT)
        end(c);
    else if (c->out->len && !c->out_watch && !c->end)
        c->out_watch = g_unix_fd_add(c->fd, G_IO_OUT | G_IO_HUP | G_IO_ERR,
                                     on_writable, c);
}

/* --- in ------------------------------------------------------------------ */

static gboolean on_readable(gint fd, GIOCondition cond, gpointer far)
{
    struct client *c = far;
    char buf[4096];
    ssize_t n = recv(fd, buf, sizeof buf, MSG_DONTWAIT);

    (void)cond;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n > 0)
        qmp_receive(c->qmp, buf, (size_t)n);
    else
        end(c);
    if (!c->end && !qmp_waits(c->qmp))
        return G_SOURCE_CONTINUE;
    c->in_watch = 0;
    return G_SOURCE_REMOVE;
}

static void read_on(struct client *c)
{
    if (!c->in_watch && !c->end)
        c->in_watch = g_unix_fd_add(c->fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                    on_readable, c);
}

static void on_ready(void *far)
{
    read_on(far);
}

/* --- life ---------------------------------------------------------------- */

struct client *client_new(int fd, struct control_unit *on,
                          void (*gone)(void *far, struct client *), void *far)
{
    struct client *c = g_new0(struct client, 1);
    const struct qmp_far qmp_far = {c, on_line, on_ready};

    c->fd = fd;
    c->out = g_byte_array_new();
    c->gone = gone;
    c->far = far;
    c->qmp = qmp_new(on, &qmp_far);
    read_on(c);
    return c;
}

void client_free(struct client *c)
{
    guint sources[] = {c->in_watch, c->out_watch, c->end};

    write_some(c);
    sources[2] = c->end; /* write_some() may have found a dead socket */
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
        if (sources[i])
            g_source_remove(sources[i]);
    qmp_free(c->qmp);
    close(c->fd);
    g_byte_array_free(c->out, TRUE);
    g_free(c);
}

void client_event(struct client *c, const char *event, JsonObject *data)
{
    qmp_event(c->qmp, event, data);
}
