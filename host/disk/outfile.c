/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outfile.c - a file that is to be written; see outfile.h. */
#include "host/disk/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/disk/fdready.h"

static bool open_file(struct outfile *o, enum outfile_how how)
{
    int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC |
                (how == OUTFILE_APPEND ? O_APPEND : 0);

    o->fd = open(o->path, flags);
    if (o->fd < 0 && errno == ENOENT) {
        o->fd = open(o->path, flags | O_CREAT | O_EXCL, 0666);
        o->made = o->fd >= 0;
    }
    return o->fd >= 0;
}

/* Flash files and diskettes are locked by whoever runs them, and so is this
 * now.  Where there are no locks, nobody has one. */
static bool lock(const struct outfile *o, enum outfile_how how)
{
    int kind = how == OUTFILE_APPEND ? LOCK_SH : LOCK_EX;

    return flock(o->fd, kind | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

bool outfile_open(struct outfile *o, const char *path, enum outfile_how how,
                  const char **why)
{
    struct stat st;

    *o = (struct outfile){.path = g_strdup(path), .fd = -1};
    if (!open_file(o, how)) {
        *why = errno == ENXIO ? "nobody reads it" : g_strerror(errno);
        return false;
    }
    o->regular = fstat(o->fd, &st) == 0 && S_ISREG(st.st_mode);
    o->empty = o->made || !o->regular;
    if (o->regular && !lock(o, how)) {
        *why = "in use by a pixemu";
        return false;
    }
    return true;
}

bool outfile_begin(struct outfile *o)
{
    o->begun = true;
    return o->empty || fcntl(o->fd, F_GETFL) & O_APPEND ||
           ftruncate(o->fd, 0) == 0;
}

bool outfile_put(struct outfile *o, const void *bytes, size_t n,
                 int patience_ms)
{
    const char *p = bytes;
    gint64 end = g_get_monotonic_time() + patience_ms * 1000;

    while (n) {
        gint64 left_us = MAX(end - g_get_monotonic_time(), 0);
        int left_ms = patience_ms < 0 ? -1 : (int)(left_us / 1000);
        ssize_t did = write(o->fd, p, n);

        if (did >= 0) {
            p += did;
            n -= (size_t)did;
        } else if (errno == EAGAIN) {
            if (!fd_ready(o->fd, POLLOUT, left_ms)) {
                errno = ETIMEDOUT;
                return false;
            }
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool outfile_set(struct outfile *o, const void *bytes, size_t n,
                 GError **error)
{
    g_autofree char *target = realpath(o->path, NULL);
    bool done;

    if (o->regular && target) {
        done = g_file_set_contents(target, bytes, (gssize)n, error);
    } else {
        done = !o->regular && outfile_put(o, bytes, n, -1);
        if (!done)
            g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
                        "%s: %s", o->path, g_strerror(errno));
    }
    o->begun = done;
    return done;
}

void outfile_close(struct outfile *o)
{
    if (o->fd >= 0)
        close(o->fd);
    if (o->made && !o->begun)
        unlink(o->path);
    o->fd = -1;
    g_clear_pointer(&o->path, g_free);
}
