/* SPDX-License-Identifier: GPL-2.0-or-later */
/* at29rig.c - see at29rig.h. */
#include "tests/unit/devices/at29rig.h"

#include <string.h>

void rig_setup(struct rig *r, gconstpointer fast)
{
    memset(r, 0, sizeof *r);
    r->array = g_malloc(AT29_BYTES);
    memset(r->array, 0x5a, AT29_BYTES);
    at29_init(&r->chip, r->array, &r->protection);
    r->now_ns = 1000 * (uint64_t)MS;
    at29_power_on(&r->chip, r->now_ns, !fast);
    r->now_ns += AT29_POWER_UP_NS;
}

void rig_teardown(struct rig *r, gconstpointer fast)
{
    (void)fast;
    g_free(r->array);
}

void rig_put(struct rig *r, uint32_t addr, uint8_t val)
{
    const char *wrong;

    r->now_ns += US;
    wrong = at29_write(&r->chip, addr, val, r->now_ns);
    if (wrong) {
        r->wrong = wrong;
        r->complaints++;
    }
}

uint8_t rig_get(struct rig *r, uint32_t addr)
{
    return at29_read(&r->chip, addr, r->now_ns);
}

void rig_pass(struct rig *r, uint64_t ns)
{
    const char *wrong;

    r->now_ns += ns;
    wrong = at29_pass(&r->chip, r->now_ns);
    if (wrong) {
        r->wrong = wrong;
        r->complaints++;
    }
}

void rig_command(struct rig *r, uint8_t code)
{
    rig_put(r, 0x5555, 0xaa);
    rig_put(r, 0x2aaa, 0x55);
    rig_put(r, 0x5555, code);
}

void rig_command6(struct rig *r, uint8_t code)
{
    rig_command(r, 0x80);
    rig_command(r, code);
}

void rig_load(struct rig *r, uint32_t addr, unsigned n, uint8_t first)
{
    for (unsigned i = 0; i < n; i++)
        rig_put(r, addr + i, (uint8_t)(first + i));
}

void rig_settle(struct rig *r)
{
    rig_pass(r, 50 * (uint64_t)MS);
}
