/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_unitfile.c - the bytes of a unit file, behind [unit] or not. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "host/cmdline.h"
#include "tests/fuzz/fuzz.h"

static char *path;

static void tidy(void)
{
    g_autofree char *folder = g_path_get_dirname(path);

    g_unlink(path);
    g_rmdir(folder);
}

static void make_place(void)
{
    g_autofree char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);

    path = g_build_filename(folder, "u.ini", NULL);
    atexit(tidy);
}

/* A refusal begins with the file; report() makes one line of it. */
static void check_error(const GError *err)
{
    g_assert_nonnull(err);
    g_assert_true(g_str_has_prefix(err->message, path));
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static const char head[] = "[unit]\n";
    GString *text = g_string_new(n && *data & 1 ? head : NULL);
    char *argv[] = {(char *)"pixemu", NULL, NULL};
    GError *err = NULL;
    struct options o;

    if (!path)
        make_place();
    if (n)
        g_string_append_len(text, (const char *)data + 1, (gssize)n - 1);
    /* The simple call would wait for the disk. */
    g_assert_true(g_file_set_contents_full(path, text->str,
                                           (gssize)text->len,
                                           G_FILE_SET_CONTENTS_NONE, 0600,
                                           NULL));
    argv[1] = path;
    if (!cmdline_parse(&o, 2, argv, &err))
        check_error(err);
    else
        g_assert_cmpuint(o.units->len, ==, 1);
    g_clear_error(&err);
    options_clear(&o);
    g_string_free(text, TRUE);
}
