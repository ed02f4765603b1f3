/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inside.c - everything that is internal to Unicorn; no other file may know.
 *
 * Unicorn is QEMU's translator without QEMU's machine.  Debian's libunicorn
 * exports all its functions and calls itself through them, so a function of
 * the same name in this program takes the place of the library's.  That is
 * how the processor gets back what Unicorn left out: README.md has the list
 * with a reason for each.  Places in the library's structures are found at
 * start-up by what changes when something known is done (second half of this
 * file); a library that behaves differently is refused, in one sentence.
 *
 * Prototypes are those of QEMU 5.0 as found in Unicorn 2.0.1 and 2.1.1.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "cpu/inside.h"
#include "cpu/narrow.h"

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
#define TLB_SIZE 1024

/* The library's own functions: those we stand in for, and those we call. */
static struct {
    void (*abort)(void);
    int (*cpu_exec)(uc_engine *, void *cs);
    void *(*translate)(void *cs, uint64_t pc, uint64_t cs_base,
                       uint32_t flags, int cflags);
    void (*generate)(void *cs, void *block, int most);
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

static const struct {
    const char *name;
    void *slot;
} symbols[] = {
    {"abort", &lib.abort},
    {"cpu_exec_x86_64", &lib.cpu_exec},
    {"tb_gen_code_x86_64", &lib.translate},
    {"gen_intermediate_code_x86_64", &lib.generate},
    {"cpu_exit", &lib.cpu_exit},
    {"cpu_reset", &lib.cpu_reset},
    {"cpu_reset_interrupt", &lib.cpu_reset_interrupt},
    {"qemu_system_reset_request", &lib.cpu_stop_all},
    {"x86_cpu_do_interrupt_x86_64", &lib.deliver},
    {"do_interrupt_x86_hardirq_x86_64", &lib.deliver_hard},
    {"x86_cpu_pending_interrupt_x86_64", &lib.pending},
    {"helper_lookup_tb_ptr_x86_64", &lib.lookup},
    {"x86_cpu_set_a20_x86_64", &lib.set_a20},
    {"x86_cpu_get_phys_page_attrs_debug_x86_64", &lib.walk},
    {"x86_ldl_phys_x86_64", &lib.ldl},
    {"x86_ldq_phys_x86_64", &lib.ldq},
    {"x86_stl_phys_notdirty_x86_64", &lib.stl},
    {"cpu_get_tsc_x86_64", &lib.tsc},
    {"raise_exception_ra_x86_64", &lib.raise},
    {"raise_interrupt_x86_64", &lib.raise_int},
    {"cpu_restore_state_x86_64", &lib.restore},
    {"helper_check_iob_x86_64", &lib.check_in_out[0]},
    {"helper_check_iow_x86_64", &lib.check_in_out[1]},
    {"helper_check_iol_x86_64", &lib.check_in_out[2]},
    {"cpu_x86_update_cr0_x86_64", &lib.update_cr0},
    {"helper_rdtsc_x86_64", &lib.rdtsc},
    {"helper_rdmsr_x86_64", &lib.rdmsr},
    {"helper_wrmsr_x86_64", &lib.wrmsr},
    {"helper_enter_mmx_x86_64", &lib.enter_mmx},
    {"helper_emms_x86_64", &lib.emms},
    {"tlb_set_page_with_attrs_x86_64", &lib.set_page},
    {"tlb_set_dirty_x86_64", &lib.set_dirty},
    {"tlb_reset_dirty_x86_64", &lib.reset_dirty},
    {"tlb_protect_code_x86_64", &lib.protect},
    {"tlb_unprotect_code_x86_64", &lib.unprotect},
    {"tlb_flush_x86_64", &lib.flush},
    {"tb_flush_x86_64", &lib.flush_code},
    {"tb_invalidate_phys_range_x86_64", &lib.invalidate},
    {"qemu_ram_addr_from_host_x86_64", &lib.ram_from_host},
};

/* What the probe found out; the same for every engine of the process. */
static struct {
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

struct cpu *inside_engines;

/* What the replacements see while the probe runs its own engine. */
#define PROBE_ROM 0x200000u
static struct {
    void *cs;
    uint64_t pa; /* entered for PROBE_ROM */
} seen;

#define REPLACES __attribute__((visibility("default")))

static struct cpu *by_cs(const void *cs)
{
    struct cpu *cpu = inside_engines;

    while (cpu && cpu->cs != cs)
        cpu = cpu->next;
    return cpu;
}

static struct cpu *by_uc(const uc_engine *uc)
{
    struct cpu *cpu = inside_engines;

    while (cpu && cpu->uc != uc)
        cpu = cpu->next;
    return cpu;
}

static void *place(const void *base, size_t offset)
{
    return (char *)base + offset;
}

/*
 * The engine's TLB.
 */

static struct fast *fast(const void *cs, int mode)
{
    return place(cs, facts.fast[mode]);
}

static unsigned entries(const struct fast *f)
{
    return (f->mask >> facts.entry_bits) + 1;
}

static struct tlb_entry *entry(const void *cs, int mode, uint64_t va)
{
    struct fast *f = fast(cs, mode);

    return place(f->table, (va / PAGE << facts.entry_bits) & f->mask);
}

/* A window that never ends keeps the library from shrinking the table. */
#define NEVER (INT64_MAX / 2)

static void keep_size(struct cpu *cpu, int mode)
{
    int64_t *window = place(cpu->cs, facts.window[mode]);

    if (*window != NEVER && entries(fast(cpu->cs, mode)) == TLB_SIZE)
        *window = NEVER;
}

/* The library doubles a TLB that it finds more than 70 % full when it is
 * flushed.  va's are arbitrary; a flush follows. */
static void fill_tlb(void *cs, int mode, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        lib.set_page(cs, (uint64_t)i * PAGE, 0, 0, UC_PROT_READ, mode, PAGE);
}

/* 1024 entries instead of 256: the table is direct-mapped, and the way past
 * it is slower than QEMU's. */
static void grow_tlb(struct cpu *cpu)
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
 * The run.
 */

/*
 * The translator of QEMU 5.0 gives up on some invalid instructions (a far
 * JMP or CALL to a register is one) by ending the process, so abort() is
 * ours too.  The block is translated once more with one instruction; when
 * that fails, it is the culprit and not a valid one.
 */
static sigjmp_buf translation;
static volatile bool translating;

/* Stock Unicorn looks for a stop after every load and store and then starts
 * the block again from its beginning, stores done and all.  A block's own
 * check, before its first instruction, is all that is needed. */
REPLACES void check_exit_request_x86_64(void *tcg_context);
void check_exit_request_x86_64(void *tcg_context)
{
    (void)tcg_context;
}

/* One stretch between two blocks at which something is to be looked at.  The
 * library calls it again as long as it returns EXCP_INTERRUPT. */
static int run_stretch(struct cpu *cpu)
{
    int r;

    if (cpu->reset_wanted) {
        cpu->running = false;
        cpu_reset(cpu);
        cpu->running = true;
    }
    cpu->ending = false;
    translating = false;
    grow_tlb(cpu);
    if (__atomic_exchange_n(&cpu->kicked, 0, __ATOMIC_SEQ_CST)) {
        cpu->why = CPU_KICKED;
        return EXCP_HLT;
    }
    r = lib.cpu_exec(cpu->uc, cpu->cs);
    if (debug_has_hit(cpu)) {
        cpu->why = CPU_DEBUG;
        return EXCP_HLT;
    }
    if (r == EXCP_INTERRUPT || cpu->reset_wanted)
        return EXCP_INTERRUPT;
    if (r != EXCP_HLT || cpu->again)
        return EXCP_HLT; /* and why stays CPU_BROKEN */
    if (cpu->shut_down) {
        cpu->why = CPU_SHUTDOWN;
        return EXCP_HLT;
    }
    cpu->halted = true;
    if (inside_takes_interrupts(cpu))
        return EXCP_INTERRUPT;
    cpu->why = CPU_HALTED;
    return EXCP_HLT;
}

REPLACES int cpu_exec_x86_64(uc_engine *uc, void *cs);
int cpu_exec_x86_64(uc_engine *uc, void *cs)
{
    struct cpu *cpu = by_uc(uc);

    if (cpu && cpu->cs)
        return run_stretch(cpu);
    /* An engine that is being attached only wants to know its CPUState. */
    seen.cs = cs;
    return cpu ? EXCP_HLT : lib.cpu_exec(uc, cs);
}

REPLACES void abort(void);
void abort(void)
{
    if (translating)
        siglongjmp(translation, 1);
    if (lib.abort)
        lib.abort();
    _Exit(134);
}

static void *try_to_translate(void *cs, uint64_t pc, uint64_t cs_base,
                              uint32_t flags, int cflags)
{
    void *volatile block = NULL;

    if (sigsetjmp(translation, 0) == 0) {
        translating = true;
        block = lib.translate(cs, pc, cs_base, flags, cflags);
    }
    translating = false;
    return block;
}

REPLACES void *tb_gen_code_x86_64(void *cs, uint64_t pc, uint64_t cs_base,
                                  uint32_t flags, int cflags);
void *tb_gen_code_x86_64(void *cs, uint64_t pc, uint64_t cs_base,
                         uint32_t flags, int cflags)
{
    struct cpu *cpu = by_cs(cs);
    void *block;

    /* A relative jump below 0 gives QEMU 5.0 a negative EIP of 64 bits. */
    if (pc >> 63)
        pc = (uint32_t)pc;
    if (cpu)
        cpu->short_block = debug_wants_short(cpu, (uint32_t)pc);
    block = try_to_translate(cs, pc, cs_base, flags, cflags);
    if (!block)
        block = try_to_translate(cs, pc, cs_base, flags,
                                 (cflags & ~CF_COUNT) | 1);
    if (!block && cpu)
        lib.raise(cpu->env, EXCP_UD, 0); /* does not return */
    return block;
}

static bool in_shadow(const struct cpu *cpu)
{
    return *(uint32_t *)place(cpu->env, facts.hflags) & HF_SHADOW;
}

/* What RET and jumps through registers and memory call to find the next block,
 * if they are the one instruction in a shadow: from there they lead on without
 * asking for interrupts, so one that waits has that next block stop before its
 * first instruction. */
static void *look_again(void *env)
{
    struct cpu *cpu = inside_of(env);

    if (cpu && cpu->shadowed)
        inside_exit(cpu);
    return lib.lookup(env);
}

/* The number of instructions in `most` is not what a block is later looked up
 * by, so a short one serves as well. */
REPLACES void gen_intermediate_code_x86_64(void *cs, void *block, int most);
void gen_intermediate_code_x86_64(void *cs, void *block, int most)
{
    const struct cpu *cpu = by_cs(cs);

    narrow_call(lib.lookup, cpu && in_shadow(cpu) ? look_again : lib.lookup);
    lib.generate(cs, block, cpu && cpu->short_block ? 1 : most);
}

/* QEMU 5.0 ends the process when the task register, or the TSS it names, is of
 * no use for a change of privilege.  A processor raises #TS (SDM 3A, 6.15),
 * and as that needs the TSS as well, it mostly ends in a triple fault. */
REPLACES void cpu_abort_x86_64(void *cs, const char *format, ...);
void cpu_abort_x86_64(void *cs, const char *format, ...)
{
    struct cpu *cpu = by_cs(cs);

    (void)format;
    if (cpu && cpu->running)
        lib.raise(cpu->env, EXCP_TS, 0); /* does not return */
    abort();
}

/* A fault while a double fault is delivered. */
REPLACES void qemu_system_reset_request(uc_engine *uc);
void qemu_system_reset_request(uc_engine *uc)
{
    struct cpu *cpu = by_uc(uc);

    if (cpu)
        cpu->shut_down = true;
    else
        lib.cpu_stop_all(uc);
}

void inside_exit(struct cpu *cpu)
{
    if (cpu->cs)
        lib.cpu_exit(cpu->cs);
}

void inside_end_block(struct cpu *cpu)
{
    cpu->ending = true;
    inside_exit(cpu);
}

void inside_reset(struct cpu *cpu)
{
    lib.cpu_reset(cpu->cs);
    /* Both are pins, so a reset leaves them alone. */
    inside_show_a20(cpu, cpu->a20_mask == ~0u);
    inside_show_intr(cpu);
}

/*
 * Interrupts and exceptions.
 */

/* Stock Unicorn always delivers vector 0. */
REPLACES bool x86_cpu_exec_interrupt_x86_64(void *cs, int request);
bool x86_cpu_exec_interrupt_x86_64(void *cs, int request)
{
    struct cpu *cpu = by_cs(cs);

    (void)request;
    if (!cpu)
        return false;
    if (!inside_takes_interrupts(cpu)) {
        cpu->shadowed = cpu->intr && in_shadow(cpu);
        return false;
    }
    cpu->halted = false;
    lib.deliver_hard(cpu->env, cpu->bus.intr_ack(cpu->board) & 0xff, 1);
    return true;
}

/* INTR is high, IF is set, and neither STI nor MOV SS came just before. */
bool inside_takes_interrupts(const struct cpu *cpu)
{
    return cpu->intr && !debug_defers_interrupts(cpu) &&
           lib.pending(cpu->cs, INTERRUPT_HARD);
}

void inside_show_intr(struct cpu *cpu)
{
    uint32_t *request = place(cpu->cs, facts.request);

    if (!cpu->intr) {
        *request &= ~INTERRUPT_HARD;
        return;
    }
    *request |= INTERRUPT_HARD;
    if (cpu->running)
        inside_end_block(cpu);
}

/* INT n.  2.0.x moves EIP behind it before the INTR hook is called, so a
 * fault in the gate would be reported behind it too. */
REPLACES void raise_interrupt_x86_64(void *env, int vector, int is_int,
                                     int error, int next_eip);
void raise_interrupt_x86_64(void *env, int vector, int is_int, int error,
                            int next_eip)
{
    struct cpu *cpu = inside_of(env);

    if (cpu && is_int) {
        cpu->by_int = true;
        cpu->int_eip = *(uint64_t *)place(env, facts.eip);
    }
    lib.raise_int(env, vector, is_int, error, next_eip);
}

void inside_deliver(struct cpu *cpu)
{
    if (cpu->by_int)
        *(uint64_t *)place(cpu->env, facts.eip) = cpu->int_eip;
    cpu->by_int = false;
    translating = false; /* a fault in the fetch has left it so */
    lib.deliver(cpu->cs);
}

bool inside_invalid_comes_again(void)
{
    return facts.invalid_again;
}

bool inside_hooks_see_linear(void)
{
    return facts.hooks_linear;
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

void inside_flush_tlb(struct cpu *cpu)
{
    lib.flush(cpu->cs);
}

void inside_show_a20(struct cpu *cpu, bool on)
{
    lib.set_a20(cpu->cs, on);
    lib.flush(cpu->cs);
}

uint64_t inside_walk(const struct cpu *cpu, uint32_t linear)
{
    uint32_t unused;
    uint64_t pa = lib.walk(cpu->cs, linear & -PAGE, &unused);

    if (pa >> 32)
        return ~0ull;
    return (pa & -(uint64_t)PAGE & cpu->a20_mask) | linear % PAGE;
}

uint32_t inside_eip(const struct cpu *cpu)
{
    return (uint32_t)*(uint64_t *)place(cpu->env, facts.eip);
}

void inside_set_eip(struct cpu *cpu, uint32_t eip)
{
    *(uint64_t *)place(cpu->env, facts.eip) = eip;
}

void inside_segment(const struct cpu *cpu, int segment, uint16_t *selector,
                    uint32_t *base)
{
    const struct segment *s = place(cpu->env, facts.segments);

    *selector = (uint16_t)s[segment].selector;
    *base = (uint32_t)s[segment].base;
}

uint64_t inside_ram_address(const struct cpu *cpu, uint8_t *host)
{
    return lib.ram_from_host(cpu->uc, host);
}

void inside_drop_code(struct cpu *cpu, const struct block *b, uint32_t offset,
                      uint32_t size)
{
    uint32_t first = offset / PAGE, last = (offset + (size - 1)) / PAGE;

    for (uint32_t page = first; page <= last; page++) {
        uint64_t ram = b->ram + (uint64_t)page * PAGE;

        if (b->code[page])
            lib.invalidate(cpu->uc, ram, ram + PAGE);
    }
}

/* A breakpoint register was set, and every block may have to stop now.  The
 * library empties its code buffer, with the running block in it. */
REPLACES void tb_flush_x86_64(void *cs);
void tb_flush_x86_64(void *cs)
{
    struct cpu *cpu = by_cs(cs);

    /* The translator asks when its buffer is full: that must be emptied, and
     * the translator does not come back from it. */
    if (!cpu || translating) {
        translating = false;
        lib.flush_code(cs);
        return;
    }
    for (struct block *b = cpu->blocks; b; b = b->next)
        inside_drop_code(cpu, b, 0, b->size);
    inside_end_block(cpu);
}

/*
 * Ports.
 */

#define RETURN_ADDRESS ((uintptr_t)__builtin_return_address(0))

/* Stock Unicorn lets every privilege use every port (SDM 1, 18.5). */
static void may_use_port(struct cpu *cpu, uint32_t port, unsigned width,
                         uintptr_t return_address)
{
    uint32_t hflags = *(uint32_t *)place(cpu->env, facts.hflags);

    if (!(hflags & HF_PE) || (!(hflags & HF_VM) &&
        (hflags & HF_CPL) <= (hflags >> HF_IOPL_SHIFT & 3)))
        return;
    lib.restore(cpu->cs, return_address, true); /* EIP, for the fault */
    lib.check_in_out[width / 2](cpu->env, port);
}

static uint64_t port_read(void *env, uint32_t port, unsigned width,
                          uintptr_t return_address)
{
    struct cpu *cpu = inside_of(env);

    if (!cpu)
        return ~0ull >> (64 - 8 * width);
    may_use_port(cpu, port, width, return_address);
    return cpu->bus.port_read(cpu->board, port, width) &
           ~0ull >> (64 - 8 * width);
}

static void port_write(void *env, uint32_t port, uint32_t val, unsigned width,
                       uintptr_t return_address)
{
    struct cpu *cpu = inside_of(env);

    if (!cpu)
        return;
    may_use_port(cpu, port, width, return_address);
    cpu->bus.port_write(cpu->board, port, val & ~0ull >> (64 - 8 * width),
                        width);
}

REPLACES uint64_t helper_inb_x86_64(void *env, uint32_t port);
uint64_t helper_inb_x86_64(void *env, uint32_t port)
{
    return port_read(env, port, 1, RETURN_ADDRESS);
}

REPLACES uint64_t helper_inw_x86_64(void *env, uint32_t port);
uint64_t helper_inw_x86_64(void *env, uint32_t port)
{
    return port_read(env, port, 2, RETURN_ADDRESS);
}

REPLACES uint64_t helper_inl_x86_64(void *env, uint32_t port);
uint64_t helper_inl_x86_64(void *env, uint32_t port)
{
    return port_read(env, port, 4, RETURN_ADDRESS);
}

REPLACES void helper_outb_x86_64(void *env, uint32_t port, uint32_t val);
void helper_outb_x86_64(void *env, uint32_t port, uint32_t val)
{
    port_write(env, port, val, 1, RETURN_ADDRESS);
}

REPLACES void helper_outw_x86_64(void *env, uint32_t port, uint32_t val);
void helper_outw_x86_64(void *env, uint32_t port, uint32_t val)
{
    port_write(env, port, val, 2, RETURN_ADDRESS);
}

REPLACES void helper_outl_x86_64(void *env, uint32_t port, uint32_t val);
void helper_outl_x86_64(void *env, uint32_t port, uint32_t val)
{
    port_write(env, port, val, 4, RETURN_ADDRESS);
}

/*
 * Time, and instructions that a type doesn't have.  The translator checks
 * CMOV, CMPXCHG8B, FXSAVE and SSE itself, these not.
 */

REPLACES uint64_t cpu_get_tsc_x86_64(void *env);
uint64_t cpu_get_tsc_x86_64(void *env)
{
    struct cpu *cpu = inside_of(env);

    return cpu ? cpu->bus.tsc(cpu->board) : lib.tsc(env);
}

static void need(void *env, uint32_t feature, uintptr_t return_address)
{
    struct cpu *cpu = inside_of(env);

    if (cpu && !(cpu->id->features & feature))
        lib.raise(env, EXCP_UD, return_address);
}

REPLACES void helper_rdtsc_x86_64(void *env);
void helper_rdtsc_x86_64(void *env)
{
    need(env, CPUID_TSC, RETURN_ADDRESS);
    lib.rdtsc(env);
}

REPLACES void helper_rdmsr_x86_64(void *env);
void helper_rdmsr_x86_64(void *env)
{
    need(env, CPUID_MSR, RETURN_ADDRESS);
    lib.rdmsr(env);
}

REPLACES void helper_wrmsr_x86_64(void *env);
void helper_wrmsr_x86_64(void *env)
{
    need(env, CPUID_MSR, RETURN_ADDRESS);
    lib.wrmsr(env);
}

REPLACES void helper_enter_mmx_x86_64(void *env);
void helper_enter_mmx_x86_64(void *env)
{
    need(env, CPUID_MMX, RETURN_ADDRESS);
    lib.enter_mmx(env);
}

REPLACES void helper_emms_x86_64(void *env);
void helper_emms_x86_64(void *env)
{
    need(env, CPUID_MMX, RETURN_ADDRESS);
    lib.emms(env);
}

/* No type has SEP: Unicorn keeps the decoding of these two but not what they
 * do. */
REPLACES void helper_sysenter_x86_64(void *env, int next_eip);
void helper_sysenter_x86_64(void *env, int next_eip)
{
    (void)next_eip;
    lib.raise(env, EXCP_UD, RETURN_ADDRESS);
}

REPLACES void helper_sysexit_x86_64(void *env, int operand);
void helper_sysexit_x86_64(void *env, int operand)
{
    (void)operand;
    lib.raise(env, EXCP_UD, RETURN_ADDRESS);
}

/*
 * Attaching an engine.
 */

bool inside_attach(struct cpu *cpu, const char **why)
{
    uint64_t *features;
    uint32_t mark = 0x5eed1234;

    cpu->next = inside_engines;
    inside_engines = cpu;
    seen.cs = NULL;
    uc_emu_start(cpu->uc, 0, 0, 0, 0); /* stops in cpu_exec_x86_64() */
    cpu->cs = seen.cs;
    if (!cpu->cs) {
        *why = "libunicorn does not run through its own symbols";
        return false;
    }
    cpu->env = place(cpu->cs, facts.env);
    cpu->entry_bits = facts.entry_bits;
    cpu->addend = facts.addend;
    for (int mode = 0; mode < CPU_MODES; mode++)
        cpu->tlb[mode] = fast(cpu->cs, mode);
    uc_reg_write(cpu->uc, UC_X86_REG_EAX, &mark);
    if (*(uint64_t *)cpu->env != mark) {
        *why = "libunicorn changes its layout from engine to engine";
        return false;
    }
    features = place(cpu->env, facts.features);
    /* Whatever the model, Unicorn adds SSSE3, BMI, 3DNow! and more. */
    memset(features, 0, FEATURES * sizeof(*features));
    features[0] = cpu->id->features;
    grow_tlb(cpu);
    return true;
}

void inside_detach(struct cpu *cpu)
{
    struct cpu **p = &inside_engines;

    while (*p && *p != cpu)
        p = &(*p)->next;
    if (*p)
        *p = cpu->next;
}

/*
 * The probe: an engine of its own, on which every place in facts is found.
 */

#define PROBE_RAM 0x100000u

struct probe {
    uc_engine *uc;
    uint8_t *ram;     /* PROBE_RAM bytes and a page for PROBE_ROM */
    uint8_t *cs;
    uint8_t *before;  /* copy of cs */
    size_t size;      /* of cs */
    uint32_t code;    /* where the next program goes */
    int vector;       /* of the last exception, or -1 */
    bool invalid;     /* the last exception came through INSN_INVALID */
    uint64_t read;    /* the last address a memory hook got */
};

static uint64_t word(const void *base, size_t offset)
{
    uint64_t val;

    memcpy(&val, place(base, offset), sizeof(val));
    return val;
}

static uint32_t half(const void *base, size_t offset)
{
    uint32_t val;

    memcpy(&val, place(base, offset), sizeof(val));
    return val;
}

static uint32_t probe_reg(struct probe *p, int id)
{
    uint32_t val = 0;

    uc_reg_read(p->uc, id, &val);
    return val;
}

/* Every program goes to a place of its own, so that nothing stale runs. */
static void probe_run(struct probe *p, const void *code, size_t n)
{
    uint32_t at = p->code;

    memcpy(p->ram + at, code, n);
    p->code += 64;
    p->vector = -1;
    p->invalid = false;
    uc_emu_start(p->uc, at, at + n, 0, 0);
}

static void probe_exception(uc_engine *uc, uint32_t vector, void *opaque)
{
    struct probe *p = opaque;

    p->vector = vector;
    uc_emu_stop(uc);
}

static bool probe_invalid(uc_engine *uc, void *opaque)
{
    struct probe *p = opaque;

    (void)uc;
    p->invalid = true;
    return true;
}

static void probe_read(uc_engine *uc, uc_mem_type type, uint64_t address,
                       int size, int64_t value, void *opaque)
{
    struct probe *p = opaque;

    (void)uc, (void)type, (void)size, (void)value;
    p->read = address;
}

static bool find_symbols(struct probe *p)
{
    (void)p;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        void *function = dlsym(RTLD_NEXT, symbols[i].name);

        if (!function)
            return false;
        memcpy(symbols[i].slot, &function, sizeof(function));
    }
    return true;
}

static bool open_probe(struct probe *p)
{
    uc_hook hook;

    p->code = 0x1000;
    p->ram = aligned_alloc(PAGE, PROBE_RAM + PAGE);
    return p->ram && memset(p->ram, 0, PROBE_RAM + PAGE) &&
           uc_open(UC_ARCH_X86, UC_MODE_32, &p->uc) == UC_ERR_OK &&
           uc_mem_map_ptr(p->uc, 0, PROBE_RAM, UC_PROT_ALL, p->ram) ==
               UC_ERR_OK &&
           uc_mem_map_ptr(p->uc, PROBE_ROM, PAGE, UC_PROT_ALL,
                          p->ram + PROBE_RAM) == UC_ERR_OK &&
           uc_mem_protect(p->uc, PROBE_ROM, PAGE, UC_PROT_READ) ==
               UC_ERR_OK &&
           uc_hook_add(p->uc, &hook, UC_HOOK_INTR, probe_exception, p, 1,
                       0) == UC_ERR_OK &&
           uc_hook_add(p->uc, &hook, UC_HOOK_INSN_INVALID, probe_invalid, p,
                       1, 0) == UC_ERR_OK;
}

static bool find_state(struct probe *p)
{
    seen.cs = NULL;
    probe_run(p, "\x90", 1);
    p->cs = seen.cs;
    if (!p->cs)
        return false;
    p->size = malloc_usable_size(p->cs) & ~(size_t)7;
    if (p->size < 0x2000 || p->size > 0x100000)
        return false;
    p->before = malloc(p->size);
    return p->before;
}

static bool find_env(struct probe *p)
{
    static const int regs[8] = {
        UC_X86_REG_EAX, UC_X86_REG_ECX, UC_X86_REG_EDX, UC_X86_REG_EBX,
        UC_X86_REG_ESP, UC_X86_REG_EBP, UC_X86_REG_ESI, UC_X86_REG_EDI,
    };
    uint64_t pattern[8];
    unsigned found = 0;

    for (int i = 0; i < 8; i++) {
        pattern[i] = 0x5a130000u + 0x1111 * i;
        uc_reg_write(p->uc, regs[i], &pattern[i]);
    }
    for (size_t i = 0; i + sizeof(pattern) <= p->size; i += 8) {
        if (memcmp(p->cs + i, pattern, sizeof(pattern)) == 0) {
            facts.env = i;
            found++;
        }
    }
    return found == 1;
}

static bool find_eip(struct probe *p)
{
    const uint32_t mark = 0x00abc124;
    uint8_t *env = place(p->cs, facts.env);
    unsigned found = 0;

    uc_reg_write(p->uc, UC_X86_REG_EIP, &mark);
    for (size_t i = 0; i + 8 <= p->size - facts.env; i += 8) {
        if (word(env, i) == mark) {
            facts.eip = i;
            found++;
        }
    }
    return found == 1;
}

/* CR0.TS is copied there. */
static bool find_hflags(struct probe *p)
{
    uint8_t *env = place(p->cs, facts.env);
    uint32_t cr0 = probe_reg(p, UC_X86_REG_CR0);
    unsigned found = 0;

    memcpy(p->before, p->cs, p->size);
    lib.update_cr0(env, cr0 ^ 8);
    for (size_t i = 0; i + 4 <= p->size - facts.env; i += 4) {
        if ((half(env, i) ^ half(p->before, facts.env + i)) == HF_TS) {
            facts.hflags = i;
            found++;
        }
    }
    lib.update_cr0(env, cr0);
    return found == 1;
}

/* A reset leaves F000 and FFFF0000h in CS alone, the second of six. */
static bool find_segments(struct probe *p)
{
    uint8_t *env = place(p->cs, facts.env);
    unsigned found = 0;

    lib.cpu_reset(p->cs);
    for (size_t i = 0; i + 6 * sizeof(struct segment) <= p->size - facts.env;
         i += 8) {
        const struct segment *s = place(env, i);

        if (s[CPU_CS].selector == 0xf000 && s[CPU_CS].base == 0xffff0000 &&
            !s[CPU_ES].base && !s[CPU_DS].base && s[CPU_ES].limit == 0xffff &&
            s[CPU_GS].limit == 0xffff) {
            facts.segments = i;
            found++;
        }
    }
    return found == 1;
}

/* On a dummy: clearing bits of interrupt_request is all the function does. */
static bool find_request(struct probe *p)
{
    const int mask = 0x5a;
    unsigned found = 0;

    memset(p->before, 0xff, p->size);
    lib.cpu_reset_interrupt(p->before, mask);
    for (size_t i = 0; i < p->size; i += 4) {
        if (half(p->before, i) != ~0u) {
            if (half(p->before, i) != ~(uint32_t)mask)
                return false;
            facts.request = i;
            found++;
        }
    }
    return found == 1;
}

static void probe_cpuid(struct probe *p, uint32_t leaf, uint32_t *ecx,
                        uint32_t *edx)
{
    uint8_t program[] = {0xb8, 0, 0, 0, 0, 0x0f, 0xa2}; /* mov eax; cpuid */

    memcpy(program + 1, &leaf, 4);
    probe_run(p, program, sizeof(program));
    *ecx = probe_reg(p, UC_X86_REG_ECX);
    *edx = probe_reg(p, UC_X86_REG_EDX);
}

/* What CPUID answers is in there, and the answer changes with it. */
static bool find_features(struct probe *p)
{
    uint8_t *env = place(p->cs, facts.env);
    const uint32_t osxsave = 1u << 27; /* follows CR4 */
    uint32_t edx, ecx, changed, unused;
    unsigned found = 0;

    probe_cpuid(p, 1, &ecx, &edx);
    ecx &= ~osxsave;
    for (size_t i = 0; i + 16 <= p->size - facts.env; i += 8) {
        if (half(env, i) == edx && (half(env, i + 8) & ~osxsave) == ecx &&
            (edx | ecx)) {
            facts.features = i;
            found++;
        }
    }
    if (found != 1)
        return false;
    changed = edx ^ CPUID_PSE;
    memcpy(env + facts.features, &changed, 4);
    probe_cpuid(p, 1, &unused, &ecx);
    memcpy(env + facts.features, &edx, 4);
    if (ecx != changed)
        return false;
    probe_cpuid(p, 0x80000001, &ecx, &edx);
    return half(env, facts.features + 8 * FEATURES_EXTENDED) == edx;
}

static int64_t wall_ns(void)
{
    struct timeval tv;

    gettimeofday(&tv, NULL);
    return tv.tv_sec * 1000000000ll + tv.tv_usec * 1000ll;
}

/* A TLB that was full is doubled when it is flushed: its mask changes from
 * 255 to 511 entries, and the time is noted. */
static bool find_mode(struct probe *p, int mode)
{
    unsigned masks = 0, windows = 0;
    int64_t from, to;

    lib.flush(p->cs);
    fill_tlb(p->cs, mode, 230);
    memcpy(p->before, p->cs, p->size);
    from = wall_ns();
    lib.flush(p->cs);
    to = wall_ns();
    for (size_t i = 0; i < p->size; i += 8) {
        uint64_t old = word(p->before, i), new = word(p->cs, i);
        unsigned bits = old ? __builtin_ctzll(old) : 0;

        if (old == new)
            continue;
        if (old == 255ull << bits && new == 511ull << bits) {
            facts.fast[mode] = i;
            facts.entry_bits = bits;
            masks++;
        }
        if ((int64_t)new >= from && (int64_t)new <= to) {
            facts.window[mode] = i;
            windows++;
        }
    }
    return masks == 1 && windows == 1 && facts.entry_bits >= 5 &&
           facts.entry_bits <= 7;
}

static bool find_tlb(struct probe *p)
{
    for (int mode = 0; mode < CPU_MODES; mode++)
        if (!find_mode(p, mode))
            return false;
    return true;
}

static bool one_flag(uint64_t flags)
{
    return flags && flags < PAGE && !(flags & (flags - 1));
}

/* The entry is where we think and says what we think; then its flags. */
static bool find_flags(struct probe *p)
{
    const uint64_t va = 0x7654000, pa = 0x3000;
    const unsigned more = (1u << facts.entry_bits) / 8 - 3;
    uintptr_t host = (uintptr_t)p->ram + pa;

    for (int mode = 0; mode < CPU_MODES; mode++) {
        struct tlb_entry *e = entry(p->cs, mode, va);

        lib.set_page(p->cs, va, pa, 0, UC_PROT_ALL, mode, PAGE);
        facts.addend = 0;
        while (facts.addend < more && e->more[facts.addend] != host - va)
            facts.addend++;
        if (e->read != va || e->code != va || facts.addend == more)
            return false;
        lib.set_dirty(p->cs, va);
        if (e->write != va)
            return false;
        lib.reset_dirty(p->cs, host, PAGE);
        facts.not_dirty = e->write ^ va;
        lib.set_page(p->cs, va, PROBE_ROM, 0, UC_PROT_ALL, mode, PAGE);
        facts.discard = e->write ^ va;
        if (!one_flag(facts.not_dirty) || !one_flag(facts.discard) ||
            facts.not_dirty == facts.discard)
            return false;
    }
    lib.flush(p->cs);
    return true;
}

static bool find_invalid(struct probe *p)
{
    probe_run(p, "\x0f\x0b", 2); /* ud2 */
    facts.invalid_again = p->vector == EXCP_UD;
    return p->invalid;
}

/* PROBE_ROM is mapped to 0B000h; what does set_page get, and a hook? */
static bool find_identity(struct probe *p)
{
    static const char program[] =
        "\xb8\x00\x80\x00\x00" /* mov eax, 8000h */
        "\x0f\x22\xd8"         /* mov cr3, eax */
        "\x0f\x20\xc0"         /* mov eax, cr0 */
        "\x0d\x00\x00\x00\x80" /* or eax, 80000000h */
        "\x0f\x22\xc0"         /* mov cr0, eax */
        "\xa1\x00\x00\x20\x00" /* mov eax, [PROBE_ROM] */;
    const uint32_t present = 7;
    uint32_t tables[2 * 1024] = {
        [0] = 0x9000 | present,
        [1024 + PROBE_ROM / PAGE] = 0xb000 | present,
    };

    uc_hook hook;

    for (uint32_t i = 0; i < PROBE_RAM / PAGE; i++)
        tables[1024 + i] = i * PAGE | present;
    memcpy(p->ram + 0x8000, tables, sizeof(tables));
    seen.pa = 0;
    if (uc_hook_add(p->uc, &hook, UC_HOOK_MEM_READ, (void *)probe_read, p, 1,
                    0) != UC_ERR_OK)
        return false;
    probe_run(p, program, sizeof(program) - 1);
    uc_hook_del(p->uc, hook);
    facts.identity = seen.pa == PROBE_ROM;
    facts.hooks_linear = p->read == PROBE_ROM;
    return (facts.identity || seen.pa == 0xb000) &&
           (facts.hooks_linear || p->read == 0xb000);
}

static bool find_accesses(struct probe *p)
{
    (void)p;
    narrow_find();
    return quickmem_find();
}

static const struct {
    bool (*step)(struct probe *);
    const char *fails;
} steps[] = {
    {find_symbols, "it does not export the functions we replace"},
    {find_accesses, "it does not export its ways to memory"},
    {open_probe, "it cannot open an x86 engine"},
    {find_state, "it does not run through its own symbols"},
    {find_env, "the registers are not where they are expected"},
    {find_eip, "EIP was not found"},
    {find_hflags, "the processor's mode was not found"},
    {find_request, "the interrupt request was not found"},
    {find_features, "the feature bits were not found"},
    {find_tlb, "the TLBs were not found"},
    {find_flags, "the TLBs are not understood"},
    {find_invalid, "invalid instructions are not reported"},
    {find_identity, "paging is not understood"},
    {find_segments, "the segment registers were not found"},
};

static const char *probe(void)
{
    struct probe p = {0};
    const char *fails = NULL;

    for (size_t i = 0; !fails && i < sizeof(steps) / sizeof(steps[0]); i++)
        if (!steps[i].step(&p))
            fails = steps[i].fails;
    if (p.uc)
        uc_close(p.uc);
    free(p.before);
    free(p.ram);
    return fails;
}

bool inside_supported(const char **why)
{
    static bool done;
    static char sentence[160];
    unsigned major = 0, minor = 0;
    const char *fails;

    if (!done) {
        done = true;
        fails = probe();
        uc_version(&major, &minor);
        if (!fails)
            narrow_set(narrow_prove());
        if (fails)
            snprintf(sentence, sizeof(sentence),
                     "this libunicorn (%u.%u) cannot be used: %s", major,
                     minor, fails);
    }
    *why = sentence;
    return !*sentence;
}
