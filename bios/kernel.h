/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kernel.h - the kernel card, docs/hardware.md. */
#ifndef BIOS_KERNEL_H
#define BIOS_KERNEL_H

/* Starts its program and does not return, or returns: no card, or it failed
 * and said so. */
void kernel_start(void);

#endif
