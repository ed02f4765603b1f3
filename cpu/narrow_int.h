/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrow_int.h - between narrow.c and narrowfit.c: the library's structures,
 * and what is known of its operations.
 *
 * Structures: QEMU 5.0, include/tcg/tcg.h, as in Unicorn 2.0.1 and 2.1.1.
 */
#ifndef PIXEMU_CPU_NARROW_INT_H
#define PIXEMU_CPU_NARROW_INT_H

#include <stddef.h>
#include <stdint.h>

#include "cpu/narrow.h"

#pragma GCC visibility push(hidden)

struct temp {
    uint8_t reg, val_type, base_type, type;
    uint8_t flags;
    uint64_t val;
    void *mem_base;
    int64_t mem_offset;
    const char *name;
    uint64_t state;
    void *state_ptr;
};

struct op {
    uint8_t opcode;
    uint8_t calls; /* of a call: inputs, outputs << 4 */
    uint16_t life;
    struct op *next;
    void *prev;
    uint64_t arg[]; /* outputs, inputs, constants */
};

struct definition {
    const char *name;
    uint8_t outputs, inputs, constants, arguments;
    uint8_t flags;
    void *constraints;
    int *sorted;
};

enum {
    TEMPS_MAX = 512,
    OPS_MAX = 8192,
    OPCODES_MAX = 256,
    OPCODES_READ = 140, /* all that matter are among them */
    GLOBALS_MIN = 12, /* env, flags, eight registers at least */
    ARGUMENTS = 10, /* that an operation has room for */
    COPIES = 16,
    REGISTERS = 8,
    WORD = 64,

    TYPE_I64 = 1,
    TEMP_GLOBAL = 0x20,
    TEMP_LOCAL = 0x40,
    END_OF_BLOCK = 1 | 2, /* leaves it, or a basic block in it */
    END_OF_BASIC = 2,
    SIDE_EFFECTS = 8, /* may fault */

    /* In TCGContext. */
    AT_GLOBALS = 0x2c, /* int: how many of the temps are */
    AT_TEMPS = 0x388,
    AT_OPS = 0x7388, /* first, address of the last one's `next` */
    AT_DEFINITIONS = 0x9968,
};

/* What an operation does, as far as it matters here. */
enum kind {
    OTHER, /* needs all of its inputs */
    UNARY, BINARY, BITS, AND, SHIFT_LEFT,
    SHIFT_RIGHT, MOVE, CONSTANT, EXTEND_32, EXTEND_ZERO, EXTEND_SIGN, LOW_HALF,
    WIDEN, DEPOSIT, EXTRACT, STORE, LOAD_ZERO, GUEST_LOAD, GUEST_STORE,
    SET_CONDITION, MOVE_CONDITION, CALL, LABEL, FORGET,
};

struct opcode {
    uint8_t kind, narrow; /* narrow: the 32-bit operation, 0 for none */
    bool is_narrow;       /* another one's */
};

/* What narrowfit.c finds out. */
struct layout {
    struct opcode opcode[OPCODES_MAX];
    uint8_t move;
    uint8_t flags, registers[REGISTERS]; /* among the temps: cc_dst, EAX ... */
};

/* narrowfit.c: whether a block that `optimise` (a function of the library) has
 * seen is as expected. */
bool narrowfit(void *context, const void *optimise, struct layout *);

static inline struct temp *temp(uint64_t arg)
{
    return (struct temp *)(uintptr_t)arg;
}

static inline bool is_global(const struct temp *t)
{
    return t->flags & TEMP_GLOBAL;
}

static inline void *at(void *context, size_t offset)
{
    return (char *)context + offset;
}

static inline unsigned call_inputs(const struct op *o)
{
    return o->calls & 15;
}

static inline unsigned call_outputs(const struct op *o)
{
    return o->calls >> 4;
}

#pragma GCC visibility pop
#endif
