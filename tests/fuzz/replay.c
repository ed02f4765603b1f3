/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay.c - a target without a fuzzer: its corpus, then inputs made of it.
 *
 *   fuzz_X                 the test of `make check`, TAP
 *   fuzz_X expand FOLDER   the corpus as files, for libFuzzer
 *   fuzz_X run FILE...     these inputs, to look at a crash
 *
 * A corpus file has an input a line, in hexadecimal; # begins a remark.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

enum { MADE = 3000, CUT_AND_PASTE = 8 };

static GPtrArray *corpus; /* GByteArray */

static void add_line(const char *line)
{
    GByteArray *input = g_byte_array_new();

    for (const char *p = line; *p && *p != '#'; p++) {
        guint8 byte;

        if (!g_ascii_isxdigit(p[0]) || !g_ascii_isxdigit(p[1]))
            continue;
        byte = (guint8)(g_ascii_xdigit_value(p[0]) << 4 |
                        g_ascii_xdigit_value(p[1]));
        g_byte_array_append(input, &byte, 1);
        p++;
    }
    if (input->len)
        g_ptr_array_add(corpus, input);
    else
        g_byte_array_unref(input);
}

static void read_corpus(const char *self)
{
    g_autofree char *base = g_path_get_basename(self);
    g_autofree char *name = g_strdup_printf("tests/fuzz/corpus/%s.hex",
                                            base + strlen("fuzz_"));
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    corpus =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    if (!g_file_get_contents(name, &text, NULL, NULL))
        return;
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        add_line(*line);
}

static void expand(const char *folder)
{
    for (guint i = 0; i < corpus->len; i++) {
        const GByteArray *input = g_ptr_array_index(corpus, i);
        g_autofree char *path = g_strdup_printf("%s/seed-%u", folder, i);

        g_file_set_contents(path, (const char *)input->data, input->len,
                            NULL);
    }
}

static void run_file(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize n;

    if (!g_file_get_contents(path, &bytes, &n, NULL))
        exit(1);
    fuzz_one((const uint8_t *)bytes, n);
}

/* Pieces of the corpus and bytes of chance, the same every time. */
static void run_made(GRand *rand)
{
    g_autoptr(GByteArray) input = g_byte_array_new();
    unsigned pieces = (unsigned)g_rand_int_range(rand, 1, CUT_AND_PASTE);

    for (unsigned i = 0; i < pieces; i++) {
        guint8 chance[24];
        const GByteArray *from;
        guint at, end;

        for (unsigned k = 0; k < sizeof chance; k++)
            chance[k] = (guint8)g_rand_int(rand);
        g_byte_array_append(input, chance,
                            (guint)g_rand_int_range(rand, 0, sizeof chance));
        if (!corpus->len)
            continue;
        from = g_ptr_array_index(
            corpus, (guint)g_rand_int_range(rand, 0, (int)corpus->len));
        at = (guint)g_rand_int_range(rand, 0, (int)from->len);
        end = (guint)g_rand_int_range(rand, (int)at, (int)from->len) + 1;
        g_byte_array_append(input, from->data + at, end - at);
    }
    fuzz_one(input->data, input->len);
}

int main(int argc, char **argv)
{
    GRand *rand = g_rand_new_with_seed(1);

    read_corpus(argv[0]);
    if (argc == 3 && strcmp(argv[1], "expand") == 0) {
        expand(argv[2]);
        return 0;
    }
    for (int i = 2; i < argc; i++)
        run_file(argv[i]);
    if (argc > 1)
        return 0;
    printf("1..2\n");
    for (guint i = 0; i < corpus->len; i++) {
        const GByteArray *input = g_ptr_array_index(corpus, i);

        fuzz_one(input->data, input->len);
    }
    printf("%sok 1 - %u inputs of the corpus\n", corpus->len ? "" : "not ",
           corpus->len);
    for (unsigned i = 0; i < MADE; i++)
        run_made(rand);
    printf("ok 2 - %d inputs made of them\n", MADE);
    g_rand_free(rand);
    g_ptr_array_unref(corpus);
    return 0;
}
