/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clock.h - the one virtual clock of a process, in nanoseconds, and its
 * alarms.  Chips reach it through their board only.
 */
#ifndef PIXEMU_MACHINE_CLOCK_H
#define PIXEMU_MACHINE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "devices/device.h"

enum clock_mode {
    CLOCK_REAL, /* follows the wall */
    CLOCK_WARP, /* follows the wall, but jumps over idle time */
    CLOCK_HOLD, /* advances by executed code and by jumps, up to a limit */
};

struct clock;

/* At 0 and stopped. */
struct clock *clock_new(enum clock_mode);
void clock_free(struct clock *);

enum clock_mode clock_mode(const struct clock *);
/* REAL and WARP may be exchanged; HOLD is for ever. */
void clock_set_mode(struct clock *, enum clock_mode);

uint64_t clock_now(const struct clock *);
/* REAL, WARP, not stopped: when it is at_ns on the monotonic clock of this
 * computer; ALARM_OFF for that. */
uint64_t clock_wall(const struct clock *, uint64_t at_ns);

/* REAL, WARP: stands still while `stopped` (every unit is paused or off). */
void clock_stop(struct clock *, bool stopped);
/* Advances to at_ns, which must not lie behind now. */
void clock_jump(struct clock *, uint64_t at_ns);
/* HOLD: code was or is being executed; now is at least at_ns. */
void clock_advance(struct clock *, uint64_t at_ns);

void clock_alarm_set(struct clock *, struct alarm *, uint64_t at_ns);
void clock_alarm_cancel(struct clock *, struct alarm *);
uint64_t clock_next_alarm(const struct clock *); /* ALARM_OFF: none */
/* Rings every alarm that is due; returns whether there was one. */
bool clock_ring(struct clock *);

#endif
