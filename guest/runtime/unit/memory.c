/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory.c - see memory.h. */
#include "guest/runtime/unit/memory.h"

#include <stddef.h>

#include "guest/lib/string.h"
#include "guest/program/program.h"

static uint32_t next, end, total;

void memory_setup(uint32_t ram_bytes)
{
    next = ((uint32_t)program_end + 15) & ~15u;
    total = ram_bytes;
    end = ram_bytes & ~15u;
    if (end < next)
        end = next;
}

void *memory_reserve(uint32_t n)
{
    void *p = (void *)next;

    if (n > end - next)
        return NULL;
    next += (n + 15) & ~15u;
    return p;
}

bool memory_grow(const void *p, uint32_t n, uint32_t more)
{
    uint32_t behind = (uint32_t)p + ((n + 15) & ~15u);

    if (behind != next || more > end - (uint32_t)p)
        return false;
    next = (uint32_t)p + ((more + 15) & ~15u);
    return true;
}

void *memory_take(uint32_t n)
{
    void *p = memory_reserve(n);

    return p ? memset(p, 0, n) : NULL;
}

uint32_t memory_total(void)
{
    return total;
}

uint32_t memory_free(void)
{
    return end - next;
}
