/* SPDX-License-Identifier: GPL-2.0-or-later */
/* complete.c - see complete.h. */
#include "host/panel/complete.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

char *complete_home(const char *name)
{
    return g_str_has_prefix(name, "~/")
               ? g_build_filename(g_get_home_dir(), name + 2, NULL)
               : g_strdup(name);
}

/* Cuts what is common of the names so far to what is common with this one,
 * too, and no letter in two. */
static void narrow(GString *common, const char *name, bool first)
{
    gsize n = 0;

    if (first) {
        g_string_assign(common, name);
        return;
    }
    while (n < common->len && common->str[n] == name[n])
        n++;
    while (n && (common->str[n] & 0xc0) == 0x80)
        n--;
    g_string_truncate(common, n);
}

static bool is_folder(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* -> what all names that begin so have in common; NULL: there is none */
static GString *common_name(const char *folder, const char *begun)
{
    GDir *dir = g_dir_open(*folder ? folder : ".", 0, NULL);
    GString *common = g_string_new(NULL);
    const char *name;
    unsigned n = 0;

    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, begun) && (*name != '.' || *begun == '.'))
            narrow(common, name, n++ == 0);
    if (dir)
        g_dir_close(dir);
    if (n == 1 && is_folder(folder, common->str))
        g_string_append_c(common, '/');
    if (n)
        return common;
    g_string_free(common, TRUE);
    return NULL;
}

char *complete_name(const char *begun)
{
    g_autofree char *all = complete_home(begun);
    char *slash = strrchr(all, '/');
    const char *name = slash ? slash + 1 : all;
    g_autofree char *folder = g_strndup(all, (gsize)(name - all));
    GString *common = common_name(folder, name);
    char *rest = NULL;

    if (common && common->len > strlen(name))
        rest = g_strdup(common->str + strlen(name));
    if (common)
        g_string_free(common, TRUE);
    return rest;
}
