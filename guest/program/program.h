/* SPDX-License-Identifier: GPL-2.0-or-later */
/* program.h - what entry.S, program.ld and begin.c give a program. */
#ifndef GUEST_PROGRAM_PROGRAM_H
#define GUEST_PROGRAM_PROGRAM_H

#include <stdint.h>

#include "guest/image/boot.h"

/* Written by the program; entered on a stack of 16 KiB, interrupts off. */
void program_main(uint32_t magic, const struct boot_info *info);

/* What a program does first: looks whether the BIOS started it, keeps what the
 * BIOS told, and takes over segments and interrupts.  If it was not the BIOS,
 * the machine starts again. */
void program_begin(struct boot_info *to, uint32_t magic,
                   const struct boot_info *info);

/* The first byte behind the program. */
extern uint8_t program_end[];

#endif
