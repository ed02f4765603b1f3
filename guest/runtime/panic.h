/* SPDX-License-Identifier: GPL-2.0-or-later */
/* panic.h - the end: registers to the console, then everything again. */
#ifndef GUEST_RUNTIME_PANIC_H
#define GUEST_RUNTIME_PANIC_H

/* Exceptions lead there from now on. */
void panic_setup(void);

#endif
