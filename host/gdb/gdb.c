/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gdb.c - a debugger's socket; see gdb.h. */
#define _GNU_SOURCE /* accept4(), POLLRDHUP */
#include "host/gdb/gdb.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/console/tcplisten.h"
#include "host/gdb/packet.h"
#include "host/gdb/stub.h"
#include "host/net/unixpath.h"
#include "host/report.h"

/* What waits for a debugger that doesn't read. */
enum { OUT_LIMIT = 1024 * 1024, RETRY_MS = 1000 };

struct gdb {
    int fd; /* listening */
    struct unixpath path; /* without a path for tcp: */
    guint watch;

    struct unit *unit;
    void (*kill)(void *far);
    void *far;

    int peer; /* -1: nobody is there */
    struct packets *packets;
    struct stub *stub;
    GByteArray *out;
    guint in_watch, out_watch, end;
};

/* --- listening ------------------------------------------------------------ */

static int listen_tcp(const char *address, char **why)
{
    bool open_to_all;
    char *where;
    int fd = tcplisten_open(address, &open_to_all, &where, why);

    if (fd < 0)
        return -1;
    report("gdb: target remote %s%s", where,
           open_to_all ? " (any computer can, and there is no password)" : "");
    g_free(where);
    return fd;
}

struct gdb *gdb_open(const char *spec, GError **err)
{
    struct gdb *g = g_new0(struct gdb, 1);
    char *why = NULL;

    g->peer = -1;
    g->out = g_byte_array_new();
    g->fd = g_str_has_prefix(spec, "unix:")
                ? unixpath_listen(&g->path, spec + 5, &why)
                : listen_tcp(spec + 4, &why);
    if (g->fd >= 0)
        return g;
    refuse(err, "--gdb=%s: %s", spec, why);
    g_free(why);
    gdb_free(g);
    return NULL;
}

/* --- the debugger goes ---------------------------------------------------- */

static void remove_source(guint *id)
{
    if (*id)
        g_source_remove(*id);
    *id = 0;
}

static void hang_up(struct gdb *g)
{
    remove_source(&g->in_watch);
    remove_source(&g->out_watch);
    remove_source(&g->end);
    g_clear_pointer(&g->stub, stub_free);
    g_clear_pointer(&g->packets, packet_free);
    g_byte_array_set_size(g->out, 0);
    if (g->peer >= 0)
        close(g->peer);
    g->peer = -1;
}

static gboolean on_end(gpointer far)
{
    struct gdb *g = far;

    g->end = 0;
    hang_up(g);
    return G_SOURCE_REMOVE;
}

/* Not at once: we may be in the middle of its packet. */
static void end(void *far)
{
    struct gdb *g = far;

    if (!g->end)
        g->end = g_idle_add_full(G_PRIORITY_DEFAULT, on_end, g, NULL);
}

/* --- bytes ---------------------------------------------------------------- */

static void write_some(struct gdb *g)
{
    while (g->out->len) {
        ssize_t n = send(g->peer, g->out->data, g->out->len,
                         MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno != EAGAIN)
            end(g);
        if (n <= 0)
            return;
        g_byte_array_remove_range(g->out, 0, (guint)n);
    }
}

static gboolean on_writable(gint fd, GIOCondition ready, gpointer far)
{
    struct gdb *g = far;

    (void)fd, (void)ready;
    write_some(g);
    if (g->out->len && !g->end)
        return G_SOURCE_CONTINUE;
    g->out_watch = 0;
    return G_SOURCE_REMOVE;
}

static void write_bytes(void *far, const void *bytes, size_t n)
{
    struct gdb *g = far;

    if (g->end)
        return;
    g_byte_array_append(g->out, bytes, (guint)n);
    write_some(g);
    if (g->out->len > OUT_LIMIT)
        end(g);
    else if (g->out->len && !g->out_watch && !g->end)
        g->out_watch = g_unix_fd_add(g->peer, G_IO_OUT | G_IO_HUP | G_IO_ERR,
                                     on_writable, g);
}

static gboolean on_readable(gint fd, GIOCondition ready, gpointer far)
{
    struct gdb *g = far;
    char bytes[4096];
    ssize_t n = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);

    (void)ready;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    if (n > 0) {
        packet_receive(g->packets, bytes, (size_t)n);
        return G_SOURCE_CONTINUE;
    }
    g->in_watch = 0;
    end(g);
    return G_SOURCE_REMOVE;
}

/* --- between packets and the stub ----------------------------------------- */

static void on_command(void *far, const char *text, size_t n)
{
    struct gdb *g = far;

    if (!g->end) /* else it has left, or said the last thing */
        stub_command(g->stub, text, n);
}

static void on_interrupt(void *far)
{
    stub_interrupt(((struct gdb *)far)->stub);
}

static void on_send(void *far, const char *text)
{
    packet_send(((struct gdb *)far)->packets, text);
}

static void on_stop_acks(void *far)
{
    packet_stop_acks(((struct gdb *)far)->packets);
}

static void on_kill(void *far)
{
    struct gdb *g = far;

    g->kill(g->far);
}

/* --- the debugger comes --------------------------------------------------- */

static void welcome(struct gdb *g, int fd)
{
    const struct packet_far packets = {g, on_command, on_interrupt,
                                       write_bytes};
    const struct stub_far stub = {g, on_send, on_stop_acks, on_kill, end};

    tcplisten_client(fd);
    g->peer = fd;
    g->packets = packet_new(&packets);
    g->stub = stub_new(g->unit, &stub);
    g->in_watch = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                on_readable, g);
}

static gboolean on_connection(gint fd, GIOCondition ready, gpointer far);

static gboolean listen_again(gpointer far)
{
    struct gdb *g = far;

    g->watch = g_unix_fd_add(g->fd, G_IO_IN, on_connection, g);
    return G_SOURCE_REMOVE;
}

/* Hung up, and we haven't come to read it yet. */
static bool has_gone(const struct gdb *g)
{
    struct pollfd p = {.fd = g->peer, .events = POLLRDHUP};

    return g->peer >= 0 && poll(&p, 1, 0) > 0;
}

static gboolean on_connection(gint fd, GIOCondition ready, gpointer far)
{
    struct gdb *g = far;
    int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    (void)ready;
    if (has_gone(g))
        hang_up(g);
    if (peer >= 0 && g->peer < 0)
        welcome(g, peer);
    else if (peer >= 0)
        close(peer); /* there can be only one */
    else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
        /* Out of descriptors: it waits in the queue, and we don't spin. */
        g->watch = g_timeout_add(RETRY_MS, listen_again, g);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

void gdb_serve(struct gdb *g, struct unit *unit, void (*kill)(void *far),
               void *far)
{
    g->unit = unit;
    g->kill = kill;
    g->far = far;
    listen_again(g);
}

void gdb_event(struct gdb *g, enum unit_event event)
{
    if (g && g->stub && event == UNIT_EVENT_STOP)
        stub_paused(g->stub);
}

void gdb_free(struct gdb *g)
{
    if (!g)
        return;
    hang_up(g);
    remove_source(&g->watch);
    if (g->path.path)
        unixpath_close(&g->path);
    else if (g->fd >= 0)
        close(g->fd);
    g_byte_array_free(g->out, TRUE);
    g_free(g);
}
