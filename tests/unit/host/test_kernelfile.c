/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_kernelfile.c - a kernel made of nothing but its header is laid out in
 * memory as the boot protocol asks, or refused with a line.
 */
#include "host/kernelfile.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum { SETUP = 5 * 512, FILE_BYTES = SETUP + 3000, MIB = 1 << 20 };

static char *folder;

static void put(uint8_t *at, uint32_t val, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        at[i] = (uint8_t)(val >> (8 * i));
}

static uint32_t get(const uint8_t *at)
{
    return (uint32_t)at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Protocol 2.15; wants 16 to 24 MiB for itself. */
static void kernel(uint8_t k[FILE_BYTES])
{
    memset(k, 0, FILE_BYTES);
    k[0x1f1] = 4;
    put(k + 0x1fe, 0xaa55, 2);
    k[0x201] = 0x6a;
    memcpy(k + 0x202, "HdrS", 4);
    put(k + 0x206, 0x20f, 2);
    k[0x211] = 1;
    put(k + 0x214, MIB, 4);
    put(k + 0x22c, 0x7fffffff, 4);
    k[0x234] = 1;
    put(k + 0x236, 4, 2);
    put(k + 0x238, 20, 4);
    put(k + 0x258, 16 * MIB, 4);
    put(k + 0x260, 8 * MIB, 4);
    memset(k + SETUP, 0x90, 3000);
}

static char *file(const char *name, const void *bytes, size_t n)
{
    char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
    return path;
}

static const struct kernelcard_piece *
piece_at(const struct kernelcard_program *p, uint32_t pa)
{
    for (unsigned i = 0; i < p->pieces; i++)
        if (p->piece[i].pa == pa)
            return &p->piece[i];
    return NULL;
}

static void test_layout(void)
{
    uint8_t k[FILE_BYTES], disk[5000];
    struct kernelfile_request r = {.append = "console=ttyS0", .ram_mib = 64};
    const struct kernelcard_program *p;
    const struct kernelcard_piece *params, *line;
    struct kernelfile *f;
    char *kernel_path, *disk_path;

    kernel(k);
    memset(disk, 0xd1, sizeof disk);
    r.kernel = kernel_path = file("kernel", k, sizeof k);
    r.initrd = disk_path = file("disk", disk, sizeof disk);
    f = kernelfile_open(&r, NULL);
    g_assert_nonnull(f);
    p = kernelfile_program(f);
    g_assert_cmphex(p->entry, ==, MIB);
    g_assert_nonnull(piece_at(p, MIB));
    g_assert_cmpmem(piece_at(p, MIB)->bytes, piece_at(p, MIB)->n, k + SETUP,
                    3000);
    params = piece_at(p, p->argument);
    g_assert_cmpuint(params->n, ==, 4096);
    line = piece_at(p, get(params->bytes + 0x228));
    g_assert_cmpmem(line->bytes, line->n, "console=ttyS0", 14);
    /* As high as there is RAM, from a page on. */
    g_assert_cmphex(get(params->bytes + 0x218), ==, 64 * MIB - 8192);
    g_assert_cmpuint(get(params->bytes + 0x21c), ==, sizeof disk);
    g_assert_cmpmem(piece_at(p, 64 * MIB - 8192)->bytes, sizeof disk, disk,
                    sizeof disk);
    /* The header is there, said to be loaded by somebody unknown. */
    g_assert_cmpmem(params->bytes + 0x202, 4, "HdrS", 4);
    g_assert_cmphex(params->bytes[0x210], ==, 0xff);
    g_assert_cmphex(params->bytes[0], ==, 0);
    kernelfile_free(f);
    g_free(kernel_path);
    g_free(disk_path);
}

static unsigned sum(const uint8_t *at, size_t n)
{
    unsigned total = 0;

    while (n--)
        total += *at++;
    return total & 0xff;
}

/* What a BIOS looks at before it calls the card's ROM. */
static void test_rom(void)
{
    struct kernelfile_request r = {.ram_mib = 64};
    uint8_t k[FILE_BYTES];
    struct kernelfile *f;
    const uint8_t *rom, *pci, *pnp;
    char *path;

    kernel(k);
    r.kernel = path = file("kernel", k, sizeof k);
    f = kernelfile_open(&r, NULL);
    rom = kernelfile_program(f)->rom;
    pci = rom + rom[0x18] + 256 * rom[0x19];
    pnp = rom + rom[0x1a] + 256 * rom[0x1b];
    g_assert_cmphex(rom[0], ==, 0x55);
    g_assert_cmphex(rom[1], ==, 0xaa);
    g_assert_cmpuint(rom[2] * 512, ==, KERNELCARD_ROM_BYTES);
    g_assert_cmphex(sum(rom, KERNELCARD_ROM_BYTES), ==, 0);
    g_assert_cmpmem(pci, 4, "PCIR", 4);
    g_assert_cmphex(get(pci + 4), ==, 0x10f01af4);
    g_assert_cmpmem(pnp, 4, "$PnP", 4);
    g_assert_cmphex(sum(pnp, pnp[5] * 16u), ==, 0);
    kernelfile_free(f);
    g_free(path);
}

/* All RAM, without the hole below 1 MiB. */
static void test_memory_map(void)
{
    uint8_t k[FILE_BYTES];
    struct kernelfile_request r = {.ram_mib = 2048};
    const uint8_t *params;
    struct kernelfile *f;
    uint64_t ram = 0;
    char *path;

    kernel(k);
    r.kernel = path = file("kernel", k, sizeof k);
    f = kernelfile_open(&r, NULL);
    params = piece_at(kernelfile_program(f),
                      kernelfile_program(f)->argument)->bytes;
    for (unsigned i = 0; i < params[0x1e8]; i++) {
        const uint8_t *row = params + 0x2d0 + 20 * i;

        if (get(row + 16) != 1)
            continue;
        ram += get(row + 8);
        g_assert_true(get(row) + get(row + 8) <= 0xa0000 ||
                      get(row) >= MIB);
    }
    g_assert_cmpuint(ram, ==, 2048ull * MIB - MIB + 0x9fc00);
    kernelfile_free(f);
    g_free(path);
}

/* The initial RAM disk stays below what old kernels can reach. */
static void test_initrd_limit(void)
{
    uint8_t k[FILE_BYTES];
    struct kernelfile_request r = {.ram_mib = 1024};
    struct kernelfile *f;
    char *kernel_path, *disk_path;

    kernel(k);
    put(k + 0x22c, 0x37ffffff, 4);
    r.kernel = kernel_path = file("kernel", k, sizeof k);
    r.initrd = disk_path = file("disk", "12345", 5);
    f = kernelfile_open(&r, NULL);
    g_assert_nonnull(piece_at(kernelfile_program(f), 0x37fff000));
    kernelfile_free(f);
    g_free(kernel_path);
    g_free(disk_path);
}

static void refused(const struct kernelfile_request *r, const char *part)
{
    GError *err = NULL;

    g_assert_null(kernelfile_open(r, &err));
    g_assert_nonnull(err);
    if (!strstr(err->message, part))
        g_test_message("%s", err->message);
    g_assert_nonnull(strstr(err->message, part));
    g_assert_null(strchr(err->message, '\n'));
    g_error_free(err);
}

/* One change of the good header, and what must then be said. */
static void test_refusals(void)
{
    static const struct {
        unsigned off, n;
        uint32_t val;
        const char *part;
    } rows[] = {
        {0x202, 1, 'h', "no Linux kernel"},
        {0x1fe, 1, 0, "no Linux kernel"},
        {0x206, 2, 0x201, "too old"},
        {0x211, 1, 0, "loaded low"},
        {0x236, 2, 5, "64-bit"},
        {0x1f1, 1, 64, "cut short"},
        {0x260, 4, 64 * MIB, "needs 81 MiB"},
        {0x260, 4, 0xffffffff, "--memory"},
        {0x214, 4, 0x10000, "no 32-bit entry"},
        {0x214, 4, 0, "no 32-bit entry"},
        {0x238, 4, 12, "--append"},
    };
    struct kernelfile_request r = {.append = "console=ttyS0", .ram_mib = 64};
    uint8_t k[FILE_BYTES];
    char *path;

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        kernel(k);
        put(k + rows[i].off, rows[i].val, rows[i].n);
        r.kernel = path = file("kernel", k, sizeof k);
        refused(&r, rows[i].part);
        g_free(path);
    }
    for (size_t n = 0; n < 0x268; n += 0x67) {
        kernel(k);
        r.kernel = path = file("kernel", k, n);
        refused(&r, "no Linux kernel");
        g_free(path);
    }
}

static void test_missing_files(void)
{
    struct kernelfile_request r = {.ram_mib = 64};
    uint8_t k[FILE_BYTES];
    char *path, *big;

    kernel(k);
    path = file("kernel", k, sizeof k);
    r.initrd = "nowhere";
    refused(&r, "--kernel=FILE");
    r.kernel = folder;
    refused(&r, "is no file");
    r.kernel = "nowhere";
    refused(&r, "--kernel=nowhere can't be read");
    r.kernel = path;
    refused(&r, "--initrd=nowhere can't be read");
    big = file("big", k, sizeof k);
    g_assert_cmpint(truncate(big, 41 * MIB), ==, 0);
    r.initrd = big;
    refused(&r, "does not fit");
    r = (struct kernelfile_request){.append = "quiet", .ram_mib = 64};
    refused(&r, "--append is for a kernel");
    g_free(path);
    g_free(big);
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    folder = g_dir_make_tmp("kernelfile-XXXXXX", NULL);
    g_test_add_func("/kernelfile/layout", test_layout);
    g_test_add_func("/kernelfile/rom", test_rom);
    g_test_add_func("/kernelfile/memory-map", test_memory_map);
    g_test_add_func("/kernelfile/initrd-limit", test_initrd_limit);
    g_test_add_func("/kernelfile/refusals", test_refusals);
    g_test_add_func("/kernelfile/missing-files", test_missing_files);
    status = g_test_run();
    for (const char *const *n =
             (const char *const[]){"kernel", "disk", "big", NULL};
         *n; n++) {
        char *path = g_build_filename(folder, *n, NULL);

        g_remove(path);
        g_free(path);
    }
    g_rmdir(folder);
    g_free(folder);
    return status;
}
