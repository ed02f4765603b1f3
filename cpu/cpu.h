/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cpu.h - the processor as the machine sees it.
 *
 * An IA-32 processor with its local bus: it fetches from RAM and ROM that the
 * board lends it, and asks the board for everything else through struct
 * cpu_bus.  It knows no chip and no clock.  Behind it stands the Unicorn
 * engine; only this folder knows that.
 *
 * All calls belong to one thread, the one that calls cpu_run(), except
 * cpu_kick(), which any thread or signal handler may call.
 */
#ifndef PIXEMU_CPU_CPU_H
#define PIXEMU_CPU_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The engine's library exports a cpu_reset() of its own and calls whatever has
 * that name: ours must stay invisible to it. */
#pragma GCC visibility push(hidden)

struct cpu;

/* What the processor asks of the board.  width is 1, 2 or 4 bytes; an access
 * that nobody answers reads as all ones.  Callbacks may use every cpu_*()
 * call below but cpu_run() and cpu_free(). */
struct cpu_bus {
    uint32_t (*port_read)(void *board, uint16_t port, unsigned width);
    void (*port_write)(void *board, uint16_t port, uint32_t val,
                       unsigned width);
    /* Physical addresses that are neither RAM nor ROM. */
    uint32_t (*mem_read)(void *board, uint32_t pa, unsigned width);
    void (*mem_write)(void *board, uint32_t pa, uint32_t val, unsigned width);
    /* The interrupt acknowledge cycle: returns the vector, 0 to 255. */
    unsigned (*intr_ack)(void *board);
    /* The time-stamp counter, in processor clocks. */
    uint64_t (*tsc)(void *board);
};

/* Decides CPUID and which instructions exist. */
enum cpu_type { CPU_486, CPU_PENTIUM, CPU_PENTIUM2, CPU_PENTIUM3 };

enum cpu_stop {
    CPU_KICKED,   /* cpu_kick(), or the limit of a counting processor */
    CPU_HALTED,   /* HLT: waits for cpu_set_intr(true) or a reset */
    CPU_SHUTDOWN, /* triple fault: only cpu_reset() brings it back */
    CPU_DEBUG,    /* a step or a point of debug.h */
    CPU_BROKEN,   /* the engine refused to go on; cpu_error() says why */
};

/* Proves that this engine library can be used, once for the process.  False:
 * *why is a sentence for the user (static, not to be freed). */
bool cpu_supported(const char **why);

/* counting: cpu_counted() works and cpu_run() honours its limit; costs speed.
 * Returns NULL with *why set (static) when the engine can't be opened. */
struct cpu *cpu_new(enum cpu_type type, const struct cpu_bus *bus, void *board,
                    bool counting, const char **why);
void cpu_free(struct cpu *);

/* Lends memory; base and size are multiples of 4096, host stays the caller's
 * and must outlive the mapping.  A range that is mapped again changes its
 * kind.  The same host memory must not be mapped at two places at once.
 * Writes to ROM are dropped.  Ranges that were never mapped, or unmapped,
 * go to bus->mem_read and mem_write. */
void cpu_map_ram(struct cpu *, uint32_t base, uint32_t size, uint8_t *host);
void cpu_map_rom(struct cpu *, uint32_t base, uint32_t size, uint8_t *host);
void cpu_unmap(struct cpu *, uint32_t base, uint32_t size);

/* The power-on state: F000:FFF0 with base FFFF0000h. */
void cpu_reset(struct cpu *);

/* Runs until something of enum cpu_stop happens.  limit is in the unit of
 * cpu_counted() and only looked at by a counting processor. */
enum cpu_stop cpu_run(struct cpu *, uint64_t limit);

/* Makes cpu_run() return soon.  A kick may be lost when it comes just before
 * cpu_run(): kick again, every millisecond, until it has returned. */
void cpu_kick(struct cpu *);

/* The INTR pin, level-sensitive. */
void cpu_set_intr(struct cpu *, bool level);
void cpu_set_a20(struct cpu *, bool on);

/* RAM at pa was written by somebody else than the processor. */
void cpu_dma_wrote(struct cpu *, uint32_t pa, size_t n);

/* True between HLT and the interrupt that ends it. */
bool cpu_halted(const struct cpu *);

/* Bytes of code executed since cpu_new(), counted a block at a time; the
 * same program gives the same figures every time. */
uint64_t cpu_counted(const struct cpu *);

const char *cpu_error(const struct cpu *);

/* For reports to people: where the processor is. */
struct cpu_where {
    uint16_t cs;
    uint32_t eip, esp, eflags, cr0, cr2, cr3;
};
void cpu_where(const struct cpu *, struct cpu_where *);

#pragma GCC visibility pop

#endif
