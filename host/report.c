/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c - the lines pixemu itself says, always on standard error. */
#include "host/report.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "host/console/terminal.h"
#include "host/disk/fdready.h"

void report(const char *fmt, ...)
{
    enum { PATIENCE_MS = 1000 };
    char *text, *line;
    va_list ap;
    size_t n, at = 0;

    va_start(ap, fmt);
    text = g_strdup_vprintf(fmt, ap);
    va_end(ap);
    for (char *p = text; *p; p++)
        if (g_ascii_iscntrl(*p)) /* one line, whatever names are in it */
            *p = '?';
    /* A raw terminal doesn't return the carriage by itself. */
    line = g_strconcat(terminal_is_raw() ? "\r" : "", "pixemu: ", text,
                       terminal_is_raw() ? "\r\n" : "\n", NULL);
    n = strlen(line);
    while (at < n) { /* one write: lines of several processes stay whole */
        ssize_t did = write(STDERR_FILENO, line + at, n - at);

        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0 && errno == EAGAIN &&
            fd_ready(STDERR_FILENO, POLLOUT, PATIENCE_MS))
            continue;
        if (did <= 0)
            break; /* nobody listens; there is nowhere else to say it */
        at += (size_t)did;
    }
    g_free(line);
    g_free(text);
}

static void say(const char *text)
{
    report("%.*s", (int)strcspn(text, "\n"), text);
}

void report_for_all(void)
{
    g_set_printerr_handler(say);
}

bool refuse(GError **err, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    if (err)
        *err = g_error_new_valist(g_quark_from_static_string("pixemu"), 0, fmt,
                                  ap);
    va_end(ap);
    return false;
}
