/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernelfile.c - lays a kernel out in memory; see kernelfile.h.
 *
 * Source: "The Linux/x86 Boot Protocol" and "Zero Page" of the kernel's
 * documentation (arch/x86).  The setup header is read at its place in the
 * file, 1F1h, which is also its place in the boot parameters.
 */
#include "host/kernelfile.h"

#include <stdbool.h>
#include <string.h>

#include "host/readfile.h"
#include "host/report.h"

enum {
    KIB = 1024,
    MIB = 1024 * 1024,
    PAGE = 4096,
    SECTOR = 512,
    FILE_MOST = 1 << 30,

    /* The unit's memory; docs/hardware.md, "Memory". */
    LOW_RAM_END = 0xa0000,
    LOW_RESERVED = 0x9fc00, /* a ROM may keep its data there */
    PARAMS_PA = 0x90000,
    CMDLINE_PA = 0x91000,
    CMDLINE_MOST = 0x8000,
};

/* Offsets in the file and in the boot parameters. */
enum {
    SCREEN_EXT_MEM_K = 0x002,
    ALT_MEM_K = 0x1e0,
    E820_ENTRIES = 0x1e8,
    SETUP_SECTS = 0x1f1,
    BOOT_FLAG = 0x1fe,
    HEADER_END = 0x201, /* how far the header reaches, from 202h */
    HEADER_MAGIC = 0x202,
    VERSION = 0x206,
    LOADER_TYPE = 0x210,
    LOAD_FLAGS = 0x211,
    CODE32_START = 0x214,
    INITRD_IMAGE = 0x218,
    INITRD_SIZE = 0x21c,
    COMMAND_LINE = 0x228,
    INITRD_MOST = 0x22c,
    RELOCATABLE = 0x234,
    XLOAD_FLAGS = 0x236,
    CMDLINE_SIZE = 0x238,
    PREFERRED = 0x258,
    INIT_SIZE = 0x260,
    HEADER_LEAST = 0x268,
    E820_TABLE = 0x2d0,

    LOADED_HIGH = 1,
    KERNEL_64 = 1,
    LOADER_UNKNOWN = 0xff,
    E820_RAM = 1,
    E820_RESERVED = 2,
};

extern const uint8_t kernelrom[KERNELCARD_ROM_BYTES]; /* kernelrom.S */

struct kernelfile {
    GBytes *kernel, *initrd;
    char *cmdline;
    uint8_t params[PAGE];
    struct kernelcard_program program;
};

/* What the header promises, whatever version it is. */
struct header {
    uint16_t version;
    size_t setup_bytes;
    uint32_t load, initrd_top, cmdline_most;
    uint64_t needs_until; /* RAM up to here is the kernel's */
};

static uint32_t get(const uint8_t *at, unsigned n)
{
    return n ? at[0] | get(at + 1, n - 1) << 8 : 0;
}

static void put(uint8_t *at, uint32_t val, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        at[i] = (uint8_t)(val >> (8 * i));
}

/* --- the kernel ---------------------------------------------------------- */

static bool is_kernel(const uint8_t *k, size_t n)
{
    return n >= HEADER_LEAST && get(k + BOOT_FLAG, 2) == 0xaa55 &&
           !memcmp(k + HEADER_MAGIC, "HdrS", 4);
}

static void read_header(struct header *h, const uint8_t *k, size_t n)
{
    unsigned sectors = k[SETUP_SECTS] ? k[SETUP_SECTS] : 4;

    h->version = (uint16_t)get(k + VERSION, 2);
    h->setup_bytes = (sectors + 1) * SECTOR;
    h->load = get(k + CODE32_START, 4);
    h->needs_until = (uint64_t)h->load + (n - MIN(n, h->setup_bytes));
    h->initrd_top = 0x37ffffff;
    h->cmdline_most = 255;
    if (h->version >= 0x0203)
        h->initrd_top = get(k + INITRD_MOST, 4);
    if (h->version >= 0x0206)
        h->cmdline_most = MIN(get(k + CMDLINE_SIZE, 4), CMDLINE_MOST);
    if (h->version >= 0x020a) /* where it unpacks itself */
        h->needs_until = MAX(h->needs_until,
                             (uint64_t)get(k + PREFERRED, 4) +
                                 get(k + INIT_SIZE, 4));
}

/* Can what comes behind the real-mode part be entered as it was loaded? */
static bool check_entry(const struct kernelfile_request *r,
                        const struct header *h, const uint8_t *k,
                        GError **err)
{
    if (h->version < 0x0202)
        return refuse(err, "--kernel=%s is too old to be started here: boot "
                           "protocol %u.%02u; use a bzImage of protocol 2.02 "
                           "or later", r->kernel, h->version >> 8,
                      h->version & 0xff);
    if (!(k[LOAD_FLAGS] & LOADED_HIGH))
        return refuse(err, "--kernel=%s is loaded low, as a zImage is; use a "
                           "bzImage", r->kernel);
    if (h->load < MIB)
        return refuse(err, "--kernel=%s begins in real mode and has no 32-bit "
                           "entry, as iPXE's .lkrn has none; use a bzImage, "
                           "or iPXE's .rom as --option-rom", r->kernel);
    return true;
}

static bool check_kernel(const struct kernelfile_request *r,
                         const struct header *h, const uint8_t *k, size_t n,
                         GError **err)
{
    uint64_t ram = (uint64_t)r->ram_mib * MIB;

    if (!check_entry(r, h, k, err))
        return false;
    if (h->version >= 0x020c && (get(k + XLOAD_FLAGS, 2) & KERNEL_64))
        return refuse(err, "--kernel=%s is a 64-bit kernel; these processors "
                           "need a 32-bit one", r->kernel);
    if (n <= h->setup_bytes)
        return refuse(err, "--kernel=%s is cut short: %zu bytes, and its "
                           "first part alone has %zu", r->kernel, n,
                      h->setup_bytes);
    if (h->needs_until > ram)
        return refuse(err, "--kernel=%s needs %u MiB of RAM; the unit has "
                           "%u: give --memory=MIB", r->kernel,
                      (unsigned)(h->needs_until / MIB + 1), r->ram_mib);
    return true;
}

/* --- its parameters ------------------------------------------------------ */

static void describe_memory(uint8_t *params, unsigned ram_mib)
{
    const uint32_t rows[][3] = {
        {0, LOW_RESERVED, E820_RAM},
        {LOW_RESERVED, LOW_RAM_END - LOW_RESERVED, E820_RESERVED},
        {0xf0000, 0x10000, E820_RESERVED},
        {MIB, (ram_mib - 1) * MIB, E820_RAM},
    };
    uint32_t above_1m = (ram_mib - 1) * KIB;

    params[E820_ENTRIES] = G_N_ELEMENTS(rows);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint8_t *row = params + E820_TABLE + 20 * i;

        put(row, rows[i][0], 4);
        put(row + 8, rows[i][1], 4);
        put(row + 16, rows[i][2], 4);
    }
    put(params + SCREEN_EXT_MEM_K, MIN(above_1m, 0xfc00), 2);
    put(params + ALT_MEM_K, above_1m, 4);
}

static void fill_params(struct kernelfile *f, const uint8_t *k,
                        unsigned ram_mib)
{
    size_t end = HEADER_MAGIC + k[HEADER_END];

    memcpy(f->params + SETUP_SECTS, k + SETUP_SECTS,
           MIN(end, E820_TABLE) - SETUP_SECTS);
    f->params[LOADER_TYPE] = LOADER_UNKNOWN;
    put(f->params + COMMAND_LINE, CMDLINE_PA, 4);
    describe_memory(f->params, ram_mib);
}

static void add_piece(struct kernelfile *f, uint32_t pa, const void *bytes,
                      size_t n)
{
    struct kernelcard_program *p = &f->program;

    p->piece[p->pieces++] = (struct kernelcard_piece){pa, bytes, n};
}

/* --- the RAM disk -------------------------------------------------------- */

/* As high as both sides allow: out of the way of the unpacked kernel. */
static bool place_initrd(struct kernelfile *f,
                         const struct kernelfile_request *r,
                         const struct header *h, GError **err)
{
    uint64_t top = MIN((uint64_t)r->ram_mib * MIB,
                       (uint64_t)h->initrd_top + 1);
    gsize n;
    const uint8_t *bytes = g_bytes_get_data(f->initrd, &n);
    uint64_t at = n < top ? (top - n) & ~(uint64_t)(PAGE - 1) : 0;

    if (at < h->needs_until)
        return refuse(err, "--initrd=%s does not fit: its %zu bytes and the "
                           "%u MiB of the kernel are more than %u MiB of "
                           "RAM; give --memory=MIB", r->initrd, n,
                      (unsigned)(h->needs_until / MIB + 1),
                      (unsigned)(top / MIB));
    put(f->params + INITRD_IMAGE, (uint32_t)at, 4);
    put(f->params + INITRD_SIZE, (uint32_t)n, 4);
    add_piece(f, (uint32_t)at, bytes, n);
    return true;
}

/* --- together ------------------------------------------------------------ */

static bool lay_out(struct kernelfile *f, const struct kernelfile_request *r,
                    GError **err)
{
    struct header h;
    gsize n;
    const uint8_t *k = g_bytes_get_data(f->kernel, &n);

    if (!is_kernel(k, n))
        return refuse(err, "--kernel=%s is no Linux kernel for a PC; name a "
                           "bzImage, such as /boot/vmlinuz", r->kernel);
    read_header(&h, k, n);
    if (!check_kernel(r, &h, k, n, err))
        return false;
    if (strlen(f->cmdline) > h.cmdline_most)
        return refuse(err, "--append has %zu characters; %s takes %u",
                      strlen(f->cmdline), r->kernel, h.cmdline_most);
    fill_params(f, k, r->ram_mib);
    add_piece(f, h.load, k + h.setup_bytes, n - h.setup_bytes);
    add_piece(f, CMDLINE_PA, f->cmdline, strlen(f->cmdline) + 1);
    if (f->initrd && !place_initrd(f, r, &h, err))
        return false;
    add_piece(f, PARAMS_PA, f->params, sizeof f->params);
    f->program.entry = h.load;
    f->program.argument = PARAMS_PA;
    f->program.rom = kernelrom;
    return true;
}

struct kernelfile *kernelfile_open(const struct kernelfile_request *r,
                                   GError **err)
{
    struct kernelfile *f = g_new0(struct kernelfile, 1);
    bool ok;

    f->cmdline = g_strdup(r->append ? r->append : "");
    if (!r->kernel) {
        refuse(err, "--%s is for a kernel; name one with --kernel=FILE",
               r->initrd ? "initrd" : "append");
        kernelfile_free(f);
        return NULL;
    }
    f->kernel = readfile("kernel", r->kernel, "a bzImage", FILE_MOST, err);
    ok = f->kernel != NULL;
    if (ok && r->initrd) {
        f->initrd = readfile("initrd", r->initrd, "an initial RAM disk",
                             FILE_MOST, err);
        ok = f->initrd != NULL;
    }
    if (ok && lay_out(f, r, err))
        return f;
    kernelfile_free(f);
    return NULL;
}

void kernelfile_free(struct kernelfile *f)
{
    if (!f)
        return;
    if (f->kernel)
        g_bytes_unref(f->kernel);
    if (f->initrd)
        g_bytes_unref(f->initrd);
    g_free(f->cmdline);
    g_free(f);
}

const struct kernelcard_program *kernelfile_program(const struct kernelfile *f)
{
    return &f->program;
}
