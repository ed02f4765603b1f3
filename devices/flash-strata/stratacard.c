/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stratacard.c - registers of the 16 MiB flash card at port 300h in front of
 * its two chips (strata.c).
 *
 * Source: the published analysis of the card SCPOLARISFLISA1 (README.md).  It
 * doesn't say what reads of the write-only registers give (FFFFh here), nor
 * what byte accesses do (they act on the half they name).
 */
#include "devices/flash-strata/stratacard.h"

#include "devices/flash-strata/strata.h"

enum {
    REG_BLOCK = 0x0, /* erase block in the chip */
    REG_WORD = 0x2,  /* word in the block */
    REG_BYTE = 0x4,  /* address bit 0, which chips in x16 mode don't have */
    REG_DATA = 0x6,
    REG_CONTROL = 0x8,
    REG_STATUS = 0xa,
    REGS = 6,

    CONTROL_STROBE = 1 << 2,
    CONTROL_OUTPUT = 1 << 3,
    CONTROL_SELECT = 1 << 4,
    CONTROL_BANK = 1 << 5,
    STATUS_READY = 1 << 5,
    CHIPS_MAX = 2,
};

struct stratacard {
    struct device dev;
    struct alarm alarm; /* the first of what is due in either chip */
    struct strata chip[CHIPS_MAX];
    unsigned chips;
    uint16_t reg[REGS]; /* as last written, by offset / 2 */
};

static uint16_t *reg(struct stratacard *f, unsigned offset)
{
    return &f->reg[offset / 2];
}

static struct strata *selected(struct stratacard *f)
{
    unsigned n = *reg(f, REG_CONTROL) & CONTROL_BANK ? 1 : 0;

    return n < f->chips ? &f->chip[n] : NULL;
}

static uint32_t address(struct stratacard *f)
{
    return (*reg(f, REG_BLOCK) & (STRATA_BLOCKS - 1u)) * STRATA_BLOCK_WORDS +
           *reg(f, REG_WORD);
}

/* May ring too early, never too late. */
static void watch(struct stratacard *f, const struct strata *c)
{
    uint64_t due = strata_due(c);

    if (due < f->alarm.at_ns)
        board_alarm_set(&f->alarm, due);
}

static void ring(struct device *dev)
{
    struct stratacard *f = (struct stratacard *)dev;

    for (unsigned i = 0; i < f->chips; i++) {
        strata_pass(&f->chip[i], board_now(dev));
        watch(f, &f->chip[i]);
    }
}

static uint16_t read_data(struct stratacard *f)
{
    struct strata *c = selected(f);

    if (!(*reg(f, REG_CONTROL) & CONTROL_OUTPUT))
        return *reg(f, REG_DATA);
    return c ? strata_read(c, address(f), board_now(&f->dev)) : 0xffff;
}

static void write_cycle(struct stratacard *f)
{
    struct strata *c = selected(f);
    const char *wrong;

    if (!c)
        return;
    wrong = strata_write(c, address(f), *reg(f, REG_DATA),
                         board_now(&f->dev));
    if (wrong)
        board_guest_error(&f->dev, "chip %u: %s", (unsigned)(c - f->chip),
                          wrong);
    watch(f, c);
}

/* Both STS pins on one wire. */
static uint16_t read_status(struct stratacard *f)
{
    bool ready = true;

    for (unsigned i = 0; i < f->chips; i++) {
        strata_pass(&f->chip[i], board_now(&f->dev));
        ready = ready && strata_ready(&f->chip[i]);
    }
    return ready ? STATUS_READY : 0;
}

static uint16_t read_reg(struct stratacard *f, unsigned offset)
{
    switch (offset) {
    case REG_DATA:
        return read_data(f);
    case REG_STATUS:
        return read_status(f);
    }
    return 0xffff;
}

static void write_reg(struct stratacard *f, unsigned offset, uint16_t val,
                      uint16_t mask)
{
    uint16_t was = *reg(f, offset), is = (uint16_t)((was & ~mask) | val);

    *reg(f, offset) = is;
    if (offset == REG_CONTROL && was & ~is & CONTROL_STROBE &&
        is & CONTROL_SELECT)
        write_cycle(f);
}

/* A word across two registers is two byte accesses. */
static uint32_t card_read(struct device *dev, uint32_t off, unsigned width)
{
    struct stratacard *f = (struct stratacard *)dev;

    if (width == 2 && off % 2)
        return card_read(dev, off, 1) | card_read(dev, off + 1, 1) << 8;
    if (width == 2)
        return read_reg(f, off);
    return read_reg(f, off & ~1u) >> (off % 2 * 8) & 0xff;
}

static void card_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct stratacard *f = (struct stratacard *)dev;

    if (width == 2 && off % 2) {
        card_write(dev, off, val & 0xff, 1);
        card_write(dev, off + 1, val >> 8, 1);
    } else if (width == 2) {
        write_reg(f, off, (uint16_t)val, 0xffff);
    } else {
        write_reg(f, off & ~1u, (uint16_t)(val << (off % 2 * 8)),
                  (uint16_t)(0xff << (off % 2 * 8)));
    }
}

static void card_init(struct device *dev)
{
    alarm_init(&((struct stratacard *)dev)->alarm, dev, ring);
}

static void power_on(struct stratacard *f)
{
    for (unsigned i = 0; i < f->chips; i++)
        strata_power_on(&f->chip[i], board_authentic(&f->dev));
    board_alarm_cancel(&f->alarm);
}

/* The bus reset line clears the registers; what the chips do goes on. */
static void card_reset(struct device *dev, enum reset kind)
{
    struct stratacard *f = (struct stratacard *)dev;

    for (unsigned i = 0; i < REGS; i++)
        f->reg[i] = 0;
    if (kind == RESET_POWER)
        power_on(f);
}

void stratacard_attach(struct device *dev, uint8_t *array, size_t bytes,
                       uint8_t *locks)
{
    struct stratacard *f = (struct stratacard *)dev;
    size_t chips = bytes / STRATA_BYTES;

    f->chips = chips < CHIPS_MAX ? (unsigned)chips : CHIPS_MAX;
    for (unsigned i = 0; i < f->chips; i++)
        strata_init(&f->chip[i], array + (size_t)i * STRATA_BYTES,
                    locks + i * STRATA_LOCK_BYTES);
    power_on(f);
}

static const struct window windows[] = {
    {"stratacard", SPACE_PORT, 12, 1 | 2, card_read, card_write},
    {0},
};

const struct device_class stratacard_class = {
    .name = "strata",
    .summary = "flash card with Intel 28F640J5 chips at port 300h",
    .size = sizeof(struct stratacard),
    .windows = windows,
    .init = card_init,
    .reset = card_reset,
};
