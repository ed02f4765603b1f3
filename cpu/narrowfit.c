/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrowfit.c - is the library as narrow.c expects it to be?  Nothing is
 * believed before it was looked at: neither a pointer nor a name.
 */
#define _GNU_SOURCE
#include <link.h>
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

/* The library's part of memory, by an address in it. */
struct extent {
    uintptr_t in, first, end;
};

/* One context. */
struct fit {
    struct extent library;
    const struct temp *temps;
    const struct definition *definitions;
    struct layout *layout;
    int pipe[2];
};

/* The kernel looks whether there is memory before it copies any. */
static bool readable(const struct fit *f, const void *p, size_t n)
{
    char taken[8192];

    return p && n <= sizeof taken && write(f->pipe[1], p, n) == (ssize_t)n &&
           read(f->pipe[0], taken, n) == (ssize_t)n;
}

static int find_extent(struct dl_phdr_info *of, size_t size, void *extent)
{
    struct extent *e = extent;
    uintptr_t first = UINTPTR_MAX, end = 0;

    (void)size;
    for (unsigned i = 0; i < of->dlpi_phnum; i++) {
        uintptr_t at = of->dlpi_addr + of->dlpi_phdr[i].p_vaddr;

        if (of->dlpi_phdr[i].p_type != PT_LOAD)
            continue;
        first = at < first ? at : first;
        end = at + of->dlpi_phdr[i].p_memsz > end
                  ? at + of->dlpi_phdr[i].p_memsz : end;
    }
    if (e->in < first || e->in >= end)
        return 0;
    e->first = first;
    e->end = end;
    return 1;
}

/* A name that stands in the library. */
static bool is_name(const struct fit *f, const char *name)
{
    return (uintptr_t)name >= f->library.first &&
           (uintptr_t)name < f->library.end;
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

    if (!readable(f, d, OPCODES_READ * sizeof *d))
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

    if (!readable(f, o, sizeof *o + ARGUMENTS * sizeof o->arg[0]) ||
        o->opcode >= OPCODES_READ)
        return false;
    call = f->layout->opcode[o->opcode].kind == CALL;
    outputs = f->definitions[o->opcode].outputs;
    inputs = f->definitions[o->opcode].inputs;
    if (call) {
        outputs = call_outputs(o);
        inputs = call_inputs(o);
    }
    if (outputs + inputs > ARGUMENTS)
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
    struct fit f = {.library.in = (uintptr_t)optimise, .layout = layout};
    bool fits;

    if (malloc_usable_size(context) < AT_DEFINITIONS + sizeof(void *))
        return false;
    if (!dl_iterate_phdr(find_extent, &f.library) || pipe(f.pipe))
        return false;
    f.temps = at(context, AT_TEMPS);
    f.definitions = *(struct definition **)at(context, AT_DEFINITIONS);
    fits = knows_globals(&f, *(unsigned *)at(context, AT_GLOBALS)) &&
           knows_opcodes(&f) && knows_ops(&f, context);
    close(f.pipe[0]);
    close(f.pipe[1]);
    return fits;
}
