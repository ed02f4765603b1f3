/* SPDX-License-Identifier: GPL-2.0-or-later */
/* biosfile.c - the contents of the ROM. */
#include "host/biosfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool fits(const char *path, const struct stat *st, GError **err)
{
    if (!S_ISREG(st->st_mode))
        return refuse(err, "--bios=%s is no file; name a ROM image", path);
    if (st->st_size <= 0 || st->st_size > ROM_MAX || st->st_size % ROM_UNIT)
        return refuse(err, "--bios=%s has %lld bytes; a ROM image has 64, "
                           "128, 192 or 256 KiB", path,
                      (long long)st->st_size);
    return true;
}

static GBytes *read_all(const char *path, int fd, size_t size, GError **err)
{
    uint8_t *rom = g_malloc(size);
    size_t at = 0;
    ssize_t n;

    while (at < size && (n = read(fd, rom + at, size - at)) != 0) {
        if (n < 0 && errno != EINTR) {
            refuse(err, "--bios=%s can't be read: %s", path,
                   g_strerror(errno));
            g_free(rom);
            return NULL;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    if (at == size)
        return g_bytes_new_take(rom, size);
    refuse(err, "--bios=%s shrank while it was read; try again", path);
    g_free(rom);
    return NULL;
}

GBytes *biosfile_read(const char *path, GError **err)
{
    char *found = path ? g_strdup(path) : find_default(err);
    GBytes *rom = NULL;
    struct stat st;
    int fd;

    if (!found)
        return NULL;
    /* Non-blocking: a FIFO is refused and not waited for. */
    fd = open(found, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st))
        refuse(err, "--bios=%s can't be read: %s", found, g_strerror(errno));
    else if (fits(found, &st, err))
        rom = read_all(found, fd, (size_t)st.st_size, err);
    if (fd >= 0)
        close(fd);
    g_free(found);
    return rom;
}
