/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * floppyfile.h - a diskette image: sectors of 512 bytes in the order cylinder,
 * head, sector, written through.
 *
 * A file shorter than 1,474,560 bytes is a diskette that was formatted only so
 * far; formatting more of it makes the file longer.  One that may not be
 * written is write-protected.
 */
#ifndef PIXEMU_HOST_DISK_FLOPPYFILE_H
#define PIXEMU_HOST_DISK_FLOPPYFILE_H

#include <glib.h>
#include <stdbool.h>

#include "machine/machine.h"

struct floppyfile;

struct floppyfile_request {
    const char *name;
    bool read_only; /* protect it */
    bool writable;  /* refuse one that may not be written */
    /* The one that leaves the drive for it, or NULL: may be the same file.
     * Stays open and the caller's. */
    const struct floppyfile *instead;
};

/* NULL: *error is one line for the user.  Locks the file as long as it is
 * open. */
struct floppyfile *floppyfile_open(const struct floppyfile_request *,
                                   GError **error);
void floppyfile_close(struct floppyfile *); /* after it was ejected */

const char *floppyfile_name(const struct floppyfile *);
/* For the drive; lives as long as the file. */
const struct floppy_medium *floppyfile_medium(const struct floppyfile *);

#endif
