/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_cpu_narrow.c - random programs do the same with cpu/narrow.c and
 * without: registers, flags, memory, and what an interrupt finds on the stack.
 *
 * NARROW_PROGRAMS says how many; a program that differs is named by its seed,
 * which NARROW_SEED begins with.
 */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "cpu/cpu.h"
#include "cpu/narrow.h"

enum {
    RAM_BYTES = 0x100000,
    CODE = 0x1000,
    CODE_END = 0x6000,
    IDT = 0x8000,
    DATA = 0x20000, /* EBP points here, always */
    DATA_BYTES = 0x10000,
    SAVED = DATA + 0x8000, /* by the end of the program, and by INT3 */
    STACK = DATA + DATA_BYTES,
    INSTRUCTIONS = 150,
    EBP = 5,
};

struct machine {
    struct cpu *cpu;
    uint8_t *ram, *rom;
};

struct writer {
    GRand *rand;
    uint8_t *ram;
    uint32_t at;
    unsigned registers; /* few of them: more depends on what came before */
};

/* --- a machine that starts at CODE ---------------------------------------- */

static uint32_t read_nothing(void *board, uint32_t at, unsigned width)
{
    (void)board, (void)at, (void)width;
    return ~0u;
}

static uint32_t read_port(void *board, uint16_t port, unsigned width)
{
    return read_nothing(board, port, width);
}

static void write_nothing(void *board, uint32_t at, uint32_t val,
                          unsigned width)
{
    (void)board, (void)at, (void)val, (void)width;
}

static void write_port(void *board, uint16_t port, uint32_t val,
                       unsigned width)
{
    write_nothing(board, port, val, width);
}

static unsigned no_vector(void *board)
{
    (void)board;
    return 0;
}

static uint64_t no_time(void *board)
{
    (void)board;
    return 0;
}

static const struct cpu_bus bus = {
    read_port, write_port, read_nothing, write_nothing, no_vector, no_time,
};

/* Protected mode, flat, and a jump to CODE. */
static void write_rom(uint8_t *rom)
{
    static const uint8_t reset[] = {0xe9, 0x0d, 0xf0}; /* to F000:F000 */
    static const uint8_t start[] = {
        0x66, 0x2e, 0x0f, 0x01, 0x16, 0x40, 0xf0,       /* lgdt cs:[f040] */
        0x66, 0x2e, 0x0f, 0x01, 0x1e, 0x48, 0xf0,       /* lidt cs:[f048] */
        0x0f, 0x20, 0xc0, 0x0c, 0x01, 0x0f, 0x22, 0xc0, /* cr0 |= 1 */
        0x66, 0xea, 0x00, 0x10, 0x00, 0x00, 0x08, 0x00, /* jmp 8:CODE */
    };
    static const uint8_t tables[] = {
        0x17, 0, 0x60, 0xf0, 0xff, 0xff, 0, 0, /* GDT at FFFFF060 */
        0x1f, 0, 0x00, 0x80, 0x00, 0x00, 0, 0, /* IDT */
    };
    static const uint8_t gdt[] = {
        0, 0, 0, 0, 0, 0, 0, 0,
        0xff, 0xff, 0, 0, 0, 0x9b, 0xcf, 0,
        0xff, 0xff, 0, 0, 0, 0x93, 0xcf, 0,
    };

    memcpy(rom, start, sizeof start);
    memcpy(rom + 0x40, tables, sizeof tables);
    memcpy(rom + 0x60, gdt, sizeof gdt);
    memcpy(rom + 0xff0, reset, sizeof reset);
}

static struct machine machine_new(void)
{
    const char *why = "";
    struct machine m = {
        .cpu = cpu_new(CPU_PENTIUM3, &bus, NULL, false, &why),
        .ram = g_aligned_alloc0(1, RAM_BYTES, 4096),
        .rom = g_aligned_alloc0(1, 4096, 4096),
    };

    g_assert_nonnull(m.cpu);
    write_rom(m.rom);
    cpu_map_ram(m.cpu, 0, RAM_BYTES, m.ram);
    cpu_map_rom(m.cpu, 0xfffff000, 4096, m.rom);
    return m;
}

static void machine_free(struct machine *m)
{
    cpu_free(m->cpu);
    g_aligned_free(m->ram);
    g_aligned_free(m->rom);
}

static void machine_run(struct machine *m, const uint8_t *ram)
{
    memcpy(m->ram, ram, RAM_BYTES);
    cpu_dma_wrote(m->cpu, 0, RAM_BYTES);
    cpu_reset(m->cpu);
    while (cpu_run(m->cpu, 0) == CPU_KICKED)
        ;
}

/* --- programs ------------------------------------------------------------- */

static uint32_t any(struct writer *w, uint32_t n)
{
    return (uint32_t)g_rand_int_range(w->rand, 0, (gint32)n);
}

static void put8(struct writer *w, uint32_t val)
{
    w->ram[w->at++] = (uint8_t)val;
}

static void put32(struct writer *w, uint32_t val)
{
    for (unsigned i = 0; i < 4; i++)
        put8(w, val >> 8 * i);
}

static void put(struct writer *w, const char *bytes, size_t n)
{
    while (n--)
        put8(w, (uint8_t)*bytes++);
}

#define PUT(w, bytes) put(w, bytes, sizeof(bytes) - 1)

/* EAX, ECX, EDX, EBX, ESI, EDI. */
static unsigned any_register(struct writer *w)
{
    static const uint8_t registers[] = {0, 1, 2, 3, 6, 7};

    return registers[any(w, w->registers)];
}

/* As numbers that tell halves apart. */
static uint32_t any_value(struct writer *w)
{
    static const uint32_t edges[] = {0, 1, 0x7f, 0x80, 0xffff, 0x7fffffff,
                                     0x80000000, 0xffffffff};

    return any(w, 3) ? g_rand_int(w->rand) : edges[any(w, 8)];
}

/* A register that is written, or memory at EBP, sometimes with an index. */
static void modrm(struct writer *w, unsigned reg, bool bytes)
{
    switch (any(w, 4)) {
    case 0:
        put8(w, 0x80 | reg << 3 | EBP); /* [ebp + disp32] */
        put32(w, any(w, 0x1000));
        break;
    case 1: /* [ebp + ecx * 4 + disp8]; whoever comes here masks ECX */
        put8(w, 0x44 | reg << 3);
        put8(w, 0x8d);
        put8(w, any(w, 128));
        break;
    default:
        put8(w, 0xc0 | reg << 3 | (bytes ? any(w, 4) : any_register(w)));
    }
}

static void mask_index(struct writer *w)
{
    PUT(w, "\x81\xe1\xff\x03\x00\x00"); /* and ecx, 3ffh */
}

static void any_width(struct writer *w)
{
    if (any(w, 5) == 0)
        put8(w, 0x66);
}

static void arithmetic(struct writer *w)
{
    unsigned op = any(w, 8) << 3 | any(w, 4);
    bool bytes = !(op & 1);

    mask_index(w);
    any_width(w);
    put8(w, op);
    modrm(w, bytes ? any(w, 4) : any_register(w), bytes);
}

static void with_constant(struct writer *w)
{
    put8(w, 0x81);
    put8(w, 0xc0 | any(w, 8) << 3 | any_register(w));
    put32(w, any_value(w));
}

static void unary(struct writer *w)
{
    static const uint8_t which[] = {2, 3, 4, 5};

    mask_index(w);
    any_width(w);
    if (any(w, 2)) {
        put8(w, 0xf7);
        modrm(w, which[any(w, 4)], false);
    } else {
        put8(w, 0xff); /* inc, dec */
        modrm(w, any(w, 2), false);
    }
}

static void shift(struct writer *w)
{
    mask_index(w);
    any_width(w);
    if (any(w, 2)) {
        put8(w, 0xc1);
        modrm(w, any(w, 8), false);
        put8(w, any(w, 40));
    } else {
        put8(w, any(w, 2) ? 0xd3 : 0xd1);
        modrm(w, any(w, 8), false);
    }
}

static void double_shift(struct writer *w)
{
    put8(w, 0x0f);
    put8(w, any(w, 2) ? 0xa4 : 0xac);
    put8(w, 0xc0 | any_register(w) << 3 | any_register(w));
    put8(w, any(w, 40));
}

/* 0F with two operands: movzx, movsx, imul, bit tests, bsf, cmov, cmpxchg,
 * xadd. */
static void two_bytes(struct writer *w)
{
    static const uint8_t ops[] = {0xb6, 0xb7, 0xbe, 0xbf, 0xaf, 0xbc, 0xbd,
                                  0x42, 0x47, 0x4c, 0x45, 0xb1, 0xc1};

    mask_index(w);
    any_width(w);
    put8(w, 0x0f);
    put8(w, ops[any(w, sizeof ops)]);
    modrm(w, any_register(w), false);
}

static void bit_test(struct writer *w)
{
    put8(w, 0x0f);
    put8(w, 0xa3 | any(w, 4) << 3);
    put8(w, 0xc0 | any_register(w) << 3 | any_register(w));
}

static void set_byte(struct writer *w)
{
    put8(w, 0x0f);
    put8(w, 0x90 | any(w, 16));
    put8(w, 0xc0 | any(w, 4));
}

static void address(struct writer *w)
{
    put8(w, 0x8d);
    put8(w, 0x84 | any_register(w) << 3);
    put8(w, any(w, 4) << 6 | any_register(w) << 3 | any_register(w));
    put32(w, any_value(w));
}

static void move(struct writer *w)
{
    mask_index(w);
    any_width(w);
    put8(w, any(w, 2) ? 0x89 : 0x8b);
    modrm(w, any_register(w), false);
}

static void stack(struct writer *w)
{
    unsigned reg = any_register(w);

    put8(w, any(w, 3) ? 0x50 | reg : 0x9c); /* push, pushf */
    put8(w, 0x58 | any_register(w));
}

static void division(struct writer *w)
{
    PUT(w, "\x31\xd2\x83\xcb\x01"); /* xor edx, edx; or ebx, 1 */
    PUT(w, "\xf7\xf3");             /* div ebx */
}

/* CX is the count in all of them. */
static void string(struct writer *w)
{
    static const uint8_t ops[] = {0xa5, 0xa4, 0xab, 0xaa, 0xad, 0xaf, 0xa7};

    PUT(w, "\x8d\xb5"); /* lea esi, [ebp + ...] */
    put32(w, any(w, 0x800));
    PUT(w, "\x8d\xbd"); /* lea edi, [ebp + ...] */
    put32(w, any(w, 0x800));
    PUT(w, "\xb9"); /* mov ecx, ... */
    put32(w, any(w, 20));
    put8(w, any(w, 2) ? 0xf3 : 0xf2);
    any_width(w);
    put8(w, ops[any(w, sizeof ops)]);
}

static void single(struct writer *w)
{
    static const char ops[] = "\x98\x99\x9e\x9f\xf8\xf9\xf5\x27\x2f\x37\x3f\xcc"
                              "\xd6\x90\x93\x91";

    put8(w, (uint8_t)ops[any(w, sizeof ops - 1)]);
}

/* The target is in a register whose high half had better be zero. */
static void jump(struct writer *w)
{
    unsigned reg = any_register(w);

    put8(w, 0xb8 | reg);
    put32(w, w->at + 4 + 5);
    put8(w, 0x83); /* add reg, 1 */
    put8(w, 0xc0 | reg);
    put8(w, 1);
    put8(w, 0xff); /* jmp reg */
    put8(w, 0xe0 | reg);
    put8(w, 0x90);
}

static void call(struct writer *w)
{
    put8(w, 0xe8);
    put32(w, 0);
    put8(w, 0x58 | any_register(w));
}

static void swap(struct writer *w)
{
    put8(w, 0x0f);
    put8(w, 0xc8 | any_register(w));
}

/* What comes out differently with something in the high half. */
static void reveal(struct writer *w)
{
    unsigned reg = any_register(w);

    if (any(w, 2)) {
        put8(w, 0xc1); /* shr */
        put8(w, 0xe8 | reg);
        put8(w, any(w, 32));
    } else {
        put8(w, 0x39); /* cmp, adc */
        put8(w, 0xc0 | reg << 3 | any_register(w));
        put8(w, 0x11);
        put8(w, 0xc0 | reg << 3 | any_register(w));
    }
}

static void instruction(struct writer *w)
{
    static void (*const often[])(struct writer *) = {
        arithmetic, arithmetic, arithmetic, with_constant, unary, shift,
        shift, two_bytes, two_bytes, two_bytes, set_byte, address, move,
        reveal, reveal, reveal,
    };
    static void (*const seldom[])(struct writer *) = {
        double_shift, bit_test, stack, division, string, single, jump, call,
        swap,
    };

    if (any(w, 12))
        often[any(w, G_N_ELEMENTS(often))](w);
    else
        seldom[any(w, G_N_ELEMENTS(seldom))](w);
}

/* Jumps over some, or does them several times. */
static void group(struct writer *w)
{
    uint32_t at, n = 1 + any(w, 3);
    bool loops = any(w, 4) == 0;

    if (loops) {
        PUT(w, "\xc7\x85"); /* mov dword ptr [ebp + 7000h], ... */
        put32(w, 0x7000);
        put32(w, 2 + any(w, 6));
    } else {
        put8(w, 0x0f);
        put8(w, 0x80 | any(w, 16));
        put32(w, 0);
    }
    at = w->at;
    while (n--)
        instruction(w);
    if (loops) {
        PUT(w, "\xff\x8d"); /* dec dword ptr [ebp + 7000h]; jnz */
        put32(w, 0x7000);
        PUT(w, "\x0f\x85");
        put32(w, at - (w->at + 4));
    } else {
        uint32_t distance = w->at - at;

        memcpy(w->ram + at - 4, &distance, 4);
    }
}

static void prologue(struct writer *w)
{
    PUT(w, "\x66\xb8\x10\x00\x8e\xd8\x8e\xc0\x8e\xd0\xbc"); /* segments, ESP */
    put32(w, STACK - 256);
    put8(w, 0xbd);
    put32(w, DATA);
    for (unsigned reg = 0; reg < 8; reg++)
        if (reg < 4 || reg > EBP) {
            put8(w, 0xb8 | reg);
            put32(w, any_value(w));
        }
}

static void epilogue(struct writer *w)
{
    put8(w, 0x9c); /* pushf; pop [SAVED]; registers behind it */
    PUT(w, "\x8f\x05");
    put32(w, SAVED);
    for (unsigned reg = 0; reg < 8; reg++) {
        put8(w, 0x89);
        put8(w, 0x05 | reg << 3);
        put32(w, SAVED + 4 + 4 * reg);
    }
    put8(w, 0xf4); /* hlt */
}

/* Every vector: what was pushed goes to a place of its own. */
static void handler(struct writer *w)
{
    static const uint8_t gate[8] = {0x00, 0x60, 8, 0, 0, 0x8e, 0, 0};

    for (unsigned i = 0; i < 4; i++)
        memcpy(w->ram + IDT + 8 * i, gate, 8);
    w->at = CODE_END;
    PUT(w, "\x50\x8b\x44\x24\x0c\x31\x05"); /* EFLAGS, xored to the others */
    put32(w, SAVED + 0x100);
    PUT(w, "\x58\xcf");
}

static void write_program(uint8_t *ram, uint32_t seed)
{
    struct writer w = {g_rand_new_with_seed(seed), ram, CODE, 6};

    memset(ram, 0, RAM_BYTES);
    for (unsigned i = 0; i < 0x2000; i += 4) {
        uint32_t val = any_value(&w);

        memcpy(ram + DATA + i, &val, 4);
    }
    handler(&w);
    w.at = CODE;
    prologue(&w);
    w.registers = 2 + any(&w, 5);
    for (unsigned i = 0; i < INSTRUCTIONS; i++)
        if (any(&w, 12))
            instruction(&w);
        else
            group(&w);
    epilogue(&w);
    g_assert_cmphex(w.at, <, CODE_END);
    g_rand_free(w.rand);
}

static unsigned asked_for(const char *name, unsigned otherwise)
{
    const char *value = g_getenv(name);

    return value ? (unsigned)strtoul(value, NULL, 0) : otherwise;
}

static void random_programs(void)
{
    unsigned first = asked_for("NARROW_SEED", 1);
    unsigned n = asked_for("NARROW_PROGRAMS", 1000), finished = 0;
    g_autofree uint8_t *ram = g_malloc(RAM_BYTES);
    struct machine wide = machine_new(), narrow = machine_new();

    if (!narrow_set(true)) {
        g_test_skip("this libunicorn is not narrowed");
        n = 0;
    }
    for (unsigned seed = first; seed < first + n; seed++) {
        write_program(ram, seed);
        narrow_set(false);
        machine_run(&wide, ram);
        narrow_set(true);
        machine_run(&narrow, ram);
        if (memcmp(wide.ram + DATA, narrow.ram + DATA, DATA_BYTES) != 0)
            g_test_fail_printf("NARROW_SEED=%u differs", seed);
        finished += narrow.ram[SAVED] != 0;
    }
    g_assert_cmpuint(finished, ==, n); /* none was lost on the way */
    machine_free(&wide);
    machine_free(&narrow);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cpu/narrow/random-programs", random_programs);
    return g_test_run();
}
