/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrow.c - 32-bit operations for a 32-bit guest.
 *
 * The library translates for the 64-bit processor alone, so each operation of
 * 32 bits is one of 64 and an extension behind it.  A 32-bit operation of the
 * host clears the high half by itself.  When the library has optimised a block
 * we look at it once more:
 *
 *   backward  whose high half does anybody need?  What nobody does is computed
 *             by the 32-bit operation;
 *   forward   whose high half is zero already?  To extend that once more is a
 *             copy, and the copy's readers read the original.
 *
 * cc_dst, the result that flags are made of, is never looked at beyond the
 * operand's size, and that is at most 32 bits without long mode; everything
 * else must have its high half right where a helper, a fault or the next block
 * can see it.
 *
 * All of it is a gain in speed alone.  It stays off unless the structures below
 * are where they are expected (narrow_watch()) and programs do the same with it
 * and without, which the probe in inside.c finds out.
 *
 * Structures: QEMU 5.0, include/tcg/tcg.h, as in Unicorn 2.0.1 and 2.1.1.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "cpu/narrow.h"

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
    COPIES = 16,
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

static struct {
    void (*optimise)(void *context);
    bool watching, seen, fits, on;
    struct {
        uint8_t kind, narrow; /* narrow: opcode, 0 for none */
        bool is_narrow;       /* another one's */
    } opcode[OPCODES_MAX];
    uint8_t move;
} narrow;

/* Of one block while it is looked at. */
static struct {
    struct temp *temps;
    const struct definition *definitions;
    const struct temp *flags; /* cc_dst */
    struct op *op[OPS_MAX];
    struct {
        bool known;
        uint64_t value;
    } constant[OPS_MAX]; /* the second input */
    unsigned ops;
    /* A note of each temp counts while its epoch lasts. */
    struct {
        uint64_t epoch;
        bool is;
        uint64_t value;
    } note[TEMPS_MAX];
    uint64_t global_epoch, temp_epoch;
    struct {
        struct temp *copy, *of;
    } copies[COPIES];
    unsigned n_copies;
} work;

static struct temp *temp(uint64_t arg)
{
    return (struct temp *)(uintptr_t)arg;
}

static bool is_global(const struct temp *t)
{
    return t->flags & TEMP_GLOBAL;
}

static uint64_t epoch(const struct temp *t)
{
    return is_global(t) ? work.global_epoch : work.temp_epoch;
}

static void note(struct temp *t, bool is)
{
    size_t i = (size_t)(t - work.temps);

    work.note[i].epoch = epoch(t);
    work.note[i].is = is;
}

static bool noted(const struct temp *t, bool otherwise)
{
    size_t i = (size_t)(t - work.temps);

    return work.note[i].epoch == epoch(t) ? work.note[i].is : otherwise;
}

static void forget_globals(void)
{
    work.global_epoch++;
}

static void forget_all(void)
{
    work.global_epoch++;
    work.temp_epoch++;
}

static unsigned call_inputs(const struct op *o)
{
    return o->calls & 15;
}

static unsigned call_outputs(const struct op *o)
{
    return o->calls >> 4;
}

static enum kind kind_of(const struct op *o)
{
    return narrow.opcode[o->opcode].kind;
}

static const struct definition *definition(const struct op *o)
{
    return &work.definitions[o->opcode];
}

/*
 * First of all: which second inputs are constants.
 */

static void note_constant(struct op *o)
{
    struct temp *out = temp(o->arg[0]);

    note(out, true);
    work.note[out - work.temps].value = o->arg[1];
}

static void find_constants(void)
{
    forget_all();
    for (unsigned i = 0; i < work.ops; i++) {
        struct op *o = work.op[i];
        enum kind kind = kind_of(o);
        unsigned outputs = definition(o)->outputs;

        work.constant[i].known = false;
        if (kind >= BINARY && kind <= SHIFT_RIGHT) {
            struct temp *second = temp(o->arg[2]);

            work.constant[i].known = noted(second, false);
            work.constant[i].value = work.note[second - work.temps].value;
        }
        if (kind == CALL) {
            forget_globals();
            outputs = call_outputs(o);
        }
        if (kind == LABEL)
            forget_all();
        for (unsigned n = 0; n < outputs; n++)
            note(temp(o->arg[n]), false);
        if (kind == CONSTANT)
            note_constant(o);
        if (definition(o)->flags & END_OF_BASIC)
            work.temp_epoch++;
    }
}

/*
 * Backward: whose high half is needed.
 */

/* At the end of a block, and wherever the guest's state may be seen. */
static bool is_needed(const struct temp *t)
{
    return noted(t, is_global(t) ? t != work.flags
                                 : (t->flags & TEMP_LOCAL) != 0);
}

static void need(uint64_t arg)
{
    note(temp(arg), true);
}

/* What the output needs of the inputs, 32-bit operation or not. */
static void narrow_or_need(struct op *o, bool needed, unsigned inputs)
{
    if (!needed)
        o->opcode = narrow.opcode[o->opcode].narrow;
    for (unsigned i = 0; needed && i < inputs; i++)
        need(o->arg[1 + i]);
}

static bool high_is_zero(unsigned i)
{
    return work.constant[i].known && work.constant[i].value >> 32 == 0;
}

static bool shifts_by_less(unsigned i, unsigned bits)
{
    return work.constant[i].known && work.constant[i].value > 0 &&
           work.constant[i].value < bits;
}

static void need_of_call(struct op *o)
{
    unsigned outputs = call_outputs(o), inputs = call_inputs(o);

    forget_globals();
    for (unsigned i = 0; i < outputs; i++)
        note(temp(o->arg[i]), false);
    for (unsigned i = 0; i < inputs; i++)
        if (o->arg[outputs + i]) /* 0 fills up pairs of registers */
            need(o->arg[outputs + i]);
}

static bool take_output(struct op *o)
{
    bool needed = is_needed(temp(o->arg[0]));

    note(temp(o->arg[0]), false);
    return needed;
}

static void need_of_all(struct op *o)
{
    unsigned outputs = definition(o)->outputs;

    for (unsigned i = 0; i < outputs; i++)
        note(temp(o->arg[i]), false);
    for (unsigned i = 0; i < definition(o)->inputs; i++)
        need(o->arg[outputs + i]);
}

static void need_of_store(struct op *o)
{
    unsigned size = o->arg[2] >> 4 & 3;

    need(o->arg[1]);
    if (size > 2)
        need(o->arg[0]);
}

static void need_of_deposit(struct op *o)
{
    if (take_output(o))
        need(o->arg[1]);
    if (o->arg[3] + o->arg[4] > 32)
        need(o->arg[2]);
}

static void need_of_condition(struct op *o)
{
    bool needed = take_output(o);

    need(o->arg[1]);
    need(o->arg[2]);
    if (needed) {
        need(o->arg[3]);
        need(o->arg[4]);
    }
}

static void need_of_and(struct op *o, unsigned i)
{
    if (!take_output(o)) {
        narrow_or_need(o, false, 0);
        return;
    }
    if (!high_is_zero(i))
        need(o->arg[1]);
    need(o->arg[2]);
}

static void needs(struct op *o, unsigned i)
{
    switch (kind_of(o)) {
    case UNARY:
        narrow_or_need(o, take_output(o), 1);
        break;
    case BINARY:
    case BITS:
        narrow_or_need(o, take_output(o), 2);
        break;
    case AND:
        need_of_and(o, i);
        break;
    case SHIFT_LEFT:
        narrow_or_need(o, take_output(o) | !shifts_by_less(i, 32), 2);
        break;
    case MOVE:
        if (take_output(o))
            need(o->arg[1]);
        break;
    case CONSTANT:
    case EXTEND_32:
    case EXTEND_ZERO:
    case EXTEND_SIGN:
    case LOW_HALF:
    case WIDEN:
    case FORGET:
        take_output(o);
        break;
    case DEPOSIT:
        need_of_deposit(o);
        break;
    case STORE:
        need(o->arg[1]); /* where */
        break;
    case GUEST_STORE:
        need_of_store(o);
        break;
    case MOVE_CONDITION:
        need_of_condition(o);
        break;
    default:
        need_of_all(o);
    }
}

static void narrow_block(void)
{
    forget_all();
    for (unsigned i = work.ops; i-- > 0;) {
        struct op *o = work.op[i];
        uint8_t flags = definition(o)->flags;

        if (kind_of(o) == CALL) {
            need_of_call(o);
            continue;
        }
        if ((flags & END_OF_BLOCK) || kind_of(o) == LABEL)
            forget_all();
        else if (flags & SIDE_EFFECTS)
            forget_globals();
        needs(o, i);
    }
}

/*
 * Forward: whose high half is zero.
 */

static bool is_zero(uint64_t arg)
{
    return noted(temp(arg), false);
}

static void drop_copies(const struct temp *changed)
{
    for (unsigned i = 0; i < work.n_copies;)
        if (work.copies[i].copy == changed || work.copies[i].of == changed)
            work.copies[i] = work.copies[--work.n_copies];
        else
            i++;
}

static void drop_copies_of_globals(void)
{
    for (unsigned i = 0; i < work.n_copies;)
        if (is_global(work.copies[i].of))
            work.copies[i] = work.copies[--work.n_copies];
        else
            i++;
}

static void read_originals(uint64_t *input, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        for (unsigned c = 0; c < work.n_copies; c++)
            if (input[i] == (uintptr_t)work.copies[c].copy)
                input[i] = (uintptr_t)work.copies[c].of;
}

static void write_outputs(struct op *o, unsigned outputs, bool zero)
{
    for (unsigned i = 0; i < outputs; i++) {
        drop_copies(temp(o->arg[i]));
        note(temp(o->arg[i]), i == 0 && zero);
    }
}

/* An extension of what is extended: a copy, that needs not be made. */
static void make_copy(struct op *o)
{
    struct temp *copy = temp(o->arg[0]), *of = temp(o->arg[1]);

    o->opcode = narrow.move;
    write_outputs(o, 1, true);
    if (copy == of || (copy->flags & (TEMP_GLOBAL | TEMP_LOCAL)) ||
        work.n_copies == COPIES)
        return;
    work.copies[work.n_copies].copy = copy;
    work.copies[work.n_copies++].of = of;
}

static void pass_call(struct op *o)
{
    unsigned outputs = call_outputs(o);

    read_originals(o->arg + outputs, call_inputs(o));
    forget_globals();
    write_outputs(o, outputs, false);
    drop_copies_of_globals();
}

static bool gives_zero(const struct op *o, unsigned i)
{
    const uint64_t *arg = o->arg;

    switch (kind_of(o)) {
    case CONSTANT:
        return arg[1] >> 32 == 0;
    case MOVE:
        return is_zero(arg[1]);
    case EXTEND_32:
    case EXTEND_ZERO:
    case WIDEN:
    case LOAD_ZERO:
    case SET_CONDITION:
        return true;
    case AND:
        return is_zero(arg[1]) || is_zero(arg[2]) || high_is_zero(i);
    case BITS:
        return is_zero(arg[1]) && is_zero(arg[2]);
    case SHIFT_RIGHT:
        return is_zero(arg[1]) ||
               (work.constant[i].known && work.constant[i].value >= 32 &&
                work.constant[i].value < WORD);
    case DEPOSIT:
        return is_zero(arg[1]) && arg[3] + arg[4] <= 32;
    case EXTRACT:
        return arg[3] <= 32;
    case GUEST_LOAD: /* no sign, no more than 32 bits */
        return (arg[2] >> 4 & 7) < 3;
    case MOVE_CONDITION:
        return is_zero(arg[3]) && is_zero(arg[4]);
    default:
        return narrow.opcode[o->opcode].is_narrow &&
               temp(arg[0])->type == TYPE_I64;
    }
}

static void spare_extensions(void)
{
    forget_all();
    work.n_copies = 0;
    for (unsigned i = 0; i < work.ops; i++) {
        struct op *o = work.op[i];
        const struct definition *d = definition(o);

        if (kind_of(o) == CALL) {
            pass_call(o);
            continue;
        }
        if (kind_of(o) == LABEL) {
            forget_all();
            work.n_copies = 0;
            continue;
        }
        read_originals(o->arg + d->outputs, d->inputs);
        if (kind_of(o) == EXTEND_32 && is_zero(o->arg[1])) {
            make_copy(o);
            continue;
        }
        write_outputs(o, d->outputs, gives_zero(o, i));
        if (d->flags & END_OF_BASIC) {
            work.temp_epoch++;
            work.n_copies = 0;
        }
    }
}

/*
 * The library's optimiser, and ours behind it.
 */

#define REPLACES __attribute__((visibility("default")))

static void *at(void *context, size_t offset)
{
    return (char *)context + offset;
}

static const struct temp *find_flags(unsigned globals)
{
    for (unsigned i = 0; i < globals; i++)
        if (work.temps[i].name && !strcmp(work.temps[i].name, "cc_dst"))
            return &work.temps[i];
    return NULL;
}

static bool open_block(void *context)
{
    struct op *o = *(struct op **)at(context, AT_OPS);

    work.temps = at(context, AT_TEMPS);
    work.definitions = *(struct definition **)at(context, AT_DEFINITIONS);
    work.flags = find_flags(*(unsigned *)at(context, AT_GLOBALS));
    for (work.ops = 0; o && work.ops < OPS_MAX; o = o->next)
        work.op[work.ops++] = o;
    return !o;
}

/*
 * Is the library as it is expected?
 */

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
static bool is_name(const char *name)
{
    Dl_info name_of, library;

    return dladdr(name, &name_of) && dladdr(narrow.optimise, &library) &&
           name_of.dli_fbase == library.dli_fbase;
}

static bool knows_globals(unsigned n)
{
    static const char *const names[] = {"env", "cc_op", "cc_dst", "cc_src"};
    unsigned found = 0;

    if (n < GLOBALS_MIN || n >= TEMPS_MAX / 2 ||
        is_global(&work.temps[n]))
        return false;
    for (unsigned i = 0; i < n; i++) {
        const struct temp *t = &work.temps[i];

        if (!is_global(t) || !is_name(t->name))
            return false;
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
            found += !strcmp(t->name, names[k]);
    }
    return found == sizeof names / sizeof names[0];
}

static int find_opcode(const char *name)
{
    for (int i = 0; i < OPCODES_READ; i++)
        if (!strcmp(work.definitions[i].name, name))
            return i;
    return -1;
}

static bool learn_opcode(unsigned k)
{
    int wide = find_opcode(known[k].name);
    int small = known[k].narrow ? find_opcode(known[k].narrow) : 0;

    if (wide < 0 || small < 0 ||
        work.definitions[wide].outputs != known[k].outputs ||
        work.definitions[wide].inputs != known[k].inputs)
        return false;
    narrow.opcode[wide].kind = known[k].kind;
    narrow.opcode[wide].narrow = (uint8_t)small;
    if (small)
        narrow.opcode[small].is_narrow = true;
    if (known[k].kind == MOVE)
        narrow.move = (uint8_t)wide;
    return true;
}

static bool knows_opcodes(void)
{
    const struct definition *d = work.definitions;

    if (!readable(d, OPCODES_READ * sizeof *d))
        return false;
    for (int i = 0; i < OPCODES_READ; i++)
        if (!is_name(d[i].name))
            return false;
    for (unsigned k = 0; k < KNOWN; k++)
        if (!learn_opcode(k))
            return false;
    return true;
}

static bool is_temp(uint64_t arg)
{
    uint64_t offset = arg - (uintptr_t)work.temps;

    return offset < TEMPS_MAX * sizeof(struct temp) &&
           offset % sizeof(struct temp) == 0;
}

static bool knows_op(const struct op *o)
{
    unsigned outputs, inputs;

    if (!readable(o, sizeof *o) || o->opcode >= OPCODES_READ)
        return false;
    outputs = definition(o)->outputs;
    inputs = definition(o)->inputs;
    if (kind_of(o) == CALL) {
        outputs = call_outputs(o);
        inputs = call_inputs(o);
    }
    if (!readable(o->arg, (outputs + inputs) * sizeof o->arg[0]))
        return false;
    for (unsigned i = 0; i < outputs + inputs; i++)
        if (!is_temp(o->arg[i]) && (o->arg[i] || kind_of(o) != CALL))
            return false;
    return true;
}

/* The list ends where the context says that it ends. */
static bool knows_ops(void *context)
{
    struct op **link = at(context, AT_OPS);
    unsigned n = 0;

    for (; *link; link = &(*link)->next)
        if (++n > OPS_MAX || !knows_op(*link))
            return false;
    return n && *(struct op ***)at(context, AT_OPS + sizeof link) == link;
}

static bool as_expected(void *context)
{
    if (malloc_usable_size(context) < AT_DEFINITIONS + sizeof(void *))
        return false;
    work.temps = at(context, AT_TEMPS);
    work.definitions = *(struct definition **)at(context, AT_DEFINITIONS);
    return knows_globals(*(unsigned *)at(context, AT_GLOBALS)) &&
           knows_opcodes() && knows_ops(context);
}

bool narrow_find(void)
{
    *(void **)&narrow.optimise = dlsym(RTLD_NEXT, "tcg_optimize_x86_64");
    return narrow.optimise;
}

void narrow_watch(void)
{
    narrow.watching = narrow.fits = true;
}

bool narrow_watched(void)
{
    narrow.watching = false;
    narrow.fits &= narrow.seen;
    return narrow.fits;
}

bool narrow_set(bool on)
{
    narrow.on = on && narrow.fits;
    return narrow.on;
}

REPLACES void tcg_optimize_x86_64(void *context);
void tcg_optimize_x86_64(void *context)
{
    narrow.optimise(context);
    if (narrow.watching && narrow.fits) {
        narrow.seen = true;
        narrow.fits = as_expected(context);
    }
    if (!narrow.on || !open_block(context))
        return;
    find_constants();
    narrow_block();
    spare_extensions();
}
