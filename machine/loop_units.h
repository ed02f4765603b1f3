/* SPDX-License-Identifier: GPL-2.0-or-later */
/* loop_units.h - inside machine/: what units tell the loop. */
#ifndef PIXEMU_MACHINE_LOOP_UNITS_H
#define PIXEMU_MACHINE_LOOP_UNITS_H

#include "machine/loop.h"

void loop_add(struct loop *, struct unit *);
void loop_remove(struct loop *, struct unit *);
/* One was paused, resumed, switched on or off. */
void loop_units_changed(struct loop *);
/* An alarm was set: the present slice must not run past it. */
void loop_alarm_moved(struct loop *, uint64_t at_ns);

#endif
