/* SPDX-License-Identifier: GPL-2.0-or-later */
/* control.c - a unit's control socket: who is connected to it. */
#define _GNU_SOURCE /* accept4() */
#include "host/control/control.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "host/control/client.h"
#include "host/control/qmp.h"
#include "host/net/unixpath.h"
#include "host/report.h"

enum { CLIENTS_MAX = 32, RETRY_MS = 1000 };

struct control {
    struct unixpath path;
    int fd;
    struct control_unit on;
    GPtrArray *clients;
    guint watch; /* for connections, or until we try again */
};

static void watch(struct control *k);

/* What was refused for want of room or descriptors waits in the backlog; we
 * look again after a while and not at once, for it stays readable. */
static gboolean on_retry(gpointer far)
{
    struct control *k = far;

    k->watch = 0;
    watch(k);
    return G_SOURCE_REMOVE;
}

static void on_gone(void *far, struct client *c)
{
    struct control *k = far;

    g_ptr_array_remove(k->clients, c);
    client_free(c);
}

static gboolean on_connection(gint listener, GIOCondition cond, gpointer far)
{
    struct control *k = far;
    int fd = -1;

    (void)cond;
    if (k->clients->len < CLIENTS_MAX)
        fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
        g_ptr_array_add(k->clients, client_new(fd, &k->on, on_gone, k));
        return G_SOURCE_CONTINUE;
    }
    if (k->clients->len < CLIENTS_MAX && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    k->watch = g_timeout_add(RETRY_MS, on_retry, k);
    return G_SOURCE_REMOVE;
}

static void watch(struct control *k)
{
    k->watch = g_unix_fd_add(k->fd, G_IO_IN, on_connection, k);
}

struct control *control_open(const char *path, GError **err)
{
    struct control *k = g_new0(struct control, 1);
    char *why = NULL;

    k->clients = g_ptr_array_new();
    k->fd = unixpath_listen(&k->path, path, &why);
    if (k->fd >= 0)
        return k;
    refuse(err, "--control=unix:%s", why);
    g_free(why);
    control_free(k);
    return NULL;
}

void control_serve(struct control *k, const struct control_unit *on)
{
    k->on = *on;
    watch(k);
}

void control_free(struct control *k)
{
    if (!k)
        return;
    if (k->watch)
        g_source_remove(k->watch);
    for (guint i = 0; i < k->clients->len; i++)
        client_free(g_ptr_array_index(k->clients, i));
    g_ptr_array_free(k->clients, TRUE);
    if (k->fd >= 0)
        unixpath_close(&k->path);
    g_free(k);
}

/* Takes data, which may be NULL. */
static void tell(struct control *k, const char *event, JsonObject *data)
{
    for (guint i = 0; i < k->clients->len; i++)
        client_event(g_ptr_array_index(k->clients, i), event, data);
    if (data)
        json_object_unref(data);
}

void control_event(struct control *k, const char *event, bool by_guest,
                   const char *reason)
{
    JsonObject *data = NULL;

    if (!k)
        return;
    if (reason) {
        data = json_object_new();
        json_object_set_boolean_member(data, "guest", by_guest);
        json_object_set_string_member(data, "reason", reason);
    }
    tell(k, event, data);
}

void control_tray_moved(struct control *k, bool out)
{
    JsonObject *data;

    if (!k)
        return;
    data = json_object_new();
    json_object_set_string_member(data, "device", QMP_DRIVE);
    json_object_set_string_member(data, "id", QMP_DRIVE);
    json_object_set_boolean_member(data, "tray-open", out);
    tell(k, "DEVICE_TRAY_MOVED", data);
}
