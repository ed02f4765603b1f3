/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blocks.c - see blocks.h. */
#include "guest/net/blocks.h"

#include <stddef.h>

/* How many of each a unit has; the sizes and their uses are the original's. */
static struct block_pool pools[] = {
    {.size = 4, .max = 1600},
    {.size = 80, .max = 400},
    {.size = 256, .max = 500},
    {.size = BLOCK_FRAME, .max = 1700},
};

enum { POOLS = sizeof pools / sizeof pools[0] };

static bool fill(unsigned index, void *(*take)(uint32_t bytes))
{
    struct block_pool *pool = &pools[index];
    uint32_t step = (sizeof(struct block) + pool->size + 15u) & ~15u;
    uint8_t *memory = take(step * pool->max);

    if (!memory)
        return false;
    pool->free = NULL;
    for (unsigned i = pool->max; i--;) {
        struct block *b = (struct block *)(void *)(memory + i * step);

        b->pool = (uint16_t)index;
        b->next = pool->free;
        pool->free = b;
    }
    pool->count = pool->low = pool->max;
    return true;
}

bool blocks_setup(void *(*take)(uint32_t bytes))
{
    for (unsigned i = 0; i < POOLS; i++) {
        if (!fill(i, take))
            return false;
    }
    return true;
}

struct block *block_take(uint32_t n)
{
    for (unsigned i = 0; i < POOLS; i++) {
        struct block_pool *pool = &pools[i];
        struct block *b = pool->free;

        if (n > pool->size)
            continue;
        if (!b)
            return NULL;
        pool->free = b->next;
        if (--pool->count < pool->low)
            pool->low = pool->count;
        b->next = NULL;
        b->length = 0;
        return b;
    }
    return NULL;
}

void block_give(struct block *b)
{
    struct block_pool *pool = &pools[b->pool];

    b->next = pool->free;
    pool->free = b;
    pool->count++;
}

void blocks_forget_low(void)
{
    for (unsigned i = 0; i < POOLS; i++)
        pools[i].low = pools[i].count;
}

const struct block_pool *blocks_pool(unsigned i)
{
    return i < POOLS ? &pools[i] : NULL;
}
