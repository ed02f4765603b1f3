/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quickmem.c - accesses to memory, without the library's detours.
 *
 * Translated code that does not find RAM in the TLB calls one of eight
 * functions.  The library's take an access to a device through its tables of
 * hooks, sections and regions; ours know from the moment a page was entered
 * into the TLB that it belongs to the bus, and ask the board.  Everything else
 * (page faults, RAM with code, ROM, what is not aligned, a debugger that may
 * be watching) is the library's as before.
 *
 * Helpers that read tables and write stacks (exceptions, IRET, segments) call
 * four more functions, which look for the RAM in all of the library's regions
 * although the TLB has it: ours believe the TLB.
 *
 * A page is known by its virtual address and by what the entry of the TLB
 * looks like.  It can't be there with another meaning: every entry is made by
 * enter_page() in tlb.c, which tells us, and what the library keeps of
 * displaced ones goes with every flush.
 *
 * Prototypes are those of QEMU 5.0's softmmu helpers.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

#include "cpu/inside.h"

/* One function for each width, made of one text. */
#define INLINE static inline __attribute__((always_inline))

/* The lowest bits of `oi` are the TLB's number. */
enum { OI_MODE = 15 };

/* In an entry: empty, or not in this way (read-only, not dirty yet). */
#define FORBIDDEN (~0ull)

void quickmem_enter(struct cpu *cpu, int mode, uint64_t va, uint32_t pa,
                    uint64_t read, uint64_t write)
{
    struct bus_page *p = &cpu->bus_pages[mode][va / PAGE % BUS_PAGES];

    p->va = va & -(uint64_t)PAGE;
    p->pa = pa;
    p->read = read;
    p->write = write;
}

static const struct tlb_entry *entry(const struct cpu *cpu, unsigned mode,
                                     uint64_t va)
{
    const struct fast *f = cpu->tlb[mode];

    return (const void *)(f->table +
                          ((va / PAGE << cpu->entry_bits) & f->mask));
}

/* NULL: not ours. */
INLINE struct cpu *bus_at(void *env, uint64_t va, uint32_t oi, unsigned width,
                          bool write, uint32_t *pa)
{
    struct cpu *cpu = inside_of(env);
    unsigned mode = oi & OI_MODE;
    const struct tlb_entry *e;
    const struct bus_page *p;
    uint64_t as_entered, now;

    if (!cpu || cpu->debug || mode >= CPU_MODES || va & (width - 1))
        return NULL;
    p = &cpu->bus_pages[mode][va / PAGE % BUS_PAGES];
    e = entry(cpu, mode, va);
    as_entered = write ? p->write : p->read;
    now = write ? e->write : e->read;
    if (p->va != (va & -(uint64_t)PAGE) || now != as_entered ||
        now == FORBIDDEN)
        return NULL;
    *pa = p->pa | (uint32_t)(va % PAGE);
    return cpu;
}

#define REPLACES __attribute__((visibility("default")))

typedef uint64_t load_function(void *env, uint64_t va, uint32_t oi,
                               uintptr_t from);
typedef void store_function(void *env, uint64_t va, uint64_t val, uint32_t oi,
                            uintptr_t from);

/* The library's own, by width / 2. */
static load_function *real_load[3];
static store_function *real_store[3];

INLINE uint64_t load(void *env, uint64_t va, uint32_t oi, uintptr_t from,
                     unsigned width)
{
    uint32_t pa;
    struct cpu *cpu = bus_at(env, va, oi, width, false, &pa);

    return cpu ? cpu->bus.mem_read(cpu->board, pa, width)
               : real_load[width / 2](env, va, oi, from);
}

INLINE void store(void *env, uint64_t va, uint64_t val, uint32_t oi,
                  uintptr_t from, unsigned width)
{
    uint32_t pa;
    struct cpu *cpu = bus_at(env, va, oi, width, true, &pa);

    if (cpu)
        cpu->bus.mem_write(cpu->board, pa,
                           (uint32_t)(val & (~0u >> (32 - 8 * width))), width);
    else
        real_store[width / 2](env, va, val, oi, from);
}

REPLACES load_function helper_ret_ldub_mmu_x86_64, helper_le_lduw_mmu_x86_64,
    helper_le_ldul_mmu_x86_64;
REPLACES store_function helper_ret_stb_mmu_x86_64, helper_le_stw_mmu_x86_64,
    helper_le_stl_mmu_x86_64;

uint64_t helper_ret_ldub_mmu_x86_64(void *env, uint64_t va, uint32_t oi,
                                    uintptr_t from)
{
    return load(env, va, oi, from, 1);
}

uint64_t helper_le_lduw_mmu_x86_64(void *env, uint64_t va, uint32_t oi,
                                   uintptr_t from)
{
    return load(env, va, oi, from, 2);
}

uint64_t helper_le_ldul_mmu_x86_64(void *env, uint64_t va, uint32_t oi,
                                   uintptr_t from)
{
    return load(env, va, oi, from, 4);
}

void helper_ret_stb_mmu_x86_64(void *env, uint64_t va, uint64_t val,
                               uint32_t oi, uintptr_t from)
{
    store(env, va, val, oi, from, 1);
}

void helper_le_stw_mmu_x86_64(void *env, uint64_t va, uint64_t val,
                              uint32_t oi, uintptr_t from)
{
    store(env, va, val, oi, from, 2);
}

void helper_le_stl_mmu_x86_64(void *env, uint64_t va, uint64_t val,
                              uint32_t oi, uintptr_t from)
{
    store(env, va, val, oi, from, 4);
}

/*
 * What helpers read and write.
 */

typedef uint32_t read_function(void *env, uint64_t va, int mode,
                               uintptr_t from);
typedef void write_function(void *env, uint64_t va, uint32_t val, int mode,
                            uintptr_t from);

static read_function *real_read[2]; /* 16 and 32 bits */
static write_function *real_write[2];

/* RAM without code in it; NULL: whatever else it is. */
INLINE uint8_t *ram_at(void *env, uint64_t va, int mode, unsigned width,
                       bool write)
{
    struct cpu *cpu = inside_of(env);
    const struct tlb_entry *e;

    if (!cpu || cpu->debug || (unsigned)mode >= CPU_MODES ||
        va % PAGE > PAGE - width)
        return NULL;
    e = entry(cpu, (unsigned)mode, va);
    if ((write ? e->write : e->read) != (va & -(uint64_t)PAGE))
        return NULL;
    return (uint8_t *)(uintptr_t)(va + e->more[cpu->addend]);
}

INLINE uint32_t read_ram(void *env, uint64_t va, int mode, uintptr_t from,
                         unsigned width)
{
    const uint8_t *ram = ram_at(env, va, mode, width, false);
    uint32_t val = 0;

    if (!ram)
        return real_read[width / 4](env, va, mode, from);
    memcpy(&val, ram, width);
    return val;
}

INLINE void write_ram(void *env, uint64_t va, uint32_t val, int mode,
                      uintptr_t from, unsigned width)
{
    uint8_t *ram = ram_at(env, va, mode, width, true);

    if (ram)
        memcpy(ram, &val, width);
    else
        real_write[width / 4](env, va, val, mode, from);
}

REPLACES read_function cpu_lduw_mmuidx_ra_x86_64, cpu_ldl_mmuidx_ra_x86_64;
REPLACES write_function cpu_stw_mmuidx_ra_x86_64, cpu_stl_mmuidx_ra_x86_64;

uint32_t cpu_lduw_mmuidx_ra_x86_64(void *env, uint64_t va, int mode,
                                   uintptr_t from)
{
    return read_ram(env, va, mode, from, 2);
}

uint32_t cpu_ldl_mmuidx_ra_x86_64(void *env, uint64_t va, int mode,
                                  uintptr_t from)
{
    return read_ram(env, va, mode, from, 4);
}

void cpu_stw_mmuidx_ra_x86_64(void *env, uint64_t va, uint32_t val, int mode,
                              uintptr_t from)
{
    write_ram(env, va, val, mode, from, 2);
}

void cpu_stl_mmuidx_ra_x86_64(void *env, uint64_t va, uint32_t val, int mode,
                              uintptr_t from)
{
    write_ram(env, va, val, mode, from, 4);
}

bool quickmem_find(void)
{
    static const struct {
        const char *name;
        void *slot;
    } functions[] = {
        {"helper_ret_ldub_mmu_x86_64", &real_load[0]},
        {"helper_le_lduw_mmu_x86_64", &real_load[1]},
        {"helper_le_ldul_mmu_x86_64", &real_load[2]},
        {"helper_ret_stb_mmu_x86_64", &real_store[0]},
        {"helper_le_stw_mmu_x86_64", &real_store[1]},
        {"helper_le_stl_mmu_x86_64", &real_store[2]},
        {"cpu_lduw_mmuidx_ra_x86_64", &real_read[0]},
        {"cpu_ldl_mmuidx_ra_x86_64", &real_read[1]},
        {"cpu_stw_mmuidx_ra_x86_64", &real_write[0]},
        {"cpu_stl_mmuidx_ra_x86_64", &real_write[1]},
    };
    bool all = true;

    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        *(void **)functions[i].slot = dlsym(RTLD_NEXT, functions[i].name);
        all &= *(void **)functions[i].slot != NULL;
    }
    return all;
}
