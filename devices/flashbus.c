/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flashbus.c - the registers of a flash card, see flashbus.h. */
#include "devices/flashbus.h"

static uint16_t read_data(struct flashbus *b)
{
    uint16_t high = b->ops->bytes ? 0xff00 : 0;

    if (flashbus_reg(b, FLASHBUS_CONTROL) & FLASHBUS_OUTPUT)
        return high | b->ops->read_cycle(b);
    return high | flashbus_reg(b, FLASHBUS_DATA);
}

static uint16_t read_reg(struct flashbus *b, unsigned offset)
{
    switch (offset) {
    case FLASHBUS_DATA:
        return read_data(b);
    case FLASHBUS_STATUS:
        return b->ops->ready(b) ? FLASHBUS_READY : 0;
    }
    return 0xffff;
}

/* A falling strobe on a selected card is the write cycle. */
static void write_reg(struct flashbus *b, unsigned offset, uint16_t val,
                      uint16_t mask)
{
    uint16_t was = flashbus_reg(b, offset);
    uint16_t is = (uint16_t)((was & ~mask) | val);

    b->reg[offset / 2] = is;
    if (offset == FLASHBUS_CONTROL && was & ~is & FLASHBUS_STROBE &&
        is & FLASHBUS_SELECT)
        b->ops->write_cycle(b);
}

/* A word across two registers is two byte accesses.  The upper half of a data
 * register of bytes is wired to no chip: reading it is no read cycle. */
uint32_t flashbus_read(struct device *dev, uint32_t off, unsigned width)
{
    struct flashbus *b = (struct flashbus *)dev;

    if (width == 2 && off % 2)
        return flashbus_read(dev, off, 1) | flashbus_read(dev, off + 1, 1)
                                                << 8;
    if (width == 2)
        return read_reg(b, off);
    if (off == FLASHBUS_DATA + 1 && b->ops->bytes)
        return 0xff;
    return read_reg(b, off & ~1u) >> (off % 2 * 8) & 0xff;
}

void flashbus_write(struct device *dev, uint32_t off, uint32_t val,
                    unsigned width)
{
    struct flashbus *b = (struct flashbus *)dev;

    if (width == 2 && off % 2) {
        flashbus_write(dev, off, val & 0xff, 1);
        flashbus_write(dev, off + 1, val >> 8, 1);
    } else if (width == 2) {
        write_reg(b, off, (uint16_t)val, 0xffff);
    } else {
        write_reg(b, off & ~1u, (uint16_t)(val << (off % 2 * 8)),
                  (uint16_t)(0xff << (off % 2 * 8)));
    }
}

void flashbus_clear(struct flashbus *b)
{
    for (unsigned i = 0; i < FLASHBUS_BYTES / 2; i++)
        b->reg[i] = 0;
}
