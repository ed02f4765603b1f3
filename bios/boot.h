/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boot.h - from flash or from a fetched file to the program in it. */
#ifndef BIOS_BOOT_H
#define BIOS_BOOT_H

#include <stddef.h>
#include <stdint.h>

#include "guest/drivers/flashcard.h"

/* The image in flash is read, checked and started.  Returns when there is
 * none, with the reason printed; a damaged one restarts the unit. */
void boot_from_flash(struct flashcard *);

/* The program on the diskette in the drive is read, checked and started.
 * Returns when there is none that can be, with the reason printed unless the
 * drive is empty. */
void boot_from_diskette(uint16_t strap);

/* A file at boot_place() that came over the network.  Returns when it can't
 * be started, with the reason printed. */
void boot_fetched(uint8_t *file, size_t bytes, uint16_t strap);

/* Everything off, then the reset that is asked for. */
void boot_reload(void) __attribute__((noreturn));

#endif
