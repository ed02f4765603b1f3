/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock.c - see clock.h. */
#include "guest/runtime/unit/clock.h"

#include <stddef.h>

#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/io.h"
#include "guest/runtime/unit/entropy.h"
#include "guest/threads/thread.h"

enum {
    DIVISOR_FINE = 1193,
    PIC = 0x20,
    OCW3_READ_IRR = 0x0a,
};

static struct {
    uint64_t base;    /* counts up to the last tick */
    uint64_t latest;  /* highest that was ever answered */
    uint16_t divisor; /* of the tick under way */
    bool counted;     /* the tick that is pending is in `base` already */
    unsigned fine;
} clock;

static void tick(void *far)
{
    (void)far;
    if (!clock.counted)
        clock.base += clock.divisor;
    clock.counted = false;
    entropy_stir();
    thread_tick(clock.base);
}

static bool tick_pending(void)
{
    outb(PIC, OCW3_READ_IRR);
    return inb(PIC) & 1 << PIT_LINE;
}

/* Interrupts off.  A tick may be under way that could not be delivered yet;
 * the counter has begun again then, and is read once more to be sure of it. */
static uint64_t exact(bool *pending)
{
    uint16_t left = pit_left();
    uint64_t now = clock.base;

    *pending = tick_pending();
    if (*pending) {
        left = pit_left();
        if (!clock.counted)
            now += clock.divisor;
    }
    if (left < clock.divisor)
        now += clock.divisor - left;
    if (now < clock.latest)
        now = clock.latest;
    clock.latest = now;
    return now;
}

static void set_divisor(uint16_t divisor)
{
    uint32_t flags = cpu_save();
    bool pending;

    clock.base = exact(&pending);
    clock.counted = pending;
    clock.divisor = divisor;
    pit_start(divisor);
    cpu_restore(flags);
}

void clock_setup(void)
{
    clock.divisor = PIT_DIVISOR_20HZ;
    pit_start(PIT_DIVISOR_20HZ);
    interrupt_attach(PIT_LINE, tick, NULL);
}

uint64_t clock_now(void)
{
    uint32_t flags = cpu_save();
    bool pending;
    uint64_t now = exact(&pending);

    cpu_restore(flags);
    return now;
}

uint64_t clock_coarse(void)
{
    uint32_t flags = cpu_save();
    uint64_t now = clock.base;

    cpu_restore(flags);
    return now;
}

uint32_t clock_seconds(void)
{
    return (uint32_t)(clock_coarse() / PIT_HZ);
}

void clock_fine(bool on)
{
    if (on ? clock.fine++ == 0 : --clock.fine == 0)
        set_divisor(on ? DIVISOR_FINE : PIT_DIVISOR_20HZ);
}

void clock_rest(unsigned microseconds)
{
    uint64_t until = clock_now() + (uint64_t)microseconds * PIT_HZ / 1000000;
    uint32_t flags = cpu_save();

    thread_wait(NULL, until);
    cpu_restore(flags);
}
