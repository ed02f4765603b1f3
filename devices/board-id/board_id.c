/* SPDX-License-Identifier: GPL-2.0-or-later */
/* board_id.c - board strap, lamps, identity words; see board_id.h. */
#include "devices/board-id/board_id.h"

enum { REG_STRAP = 0, REG_IDENTITY = 2 };

struct board_id {
    struct device dev;
    struct board_id_facts facts;
    uint16_t word; /* which identity word is read */
    uint8_t lamps; /* lit, a bit each */
    struct wire lamp[BOARD_ID_LAMPS];
};

static uint16_t identity(const struct board_id *b)
{
    switch (b->word) {
    case 0:
        return (uint16_t)b->facts.serial;
    case 1:
        return (uint16_t)(b->facts.serial >> 16);
    case 2:
        return b->facts.chips;
    case 3:
        return b->facts.card;
    }
    return 0xffff;
}

static uint32_t id_read(struct device *dev, uint32_t off, unsigned width)
{
    struct board_id *b = (struct board_id *)dev;

    if (width == 2 && off % 2)
        return id_read(dev, off, 1) | id_read(dev, off + 1, 1) << 8;
    if (width == 2)
        return off == REG_STRAP ? b->facts.strap : identity(b);
    return id_read(dev, off & ~1u, 2) >> (off % 2 * 8) & 0xff;
}

static void light(struct board_id *b, uint8_t lamps)
{
    uint8_t changed = b->lamps ^ lamps;

    b->lamps = lamps;
    for (unsigned i = 0; i < BOARD_ID_LAMPS; i++)
        if (changed & 1u << i)
            wire_drive(&b->lamp[i], lamps & 1u << i);
}

static void id_write(struct device *dev, uint32_t off, uint32_t val,
                     unsigned width)
{
    struct board_id *b = (struct board_id *)dev;
    unsigned shift = off % 2 * 8;
    uint32_t mask = (width == 2 ? 0xffffu : 0xffu) << shift;

    if ((off & ~1u) == REG_IDENTITY)
        b->word = (uint16_t)((b->word & ~mask) | (val << shift & mask));
    else if (off == REG_STRAP)
        light(b, (uint8_t)val);
    else if (width == 2 && off == REG_STRAP + 1)
        id_write(dev, off + 1, val >> 8, 1);
}

static void id_init(struct device *dev)
{
    ((struct board_id *)dev)->facts =
        (struct board_id_facts){0xffff, 0xffff, 0xffff, 0xffffffff};
}

static void id_reset(struct device *dev, enum reset kind)
{
    (void)kind;
    ((struct board_id *)dev)->word = 0;
    light((struct board_id *)dev, 0);
}

void board_id_attach(struct device *dev, const struct board_id_facts *facts)
{
    ((struct board_id *)dev)->facts = *facts;
}

struct wire *board_id_lamp(struct device *dev, unsigned lamp)
{
    return &((struct board_id *)dev)->lamp[lamp];
}

static const struct window windows[] = {
    {"board-id", SPACE_PORT, 4, 1 | 2, id_read, id_write},
    {0},
};

const struct device_class board_id_class = {
    .name = "board-id",
    .summary = "board strap, lamps and identity words at port 30Ch",
    .size = sizeof(struct board_id),
    .windows = windows,
    .init = id_init,
    .reset = id_reset,
};
