/* SPDX-License-Identifier: GPL-2.0-or-later */
/* panic.h - the end: why, or the registers, to the console, then everything
 * again. */
#ifndef GUEST_RUNTIME_UNIT_PANIC_H
#define GUEST_RUNTIME_UNIT_PANIC_H

/* Exceptions lead there from now on. */
void panic_setup(void);

/* Says why and restarts, before there are threads. */
void panic_restart(const char *why) __attribute__((noreturn));

#endif
