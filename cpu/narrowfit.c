/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrowfit.c - is the library as narrow.c expects it to be?  Nothing is
 * believed before it was looked at: neither a pointer nor a name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "cpu/narrow_int.h"

static const struct {
    const char *name;
    uint8_t kind, outputs, inputs;
    const char *narrow; /* the 32-bit operation */
} known[] = {
    {"add_i64", BINARY, 1, 2, "add_i32"},
    {"sub_i64", BINARY, 1, 2, "sub_i32"},
    {"mul_i64", BINARY, 1, 2, "mul_i32"},
    {"or_i64", BITS, 1, 2, "or_i32"},
    {"xor_i64", BITS, 1, 2, "xor_i32"},
    {"and_i64", AND, 1, 2, "and_i32"},
    {"neg_i64", UNARY, 1, 1, "neg_i32"},
    {"not_i64", UNARY, 1, 1, "not_i32"},
    {"shl_i64", SHIFT_LEFT, 1, 2, "shl_i32"},
    {"shr_i64", SHIFT_RIGHT, 1, 2, NULL},
    {"mov_i64", MOVE, 1, 1, NULL},
    {"movi_i64", CONSTANT, 1, 0, NULL},
    {"movi_i32", CONSTANT, 1, 0, NULL},
    {"ext32u_i64", EXTEND_32, 1, 1, NULL},
    {"ext8u_i64", EXTEND_ZERO, 1, 1, NULL},
    {"ext16u_i64", EXTEND_ZERO, 1, 1, NULL},
    {"ext8s_i64", EXTEND_SIGN, 1, 1, NULL},
    {"ext16s_i64", EXTEND_SIGN, 1, 1, NULL},
    {"ext32s_i64", EXTEND_SIGN, 1, 1, NULL},
    {"extrl_i64_i32", LOW_HALF, 1, 1, NULL},
    {"extu_i32_i64", WIDEN, 1, 1, NULL},
    {"deposit_i64", DEPOSIT, 1, 2, NULL},
    {"extract_i64", EXTRACT, 1, 1, NULL},
    {"st8_i64", STORE, 0, 2, NULL},
    {"st16_i64", STORE, 0, 2, NULL},
    {"st32_i64", STORE, 0, 2, NULL},
    {"ld8u_i64", LOAD_ZERO, 1, 1, NULL},
    {"ld16u_i64", LOAD_ZERO, 1, 1, NULL},
    {"ld32u_i64", LOAD_ZERO, 1, 1, NULL},
    {"qemu_ld_i64", GUEST_LOAD, 1, 1, NULL},
    {"qemu_st_i64", GUEST_STORE, 0, 2, NULL},
    {"setcond_i64", SET_CONDITION, 1, 2, NULL},
    {"movcond_i64", MOVE_CONDITION, 1, 4, NULL},
    {"call", CALL, 0, 0, NULL},
    {"set_label", LABEL, 0, 0, NULL},
    {"discard", FORGET, 1, 0, NULL},
};

enum { KNOWN = sizeof known / sizeof known[0] };

/* One context. */
struct fit {
    const void *library; /* an address in it */
    const struct temp *temps;
    const struct definition *definitions;
    struct layout *layout;
};

/* The kernel looks whether there is memory before it copies any. */
static bool readable(const void *p, size_t n)
{
    int end[2];
    bool there;

    if (!p || pipe(end))
        return false;
    there = write(end[1], p, n) == (ssize_t)n;
    close(end[0]);
    close(end[1]);
    return there;
}

/* A name that stands in the library. */
static bool is_name(const struct fit *f, const char *name)
{
    Dl_info name_of, library;

    return dladdr(name, &name_of) && dladdr(f->library, &library) &&
           name_of.dli_fbase == library.dli_fbase;
}

static bool knows_globals(const struct fit *f, unsigned n)
{
    static const char *const names[] = {"rax", "rcx", "rdx", "rbx", "rsp",
                                        "rbp", "rsi", "rdi", "cc_dst",
                                        "cc_src", "cc_op", "env"};
    unsigned found = 0;
    uint8_t unused;

    if (n < GLOBALS_MIN || n >= TEMPS_MAX / 2 ||
        is_global(&f->temps[n]))
        return false;
    for (unsigned i = 0; i < n; i++) {
        const struct temp *t = &f->temps[i];

        if (!is_global(t) || !is_name(f, t->name))
            return false;
        for (unsigned k = 0; k < sizeof names / sizeof names[0]; k++)
            if (!strcmp(t->name, names[k])) {
                found++;
                *(k < REGISTERS ? &f->layout->registers[k]
                                : k == REGISTERS ? &f->layout->flags
                                                 : &unused) = (uint8_t)i;
            }
    }
    return found == sizeof names / sizeof names[0];
}

static int find_opcode(const struct fit *f, const char *name)
{
    for (int i = 0; i < OPCODES_READ; i++)
        if (!strcmp(f->definitions[i].name, name))
            return i;
    return -1;
}

static bool learn_opcode(const struct fit *f, unsigned k)
{
    int wide = find_opcode(f, known[k].name);
    int small = known[k].narrow ? find_opcode(f, known[k].narrow) : 0;

    if (wide < 0 || small < 0 ||
        f->definitions[wide].outputs != known[k].outputs ||
        f->definitions[wide].inputs != known[k].inputs)
        return false;
    f->layout->opcode[wide].kind = known[k].kind;
    f->layout->opcode[wide].narrow = (uint8_t)small;
    if (small)
        f->layout->opcode[small].is_narrow = true;
    if (known[k].kind == MOVE)
        f->layout->move = (uint8_t)wide;
    return true;
}

static bool knows_opcodes(const struct fit *f)
{
    const struct definition *d = f->definitions;

    if (!readable(d, OPCODES_READ * sizeof *d))
        return false;
    for (int i = 0; i < OPCODES_READ; i++)
        if (!is_name(f, d[i].name))
            return false;
    for (unsigned k = 0; k < KNOWN; k++)
        if (!learn_opcode(f, k))
            return false;
    return true;
}

static bool is_temp(const struct fit *f, uint64_t arg)
{
    uint64_t offset = arg - (uintptr_t)f->temps;

    return offset < TEMPS_MAX * sizeof(struct temp) &&
           offset % sizeof(struct temp) == 0;
}

static bool knows_op(const struct fit *f, const struct op *o)
{
    unsigned outputs, inputs;
    bool call;

    if (!readable(o, sizeof *o) || o->opcode >= OPCODES_READ)
        return false;
    call = f->layout->opcode[o->opcode].kind == CALL;
    outputs = f->definitions[o->opcode].outputs;
    inputs = f->definitions[o->opcode].inputs;
    if (call) {
        outputs = call_outputs(o);
        inputs = call_inputs(o);
    }
    if (!readable(o->arg, (outputs + inputs) * sizeof o->arg[0]))
        return false;
    for (unsigned i = 0; i < outputs + inputs; i++)
        if (!is_temp(f, o->arg[i]) && (o->arg[i] || !call))
            return false;
    return true;
}

/* The list ends where the context says that it ends. */
static bool knows_ops(const struct fit *f, void *context)
{
    struct op **link = at(context, AT_OPS);
    unsigned n = 0;

    for (; *link; link = &(*link)->next)
        if (++n > OPS_MAX || !knows_op(f, *link))
            return false;
    return n && *(struct op ***)at(context, AT_OPS + sizeof link) == link;
}

bool narrowfit(void *context, const void *optimise, struct layout *layout)
{
    struct fit f = {.library = optimise, .layout = layout};

    if (malloc_usable_size(context) < AT_DEFINITIONS + sizeof(void *))
        return false;
    f.temps = at(context, AT_TEMPS);
    f.definitions = *(struct definition **)at(context, AT_DEFINITIONS);
    return knows_globals(&f, *(unsigned *)at(context, AT_GLOBALS)) &&
           knows_opcodes(&f) && knows_ops(&f, context);
}
