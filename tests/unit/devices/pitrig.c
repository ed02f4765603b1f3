/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pitrig.c - see pitrig.h. */
#include "tests/unit/devices/pitrig.h"

void rig_setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->pit = fake_new(&r->fb, &i8254_class, "pit");
    for (unsigned n = 0; n < 3; n++)
        fake_pin_connect(&r->fb, &r->out[n], i8254_out(r->pit, n));
    r->tick = 0;
}

void rig_teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

uint64_t rig_ns_of(uint64_t tick)
{
    return (tick * 1000000000u + I8254_HZ - 1) / I8254_HZ;
}

void rig_ticks(struct rig *r, uint64_t n)
{
    r->tick += n;
    fake_advance_to(&r->fb, rig_ns_of(r->tick));
}

void rig_put(struct rig *r, unsigned port, uint8_t val)
{
    fake_write(r->pit, "regs", port, val, 1);
}

uint8_t rig_get(struct rig *r, unsigned port)
{
    return (uint8_t)fake_read(r->pit, "regs", port, 1);
}

void rig_program(struct rig *r, unsigned n, unsigned mode, uint16_t count)
{
    rig_put(r, 3, (uint8_t)(n << 6 | BOTH | mode << 1));
    rig_put(r, n, (uint8_t)count);
    rig_put(r, n, (uint8_t)(count >> 8));
}

unsigned rig_count(struct rig *r, unsigned n)
{
    unsigned lsb = rig_get(r, n);

    return lsb | (unsigned)rig_get(r, n) << 8;
}

uint8_t rig_status(struct rig *r, unsigned n)
{
    rig_put(r, 3, (uint8_t)(0xe0 | 2u << n));
    return rig_get(r, n);
}
