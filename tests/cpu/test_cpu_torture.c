/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_cpu_torture.c - torture.S on our processor, against what QEMU made of
 * it: recorded in torture.expected, and once more where QEMU is installed.
 */
#include <string.h>

#include "tests/cpu/testboard.h"

/* Names the section that differs: the output has a line for each. */
static void compare(const char *got, const char *want)
{
    g_auto(GStrv) g = g_strsplit(got, "\n", -1);
    g_auto(GStrv) w = g_strsplit(want, "\n", -1);

    for (unsigned i = 0; g[i] && w[i]; i++)
        g_assert_cmpstr(g_strchomp(g[i]), ==, g_strchomp(w[i]));
    g_assert_cmpuint(g_strv_length(g), ==, g_strv_length(w));
}

/* As record-torture wrote it: lines with `#' are comments, a line that begins
 * with a blank belongs to the one before. */
static char *recording(void)
{
    g_autofree char *data = NULL;
    GString *text = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents("tests/cpu/torture.expected", &data, NULL,
                             NULL)) {
        g_test_fail_printf("tests/cpu/torture.expected cannot be read");
        return g_string_free(text, FALSE);
    }
    lines = g_strsplit(data, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (**line == '#')
            continue;
        if (**line == ' ')
            g_string_truncate(text, text->len - 1);
        g_string_append_printf(text, "%s\n", *line);
    }
    g_string_truncate(text, text->len - 1);
    return g_string_free(text, FALSE);
}

static char *ours(enum cpu_type type, bool counting)
{
    struct testboard *b = testboard_new(type, "torture.bin", counting);
    char *text;

    if (!b)
        return g_strdup("");
    g_assert_cmpint(testboard_run(b, PROGRAM_END), ==, CPU_KICKED);
    g_assert_cmpstr(cpu_error(b->cpu), ==, "");
    text = g_strdup(b->text->str);
    testboard_free(b);
    return text;
}

static void equals_the_recording(void)
{
    g_autofree char *want = recording();
    g_autofree char *got = ours(CPU_PENTIUM3, false);

    compare(got, want);
}

static void equals_the_recording_while_counting(void)
{
    g_autofree char *want = recording();
    g_autofree char *got = ours(CPU_PENTIUM, true);

    compare(got, want);
}

static void equals_qemu(void)
{
    g_autofree char *rom = testboard_file("torture.bin");
    g_autofree char *out = testboard_file("torture.qemu");
    g_autofree char *chardev = g_strdup_printf("file,id=out,path=%s", out);
    const char *argv[] = {
        "timeout", "60", "qemu-system-i386", "-M", "pc", "-cpu", "pentium3",
        "-m", "32", "-display", "none", "-nodefaults", "-no-reboot", "-bios",
        rom, "-chardev", chardev,
        "-device", "isa-debugcon,iobase=0xe9,chardev=out",
        "-device", "isa-debug-exit,iobase=0xf4", NULL,
    };
    g_autofree char *qemu = g_find_program_in_path("qemu-system-i386");
    g_autofree char *want = NULL, *got = NULL;

    if (!qemu) {
        g_test_skip("qemu-system-i386 is not installed");
        return;
    }
    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL,
                               G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                               NULL, NULL));
    g_assert_true(g_file_get_contents(out, &want, NULL, NULL));
    got = ours(CPU_PENTIUM3, false);
    if (want)
        compare(got, want);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/cpu/torture/equals-the-recording",
                    equals_the_recording);
    g_test_add_func("/cpu/torture/equals-the-recording-while-counting",
                    equals_the_recording_while_counting);
    g_test_add_func("/cpu/torture/equals-qemu", equals_qemu);
    return g_test_run();
}
