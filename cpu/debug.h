/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * debug.h - looking into a processor, and stopping it where one likes.
 *
 * The guest can't tell: no instruction is replaced, and the debug registers
 * stay its own.  While debugging is off it costs nothing; while it is on and
 * there are no points, a few percent; a point in code makes its page and the
 * one before slow, a watched datum and a step everything.
 */
#ifndef PIXEMU_CPU_DEBUG_H
#define PIXEMU_CPU_DEBUG_H

#include "cpu/cpu.h"

#pragma GCC visibility push(hidden)

/* In the order of their numbers in instructions. */
enum { CPU_EAX, CPU_ECX, CPU_EDX, CPU_EBX, CPU_ESP, CPU_EBP, CPU_ESI, CPU_EDI,
       CPU_GPRS };
enum { CPU_ES, CPU_CS, CPU_SS, CPU_DS, CPU_FS, CPU_GS, CPU_SEGMENTS };

struct cpu_registers {
    uint32_t gpr[CPU_GPRS], eip, eflags;
    uint16_t segment[CPU_SEGMENTS]; /* selectors */
    uint32_t base[CPU_SEGMENTS];    /* linear */
    uint32_t cr0, cr2, cr3, cr4;
    uint8_t st[8][10]; /* ST(0) first, 80 bits, little-endian */
    uint16_t fpu_control, fpu_status, fpu_tag;
};

enum cpu_point {
    CPU_POINT_CODE,  /* before the instruction at ... */
    CPU_POINT_WRITE, /* after an instruction that wrote ... */
    CPU_POINT_READ,
    CPU_POINT_ACCESS,
};

enum { CPU_POINTS_MAX = 64 };

/* Why cpu_run() last returned CPU_DEBUG. */
struct cpu_debug_stop {
    bool stepped;         /* not at a point */
    enum cpu_point point;
    uint32_t linear;      /* of it */
};

/* Not while the processor runs, all of these. */
void cpu_debug(struct cpu *, bool on); /* off: forgets all points */

/* A range of linear addresses; size is 1 or more bytes and not looked at for
 * code.  What is watched is what the range is mapped to when the processor
 * goes on.  False: too many, or none to remove. */
bool cpu_debug_point(struct cpu *, enum cpu_point, uint32_t linear,
                     uint32_t size, bool on);

/* Before the next cpu_run(): a point at the present instruction does not count
 * for it once more, and with `step`, CPU_DEBUG follows after it.  An interrupt
 * does not come between, unless the processor waits for one. */
void cpu_debug_go(struct cpu *, bool step);
const struct cpu_debug_stop *cpu_debug_stopped(const struct cpu *);

/* By linear address, in RAM and ROM: returns how many bytes could be had.  The
 * ROM is not written to. */
size_t cpu_debug_read(const struct cpu *, uint32_t linear, void *to, size_t n);
size_t cpu_debug_write(struct cpu *, uint32_t linear, const void *from,
                       size_t n);

void cpu_registers(const struct cpu *, struct cpu_registers *);
/* gpr, eip and eflags; the others are not taken. */
void cpu_set_registers(struct cpu *, const struct cpu_registers *);

#pragma GCC visibility pop

#endif
