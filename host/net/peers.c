/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peers.c - listen:PATH and connect:PATH, frames over Unix sockets.
 *
 * QEMU's -netdev stream speaks the same: each frame behind its length.  Every
 * peer of listen: is a plug of its own, so peers also reach each other.  There
 * is no version, no greeting and no authority but the file's permissions.
 */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/net/port.h"
#include "host/net/stream.h"
#include "host/net/unixpath.h"

struct settings {
    char *path;
};

static bool set_path(void *settings, const char *argument, char **why)
{
    struct settings *s = settings;

    return port_set_socket_path(&s->path, argument, why);
}

static void clear(void *settings)
{
    g_free(((struct settings *)settings)->path);
}

/* --- a peer: a stream and its plug ------------------------------------ */

struct peer {
    struct stream *stream;
    struct plug *plug;
    void (*gone)(struct peer *); /* frees it */
    void *owner;
};

static void peer_deliver(void *far, const uint8_t *frame, size_t n)
{
    stream_send(((struct peer *)far)->stream, frame, n);
}

static void peer_frame(void *far, const uint8_t *frame, size_t n)
{
    plug_send(((struct peer *)far)->plug, frame, n);
}

static void peer_closed(void *far)
{
    struct peer *peer = far;

    peer->gone(peer);
}

static struct peer *peer_new(int fd, const struct port_place *place,
                             void (*gone)(struct peer *), void *owner)
{
    struct peer *peer = g_new0(struct peer, 1);
    const struct plug_far plug = {
        .far = peer, .deliver = peer_deliver, .prompt = true};
    const struct stream_far stream = {peer, peer_frame, peer_closed};

    peer->gone = gone;
    peer->owner = owner;
    peer->stream = stream_new(fd, &stream);
    peer->plug =
        segment_plug(place->segment, PLUG_OUTSIDE, &plug, place->line);
    plug_set_carrier(peer->plug, true);
    return peer;
}

static void peer_free(void *data)
{
    struct peer *peer = data;

    segment_unplug(peer->plug);
    stream_free(peer->stream);
    g_free(peer);
}

/* --- listen: ---------------------------------------------------------- */

struct listener {
    struct port_place place;
    struct unixpath file;
    guint source; /* watching it, or waiting to do so again */
    GPtrArray *peers;
};

static void listener_lost(struct peer *peer)
{
    struct listener *l = peer->owner;

    g_ptr_array_remove(l->peers, peer);
}

static gboolean accept_peer(gint fd, GIOCondition ready, gpointer data);

static gboolean listen_again(gpointer data)
{
    struct listener *l = data;

    l->source = g_unix_fd_add(l->file.fd, G_IO_IN, accept_peer, l);
    return G_SOURCE_REMOVE;
}

static gboolean accept_peer(gint fd, GIOCondition ready, gpointer data)
{
    struct listener *l = data;
    int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    (void)ready;
    if (peer >= 0) {
        g_ptr_array_add(l->peers,
                        peer_new(peer, &l->place, listener_lost, l));
        return G_SOURCE_CONTINUE;
    }
    if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
        return G_SOURCE_CONTINUE;
    /* Out of descriptors: the caller waits in the queue, and we don't spin. */
    l->source = g_timeout_add_seconds(1, listen_again, l);
    return G_SOURCE_REMOVE;
}

static void *listen_open(const void *settings, const struct port_place *place,
                         char **why)
{
    const struct settings *s = settings;
    struct listener *l = g_new0(struct listener, 1);

    l->place = *place;
    if (unixpath_listen(&l->file, s->path, why) < 0) {
        g_free(l);
        return NULL;
    }
    l->peers = g_ptr_array_new_with_free_func(peer_free);
    l->source = g_unix_fd_add(l->file.fd, G_IO_IN, accept_peer, l);
    return l;
}

static void listen_close(void *port)
{
    struct listener *l = port;

    g_source_remove(l->source);
    unixpath_close(&l->file);
    g_ptr_array_free(l->peers, TRUE);
    g_free(l);
}

const struct port_kind port_kind_listen = {
    .name = "listen",
    .argument = "PATH",
    .help = "Unix socket for any number of peers (QEMU stream)",
    .settings_size = sizeof(struct settings),
    .set = set_path,
    .clear = clear,
    .open = listen_open,
    .close = listen_close,
};

/* --- connect: --------------------------------------------------------- */

/* Whoever listens is often started at the same moment: the first tries follow
 * each other quickly.  Who was lost may be lost at once again. */
enum { FIRST_WAIT_MS = 20, LONGEST_WAIT_MS = 1000 };

struct caller {
    struct port_place place;
    char *path;
    guint source;      /* the next try; 0 while connected */
    guint wait_ms;     /* until then */
    struct peer *peer; /* NULL while not */
};

static void try_after(struct caller *c, guint wait_ms);

static void caller_lost(struct peer *peer)
{
    struct caller *c = peer->owner;

    peer_free(peer);
    c->peer = NULL;
    try_after(c, LONGEST_WAIT_MS);
}

static bool try_now(struct caller *c)
{
    int fd = unixpath_connect(c->path);

    if (fd < 0)
        return false;
    c->peer = peer_new(fd, &c->place, caller_lost, c);
    return true;
}

static gboolean try_again(gpointer data)
{
    struct caller *c = data;

    c->source = 0;
    if (!try_now(c))
        try_after(c, MIN(2 * c->wait_ms, LONGEST_WAIT_MS));
    return G_SOURCE_REMOVE;
}

static void try_after(struct caller *c, guint wait_ms)
{
    c->wait_ms = wait_ms;
    c->source = g_timeout_add(wait_ms, try_again, c);
}

static void connect_close(void *port)
{
    struct caller *c = port;

    if (c->source)
        g_source_remove(c->source);
    if (c->peer)
        peer_free(c->peer);
    g_free(c->path);
    g_free(c);
}

/* What waiting does not mend; NULL: it may. */
static char *hopeless(const char *path, int error)
{
    struct stat st;

    if (error == EACCES)
        return g_strdup_printf("%s: no permission; whose socket it is can "
                               "give it, or name another path", path);
    if (stat(path, &st) == 0 && !S_ISSOCK(st.st_mode))
        return g_strdup_printf("%s exists and is no socket; name another path",
                               path);
    return NULL;
}

static void *connect_open(const void *settings,
                          const struct port_place *place, char **why)
{
    const struct settings *s = settings;
    struct caller *c = g_new0(struct caller, 1);

    c->place = *place;
    c->path = g_strdup(s->path);
    if (try_now(c))
        return c;
    *why = hopeless(s->path, errno);
    if (*why) {
        connect_close(c);
        return NULL;
    }
    try_after(c, FIRST_WAIT_MS);
    return c;
}

const struct port_kind port_kind_connect = {
    .name = "connect",
    .argument = "PATH",
    .help = "to such a socket; without link until it is there",
    .settings_size = sizeof(struct settings),
    .set = set_path,
    .clear = clear,
    .open = connect_open,
    .close = connect_close,
};
