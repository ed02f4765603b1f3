/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stratacard.c - the two chips (strata.c) of the 16 MiB flash card behind the
 * registers at port 300h (devices/flashbus.h).
 *
 * Source: the published analysis of the card SCPOLARISFLISA1 (README.md).  It
 * doesn't say what reads of the write-only registers give, nor what byte
 * accesses do.  The chips are in x16 mode and have no address bit 0.
 */
#include "devices/flash-strata/stratacard.h"

#include "devices/flash-strata/strata.h"
#include "devices/flashbus.h"

enum {
    CONTROL_BANK = 1 << 5,
    CHIPS_MAX = 2,
};

struct stratacard {
    struct flashbus bus;
    struct alarm alarm; /* the first of what is due in either chip */
    struct strata chip[CHIPS_MAX];
    unsigned chips;
};

static struct strata *selected(struct stratacard *f)
{
    unsigned n = flashbus_reg(&f->bus, FLASHBUS_CONTROL) & CONTROL_BANK ? 1 : 0;

    return n < f->chips ? &f->chip[n] : NULL;
}

static uint32_t address(struct stratacard *f)
{
    return (uint32_t)flashbus_reg(&f->bus, FLASHBUS_BLOCK) *
               STRATA_BLOCK_WORDS +
           flashbus_reg(&f->bus, FLASHBUS_WORD);
}

static void tell(struct stratacard *f, const struct strata *c)
{
    static const char *const what[] = {
        [STRATA_PROGRAMMING] = "programmed",
        [STRATA_ERASING] = "erased",
    };
    unsigned n = (unsigned)(c - f->chip);

    if (c->last == STRATA_LOCKING)
        device_trace(&f->bus.dev, "chip %u: block locks changed", n);
    else
        device_trace(&f->bus.dev, "chip %u: %u words from %06x on %s", n,
                     (unsigned)c->words, (unsigned)c->at, what[c->last]);
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

static uint16_t read_cycle(struct flashbus *bus)
{
    struct stratacard *f = (struct stratacard *)bus;
    struct strata *c = selected(f);

    return c ? strata_read(c, address(f), board_now(&bus->dev)) : 0xffff;
}

static void write_cycle(struct flashbus *bus)
{
    struct stratacard *f = (struct stratacard *)bus;
    struct strata *c = selected(f);
    const char *wrong;
    unsigned before;

    if (!c)
        return;
    before = c->cycles;
    wrong = strata_write(c, address(f), flashbus_reg(bus, FLASHBUS_DATA),
                         board_now(&bus->dev));
    if (wrong)
        board_guest_error(&bus->dev, "chip %u: %s", (unsigned)(c - f->chip),
                          wrong);
    if (c->cycles != before)
        tell(f, c);
    watch(f, c);
}

/* Both STS pins on one wire. */
static bool ready(struct flashbus *bus)
{
    struct stratacard *f = (struct stratacard *)bus;
    bool all = true;

    for (unsigned i = 0; i < f->chips; i++) {
        strata_pass(&f->chip[i], board_now(&bus->dev));
        all = all && strata_ready(&f->chip[i]);
    }
    return all;
}

static const struct flashbus_ops ops = {false, read_cycle, write_cycle, ready};

static void card_init(struct device *dev)
{
    struct stratacard *f = (struct stratacard *)dev;

    f->bus.ops = &ops;
    alarm_init(&f->alarm, dev, ring);
}

static void power_on(struct stratacard *f)
{
    for (unsigned i = 0; i < f->chips; i++)
        strata_power_on(&f->chip[i], board_authentic(&f->bus.dev));
    board_alarm_cancel(&f->alarm);
}

/* The bus reset line clears the registers; what the chips do goes on. */
static void card_reset(struct device *dev, enum reset kind)
{
    struct stratacard *f = (struct stratacard *)dev;

    flashbus_clear(&f->bus);
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
    {"stratacard", SPACE_PORT, FLASHBUS_BYTES, 1 | 2, flashbus_read,
     flashbus_write},
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
