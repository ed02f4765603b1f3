/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard.c - registers of the flash card at port 300h (docs/hardware.md)
 * in front of up to 32 chips (at29.c).
 *
 * Registers that docs/hardware.md calls write-only read as FFFFh.
 */
#include "devices/flash-at29/flashcard.h"

#include "devices/flash-at29/at29.h"

enum {
    REG_BLOCK = 0x0,  /* address bits 18:17 */
    REG_WORD = 0x2,   /* address bits 16:1 */
    REG_BYTE = 0x4,   /* address bit 0 */
    REG_DATA = 0x6,
    REG_CONTROL = 0x8,
    REG_STATUS = 0xa,
    REGS = 6,

    CONTROL_STROBE = 1 << 2,
    CONTROL_OUTPUT = 1 << 3,
    CONTROL_SELECT = 1 << 4,
    CONTROL_CHIP_SHIFT = 8,
    STATUS_READY = 1 << 5,
    CHIPS_MAX = 32,
};

struct flashcard {
    struct device dev;
    struct alarm alarm; /* the first of what is due in any chip */
    struct at29 chip[CHIPS_MAX];
    unsigned chips;
    uint16_t reg[REGS]; /* as last written, by offset / 2 */
};

static uint16_t *reg(struct flashcard *f, unsigned offset)
{
    return &f->reg[offset / 2];
}

static struct at29 *selected(struct flashcard *f)
{
    unsigned n = *reg(f, REG_CONTROL) >> CONTROL_CHIP_SHIFT & (CHIPS_MAX - 1);

    return n < f->chips ? &f->chip[n] : NULL;
}

static uint32_t address(struct flashcard *f)
{
    return (*reg(f, REG_BLOCK) & 3u) << 17 | (uint32_t)*reg(f, REG_WORD) << 1 |
           (*reg(f, REG_BYTE) & 1u);
}

static void complain(struct flashcard *f, const struct at29 *c,
                     const char *wrong)
{
    if (wrong)
        board_guest_error(&f->dev, "chip %u: %s", (unsigned)(c - f->chip),
                          wrong);
}

/* The alarm may ring too early, never too late: it is moved only to an
 * earlier moment here, so that 256 loads don't set it 256 times. */
static void watch(struct flashcard *f, const struct at29 *c)
{
    uint64_t due = at29_due(c);

    if (due < f->alarm.at_ns)
        board_alarm_set(&f->alarm, due);
}

static void ring(struct device *dev)
{
    struct flashcard *f = (struct flashcard *)dev;
    uint64_t now_ns = board_now(dev);

    for (unsigned i = 0; i < f->chips; i++) {
        complain(f, &f->chip[i], at29_pass(&f->chip[i], now_ns));
        watch(f, &f->chip[i]);
    }
}

static uint8_t read_cycle(struct flashcard *f)
{
    struct at29 *c = selected(f);
    uint8_t val;

    if (!c)
        return 0xff;
    if (at29_is_plain(c))
        return c->array[address(f)];
    val = at29_read(c, address(f), board_now(&f->dev));
    watch(f, c);
    return val;
}

static void write_cycle(struct flashcard *f)
{
    struct at29 *c = selected(f);

    if (!c)
        return;
    complain(f, c, at29_write(c, address(f), (uint8_t)*reg(f, REG_DATA),
                              board_now(&f->dev)));
    watch(f, c);
}

static uint16_t read_data(struct flashcard *f)
{
    uint8_t val = *reg(f, REG_CONTROL) & CONTROL_OUTPUT
                      ? read_cycle(f)
                      : (uint8_t)*reg(f, REG_DATA);

    return (uint16_t)(0xff00 | val);
}

static uint16_t read_reg(struct flashcard *f, unsigned offset)
{
    switch (offset) {
    case REG_DATA:
        return read_data(f);
    case REG_STATUS:
        return STATUS_READY;
    }
    return 0xffff;
}

static void write_reg(struct flashcard *f, unsigned offset, uint16_t val,
                      uint16_t mask)
{
    uint16_t was = *reg(f, offset), is = (uint16_t)((was & ~mask) | val);

    *reg(f, offset) = is;
    if (offset == REG_CONTROL && was & ~is & CONTROL_STROBE &&
        is & CONTROL_SELECT)
        write_cycle(f);
}

/* A word across two registers is two byte accesses; only the low half of the
 * data register is wired to the chips. */
static uint32_t card_read(struct device *dev, uint32_t off, unsigned width)
{
    struct flashcard *f = (struct flashcard *)dev;

    if (width == 2 && off % 2)
        return card_read(dev, off, 1) | card_read(dev, off + 1, 1) << 8;
    if (width == 2)
        return read_reg(f, off);
    if (off == REG_DATA + 1)
        return 0xff;
    return read_reg(f, off & ~1u) >> (off % 2 * 8) & 0xff;
}

static void card_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct flashcard *f = (struct flashcard *)dev;

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
    struct flashcard *f = (struct flashcard *)dev;

    alarm_init(&f->alarm, dev, ring);
}

static void power_on(struct flashcard *f)
{
    uint64_t now_ns = board_now(&f->dev);

    for (unsigned i = 0; i < f->chips; i++)
        at29_power_on(&f->chip[i], now_ns, board_authentic(&f->dev));
    board_alarm_cancel(&f->alarm);
}

/* The chips have no reset pin: what they are doing goes on. */
static void card_reset(struct device *dev, enum reset kind)
{
    struct flashcard *f = (struct flashcard *)dev;

    for (unsigned i = 0; i < sizeof f->reg / sizeof f->reg[0]; i++)
        f->reg[i] = 0;
    if (kind == RESET_POWER)
        power_on(f);
}

void flashcard_attach(struct device *dev, uint8_t *array, size_t bytes,
                      uint8_t *protection)
{
    struct flashcard *f = (struct flashcard *)dev;
    size_t chips = bytes / AT29_BYTES;

    f->chips = chips < CHIPS_MAX ? (unsigned)chips : CHIPS_MAX;
    for (unsigned i = 0; i < f->chips; i++)
        at29_init(&f->chip[i], array + (size_t)i * AT29_BYTES, protection + i);
    power_on(f);
}

static const struct window windows[] = {
    {"flashcard", SPACE_PORT, 12, 1 | 2, card_read, card_write},
    {0},
};

const struct device_class flashcard_at29_class = {
    .name = "at29",
    .summary = "flash card with Atmel AT29C040A chips at port 300h",
    .size = sizeof(struct flashcard),
    .windows = windows,
    .init = card_init,
    .reset = card_reset,
};
