/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmos.c - MC146818 memory; the memory size bytes are docs/hardware.md's. */
#include "guest/i386/cmos.h"

#include "guest/i386/io.h"

enum {
    INDEX = 0x70,
    DATA = 0x71,
    MIB = 1 << 20,
};

uint8_t cmos_read(uint8_t index)
{
    outb(INDEX, index);
    return inb(DATA);
}

void cmos_write(uint8_t index, uint8_t value)
{
    outb(INDEX, index);
    outb(DATA, value);
}

static uint32_t pair(uint8_t index)
{
    return cmos_read(index) | (uint32_t)cmos_read((uint8_t)(index + 1)) << 8;
}

uint32_t cmos_ram_bytes(void)
{
    uint32_t above_16_mib = pair(0x34) * 0x10000;

    if (above_16_mib)
        return 16 * MIB + above_16_mib;
    return MIB + pair(0x30) * 1024;
}
