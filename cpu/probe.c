/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe.c - finds the library's functions and the places in its structures.
 *
 * Nothing of that is written down anywhere: it is found at start-up by what
 * changes when something known is done.  A library that behaves differently is
 * refused, in one sentence.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "cpu/inside_lib.h"
#include "cpu/narrow.h"

struct library lib;
struct facts facts;
struct seen seen;

static const struct {
    const char *name;
    void *slot;
} symbols[] = {
    {"abort", &lib.abort},
    {"cpu_exec_x86_64", &lib.cpu_exec},
    {"tb_gen_code_x86_64", &lib.translate},
    {"gen_intermediate_code_x86_64", &lib.generate},
    {"tcg_exec_init_x86_64", &lib.make_buffer},
    {"tcg_tb_alloc_x86_64", &lib.allocate},
    {"cpu_exit", &lib.cpu_exit},
    {"cpu_reset", &lib.cpu_reset},
    {"cpu_reset_interrupt", &lib.cpu_reset_interrupt},
    {"qemu_system_reset_request", &lib.cpu_stop_all},
    {"x86_cpu_do_interrupt_x86_64", &lib.deliver},
    {"do_interrupt_x86_hardirq_x86_64", &lib.deliver_hard},
    {"x86_cpu_pending_interrupt_x86_64", &lib.pending},
    {"helper_lookup_tb_ptr_x86_64", &lib.lookup},
    {"x86_cpu_set_a20_x86_64", &lib.set_a20},
    {"x86_cpu_get_phys_page_attrs_debug_x86_64", &lib.walk},
    {"x86_ldl_phys_x86_64", &lib.ldl},
    {"x86_ldq_phys_x86_64", &lib.ldq},
    {"x86_stl_phys_notdirty_x86_64", &lib.stl},
    {"cpu_get_tsc_x86_64", &lib.tsc},
    {"raise_exception_ra_x86_64", &lib.raise},
    {"raise_interrupt_x86_64", &lib.raise_int},
    {"cpu_restore_state_x86_64", &lib.restore},
    {"helper_check_iob_x86_64", &lib.check_in_out[0]},
    {"helper_check_iow_x86_64", &lib.check_in_out[1]},
    {"helper_check_iol_x86_64", &lib.check_in_out[2]},
    {"cpu_x86_update_cr0_x86_64", &lib.update_cr0},
    {"helper_rdtsc_x86_64", &lib.rdtsc},
    {"helper_rdmsr_x86_64", &lib.rdmsr},
    {"helper_wrmsr_x86_64", &lib.wrmsr},
    {"helper_enter_mmx_x86_64", &lib.enter_mmx},
    {"helper_emms_x86_64", &lib.emms},
    {"tlb_set_page_with_attrs_x86_64", &lib.set_page},
    {"tlb_set_dirty_x86_64", &lib.set_dirty},
    {"tlb_reset_dirty_x86_64", &lib.reset_dirty},
    {"tlb_protect_code_x86_64", &lib.protect},
    {"tlb_unprotect_code_x86_64", &lib.unprotect},
    {"tlb_flush_x86_64", &lib.flush},
    {"tb_flush_x86_64", &lib.flush_code},
    {"tb_invalidate_phys_range_x86_64", &lib.invalidate},
    {"qemu_ram_addr_from_host_x86_64", &lib.ram_from_host},
};

/*
 * The probe: an engine of its own, on which every place in facts is found.
 */

#define PROBE_RAM 0x100000u

struct probe {
    uc_engine *uc;
    uint8_t *ram;     /* PROBE_RAM bytes and a page for PROBE_ROM */
    uint8_t *cs;
    uint8_t *before;  /* copy of cs */
    size_t size;      /* of cs */
    uint32_t code;    /* where the next program goes */
    int vector;       /* of the last exception, or -1 */
    bool invalid;     /* the last exception came through INSN_INVALID */
    uint64_t read;    /* the last address a memory hook got */
};

static uint64_t word(const void *base, size_t offset)
{
    uint64_t val;

    memcpy(&val, place(base, offset), sizeof(val));
    return val;
}

static uint32_t half(const void *base, size_t offset)
{
    uint32_t val;

    memcpy(&val, place(base, offset), sizeof(val));
    return val;
}

static uint32_t probe_reg(struct probe *p, int id)
{
    uint32_t val = 0;

    uc_reg_read(p->uc, id, &val);
    return val;
}

/* Every program goes to a place of its own, so that nothing stale runs. */
static void probe_run(struct probe *p, const void *code, size_t n)
{
    uint32_t at = p->code;

    memcpy(p->ram + at, code, n);
    p->code += 64;
    p->vector = -1;
    p->invalid = false;
    uc_emu_start(p->uc, at, at + n, 0, 0);
}

static void probe_exception(uc_engine *uc, uint32_t vector, void *opaque)
{
    struct probe *p = opaque;

    p->vector = vector;
    uc_emu_stop(uc);
}

static bool probe_invalid(uc_engine *uc, void *opaque)
{
    struct probe *p = opaque;

    (void)uc;
    p->invalid = true;
    return true;
}

static void probe_read(uc_engine *uc, uc_mem_type type, uint64_t address,
                       int size, int64_t value, void *opaque)
{
    struct probe *p = opaque;

    (void)uc, (void)type, (void)size, (void)value;
    p->read = address;
}

static bool find_symbols(struct probe *p)
{
    (void)p;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        void *function = dlsym(RTLD_NEXT, symbols[i].name);

        if (!function)
            return false;
        memcpy(symbols[i].slot, &function, sizeof(function));
    }
    return true;
}

static bool open_probe(struct probe *p)
{
    uc_hook hook;

    p->code = 0x1000;
    p->ram = aligned_alloc(PAGE, PROBE_RAM + PAGE);
    return p->ram && memset(p->ram, 0, PROBE_RAM + PAGE) &&
           uc_open(UC_ARCH_X86, UC_MODE_32, &p->uc) == UC_ERR_OK &&
           uc_mem_map_ptr(p->uc, 0, PROBE_RAM, UC_PROT_ALL, p->ram) ==
               UC_ERR_OK &&
           uc_mem_map_ptr(p->uc, PROBE_ROM, PAGE, UC_PROT_ALL,
                          p->ram + PROBE_RAM) == UC_ERR_OK &&
           uc_mem_protect(p->uc, PROBE_ROM, PAGE, UC_PROT_READ) ==
               UC_ERR_OK &&
           uc_hook_add(p->uc, &hook, UC_HOOK_INTR, probe_exception, p, 1,
                       0) == UC_ERR_OK &&
           uc_hook_add(p->uc, &hook, UC_HOOK_INSN_INVALID, probe_invalid, p,
                       1, 0) == UC_ERR_OK;
}

static bool find_state(struct probe *p)
{
    seen.cs = NULL;
    probe_run(p, "\x90", 1);
    p->cs = seen.cs;
    if (!p->cs)
        return false;
    p->size = malloc_usable_size(p->cs) & ~(size_t)7;
    if (p->size < 0x2000 || p->size > 0x100000)
        return false;
    p->before = malloc(p->size);
    return p->before;
}

static bool find_env(struct probe *p)
{
    static const int regs[8] = {
        UC_X86_REG_EAX, UC_X86_REG_ECX, UC_X86_REG_EDX, UC_X86_REG_EBX,
        UC_X86_REG_ESP, UC_X86_REG_EBP, UC_X86_REG_ESI, UC_X86_REG_EDI,
    };
    uint64_t pattern[8];
    unsigned found = 0;

    for (int i = 0; i < 8; i++) {
        pattern[i] = 0x5a130000u + 0x1111 * i;
        uc_reg_write(p->uc, regs[i], &pattern[i]);
    }
    for (size_t i = 0; i + sizeof(pattern) <= p->size; i += 8) {
        if (memcmp(p->cs + i, pattern, sizeof(pattern)) == 0) {
            facts.env = i;
            found++;
        }
    }
    return found == 1;
}

static bool find_eip(struct probe *p)
{
    const uint32_t mark = 0x00abc124;
    uint8_t *env = place(p->cs, facts.env);
    unsigned found = 0;

    uc_reg_write(p->uc, UC_X86_REG_EIP, &mark);
    for (size_t i = 0; i + 8 <= p->size - facts.env; i += 8) {
        if (word(env, i) == mark) {
            facts.eip = i;
            found++;
        }
    }
    return found == 1;
}

/* CR0.TS is copied there. */
static bool find_hflags(struct probe *p)
{
    uint8_t *env = place(p->cs, facts.env);
    uint32_t cr0 = probe_reg(p, UC_X86_REG_CR0);
    unsigned found = 0;

    memcpy(p->before, p->cs, p->size);
    lib.update_cr0(env, cr0 ^ 8);
    for (size_t i = 0; i + 4 <= p->size - facts.env; i += 4) {
        if ((half(env, i) ^ half(p->before, facts.env + i)) == HF_TS) {
            facts.hflags = i;
            found++;
        }
    }
    lib.update_cr0(env, cr0);
    return found == 1;
}

/* A reset leaves F000 and FFFF0000h in CS alone, the second of six. */
static bool find_segments(struct probe *p)
{
    uint8_t *env = place(p->cs, facts.env);
    unsigned found = 0;

    lib.cpu_reset(p->cs);
    for (size_t i = 0; i + 6 * sizeof(struct segment) <= p->size - facts.env;
         i += 8) {
        const struct segment *s = place(env, i);

        if (s[CPU_CS].selector == 0xf000 && s[CPU_CS].base == 0xffff0000 &&
            !s[CPU_ES].base && !s[CPU_DS].base && s[CPU_ES].limit == 0xffff &&
            s[CPU_GS].limit == 0xffff) {
            facts.segments = i;
            found++;
        }
    }
    return found == 1;
}

/* On a dummy: clearing bits of interrupt_request is all the function does. */
static bool find_request(struct probe *p)
{
    const int mask = 0x5a;
    unsigned found = 0;

    memset(p->before, 0xff, p->size);
    lib.cpu_reset_interrupt(p->before, mask);
    for (size_t i = 0; i < p->size; i += 4) {
        if (half(p->before, i) != ~0u) {
            if (half(p->before, i) != ~(uint32_t)mask)
                return false;
            facts.request = i;
            found++;
        }
    }
    return found == 1;
}

static void probe_cpuid(struct probe *p, uint32_t leaf, uint32_t *ecx,
                        uint32_t *edx)
{
    uint8_t program[] = {0xb8, 0, 0, 0, 0, 0x0f, 0xa2}; /* mov eax; cpuid */

    memcpy(program + 1, &leaf, 4);
    probe_run(p, program, sizeof(program));
    *ecx = probe_reg(p, UC_X86_REG_ECX);
    *edx = probe_reg(p, UC_X86_REG_EDX);
}

/* What CPUID answers is in there, and the answer changes with it. */
static bool find_features(struct probe *p)
{
    uint8_t *env = place(p->cs, facts.env);
    const uint32_t osxsave = 1u << 27; /* follows CR4 */
    uint32_t edx, ecx, changed, unused;
    unsigned found = 0;

    probe_cpuid(p, 1, &ecx, &edx);
    ecx &= ~osxsave;
    for (size_t i = 0; i + 16 <= p->size - facts.env; i += 8) {
        if (half(env, i) == edx && (half(env, i + 8) & ~osxsave) == ecx &&
            (edx | ecx)) {
            facts.features = i;
            found++;
        }
    }
    if (found != 1)
        return false;
    changed = edx ^ CPUID_PSE;
    memcpy(env + facts.features, &changed, 4);
    probe_cpuid(p, 1, &unused, &ecx);
    memcpy(env + facts.features, &edx, 4);
    if (ecx != changed)
        return false;
    probe_cpuid(p, 0x80000001, &ecx, &edx);
    return half(env, facts.features + 8 * FEATURES_EXTENDED) == edx;
}

static int64_t wall_ns(void)
{
    struct timeval tv;

    gettimeofday(&tv, NULL);
    return tv.tv_sec * 1000000000ll + tv.tv_usec * 1000ll;
}

/* A TLB that was full is doubled when it is flushed: its mask changes from
 * 255 to 511 entries, and the time is noted. */
static bool find_mode(struct probe *p, int mode)
{
    unsigned masks = 0, windows = 0;
    int64_t from, to;

    lib.flush(p->cs);
    fill_tlb(p->cs, mode, 230);
    memcpy(p->before, p->cs, p->size);
    from = wall_ns();
    lib.flush(p->cs);
    to = wall_ns();
    for (size_t i = 0; i < p->size; i += 8) {
        uint64_t old = word(p->before, i), new = word(p->cs, i);
        unsigned bits = old ? __builtin_ctzll(old) : 0;

        if (old == new)
            continue;
        if (old == 255ull << bits && new == 511ull << bits) {
            facts.fast[mode] = i;
            facts.entry_bits = bits;
            masks++;
        }
        if ((int64_t)new >= from && (int64_t)new <= to) {
            facts.window[mode] = i;
            windows++;
        }
    }
    return masks == 1 && windows == 1 && facts.entry_bits >= 5 &&
           facts.entry_bits <= 7;
}

static bool find_tlb(struct probe *p)
{
    for (int mode = 0; mode < CPU_MODES; mode++)
        if (!find_mode(p, mode))
            return false;
    return true;
}

static bool one_flag(uint64_t flags)
{
    return flags && flags < PAGE && !(flags & (flags - 1));
}

/* The entry is where we think and says what we think; then its flags. */
static bool find_flags(struct probe *p)
{
    const uint64_t va = 0x7654000, pa = 0x3000;
    const unsigned more = (1u << facts.entry_bits) / 8 - 3;
    uintptr_t host = (uintptr_t)p->ram + pa;

    for (int mode = 0; mode < CPU_MODES; mode++) {
        struct tlb_entry *e = entry(p->cs, mode, va);

        lib.set_page(p->cs, va, pa, 0, UC_PROT_ALL, mode, PAGE);
        facts.addend = 0;
        while (facts.addend < more && e->more[facts.addend] != host - va)
            facts.addend++;
        if (e->read != va || e->code != va || facts.addend == more)
            return false;
        lib.set_dirty(p->cs, va);
        if (e->write != va)
            return false;
        lib.reset_dirty(p->cs, host, PAGE);
        facts.not_dirty = e->write ^ va;
        lib.set_page(p->cs, va, PROBE_ROM, 0, UC_PROT_ALL, mode, PAGE);
        facts.discard = e->write ^ va;
        if (!one_flag(facts.not_dirty) || !one_flag(facts.discard) ||
            facts.not_dirty == facts.discard)
            return false;
    }
    lib.flush(p->cs);
    return true;
}

static bool find_invalid(struct probe *p)
{
    probe_run(p, "\x0f\x0b", 2); /* ud2 */
    facts.invalid_again = p->vector == EXCP_UD;
    return p->invalid;
}

/* PROBE_ROM is mapped to 0B000h; what does set_page get, and a hook? */
static bool find_identity(struct probe *p)
{
    static const char program[] =
        "\xb8\x00\x80\x00\x00" /* mov eax, 8000h */
        "\x0f\x22\xd8"         /* mov cr3, eax */
        "\x0f\x20\xc0"         /* mov eax, cr0 */
        "\x0d\x00\x00\x00\x80" /* or eax, 80000000h */
        "\x0f\x22\xc0"         /* mov cr0, eax */
        "\xa1\x00\x00\x20\x00" /* mov eax, [PROBE_ROM] */;
    const uint32_t present = 7;
    uint32_t tables[2 * 1024] = {
        [0] = 0x9000 | present,
        [1024 + PROBE_ROM / PAGE] = 0xb000 | present,
    };

    uc_hook hook;

    for (uint32_t i = 0; i < PROBE_RAM / PAGE; i++)
        tables[1024 + i] = i * PAGE | present;
    memcpy(p->ram + 0x8000, tables, sizeof(tables));
    seen.pa = 0;
    if (uc_hook_add(p->uc, &hook, UC_HOOK_MEM_READ, (void *)probe_read, p, 1,
                    0) != UC_ERR_OK)
        return false;
    probe_run(p, program, sizeof(program) - 1);
    uc_hook_del(p->uc, hook);
    facts.identity = seen.pa == PROBE_ROM;
    facts.hooks_linear = p->read == PROBE_ROM;
    return (facts.identity || seen.pa == 0xb000) &&
           (facts.hooks_linear || p->read == 0xb000);
}

static bool find_accesses(struct probe *p)
{
    (void)p;
    narrow_find();
    return quickmem_find();
}

static const struct {
    bool (*step)(struct probe *);
    const char *fails;
} steps[] = {
    {find_symbols, "it does not export the functions we replace"},
    {find_accesses, "it does not export its ways to memory"},
    {open_probe, "it cannot open an x86 engine"},
    {find_state, "it does not run through its own symbols"},
    {find_env, "the registers are not where they are expected"},
    {find_eip, "EIP was not found"},
    {find_hflags, "the processor's mode was not found"},
    {find_request, "the interrupt request was not found"},
    {find_features, "the feature bits were not found"},
    {find_tlb, "the TLBs were not found"},
    {find_flags, "the TLBs are not understood"},
    {find_invalid, "invalid instructions are not reported"},
    {find_identity, "paging is not understood"},
    {find_segments, "the segment registers were not found"},
};

static const char *probe_once(void)
{
    struct probe p = {0};
    const char *fails = NULL;

    for (size_t i = 0; !fails && i < sizeof(steps) / sizeof(steps[0]); i++)
        if (!steps[i].step(&p))
            fails = steps[i].fails;
    if (p.uc)
        uc_close(p.uc);
    free(p.before);
    free(p.ram);
    return fails;
}

/* A TLB that is hardly used is made smaller when it is flushed 100 ms after the
 * engine was opened: a computer so busy that this takes so long spoils a try,
 * and the library is as good as before. */
const char *probe_library(void)
{
    enum { TRIES = 5 };
    const char *fails = NULL;

    for (int i = 0; i < TRIES && (i == 0 || fails); i++)
        fails = probe_once();
    return fails;
}
