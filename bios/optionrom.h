/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * optionrom.h - expansion ROMs of PCI functions: programs in real mode that
 * bring their own way to boot.
 */
#ifndef BIOS_OPTIONROM_H
#define BIOS_OPTIONROM_H

#include <stdbool.h>

/* Copies every ROM to shadow RAM and initialises it.  Prints nothing when
 * there is none, and leaves the console as it was. */
void optionroms_start(void);

/* Boots what a ROM offers.  Returns when none offers anything; otherwise not,
 * but post() is entered again when nothing was booted. */
void optionroms_boot(void);

#endif
