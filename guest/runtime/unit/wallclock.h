/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wallclock.h - date and time: the clock chip's when the runtime began, then
 * our own clock's. */
#ifndef GUEST_RUNTIME_UNIT_WALLCLOCK_H
#define GUEST_RUNTIME_UNIT_WALLCLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* After clock_setup(). */
void wallclock_setup(void);

/* Seconds since 1970, and the milliseconds of the second under way; ms may
 * be NULL. */
uint32_t wallclock_now(unsigned *ms);

/* The same to the microsecond, as far as the clock goes. */
uint32_t wallclock_exact(uint32_t *us);

/* Sets both clocks. */
void wallclock_set(uint32_t seconds);

/* What that is where the unit is, and what local time is called then; zone may
 * be NULL. */
uint32_t wallclock_local(uint32_t seconds, const char **zone);

/* As calendar_text() has it, in local time. */
void wallclock_text(char *to, size_t n, bool weekday);

#endif
