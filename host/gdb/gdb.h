/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gdb.h - the socket on which a debugger finds a unit's processor.
 *
 * One debugger at a time; the unit pauses when it comes.  One that hangs up
 * without a word leaves the unit as it is, and the next may come.
 */
#ifndef PIXEMU_HOST_GDB_GDB_H
#define PIXEMU_HOST_GDB_GDB_H

#include <glib.h>
#include <stdbool.h>

#include "machine/machine.h"

struct gdb;

/* A spec that gdb_spec_check() has passed. */
struct gdb *gdb_open(const char *spec, GError **err);
/* `kill` is called when the debugger wants the process to end. */
void gdb_serve(struct gdb *, struct unit *, void (*kill)(void *far),
               void *far);
void gdb_event(struct gdb *, enum unit_event); /* NULL is allowed */
void gdb_free(struct gdb *);                   /* here, too */

#endif
