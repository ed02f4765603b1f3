/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blocks.h - packet buffers: fixed pools with counters, as `show blocks`
 * prints them.
 *
 * All memory is taken once.  A pool that is empty says so, and whoever asked
 * drops what it wanted to keep.  Only threads take and give, so nothing is
 * locked.
 */
#ifndef GUEST_NET_BLOCKS_H
#define GUEST_NET_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

/* 1550: a whole Ethernet frame with room to spare. */
enum { BLOCK_FRAME = 1550 };

struct block {
    struct block *next; /* free: in its pool; taken: the owner's */
    uint16_t pool;
    uint16_t length; /* of what is in it, the owner's */
    void *owner[8];  /* the owner's */
    uint8_t data[] __attribute__((aligned(16)));
};

struct block_pool {
    uint16_t size;
    uint16_t max; /* blocks there are */
    uint16_t low; /* fewest that were free */
    uint16_t count; /* free now */
    struct block *free;
};

/* Takes the memory of every pool by take(); false: not enough. */
bool blocks_setup(void *(*take)(uint32_t bytes));

/* A block of the smallest size that holds n bytes; NULL: none is free. */
struct block *block_take(uint32_t n);
void block_give(struct block *);

/* From now on `low` is the fewest from now on. */
void blocks_forget_low(void);

/* Pools by index; NULL: no more. */
const struct block_pool *blocks_pool(unsigned i);

#endif
