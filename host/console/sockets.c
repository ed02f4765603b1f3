/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sockets.c - the console on a listening socket: unix:, tcp:, telnet:.
 *
 * One client at a time; while nobody is there, what the unit sends is lost.
 * A client that has closed its own half yields to the next one.
 */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "host/console/link.h"
#include "host/console/tcplisten.h"
#include "host/console/telnet.h"
#include "host/net/unixpath.h"
#include "host/report.h"

struct sockets {
    struct console console;
    struct link link;
    struct telnet telnet; /* of that kind alone */
    struct unixpath path; /* of unix: alone */
    char *where;          /* where it listens; NULL: it doesn't yet */
    int listener;
    guint watch, retry;
};

static struct sockets *sockets_of(struct console *c)
{
    return (struct sockets *)c;
}

/* --- clients ------------------------------------------------------------- */

static void on_gone(struct console *c, int fd)
{
    (void)c;
    close(fd);
}

static void take_raw(struct console *c, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        console_queue(c, bytes[i]);
}

static const struct link_verbs raw_verbs = {.take = take_raw, .gone = on_gone};

static void take_telnet(struct console *c, const uint8_t *bytes, size_t n)
{
    struct sockets *s = sockets_of(c);
    GByteArray *reply = g_byte_array_new();

    telnet_receive(&s->telnet, bytes, n, reply);
    link_say(&s->link, reply->data, reply->len);
    g_byte_array_free(reply, TRUE);
}

static void encode_telnet(struct console *c, const uint8_t *bytes, size_t n,
                          GByteArray *wire)
{
    telnet_encode(&sockets_of(c)->telnet, bytes, n, wire);
}

static const struct link_verbs telnet_verbs = {.take = take_telnet,
                                               .encode = encode_telnet,
                                               .gone = on_gone};

static void on_typed(void *far, uint8_t byte)
{
    console_queue(far, byte);
}

static void on_break(void *far)
{
    console_queue(far, CONSOLE_BREAK);
}

static void telnet_break(struct console *c)
{
    struct sockets *s = sockets_of(c);
    GByteArray *wire = g_byte_array_new();

    telnet_encode_break(&s->telnet, wire);
    link_say(&s->link, wire->data, wire->len);
    g_byte_array_free(wire, TRUE);
}

/* --- the listener -------------------------------------------------------- */

static void turn_away(int fd)
{
    static const char line[] =
        "pixemu: this console is in use by another client\r\n";
    char typed[4096];

    send(fd, line, sizeof line - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    shutdown(fd, SHUT_WR);
    /* With bytes unread, closing would take the line back. */
    while (recv(fd, typed, sizeof typed, MSG_DONTWAIT) > 0)
        ;
    close(fd);
}

static void welcome(struct sockets *s, int fd)
{
    struct console *c = &s->console;
    GByteArray *hello;
    int on = 1;

    if (c->cls != &console_unix) {
        tcplisten_client(fd);
        /* Telnet's data mark is sent as urgent data. */
        setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
    }
    link_up(&s->link, fd);
    if (c->cls == &console_telnet) {
        hello = g_byte_array_new();
        telnet_start(&s->telnet, hello);
        link_say(&s->link, hello->data, hello->len);
        g_byte_array_free(hello, TRUE);
    }
}

/* False: nobody waits. */
static bool accept_one(struct sockets *s)
{
    int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0)
        return false;
    console_heard(&s->console);
    link_yield(&s->link);
    if (s->link.fd >= 0)
        turn_away(fd);
    else
        welcome(s, fd);
    return true;
}

static gboolean on_connection(gint fd, GIOCondition cond, gpointer far);

static void watch(struct sockets *s)
{
    s->watch = g_unix_fd_add_full(G_PRIORITY_HIGH, s->listener, G_IO_IN,
                                  on_connection, s, NULL);
}

static gboolean on_retry(gpointer far)
{
    struct sockets *s = far;

    s->retry = 0;
    watch(s);
    return G_SOURCE_REMOVE;
}

/* Without descriptors left the listener stays readable; we look again after a
 * while and not at once. */
static gboolean on_connection(gint fd, GIOCondition cond, gpointer far)
{
    enum { RETRY_MS = 1000 };
    struct sockets *s = far;

    (void)fd, (void)cond;
    if (accept_one(s) || (errno != EMFILE && errno != ENFILE))
        return G_SOURCE_CONTINUE;
    s->watch = 0;
    s->retry = g_timeout_add(RETRY_MS, on_retry, s);
    return G_SOURCE_REMOVE;
}

/* --- struct console_class ------------------------------------------------ */

static char *check_path(const char *path)
{
    size_t max = sizeof((struct sockaddr_un *)0)->sun_path - 1;

    if (strlen(path) <= max)
        return NULL;
    return g_strdup_printf("a socket's path has at most %zu characters; name "
                           "a shorter one", max);
}

static bool listen_anywhere(struct sockets *s, const struct console_spec *spec,
                            char **why)
{
    bool open_to_all;

    if (spec->cls == &console_unix) {
        s->listener = unixpath_listen(&s->path, spec->address, why);
        if (s->listener >= 0)
            s->where = g_strdup(spec->address);
        return s->listener >= 0;
    }
    s->listener = tcplisten_open(spec->address, &open_to_all, &s->where, why);
    if (s->listener < 0)
        return false;
    if (open_to_all)
        report("--console=%s:%s asks nobody for a password, and other "
               "computers reach it; 127.0.0.1 would be this one alone",
               spec->cls->name, spec->address);
    return true;
}

static bool sockets_open(struct console *c, const struct console_spec *spec,
                         GError **err)
{
    struct sockets *s = sockets_of(c);
    bool telnet = spec->cls == &console_telnet;
    char *why = NULL;

    s->listener = -1;
    s->telnet = (struct telnet){.typed = on_typed, .brk = on_break, .far = s};
    link_init(&s->link, c, telnet ? &telnet_verbs : &raw_verbs);
    if (listen_anywhere(s, spec, &why))
        return true;
    if (spec->cls == &console_unix) /* it names the path itself */
        refuse(err, "--console=unix:%s", why);
    else
        refuse(err, "--console=%s:%s: %s", spec->cls->name, spec->address,
               why);
    g_free(why);
    return false;
}

static void sockets_start(struct console *c)
{
    struct sockets *s = sockets_of(c);

    if (c->cls != &console_unix)
        report("console of %s on %s %s", unit_name(c->unit), c->cls->name,
               s->where);
    watch(s);
}

static void sockets_read_on(struct console *c)
{
    link_read_on(&sockets_of(c)->link);
}

static void sockets_catch_up(struct console *c)
{
    while (accept_one(sockets_of(c)))
        ;
    link_catch_up(&sockets_of(c)->link);
}

static size_t sockets_write(struct console *c, const uint8_t *bytes, size_t n)
{
    return link_write(&sockets_of(c)->link, bytes, n);
}

static void sockets_wait(struct console *c, int ms)
{
    link_wait(&sockets_of(c)->link, ms);
}

static char *sockets_describe(const struct console *c)
{
    const struct sockets *s = (const struct sockets *)c;

    return g_strdup_printf("%s%s:%s,server=on",
                           s->link.fd < 0 || s->link.ended ? "disconnected:"
                                                           : "",
                           c->cls->name, s->where);
}

static void sockets_close(struct console *c)
{
    struct sockets *s = sockets_of(c);

    link_down(&s->link);
    link_clear(&s->link);
    if (s->watch)
        g_source_remove(s->watch);
    if (s->retry)
        g_source_remove(s->retry);
    if (s->path.path)
        unixpath_close(&s->path);
    else if (s->listener >= 0)
        close(s->listener);
    g_free(s->where);
}

#define SOCKETS                                                                \
    .size = sizeof(struct sockets), .open = sockets_open,                      \
    .start = sockets_start, .read_on = sockets_read_on,                        \
    .catch_up = sockets_catch_up, .write = sockets_write,                      \
    .wait = sockets_wait, .describe = sockets_describe, .close = sockets_close

const struct console_class console_unix = {
    .name = "unix",
    .argument = "PATH",
    .help = "a Unix socket, for its owner alone",
    .check = check_path,
    SOCKETS,
};

const struct console_class console_tcp = {
    .name = "tcp",
    .argument = "HOST:PORT",
    .help = "a TCP socket, bytes unaltered",
    .check = tcplisten_check,
    SOCKETS,
};

const struct console_class console_telnet = {
    .name = "telnet",
    .argument = "HOST:PORT",
    .help = "a Telnet server; its BREAK is BREAK",
    .check = tcplisten_check,
    .brk = telnet_break,
    SOCKETS,
};
