/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inside.h - private to cpu/: one processor as its own files see it.
 *
 *   engine.c   cpu.h on Unicorn's public API: hooks, pins, the run
 *   memory.c   which host memory is at which physical address
 *   cpuid.c    what each processor type says of itself
 *   quickmem.c accesses to memory, the short way
 *   debug.c    points, steps, registers and memory for a debugger
 *   inside.c   functions we put in place of Unicorn's own, for a run
 *   tlb.c      the same for memory
 *   instructions.c  the same for single instructions
 *   probe.c    the places in its structures
 */
#ifndef PIXEMU_CPU_INSIDE_H
#define PIXEMU_CPU_INSIDE_H

#include <unicorn/unicorn.h>

#include "cpu/cpu.h"
#include "cpu/cpuid.h"
#include "cpu/debug.h"

/* libunicorn exports thousands of names (cpu_reset is one) and would call
 * ours in their place: nothing but the replacements may be visible. */
#pragma GCC visibility push(hidden)

#define PAGE 4096u

/* Memory the board lent.  The engine sees it at addresses of its own, above
 * 4 GiB; where the guest sees it is decided by struct range alone, so that
 * moving memory never unmaps anything. */
struct block {
    struct block *next;
    uint8_t *host;
    uint32_t size;
    uint64_t at;    /* the engine's physical address */
    uint64_t ram;   /* the engine's ram_addr_t, names pages that hold code */
    uint8_t *code;  /* per page: translations of it exist */
};

struct range {
    uint32_t base, size;
    bool rom;
    struct block *block;
    uint32_t offset; /* of base in the block */
};

#define RANGES 96

/* One of the engine's TLBs, and what is in its table. */
struct fast {
    uint64_t mask; /* (entries - 1) << entry_bits */
    uint8_t *table;
};

struct tlb_entry {
    uint64_t read, write, code; /* page address and flags, or all ones */
    uint64_t more[]; /* one of it is the addend: host = virtual + addend */
};

/* A page of the bus as it was entered into the engine's TLB; `read` and
 * `write` are what its entry says.  By virtual page. */
struct bus_page {
    uint64_t va, read, write;
    uint32_t pa;
};

#define CPU_MODES 3 /* the translator's TLBs: kernel, user, kernel with SMAP */
#define BUS_PAGES 32

struct cpu {
    struct cpu *next; /* inside.c's list of all engines */
    uc_engine *uc;
    void *cs, *env; /* the engine's CPUState and CPUX86State */
    struct cpu_bus bus;
    void *board;
    const struct cpuid *id;

    struct block *blocks;
    uint64_t next_at;
    struct range ranges[RANGES]; /* sorted, disjoint; the rest is the bus */
    unsigned n_ranges;
    const struct fast *tlb[CPU_MODES];
    unsigned entry_bits; /* the size of a TLB entry, 2^n bytes */
    unsigned addend;     /* in tlb_entry.more */
    struct bus_page bus_pages[CPU_MODES][BUS_PAGES]; /* quickmem.c */

    uint32_t a20_mask;
    uint64_t tsc_from; /* the board's, where the counter began */
    bool intr;         /* the pin */
    bool shadowed;     /* INTR was refused for the shadow of STI or MOV SS */
    bool running;      /* inside cpu_run() */
    bool halted;       /* HLT was executed and no interrupt came yet */
    bool shut_down;    /* a triple fault happened */
    bool ending;       /* no further block starts in this stretch */
    bool again;        /* the engine stopped, but nothing is to be reported */
    bool by_int;       /* the exception being raised comes from INT n ... */
    uint64_t int_eip;  /* ... which is here */
    bool reset_wanted; /* cpu_reset() from a callback, done at block's end */
    int kicked;        /* atomic; written by any thread */
    enum cpu_stop why;

    struct debug *debug; /* NULL: off */
    bool counting;
    uint64_t counted, limit;
    bool short_block; /* the one being translated */
    uintptr_t newest_code; /* the block that was translated last */
    bool broken;
    char error[160];
};

/* engine.c */
void engine_broken(struct cpu *, const char *what, const char *detail);
void engine_block(uc_engine *, uint64_t address, uint32_t size, void *opaque);

/* debug.c.  Only debug_stops_at() needs debugging to be on. */
void debug_prepare(struct cpu *);
bool debug_stops_at(struct cpu *, uint32_t linear);
bool debug_has_hit(struct cpu *); /* once */
bool debug_defers_interrupts(const struct cpu *);
bool debug_wants_short(const struct cpu *, uint32_t linear);

/* memory.c */
const struct range *memory_find(const struct cpu *, uint32_t pa);
struct block *memory_block(const struct cpu *, uint64_t ram);
void memory_free(struct cpu *);

/* quickmem.c */
bool quickmem_find(void); /* once; false: the library is another one */
void quickmem_enter(struct cpu *, int mode, uint64_t va, uint32_t pa,
                    uint64_t read, uint64_t write);

/* inside.c.  All but the first two need an attached processor. */
bool inside_supported(const char **why);
bool inside_attach(struct cpu *, const char **why);
void inside_detach(struct cpu *);
void inside_reset(struct cpu *);
void inside_end_block(struct cpu *); /* another look at everything, soon */
void inside_exit(struct cpu *);      /* the same from threads and signals */
void inside_show_intr(struct cpu *);
bool inside_takes_interrupts(const struct cpu *);
void inside_deliver(struct cpu *);
bool inside_invalid_comes_again(void);
bool inside_hooks_see_linear(void); /* or the engine's physical addresses */
/* All engines of the process: the library hands us nothing but its own
 * pointers.  Written by cpu_new() and cpu_free() only. */
extern struct cpu *inside_engines;
/* Whose CPUX86State it is; NULL: none of ours. */
static inline struct cpu *inside_of(const void *env)
{
    struct cpu *cpu = inside_engines;

    while (cpu && cpu->env != env)
        cpu = cpu->next;
    return cpu;
}
uint32_t inside_eip(const struct cpu *);
void inside_set_eip(struct cpu *, uint32_t eip);
void inside_segment(const struct cpu *, int segment, uint16_t *selector,
                    uint32_t *base);

/* tlb.c. */
void tlb_flush(struct cpu *);
void tlb_show_a20(struct cpu *, bool on);
/* The physical address, after page tables and the A20 gate; all ones: there
 * is none. */
uint64_t tlb_walk(const struct cpu *, uint32_t linear);
uint64_t tlb_ram_address(const struct cpu *, uint8_t *host);
void tlb_drop_code(struct cpu *, const struct block *, uint32_t offset,
                   uint32_t size);

#pragma GCC visibility pop
#endif
