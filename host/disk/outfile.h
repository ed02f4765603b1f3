/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * outfile.h - a file that is to be written: a trace, a record, a picture.
 *
 * Opening it changes nothing, so that a start that is refused loses nobody's
 * data; it waits for no reader of a FIFO; and what a pixemu has in use, its
 * flash file above all, is refused.
 */
#ifndef PIXEMU_HOST_DISK_OUTFILE_H
#define PIXEMU_HOST_DISK_OUTFILE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct outfile {
    char *path;
    int fd;     /* non-blocking; -1: not open */
    bool regular; /* no FIFO, no device */
    bool empty; /* holds nothing that outfile_begin() would cut off */

    /* outfile.c's own */
    bool made, begun;
};

enum outfile_how {
    OUTFILE_ANEW,
    OUTFILE_APPEND, /* perhaps several at the same time */
};

/* False with *why, a phrase for the user; nobody frees it. */
bool outfile_open(struct outfile *, const char *path, enum outfile_how,
                  const char **why);
/* From here on it stays, without what was in it unless that is appended to.
 * False with errno. */
bool outfile_begin(struct outfile *);
/* All of it.  Waits for room, where a reader takes its time: this long, or as
 * long as it needs (-1).  False with errno, ETIMEDOUT among them. */
bool outfile_put(struct outfile *, const void *bytes, size_t n,
                 int patience_ms);
/* In place of outfile_begin(): this is all of it, behind links to it and old or
 * new whatever happens.  A FIFO or a device is written to. */
bool outfile_set(struct outfile *, const void *bytes, size_t n, GError **);
/* A file that was made and not begun is removed; the path is given back.  Once
 * after outfile_open(), whatever that said. */
void outfile_close(struct outfile *);

#endif
