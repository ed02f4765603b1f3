/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stub.h - what gdb asks of a unit, and the answers; packets in, packets out.
 *
 * GDB manual, appendix E.  One thread, all-stop; addresses are linear.
 */
#ifndef PIXEMU_HOST_GDB_STUB_H
#define PIXEMU_HOST_GDB_STUB_H

#include <stddef.h>

#include "machine/debug.h"

struct stub;

struct stub_far {
    void *far;
    void (*send)(void *far, const char *text);
    void (*stop_acks)(void *far);
    void (*kill)(void *far); /* the debugger wants the process to end */
    void (*leave)(void *far); /* it has detached */
};

/* Pauses the unit. */
struct stub *stub_new(struct unit *, const struct stub_far *);
/* Forgets all points.  The unit stays as it is. */
void stub_free(struct stub *);

void stub_command(struct stub *, const char *text, size_t n);
void stub_interrupt(struct stub *);
/* The unit has paused, on whosever behalf. */
void stub_paused(struct stub *);

#endif
