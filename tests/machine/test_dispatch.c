/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dispatch.c - who answers at which address, in which widths. */
#include <glib.h>
#include <string.h>

#include "machine/dispatch.h"

/* A chip of 16 bytes that notes how it was accessed. */
struct chip {
    struct device dev;
    uint8_t cell[16];
    char log[80];
};

static uint32_t chip_read(struct device *dev, uint32_t off, unsigned width)
{
    struct chip *c = (struct chip *)dev;
    uint32_t val = 0;
    char *end = c->log + strlen(c->log);

    g_snprintf(end, 8, "r%u@%u ", width, off);
    memcpy(&val, c->cell + off, width);
    return val;
}

static void chip_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct chip *c = (struct chip *)dev;
    char *end = c->log + strlen(c->log);

    g_snprintf(end, 8, "w%u@%u ", width, off);
    memcpy(c->cell + off, &val, width);
}

static const struct window bytes_only[] = {
    {"bytes", SPACE_PORT, 16, 1, chip_read, chip_write},
    {0},
};
static const struct window all_widths[] = {
    {"all", SPACE_PORT, 16, 1 | 2 | 4, chip_read, chip_write},
    {0},
};
static const struct window memory[] = {
    {"memory", SPACE_MEM, 16, 1 | 2 | 4, chip_read, chip_write},
    {0},
};

static struct dispatch *table;
static struct chip a, b;

static void setup(void)
{
    g_free(table);
    table = g_new(struct dispatch, 1);
    dispatch_init(table);
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
}

static void test_nobody_reads_as_ones(void)
{
    setup();
    g_assert_cmphex(dispatch_port_read(table, 0x1234, 4), ==, 0xffffffff);
    g_assert_cmphex(dispatch_port_read(table, 0xffff, 4), ==, 0xffffffff);
    g_assert_cmphex(dispatch_mem_read(table, 0xdead0000, 2), ==, 0xffff);
    dispatch_port_write(table, 0x1234, 1, 4);
    dispatch_mem_write(table, 0xdead0000, 1, 4);
}

static void test_wide_accesses_are_split_for_a_narrow_chip(void)
{
    setup();
    dispatch_map(table, &a.dev, &bytes_only[0], 0x100, true);
    dispatch_port_write(table, 0x102, 0x44332211, 4);
    g_assert_cmpstr(a.log, ==, "w1@2 w1@3 w1@4 w1@5 ");
    a.log[0] = 0;
    g_assert_cmphex(dispatch_port_read(table, 0x102, 4), ==, 0x44332211);
    g_assert_cmpstr(a.log, ==, "r1@2 r1@3 r1@4 r1@5 ");
}

static void test_a_chip_gets_the_width_it_takes(void)
{
    setup();
    dispatch_map(table, &a.dev, &all_widths[0], 0x100, true);
    dispatch_port_write(table, 0x104, 0x44332211, 4);
    dispatch_port_write(table, 0x108, 0x6655, 2);
    g_assert_cmpstr(a.log, ==, "w4@4 w2@8 ");
}

static void test_an_access_across_the_end_is_shared(void)
{
    setup();
    dispatch_map(table, &a.dev, &all_widths[0], 0x100, true);
    dispatch_map(table, &b.dev, &all_widths[0], 0x110, true);
    dispatch_port_write(table, 0x10e, 0x44332211, 4);
    g_assert_cmphex(a.cell[14], ==, 0x11);
    g_assert_cmphex(a.cell[15], ==, 0x22);
    g_assert_cmphex(b.cell[0], ==, 0x33);
    g_assert_cmphex(b.cell[1], ==, 0x44);
}

static void test_the_later_of_two_answers_until_it_leaves(void)
{
    setup();
    a.cell[0] = 0xaa;
    b.cell[0] = 0xbb;
    dispatch_map(table, &a.dev, &all_widths[0], 0x100, true);
    dispatch_map(table, &b.dev, &all_widths[0], 0x100, true);
    g_assert_cmphex(dispatch_port_read(table, 0x100, 1), ==, 0xbb);
    dispatch_map(table, &b.dev, &all_widths[0], 0x100, false);
    g_assert_cmphex(dispatch_port_read(table, 0x100, 1), ==, 0xaa);
    dispatch_map(table, &a.dev, &all_widths[0], 0x200, true);
    g_assert_cmphex(dispatch_port_read(table, 0x100, 1), ==, 0xff);
    g_assert_cmphex(dispatch_port_read(table, 0x200, 1), ==, 0xaa);
}

static void test_a_memory_window_moves(void)
{
    setup();
    a.cell[4] = 0x5a;
    dispatch_map(table, &a.dev, &memory[0], 0xf0000000, true);
    g_assert_cmphex(dispatch_mem_read(table, 0xf0000004, 1), ==, 0x5a);
    dispatch_map(table, &a.dev, &memory[0], 0xfffffff0, true);
    g_assert_cmphex(dispatch_mem_read(table, 0xf0000004, 1), ==, 0xff);
    g_assert_cmphex(dispatch_mem_read(table, 0xfffffff4, 1), ==, 0x5a);
    g_assert_cmphex(dispatch_mem_read(table, 0xfffffffe, 4), ==, 0xffff0000);
}

static void test_a_part_of_a_window_goes_to_a_later_one(void)
{
    setup();
    memset(a.cell, 0xaa, sizeof a.cell);
    memset(b.cell, 0xbb, sizeof b.cell);
    dispatch_map(table, &a.dev, &memory[0], 0xf0000000, true);
    dispatch_map(table, &b.dev, &memory[0], 0xf0000008, true);
    g_assert_cmphex(dispatch_mem_read(table, 0xf0000000, 1), ==, 0xaa);
    g_assert_cmphex(dispatch_mem_read(table, 0xf0000008, 1), ==, 0xbb);
    g_assert_cmphex(dispatch_mem_read(table, 0xf0000007, 1), ==, 0xaa);
    dispatch_mem_write(table, 0xf000000c, 0x12345678, 4);
    g_assert_cmphex(a.cell[12], ==, 0xaa);
    g_assert_cmphex(b.cell[4], ==, 0x78);
    dispatch_map(table, &b.dev, &memory[0], 0xf0000008, false);
    g_assert_cmphex(dispatch_mem_read(table, 0xf0000008, 1), ==, 0xaa);
}

static void test_a_full_table_says_so(void)
{
    static struct chip many[DISPATCH_WINDOWS_MAX];
    unsigned taken = 0;

    setup();
    for (unsigned i = 0; i < DISPATCH_WINDOWS_MAX; i++)
        taken += dispatch_map(table, &many[i].dev, &memory[0], i * 16, true);
    g_assert_cmpuint(taken, ==, DISPATCH_WINDOWS_MAX - 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/dispatch/nobody-reads-as-ones",
                    test_nobody_reads_as_ones);
    g_test_add_func("/dispatch/wide-accesses-are-split-for-a-narrow-chip",
                    test_wide_accesses_are_split_for_a_narrow_chip);
    g_test_add_func("/dispatch/a-chip-gets-the-width-it-takes",
                    test_a_chip_gets_the_width_it_takes);
    g_test_add_func("/dispatch/an-access-across-the-end-is-shared",
                    test_an_access_across_the_end_is_shared);
    g_test_add_func("/dispatch/the-later-of-two-answers-until-it-leaves",
                    test_the_later_of_two_answers_until_it_leaves);
    g_test_add_func("/dispatch/a-memory-window-moves",
                    test_a_memory_window_moves);
    g_test_add_func("/dispatch/a-part-of-a-window-goes-to-a-later-one",
                    test_a_part_of_a_window_goes_to_a_later_one);
    g_test_add_func("/dispatch/a-full-table-says-so",
                    test_a_full_table_says_so);
    return g_test_run();
}
