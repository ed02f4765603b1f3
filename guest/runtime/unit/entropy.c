/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entropy.c - see entropy.h. */
#include "guest/runtime/unit/entropy.h"

#include <stdbool.h>

#include "guest/i386/cpu.h"
#include "guest/i386/pit.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"

enum { SEED_MAX = 256, LOOKS = 256 };

static bool ready;

void entropy_stir(void)
{
    static bool asked, has_tsc;

    if (!asked) {
        struct cpuid id;

        asked = true;
        has_tsc = cpu_id(1, &id) && (id.edx & CPUID1_EDX_TSC);
    }
    if (has_tsc) {
        pool_stir((uint32_t)cpu_tsc());
    } else {
        uint32_t flags = cpu_save(); /* the counter is read in two steps */

        pool_stir(pit_left());
        cpu_restore(flags);
    }
}

/* What differs from unit to unit, and from start to start. */
static void add_facts(void)
{
    uint64_t now = clock_now();
    uint32_t date = wallclock_now(NULL);

    pool_add(&unit.card.serial, sizeof unit.card.serial);
    pool_add(&now, sizeof now);
    pool_add(&date, sizeof date);
}

/* The jitter of so many ticks, in the halt between which a real computer is
 * never quite the same. */
static void fill(void)
{
    clock_fine(true); /* its tick stirs, too */
    for (unsigned i = 0; i < LOOKS; i++) {
        clock_rest(2000);
        entropy_stir();
        if (i % 8 == 7)
            pool_add("fill", 4);
    }
    clock_fine(false);
}

static void begin(void)
{
    uint8_t seed[SEED_MAX];
    uint32_t n = 0;
    bool there;

    add_facts();
    unit_flash_begin();
    there = unit.has_card && flashfs_get(&unit.fs, FLASHFS_SEED, seed,
                                         sizeof seed, &n) == FLASHFS_GOOD;
    unit_flash_end();
    if (there && n)
        pool_add(seed, n);
    else
        fill();
    pool_take(seed);
    unit_flash_begin();
    if (unit.has_card)
        flashfs_set(&unit.fs, FLASHFS_SEED, seed, POOL_TAKE);
    unit_flash_end();
    memset(seed, 0, sizeof seed);
    ready = true;
}

void entropy_early(uint8_t to[POOL_TAKE])
{
    add_facts();
    entropy_stir();
    pool_take(to);
}

void entropy_take(uint8_t to[POOL_TAKE])
{
    if (!ready)
        begin();
    entropy_stir();
    pool_take(to);
}
