/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * target.h - the processor's registers as gdb numbers and describes them.
 *
 * GDB manual, appendix G.5.7 "i386 Features": the first 32 are those of
 * org.gnu.gdb.i386.core; the rest are ours.
 */
#ifndef PIXEMU_HOST_GDB_TARGET_H
#define PIXEMU_HOST_GDB_TARGET_H

#include <glib.h>
#include <stdbool.h>

#include "machine/debug.h"

/* For g_free(). */
char *target_description(void);

/* Appends register n in hexadecimal; false: there is none. */
bool target_append(GString *, const struct cpu_registers *, unsigned n);

/* Takes register n from hexadecimal digits and moves *hex behind them.  False:
 * no such register, or digits are missing. */
bool target_take(struct cpu_registers *, unsigned n, const char **hex);
/* Whether a change of register n reaches the processor. */
bool target_writable(unsigned n);
unsigned target_registers(void);

#endif
