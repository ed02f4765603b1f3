/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.h - inside machine/: what the loop needs of a unit. */
#ifndef PIXEMU_MACHINE_UNIT_H
#define PIXEMU_MACHINE_UNIT_H

#include "machine/machine.h"

/* Paused or never started: it does not ask for time to go by. */
bool unit_is_frozen(const struct unit *);
/* Running, and the processor does not wait for an interrupt. */
bool unit_is_busy(const struct unit *);

/* Runs the processor.  Under a held clock, in a turn of virtual time from
 * from_ns to until_ns, which may take several slices. */
void unit_slice(struct unit *, uint64_t from_ns, uint64_t until_ns);
/* How far it is in that turn. */
uint64_t unit_held_now(const struct unit *, uint64_t from_ns);
/* Ends the slice soon; from a signal handler, too. */
void unit_kick(struct unit *);

#endif
