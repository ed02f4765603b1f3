/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stdio.c - the console on this terminal, or on pipes.
 *
 * On a terminal every key goes to the unit but the escape key; on a pipe every
 * byte does.  The end of the input ends nothing, nor does an output that
 * nobody reads any more.
 *
 * Standard input and output are shared with the shell and whoever else has
 * them, so they aren't made non-blocking.  poll() goes before every read() and
 * write(), and a write() is never larger than what poll() promised: PIPE_BUF
 * on a pipe.  On a terminal it promises a single byte, therefore a terminal is
 * opened once more, for ourselves and non-blocking.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/console/class.h"
#include "host/console/escape.h"
#include "host/console/terminal.h"
#include "host/disk/fdready.h"
#include "host/report.h"

/* On a terminal we read ahead of the unit, for the escape key must work even
 * when the unit listens to nothing. */
enum { READ_AHEAD = 1024 * 1024 };

struct stdio {
    struct console console;
    struct escape escape;
    bool terminal;   /* standard input is one */
    int out;         /* -1: nobody reads any more */
    size_t out_safe; /* poll() promises so many bytes */
    guint in_watch, out_watch;
};

/* --- in ------------------------------------------------------------------ */

static void take(struct stdio *s, uint8_t byte)
{
    struct console *c = &s->console;

    switch (s->terminal ? escape_key(&s->escape, &byte) : ESCAPE_SEND) {
    case ESCAPE_NOTHING:
        break;
    case ESCAPE_SEND:
        console_queue(c, byte);
        break;
    case ESCAPE_BREAK:
        console_queue(c, CONSOLE_BREAK);
        break;
    case ESCAPE_LEAVE:
        c->leave(c->far);
        break;
    case ESCAPE_HELP:
        console_flush(c);
        report("Ctrl-%c x leaves, b sends BREAK, a sends Ctrl-%c, h lists",
               s->escape.key | 0x40, s->escape.key | 0x40);
        break;
    }
}

static void end_of_input(struct stdio *s)
{
    s->console.heard = false;
    if (s->in_watch)
        g_source_remove(s->in_watch);
    s->in_watch = 0;
}

/* False: nothing to be had now, or ever again. */
static bool read_some(struct stdio *s)
{
    uint8_t buf[4096];
    ssize_t n;

    if (!s->console.heard || !fd_ready(STDIN_FILENO, POLLIN, 0))
        return false;
    do
        n = read(STDIN_FILENO, buf, sizeof buf);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno == EAGAIN)
        return false;
    if (n <= 0) {
        end_of_input(s);
        return false;
    }
    console_heard(&s->console);
    for (ssize_t i = 0; i < n; i++)
        take(s, buf[i]);
    return true;
}

static bool wants_more(const struct stdio *s)
{
    guint queued = console_queued(&s->console);

    return s->console.heard &&
           (s->terminal ? queued < READ_AHEAD : queued == 0);
}

static gboolean on_readable(gint fd, GIOCondition cond, gpointer far)
{
    struct stdio *s = far;

    (void)fd, (void)cond;
    read_some(s);
    console_feed(&s->console);
    if (s->in_watch && wants_more(s))
        return G_SOURCE_CONTINUE;
    s->in_watch = 0;
    return G_SOURCE_REMOVE;
}

static void stdio_read_on(struct console *c)
{
    struct stdio *s = (struct stdio *)c;

    if (!s->in_watch && wants_more(s))
        s->in_watch = g_unix_fd_add_full(G_PRIORITY_HIGH, STDIN_FILENO,
                                         G_IO_IN | G_IO_HUP | G_IO_ERR,
                                         on_readable, s, NULL);
}

static void stdio_catch_up(struct console *c)
{
    while (console_queued(c) < READ_AHEAD && read_some((struct stdio *)c))
        ;
}

/* --- out ----------------------------------------------------------------- */

static gboolean on_writable(gint fd, GIOCondition cond, gpointer far)
{
    struct stdio *s = far;

    (void)fd, (void)cond;
    s->out_watch = 0;
    console_flush(&s->console);
    return G_SOURCE_REMOVE;
}

static void end_of_output(struct stdio *s)
{
    if (s->out != STDOUT_FILENO && s->out >= 0)
        close(s->out);
    s->out = -1;
}

static size_t stdio_write(struct console *c, const uint8_t *bytes, size_t n)
{
    struct stdio *s = (struct stdio *)c;
    ssize_t did = -1;

    if (s->out < 0)
        return n; /* as a cable that ends in the air */
    errno = EAGAIN;
    while (did < 0 && fd_ready(s->out, POLLOUT, 0)) {
        did = write(s->out, bytes, MIN(n, s->out_safe));
        if (did < 0 && errno != EINTR)
            break;
    }
    if (did > 0)
        return (size_t)did;
    if (did < 0 && errno != EAGAIN) {
        if (errno != EPIPE && errno != EIO)
            report("the console's output is lost from here on: %s",
                   g_strerror(errno));
        end_of_output(s);
        return n;
    }
    if (!s->out_watch)
        s->out_watch = g_unix_fd_add_full(G_PRIORITY_HIGH, s->out,
                                          G_IO_OUT | G_IO_HUP | G_IO_ERR,
                                          on_writable, s, NULL);
    return 0;
}

static void stdio_wait(struct console *c, int ms)
{
    struct stdio *s = (struct stdio *)c;

    if (s->out >= 0)
        fd_ready(s->out, POLLOUT, ms);
}

static void open_output(struct stdio *s)
{
    struct stat st;
    const char *tty;
    int fd;

    s->out = STDOUT_FILENO;
    s->out_safe = PIPE_BUF;
    if (isatty(STDOUT_FILENO)) {
        tty = ttyname(STDOUT_FILENO);
        fd = tty ? open(tty, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
        if (fd >= 0)
            s->out = fd;
        else
            s->out_safe = 1; /* somebody else's terminal, after su */
    } else if (!fstat(STDOUT_FILENO, &st) && S_ISSOCK(st.st_mode)) {
        s->out_safe = 1; /* poll() promises no amount */
    }
}

/* --- life ---------------------------------------------------------------- */

static bool stdio_open(struct console *c, const struct console_spec *spec,
                       GError **err)
{
    struct stdio *s = (struct stdio *)c;

    (void)err;
    s->escape.key = spec->escape;
    s->terminal = isatty(STDIN_FILENO);
    console_arrive(c);
    open_output(s);
    return true;
}

/* Not in open(): whatever is refused in between is said on a terminal that
 * still works as usual. */
static void stdio_start(struct console *c)
{
    struct stdio *s = (struct stdio *)c;

    if (s->terminal) {
        if (s->escape.key >= 0)
            report("Ctrl-%c x leaves, Ctrl-%c h lists the other keys",
                   s->escape.key | 0x40, s->escape.key | 0x40);
        terminal_raw(STDIN_FILENO);
    }
    stdio_read_on(c);
}

static void stdio_close(struct console *c)
{
    struct stdio *s = (struct stdio *)c;

    end_of_input(s);
    if (s->out_watch)
        g_source_remove(s->out_watch);
    end_of_output(s);
    terminal_restore();
}

const struct console_class console_stdio = {
    .name = "stdio",
    .help = "this terminal, Ctrl-A x leaves; or pipes, unaltered",
    .size = sizeof(struct stdio),
    .open = stdio_open,
    .start = stdio_start,
    .read_on = stdio_read_on,
    .catch_up = stdio_catch_up,
    .write = stdio_write,
    .wait = stdio_wait,
    .close = stdio_close,
};
