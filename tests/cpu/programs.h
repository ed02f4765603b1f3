/* SPDX-License-Identifier: GPL-2.0-or-later */
/* programs.h - what programs.S can do; read by the assembler and by C. */
#ifndef PIXEMU_TESTS_CPU_PROGRAMS_H
#define PIXEMU_TESTS_CPU_PROGRAMS_H

#define PROGRAM_LIST(X) \
    X(END) X(WIDTHS) X(BUS_PAGES) X(ROM_WRITE) X(REMAP) X(REMAP_SELF) X(A20) \
    X(DMA) X(FEATURES) X(CPUID) X(TSC) X(TRIPLE) X(HALT) X(HALT_DEAF) X(RESET) \
    X(SHADOW) \
    X(INVALID) X(NO_TSS) X(SPIN) X(COUNT) X(STOPS) X(FAULTS) X(PRIMES) \
    X(REWRITE) X(READ_ONLY) X(CALL)

#ifndef __ASSEMBLER__
#define PROGRAM_NAME(name) PROGRAM_##name,
enum program { PROGRAM_LIST(PROGRAM_NAME) };
#endif

/* SPIN, STOPS and FAULTS keep their counters here. */
#define COUNTERS 0x20000

#endif
