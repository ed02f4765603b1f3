/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pty.c - the console on a pseudo-terminal of its own.
 *
 * The system tells when the last program has closed the other side, but not
 * when the next one opens it: that comes from watching its name.  While nobody
 * has it open, what the unit sends is lost.
 */
#define _GNU_SOURCE /* posix_openpt() and its kin, ptsname_r() */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

#include "host/console/link.h"
#include "host/report.h"

struct pty {
    struct console console;
    struct link link;
    int master, opens; /* the latter tells of open() */
    guint opens_watch;
    char name[64];
};

static void make_raw(int fd)
{
    struct termios t;

    if (tcgetattr(fd, &t) == 0) {
        cfmakeraw(&t);
        tcsetattr(fd, TCSANOW, &t);
    }
}

static void take(struct console *c, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        console_queue(c, bytes[i]);
}

/* What the last one left unread is not for the next, nor are its settings. */
static void on_gone(struct console *c, int fd)
{
    (void)c;
    tcflush(fd, TCIOFLUSH);
    make_raw(fd);
}

static const struct link_verbs verbs = {.take = take, .gone = on_gone};

/* True: somebody has opened the other side since we looked last. */
static bool was_opened(struct pty *p)
{
    char events[4096] __attribute__((aligned(8)));
    bool any = false;

    while (read(p->opens, events, sizeof events) > 0)
        any = true;
    return any;
}

static void look(struct pty *p)
{
    if (was_opened(p) && p->link.fd < 0)
        link_up(&p->link, p->master);
}

static gboolean on_opens(gint fd, GIOCondition cond, gpointer far)
{
    (void)fd, (void)cond;
    look(far);
    return G_SOURCE_CONTINUE;
}

/* --- struct console_class ------------------------------------------------ */

static bool make(struct pty *p)
{
    p->master = posix_openpt(O_RDWR | O_NOCTTY);
    if (p->master < 0 || grantpt(p->master) || unlockpt(p->master) ||
        ptsname_r(p->master, p->name, sizeof p->name) ||
        fcntl(p->master, F_SETFD, FD_CLOEXEC) ||
        fcntl(p->master, F_SETFL, O_NONBLOCK))
        return false;
    make_raw(p->master);
    p->opens = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return p->opens >= 0 &&
           inotify_add_watch(p->opens, p->name, IN_OPEN) >= 0;
}

static bool pty_open(struct console *c, const struct console_spec *spec,
                     GError **err)
{
    struct pty *p = (struct pty *)c;

    (void)spec;
    p->opens = -1;
    link_init(&p->link, c, &verbs);
    return make(p) || refuse(err, "--console=pty: %s; try unix:PATH",
                             g_strerror(errno));
}

static void pty_start(struct console *c)
{
    struct pty *p = (struct pty *)c;

    report("console of %s on %s; a pseudo-terminal cannot carry BREAK",
           unit_name(c->unit), p->name);
    p->opens_watch = g_unix_fd_add_full(G_PRIORITY_HIGH, p->opens, G_IO_IN,
                                        on_opens, p, NULL);
}

static void pty_read_on(struct console *c)
{
    link_read_on(&((struct pty *)c)->link);
}

static void pty_catch_up(struct console *c)
{
    look((struct pty *)c);
    link_catch_up(&((struct pty *)c)->link);
}

static size_t pty_write(struct console *c, const uint8_t *bytes, size_t n)
{
    return link_write(&((struct pty *)c)->link, bytes, n);
}

static void pty_wait(struct console *c, int ms)
{
    link_wait(&((struct pty *)c)->link, ms);
}

static char *pty_describe(const struct console *c)
{
    return g_strconcat("pty:", ((const struct pty *)c)->name, NULL);
}

static void pty_close(struct console *c)
{
    struct pty *p = (struct pty *)c;

    link_down(&p->link);
    link_clear(&p->link);
    if (p->opens_watch)
        g_source_remove(p->opens_watch);
    if (p->opens >= 0)
        close(p->opens);
    if (p->master >= 0)
        close(p->master);
}

const struct console_class console_pty = {
    .name = "pty",
    .help = "a pseudo-terminal of its own; cannot carry BREAK",
    .size = sizeof(struct pty),
    .open = pty_open,
    .start = pty_start,
    .read_on = pty_read_on,
    .catch_up = pty_catch_up,
    .write = pty_write,
    .wait = pty_wait,
    .describe = pty_describe,
    .close = pty_close,
};
