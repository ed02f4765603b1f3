/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diskette.h - the diskette drive, for commands: a configuration on it. */
#ifndef GUEST_RUNTIME_FILES_DISKETTE_H
#define GUEST_RUNTIME_FILES_DISKETTE_H

#include <stdint.h>

/* NULL: done; else why not.  *text stays valid until the next call; from a
 * thread: they wait, and one at a time. */
const char *diskette_load(const char **text, uint32_t *n);
const char *diskette_save(void *unused, const char *text, uint32_t n);

#endif
