/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_cpu_native.c - instructions on our processor and on this computer's
 * own, which still knows 32-bit code: registers, defined flags and memory must
 * be the same.  What other tests execute already is not repeated here.
 *
 * The same bytes at the same addresses run in both.  NATIVE_RUNS says how
 * often, NATIVE_SEED with which operands.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/cpu/testboard.h"

enum {
    WINDOW = 0x200000, /* lent to both: code, operands, results, memory */
    WINDOW_SIZE = 0x20000,
    GIVEN = WINDOW + 0x10000,
    FOUND = GIVEN + 0x100,
    STACK_KEPT = GIVEN + 0x200,
    WAY_BACK = GIVEN + 0x300, /* 64 bits */
    MEMORY = WINDOW + 0x11000, /* EBP points here */
    MEMORY_SIZE = 0x1000,
    STACK = WINDOW + 0x18000,
    NATIVE_STACK = WINDOW + 0x1f000,
    REGISTERS = 6, /* EAX, ECX, EDX, EBX, ESI, EDI are given */
    NO_CONSTANT = 0,

    C = 1, P = 4, A = 0x10, Z = 0x40, S = 0x80, O = 0x800,
    ALL = C | P | A | Z | S | O,
};

/* The last byte may be an operand that changes. */
struct row {
    const char *name, *code;
    size_t n;
    bool constant;
    uint32_t undefined; /* flags */
};

#define ROW(name, code, constant, undefined) \
    {name, code, sizeof(code) - 1, constant, undefined}

static const struct row rows[] = {
    ROW("daa", "\x27", NO_CONSTANT, O),
    ROW("das", "\x2f", NO_CONSTANT, O),
    ROW("aaa", "\x37", NO_CONSTANT, O | S | Z | P),
    ROW("aas", "\x3f", NO_CONSTANT, O | S | Z | P),
    ROW("aam", "\xd4\x0a", NO_CONSTANT, O | A | C),
    ROW("aad", "\xd5\x0a", NO_CONSTANT, O | A | C),
    ROW("aam7", "\xd4\x07", NO_CONSTANT, O | A | C),
    ROW("aad16", "\xd5\x10", NO_CONSTANT, O | A | C),
    ROW("salc", "\xd6", NO_CONSTANT, 0),
    ROW("xlat", "\x89\xeb\xd7", NO_CONSTANT, 0),
    ROW("cmpxchg ecx,edx", "\x0f\xb1\xd1", NO_CONSTANT, 0),
    ROW("cmpxchg cl,dl", "\x0f\xb0\xd1", NO_CONSTANT, 0),
    ROW("cmpxchg m", "\x0f\xb1\x55\x00", NO_CONSTANT, 0),
    ROW("cmpxchg16", "\x66\x0f\xb1\xd1", NO_CONSTANT, 0),
    ROW("cmpxchg8b", "\x0f\xc7\x4d\x08", NO_CONSTANT, 0),
    ROW("xadd", "\x0f\xc1\xc8", NO_CONSTANT, 0),
    ROW("xaddb", "\x0f\xc0\xe1", NO_CONSTANT, 0),
    ROW("xadd m", "\x0f\xc1\x4d\x04", NO_CONSTANT, 0),
    ROW("xadd16", "\x66\x0f\xc1\xc8", NO_CONSTANT, 0),
    ROW("xadd same", "\x0f\xc1\xc0", NO_CONSTANT, 0),
    ROW("bswap", "\x0f\xc8", NO_CONSTANT, 0),
    ROW("bt r", "\x0f\xa3\xc8", NO_CONSTANT, ALL & ~(C | Z)),
    ROW("bts r", "\x0f\xab\xc8", NO_CONSTANT, ALL & ~(C | Z)),
    ROW("btr16", "\x66\x0f\xb3\xc8", NO_CONSTANT, ALL & ~(C | Z)),
    ROW("btc", "\x0f\xbb\xc8", NO_CONSTANT, ALL & ~(C | Z)),
    ROW("bts m", "\x0f\xbf\xc9\x0f\xab\x4d\x00", NO_CONSTANT, ALL & ~(C | Z)),
    ROW("btr i", "\x0f\xba\xf0\x00", 3, ALL & ~(C | Z)),
    ROW("btc16 i", "\x66\x0f\xba\xf8\x00", 4, ALL & ~(C | Z)),
    ROW("bsf", "\x0f\xba\xe9\x1f\x0f\xbc\xc1", NO_CONSTANT, ALL & ~Z),
    ROW("bsr", "\x0f\xba\xe9\x00\x0f\xbd\xc1", NO_CONSTANT, ALL & ~Z),
    ROW("bsf16", "\x0f\xba\xe9\x0f\x66\x0f\xbc\xc1", NO_CONSTANT, ALL & ~Z),
    ROW("rol8", "\xd2\xc0", NO_CONSTANT, O),
    ROW("ror8", "\xd2\xc8", NO_CONSTANT, O),
    ROW("rcl8", "\xd2\xd0", NO_CONSTANT, O),
    ROW("rcr8", "\xd2\xd8", NO_CONSTANT, O),
    ROW("shl8", "\xd2\xe0", NO_CONSTANT, O | A | C),
    ROW("shr8", "\xd2\xe8", NO_CONSTANT, O | A | C),
    ROW("sar8", "\xd2\xf8", NO_CONSTANT, O | A),
    ROW("rol16", "\x66\xd3\xc0", NO_CONSTANT, O),
    ROW("ror16", "\x66\xd3\xc8", NO_CONSTANT, O),
    ROW("rcl16", "\x66\xd3\xd0", NO_CONSTANT, O),
    ROW("rcr16", "\x66\xd3\xd8", NO_CONSTANT, O),
    ROW("shl16", "\x66\xd3\xe0", NO_CONSTANT, O | A | C),
    ROW("shr16", "\x66\xd3\xe8", NO_CONSTANT, O | A | C),
    ROW("sar16", "\x66\xd3\xf8", NO_CONSTANT, O | A),
    ROW("rol32", "\xd3\xc0", NO_CONSTANT, O),
    ROW("ror32", "\xd3\xc8", NO_CONSTANT, O),
    ROW("rcl32", "\xd3\xd0", NO_CONSTANT, O),
    ROW("rcr32", "\xd3\xd8", NO_CONSTANT, O),
    ROW("shl32", "\xd3\xe0", NO_CONSTANT, O | A),
    ROW("shr32", "\xd3\xe8", NO_CONSTANT, O | A),
    ROW("sar32", "\xd3\xf8", NO_CONSTANT, O | A),
    ROW("rol1", "\xd1\xc0", NO_CONSTANT, 0),
    ROW("ror1", "\xd1\xc8", NO_CONSTANT, 0),
    ROW("rcl1", "\xd1\xd0", NO_CONSTANT, 0),
    ROW("rcr1", "\xd1\xd8", NO_CONSTANT, 0),
    ROW("shl1", "\xd1\xe0", NO_CONSTANT, A),
    ROW("shr1", "\xd1\xe8", NO_CONSTANT, A),
    ROW("sar1", "\xd1\xf8", NO_CONSTANT, A),
    ROW("sal alias /6", "\xd1\xf0", NO_CONSTANT, A),
    ROW("rcl8 1", "\xd0\xd0", NO_CONSTANT, 0),
    ROW("rcr16 1", "\x66\xd1\xd8", NO_CONSTANT, 0),
    ROW("rcl i", "\xc1\xd0\x00", 2, O),
    ROW("rcr8 i", "\xc0\xd8\x00", 2, O),
    ROW("rcl m", "\xd3\x55\x00", NO_CONSTANT, O),
    ROW("shld", "\x0f\xa5\xd0", NO_CONSTANT, O | A),
    ROW("shrd", "\x0f\xad\xd0", NO_CONSTANT, O | A),
    ROW("shld i", "\x0f\xa4\xd0\x00", 3, O | A),
    ROW("mul8", "\xf6\xe1", NO_CONSTANT, S | Z | A | P),
    ROW("mul16", "\x66\xf7\xe1", NO_CONSTANT, S | Z | A | P),
    ROW("mul32", "\xf7\xe1", NO_CONSTANT, S | Z | A | P),
    ROW("imul8", "\xf6\xe9", NO_CONSTANT, S | Z | A | P),
    ROW("imul16", "\x66\xf7\xe9", NO_CONSTANT, S | Z | A | P),
    ROW("imul32", "\xf7\xe9", NO_CONSTANT, S | Z | A | P),
    ROW("imul r16", "\x66\x0f\xaf\xc1", NO_CONSTANT, S | Z | A | P),
    ROW("imul i8", "\x6b\xc1\x00", 2, S | Z | A | P),
    ROW("imul16 i8", "\x66\x6b\xc1\x00", 3, S | Z | A | P),
    ROW("div8", "\xf6\xf1", NO_CONSTANT, ALL),
    ROW("div16", "\x66\xf7\xf1", NO_CONSTANT, ALL),
    ROW("div32", "\xf7\xf1", NO_CONSTANT, ALL),
    ROW("idiv8", "\xf6\xf9", NO_CONSTANT, ALL),
    ROW("idiv16", "\x66\xf7\xf9", NO_CONSTANT, ALL),
    ROW("idiv32", "\xf7\xf9", NO_CONSTANT, ALL),
    ROW("cbw", "\x66\x98", NO_CONSTANT, 0),
    ROW("cwde", "\x98", NO_CONSTANT, 0),
    ROW("cwd", "\x66\x99", NO_CONSTANT, 0),
    ROW("cdq", "\x99", NO_CONSTANT, 0),
    ROW("sahf", "\x9e", NO_CONSTANT, 0),
    ROW("lahf", "\x9f", NO_CONSTANT, 0),
    ROW("cmc", "\xf5", NO_CONSTANT, 0),
    ROW("pusha popa", "\x60\x61", NO_CONSTANT, 0),
    ROW("pusha16", "\x66\x60\x66\x61", NO_CONSTANT, 0),
    ROW("enter 8,0;leave", "\xc8\x08\x00\x00\xc9", NO_CONSTANT, 0),
    ROW("enter 8,1;leave", "\xc8\x08\x00\x01\xc9", NO_CONSTANT, 0),
    ROW("enter 8,3", "\xc8\x08\x00\x03\xc9", NO_CONSTANT, 0),
    ROW("lea16", "\x67\x8d\x40\x12", NO_CONSTANT, 0),
    ROW("lea", "\x8d\x84\x8a\x01\x02\x03\x84", NO_CONSTANT, 0),
    ROW("neg8", "\xf6\xd8", NO_CONSTANT, 0),
    ROW("neg16", "\x66\xf7\xd8", NO_CONSTANT, 0),
    ROW("sbb16", "\x66\x19\xc8", NO_CONSTANT, 0),
    ROW("adc8", "\x10\xc8", NO_CONSTANT, 0),
    ROW("adc16", "\x66\x11\xc8", NO_CONSTANT, 0),
    ROW("sbb8", "\x18\xcc", NO_CONSTANT, 0),
    ROW("inc8", "\xfe\xc0", NO_CONSTANT, 0),
    ROW("dec16", "\x66\x48", NO_CONSTANT, 0),
    ROW("inc16", "\x66\x40", NO_CONSTANT, 0),
    ROW("cmp ah,cl", "\x38\xcc", NO_CONSTANT, 0),
    ROW("movsx", "\x0f\xbe\xc4", NO_CONSTANT, 0),
    ROW("movzx16", "\x66\x0f\xb6\xc5", NO_CONSTANT, 0),
    ROW("xchg16", "\x66\x91", NO_CONSTANT, 0),
    ROW("xchg m", "\x87\x45\x04", NO_CONSTANT, 0),
    ROW("lock add", "\xf0\x01\x45\x00", NO_CONSTANT, 0),
    ROW("lock xadd", "\xf0\x0f\xc1\x45\x00", NO_CONSTANT, 0),
    ROW("lock cmpxchg8b", "\xf0\x0f\xc7\x4d\x08", NO_CONSTANT, 0),
    ROW("lock not8", "\xf0\xf6\x55\x00", NO_CONSTANT, 0),
    ROW("lock dec16", "\xf0\x66\xff\x4d\x01", NO_CONSTANT, 0),
    ROW("lock bts", "\xf0\x0f\xba\x6d\x00\x05", NO_CONSTANT, ALL & ~(C | Z)),
    ROW("lock sbb", "\xf0\x19\x45\x00", NO_CONSTANT, 0),
    ROW("cmova", "\x0f\x47\xc1", NO_CONSTANT, 0),
    ROW("cmovg16", "\x66\x0f\x4f\xc1", NO_CONSTANT, 0),
    ROW("setle", "\x0f\x9e\xc4", NO_CONSTANT, 0),
    ROW("setp", "\x0f\x9a\xc1", NO_CONSTANT, 0),
    ROW("arpl", "\x63\xc8", NO_CONSTANT, 0),
    ROW("push16 pop", "\x66\x50\x66\x59", NO_CONSTANT, 0),
    ROW("pop m", "\x50\x8f\x45\x04", NO_CONSTANT, 0),
    ROW("pop [esp]", "\x50\x50\x8f\x04\x24\x59", NO_CONSTANT, 0),
    ROW("push esp", "\x54\x58", NO_CONSTANT, 0),
};

struct given {
    uint32_t reg[REGISTERS], flags;
};

struct found {
    uint32_t reg[8], flags;
};

struct writer {
    uint8_t code[256];
    size_t n;
};

static void put(struct writer *w, const void *bytes, size_t n)
{
    memcpy(w->code + w->n, bytes, n);
    w->n += n;
}

#define PUT(w, bytes) put(w, bytes, sizeof(bytes) - 1)

static void put32(struct writer *w, uint32_t val)
{
    put(w, &val, 4);
}

/* An instruction with a register and [at]. */
static void with_memory(struct writer *w, uint8_t op, unsigned reg,
                        uint32_t at)
{
    const uint8_t bytes[] = {op, (uint8_t)(0x05 | reg << 3)};

    put(w, bytes, sizeof bytes);
    put32(w, at);
}

static void write_code(struct writer *w, const struct row *r, GRand *rand)
{
    static const uint8_t given[REGISTERS] = {0, 1, 2, 3, 6, 7};

    w->n = 0;
    with_memory(w, 0x89, 4, STACK_KEPT); /* mov [], esp */
    PUT(w, "\xbc");                      /* mov esp, ... */
    put32(w, STACK);
    with_memory(w, 0xff, 6, GIVEN + 4 * REGISTERS); /* push; popf */
    PUT(w, "\x9d");
    for (unsigned i = 0; i < REGISTERS; i++)
        with_memory(w, 0x8b, given[i], GIVEN + 4 * i);
    PUT(w, "\xbd"); /* mov ebp, ... */
    put32(w, MEMORY);
    put(w, r->code, r->n);
    if (r->constant)
        w->code[w->n - 1] = (uint8_t)g_rand_int(rand);
    for (unsigned i = 0; i < 8; i++)
        with_memory(w, 0x89, i, FOUND + 4 * i);
    PUT(w, "\x9c"); /* pushf; pop */
    with_memory(w, 0x8f, 0, FOUND + 4 * 8);
    with_memory(w, 0x8b, 4, STACK_KEPT);
}

/* --- on this computer ---------------------------------------------------- */

static sigjmp_buf faulted;

static void on_fault(int number)
{
    siglongjmp(faulted, number);
}

/* In the 32-bit code segment that Linux has for everybody, and back by a jump
 * to 64-bit code behind it.  Returns the signal it ends with, or 0. */
static int run_here(const struct writer *w)
{
    static uint64_t stack;
    static const struct __attribute__((packed)) {
        uint32_t offset;
        uint16_t selector;
    } there = {WINDOW, 0x23};
    uint8_t *end = (uint8_t *)(uintptr_t)WINDOW + w->n;
    const uint32_t back = (uint32_t)(uintptr_t)end + 7, way = WAY_BACK;
    int number;

    memcpy((void *)(uintptr_t)WINDOW, w->code, w->n);
    memcpy(end, "\xea", 1); /* jmp 33h:back */
    memcpy(end + 1, &back, 4);
    memcpy(end + 5, "\x33\x00\xff\x24\x25", 5); /* back: jmp [WAY_BACK] */
    memcpy(end + 10, &way, 4);
    number = sigsetjmp(faulted, 1);
    if (number)
        return number;
    __asm__ volatile("push %%rbx; push %%rbp; push %%r12; push %%r13;"
                     "push %%r14; push %%r15; mov %%rsp, %0;"
                     "mov $0x2b, %%eax; mov %%eax, %%ds; mov %%eax, %%es;"
                     "lea 1f(%%rip), %%rax; mov %%rax, (%2); mov %3, %%esp;"
                     "ljmp *%1;"
                     "1: mov %0, %%rsp; cld; xor %%eax, %%eax;"
                     "mov %%eax, %%ds; mov %%eax, %%es; pop %%r15; pop %%r14;"
                     "pop %%r13; pop %%r12; pop %%rbp; pop %%rbx"
                     : "+m"(stack)
                     : "m"(there), "c"((uintptr_t)WAY_BACK),
                       "i"(NATIVE_STACK)
                     : "rax", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11",
                       "memory", "cc");
    return 0;
}

static bool can_run_here(void)
{
    const struct row nothing = ROW("nop", "\x90", NO_CONSTANT, 0);
    static uint8_t other_stack[65536];
    const stack_t stack = {.ss_sp = other_stack,
                           .ss_size = sizeof other_stack};
    const struct sigaction act = {.sa_handler = on_fault,
                                  .sa_flags = SA_ONSTACK};
    struct writer w;
    void *window = mmap((void *)(uintptr_t)WINDOW, WINDOW_SIZE,
                        PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
                        0);

    if (window != (void *)(uintptr_t)WINDOW)
        return false;
    sigaltstack(&stack, NULL);
    sigaction(SIGFPE, &act, NULL);
    sigaction(SIGILL, &act, NULL);
    sigaction(SIGSEGV, &act, NULL);
    write_code(&w, &nothing, NULL);
    return run_here(&w) == 0;
}

/* --- on our processor ---------------------------------------------------- */

/* False: an exception. */
static bool run_ours(struct testboard *b, const struct writer *w)
{
    memcpy(b->ram + WINDOW, w->code, w->n);
    b->ram[WINDOW + w->n] = 0xc3; /* ret */
    cpu_dma_wrote(b->cpu, WINDOW, w->n + 1);
    b->n_values = 0;
    cpu_reset(b->cpu);
    testboard_run(b, PROGRAM_CALL);
    return b->n_values == 0;
}

/* --- both ---------------------------------------------------------------- */

static uint32_t any_value(GRand *rand)
{
    static const uint32_t edges[] = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000,
                                     0xffff, 0x7fffffff, 0x80000000,
                                     0xffffffff, 0x99, 0x9a, 0x0f};

    return g_rand_int_range(rand, 0, 3)
               ? g_rand_int(rand)
               : edges[g_rand_int_range(rand, 0, G_N_ELEMENTS(edges))];
}

static void give(const struct row *r, GRand *rand)
{
    struct given *given = (void *)(uintptr_t)GIVEN;
    uint32_t *memory = (void *)(uintptr_t)MEMORY;

    for (unsigned i = 0; i < REGISTERS; i++)
        given->reg[i] = any_value(rand);
    given->flags = 2 | (g_rand_int(rand) & ALL);
    if (strstr(r->name, "div"))
        given->reg[2] &= 0xff; /* EDX: mostly it fits */
    if (strstr(r->name, "xlat"))
        given->reg[0] &= 0xff;
    for (unsigned i = 0; i < MEMORY_SIZE / 4; i++)
        memory[i] = any_value(rand);
}

static void compare(const struct testboard *b, const struct row *r)
{
    const struct given *given = (void *)(uintptr_t)GIVEN;
    const struct found *here = (void *)(uintptr_t)FOUND;
    const struct found *ours = (void *)(b->ram + FOUND);

    if (memcmp(here->reg, ours->reg, sizeof here->reg) ||
        ((here->flags ^ ours->flags) & ALL & ~r->undefined) ||
        memcmp((void *)(uintptr_t)MEMORY, b->ram + MEMORY, MEMORY_SIZE))
        g_test_fail_printf("%s: EAX %x, ECX %x, EDX %x, flags %x give EAX %x, "
                           "flags %x; here EAX %x, flags %x",
                           r->name, given->reg[0], given->reg[1],
                           given->reg[2], given->flags, ours->reg[0],
                           ours->flags, here->reg[0], here->flags);
}

static unsigned asked_for(const char *name, unsigned otherwise)
{
    const char *value = g_getenv(name);

    return value ? (unsigned)strtoul(value, NULL, 0) : otherwise;
}

static void does_what_this_computer_does(void)
{
    unsigned runs = asked_for("NATIVE_RUNS", 50);
    struct testboard *b;
    GRand *rand;

    if (!can_run_here()) {
        g_test_skip("this computer does not run 32-bit code");
        return;
    }
    b = testboard_new(CPU_PENTIUM3, "programs.bin", false);
    if (!b)
        return;
    rand = g_rand_new_with_seed(asked_for("NATIVE_SEED", 1));
    for (unsigned i = 0; i < G_N_ELEMENTS(rows) * runs; i++) {
        const struct row *r = &rows[i / runs];
        struct writer w;
        bool fault;

        give(r, rand);
        write_code(&w, r, rand);
        memcpy(b->ram + GIVEN, (void *)(uintptr_t)GIVEN,
               MEMORY + MEMORY_SIZE - GIVEN);
        fault = run_here(&w) != 0;
        if (run_ours(b, &w) == fault)
            g_test_fail_printf("%s: an exception, but not in both", r->name);
        else if (!fault)
            compare(b, r);
    }
    g_rand_free(rand);
    testboard_free(b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/cpu/native/does-what-this-computer-does",
                    does_what_this_computer_does);
    return g_test_run();
}
