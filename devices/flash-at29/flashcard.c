/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard.c - up to 32 chips (at29.c) behind the registers of the flash
 * card at port 300h (devices/flashbus.h, docs/hardware.md).
 */
#include "devices/flash-at29/flashcard.h"

#include "devices/flash-at29/at29.h"
#include "devices/flashbus.h"

enum {
    CONTROL_CHIP_SHIFT = 8,
    CHIPS_MAX = 32,
    NOTICED_NS = 1000 * 1000, /* after a load's end, at most */
};

struct flashcard {
    struct flashbus bus;
    struct alarm alarm; /* the first of what is due in any chip */
    struct at29 chip[CHIPS_MAX];
    unsigned chips;
};

static struct at29 *selected(struct flashcard *f)
{
    unsigned n = flashbus_reg(&f->bus, FLASHBUS_CONTROL) >> CONTROL_CHIP_SHIFT &
                 (CHIPS_MAX - 1);

    return n < f->chips ? &f->chip[n] : NULL;
}

static uint32_t address(struct flashcard *f)
{
    const struct flashbus *b = &f->bus;

    return (flashbus_reg(b, FLASHBUS_BLOCK) & 3u) << 17 |
           (uint32_t)flashbus_reg(b, FLASHBUS_WORD) << 1 |
           (flashbus_reg(b, FLASHBUS_BYTE) & 1u);
}

static void complain(struct flashcard *f, const struct at29 *c,
                     const char *wrong)
{
    if (wrong)
        board_guest_error(&f->bus.dev, "chip %u: %s", (unsigned)(c - f->chip),
                          wrong);
}

/* After something may have begun in a chip that had begun so many cycles. */
static void tell(struct flashcard *f, const struct at29 *c, unsigned before)
{
    unsigned n = (unsigned)(c - f->chip);

    if (c->cycles == before)
        return;
    if (c->cycle == AT29_CYCLE_ERASE)
        device_trace(&f->bus.dev, "chip %u: erased", n);
    else if (c->cycle == AT29_CYCLE_PROGRAM)
        device_trace(&f->bus.dev, "chip %u: sector %05x programmed", n,
                     (unsigned)c->sector);
    else
        device_trace(&f->bus.dev, "chip %u: a cycle that programs nothing",
                     n);
}

/* The alarm may ring too early: it is moved only to an earlier moment here, so
 * that 256 loads don't set it 256 times.  The end of a load it may miss by a
 * while, because every access notices it, too: an alarm within its 150 us
 * would take the processor from its program there, and a slow computer does
 * not give it back in time for the next byte. */
static void watch(struct flashcard *f, const struct at29 *c)
{
    uint64_t due = at29_due(c);

    if (c->state == AT29_LOADING)
        due += NOTICED_NS;
    if (due < f->alarm.at_ns)
        board_alarm_set(&f->alarm, due);
}

static void ring(struct device *dev)
{
    struct flashcard *f = (struct flashcard *)dev;
    uint64_t now_ns = board_now(dev);

    for (unsigned i = 0; i < f->chips; i++) {
        unsigned before = f->chip[i].cycles;

        complain(f, &f->chip[i], at29_pass(&f->chip[i], now_ns));
        tell(f, &f->chip[i], before);
        watch(f, &f->chip[i]);
    }
}

static uint16_t read_cycle(struct flashbus *bus)
{
    struct flashcard *f = (struct flashcard *)bus;
    struct at29 *c = selected(f);
    unsigned before;
    uint8_t val;

    if (!c)
        return 0xff;
    if (at29_is_plain(c))
        return c->array[address(f)];
    before = c->cycles;
    val = at29_read(c, address(f), board_now(&f->bus.dev));
    tell(f, c, before);
    watch(f, c);
    return val;
}

static void write_cycle(struct flashbus *bus)
{
    struct flashcard *f = (struct flashcard *)bus;
    struct at29 *c = selected(f);
    unsigned before;

    if (!c)
        return;
    before = c->cycles;
    complain(f, c, at29_write(c, address(f),
                              (uint8_t)flashbus_reg(bus, FLASHBUS_DATA),
                              board_now(&f->bus.dev)));
    tell(f, c, before);
    watch(f, c);
}

/* The chips themselves say when they are busy. */
static bool ready(struct flashbus *bus)
{
    (void)bus;
    return true;
}

static const struct flashbus_ops ops = {true, read_cycle, write_cycle, ready};

static void card_init(struct device *dev)
{
    struct flashcard *f = (struct flashcard *)dev;

    f->bus.ops = &ops;
    alarm_init(&f->alarm, dev, ring);
}

static void power_on(struct flashcard *f)
{
    uint64_t now_ns = board_now(&f->bus.dev);

    for (unsigned i = 0; i < f->chips; i++)
        at29_power_on(&f->chip[i], now_ns, board_authentic(&f->bus.dev));
    board_alarm_cancel(&f->alarm);
}

/* The chips have no reset pin: what they are doing goes on. */
static void card_reset(struct device *dev, enum reset kind)
{
    struct flashcard *f = (struct flashcard *)dev;

    flashbus_clear(&f->bus);
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
    {"flashcard", SPACE_PORT, FLASHBUS_BYTES, 1 | 2, flashbus_read,
     flashbus_write},
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
