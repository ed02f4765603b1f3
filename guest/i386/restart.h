/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * restart.h - starting the whole unit again.
 *
 * The word at 00472h is 1234h when software asked for it, as on a PC; the ROM
 * then begins with `Rebooting...`, so whoever restarts does not print that.
 */
#ifndef GUEST_I386_RESTART_H
#define GUEST_I386_RESTART_H

#include <stdbool.h>

void restart(void) __attribute__((noreturn));

/* Whether the last reset was a restart(); true only once. */
bool restart_was_asked(void);

#endif
