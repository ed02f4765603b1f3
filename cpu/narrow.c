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
 * All of it is a gain in speed alone.  It stays off unless the library's
 * structures are as narrow_int.h has them (narrowfit.c), and programs do the
 * same with it and without (narrowtrial.c).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

#include "cpu/narrow_int.h"

static struct {
    void (*optimise)(void *context);
    bool watching, seen, fits, on;
    struct layout layout;
    narrow_callee *from, *to;
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

static enum kind kind_of(const struct op *o)
{
    return narrow.layout.opcode[o->opcode].kind;
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
        o->opcode = narrow.layout.opcode[o->opcode].narrow;
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
        if (is_global(work.copies[i].of) || is_global(work.copies[i].copy))
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

/* Whoever reads the output may as well read the input. */
static void note_copy(struct op *o, bool zero)
{
    struct temp *copy = temp(o->arg[0]), *of = temp(o->arg[1]);

    write_outputs(o, 1, zero);
    if (copy == of || work.n_copies == COPIES)
        return;
    work.copies[work.n_copies].copy = copy;
    work.copies[work.n_copies++].of = of;
}

/* The guest's registers have 32 bits: whatever writes one, a helper too,
 * leaves its high half zero. */
static void note_registers(void)
{
    for (unsigned i = 0; i < REGISTERS; i++)
        note(&work.temps[narrow.layout.registers[i]], true);
}

static void pass_call(struct op *o)
{
    unsigned outputs = call_outputs(o);

    read_originals(o->arg + outputs, call_inputs(o));
    forget_globals();
    note_registers();
    write_outputs(o, outputs, false);
    drop_copies_of_globals();
}

static bool gives_zero(const struct op *o, unsigned i)
{
    const uint64_t *arg = o->arg;

    switch (kind_of(o)) {
    case CONSTANT:
        return arg[1] >> 32 == 0;
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
        return narrow.layout.opcode[o->opcode].is_narrow &&
               temp(arg[0])->type == TYPE_I64;
    }
}

static void spare_extensions(void)
{
    forget_all();
    note_registers();
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
            note_registers();
            work.n_copies = 0;
            continue;
        }
        read_originals(o->arg + d->outputs, d->inputs);
        if (kind_of(o) == EXTEND_32 && is_zero(o->arg[1]))
            o->opcode = narrow.layout.move;
        if (kind_of(o) == MOVE) {
            note_copy(o, is_zero(o->arg[1]));
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

static bool open_block(void *context)
{
    struct op *o = *(struct op **)at(context, AT_OPS);

    work.temps = at(context, AT_TEMPS);
    work.definitions = *(struct definition **)at(context, AT_DEFINITIONS);
    work.flags = &work.temps[narrow.layout.flags];
    for (work.ops = 0; o && work.ops < OPS_MAX; o = o->next)
        work.op[work.ops++] = o;
    return !o;
}

void narrow_call(narrow_callee *from, narrow_callee *to)
{
    narrow.from = from;
    narrow.to = to;
}

static void change_calls(void *context)
{
    struct op *o = *(struct op **)at(context, AT_OPS);

    for (; o; o = o->next) {
        unsigned callee = call_outputs(o) + call_inputs(o);

        if (kind_of(o) == CALL && o->arg[callee] == (uintptr_t)narrow.from)
            o->arg[callee] = (uintptr_t)narrow.to;
    }
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
        narrow.fits = narrowfit(context, narrow.optimise, &narrow.layout);
    }
    if (narrow.fits && !narrow.watching && narrow.from != narrow.to)
        change_calls(context);
    if (!narrow.on || !open_block(context))
        return;
    find_constants();
    narrow_block();
    spare_extensions();
}
