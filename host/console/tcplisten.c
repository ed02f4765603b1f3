/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tcplisten.c - a listening TCP socket, as people write it: HOST:PORT. */
#include "host/console/tcplisten.h"

#include <errno.h>
#include <glib.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/values.h"

/* "HOST:PORT", "[::1]:PORT", ":PORT" in two; false: it is neither. */
static bool split(const char *address, char **host, char **port)
{
    const char *colon = strrchr(address, ':');
    uint64_t n;

    if (!colon || !value_number(colon + 1, 0, 65535, &n))
        return false;
    if (address[0] == '[' && colon > address && colon[-1] == ']')
        *host = g_strndup(address + 1, colon - address - 2);
    else if (memchr(address, ':', colon - address))
        return false; /* an IPv6 address without brackets */
    else
        *host = g_strndup(address, colon - address);
    *port = g_strdup_printf("%u", (unsigned)n);
    return true;
}

char *tcplisten_check(const char *address)
{
    char *host, *port;

    if (!split(address, &host, &port))
        return g_strdup("it takes a host and a port of 0 to 65535, like "
                        "127.0.0.1:2323 or [::1]:2323");
    g_free(host);
    g_free(port);
    return NULL;
}

static bool is_loopback(const struct sockaddr *a)
{
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)a;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)a;

    if (a->sa_family == AF_INET)
        return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

static char *in_numbers(int fd)
{
    struct sockaddr_storage a = {0};
    socklen_t n = sizeof a;
    char host[64] = "?", port[16] = "?";

    getsockname(fd, (struct sockaddr *)&a, &n);
    getnameinfo((struct sockaddr *)&a, n, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    return g_strdup_printf(strchr(host, ':') ? "[%s]:%s" : "%s:%s", host,
                           port);
}

static int listen_on(const struct addrinfo *a)
{
    int on = 1, saved;
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                    0);

    if (fd < 0)
        return -1;
    /* Connections of an earlier run may still be closing. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    /* Past this many the caller tries again, a second later (RFC 6298 2.1). */
    if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, 128) == 0)
        return fd;
    saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

static const char *reason(int error)
{
    return error == EADDRINUSE
               ? "the port is in use by another program; name another"
           : error == EADDRNOTAVAIL
               ? "this computer has no such address; name one of its own"
           : error == EACCES
               ? "no permission; ports below 1024 are root's, name another"
               : g_strerror(error);
}

int tcplisten_open(const char *address, bool *open_to_all, char **where,
                   char **why)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char *host, *port;
    int error, fd = -1;

    if (!split(address, &host, &port)) {
        *why = tcplisten_check(address);
        return -1;
    }
    error = getaddrinfo(*host ? host : "127.0.0.1", port, &hints, &found);
    if (error) {
        *why = g_strdup_printf("%s; name an address of this computer",
                               gai_strerror(error));
    } else {
        fd = listen_on(found);
        if (fd < 0)
            *why = g_strdup(reason(errno));
        else
            *where = in_numbers(fd);
        *open_to_all = fd >= 0 && !is_loopback(found->ai_addr);
        freeaddrinfo(found);
    }
    g_free(host);
    g_free(port);
    return fd;
}

void tcplisten_client(int fd)
{
    enum { IDLE_S = 60, AGAIN_S = 15, TIMES = 4, PATIENCE_MS = 120000 };
    static const struct {
        int level, name, value;
    } options[] = {
        {IPPROTO_TCP, TCP_NODELAY, 1},
        {SOL_SOCKET, SO_KEEPALIVE, 1},
        {IPPROTO_TCP, TCP_KEEPIDLE, IDLE_S},
        {IPPROTO_TCP, TCP_KEEPINTVL, AGAIN_S},
        {IPPROTO_TCP, TCP_KEEPCNT, TIMES},
        {IPPROTO_TCP, TCP_USER_TIMEOUT, PATIENCE_MS}, /* with bytes unheard */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        setsockopt(fd, options[i].level, options[i].name, &options[i].value,
                   sizeof options[i].value);
}
