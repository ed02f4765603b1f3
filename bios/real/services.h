/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * services.h - what a PC's ROM does for real-mode programs, and running them.
 *
 * The console and the tick are power-on's (console.h) or the services', never
 * both: power-on closes its console before it calls anything here but
 * real_offers_boot().
 */
#ifndef BIOS_REAL_SERVICES_H
#define BIOS_REAL_SERVICES_H

#include <stdbool.h>
#include <stdint.h>

/* Once after power-on, before anything else here: vectors, BIOS data area,
 * variables. */
void real_setup(void);

/* Calls code that ends in a far return with AX, and ES:DI pointing to $PnP.
 * Takes interrupt controllers, timer and UART over and leaves them silent. */
void real_call(uint16_t segment, uint16_t offset, uint16_t ax);

/* INT 19h calls this from now on: the bootstrap entry of an expansion ROM. */
void real_set_boot(uint16_t segment, uint16_t offset);

/* Whether INT 19h would lead anywhere. */
bool real_offers_boot(void);

/* INT 19h.  When nothing boots, post() is entered again. */
void real_boot(void) __attribute__((noreturn));

#endif
