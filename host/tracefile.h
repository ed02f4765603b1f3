/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tracefile.h - --trace=LIST and --trace-file=FILE. */
#ifndef PIXEMU_HOST_TRACEFILE_H
#define PIXEMU_HOST_TRACEFILE_H

#include <glib.h>
#include <stdbool.h>

#include "machine/loop.h"

struct tracefile;

/* Reads LIST; adds to *kinds.  False: one line for the user. */
bool tracefile_kinds(const char *list, unsigned *kinds, GError **);
/* The text of --trace=help; g_free() it. */
char *tracefile_help(void);

/* From here on the loop's units and segments are traced.  Lines wait until
 * tracefile_start(). */
struct tracefile *tracefile_new(struct loop *, unsigned kinds);
/* path NULL: standard error. */
bool tracefile_open(struct tracefile *, const char *path, GError **);
/* Lines go out; what was in the file is gone. */
void tracefile_start(struct tracefile *);
/* After everything that is traced.  NULL is allowed. */
void tracefile_free(struct tracefile *);

#endif
