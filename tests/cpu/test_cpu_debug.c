/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_cpu_debug.c - stopping where a debugger likes: points in code, watched
 * data, steps, with a thread that kicks all the time.
 */
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "cpu/debug.h"
#include "tests/cpu/testboard.h"

#define CODE 0xf0000u
#define DATA 0x2000u

/* Entered in real mode with DS, and the base of it, 0. */
static const uint8_t program[] = {
    0xb8, 0x34, 0x12,       /* 00 mov ax, 1234h */
    0xbb, 0x00, 0x20,       /* 03 mov bx, DATA */
    0x89, 0x07,             /* 06 mov [bx], ax */
    0x8b, 0x0f,             /* 08 mov cx, [bx] */
    0x89, 0x07,             /* 0a mov [bx], ax; changes nothing */
    0xfb,                   /* 0c sti */
    0x40,                   /* 0d inc ax */
    0xeb, 0xfd,             /* 0e jmp 0dh */
    0xff, 0x06, 0x08, 0x20, /* 10 inc word [2008h]: the handler */
    0xcf,                   /* 14 iret */
};
static const uint8_t reset_vector[] = {0xea, 0, 0, 0, 0xf0}; /* jmp F000:0 */
enum { STORE = 0x06, LOAD = 0x08, STORE_2 = 0x0a, STI = 0x0c, LOOP = 0x0d,
       HANDLER = 0x10, VECTOR = 0x40 };

static struct testboard *board_new(bool counting)
{
    struct testboard *b = testboard_new(CPU_PENTIUM3, "programs.bin",
                                        counting);

    if (!b)
        return NULL;
    memcpy(b->rom, program, sizeof program);
    memcpy(b->rom_copy, program, sizeof program);
    memcpy(b->rom + 0xfff0, reset_vector, sizeof reset_vector);
    memcpy(b->ram + VECTOR * 4, (const uint16_t[]){HANDLER, 0xf000}, 4);
    cpu_debug(b->cpu, true);
    return b;
}

static struct cpu_registers registers(const struct testboard *b)
{
    struct cpu_registers r;

    cpu_registers(b->cpu, &r);
    return r;
}

static uint32_t linear(const struct testboard *b)
{
    struct cpu_registers r = registers(b);

    return r.base[CPU_CS] + r.eip;
}

/* Until the processor stops for the debugger; slices end on the way. */
static const struct cpu_debug_stop *go(struct testboard *b, bool step)
{
    enum cpu_stop stop;

    cpu_debug_go(b->cpu, step);
    do
        stop = cpu_run(b->cpu, UINT64_MAX);
    while (stop == CPU_KICKED);
    g_assert_cmpint(stop, ==, CPU_DEBUG);
    return cpu_debug_stopped(b->cpu);
}

static void point(struct testboard *b, enum cpu_point kind, uint32_t at,
                  uint32_t size, bool on)
{
    g_assert_true(cpu_debug_point(b->cpu, kind, at, size, on));
}

static void test_steps(gconstpointer counting)
{
    struct testboard *b = board_new(counting != NULL);
    struct cpu_registers r;

    if (!b)
        return;
    r = registers(b);
    g_assert_cmphex(r.segment[CPU_CS], ==, 0xf000);
    g_assert_cmphex(r.base[CPU_CS], ==, 0xffff0000);
    g_assert_cmphex(r.eip, ==, 0xfff0);
    g_assert_true(go(b, true)->stepped);
    g_assert_cmphex(linear(b), ==, CODE);
    for (unsigned i = 0; i < 7; i++)
        g_assert_true(go(b, true)->stepped);
    g_assert_cmphex(linear(b), ==, CODE + LOOP + 1);
    r = registers(b);
    g_assert_cmphex(r.gpr[CPU_EAX] & 0xffff, ==, 0x1235);
    g_assert_cmphex(r.gpr[CPU_ECX] & 0xffff, ==, 0x1234);
    r.gpr[CPU_EAX] = 0x77;
    r.eip = LOOP;
    cpu_set_registers(b->cpu, &r);
    go(b, true);
    g_assert_cmphex(registers(b).gpr[CPU_EAX], ==, 0x78);
    testboard_free(b);
}

static void test_code(gconstpointer counting)
{
    struct testboard *b = board_new(counting != NULL);
    const struct cpu_debug_stop *stop;

    if (!b)
        return;
    point(b, CPU_POINT_CODE, 0xfffffff0, 1, true);
    point(b, CPU_POINT_CODE, CODE + STORE, 1, true);
    stop = go(b, false); /* not at the one it stands on */
    g_assert_false(stop->stepped);
    g_assert_cmphex(stop->linear, ==, CODE + STORE);
    g_assert_cmphex(linear(b), ==, CODE + STORE);
    g_assert_cmphex(b->ram[DATA], ==, 0);
    point(b, CPU_POINT_CODE, CODE + LOOP, 1, true);
    go(b, false);
    g_assert_cmphex(b->ram[DATA], ==, 0x34);
    for (unsigned i = 1; i < 1000; i++) {
        g_assert_cmphex(go(b, false)->linear, ==, CODE + LOOP);
        g_assert_cmphex(registers(b).gpr[CPU_EAX] & 0xffff, ==,
                        (0x1234 + i) & 0xffff);
    }
    point(b, CPU_POINT_CODE, CODE + LOOP, 1, false);
    g_assert_false(cpu_debug_point(b->cpu, CPU_POINT_CODE, CODE + LOOP, 1,
                                   false));
    cpu_reset(b->cpu);
    g_assert_cmphex(go(b, false)->linear, ==, CODE + STORE);
    testboard_free(b);
}

static void watched(struct testboard *b, enum cpu_point kind, uint32_t eip)
{
    const struct cpu_debug_stop *stop = go(b, false);

    g_assert_false(stop->stepped);
    g_assert_cmpint(stop->point, ==, kind);
    g_assert_cmphex(stop->linear, ==, DATA + 1);
    g_assert_cmphex(linear(b), ==, CODE + eip);
}

static void test_data(gconstpointer counting)
{
    struct testboard *b = board_new(counting != NULL);

    if (!b)
        return;
    point(b, CPU_POINT_WRITE, DATA + 1, 4, true);
    point(b, CPU_POINT_WRITE, DATA + 2, 4, true); /* just beside */
    watched(b, CPU_POINT_WRITE, LOAD);
    g_assert_cmphex(b->ram[DATA + 1], ==, 0x12);
    watched(b, CPU_POINT_WRITE, STI);
    cpu_reset(b->cpu);
    point(b, CPU_POINT_WRITE, DATA + 1, 4, false);
    point(b, CPU_POINT_READ, DATA + 1, 1, true);
    watched(b, CPU_POINT_READ, STORE_2);
    cpu_reset(b->cpu);
    point(b, CPU_POINT_READ, DATA + 1, 1, false);
    point(b, CPU_POINT_ACCESS, DATA + 1, 1, true);
    watched(b, CPU_POINT_ACCESS, LOAD);
    watched(b, CPU_POINT_ACCESS, STORE_2);
    watched(b, CPU_POINT_ACCESS, STI);
    testboard_free(b);
}

/* A step is not for the interrupt's handler; a point in it is. */
static void test_interrupts(gconstpointer counting)
{
    struct testboard *b = board_new(counting != NULL);

    if (!b)
        return;
    point(b, CPU_POINT_CODE, CODE + LOOP, 1, true);
    go(b, false);
    testboard_raise(b, VECTOR);
    for (unsigned i = 0; i < 4; i++) {
        go(b, true);
        g_assert_cmphex(linear(b), ==, CODE + LOOP + (i + 1) % 2);
    }
    g_assert_cmphex(b->ram[DATA + 8], ==, 0);
    point(b, CPU_POINT_CODE, CODE + LOOP, 1, false);
    point(b, CPU_POINT_CODE, CODE + HANDLER, 1, true);
    g_assert_cmphex(go(b, false)->linear, ==, CODE + HANDLER);
    go(b, true);
    g_assert_cmphex(b->ram[DATA + 8], ==, 1);
    testboard_free(b);
}

static void test_memory(void)
{
    static const uint8_t loop[] = {0x40, 0x40, 0xeb, 0xfc}; /* twice inc ax */
    struct testboard *b = board_new(false);
    struct cpu_registers r;
    uint8_t got[8];

    if (!b)
        return;
    g_assert_cmpuint(cpu_debug_read(b->cpu, 0xfffffff0, got, 5), ==, 5);
    g_assert_cmpmem(got, 5, reset_vector, 5);
    g_assert_cmpuint(cpu_debug_write(b->cpu, 0xfffffff0, got, 5), ==, 0);
    g_assert_cmpuint(cpu_debug_read(b->cpu, RAM_SIZE - 4, got, 8), ==, 4);
    g_assert_cmpuint(cpu_debug_read(b->cpu, LOGGED_PA, got, 4), ==, 0);
    g_assert_cmpstr(b->log->str, ==, "");
    /* Code that ran is run as it is now. */
    memcpy(b->rom + 0xfff1, (const uint16_t[]){0x3ffe, 0}, 4);
    g_assert_cmpuint(cpu_debug_write(b->cpu, 0x3ffe, program + LOOP, 3), ==,
                     3);
    for (unsigned i = 0; i < 3; i++)
        go(b, true);
    r = registers(b);
    g_assert_cmphex(linear(b), ==, 0x3ffe);
    g_assert_cmphex(r.gpr[CPU_EAX], ==, 1);
    g_assert_cmpuint(cpu_debug_write(b->cpu, 0x3ffe, loop, 4), ==, 4);
    for (unsigned i = 0; i < 4; i++)
        go(b, true);
    g_assert_cmphex(registers(b).gpr[CPU_EAX], ==, 4);
    testboard_free(b);
}

static void *kick_on(void *opaque)
{
    struct timespec wait = {0, 1000};
    struct testboard *b = opaque;

    while (!__atomic_load_n(&b->user, __ATOMIC_SEQ_CST)) {
        nanosleep(&wait, NULL);
        wait.tv_nsec = wait.tv_nsec % 30000 + 1777;
        cpu_kick(b->cpu);
    }
    return NULL;
}

/* However often a slice ends, a step is one instruction and no point is
 * missed. */
static void test_kicks(gconstpointer counting)
{
    struct testboard *b = board_new(counting != NULL);
    pthread_t thread;

    if (!b)
        return;
    pthread_create(&thread, NULL, kick_on, b);
    point(b, CPU_POINT_CODE, CODE + LOOP, 1, true);
    go(b, false);
    for (unsigned i = 0; i < 3000; i++) {
        go(b, i % 3 != 0);
        g_assert_cmphex(linear(b), ==,
                        CODE + LOOP + (i % 3 == 1 ? 1 : 0));
    }
    __atomic_store_n(&b->user, b, __ATOMIC_SEQ_CST);
    pthread_join(thread, NULL);
    testboard_free(b);
}

static void test_off(gconstpointer counting)
{
    struct testboard *b = board_new(counting != NULL);

    if (!b)
        return;
    point(b, CPU_POINT_CODE, CODE + LOOP, 1, true);
    go(b, false);
    cpu_debug(b->cpu, false);
    g_assert_null(cpu_debug_stopped(b->cpu));
    for (unsigned i = 0; i < 100; i++) {
        cpu_kick(b->cpu);
        g_assert_cmpint(cpu_run(b->cpu, UINT64_MAX), ==, CPU_KICKED);
    }
    cpu_debug(b->cpu, true);
    g_assert_true(go(b, true)->stepped);
    testboard_free(b);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(gconstpointer counting);
    } tests[] = {
        {"steps", test_steps},   {"points-in-code", test_code},
        {"data", test_data},     {"interrupts", test_interrupts},
        {"kicks", test_kicks},   {"off", test_off},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        for (int counting = 0; counting < 2; counting++) {
            char *name = g_strdup_printf("/cpu/debug/%s%s", tests[i].name,
                                         counting ? "/counting" : "");

            g_test_add_data_func(name, GINT_TO_POINTER(counting),
                                 tests[i].function);
            g_free(name);
        }
    g_test_add_func("/cpu/debug/memory", test_memory);
    return g_test_run();
}
