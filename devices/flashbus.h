/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashbus.h - the six registers at port 300h that both flash cards have
 * (docs/hardware.md).
 *
 * A card is a device that begins with a struct flashbus, gives the two
 * handlers below to its window of FLASHBUS_BYTES ports, and says by
 * flashbus_ops what its chips do.  Registers that docs/hardware.md calls
 * write-only read as FFFFh; byte accesses act on the half they name.
 */
#ifndef PIXEMU_DEVICES_FLASHBUS_H
#define PIXEMU_DEVICES_FLASHBUS_H

#include <stdbool.h>
#include <stdint.h>

#include "devices/device.h"

/* Offsets of the registers, 16 bits each. */
enum {
    FLASHBUS_BLOCK = 0x0,
    FLASHBUS_WORD = 0x2,
    FLASHBUS_BYTE = 0x4,
    FLASHBUS_DATA = 0x6,
    FLASHBUS_CONTROL = 0x8,
    FLASHBUS_STATUS = 0xa,
    FLASHBUS_BYTES = 12,
};

/* Bits of the control register that both cards have; status. */
enum {
    FLASHBUS_STROBE = 1 << 2,
    FLASHBUS_OUTPUT = 1 << 3,
    FLASHBUS_SELECT = 1 << 4,
    FLASHBUS_READY = 1 << 5,
};

struct flashbus;

struct flashbus_ops {
    bool bytes; /* the chips drive only the low half of the data register */
    /* A read cycle of the selected chip at the address registers. */
    uint16_t (*read_cycle)(struct flashbus *);
    /* A write cycle of the data register, likewise. */
    void (*write_cycle)(struct flashbus *);
    bool (*ready)(struct flashbus *);
};

struct flashbus {
    struct device dev;
    const struct flashbus_ops *ops;
    uint16_t reg[FLASHBUS_BYTES / 2]; /* as last written, by offset / 2 */
};

static inline uint16_t flashbus_reg(const struct flashbus *b, unsigned offset)
{
    return b->reg[offset / 2];
}

/* All registers 0, as the bus reset line leaves them. */
void flashbus_clear(struct flashbus *);

/* Handlers of the card's window. */
uint32_t flashbus_read(struct device *, uint32_t off, unsigned width);
void flashbus_write(struct device *, uint32_t off, uint32_t val,
                    unsigned width);

#endif
