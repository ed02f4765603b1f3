/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * debug.c - points, steps, registers and memory for a debugger; see debug.h.
 *
 * A hook at the start of every block sees each point in code, as the blocks of
 * its page hold one instruction each.  Steps and watched data make all blocks
 * so short: the engine can stop between blocks only.
 */
#include <stdlib.h>
#include <string.h>

#include "cpu/inside.h"

struct point {
    enum cpu_point kind;
    uint32_t linear, size;
};

enum step { STEP_NONE, STEP_DUE, STEP_DONE };

/* What blocks are translated for; another one makes them stale. */
struct plan {
    bool short_blocks; /* everywhere */
    bool reads, writes; /* memory hooks are there */
    struct point code[CPU_POINTS_MAX];
};

struct debug {
    struct point point[CPU_POINTS_MAX];
    unsigned points;
    enum step step;
    bool fresh;    /* nothing ran since cpu_debug_go() ... */
    uint32_t from; /* ... at this linear address */
    bool hit;
    struct cpu_debug_stop stop;
    struct plan plan;
    uc_hook block_hook, read_hook, write_hook;
};

/* --- on and off ---------------------------------------------------------- */

static void drop_all_code(struct cpu *cpu)
{
    for (struct block *b = cpu->blocks; b; b = b->next)
        tlb_drop_code(cpu, b, 0, b->size);
}

static void set_hook(struct cpu *cpu, uc_hook *hook, int type, void *callback,
                     bool on)
{
    if (!on == !*hook)
        return;
    if (!on) {
        uc_hook_del(cpu->uc, *hook);
        *hook = 0;
    } else if (uc_hook_add(cpu->uc, hook, type, callback, cpu, 1, 0) !=
               UC_ERR_OK) {
        engine_broken(cpu, "the engine refuses a hook", "");
    }
}

void cpu_debug(struct cpu *cpu, bool on)
{
    if (on == (cpu->debug != NULL))
        return;
    if (on) {
        cpu->debug = calloc(1, sizeof *cpu->debug);
        if (!cpu->debug) {
            engine_broken(cpu, "no memory for a debugger", "");
            return;
        }
        if (!cpu->counting)
            set_hook(cpu, &cpu->debug->block_hook, UC_HOOK_BLOCK,
                     (void *)engine_block, true);
    } else {
        set_hook(cpu, &cpu->debug->block_hook, 0, NULL, false);
        set_hook(cpu, &cpu->debug->read_hook, 0, NULL, false);
        set_hook(cpu, &cpu->debug->write_hook, 0, NULL, false);
        free(cpu->debug);
        cpu->debug = NULL;
    }
    drop_all_code(cpu);
}

/* --- points -------------------------------------------------------------- */

bool cpu_debug_point(struct cpu *cpu, enum cpu_point kind, uint32_t linear,
                     uint32_t size, bool on)
{
    const struct point wanted = {kind, linear, size ? size : 1};
    struct debug *d = cpu->debug;

    for (unsigned i = 0; d && i < d->points; i++) {
        if (memcmp(&d->point[i], &wanted, sizeof wanted))
            continue;
        if (!on)
            d->point[i] = d->point[--d->points];
        return true;
    }
    if (!d || !on || d->points == CPU_POINTS_MAX)
        return false;
    d->point[d->points++] = wanted;
    return true;
}

void cpu_debug_go(struct cpu *cpu, bool step)
{
    struct debug *d = cpu->debug;
    uint16_t selector;

    if (!d)
        return;
    d->step = step ? STEP_DUE : STEP_NONE;
    d->fresh = true;
    inside_segment(cpu, CPU_CS, &selector, &d->from);
    d->from += inside_eip(cpu);
}

const struct cpu_debug_stop *cpu_debug_stopped(const struct cpu *cpu)
{
    return cpu->debug ? &cpu->debug->stop : NULL;
}

static void stop(struct debug *d, bool stepped, enum cpu_point kind,
                 uint32_t linear)
{
    if (!d->hit)
        d->stop = (struct cpu_debug_stop){stepped, kind, linear};
    d->hit = true;
}

static bool is_code_point(const struct debug *d, uint32_t linear)
{
    for (unsigned i = 0; i < d->points; i++)
        if (d->point[i].kind == CPU_POINT_CODE &&
            d->point[i].linear == linear)
            return true;
    return false;
}

/* Called before a block begins, when nothing else keeps it from beginning.
 * True: it must not. */
bool debug_stops_at(struct cpu *cpu, uint32_t linear)
{
    struct debug *d = cpu->debug;

    if (d->step == STEP_DONE)
        stop(d, true, CPU_POINT_CODE, linear);
    else if (!(d->fresh && linear == d->from) && is_code_point(d, linear))
        stop(d, false, CPU_POINT_CODE, linear);
    if (d->hit)
        return true;
    d->fresh = false;
    if (d->step == STEP_DUE)
        d->step = STEP_DONE;
    return false;
}

bool debug_has_hit(struct cpu *cpu)
{
    struct debug *d = cpu->debug;
    bool hit = d && d->hit;

    if (hit) {
        d->hit = false;
        d->step = STEP_NONE;
    }
    return hit;
}

bool debug_defers_interrupts(const struct cpu *cpu)
{
    const struct debug *d = cpu->debug;

    return d && (d->hit || (d->step != STEP_NONE && !cpu->halted));
}

/* A block that ends on the next page may have begun on this one. */
bool debug_wants_short(const struct cpu *cpu, uint32_t linear)
{
    const struct debug *d = cpu->debug;

    if (!d || d->plan.short_blocks)
        return d;
    for (unsigned i = 0; i < d->points; i++) {
        uint32_t pages = d->point[i].linear / PAGE - linear / PAGE;

        if (pages <= 1)
            return true;
    }
    return false;
}

/* --- watched data -------------------------------------------------------- */

/* What the engine's hooks call a linear address; all ones: it is nowhere. */
static uint64_t hooked_address(const struct cpu *cpu, uint32_t linear)
{
    uint64_t pa = tlb_walk(cpu, linear);
    const struct range *r = pa >> 32 ? NULL : memory_find(cpu, (uint32_t)pa);

    if (pa >> 32 || inside_hooks_see_linear())
        return pa >> 32 ? ~0ull : linear;
    return r ? r->block->at + r->offset + ((uint32_t)pa - r->base) : pa;
}

static bool touches(const struct cpu *cpu, const struct point *p,
                    uint64_t address, unsigned width)
{
    for (uint32_t i = 0; i < p->size; i++)
        if (hooked_address(cpu, p->linear + i) - address < width)
            return true;
    return false;
}

static void on_memory(uc_engine *uc, uc_mem_type type, uint64_t address,
                      int width, int64_t value, void *opaque)
{
    const enum cpu_point kind =
        type == UC_MEM_WRITE ? CPU_POINT_WRITE : CPU_POINT_READ;
    struct cpu *cpu = opaque;
    struct debug *d = cpu->debug;

    (void)uc, (void)value;
    for (unsigned i = 0; i < d->points; i++) {
        const struct point *p = &d->point[i];

        if ((p->kind == kind || p->kind == CPU_POINT_ACCESS) &&
            touches(cpu, p, address, (unsigned)width)) {
            stop(d, false, p->kind, p->linear);
            inside_end_block(cpu);
        }
    }
}

/* --- before a run -------------------------------------------------------- */

static void make_plan(const struct debug *d, struct plan *plan)
{
    unsigned n = 0;

    memset(plan, 0, sizeof *plan);
    for (unsigned i = 0; i < d->points; i++) {
        enum cpu_point kind = d->point[i].kind;

        if (kind == CPU_POINT_CODE)
            plan->code[n++] = d->point[i];
        plan->writes |= kind == CPU_POINT_WRITE || kind == CPU_POINT_ACCESS;
        plan->reads |= kind == CPU_POINT_READ || kind == CPU_POINT_ACCESS;
    }
    plan->short_blocks = plan->reads || plan->writes || d->step != STEP_NONE;
}

void debug_prepare(struct cpu *cpu)
{
    struct debug *d = cpu->debug;
    struct plan plan;

    if (!d)
        return;
    d->hit = false;
    make_plan(d, &plan);
    if (!memcmp(&plan, &d->plan, sizeof plan))
        return;
    memcpy(&d->plan, &plan, sizeof plan);
    set_hook(cpu, &d->read_hook, UC_HOOK_MEM_READ, (void *)on_memory,
             plan.reads);
    set_hook(cpu, &d->write_hook, UC_HOOK_MEM_WRITE, (void *)on_memory,
             plan.writes);
    drop_all_code(cpu);
}

/* --- memory -------------------------------------------------------------- */

/* As many bytes of a page as can be had at once; NULL: none. */
static uint8_t *piece(const struct cpu *cpu, uint32_t linear, size_t *n,
                      bool writing)
{
    uint64_t pa = tlb_walk(cpu, linear);
    const struct range *r = pa >> 32 ? NULL : memory_find(cpu, (uint32_t)pa);

    if (!r || (writing && r->rom))
        return NULL;
    if (*n > PAGE - linear % PAGE)
        *n = PAGE - linear % PAGE;
    return r->block->host + r->offset + ((uint32_t)pa - r->base);
}

size_t cpu_debug_read(const struct cpu *cpu, uint32_t linear, void *to,
                      size_t n)
{
    size_t done = 0;

    while (done < n) {
        size_t step = n - done;
        const uint8_t *host = piece(cpu, linear + (uint32_t)done, &step,
                                    false);

        if (!host)
            break;
        memcpy((uint8_t *)to + done, host, step);
        done += step;
    }
    return done;
}

size_t cpu_debug_write(struct cpu *cpu, uint32_t linear, const void *from,
                       size_t n)
{
    size_t done = 0;

    while (done < n) {
        size_t step = n - done;
        uint32_t at = linear + (uint32_t)done;
        uint8_t *host = piece(cpu, at, &step, true);

        if (!host)
            break;
        memcpy(host, (const uint8_t *)from + done, step);
        cpu_dma_wrote(cpu, (uint32_t)tlb_walk(cpu, at), step);
        done += step;
    }
    return done;
}

/* --- registers ----------------------------------------------------------- */

static const int gprs[CPU_GPRS] = {
    UC_X86_REG_EAX, UC_X86_REG_ECX, UC_X86_REG_EDX, UC_X86_REG_EBX,
    UC_X86_REG_ESP, UC_X86_REG_EBP, UC_X86_REG_ESI, UC_X86_REG_EDI,
};

static uint32_t reg(const struct cpu *cpu, int id)
{
    uint64_t val = 0;

    uc_reg_read(cpu->uc, id, &val);
    return (uint32_t)val;
}

void cpu_registers(const struct cpu *cpu, struct cpu_registers *r)
{
    memset(r, 0, sizeof *r);
    for (int i = 0; i < CPU_GPRS; i++)
        r->gpr[i] = reg(cpu, gprs[i]);
    r->eip = inside_eip(cpu);
    r->eflags = reg(cpu, UC_X86_REG_EFLAGS);
    for (int i = 0; i < CPU_SEGMENTS; i++)
        inside_segment(cpu, i, &r->segment[i], &r->base[i]);
    r->cr0 = reg(cpu, UC_X86_REG_CR0);
    r->cr2 = reg(cpu, UC_X86_REG_CR2);
    r->cr3 = reg(cpu, UC_X86_REG_CR3);
    r->cr4 = reg(cpu, UC_X86_REG_CR4);
    for (int i = 0; i < 8; i++)
        uc_reg_read(cpu->uc, UC_X86_REG_ST0 + i, r->st[i]);
    r->fpu_control = (uint16_t)reg(cpu, UC_X86_REG_FPCW);
    r->fpu_status = (uint16_t)reg(cpu, UC_X86_REG_FPSW);
    r->fpu_tag = (uint16_t)reg(cpu, UC_X86_REG_FPTAG);
}

void cpu_set_registers(struct cpu *cpu, const struct cpu_registers *r)
{
    for (int i = 0; i < CPU_GPRS; i++)
        uc_reg_write(cpu->uc, gprs[i], &r->gpr[i]);
    uc_reg_write(cpu->uc, UC_X86_REG_EFLAGS, &r->eflags);
    inside_set_eip(cpu, r->eip);
}
