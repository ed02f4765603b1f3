/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8254_count.c - one counter of the 8254: modes 0-5, gate, latches.
 *
 * Source: Intel 231164-005, "8254 programmable interval timer", "Mode
 * definitions", "Gate pin operations summary", "Read-back command".
 * A count of 1 in modes 2 and 3 is illegal there; here OUT then stays high.
 */
#include "devices/pit-i8254/i8254_count.h"

enum { CONTROL_BCD = 0x01, RW_LSB = 1, RW_MSB = 2, RW_BOTH = 3 };
enum { STATUS_OUT = 0x80, STATUS_NULL = 0x40 };

static unsigned rw(const struct i8254_counter *c)
{
    return c->control >> 4 & 3;
}

static bool is_bcd(const struct i8254_counter *c)
{
    return c->control & CONTROL_BCD;
}

static bool is_periodic(const struct i8254_counter *c)
{
    return c->mode == 2 || c->mode == 3;
}

/* Modes 1 and 5 start by a rising gate and do not look at it again. */
static bool is_triggered(const struct i8254_counter *c)
{
    return c->mode == 1 || c->mode == 5;
}

/* Digits above 9 count as what they are worth, which is what the counter
 * does with them. */
static uint32_t from_bcd(uint16_t v)
{
    return (v >> 12) * 1000u + (v >> 8 & 15) * 100u + (v >> 4 & 15) * 10u +
           (v & 15);
}

static uint16_t to_bcd(uint32_t v)
{
    return (uint16_t)(v / 1000 % 10 << 12 | v / 100 % 10 << 8 |
                      v / 10 % 10 << 4 | v % 10);
}

static uint32_t modulus(const struct i8254_counter *c)
{
    return is_bcd(c) ? 10000 : 65536;
}

/* The count the register stands for; 0 is the largest. */
static uint32_t count_of(const struct i8254_counter *c)
{
    uint32_t n = is_bcd(c) ? from_bcd(c->cr) : c->cr;

    return n ? n : modulus(c);
}

static void set_out(struct i8254_counter *c, bool level)
{
    if (c->out == level)
        return;
    c->out = level;
    wire_drive(&c->wire, level);
}

/* Mode 3: an odd count makes the high half one tick longer. */
static uint32_t half(const struct i8254_counter *c)
{
    return (c->n + c->out) / 2;
}

/* The counting element at tick now, in binary; within the present half
 * (mode 3) or period (mode 2). */
static uint32_t element(const struct i8254_counter *c, uint64_t now)
{
    uint64_t gone = c->running ? now - c->base : 0;

    if (c->mode == 3 && c->running)
        return (c->n & ~1u) - (c->n > 1 ? 2 * (uint32_t)gone : 0);
    if (c->mode == 2 && c->n == 1)
        return c->ce;
    if (c->armed || c->mode == 2)
        return c->ce - (uint32_t)gone;
    /* Past zero it wraps and goes on. */
    return (c->ce + modulus(c) - (uint32_t)(gone % modulus(c))) % modulus(c);
}

/* Stops or resumes counting where it is. */
static void run(struct i8254_counter *c, uint64_t now, bool on)
{
    if (c->running == on)
        return;
    c->ce = element(c, now);
    c->base = now;
    c->running = on;
}

static bool may_run(const struct i8254_counter *c)
{
    return is_triggered(c) || c->gate;
}

static void load(struct i8254_counter *c)
{
    c->n = c->ce = count_of(c);
    c->base = c->load_at;
    c->load_at = I8254_NEVER;
    c->null_count = false;
    c->loaded = true;
    c->armed = true;
    c->running = may_run(c);
    if (c->mode == 1)
        set_out(c, false);
    else if (is_periodic(c))
        set_out(c, true);
}

/* The end of a period or half, where a new count is taken over. */
static void reload(struct i8254_counter *c, uint64_t at)
{
    c->base = at;
    if (c->null_count) {
        c->n = count_of(c);
        c->null_count = false;
    }
    c->ce = c->n;
}

/* Of the counting alone, without loads and strobes. */
static uint64_t next_count(const struct i8254_counter *c)
{
    if (!c->running)
        return I8254_NEVER;
    if (c->mode == 3)
        return c->n > 1 ? c->base + half(c) : I8254_NEVER;
    if (c->mode == 2)
        return c->n > 1 ? c->base + c->n - c->out : I8254_NEVER;
    return c->armed ? c->base + c->ce : I8254_NEVER;
}

uint64_t i8254_count_next(const struct i8254_counter *c)
{
    uint64_t at = next_count(c);

    if (c->strobe_end < at)
        at = c->strobe_end;
    return c->load_at < at ? c->load_at : at;
}

/* Something of the counting is due at tick `at`. */
static void step(struct i8254_counter *c, uint64_t at)
{
    switch (c->mode) {
    case 2:
        if (!c->out)
            reload(c, at);
        set_out(c, !c->out);
        break;
    case 3:
        set_out(c, !c->out);
        reload(c, at);
        if (c->n == 1)
            set_out(c, true);
        break;
    case 4:
    case 5:
        c->armed = false;
        set_out(c, false);
        c->strobe_end = at + 1;
        break;
    default:
        c->armed = false;
        set_out(c, true);
        break;
    }
}

/* Leaves out all whole periods before tick now but the last. */
static void skip_periods(struct i8254_counter *c, uint64_t now)
{
    uint64_t periods;

    if (!is_periodic(c) || !c->running || c->null_count || c->n < 2 ||
        c->load_at != I8254_NEVER)
        return;
    periods = now > c->base ? (now - c->base) / c->n : 0;
    if (periods > 1)
        c->base += (periods - 1) * c->n;
}

void i8254_count_sync(struct i8254_counter *c, uint64_t now)
{
    uint64_t at;

    skip_periods(c, now);
    while ((at = i8254_count_next(c)) <= now) {
        if (c->strobe_end == at) {
            c->strobe_end = I8254_NEVER;
            set_out(c, true);
        } else if (c->load_at == at) {
            load(c);
        } else {
            step(c, at);
        }
        skip_periods(c, now);
    }
}

void i8254_count_program(struct i8254_counter *c, uint8_t control)
{
    unsigned mode = control >> 1 & 7;

    c->control = control & 0x3f;
    c->mode = mode > 5 ? mode - 4 : mode; /* 6 and 7 are 2 and 3 */
    c->have_count = c->write_msb = c->read_msb = false;
    c->null_count = true;
    c->loaded = c->running = c->armed = false;
    c->load_at = c->strobe_end = I8254_NEVER;
    c->count_latched = c->status_latched = false;
    set_out(c, c->mode != 0);
}

/* A whole count is in the register. */
static void count_written(struct i8254_counter *c, uint64_t now, uint16_t cr)
{
    c->cr = cr;
    c->have_count = true;
    c->null_count = true;
    if (is_triggered(c) || (is_periodic(c) && c->loaded))
        return; /* waits for a trigger, or the end of the period */
    c->load_at = now + 1;
}

void i8254_count_write(struct i8254_counter *c, uint64_t now, uint8_t val)
{
    if (c->mode == 0) {
        /* OUT falls at once; the first of two bytes also stops counting. */
        set_out(c, false);
        c->armed = false;
        if (rw(c) == RW_BOTH && !c->write_msb) {
            run(c, now, false);
            c->load_at = I8254_NEVER;
        }
    }
    switch (rw(c)) {
    case RW_LSB:
        count_written(c, now, val);
        break;
    case RW_MSB:
        count_written(c, now, (uint16_t)(val << 8));
        break;
    case RW_BOTH:
        if (c->write_msb)
            count_written(c, now, (uint16_t)(val << 8 | c->write_lsb));
        else
            c->write_lsb = val;
        c->write_msb = !c->write_msb;
        break;
    default: /* never programmed */
        break;
    }
}

static uint16_t present(const struct i8254_counter *c, uint64_t now)
{
    uint32_t v = element(c, now);

    return is_bcd(c) ? to_bcd(v) : (uint16_t)v;
}

uint8_t i8254_count_read(struct i8254_counter *c, uint64_t now)
{
    uint16_t v;
    bool msb;

    if (c->status_latched) {
        c->status_latched = false;
        return c->status;
    }
    v = c->count_latched ? c->latch : present(c, now);
    msb = rw(c) == RW_MSB || (rw(c) == RW_BOTH && c->read_msb);
    if (rw(c) == RW_BOTH)
        c->read_msb = !c->read_msb;
    if (!c->read_msb)
        c->count_latched = false;
    return (uint8_t)(msb ? v >> 8 : v);
}

void i8254_count_latch(struct i8254_counter *c, uint64_t now)
{
    if (c->count_latched)
        return; /* "the second latch command is ignored" */
    c->count_latched = true;
    c->latch = present(c, now);
}

void i8254_count_latch_status(struct i8254_counter *c)
{
    if (c->status_latched)
        return;
    c->status_latched = true;
    c->status = c->control | (c->out ? STATUS_OUT : 0) |
                (c->null_count ? STATUS_NULL : 0);
}

void i8254_count_gate(struct i8254_counter *c, uint64_t now, bool level)
{
    if (level == c->gate)
        return;
    c->gate = level;
    if (!c->have_count)
        return;
    if (is_triggered(c)) {
        if (level)
            c->load_at = now + 1;
    } else if (is_periodic(c)) {
        run(c, now, false);
        set_out(c, true);
        if (level)
            c->load_at = now + 1;
    } else if (c->loaded) {
        /* Not between the two bytes of a new count in mode 0. */
        run(c, now, level && !(c->mode == 0 && c->write_msb));
    }
}
