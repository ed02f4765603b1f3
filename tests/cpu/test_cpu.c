/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_cpu.c - the processor through cpu.h: its pins, what it says it is,
 * how it stops and starts, what it counts.  Memory is in test_cpu_memory.c.
 */
#include "tests/cpu/test_cpu.h"

static void starts_at_the_reset_vector(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM3, "programs.bin", false);
    struct cpu_where w;

    if (!b)
        return;
    for (int i = 0; i < 2; i++) {
        cpu_where(b->cpu, &w);
        g_assert_cmphex(w.cs, ==, 0xf000);
        g_assert_cmphex(w.eip, ==, 0xfff0);
        g_assert_cmphex(w.eflags, ==, 2);
        g_assert_cmphex(w.cr0, ==, 0x60000010);
        g_assert_cmpint(testboard_run(b, PROGRAM_END), ==, CPU_KICKED);
        cpu_where(b->cpu, &w);
        g_assert_cmphex(w.cs, ==, 8);
        cpu_reset(b->cpu);
    }
    testboard_free(b);
}

/* Instructions that exist, by the numbers of programs.S. */
#define ALL_HAVE (1 << 0 | 1 << 13 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 19)
#define P5_HAS (1 << 1 | 1 << 3 | 1 << 4 | 1 << 5)
#define P6_HAS (P5_HAS | 1 << 2 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 12)

static void each_type_has_its_instructions(void)
{
    static const uint32_t want[] = {
        [CPU_486] = ALL_HAVE,
        [CPU_PENTIUM] = ALL_HAVE | P5_HAS,
        [CPU_PENTIUM2] = ALL_HAVE | P6_HAS,
        [CPU_PENTIUM3] = ALL_HAVE | P6_HAS | 1 << 9,
    };

    for (enum cpu_type type = CPU_486; type <= CPU_PENTIUM3; type++) {
        struct testboard *b = board_after(type, PROGRAM_FEATURES, NULL);

        if (!b)
            return;
        ASSERT_VALUES(b, want[type]);
        testboard_free(b);
    }
}

#define FOURCC(s) ((uint32_t)(s)[0] | (uint32_t)(s)[1] << 8 | \
                   (uint32_t)(s)[2] << 16 | (uint32_t)(s)[3] << 24)

/* Stock Unicorn ends the process at each of these. */
static void what_the_translator_gives_up_on_is_invalid(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    testboard_run(b, PROGRAM_INVALID);
    ASSERT_VALUES(b, 1 << 2);
    testboard_free(b);
}

static void an_inner_ring_without_a_tss_shuts_down(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    g_assert_cmpint(testboard_run(b, PROGRAM_NO_TSS), ==, CPU_SHUTDOWN);
    testboard_free(b);
}

static void cpuid_names_each_type(void)
{
    struct testboard *b = board_after(CPU_486, PROGRAM_CPUID, NULL);

    if (!b)
        return;
    g_assert_cmpuint(b->values[0], ==, 1);
    g_assert_cmphex(b->values[1], ==, FOURCC("Auth"));
    g_assert_cmphex(b->values[2], ==, FOURCC("cAMD"));
    g_assert_cmphex(b->values[3], ==, FOURCC("enti"));
    g_assert_cmphex(b->values[4] & 0xf00, ==, 0x400);
    g_assert_cmphex(b->values[7], ==, 1);
    testboard_free(b);

    b = board_after(CPU_PENTIUM, PROGRAM_CPUID, NULL);
    g_assert_cmphex(b->values[1], ==, FOURCC("Genu"));
    g_assert_cmphex(b->values[3], ==, FOURCC("ineI"));
    g_assert_cmphex(b->values[2], ==, FOURCC("ntel"));
    g_assert_cmphex(b->values[4] & 0xf00, ==, 0x500);
    g_assert_cmphex(b->values[7], ==, 0x1bd);
    testboard_free(b);

    b = board_after(CPU_PENTIUM2, PROGRAM_CPUID, NULL);
    g_assert_cmpuint(b->values[0], ==, 2);
    g_assert_cmphex(b->values[4], ==, 0x652);
    g_assert_cmphex(b->values[7], ==, 0x0183f1fd);
    g_assert_cmphex(b->values[8], ==, 0x03020101);
    testboard_free(b);

    b = board_after(CPU_PENTIUM3, PROGRAM_CPUID, NULL);
    g_assert_cmphex(b->values[4], ==, 0x683);
    g_assert_cmphex(b->values[7], ==, 0x0383f1fd);
    /* Leaf 3 does not exist and answers like leaf 2. */
    g_assert_cmphex(b->values[12], ==, b->values[8]);
    testboard_free(b);
}

static void rdtsc_is_the_boards(void)
{
    static const enum cpu_type types[] = {CPU_PENTIUM, CPU_PENTIUM2};

    for (unsigned i = 0; i < G_N_ELEMENTS(types); i++) {
        struct testboard *b = testboard_new(types[i], "programs.bin", false);

        if (!b)
            return;
        b->tsc = 0x123456789abcdef0;
        testboard_run(b, PROGRAM_TSC);
        ASSERT_VALUES(b, 0x9abcdef0, 0x12345678, 0x9abcdef1, 0x9abcdef2, 6,
                      types[i] == CPU_PENTIUM ? 7 : 0);
        testboard_free(b);
    }
}

static void hlt_waits_for_an_interrupt(void)
{
    struct testboard *b = testboard_new(CPU_486, "programs.bin", false);

    if (!b)
        return;
    g_assert_cmpint(testboard_run(b, PROGRAM_HALT), ==, CPU_HALTED);
    g_assert_true(cpu_halted(b->cpu));
    g_assert_cmpint(cpu_run(b->cpu, 0), ==, CPU_HALTED);
    testboard_raise(b, 0x40);
    g_assert_cmpint(testboard_run(b, PROGRAM_HALT), ==, CPU_KICKED);
    g_assert_false(cpu_halted(b->cpu));
    g_assert_cmpuint(b->acks, ==, 1);
    ASSERT_VALUES(b, 1);
    testboard_free(b);
}

/* STI's shadow reaches over HLT: the interrupt is taken behind it. */
static void a_waiting_interrupt_ends_hlt_at_once(void)
{
    struct testboard *b = testboard_new(CPU_486, "programs.bin", false);

    if (!b)
        return;
    testboard_raise(b, 0x40);
    g_assert_cmpint(testboard_run(b, PROGRAM_HALT), ==, CPU_KICKED);
    g_assert_cmpuint(b->acks, ==, 1);
    ASSERT_VALUES(b, 1);
    testboard_free(b);
}

static void raise_again(struct testboard *b, uint32_t val)
{
    (void)val;
    testboard_raise(b, 0x40);
}

static void an_interrupt_is_taken_behind_the_shadow(void)
{
    struct testboard *b = testboard_new(CPU_486, "programs.bin", false);

    if (!b)
        return;
    b->act = raise_again;
    g_assert_cmpint(testboard_run(b, PROGRAM_SHADOW), ==, CPU_KICKED);
    ASSERT_VALUES(b, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    testboard_free(b);
}

static void hlt_without_if_waits_for_a_reset(void)
{
    struct testboard *b = testboard_new(CPU_486, "programs.bin", false);

    if (!b)
        return;
    g_assert_cmpint(testboard_run(b, PROGRAM_HALT_DEAF), ==, CPU_HALTED);
    testboard_raise(b, 0x40);
    g_assert_cmpint(cpu_run(b->cpu, 0), ==, CPU_HALTED);
    g_assert_cmpuint(b->acks, ==, 0);
    cpu_reset(b->cpu);
    g_assert_false(cpu_halted(b->cpu));
    g_assert_cmpint(testboard_run(b, PROGRAM_END), ==, CPU_KICKED);
    testboard_free(b);
}

static void a_triple_fault_shuts_down_until_a_reset(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    for (int i = 0; i < 3; i++) {
        g_assert_cmpint(testboard_run(b, PROGRAM_TRIPLE), ==, CPU_SHUTDOWN);
        g_assert_false(cpu_halted(b->cpu));
        g_assert_cmpint(cpu_run(b->cpu, 0), ==, CPU_SHUTDOWN);
        cpu_reset(b->cpu);
        g_assert_cmpint(testboard_run(b, PROGRAM_END), ==, CPU_KICKED);
        cpu_reset(b->cpu);
    }
    g_assert_cmpuint(b->n_values, ==, 0);
    testboard_free(b);
}

static void reset_now(struct testboard *b, uint32_t val)
{
    (void)val;
    cpu_reset(b->cpu);
    b->program = PROGRAM_END;
}

static void a_port_can_reset_the_processor(void)
{
    struct testboard *b =
        board_after(CPU_PENTIUM, PROGRAM_RESET, reset_now);

    if (!b)
        return;
    g_assert_cmpuint(b->n_values, ==, 0);
    testboard_free(b);
}

static void a_kick_between_runs_is_kept(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", false);

    if (!b)
        return;
    b->program = PROGRAM_SPIN;
    cpu_kick(b->cpu);
    g_assert_cmpint(cpu_run(b->cpu, 0), ==, CPU_KICKED);
    testboard_free(b);
}

static uint64_t count_of(uint32_t turns, uint64_t slice)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", true);
    uint64_t counted;

    if (!b)
        return 0;
    memcpy(b->ram + 0x700, &turns, 4);
    b->program = PROGRAM_COUNT;
    for (uint64_t limit = slice; !b->ended; limit += slice)
        g_assert_cmpint(cpu_run(b->cpu, limit), !=, CPU_BROKEN);
    counted = cpu_counted(b->cpu);
    testboard_free(b);
    return counted;
}

static void counting_counts_every_byte_once(void)
{
    g_assert_cmpuint(count_of(5000, 1 << 20) - count_of(1000, 1 << 20), ==,
                     3 * 4000);
}

static void counting_does_not_depend_on_slices(void)
{
    uint64_t whole = count_of(5000, 1 << 20);

    g_assert_cmpuint(whole, >, 15000);
    g_assert_cmpuint(count_of(5000, 1 << 20), ==, whole);
    g_assert_cmpuint(count_of(5000, 100), ==, whole);
    g_assert_cmpuint(count_of(5000, 7), ==, whole);
}

static void raise_none(struct testboard *b, uint32_t val)
{
    (void)b, (void)val;
}

static uint64_t count_in_shadow(void (*act)(struct testboard *, uint32_t))
{
    struct testboard *b = testboard_new(CPU_486, "programs.bin", true);
    uint64_t counted;

    if (!b)
        return 0;
    b->act = act;
    g_assert_cmpint(testboard_run(b, PROGRAM_SHADOW), ==, CPU_KICKED);
    counted = cpu_counted(b->cpu);
    testboard_free(b);
    return counted;
}

/* What an interrupt keeps from beginning is counted when it does begin. */
static void interrupts_cost_their_handlers_bytes(void)
{
    enum { INTERRUPTS = 9, HANDLER = 17 };

    g_assert_cmpuint(count_in_shadow(raise_again) -
                         count_in_shadow(raise_none), ==,
                     INTERRUPTS * HANDLER);
}

static void a_limit_ends_a_run(void)
{
    struct testboard *b = testboard_new(CPU_PENTIUM, "programs.bin", true);
    struct cpu_where first = {0}, w = {0};

    if (!b)
        return;
    b->program = PROGRAM_SPIN;
    cpu_run(b->cpu, 10000);
    g_assert_cmpuint(cpu_counted(b->cpu), >=, 10000);
    g_assert_cmpuint(cpu_counted(b->cpu), <, 10100);
    cpu_where(b->cpu, &first);
    g_assert_cmpint(cpu_run(b->cpu, 10000), ==, CPU_KICKED);
    cpu_where(b->cpu, &w);
    g_assert_cmpmem(&first, sizeof(w), &w, sizeof(w));
    testboard_free(b);
}

static uint32_t primes_below(uint32_t n)
{
    uint32_t sum = 0;

    for (uint32_t i = 2; i < n; i++) {
        uint32_t d = 2;

        while (d * d <= i && i % d)
            d++;
        if (d * d > i)
            sum += i;
    }
    return sum;
}

static void two_engines_take_turns(void)
{
    static const uint32_t below[2] = {3000, 7777};
    static const enum cpu_type type[2] = {CPU_486, CPU_PENTIUM3};
    struct testboard *b[2];
    unsigned turns = 0;

    for (int i = 0; i < 2; i++) {
        b[i] = testboard_new(type[i], "programs.bin", true);
        if (!b[i])
            return;
        memcpy(b[i]->ram + 0x700, &below[i], 4);
        b[i]->program = PROGRAM_PRIMES;
    }
    for (uint64_t limit = 0; !b[0]->ended || !b[1]->ended; limit += 997) {
        for (int i = 0; i < 2; i++)
            if (!b[i]->ended)
                cpu_run(b[i]->cpu, limit);
        turns++;
    }
    g_assert_cmpuint(turns, >, 100);
    for (int i = 0; i < 2; i++) {
        ASSERT_VALUES(b[i], primes_below(below[i]));
        testboard_free(b[i]);
    }
}

static void engines_come_and_go(void)
{
    for (int i = 0; i < 10; i++) {
        struct testboard *b = board_after(CPU_PENTIUM, PROGRAM_CPUID, NULL);

        if (!b)
            return;
        testboard_free(b);
    }
}

/* libunicorn calls through its own exported names: one more of ours that is
 * visible under such a name would silently take its place. */
static void only_what_is_meant_replaces_the_engines(void)
{
    static const char *const allowed[] = {
        "check_exit_request_x86_64", "cpu_abort_x86_64", "cpu_exec_x86_64",
        "cpu_get_tsc_x86_64", "cpu_ldl_mmuidx_ra_x86_64",
        "cpu_lduw_mmuidx_ra_x86_64", "cpu_stl_mmuidx_ra_x86_64",
        "cpu_stw_mmuidx_ra_x86_64", "gen_intermediate_code_x86_64",
        "helper_emms_x86_64", "helper_enter_mmx_x86_64", "helper_inb_x86_64",
        "helper_inl_x86_64", "helper_inw_x86_64", "helper_le_ldul_mmu_x86_64",
        "helper_le_lduw_mmu_x86_64", "helper_le_stl_mmu_x86_64",
        "helper_le_stw_mmu_x86_64", "helper_outb_x86_64",
        "helper_outl_x86_64", "helper_outw_x86_64", "helper_rdmsr_x86_64",
        "helper_rdtsc_x86_64", "helper_ret_ldub_mmu_x86_64",
        "helper_ret_stb_mmu_x86_64",
        "helper_syscall_x86_64", "helper_sysenter_x86_64",
        "helper_sysexit_x86_64", "helper_wrmsr_x86_64",
        "qemu_system_reset_request", "raise_interrupt_x86_64",
        "tb_flush_x86_64", "tb_gen_code_x86_64", "tcg_exec_init_x86_64",
        "tcg_optimize_x86_64", "tcg_tb_alloc_x86_64",
        "tlb_protect_code_x86_64", "tlb_set_dirty_x86_64",
        "tlb_set_page_with_attrs_x86_64",
        "tlb_unprotect_code_x86_64", "x86_cpu_exec_interrupt_x86_64",
        "x86_ldl_phys_x86_64", "x86_ldq_phys_x86_64",
        "x86_stl_phys_notdirty_x86_64", NULL,
    };
    const char *build = g_getenv("PIXEMU_BUILD");
    g_autofree char *program =
        g_build_filename(build ? build : "build", "pixemu", NULL);
    g_autofree char *command = g_strdup_printf(
        "lib=$(ldd %s | sed -n 's/.*libunicorn[^>]*> *\\([^ ]*\\).*/\\1/p');"
        "{ nm -D --defined-only $lib | awk '$2 ~ /[TD]/ {print $3}' |"
        " sed 's/@.*//' | sort -u;"
        " nm -D --defined-only %s | awk '$2 ~ /[TDBR]/ {print $3}' |"
        " sort -u; } | sort | uniq -d | grep -v '^_\\(init\\|fini\\)$'",
        g_file_test(program, G_FILE_TEST_EXISTS) ? program : "/proc/$PPID/exe",
        g_file_test(program, G_FILE_TEST_EXISTS) ? program : "/proc/$PPID/exe");
    char *argv[] = {"sh", "-c", command, NULL};
    g_autofree char *out = NULL;
    g_auto(GStrv) lines = NULL;

    g_assert_true(g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
                               NULL, &out, NULL, NULL, NULL));
    lines = g_strsplit(g_strstrip(out), "\n", -1);
    for (char **line = lines; *line; line++)
        if (!g_strv_contains(allowed, *line))
            g_test_fail_printf("%s() takes the engine's place", *line);
    g_assert_cmpuint(g_strv_length(lines), ==, G_N_ELEMENTS(allowed) - 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/cpu/starts-at-the-reset-vector",
                    starts_at_the_reset_vector);
    g_test_add_func("/cpu/each-type-has-its-instructions-and-no-others",
                    each_type_has_its_instructions);
    g_test_add_func("/cpu/what-the-translator-gives-up-on-is-invalid",
                    what_the_translator_gives_up_on_is_invalid);
    g_test_add_func("/cpu/an-inner-ring-without-a-tss-shuts-down",
                    an_inner_ring_without_a_tss_shuts_down);
    g_test_add_func("/cpu/cpuid-names-each-type", cpuid_names_each_type);
    g_test_add_func("/cpu/rdtsc-is-the-boards", rdtsc_is_the_boards);
    g_test_add_func("/cpu/hlt-waits-for-an-interrupt",
                    hlt_waits_for_an_interrupt);
    g_test_add_func("/cpu/a-waiting-interrupt-ends-hlt-at-once",
                    a_waiting_interrupt_ends_hlt_at_once);
    g_test_add_func("/cpu/an-interrupt-is-taken-behind-the-shadow",
                    an_interrupt_is_taken_behind_the_shadow);
    g_test_add_func("/cpu/hlt-without-if-waits-for-a-reset",
                    hlt_without_if_waits_for_a_reset);
    g_test_add_func("/cpu/a-triple-fault-shuts-down-until-a-reset",
                    a_triple_fault_shuts_down_until_a_reset);
    g_test_add_func("/cpu/a-port-can-reset-the-processor",
                    a_port_can_reset_the_processor);
    g_test_add_func("/cpu/a-kick-between-runs-is-kept",
                    a_kick_between_runs_is_kept);
    g_test_add_func("/cpu/counting-counts-every-byte-once",
                    counting_counts_every_byte_once);
    g_test_add_func("/cpu/counting-does-not-depend-on-slices",
                    counting_does_not_depend_on_slices);
    g_test_add_func("/cpu/interrupts-cost-their-handlers-bytes",
                    interrupts_cost_their_handlers_bytes);
    g_test_add_func("/cpu/a-limit-ends-a-run", a_limit_ends_a_run);
    g_test_add_func("/cpu/two-engines-take-turns", two_engines_take_turns);
    g_test_add_func("/cpu/engines-come-and-go", engines_come_and_go);
    g_test_add_func("/cpu/only-what-is-meant-replaces-the-engines",
                    only_what_is_meant_replaces_the_engines);
    add_memory_tests();
    return g_test_run();
}
