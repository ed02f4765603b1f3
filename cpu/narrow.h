/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrow.h - 32-bit operations for a 32-bit guest, where the engine's library
 * allows it.  Private to cpu/ and its tests.
 */
#ifndef PIXEMU_CPU_NARROW_H
#define PIXEMU_CPU_NARROW_H

#include <stdbool.h>

#pragma GCC visibility push(hidden)

/* Before anything is translated.  False: there is nothing to build on. */
bool narrow_find(void);

/* While watching, each block that is translated is compared with what this
 * folder expects of the library's structures; one that differs, or none that
 * was seen, means that narrowing stays off for ever. */
void narrow_watch(void);
bool narrow_watched(void); /* no more; true: all were as expected */

/* For blocks that are translated from now on.  No effect unless
 * narrow_watched() was true.  Returns whether it is on now. */
bool narrow_set(bool on);

/* In the block that is translated next, calls of one function become calls of
 * another.  No effect unless narrow_watched() was true. */
typedef void *narrow_callee(void *env);
void narrow_call(narrow_callee *from, narrow_callee *to);

/* narrowtrial.c: runs small programs on an engine of its own with narrowing
 * and without.  True: the library is as expected, and they do the same. */
bool narrow_prove(void);

#pragma GCC visibility pop
#endif
