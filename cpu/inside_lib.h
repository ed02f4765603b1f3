/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inside_lib.h - between inside.c, tlb.c, instructions.c and probe.c: the
 * library's own functions, and where things lie in its structures.  No other
 * file may know.
 *
 * Prototypes are those of QEMU 5.0 as found in Unicorn 2.0.1 and 2.1.1.
 */
#ifndef PIXEMU_CPU_INSIDE_LIB_H
#define PIXEMU_CPU_INSIDE_LIB_H

#include "cpu/inside.h"

#pragma GCC visibility push(hidden)

/* QEMU 5.0: include/exec/cpu-all.h, target/i386/cpu.h. */
#define EXCP_INTERRUPT 0x10000
#define EXCP_HLT 0x10001
#define EXCP_UD 6
#define EXCP_TS 10
#define INTERRUPT_HARD 2u
#define CF_COUNT 0x7fff /* most instructions of a block; 0 is no limit */
#define HF_CPL 3u
#define HF_SHADOW (1u << 3) /* of STI or MOV SS */
#define HF_PE (1u << 7)
#define HF_TS (1u << 11)
#define HF_IOPL_SHIFT 12
#define HF_VM (1u << 17)
/* Words of CPUX86State.features: leaf 1 EDX and ECX, four of leaf 7, then leaf
 * 80000001h EDX and ECX. */
#define FEATURES_EXTENDED 6
#define FEATURES 8
#define MSR_TSC 0x10
#define TLB_SIZE 1024
#define CODE_BUFFER (64u << 20) /* bytes of translated code */

/* The library's own functions: those we stand in for, and those we call. */
extern struct library {
    void (*abort)(void);
    int (*cpu_exec)(uc_engine *, void *cs);
    void *(*translate)(void *cs, uint64_t pc, uint64_t cs_base,
                       uint32_t flags, int cflags);
    void (*generate)(void *cs, void *block, int most);
    void (*make_buffer)(uc_engine *, unsigned long size);
    void *(*allocate)(void *context);
    void (*cpu_exit)(void *cs);
    void (*cpu_reset)(void *cs);
    void (*cpu_reset_interrupt)(void *cs, int mask);
    void (*cpu_stop_all)(uc_engine *);
    void (*deliver)(void *cs);
    void (*deliver_hard)(void *env, int vector, int is_hard);
    int (*pending)(void *cs, int request);
    void *(*lookup)(void *env);
    void (*set_a20)(void *cs, int on);
    uint64_t (*walk)(void *cs, uint64_t va, uint32_t *attrs);
    uint32_t (*ldl)(void *cs, uint64_t pa);
    uint64_t (*ldq)(void *cs, uint64_t pa);
    void (*stl)(void *cs, uint64_t pa, uint32_t val);
    uint64_t (*tsc)(void *env);
    void (*raise)(void *env, int vector, uintptr_t return_address);
    void (*raise_int)(void *env, int vector, int is_int, int error,
                      int next_eip);
    bool (*restore)(void *cs, uintptr_t return_address, bool leaving);
    void (*check_in_out[3])(void *env, uint32_t port); /* by width / 2 */
    void (*update_cr0)(void *env, uint32_t cr0);
    void (*rdtsc)(void *env);
    void (*rdmsr)(void *env);
    void (*wrmsr)(void *env);
    void (*enter_mmx)(void *env);
    void (*emms)(void *env);
    void (*set_page)(void *cs, uint64_t va, uint64_t pa, uint32_t attrs,
                     int prot, int mode, uint64_t size);
    void (*set_dirty)(void *cs, uint64_t va);
    void (*reset_dirty)(void *cs, uint64_t host, uint64_t size);
    void (*protect)(uc_engine *, uint64_t ram);
    void (*unprotect)(uc_engine *, uint64_t ram);
    void (*flush)(void *cs);
    void (*flush_code)(void *cs);
    void (*invalidate)(uc_engine *, uint64_t from, uint64_t to);
    uint64_t (*ram_from_host)(uc_engine *, void *host);
} lib;

/* What the probe found out; the same for every engine of the process. */
extern struct facts {
    size_t env;           /* CPUX86State in CPUState */
    size_t eip;           /* CPUX86State.eip: 64 bits */
    size_t hflags;        /* CPUX86State.hflags: 32 bits */
    size_t segments;      /* CPUX86State.segs: struct segment, ES first */
    size_t request;       /* CPUState.interrupt_request */
    size_t features;      /* CPUX86State.features: 64-bit words */
    size_t fast[CPU_MODES];   /* in CPUState: struct fast */
    size_t window[CPU_MODES]; /* in CPUState: when the TLB was last resized */
    unsigned entry_bits;
    unsigned addend;      /* index in tlb_entry.more */
    uint64_t not_dirty, discard; /* flags in tlb_entry.write */
    bool identity;      /* set_page gets the virtual address as physical */
    bool hooks_linear;  /* memory hooks get the virtual address, too */
    bool invalid_again; /* #UD reaches the INTR hook as well */
} facts;

struct segment {
    uint32_t selector;
    uint64_t base;
    uint32_t limit, flags;
};

/* What the replacements see while the probe runs its own engine. */
#define PROBE_ROM 0x200000u
extern struct seen {
    void *cs;
    uint64_t pa; /* entered for PROBE_ROM */
} seen;

static inline void *place(const void *base, size_t offset)
{
    return (char *)base + offset;
}

/*
 * The engine's TLB.
 */

static inline struct fast *fast(const void *cs, int mode)
{
    return place(cs, facts.fast[mode]);
}

static inline unsigned entries(const struct fast *f)
{
    return (f->mask >> facts.entry_bits) + 1;
}

static inline struct tlb_entry *entry(const void *cs, int mode, uint64_t va)
{
    struct fast *f = fast(cs, mode);

    return place(f->table, (va / PAGE << facts.entry_bits) & f->mask);
}

/* The library doubles a TLB that it finds more than 70 % full when it is
 * flushed.  va's are arbitrary; a flush follows. */
static inline void fill_tlb(void *cs, int mode, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        lib.set_page(cs, (uint64_t)i * PAGE, 0, 0, UC_PROT_READ, mode, PAGE);
}

/* In front of a function that takes the place of the library's. */
#define REPLACES __attribute__((visibility("default")))
#define RETURN_ADDRESS ((uintptr_t)__builtin_return_address(0))

static inline struct cpu *by_cs(const void *cs)
{
    struct cpu *cpu = inside_engines;

    while (cpu && cpu->cs != cs)
        cpu = cpu->next;
    return cpu;
}

static inline struct cpu *by_uc(const uc_engine *uc)
{
    struct cpu *cpu = inside_engines;

    while (cpu && cpu->uc != uc)
        cpu = cpu->next;
    return cpu;
}

/* probe.c: fills in both, once.  NULL, or what fails in a few words. */
const char *probe_library(void);

/* tlb.c: entries enough for all that runs, for good. */
void tlb_grow(struct cpu *);

#pragma GCC visibility pop
#endif
