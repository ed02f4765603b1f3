/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * serial.c - the console on a serial port of this computer.
 *
 * Raw, 8N1, at the speed of ,baud= or 9600, without flow control.  A BREAK
 * comes in as a mark among the bytes (parmrk.h).  Port and settings are given
 * back at the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "host/console/link.h"
#include "host/console/parmrk.h"
#include "host/report.h"

enum {
    BREAK_MS = 250,
    LOOK_MS = 10,         /* whether all has been sent */
    LAST_WORDS_MS = 1000, /* what is given to that at the end */
};

struct serial {
    struct console console;
    struct link link;
    struct parmrk marks;
    char *path;
    int port;
    bool changed; /* `before` has to be put back */
    struct termios before;
    guint break_timer; /* a BREAK is due, or lasts: nothing is sent */
};

static const struct {
    unsigned baud;
    speed_t speed;
} speeds[] = {
    {50, B50},       {75, B75},       {110, B110},     {134, B134},
    {150, B150},     {200, B200},     {300, B300},     {600, B600},
    {1200, B1200},   {1800, B1800},   {2400, B2400},   {4800, B4800},
    {9600, B9600},   {19200, B19200}, {38400, B38400}, {57600, B57600},
    {115200, B115200},
};

static void take(struct console *c, const uint8_t *bytes, size_t n)
{
    struct serial *s = (struct serial *)c;

    /* ,wait: who is there shows by typing. */
    if (c->waits)
        console_arrive(c);
    for (size_t i = 0; i < n; i++) {
        switch (parmrk_byte(&s->marks, bytes[i])) {
        case PARMRK_MORE:
            break;
        case PARMRK_BYTE:
            console_queue(c, bytes[i]);
            break;
        case PARMRK_GARBLED:
            console_queue(c, CONSOLE_GARBLED | bytes[i]);
            break;
        case PARMRK_BREAK:
            console_queue(c, CONSOLE_BREAK);
            break;
        }
    }
}

static void on_gone(struct console *c, int fd)
{
    (void)fd;
    if (c->unit)
        report("%s is gone; nobody is at the console any more",
               ((struct serial *)c)->path);
}

static const struct link_verbs verbs = {.take = take, .gone = on_gone};

/* --- opening ------------------------------------------------------------- */

static bool find_speed(unsigned baud, speed_t *speed)
{
    for (size_t i = 0; i < G_N_ELEMENTS(speeds); i++)
        if (speeds[i].baud == baud) {
            *speed = speeds[i].speed;
            return true;
        }
    return false;
}

static bool set_up(struct serial *s, unsigned baud)
{
    struct termios t;
    speed_t speed;

    if (!find_speed(baud, &speed)) {
        errno = EINVAL;
        return false;
    }
    if (tcgetattr(s->port, &s->before))
        return false;
    t = s->before;
    cfmakeraw(&t);
    t.c_iflag |= PARMRK | INPCK;
    t.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | IGNPAR | IXOFF);
    t.c_cflag |= CLOCAL | CREAD;
    t.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS);
    cfsetispeed(&t, speed);
    cfsetospeed(&t, speed);
    if (tcsetattr(s->port, TCSANOW, &t))
        return false;
    s->changed = true;
    return true;
}

/* NULL: it is open and ours. */
static const char *open_port(struct serial *s, unsigned baud)
{
    s->port = open(s->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (s->port < 0)
        return g_strerror(errno);
    if (!isatty(s->port))
        return "it is no serial port";
    if (flock(s->port, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
        return "it is in use by another program";
    if (!set_up(s, baud))
        return errno == EINVAL ? "it doesn't run at that speed"
                               : g_strerror(errno);
    return NULL;
}

static bool serial_open(struct console *c, const struct console_spec *spec,
                        GError **err)
{
    enum { USUAL_BAUD = 9600 };
    struct serial *s = (struct serial *)c;
    const char *why;

    link_init(&s->link, c, &verbs);
    s->path = g_strdup(spec->address);
    why = open_port(s, spec->baud ? spec->baud : USUAL_BAUD);
    return !why || refuse(err, "--console=serial:%s: %s; name another port or "
                               "another kind of console", spec->address, why);
}

/* --- struct console_class ------------------------------------------------ */

static void serial_start(struct console *c)
{
    struct serial *s = (struct serial *)c;
    bool waits = c->waits;

    link_up(&s->link, s->port);
    c->waits = waits;
}

static void serial_read_on(struct console *c)
{
    link_read_on(&((struct serial *)c)->link);
}

static void serial_catch_up(struct console *c)
{
    link_catch_up(&((struct serial *)c)->link);
}

static size_t serial_write(struct console *c, const uint8_t *bytes, size_t n)
{
    struct serial *s = (struct serial *)c;

    return s->break_timer ? 0 : link_write(&s->link, bytes, n);
}

static gboolean on_break_ends(gpointer far)
{
    struct serial *s = far;

    s->break_timer = 0;
    ioctl(s->port, TIOCCBRK);
    console_flush(&s->console);
    return G_SOURCE_REMOVE;
}

static void stop_break(struct serial *s)
{
    if (!s->break_timer)
        return;
    g_source_remove(s->break_timer);
    s->break_timer = 0;
    ioctl(s->port, TIOCCBRK);
}

static bool is_sending(const struct serial *s)
{
    int bytes;

    return ioctl(s->port, TIOCOUTQ, &bytes) == 0 && bytes > 0;
}

/* False: not yet.  The kernel would wait for what is being sent, and leave it
 * at the first signal. */
static bool begin_break(struct serial *s)
{
    if (is_sending(s) || (ioctl(s->port, TIOCSBRK) && errno == EINTR))
        return false;
    s->break_timer = g_timeout_add(BREAK_MS, on_break_ends, s);
    return true;
}

static gboolean on_break_due(gpointer far)
{
    return begin_break(far) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* As tcsendbreak(), which would stand still meanwhile. */
static void serial_brk(struct console *c)
{
    struct serial *s = (struct serial *)c;

    stop_break(s);
    if (!begin_break(s))
        s->break_timer = g_timeout_add(LOOK_MS, on_break_due, s);
}

/* Nobody waits for the end of a BREAK any more. */
static void serial_wait(struct console *c, int ms)
{
    struct serial *s = (struct serial *)c;

    stop_break(s);
    link_wait(&s->link, ms);
}

static char *serial_describe(const struct console *c)
{
    return g_strconcat("serial:", ((const struct serial *)c)->path, NULL);
}

/* What was said last leaves at the speed it was said at. */
static void put_back(struct serial *s)
{
    gint64 end = g_get_monotonic_time() + LAST_WORDS_MS * 1000;
    int how = TCSADRAIN;

    while (is_sending(s) && g_get_monotonic_time() < end)
        g_usleep(LOOK_MS * 1000);
    if (is_sending(s))
        how = TCSANOW;
    while (tcsetattr(s->port, how, &s->before) && errno == EINTR)
        ;
}

static void serial_close(struct console *c)
{
    struct serial *s = (struct serial *)c;

    link_down(&s->link);
    link_clear(&s->link);
    stop_break(s);
    if (s->changed)
        put_back(s);
    if (s->port >= 0)
        close(s->port);
    g_free(s->path);
}

const struct console_class console_serial = {
    .name = "serial",
    .argument = "DEVICE",
    .help = "a serial port of this computer, 9600 baud unless told",
    .size = sizeof(struct serial),
    .open = serial_open,
    .start = serial_start,
    .read_on = serial_read_on,
    .catch_up = serial_catch_up,
    .write = serial_write,
    .wait = serial_wait,
    .brk = serial_brk,
    .describe = serial_describe,
    .close = serial_close,
};
