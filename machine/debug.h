/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * debug.h - a unit as a debugger sees it: its processor, stopped where one
 * likes.  What the calls mean is said in cpu/debug.h; a unit that is running
 * must be paused first.
 */
#ifndef PIXEMU_MACHINE_DEBUG_H
#define PIXEMU_MACHINE_DEBUG_H

#include "cpu/debug.h"
#include "machine/machine.h"

void unit_debug(struct unit *, bool on);
bool unit_debug_point(struct unit *, enum cpu_point, uint32_t linear,
                      uint32_t size, bool on);
/* Goes on, or one instruction further.  At a point and after the step the unit
 * pauses by itself, with UNIT_EVENT_STOP. */
void unit_debug_go(struct unit *, bool step);
/* Why it paused; NULL: not on a debugger's behalf. */
const struct cpu_debug_stop *unit_debug_stopped(const struct unit *);

size_t unit_debug_read(const struct unit *, uint32_t linear, void *to,
                       size_t n);
size_t unit_debug_write(struct unit *, uint32_t linear, const void *from,
                        size_t n);
void unit_debug_registers(const struct unit *, struct cpu_registers *);
void unit_debug_set_registers(struct unit *, const struct cpu_registers *);

#endif
