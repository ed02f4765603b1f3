/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fdready.c - see fdready.h. */
#include "host/disk/fdready.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>

/* The loop cuts virtual time into slices with a signal, which ends poll() too:
 * every millisecond, so that the whole wait must not begin anew. */
bool fd_ready(int fd, short events, int ms)
{
    gint64 end = g_get_monotonic_time() + ms * 1000;
    struct pollfd p = {fd, events, 0};
    gint64 left;
    int n;

    do {
        left = MAX(end - g_get_monotonic_time(), 0);
        n = poll(&p, 1, ms < 0 ? -1 : (int)((left + 999) / 1000));
    } while (n < 0 && errno == EINTR);
    return n > 0;
}
