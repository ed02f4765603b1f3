/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * instructions.c - what takes the place of the library's functions for single
 * instructions: ports, the time-stamp counter, and what a type doesn't have.
 */
#include "cpu/inside_lib.h"

/*
 * Ports.
 */

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

    return cpu ? cpu->bus.tsc(cpu->board) - cpu->tsc_from : lib.tsc(env);
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

/* The general registers, which the probe finds at the beginning. */
static uint64_t *general(void *env, unsigned reg)
{
    return (uint64_t *)env + reg;
}

/* What the library has no MSR for: NULL, or the processor. */
static struct cpu *is_tsc(void *env)
{
    struct cpu *cpu = inside_of(env);

    return (uint32_t)*general(env, CPU_ECX) == MSR_TSC ? cpu : NULL;
}

REPLACES void helper_rdmsr_x86_64(void *env);
void helper_rdmsr_x86_64(void *env)
{
    uint64_t tsc;

    need(env, CPUID_MSR, RETURN_ADDRESS);
    lib.rdmsr(env);
    if (is_tsc(env)) {
        tsc = cpu_get_tsc_x86_64(env);
        *general(env, CPU_EAX) = (uint32_t)tsc;
        *general(env, CPU_EDX) = tsc >> 32;
    }
}

/* A processor of the P6 family clears the high half (SDM 3B, 17.17). */
REPLACES void helper_wrmsr_x86_64(void *env);
void helper_wrmsr_x86_64(void *env)
{
    struct cpu *cpu = is_tsc(env);
    uint64_t tsc;

    need(env, CPUID_MSR, RETURN_ADDRESS);
    lib.wrmsr(env);
    if (cpu) {
        tsc = (uint32_t)*general(env, CPU_EAX);
        if (cpu->id->signature >> 8 < 6)
            tsc |= *general(env, CPU_EDX) << 32;
        cpu->tsc_from = cpu->bus.tsc(cpu->board) - tsc;
    }
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

/* No type has SEP, nor AMD's SYSCALL: Unicorn keeps the decoding of these but
 * not what they do. */
REPLACES void helper_syscall_x86_64(void *env, int next_eip);
void helper_syscall_x86_64(void *env, int next_eip)
{
    (void)next_eip;
    lib.raise(env, EXCP_UD, RETURN_ADDRESS);
}

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
