/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cpu_memory.c - RAM, ROM and the bus, and changing between them. */
#include "tests/cpu/test_cpu.h"

static uint8_t *new_page(uint32_t fill)
{
    uint32_t *page = g_aligned_alloc(1, 4096, 4096);

    for (int i = 0; i < 1024; i++)
        page[i] = fill;
    return (uint8_t *)page;
}

static void put32(uint8_t *at, uint32_t val)
{
    memcpy(at, &val, 4);
}

static void the_bus_sees_the_programs_widths(void)
{
    struct testboard *b = board_after(CPU_PENTIUM, PROGRAM_WIDTHS, NULL);

    if (!b)
        return;
    g_assert_cmpstr(b->log->str, ==,
                    "r1 d0000003 r2 d0000006 r4 d0000008 "
                    "w1 d0000003 5a w2 d0000006 1234 w4 d0000008 12345678 "
                    "r4 d0000010 r4 d0000014 "
                    "r4 d0000020 r4 d0000024 "
                    "w1 d0000031 88 w1 d0000032 77 "
                    "i1 i2 i4 o1 44 o2 3344 o4 11223344 "
                    "i1 i1 i1 i4 o2 d0d0 o2 d0d0 ");
    ASSERT_VALUES(b, 0x44332211, 0x11443322, 0xa0b0c0d0);
    testboard_free(b);
}

static void bus_pages_follow_the_page_tables(void)
{
    struct testboard *b = board_after(CPU_PENTIUM, PROGRAM_BUS_PAGES, NULL);

    if (!b)
        return;
    g_assert_cmpstr(b->log->str, ==,
                    "r4 d0000000 r4 d0000008 w4 d000000c 1234 "
                    "w2 d0000014 66 r1 d0000015 ");
    ASSERT_VALUES(b, 0x44332211, 0xffffffff, 0x44332211, 0xffffffff, 0x55,
                  0x11);
    testboard_free(b);
}

static void a_read_only_page_of_the_bus_is_not_written(void)
{
    struct testboard *b = board_after(CPU_PENTIUM, PROGRAM_READ_ONLY, NULL);

    if (!b)
        return;
    g_assert_cmpstr(b->log->str, ==,
                    "r1 d0000000 r1 d0000000 w1 d0000000 4 ");
    ASSERT_VALUES(b, 3, 3, 3, 0x60);
    testboard_free(b);
}

/* Translated, it fills the engine's buffer twice. */
static void code_can_be_rewritten_for_ever(void)
{
    const uint32_t times = 504;
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    put32(b->ram + 0x700, times);
    testboard_run(b, PROGRAM_REWRITE);
    ASSERT_VALUES(b, times * 2047, (uint32_t)-6); /* up and down by 16 */
    testboard_free(b);
}

static void writes_to_rom_are_dropped(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);
    g_autofree uint8_t *before = NULL;
    uint32_t word;

    if (!b)
        return;
    before = g_memdup2(b->rom_copy, ROM_SIZE);
    memcpy(&word, before + 0x8000, 4);
    testboard_run(b, PROGRAM_ROM_WRITE);
    ASSERT_VALUES(b, word);
    g_assert_cmpmem(b->rom_copy, ROM_SIZE, before, ROM_SIZE);
    g_assert_cmpmem(b->rom, ROM_SIZE, before, ROM_SIZE);
    testboard_free(b);
}

static void remap(struct testboard *b, uint32_t val)
{
    switch (val) {
    case 1:
        cpu_map_rom(b->cpu, 0x40000, 4096, b->user);
        break;
    case 2:
        cpu_unmap(b->cpu, 0x40000, 4096);
        break;
    case 3:
        cpu_map_ram(b->cpu, 0x40000, 4096, b->user);
        break;
    case 4:
        cpu_map_ram(b->cpu, 0x40000, 4096, b->ram + 0x40000);
        break;
    }
}

static void a_port_can_change_ram_to_rom_to_bus(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);
    uint8_t *page = new_page(0x22222222);

    if (!b)
        return;
    b->act = remap;
    b->user = page;
    for (int i = 0; i < 50; i++) { /* nothing may pile up */
        b->n_values = 0;
        put32(page, 0x22222222);
        put32(b->ram + 0x40000, 0x11111111);
        testboard_run(b, PROGRAM_REMAP);
        ASSERT_VALUES(b, 0x11111111, 0x22222222, 0x22222222, 0xffffffff,
                      0x22222222, 0x44444444, 0x11111111);
        cpu_reset(b->cpu);
    }
    testboard_free(b);
    g_aligned_free(page);
}

/* The same memory as RAM and as ROM, as a chipset's shadow registers do. */
static void shadow(struct testboard *b, uint32_t val)
{
    if (val == 1)
        cpu_map_rom(b->cpu, 0x40000, 4096, b->ram + 0x40000);
    else if (val == 3)
        cpu_map_ram(b->cpu, 0x40000, 4096, b->ram + 0x40000);
    else
        remap(b, val);
}

static void ram_can_be_write_protected(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    b->act = shadow;
    put32(b->ram + 0x40000, 0x11111111);
    testboard_run(b, PROGRAM_REMAP);
    ASSERT_VALUES(b, 0x11111111, 0x11111111, 0x11111111, 0xffffffff,
                  0x11111111, 0x44444444, 0x44444444);
    testboard_free(b);
}

/* mov al, 1; out 0e8h, al; jmp next; next: mov eax, n; ret */
static void put_code(uint8_t *at, uint32_t n)
{
    static const uint8_t code[] = {0xb0, 0x01, 0xe6, 0xe8, 0xeb, 0x00, 0xb8};

    memcpy(at, code, sizeof(code));
    put32(at + sizeof(code), n);
    at[sizeof(code) + 4] = 0xc3;
}

static void swap_code(struct testboard *b, uint32_t val)
{
    uint8_t **next = b->user, *now = next[0];

    (void)val;
    next[0] = next[1];
    next[1] = now;
    cpu_map_ram(b->cpu, 0x50000, 4096, next[0]);
}

static void code_can_swap_the_page_it_runs_in(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);
    uint8_t *page = new_page(0);
    uint8_t *next[2];

    if (!b)
        return;
    next[0] = b->ram + 0x50000;
    next[1] = page;
    put_code(next[0], 0x111);
    put_code(next[1], 0x222);
    b->act = swap_code;
    b->user = next;
    testboard_run(b, PROGRAM_REMAP_SELF);
    ASSERT_VALUES(b, 0x222, 0x111);
    testboard_free(b);
    g_aligned_free(page);
}

/* A board may free memory and be given the same addresses again. */
static void memory_may_be_lent_twice_one_after_the_other(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);
    uint8_t *two = g_aligned_alloc0(2, 4096, 4096);

    if (!b)
        return;
    cpu_map_ram(b->cpu, 0xc0000, 4096, two + 4096);
    cpu_unmap(b->cpu, 0xc0000, 4096);
    cpu_map_ram(b->cpu, 0x40000, 8192, two);
    put32(two, 0x11111111);
    b->act = remap;
    b->user = two + 4096;
    put32(two + 4096, 0x22222222);
    testboard_run(b, PROGRAM_REMAP);
    cpu_kick(b->cpu); /* the program's end is a loop */
    g_assert_cmpint(cpu_run(b->cpu, 0), ==, CPU_KICKED);
    g_assert_cmphex(b->values[0], ==, 0x11111111);
    g_assert_cmphex(b->values[1], ==, 0x22222222);
    testboard_free(b);
    g_aligned_free(two);
}

static void gate_a20(struct testboard *b, uint32_t val)
{
    cpu_set_a20(b->cpu, val);
}

static void a20_wraps_at_one_mebibyte(void)
{
    struct testboard *b = board_after(CPU_486, PROGRAM_A20, gate_a20);

    if (!b)
        return;
    ASSERT_VALUES(b, 0x22, 0x11, 0x22);
    testboard_free(b);
}

/* mov eax, n; ret */
static void put_function(struct testboard *b, uint32_t at, uint32_t n)
{
    b->ram[at] = 0xb8;
    put32(b->ram + at + 1, n);
    b->ram[at + 5] = 0xc3;
    cpu_dma_wrote(b->cpu, at, 6);
}

static void dma_arrives(struct testboard *b, uint32_t val)
{
    if (val == 0) {
        put_function(b, 0x20000, 3);
        put_function(b, 0x22ffd, 4);
    } else {
        put32(b->ram + 0x24007, 6);
        cpu_dma_wrote(b->cpu, 0x24007, 4);
    }
}

static void dma_over_code_is_seen(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    put_function(b, 0x20000, 1);
    put_function(b, 0x22ffd, 2);
    put_code(b->ram + 0x24000, 5);
    b->act = dma_arrives;
    testboard_run(b, PROGRAM_DMA);
    ASSERT_VALUES(b, 1, 2, 3, 4, 6);
    testboard_free(b);
}

static void a_map_in_too_many_pieces_is_refused(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    for (uint32_t i = 0; i < 500; i++)
        cpu_unmap(b->cpu, 0x200000 + i * 0x2000, 4096);
    g_assert_cmpint(cpu_run(b->cpu, 0), ==, CPU_BROKEN);
    g_assert_cmpstr(cpu_error(b->cpu), !=, "");
    testboard_free(b);
}

void add_memory_tests(void)
{
    g_test_add_func("/cpu/memory/the-bus-sees-the-programs-widths",
                    the_bus_sees_the_programs_widths);
    g_test_add_func("/cpu/memory/bus-pages-follow-the-page-tables",
                    bus_pages_follow_the_page_tables);
    g_test_add_func("/cpu/memory/a-read-only-page-of-the-bus-is-not-written",
                    a_read_only_page_of_the_bus_is_not_written);
    g_test_add_func("/cpu/memory/code-can-be-rewritten-for-ever",
                    code_can_be_rewritten_for_ever);
    g_test_add_func("/cpu/memory/writes-to-rom-are-dropped",
                    writes_to_rom_are_dropped);
    g_test_add_func("/cpu/memory/a-port-can-change-ram-to-rom-to-bus",
                    a_port_can_change_ram_to_rom_to_bus);
    g_test_add_func("/cpu/memory/ram-can-be-write-protected",
                    ram_can_be_write_protected);
    g_test_add_func("/cpu/memory/code-can-swap-the-page-it-runs-in",
                    code_can_swap_the_page_it_runs_in);
    g_test_add_func("/cpu/memory/memory-may-be-lent-again",
                    memory_may_be_lent_twice_one_after_the_other);
    g_test_add_func("/cpu/memory/a20-wraps-at-one-mebibyte",
                    a20_wraps_at_one_mebibyte);
    g_test_add_func("/cpu/memory/dma-over-code-is-seen",
                    dma_over_code_is_seen);
    g_test_add_func("/cpu/memory/a-map-in-too-many-pieces-is-refused",
                    a_map_in_too_many_pieces_is_refused);
}
