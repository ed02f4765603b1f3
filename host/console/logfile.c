/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logfile.c - what the unit sends, kept in a file (--console=...,log=). */
#include "host/console/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "host/report.h"

struct logfile {
    char *path;
    int fd; /* -1: given up */
    bool made, started;
    GByteArray *waiting;
};

struct logfile *logfile_open(const char *path, GError **err)
{
    /* Non-blocking for the sake of a FIFO that nobody reads. */
    enum { FLAGS = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };
    bool made = false;
    int fd = open(path, FLAGS);
    struct logfile *l;

    if (fd < 0 && errno == ENOENT) {
        fd = open(path, FLAGS | O_CREAT | O_EXCL, 0666);
        made = fd >= 0;
    }
    if (fd < 0) {
        refuse(err, "--console=...,log=%s: %s; name another file", path,
               errno == ENXIO ? "nobody reads this FIFO" : g_strerror(errno));
        return NULL;
    }
    l = g_new0(struct logfile, 1);
    l->path = g_strdup(path);
    l->fd = fd;
    l->made = made;
    l->waiting = g_byte_array_new();
    return l;
}

void logfile_start(struct logfile *l)
{
    l->started = true;
}

void logfile_add(struct logfile *l, uint8_t byte)
{
    if (l->fd >= 0)
        g_byte_array_append(l->waiting, &byte, 1);
}

static void give_up(struct logfile *l)
{
    report("%s gets no more of the console: %s", l->path, g_strerror(errno));
    close(l->fd);
    l->fd = -1;
}

void logfile_flush(struct logfile *l)
{
    const guint8 *p = l->waiting->data;
    size_t left = l->waiting->len;

    while (left && l->fd >= 0) {
        ssize_t n = write(l->fd, p, left);

        if (n > 0) {
            p += n;
            left -= (size_t)n;
        } else if (n == 0 || errno == EAGAIN) {
            break; /* a FIFO whose reader is slow misses that much */
        } else if (errno != EINTR) {
            give_up(l);
        }
    }
    g_byte_array_set_size(l->waiting, 0);
}

void logfile_close(struct logfile *l)
{
    if (!l)
        return;
    logfile_flush(l);
    if (l->fd >= 0)
        close(l->fd);
    if (l->made && !l->started)
        unlink(l->path);
    g_byte_array_free(l->waiting, TRUE);
    g_free(l->path);
    g_free(l);
}
