/* SPDX-License-Identifier: GPL-2.0-or-later */
/* program.h - what entry.S and program.ld give a program. */
#ifndef GUEST_PROGRAM_PROGRAM_H
#define GUEST_PROGRAM_PROGRAM_H

#include <stdint.h>

#include "guest/image/boot.h"

/* Written by the program; entered on a stack of 16 KiB, interrupts off. */
void program_main(uint32_t magic, const struct boot_info *info);

/* The first byte behind the program. */
extern uint8_t program_end[];

#endif
