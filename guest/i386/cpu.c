/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cpu.c - CPUID where there is one, and flat segments. */
#include "guest/i386/cpu.h"

#include "guest/i386/io.h"

enum { EFLAGS_ID = 1 << 21 };

/* A processor has CPUID when EFLAGS.ID can be changed (Intel SDM 1, 3.4.3). */
static bool has_cpuid(void)
{
    uint32_t before, after;

    __asm__ volatile("pushfl\n\t"
                     "popl %0\n\t"
                     "movl %0, %1\n\t"
                     "xorl %2, %1\n\t"
                     "pushl %1\n\t"
                     "popfl\n\t"
                     "pushfl\n\t"
                     "popl %1\n\t"
                     "pushl %0\n\t"
                     "popfl"
                     : "=&r"(before), "=&r"(after)
                     : "i"(EFLAGS_ID)
                     : "cc");
    return (before ^ after) & EFLAGS_ID;
}

bool cpu_id(uint32_t leaf, struct cpuid *out)
{
    *out = (struct cpuid){ 0 };
    if (!has_cpuid())
        return false;
    struct cpuid top;
    __asm__ volatile("cpuid"
                     : "=a"(top.eax), "=b"(top.ebx), "=c"(top.ecx),
                       "=d"(top.edx)
                     : "a"(leaf & 0x80000000));
    if (top.eax < leaf)
        return false;
    __asm__ volatile("cpuid"
                     : "=a"(out->eax), "=b"(out->ebx), "=c"(out->ecx),
                       "=d"(out->edx)
                     : "a"(leaf), "c"(0));
    return true;
}

struct pseudo_descriptor {
    uint16_t limit;
    uint32_t base;
} __attribute__((packed));

void cpu_flat_segments(void)
{
    /* Base 0, limit 4 GiB, ring 0: code readable, data writable. */
    static const uint64_t table[3] = {
        0, 0x00cf9b000000ffff, 0x00cf93000000ffff
    };
    struct pseudo_descriptor gdtr = { sizeof(table) - 1, (uint32_t)table };

    __asm__ volatile("lgdt %0\n\t"
                     "ljmp $8, $1f\n"
                     "1:\tmovl $16, %%eax\n\t"
                     "movl %%eax, %%ds\n\t"
                     "movl %%eax, %%es\n\t"
                     "movl %%eax, %%fs\n\t"
                     "movl %%eax, %%gs\n\t"
                     "movl %%eax, %%ss"
                     :
                     : "m"(gdtr)
                     : "eax", "memory");
}

void cpu_virtual_wire(void)
{
    /* Intel SDM 3, 10.5.1 and 10.9: registers of the local APIC. */
    const uint32_t spurious = 0xfee000f0, lint0 = 0xfee00350,
                   lint1 = 0xfee00360;
    enum { ENABLE = 0x100, VECTOR = 0x0f, EXTINT = 0x700, NMI = 0x400 };
    struct cpuid id;

    if (!cpu_id(1, &id) || !(id.edx & CPUID1_EDX_APIC))
        return;
    mmio_out32(spurious, ENABLE | VECTOR);
    mmio_out32(lint0, EXTINT);
    mmio_out32(lint1, NMI);
}
