/* SPDX-License-Identifier: GPL-2.0-or-later */
/* biosfile.c - the contents of the ROM. */
#include "host/biosfile.h"

#include "host/readfile.h"
#include "host/report.h"

enum { ROM_UNIT = 64 * 1024, ROM_MAX = 256 * 1024 };

/* In a build folder, and after `make install`. */
static const char *const beside[] = {
    "software/pixbios.bin",
    "../share/pixemu/pixbios.bin",
};

static char *find_default(GError **err)
{
    char *program = g_file_read_link("/proc/self/exe", NULL);
    char *folder = g_path_get_dirname(program ? program : "./pixemu");
    char *path = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(beside) && !path; i++) {
        path = g_build_filename(folder, beside[i], NULL);
        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            g_clear_pointer(&path, g_free);
    }
    if (!path)
        refuse(err, "no BIOS: there is neither %s/%s nor %s/%s; name one with "
                    "--bios=FILE", folder, beside[0], folder, beside[1]);
    g_free(folder);
    g_free(program);
    return path;
}

GBytes *biosfile_read(const char *path, GError **err)
{
    char *found = path ? g_strdup(path) : find_default(err);
    GBytes *rom = NULL;
    gsize n;

    if (found)
        rom = readfile("bios", found, "a ROM image", ROM_MAX, err);
    n = rom ? g_bytes_get_size(rom) : 0;
    if (rom && (!n || n % ROM_UNIT)) {
        refuse(err, "--bios=%s has %zu bytes; a ROM image has 64, 128, 192 "
                    "or 256 KiB", found, n);
        g_clear_pointer(&rom, g_bytes_unref);
    }
    g_free(found);
    return rom;
}
