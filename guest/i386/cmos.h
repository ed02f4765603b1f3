/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmos.h - the clock chip's memory, ports 70h and 71h. */
#ifndef GUEST_I386_CMOS_H
#define GUEST_I386_CMOS_H

#include <stdint.h>

uint8_t cmos_read(uint8_t index);
void cmos_write(uint8_t index, uint8_t value);

/* All memory from address 0, in bytes, as the BIOS data of a PC says it
 * (docs/hardware.md, "Memory"). */
uint32_t cmos_ram_bytes(void);

#endif
