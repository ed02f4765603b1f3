/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8254.c - Intel 8254: three counters behind four ports.
 *
 * Source: Intel 231164-005; see i8254_count.c for the counters themselves.
 * The part has no reset pin: only losing its supply stops it.
 */
#include "devices/pit-i8254/i8254.h"

#include "devices/pit-i8254/i8254_count.h"

enum { COUNTERS = 3, CONTROL_PORT = 3, NS_PER_S = 1000000000 };
enum { READ_BACK = 3, RB_NO_COUNT = 0x20, RB_NO_STATUS = 0x10 };

struct i8254 {
    struct device dev;
    struct i8254_counter counter[COUNTERS];
    struct alarm alarm;
};

static struct i8254 *pit_of(struct device *dev)
{
    return (struct i8254 *)dev;
}

/* Whole seconds are whole ticks, so both ways are exact. */
static uint64_t tick_of_ns(uint64_t ns)
{
    return ns / NS_PER_S * I8254_HZ + ns % NS_PER_S * I8254_HZ / NS_PER_S;
}

/* The first nanosecond of a tick. */
static uint64_t ns_of_tick(uint64_t tick)
{
    return tick / I8254_HZ * NS_PER_S +
           (tick % I8254_HZ * NS_PER_S + I8254_HZ - 1) / I8254_HZ;
}

static uint64_t sync(struct i8254 *t)
{
    uint64_t now = tick_of_ns(board_now(&t->dev));

    for (unsigned n = 0; n < COUNTERS; n++)
        i8254_count_sync(&t->counter[n], now);
    return now;
}

/* Wakes for the counters somebody listens to. */
static void set_alarm(struct i8254 *t)
{
    uint64_t first = I8254_NEVER;

    for (unsigned n = 0; n < COUNTERS; n++) {
        const struct i8254_counter *c = &t->counter[n];
        uint64_t at = c->wire.drive ? i8254_count_next(c) : I8254_NEVER;

        if (at < first)
            first = at;
    }
    if (first == I8254_NEVER)
        board_alarm_cancel(&t->alarm);
    else
        board_alarm_set(&t->alarm, ns_of_tick(first));
}

static void ring(struct device *dev)
{
    sync(pit_of(dev));
    set_alarm(pit_of(dev));
}

static void read_back(struct i8254 *t, uint64_t now, uint8_t val)
{
    for (unsigned n = 0; n < COUNTERS; n++) {
        if (!(val & 2u << n))
            continue;
        if (!(val & RB_NO_COUNT))
            i8254_count_latch(&t->counter[n], now);
        if (!(val & RB_NO_STATUS))
            i8254_count_latch_status(&t->counter[n]);
    }
}

static void write_control(struct i8254 *t, uint64_t now, uint8_t val)
{
    unsigned n = val >> 6;

    if (n == READ_BACK)
        read_back(t, now, val);
    else if (!(val & 0x30))
        i8254_count_latch(&t->counter[n], now);
    else
        i8254_count_program(&t->counter[n], val);
}

static void regs_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct i8254 *t = pit_of(dev);
    uint64_t now = sync(t);

    (void)width;
    device_trace(dev, "port %u <- %02x", (unsigned)off, (unsigned)val & 0xff);
    if (off == CONTROL_PORT)
        write_control(t, now, (uint8_t)val);
    else
        i8254_count_write(&t->counter[off], now, (uint8_t)val);
    set_alarm(t);
}

/* Nobody drives the bus when the control word is read. */
static uint32_t regs_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i8254 *t = pit_of(dev);
    uint64_t now = sync(t);

    (void)width;
    if (off == CONTROL_PORT)
        return 0xff;
    return i8254_count_read(&t->counter[off], now);
}

struct wire *i8254_out(struct device *dev, unsigned n)
{
    return &pit_of(dev)->counter[n % COUNTERS].wire;
}

bool i8254_out_level(void *chip, unsigned n)
{
    struct i8254 *t = chip;

    sync(t);
    return t->counter[n % COUNTERS].out;
}

void i8254_set_gate(void *chip, unsigned n, bool level)
{
    struct i8254 *t = chip;
    uint64_t now = sync(t);

    i8254_count_gate(&t->counter[n % COUNTERS], now, level);
    set_alarm(t);
}

static void i8254_init(struct device *dev)
{
    struct i8254 *t = pit_of(dev);

    alarm_init(&t->alarm, dev, ring);
    for (unsigned n = 0; n < COUNTERS; n++)
        t->counter[n].gate = true;
}

static void i8254_reset(struct device *dev, enum reset kind)
{
    struct i8254 *t = pit_of(dev);

    if (kind != RESET_POWER)
        return;
    for (unsigned n = 0; n < COUNTERS; n++)
        i8254_count_program(&t->counter[n], 0);
    set_alarm(t);
}

static const struct window i8254_windows[] = {
    [I8254_REGS] = { "regs", SPACE_PORT, 4, 1, regs_read, regs_write },
    { 0 },
};

const struct device_class i8254_class = {
    .name = "i8254",
    .summary = "Intel 8254 interval timer",
    .size = sizeof(struct i8254),
    .windows = i8254_windows,
    .init = i8254_init,
    .reset = i8254_reset,
};
