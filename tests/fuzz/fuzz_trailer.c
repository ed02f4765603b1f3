/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_trailer.c - the trailer of a disk image: the bytes are laid over a good
 * one, then the file is looked at.  First byte: bit 0 the check is made good
 * again, bits 2:1 how much is missing at the end.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "host/disk/flashfile.h"
#include "tests/fuzz/fuzz.h"

enum { CHIPS = 2 << 20, TRAILER = 8192, CHECKED = 36 };

static char *path;
static uint8_t good[TRAILER];

static void make_good(void)
{
    g_autofree char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);
    const uint32_t serial = 12345678;
    struct flashfile *f;

    path = g_build_filename(folder, "u", NULL);
    f = flashfile_create(path, model_find("520"), FLASH_AT29, &serial, NULL);
    g_assert_true(f && flashfile_publish(f, NULL));
    memcpy(good, f->storage.flash + CHIPS, TRAILER);
    flashfile_close(f);
}

static void tidy(void)
{
    g_autofree char *folder = g_path_get_dirname(path);

    g_unlink(path);
    g_rmdir(folder);
}

static void put_check(uint8_t *t)
{
    uint32_t crc = ~0u;

    for (unsigned i = 0; i < CHECKED; i++) {
        crc ^= t[i];
        for (unsigned k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    crc = ~crc;
    for (unsigned i = 0; i < 4; i++)
        t[CHECKED + i] = (uint8_t)(crc >> (8 * i));
}

static void write_trailer(const uint8_t *t, size_t n)
{
    FILE *file = g_fopen(path, "r+b");

    g_assert_true(file && ftruncate(fileno(file), CHIPS) == 0 &&
                  fseek(file, CHIPS, SEEK_SET) == 0 &&
                  fwrite(t, 1, n, file) == n && fclose(file) == 0);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static const size_t missing[] = {0, 1, 4096, TRAILER};
    struct flashfile_request r = {.mode = FLASHFILE_LOOK};
    struct feed f = {data, n};
    uint8_t which = feed8(&f), t[TRAILER];
    GError *error = NULL;
    struct flashfile *file;

    if (!path) {
        make_good();
        atexit(tidy);
    }
    memcpy(t, good, TRAILER);
    while (f.left) { /* where, xor what */
        size_t at = feed8(&f);

        t[at] ^= feed8(&f);
    }
    if (which & 1)
        put_check(t);
    write_trailer(t, TRAILER - missing[which >> 1 & 3]);
    r.path = path;
    file = flashfile_open(&r, &error);
    g_assert_true(!file == !!error);
    if (error)
        g_assert_null(strchr(error->message, '\n'));
    g_clear_error(&error);
    flashfile_close(file);
}
