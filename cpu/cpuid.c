/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cpuid.c - the processor types as rows.
 *
 * Sources: Intel AP-485 "Processor Identification and the CPUID Instruction"
 * (signatures 3.1.2, features table 5-5, cache descriptors table 5-8), AMD
 * 20736 "AMD Processor Recognition" (Am5x86).
 *
 * Only what this processor really does is announced: VME and SEP (SYSENTER)
 * are missing from the Pentiums because the engine does not have them, APIC
 * because the boards have none, PSN because nobody should miss it.
 */
#include <string.h>

#include <unicorn/unicorn.h>

#include "cpu/cpuid.h"

#define P5 (CPUID_FPU | CPUID_DE | CPUID_PSE | CPUID_TSC | CPUID_MSR | \
            CPUID_MCE | CPUID_CX8)
#define P6 (P5 | CPUID_PAE | CPUID_MTRR | CPUID_PGE | CPUID_MCA | \
            CPUID_CMOV | CPUID_PAT | CPUID_PSE36 | CPUID_MMX | CPUID_FXSR)

static const struct cpuid rows[] = {
    /* Am5x86 in write-back mode: an FPU and nothing else to announce. */
    [CPU_486] = {UC_CPU_X86_486, "AuthenticAMD", 1, 0x4f4, 0, CPUID_FPU,
                 {0, 0}},
    /* P54C, no MMX. */
    [CPU_PENTIUM] = {UC_CPU_X86_PENTIUM, "GenuineIntel", 1, 0x52c, 0, P5,
                     {0, 0}},
    /* Deschutes with 512 KiB of second-level cache. */
    [CPU_PENTIUM2] = {UC_CPU_X86_PENTIUM2, "GenuineIntel", 2, 0x652, 0, P6,
                      {0x03020101, 0x0c040843}},
    /* Coppermine with 256 KiB of second-level cache. */
    [CPU_PENTIUM3] = {UC_CPU_X86_PENTIUM3, "GenuineIntel", 2, 0x683, 2,
                      P6 | CPUID_SSE, {0x03020101, 0x0c040882}},
};

const struct cpuid *cpuid_of(enum cpu_type type)
{
    return &rows[type];
}

void cpuid_leaf(const struct cpuid *id, uint32_t leaf, uint32_t r[4])
{
    /* A leaf that does not exist answers like the highest one (AP-485). */
    if (leaf > id->max_leaf)
        leaf = id->max_leaf;
    memset(r, 0, 4 * sizeof(r[0]));
    switch (leaf) {
    case 0:
        r[0] = id->max_leaf;
        memcpy(&r[1], id->vendor, 4);
        memcpy(&r[3], id->vendor + 4, 4);
        memcpy(&r[2], id->vendor + 8, 4);
        break;
    case 1:
        r[0] = id->signature;
        r[1] = id->brand;
        r[3] = id->features;
        break;
    case 2:
        r[0] = id->caches[0];
        r[3] = id->caches[1];
        break;
    }
}
