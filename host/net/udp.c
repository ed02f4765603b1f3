/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * udp.c - udp:LHOST:LPORT:RHOST:RPORT, one frame a datagram.
 *
 * QEMU's -netdev dgram, Dynamips' NIO_udp, VPCS and GNS3 speak the same.  Only
 * datagrams from the named remote end are taken.  IPv4 addresses or
 * "localhost"; there is no carrier to see, so the link is always up.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/net/port.h"

/* Datagrams taken in one turn of the loop. */
enum { BATCH = 64 };

struct settings {
    struct sockaddr_in local, remote;
};

struct udp {
    int fd;
    guint source;
    struct plug *plug;
};

static bool read_end(struct sockaddr_in *end, const char *host,
                     const char *port)
{
    guint64 number;

    end->sin_family = AF_INET;
    if (strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    if (inet_pton(AF_INET, host, &end->sin_addr) != 1 ||
        !g_ascii_string_to_unsigned(port, 10, 1, 65535, &number, NULL))
        return false;
    end->sin_port = htons((uint16_t)number);
    return true;
}

static bool set_ends(void *settings, const char *argument, char **why)
{
    struct settings *s = settings;
    char **w = g_strsplit(argument, ":", -1);
    bool ok = g_strv_length(w) == 4 && read_end(&s->local, w[0], w[1]) &&
              read_end(&s->remote, w[2], w[3]);

    g_strfreev(w);
    if (!ok)
        *why = g_strdup("this port is written udp:LHOST:LPORT:RHOST:RPORT, "
                        "with IPv4 addresses or localhost");
    return ok;
}

static void deliver(void *far, const uint8_t *frame, size_t n)
{
    /* Nobody there, or no room: lost, as on any wire. */
    (void)!send(((struct udp *)far)->fd, frame, n,
                MSG_DONTWAIT | MSG_NOSIGNAL);
}

static gboolean receive(gint fd, GIOCondition ready, gpointer data)
{
    struct udp *u = data;
    uint8_t frame[SEGMENT_FRAME_MAX];

    (void)ready;
    for (int i = 0; i < BATCH; i++) {
        ssize_t n = recv(fd, frame, sizeof frame, MSG_DONTWAIT);

        /* ECONNREFUSED tells of a datagram sent before: not an end. */
        if (n < 0 && errno != ECONNREFUSED)
            break;
        if (n >= 0)
            plug_send(u->plug, frame, (size_t)n);
    }
    return G_SOURCE_CONTINUE;
}

static void *udp_open(const void *settings, const struct port_place *place,
                      char **why)
{
    const struct settings *s = settings;
    struct udp *u = g_new0(struct udp, 1);
    const struct plug_far far = {
        .far = u, .deliver = deliver, .prompt = true};

    u->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (u->fd < 0 ||
        bind(u->fd, (const struct sockaddr *)&s->local, sizeof s->local) ||
        connect(u->fd, (const struct sockaddr *)&s->remote,
                sizeof s->remote)) {
        *why = g_strdup_printf("%s; name another address or port",
                               g_strerror(errno));
        if (u->fd >= 0)
            close(u->fd);
        g_free(u);
        return NULL;
    }
    u->plug = segment_plug(place->segment, PLUG_OUTSIDE, &far, place->line);
    plug_set_carrier(u->plug, true);
    u->source = g_unix_fd_add(u->fd, G_IO_IN, receive, u);
    /* Spares GLib taking descriptors out and in around each call. */
    g_source_set_can_recurse(
        g_main_context_find_source_by_id(NULL, u->source), TRUE);
    return u;
}

static void udp_close(void *port)
{
    struct udp *u = port;

    g_source_remove(u->source);
    segment_unplug(u->plug);
    close(u->fd);
    g_free(u);
}

const struct port_kind port_kind_udp = {
    .name = "udp",
    .argument = "LHOST:LPORT:RHOST:RPORT",
    .help = "one frame a datagram (QEMU, Dynamips, VPCS, GNS3)",
    .settings_size = sizeof(struct settings),
    .set = set_ends,
    .open = udp_open,
    .close = udp_close,
};
