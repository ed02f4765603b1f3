/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inside.c - what takes the place of Unicorn's own functions.
 *
 * Unicorn is QEMU's translator without QEMU's machine.  Debian's libunicorn
 * exports all its functions and calls itself through them, so a function of
 * the same name in this program takes the place of the library's.  That is
 * how the processor gets back what Unicorn left out: README.md has the list
 * with a reason for each.  Where things lie in the library's structures
 * probe.c finds out; memory is in tlb.c, single instructions are in
 * instructions.c.  No file but these four knows what is in inside_lib.h.
 *
 * Prototypes are those of QEMU 5.0 as found in Unicorn 2.0.1 and 2.1.1.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu/inside_lib.h"
#include "cpu/narrow.h"

struct cpu *inside_engines;

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
static void *volatile translating; /* whose CPUState; NULL: nobody's */

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
    translating = NULL;
    tlb_grow(cpu);
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
        translating = cs;
        block = lib.translate(cs, pc, cs_base, flags, cflags);
    }
    translating = NULL;
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

/* The library would let its buffer grow to 1 GiB. */
REPLACES void tcg_exec_init_x86_64(uc_engine *uc, unsigned long size);
void tcg_exec_init_x86_64(uc_engine *uc, unsigned long size)
{
    (void)size;
    lib.make_buffer(uc, CODE_BUFFER);
}

/* When the buffer is full for the first time, the library believes that there
 * is another one and begins anew in the same: blocks that may still be jumped
 * to, and all lists of blocks, would lead into other code.  Without room for
 * one more block it empties the buffer as it should. */
REPLACES void *tcg_tb_alloc_x86_64(void *context);
void *tcg_tb_alloc_x86_64(void *context)
{
    struct cpu *cpu = translating ? by_cs(translating) : NULL;
    void *block = lib.allocate(context);

    if (!cpu || !block)
        return block;
    if ((uintptr_t)block < cpu->newest_code)
        return NULL;
    cpu->newest_code = (uintptr_t)block;
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
        inside_end_block(cpu);
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
    tlb_show_a20(cpu, cpu->a20_mask == ~0u);
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
    translating = NULL; /* a fault in the fetch has left it so */
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
 * Registers, code that is dropped.
 */

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

/* A breakpoint register was set, and every block may have to stop now.  The
 * library empties its code buffer, with the running block in it. */
REPLACES void tb_flush_x86_64(void *cs);
void tb_flush_x86_64(void *cs)
{
    struct cpu *cpu = by_cs(cs);

    /* The translator asks when its buffer is full: that must be emptied, and
     * the translator does not come back from it. */
    if (!cpu || translating) {
        translating = NULL;
        if (cpu)
            cpu->newest_code = 0;
        lib.flush_code(cs);
        return;
    }
    for (struct block *b = cpu->blocks; b; b = b->next)
        tlb_drop_code(cpu, b, 0, b->size);
    inside_end_block(cpu);
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
    tlb_grow(cpu);
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

bool inside_supported(const char **why)
{
    static bool done;
    static char sentence[160];
    unsigned major = 0, minor = 0;
    const char *fails;

    if (!done) {
        done = true;
        fails = probe_library();
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
