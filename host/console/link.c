/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.c - whoever is at the other end of a descriptor; see link.h. */
#define _GNU_SOURCE /* POLLRDHUP */
#include "host/console/link.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

#include "host/disk/fdready.h"

enum {
    READ_AHEAD = 65536, /* then the peer has to wait for the unit */
    PIECE = 4096,
    /* A peer that makes us answer and doesn't read: no more is read of it. */
    WIRE_LIMIT = 65536,
};

static void unwatch(guint *watch)
{
    if (*watch)
        g_source_remove(*watch);
    *watch = 0;
}

void link_down(struct link *l)
{
    int fd = l->fd;

    if (fd < 0)
        return;
    unwatch(&l->in_watch);
    unwatch(&l->out_watch);
    g_byte_array_set_size(l->wire, 0);
    l->fd = -1;
    l->console->heard = false;
    l->verbs->gone(l->console, fd);
    console_flush_soon(l->console); /* what was queued is lost now */
}

/* --- in ------------------------------------------------------------------ */

static bool wants_more(const struct link *l)
{
    return l->fd >= 0 && !l->ended && l->wire->len < WIRE_LIMIT &&
           console_queued(l->console) < READ_AHEAD;
}

/* The peer types no more; whether it has gone altogether, poll() knows of most
 * descriptors, and of the others the next write(). */
static void end_of_input(struct link *l)
{
    l->ended = true;
    l->console->heard = false;
    if (l->deaf || fd_ready(l->fd, 0, 0)) /* POLLHUP, POLLERR */
        link_down(l);
}

/* False: nothing to be had now, or ever again. */
static bool read_some(struct link *l)
{
    uint8_t buf[PIECE];
    ssize_t n;

    do
        n = read(l->fd, buf, sizeof buf);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno == EAGAIN)
        return false;
    if (n < 0) {
        link_down(l);
        return false;
    }
    if (n == 0) {
        end_of_input(l);
        return false;
    }
    console_heard(l->console);
    l->verbs->take(l->console, buf, (size_t)n);
    return true;
}

static gboolean on_readable(gint fd, GIOCondition cond, gpointer far)
{
    struct link *l = far;

    (void)fd;
    if (l->ended && cond & (G_IO_HUP | G_IO_ERR)) {
        l->in_watch = 0;
        link_down(l);
        return G_SOURCE_REMOVE;
    }
    read_some(l);
    console_feed(l->console);
    if (!l->in_watch)
        return G_SOURCE_REMOVE;
    if (wants_more(l))
        return G_SOURCE_CONTINUE;
    l->in_watch = 0;
    link_read_on(l); /* for its hanging up, if it has ended */
    return G_SOURCE_REMOVE;
}

void link_read_on(struct link *l)
{
    GIOCondition what = l->ended ? 0 : G_IO_IN;

    if (!l->in_watch && l->fd >= 0 && (l->ended || wants_more(l)))
        l->in_watch = g_unix_fd_add_full(G_PRIORITY_HIGH, l->fd,
                                         what | G_IO_HUP | G_IO_ERR,
                                         on_readable, l, NULL);
}

void link_catch_up(struct link *l)
{
    while (wants_more(l) && read_some(l))
        ;
}

/* It may have hung up before we came to read it, or while the unit takes
 * nothing and so we read nothing: its descriptor tells. */
void link_yield(struct link *l)
{
    if (l->fd >= 0 && !l->ended && fd_ready(l->fd, POLLRDHUP, 0))
        while (l->fd >= 0 && !l->ended && read_some(l))
            ;
    console_feed(l->console);
    if (l->ended)
        link_down(l);
}

/* --- out ----------------------------------------------------------------- */

/* Who pastes and goes at once has left bytes to be read. */
static void end_of_output(struct link *l)
{
    l->deaf = true;
    g_byte_array_set_size(l->wire, 0);
    if (l->ended)
        link_down(l);
    else
        link_read_on(l);
}

static gboolean on_writable(gint fd, GIOCondition cond, gpointer far)
{
    struct link *l = far;

    (void)fd, (void)cond;
    l->out_watch = 0;
    link_say(l, NULL, 0);
    console_flush(l->console);
    link_read_on(l);
    return G_SOURCE_REMOVE;
}

/* False: something is left. */
static bool empty_wire(struct link *l)
{
    while (l->wire->len) {
        ssize_t n = write(l->fd, l->wire->data, l->wire->len);

        if (n > 0) {
            g_byte_array_remove_range(l->wire, 0, (guint)n);
        } else if (n == 0 || errno == EAGAIN) {
            if (!l->out_watch)
                l->out_watch = g_unix_fd_add_full(
                    G_PRIORITY_HIGH, l->fd, G_IO_OUT | G_IO_HUP | G_IO_ERR,
                    on_writable, l, NULL);
            return false;
        } else if (errno != EINTR) {
            end_of_output(l);
            return true;
        }
    }
    return true;
}

size_t link_write(struct link *l, const uint8_t *bytes, size_t n)
{
    if (l->fd < 0 || l->deaf)
        return n; /* as a cable that ends in the air */
    if (!empty_wire(l))
        return 0;
    n = MIN(n, (size_t)PIECE);
    if (l->fd < 0 || l->deaf)
        return n;
    if (l->verbs->encode)
        l->verbs->encode(l->console, bytes, n, l->wire);
    else
        g_byte_array_append(l->wire, bytes, (guint)n);
    empty_wire(l);
    return n;
}

void link_say(struct link *l, const void *bytes, size_t n)
{
    if (l->fd < 0 || l->deaf)
        return;
    g_byte_array_append(l->wire, bytes, (guint)n);
    empty_wire(l);
}

void link_wait(struct link *l, int ms)
{
    if (l->fd >= 0)
        fd_ready(l->fd, POLLOUT, ms);
}

/* --- life ---------------------------------------------------------------- */

void link_init(struct link *l, struct console *c,
               const struct link_verbs *verbs)
{
    l->console = c;
    l->verbs = verbs;
    l->fd = -1;
    l->wire = g_byte_array_new();
}

void link_up(struct link *l, int fd)
{
    l->fd = fd;
    l->ended = l->deaf = false;
    link_read_on(l);
    console_arrive(l->console);
}

void link_clear(struct link *l)
{
    if (!l->wire)
        return;
    g_byte_array_free(l->wire, TRUE);
    l->wire = NULL;
}
