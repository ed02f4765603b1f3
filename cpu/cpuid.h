/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cpuid.h - what a processor type answers to CPUID, and which instructions
 * it has.
 */
#ifndef PIXEMU_CPU_CPUID_H
#define PIXEMU_CPU_CPUID_H

#include <stdint.h>

#include "cpu/cpu.h"

#pragma GCC visibility push(hidden)

/* Feature bits of leaf 1, EDX (Intel AP-485, table 5-5). */
enum {
    CPUID_FPU = 1 << 0,
    CPUID_DE = 1 << 2,
    CPUID_PSE = 1 << 3,
    CPUID_TSC = 1 << 4,
    CPUID_MSR = 1 << 5,
    CPUID_PAE = 1 << 6,
    CPUID_MCE = 1 << 7,
    CPUID_CX8 = 1 << 8,
    CPUID_SEP = 1 << 11,
    CPUID_MTRR = 1 << 12,
    CPUID_PGE = 1 << 13,
    CPUID_MCA = 1 << 14,
    CPUID_CMOV = 1 << 15,
    CPUID_PAT = 1 << 16,
    CPUID_PSE36 = 1 << 17,
    CPUID_MMX = 1 << 23,
    CPUID_FXSR = 1 << 24,
    CPUID_SSE = 1 << 25,
};

struct cpuid {
    int engine_model;      /* Unicorn's uc_cpu_x86 of the same age */
    char vendor[13];       /* in the order EBX, EDX, ECX */
    uint32_t max_leaf;
    uint32_t signature;    /* leaf 1, EAX: family, model, stepping */
    uint32_t brand;        /* leaf 1, EBX */
    uint32_t features;     /* leaf 1, EDX */
    uint32_t caches[2];    /* leaf 2, EAX and EDX: descriptors */
};

const struct cpuid *cpuid_of(enum cpu_type);

/* r is EAX, EBX, ECX, EDX. */
void cpuid_leaf(const struct cpuid *, uint32_t leaf, uint32_t r[4]);

#pragma GCC visibility pop
#endif
