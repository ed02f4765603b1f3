/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clock.h - time since the runtime began, in counts of the 8254 (PIT_HZ).
 *
 * The tick is slow, 20 Hz, because every tick of an idle unit costs
 * something; what lies between two ticks is read from the counter.
 */
#ifndef GUEST_RUNTIME_UNIT_CLOCK_H
#define GUEST_RUNTIME_UNIT_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/i386/pit.h"

#define CLOCK_SECONDS(n) ((uint64_t)(n) * PIT_HZ)

/* After interrupt_setup(). */
void clock_setup(void);

uint64_t clock_now(void);     /* exact */
uint64_t clock_coarse(void);  /* at the last tick; costs nothing */
uint32_t clock_seconds(void); /* since clock_setup() */

/* Ticks at 1 kHz while someone must wait for milliseconds; nests. */
void clock_fine(bool on);

/* Lets the other threads run for that long at least. */
void clock_rest(unsigned microseconds);

#endif
