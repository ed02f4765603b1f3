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

#include <stdbool.h>

struct outfile {
    char *path;
    int fd;     /* non-blocking; -1: not open */
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
/* A file that was made and not begun is removed; the path is given back.  Once
 * after outfile_open(), whatever that said. */
void outfile_close(struct outfile *);

#endif
