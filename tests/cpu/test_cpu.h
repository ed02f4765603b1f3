/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cpu.h - shared by the files of one test program. */
#ifndef PIXEMU_TESTS_CPU_TEST_CPU_H
#define PIXEMU_TESTS_CPU_TEST_CPU_H

#include "tests/cpu/testboard.h"

/* What the program reported must be exactly these values. */
#define ASSERT_VALUES(b, ...) \
    do { \
        const uint32_t want_[] = {__VA_ARGS__}; \
        assert_values(b, want_, G_N_ELEMENTS(want_)); \
    } while (0)

static inline void assert_values(const struct testboard *b,
                                 const uint32_t *want, unsigned n)
{
    g_assert_cmpuint(b->n_values, ==, n);
    for (unsigned i = 0; i < n && i < b->n_values; i++)
        g_assert_cmphex(b->values[i], ==, want[i]);
}

/* A board and a program that must run to its end; NULL when it can't. */
static inline struct testboard *board_after(enum cpu_type type,
                                            enum program program,
                                            void (*act)(struct testboard *,
                                                        uint32_t))
{
    struct testboard *b = testboard_new(type, "programs.bin", false);

    if (!b)
        return NULL;
    b->act = act;
    g_assert_cmpint(testboard_run(b, program), ==, CPU_KICKED);
    g_assert_cmpstr(cpu_error(b->cpu), ==, "");
    return b;
}

void add_memory_tests(void);

#endif
