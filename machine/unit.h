/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.h - inside machine/: what the loop needs of a unit. */
#ifndef PIXEMU_MACHINE_UNIT_H
#define PIXEMU_MACHINE_UNIT_H

#include "machine/machine.h"

/* Paused or never started: it does not ask for time to go by. */
bool unit_is_frozen(const struct unit *);
/* Running, and the processor does not wait for an interrupt. */
bool unit_is_busy(const struct unit *);

/* One turn of the processor; under a held clock it ends at until_ns. */
void unit_slice(struct unit *, uint64_t until_ns);
/* Ends the turn soon; from a signal handler, too. */
void unit_kick(struct unit *);

#endif
