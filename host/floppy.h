/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * floppy.h - the diskette drive of a unit, as hands and eyes outside the case
 * have it: put a diskette in, take it out, look which one is in and whether
 * the lamp is lit.  The command line, the control socket and the panel share
 * it.
 */
#ifndef PIXEMU_HOST_FLOPPY_H
#define PIXEMU_HOST_FLOPPY_H

#include <glib.h>
#include <stdbool.h>

#include "machine/machine.h"

struct floppy;

enum floppy_notch {
    FLOPPY_AS_FILE,  /* write-protected if the file may not be written */
    FLOPPY_PROTECTED,
    FLOPPY_WRITABLE, /* a file that may not be written is an error */
};

/* What happens to the diskette in the drive is told here, after the fact. */
struct floppy_watch {
    void (*moved)(void *far, bool out);
    void *far;
};

/* Of a unit that has no drive, too: nothing fits in then. */
struct floppy *floppy_new(void);
/* After the unit is gone.  NULL is allowed. */
void floppy_free(struct floppy *);

/* The drive is of this unit from now on; what was put in before is in it. */
void floppy_mount(struct floppy *, struct unit *);
void floppy_watch(struct floppy *, const struct floppy_watch *);

bool floppy_there(const struct floppy *);
/* At any time, also while it turns; ejects the one before.  False: *err is a
 * line for the user that begins with the file's name, and what was in the
 * drive is still in. */
bool floppy_insert(struct floppy *, const char *file, enum floppy_notch,
                   GError **err);
/* A controller that is writing has what it has written; a sector is never
 * half there.  Nothing happens if the drive is empty. */
void floppy_eject(struct floppy *);

/* Name of the image that is in, as it was given; NULL: the drive is empty. */
const char *floppy_file(const struct floppy *);
bool floppy_protected(const struct floppy *); /* false if it is empty */
bool floppy_lamp(const struct floppy *);

#endif
