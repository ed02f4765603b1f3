/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diskette.h - the program on a diskette. */
#ifndef BIOS_DISKETTE_H
#define BIOS_DISKETTE_H

#include <stddef.h>
#include <stdint.h>

/* Reads the file that begins in the first sector, as much of it as its header
 * says.  0: there is no drive, no diskette, or none with a program; all but
 * the first two were said. */
size_t diskette_read(uint8_t *to, size_t room);

#endif
