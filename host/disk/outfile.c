/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outfile.c - a file that is to be written; see outfile.h. */
#include "host/disk/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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
    bool regular;

    *o = (struct outfile){.path = g_strdup(path), .fd = -1};
    if (!open_file(o, how)) {
        *why = errno == ENXIO ? "nobody reads it" : g_strerror(errno);
        return false;
    }
    regular = fstat(o->fd, &st) == 0 && S_ISREG(st.st_mode);
    o->empty = o->made || !regular;
    if (regular && !lock(o, how)) {
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

void outfile_close(struct outfile *o)
{
    if (o->fd >= 0)
        close(o->fd);
    if (o->made && !o->begun)
        unlink(o->path);
    o->fd = -1;
    g_clear_pointer(&o->path, g_free);
}
