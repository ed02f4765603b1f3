/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * serial.h - inside bios/real/: the console's UART under real-mode programs.
 *
 * Characters typed go to the keyboard buffer of the BIOS data area, as those
 * of a keyboard would.
 */
#ifndef BIOS_REAL_SERIAL_H
#define BIOS_REAL_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

enum { SERIAL_RING = 4096 };

void serial_open(void);
void serial_close(void);

/* Moves what can be moved in both directions; from its interrupt, and as often
 * as anyone likes. */
void serial_service(void);

/* Room in the ring of characters to send: who wants to put more waits. */
unsigned serial_room(void);
void serial_put(uint8_t c);
bool serial_all_sent(void);

#endif
