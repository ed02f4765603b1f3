/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cpu.h - processor instructions that C has no words for. */
#ifndef GUEST_I386_CPU_H
#define GUEST_I386_CPU_H

#include <stdbool.h>
#include <stdint.h>

enum { EFLAGS_IF = 1 << 9 };

static inline void cpu_interrupts_off(void)
{
    __asm__ volatile("cli" : : : "memory");
}

static inline void cpu_interrupts_on(void)
{
    __asm__ volatile("sti" : : : "memory");
}

/* Interrupts off; the result is for cpu_restore(). */
static inline uint32_t cpu_save(void)
{
    uint32_t flags;
    __asm__ volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
    return flags;
}

static inline void cpu_restore(uint32_t flags)
{
    if (flags & EFLAGS_IF)
        cpu_interrupts_on();
}

/* Called with interrupts off: switches them on and halts until one came.  One
 * that is already waiting is not missed, because STI takes effect only after
 * the instruction behind it.  Interrupts are on afterwards. */
static inline void cpu_halt(void)
{
    __asm__ volatile("sti; hlt" : : : "memory");
}

struct cpuid {
    uint32_t eax, ebx, ecx, edx;
};

enum {
    CPUID1_EDX_TSC = 1 << 4,
    CPUID1_EDX_APIC = 1 << 9,
    CPUID1_EDX_CMOV = 1 << 15,
};

/* False, and all zero, on a processor without the instruction (the 486 of a
 * 501) or without that leaf. */
bool cpu_id(uint32_t leaf, struct cpuid *);

/* Only where CPUID1_EDX_TSC says so. */
static inline uint64_t cpu_tsc(void)
{
    uint64_t v;
    __asm__ volatile("rdtsc" : "=A"(v));
    return v;
}

/* Loads flat segments of our own: code 08h, data 10h.  Needed by a program
 * that overwrites the tables of the one that started it. */
void cpu_flat_segments(void);

/* Lets the 8259 pair through a processor's own interrupt controller, where
 * there is one ("virtual wire", Intel MultiProcessor Specification 1.4, 3.6.2).
 * Its reset state shuts them out; a ROM does this once. */
void cpu_virtual_wire(void);

#endif
