/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tlb.c - what takes the place of Unicorn's own functions where memory is
 * meant: the engine's TLB, pages with code, the walk of the page tables.
 */
#include <string.h>

#include "cpu/inside_lib.h"

/*
 * The engine's TLB.
 */

/* A window that never ends keeps the library from shrinking the table. */
#define NEVER (INT64_MAX / 2)

static void keep_size(struct cpu *cpu, int mode)
{
    int64_t *window = place(cpu->cs, facts.window[mode]);

    if (*window != NEVER && entries(fast(cpu->cs, mode)) == TLB_SIZE)
        *window = NEVER;
}

/* 1024 entries instead of 256: the table is direct-mapped, and the way past
 * it is slower than QEMU's. */
void tlb_grow(struct cpu *cpu)
{
    for (int mode = 0; mode < CPU_MODES; mode++) {
        for (int tries = 0; tries < 8; tries++) {
            unsigned n = entries(fast(cpu->cs, mode));

            if (n >= TLB_SIZE)
                break;
            fill_tlb(cpu->cs, mode, n * 9 / 10);
            lib.flush(cpu->cs);
        }
        keep_size(cpu, mode);
    }
}

/*
 * Memory.
 */

static bool holds_code(const struct block *b, uint64_t offset)
{
    return b->code[offset / PAGE];
}

/* Enters a page into the TLB: here the guest's physical address becomes the
 * engine's.  2.0.x hands us the virtual one, so walk the tables again. */
static void enter_page(struct cpu *cpu, uint64_t va, uint64_t pa,
                       uint32_t attrs, int prot, int mode, uint64_t size)
{
    const struct range *r = NULL;
    struct tlb_entry *e;
    uint32_t offset = 0, unused;

    if (facts.identity)
        pa = lib.walk(cpu->cs, va & -(uint64_t)PAGE, &unused);
    pa &= -(uint64_t)PAGE;
    if (va >> 32) /* code that runs over the end: linear addresses wrap */
        pa = (uint32_t)pa;
    if (pa >> 32) {
        pa = 1ull << 32; /* engine.c's page where nobody answers */
    } else {
        pa &= cpu->a20_mask;
        r = memory_find(cpu, pa);
    }
    if (r) {
        offset = r->offset + ((uint32_t)pa - r->base);
        pa = r->block->at + offset;
    }
    lib.set_page(cpu->cs, va, pa, attrs, prot, mode, size);
    keep_size(cpu, mode);

    e = entry(cpu->cs, mode, va);
    if (!r && !(pa >> 32))
        quickmem_enter(cpu, mode, va, (uint32_t)pa, e->read, e->write);
    if (!r || e->write == ~0ull)
        return;
    if (r->rom)
        e->write |= facts.discard;
    else if (!holds_code(r->block, offset))
        e->write &= ~facts.not_dirty;
}

REPLACES void tlb_set_page_with_attrs_x86_64(void *cs, uint64_t va,
                                             uint64_t pa, uint32_t attrs,
                                             int prot, int mode,
                                             uint64_t size);
void tlb_set_page_with_attrs_x86_64(void *cs, uint64_t va, uint64_t pa,
                                    uint32_t attrs, int prot, int mode,
                                    uint64_t size)
{
    struct cpu *cpu = by_cs(cs);

    if (cpu) {
        enter_page(cpu, va, pa, attrs, prot, mode, size);
        return;
    }
    if (va == PROBE_ROM)
        seen.pa = pa;
    lib.set_page(cs, va, pa, attrs, prot, mode, size);
}

/* Stores to pages with code take the slow path, which looks for translations
 * to drop; stores to all others are quick.  Stock 2.0.x makes every store
 * slow, 2.1.x makes a page quick after its first store, code or not. */
REPLACES void tlb_protect_code_x86_64(uc_engine *uc, uint64_t ram);
void tlb_protect_code_x86_64(uc_engine *uc, uint64_t ram)
{
    struct cpu *cpu = by_uc(uc);
    struct block *b = cpu ? memory_block(cpu, ram) : NULL;

    if (!b) {
        lib.protect(uc, ram);
        return;
    }
    b->code[(ram - b->ram) / PAGE] = 1;
    lib.reset_dirty(cpu->cs,
                    (uintptr_t)b->host + ((ram - b->ram) & -(uint64_t)PAGE),
                    PAGE);
}

static void make_quick(struct cpu *cpu, uintptr_t host)
{
    for (int mode = 0; mode < CPU_MODES; mode++) {
        struct fast *f = fast(cpu->cs, mode);

        for (unsigned i = 0; i < entries(f); i++) {
            struct tlb_entry *e =
                place(f->table, (size_t)i << facts.entry_bits);
            uint64_t va = e->write & -(uint64_t)PAGE;

            if ((e->write & (PAGE - 1)) == facts.not_dirty &&
                va + e->more[facts.addend] == host)
                e->write = va;
        }
    }
}

REPLACES void tlb_unprotect_code_x86_64(uc_engine *uc, uint64_t ram);
void tlb_unprotect_code_x86_64(uc_engine *uc, uint64_t ram)
{
    struct cpu *cpu = by_uc(uc);
    struct block *b = cpu ? memory_block(cpu, ram) : NULL;
    uint64_t offset;

    if (!b) {
        lib.unprotect(uc, ram);
        return;
    }
    offset = (ram - b->ram) & -(uint64_t)PAGE;
    b->code[offset / PAGE] = 0;
    make_quick(cpu, (uintptr_t)b->host + offset);
}

/* Called after a slow store.  Which pages are quick is decided above. */
REPLACES void tlb_set_dirty_x86_64(void *cs, uint64_t va);
void tlb_set_dirty_x86_64(void *cs, uint64_t va)
{
    if (!by_cs(cs))
        lib.set_dirty(cs, va);
}

/* The walk of the page tables reads and writes memory by its guest address,
 * of which the engine knows nothing. */
static uint8_t *walked(const struct cpu *cpu, uint64_t pa,
                       const struct range **r)
{
    *r = pa >> 32 ? NULL : memory_find(cpu, pa);
    return *r ? (*r)->block->host + (*r)->offset + ((uint32_t)pa - (*r)->base)
              : NULL;
}

static uint32_t walk_read(struct cpu *cpu, uint64_t pa)
{
    const struct range *r;
    uint8_t *host = walked(cpu, pa, &r);
    uint32_t val;

    if (!host)
        return pa >> 32 ? ~0u : cpu->bus.mem_read(cpu->board, pa, 4);
    memcpy(&val, host, 4);
    return val;
}

REPLACES uint32_t x86_ldl_phys_x86_64(void *cs, uint64_t pa);
uint32_t x86_ldl_phys_x86_64(void *cs, uint64_t pa)
{
    struct cpu *cpu = by_cs(cs);

    return cpu ? walk_read(cpu, pa) : lib.ldl(cs, pa);
}

REPLACES uint64_t x86_ldq_phys_x86_64(void *cs, uint64_t pa);
uint64_t x86_ldq_phys_x86_64(void *cs, uint64_t pa)
{
    struct cpu *cpu = by_cs(cs);

    if (!cpu)
        return lib.ldq(cs, pa);
    return walk_read(cpu, pa) | (uint64_t)walk_read(cpu, pa + 4) << 32;
}

/* Sets the accessed and dirty bits. */
REPLACES void x86_stl_phys_notdirty_x86_64(void *cs, uint64_t pa,
                                           uint32_t val);
void x86_stl_phys_notdirty_x86_64(void *cs, uint64_t pa, uint32_t val)
{
    struct cpu *cpu = by_cs(cs);
    const struct range *r;
    uint8_t *host;

    if (!cpu) {
        lib.stl(cs, pa, val);
        return;
    }
    host = walked(cpu, pa, &r);
    if (host && !r->rom)
        memcpy(host, &val, 4);
    else if (!host && !(pa >> 32))
        cpu->bus.mem_write(cpu->board, pa, val, 4);
}

void tlb_flush(struct cpu *cpu)
{
    lib.flush(cpu->cs);
}

void tlb_show_a20(struct cpu *cpu, bool on)
{
    lib.set_a20(cpu->cs, on);
    lib.flush(cpu->cs);
}

uint64_t tlb_walk(const struct cpu *cpu, uint32_t linear)
{
    uint32_t unused;
    uint64_t pa = lib.walk(cpu->cs, linear & -PAGE, &unused);

    if (pa >> 32)
        return ~0ull;
    return (pa & -(uint64_t)PAGE & cpu->a20_mask) | linear % PAGE;
}

uint64_t tlb_ram_address(const struct cpu *cpu, uint8_t *host)
{
    return lib.ram_from_host(cpu->uc, host);
}

void tlb_drop_code(struct cpu *cpu, const struct block *b, uint32_t offset,
                   uint32_t size)
{
    uint32_t first = offset / PAGE, last = (offset + (size - 1)) / PAGE;

    for (uint32_t page = first; page <= last; page++) {
        uint64_t ram = b->ram + (uint64_t)page * PAGE;

        if (b->code[page])
            lib.invalidate(cpu->uc, ram, ram + PAGE);
    }
}
