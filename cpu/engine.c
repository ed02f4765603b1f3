/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * engine.c - cpu.h on the Unicorn engine.
 *
 * This file uses Unicorn's public API only.  What makes a system processor of
 * it (interrupts, paging, stops between instructions, the page table walks)
 * is in inside.c; the memory map is in memory.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu/inside.h"

/* The engine sees the whole 4 GiB as one device; memory.c's blocks lie above
 * and are entered in their place page by page. */
#define BUS_SIZE 0x100000000ull

static uint64_t bus_read(uc_engine *uc, uint64_t pa, unsigned width,
                         void *opaque)
{
    struct cpu *cpu = opaque;

    (void)uc;
    return cpu->bus.mem_read(cpu->board, pa, width);
}

static void bus_write(uc_engine *uc, uint64_t pa, unsigned width, uint64_t val,
                      void *opaque)
{
    struct cpu *cpu = opaque;

    (void)uc;
    cpu->bus.mem_write(cpu->board, pa, val, width);
}

/* Where page tables point beyond 4 GiB: nobody answers.  As large as what is
 * below, because 2.0.x looks virtual addresses up, and EIP may carry there. */
static uint64_t void_read(uc_engine *uc, uint64_t pa, unsigned width,
                          void *opaque)
{
    (void)uc, (void)pa, (void)width, (void)opaque;
    return ~0ull;
}

static void void_write(uc_engine *uc, uint64_t pa, unsigned width,
                       uint64_t val, void *opaque)
{
    (void)uc, (void)pa, (void)width, (void)val, (void)opaque;
}

/* Every exception and INT n: through the guest's own tables. */
static void on_exception(uc_engine *uc, uint32_t vector, void *opaque)
{
    (void)uc, (void)vector;
    inside_deliver(opaque);
}

/* 2.0.x leaves its run after this hook, 2.1.x goes on to on_exception(). */
static bool on_invalid(uc_engine *uc, void *opaque)
{
    struct cpu *cpu = opaque;

    (void)uc;
    if (!inside_invalid_comes_again()) {
        inside_deliver(cpu); /* may not return, if it faults */
        cpu->again = true;
    }
    return true;
}

/* Executing what the engine takes for a device is allowed: 2.0.x looks up the
 * virtual address, and real processors do execute from ROM on a bus. */
static bool on_fetch_prot(uc_engine *uc, uc_mem_type type, uint64_t address,
                          int size, int64_t value, void *opaque)
{
    (void)uc, (void)type, (void)address, (void)size, (void)value;
    (void)opaque;
    return true;
}

static int on_cpuid(uc_engine *uc, void *opaque)
{
    static const int regs[4] = {UC_X86_REG_EAX, UC_X86_REG_EBX,
                                UC_X86_REG_ECX, UC_X86_REG_EDX};
    struct cpu *cpu = opaque;
    uint32_t leaf = 0, r[4];

    uc_reg_read(uc, UC_X86_REG_EAX, &leaf);
    cpuid_leaf(cpu->id, leaf, r);
    for (int i = 0; i < 4; i++)
        uc_reg_write(uc, regs[i], &r[i]);
    return 1;
}

/* Called before the check that ends a run, so a block that will not start
 * must not be counted, nor taken for a step.  To know which, a processor that
 * counts or is debugged is stopped from here only: cpu_kick() just leaves
 * word. */
void engine_block(uc_engine *uc, uint64_t address, uint32_t size, void *opaque)
{
    struct cpu *cpu = opaque;

    (void)uc;
    if (cpu->counting && cpu->counted >= cpu->limit)
        cpu->kicked = 1;
    if (__atomic_load_n(&cpu->kicked, __ATOMIC_RELAXED))
        inside_end_block(cpu);
    if (!cpu->ending && cpu->debug && debug_stops_at(cpu, (uint32_t)address))
        inside_end_block(cpu);
    if (!cpu->ending)
        cpu->counted += size;
}

static bool add_hook(struct cpu *cpu, int type, void *callback, int insn)
{
    uc_hook hook;

    return uc_hook_add(cpu->uc, &hook, type, callback, cpu, 1, 0, insn) ==
           UC_ERR_OK;
}

static bool add_hooks(struct cpu *cpu)
{
    return add_hook(cpu, UC_HOOK_INSN, on_cpuid, UC_X86_INS_CPUID) &&
           add_hook(cpu, UC_HOOK_INTR, on_exception, 0) &&
           add_hook(cpu, UC_HOOK_INSN_INVALID, on_invalid, 0) &&
           add_hook(cpu, UC_HOOK_MEM_FETCH_PROT, on_fetch_prot, 0) &&
           (!cpu->counting || add_hook(cpu, UC_HOOK_BLOCK, engine_block, 0));
}

static bool open_engine(struct cpu *cpu)
{
    /* MODE_32 and a reset give real mode; MODE_16 cuts EIP at every start.
     * Without exits, the engine neither compares every block's address with
     * one nor looks one up in the guest's page tables after every run, which
     * would leave a page fault in CR2. */
    return uc_open(UC_ARCH_X86, UC_MODE_32, &cpu->uc) == UC_ERR_OK &&
           uc_ctl_set_cpu_model(cpu->uc, cpu->id->engine_model) ==
               UC_ERR_OK &&
           uc_ctl_exits_enable(cpu->uc) == UC_ERR_OK &&
           uc_mmio_map(cpu->uc, 0, BUS_SIZE, bus_read, cpu, bus_write, cpu) ==
               UC_ERR_OK &&
           uc_mmio_map(cpu->uc, BUS_SIZE, BUS_SIZE, void_read, cpu, void_write,
                       cpu) == UC_ERR_OK &&
           add_hooks(cpu);
}

bool cpu_supported(const char **why)
{
    return inside_supported(why);
}

struct cpu *cpu_new(enum cpu_type type, const struct cpu_bus *bus, void *board,
                    bool counting, const char **why)
{
    struct cpu *cpu;

    if (!inside_supported(why))
        return NULL;
    cpu = calloc(1, sizeof(*cpu));
    if (!cpu) {
        *why = "no memory for a processor";
        return NULL;
    }
    cpu->bus = *bus;
    cpu->board = board;
    cpu->id = cpuid_of(type);
    cpu->counting = counting;
    cpu->a20_mask = ~0u;
    if (!open_engine(cpu)) {
        *why = "libunicorn cannot open an x86 engine";
        goto fail;
    }
    if (!inside_attach(cpu, why))
        goto fail;
    cpu_reset(cpu);
    return cpu;

fail:
    cpu_free(cpu);
    return NULL;
}

void cpu_free(struct cpu *cpu)
{
    if (!cpu)
        return;
    cpu_debug(cpu, false);
    inside_detach(cpu);
    if (cpu->uc)
        uc_close(cpu->uc);
    memory_free(cpu);
    free(cpu);
}

void cpu_reset(struct cpu *cpu)
{
    /* The block that is running would go on with the new registers. */
    if (cpu->running) {
        cpu->reset_wanted = true;
        inside_end_block(cpu);
        return;
    }
    cpu->reset_wanted = false;
    cpu->halted = false;
    cpu->shut_down = false;
    inside_reset(cpu);
}

/* Remembered until the processor is freed: the board has asked for something
 * impossible, or the engine has. */
void engine_broken(struct cpu *cpu, const char *what, const char *detail)
{
    if (cpu->broken)
        return;
    cpu->broken = true;
    snprintf(cpu->error, sizeof(cpu->error), "%s%s%s", what,
             *detail ? ": " : "", detail);
    cpu_kick(cpu);
}

static void start(struct cpu *cpu)
{
    uint32_t eip = 0;
    uc_err err;

    cpu->running = true;
    do {
        cpu->again = false;
        cpu->why = CPU_BROKEN;
        uc_reg_read(cpu->uc, UC_X86_REG_EIP, &eip);
        err = uc_emu_start(cpu->uc, eip, 0, 0, 0);
    } while (err == UC_ERR_OK && cpu->again);
    cpu->running = false;
    if (err != UC_ERR_OK)
        engine_broken(cpu, "the processor engine stopped", uc_strerror(err));
    else if (cpu->why == CPU_BROKEN)
        engine_broken(cpu, "the processor engine stopped for no reason", "");
}

enum cpu_stop cpu_run(struct cpu *cpu, uint64_t limit)
{
    if (cpu->broken)
        return CPU_BROKEN;
    if (cpu->shut_down)
        return CPU_SHUTDOWN;
    if (cpu->halted && !inside_takes_interrupts(cpu))
        return CPU_HALTED;
    debug_prepare(cpu);
    cpu->limit = limit;
    if (cpu->counting && cpu->counted >= limit)
        return CPU_KICKED;
    start(cpu);
    return cpu->broken ? CPU_BROKEN : cpu->why;
}

/* Sticky: a kick between two runs ends the next one at once, so none is
 * lost.  Both steps are plain stores, fit for signal handlers. */
void cpu_kick(struct cpu *cpu)
{
    __atomic_store_n(&cpu->kicked, 1, __ATOMIC_SEQ_CST);
    if (!cpu->counting && !cpu->debug)
        inside_exit(cpu);
}

void cpu_set_intr(struct cpu *cpu, bool level)
{
    cpu->intr = level;
    inside_show_intr(cpu);
}

void cpu_set_a20(struct cpu *cpu, bool on)
{
    cpu->a20_mask = on ? ~0u : ~(1u << 20);
    tlb_show_a20(cpu, on);
}

bool cpu_halted(const struct cpu *cpu)
{
    return cpu->halted;
}

uint64_t cpu_counted(const struct cpu *cpu)
{
    return cpu->counted;
}

const char *cpu_error(const struct cpu *cpu)
{
    return cpu->error;
}

static uint32_t reg(const struct cpu *cpu, int id)
{
    uint64_t val = 0;

    uc_reg_read(cpu->uc, id, &val);
    return val;
}

void cpu_where(const struct cpu *cpu, struct cpu_where *w)
{
    w->cs = reg(cpu, UC_X86_REG_CS);
    w->eip = reg(cpu, UC_X86_REG_EIP);
    w->esp = reg(cpu, UC_X86_REG_ESP);
    w->eflags = reg(cpu, UC_X86_REG_EFLAGS);
    w->cr0 = reg(cpu, UC_X86_REG_CR0);
    w->cr2 = reg(cpu, UC_X86_REG_CR2);
    w->cr3 = reg(cpu, UC_X86_REG_CR3);
}
