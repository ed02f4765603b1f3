/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory.c - which host memory answers at which physical address.
 *
 * A sorted table of ranges; what no range covers belongs to the bus.  The
 * engine is told only once about a piece of host memory (struct block), at an
 * address above 4 GiB that no guest can name.  tlb.c asks memory_find()
 * for every page it enters into the engine's TLB.  So changing the map means
 * changing this table and forgetting the TLB, which is quick and allowed at
 * any time, even from a port write by code that runs in the range itself.
 */
#include <stdlib.h>
#include <string.h>

#include "cpu/inside.h"

/* Never reached by a page the guest maps: below it are 4 GiB of bus and the
 * page that stands for addresses no processor of ours can drive. */
#define BLOCKS_AT 0x200000000ull

/* Is pa in the range?  By subtraction: base + size may be 2^32. */
static bool covers(const struct range *r, uint32_t pa)
{
    return pa - r->base < r->size;
}

const struct range *memory_find(const struct cpu *cpu, uint32_t pa)
{
    unsigned lo = 0, hi = cpu->n_ranges;

    while (lo < hi) {
        unsigned mid = (lo + hi) / 2;
        const struct range *r = &cpu->ranges[mid];

        if (covers(r, pa))
            return r;
        if (pa < r->base)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

struct block *memory_block(const struct cpu *cpu, uint64_t ram)
{
    for (struct block *b = cpu->blocks; b; b = b->next)
        if (ram - b->ram < b->size)
            return b;
    return NULL;
}

static bool insert(struct cpu *cpu, unsigned at, struct range r)
{
    if (cpu->n_ranges == RANGES) {
        engine_broken(cpu, "the memory map is too fragmented", "");
        return false;
    }
    memmove(&cpu->ranges[at + 1], &cpu->ranges[at],
            (cpu->n_ranges - at) * sizeof(r));
    cpu->ranges[at] = r;
    cpu->n_ranges++;
    return true;
}

/* Gives [base, base + size) back to the bus: what lies inside goes, what
 * sticks out at either side stays. */
static void carve(struct cpu *cpu, uint32_t base, uint32_t size)
{
    uint64_t end = (uint64_t)base + size;

    for (unsigned i = 0; i < cpu->n_ranges;) {
        struct range *r = &cpu->ranges[i], right = *r;
        uint64_t r_end = (uint64_t)r->base + r->size;

        if (r_end <= base || r->base >= end) {
            i++;
            continue;
        }
        if (r_end > end) {
            right.base = end;
            right.size = r_end - end;
            right.offset = r->offset + (right.base - r->base);
            if (!insert(cpu, i + 1, right))
                return;
        }
        if (r->base < base) {
            r->size = base - r->base;
            i++;
            continue;
        }
        cpu->n_ranges--;
        memmove(r, r + 1, (cpu->n_ranges - i) * sizeof(*r));
    }
}

static bool in_use(const struct cpu *cpu, const struct block *b)
{
    for (unsigned i = 0; i < cpu->n_ranges; i++)
        if (cpu->ranges[i].block == b)
            return true;
    return false;
}

/* Makes the engine forget blocks that overlap the host memory and are mapped
 * nowhere: the board has freed them and got the addresses once more. */
static void forget_stale(struct cpu *cpu, uint8_t *host, uint32_t size)
{
    for (struct block **p = &cpu->blocks; *p;) {
        struct block *b = *p;
        bool apart = (uintptr_t)host >= (uintptr_t)b->host + b->size ||
                     (uintptr_t)b->host >= (uintptr_t)host + size;

        if (apart || in_use(cpu, b)) {
            p = &b->next;
            continue;
        }
        tlb_drop_code(cpu, b, 0, b->size);
        uc_mem_unmap(cpu->uc, b->at, b->size);
        *p = b->next;
        free(b->code);
        free(b);
    }
}

static struct block *new_block(struct cpu *cpu, uint8_t *host, uint32_t size)
{
    struct block *b = calloc(1, sizeof(*b));
    uint8_t *code = calloc(1, size / PAGE);
    uc_err err = UC_ERR_NOMEM;

    if (!b || !code)
        goto fail;
    if (!cpu->next_at)
        cpu->next_at = BLOCKS_AT;
    err = uc_mem_map_ptr(cpu->uc, cpu->next_at, size, UC_PROT_ALL, host);
    if (err != UC_ERR_OK)
        goto fail;
    b->host = host;
    b->size = size;
    b->at = cpu->next_at;
    b->code = code;
    b->ram = tlb_ram_address(cpu, host);
    b->next = cpu->blocks;
    cpu->blocks = b;
    cpu->next_at += size;
    return b;

fail:
    engine_broken(cpu, "cannot map memory", uc_strerror(err));
    free(code);
    free(b);
    return NULL;
}

static struct block *block_for(struct cpu *cpu, uint8_t *host, uint32_t size)
{
    for (struct block *b = cpu->blocks; b; b = b->next) {
        uintptr_t offset = (uintptr_t)host - (uintptr_t)b->host;

        if (offset < b->size && size <= b->size - offset)
            return b;
    }
    forget_stale(cpu, host, size);
    return new_block(cpu, host, size);
}

/* Nothing the engine remembers may outlive a change of the map; code that is
 * running goes on until the end of its block. */
static void map_changed(struct cpu *cpu)
{
    tlb_flush(cpu);
    if (cpu->running)
        inside_end_block(cpu);
}

static void map(struct cpu *cpu, uint32_t base, uint32_t size, uint8_t *host,
                bool rom)
{
    struct range r = {.base = base, .size = size, .rom = rom};
    unsigned i = 0;

    if (!size)
        return;
    carve(cpu, base, size);
    r.block = block_for(cpu, host, size);
    if (r.block) {
        r.offset = host - r.block->host;
        while (i < cpu->n_ranges && cpu->ranges[i].base < base)
            i++;
        insert(cpu, i, r);
        /* It may have been rewritten while it was not mapped. */
        tlb_drop_code(cpu, r.block, r.offset, size);
    }
    map_changed(cpu);
}

void cpu_map_ram(struct cpu *cpu, uint32_t base, uint32_t size, uint8_t *host)
{
    map(cpu, base, size, host, false);
}

void cpu_map_rom(struct cpu *cpu, uint32_t base, uint32_t size, uint8_t *host)
{
    map(cpu, base, size, host, true);
}

void cpu_unmap(struct cpu *cpu, uint32_t base, uint32_t size)
{
    carve(cpu, base, size);
    map_changed(cpu);
}

void cpu_dma_wrote(struct cpu *cpu, uint32_t pa, size_t n)
{
    while (n) {
        const struct range *r = memory_find(cpu, pa);
        size_t step = PAGE - pa % PAGE;

        if (step > n)
            step = n;
        if (r)
            tlb_drop_code(cpu, r->block, r->offset + (pa - r->base), step);
        pa += step;
        n -= step;
    }
}

void memory_free(struct cpu *cpu)
{
    while (cpu->blocks) {
        struct block *b = cpu->blocks;

        cpu->blocks = b->next;
        free(b->code);
        free(b);
    }
}
