/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ramflash.c - flash in memory; see ramflash.h. */
#include "tests/unit/guest/ramflash.h"

#include <glib.h>
#include <string.h>

#include "guest/image/image.h"
#include "guest/lib/bytes.h"

enum { BUFFER = 32, BLOCK = 128 * 1024 };

struct ramflash ramflash;

static bool ram_read(struct flash *f, uint32_t offset, void *to, size_t n)
{
    if (offset > f->bytes || n > f->bytes - offset)
        return false;
    memcpy(to, ramflash.array + offset, n);
    return true;
}

static bool step(void)
{
    if (ramflash.steps_left > 0)
        ramflash.steps_left--;
    return ramflash.steps_left > 0;
}

static bool ram_program(struct flash *f, uint32_t offset, const void *sector)
{
    uint8_t *to = ramflash.array + offset;

    if (offset % 256 != 0 || offset >= f->bytes || !step())
        return false;
    ramflash.programs++;
    if (ramflash.steps_left < 3 && ramflash.loaded > 0) {
        memset(to, 0xff, 256);
        memcpy(to, sector, (size_t)ramflash.loaded);
        ramflash.steps_left = 0;
        return false;
    }
    memset(to, 0xff, 128);
    if (!step())
        return false;
    memset(to, 0xff, 256);
    memcpy(to, sector, 128);
    if (!step())
        return false;
    memcpy(to, sector, 256);
    return true;
}

static bool is_blank(const uint8_t *p)
{
    for (unsigned i = 0; i < BUFFER; i++)
        if (p[i] != 0xff)
            return false;
    return true;
}

/* Bits only become 0. */
static bool program_half(uint8_t *to, const uint8_t *from)
{
    if (!step())
        return false;
    for (unsigned i = 0; i < BUFFER / 2; i++)
        to[i] &= from[i];
    return true;
}

/* As the driver does it: what is blank is left out. */
static bool program_in_block(struct flash *f, uint32_t offset,
                             const void *sector)
{
    uint8_t *to = ramflash.array + offset;
    const uint8_t *from = sector;

    if (offset % 256 != 0 || offset >= f->bytes)
        return false;
    ramflash.programs++;
    for (unsigned at = 0; at < 256; at += BUFFER)
        if (!is_blank(from + at) &&
            !(program_half(to + at, from + at) &&
              program_half(to + at + BUFFER / 2, from + at + BUFFER / 2)))
            return false;
    return memcmp(to, from, 256) == 0;
}

static bool erase_block(struct flash *f, uint32_t offset)
{
    if (offset % BLOCK != 0 || offset >= f->bytes)
        return false;
    for (unsigned half = 0; half < 2; half++) {
        if (!step())
            return false;
        memset(ramflash.array + offset + half * BLOCK / 2, 0xff, BLOCK / 2);
    }
    return true;
}

void ramflash_setup_blocks(uint32_t bytes)
{
    ramflash_setup(bytes);
    ramflash.flash.program = program_in_block;
    ramflash.flash.erase = erase_block;
    ramflash.flash.block_bytes = BLOCK;
}

/* That of a flash that is gone: a fuzzer makes thousands, and pages from the
 * kernel would take most of its time. */
static uint8_t *spare;
static uint32_t spare_bytes, array_bytes;

static uint8_t *take_array(uint32_t bytes)
{
    uint8_t *array = spare_bytes == bytes ? spare : g_malloc(bytes);

    if (array == spare)
        spare_bytes = 0;
    array_bytes = bytes;
    return memset(array, 0xff, bytes);
}

void ramflash_setup(uint32_t bytes)
{
    memset(&ramflash, 0, sizeof ramflash);
    ramflash.array = take_array(bytes);
    ramflash.flash = (struct flash){.bytes = bytes,
                                     .read = ram_read,
                                     .program = ram_program};
    ramflash.steps_left = RAMFLASH_ALWAYS;
}

int ramflash_steps(void)
{
    return RAMFLASH_ALWAYS - ramflash.steps_left;
}

void ramflash_teardown(void)
{
    if (spare_bytes)
        g_free(spare);
    spare = ramflash.array;
    spare_bytes = array_bytes;
}

enum flashfs_status ramflash_open(struct flashfs *fs)
{
    return flashfs_open(fs, &ramflash.flash, &flashfs_layout3);
}

char *text_of(char c, uint32_t n)
{
    char *t = g_malloc(n);

    for (uint32_t i = 0; i < n; i++)
        t[i] = (char)(c + i % 61);
    return t;
}

void set_text(struct flashfs *fs, enum flashfs_file file, char c,
                     uint32_t n)
{
    g_autofree char *t = text_of(c, n);

    g_assert_cmpint(flashfs_set(fs, file, t, n), ==, FLASHFS_GOOD);
}

bool holds(struct flashfs *fs, enum flashfs_file file, char c,
                  uint32_t n)
{
    g_autofree char *want = text_of(c, n), *is = g_malloc(n);
    uint32_t length;

    return flashfs_get(fs, file, is, n, &length) == FLASHFS_GOOD &&
           length == n && memcmp(is, want, n) == 0;
}

enum flashfs_status status_of(struct flashfs *fs,
                                     enum flashfs_file file)
{
    struct flashfs_info info;

    return flashfs_look(fs, file, &info);
}

uint8_t *make_image(uint32_t n)
{
    return make_image_of(n, 0);
}

uint8_t *make_image_of(uint32_t n, unsigned variety)
{
    uint8_t *file = g_malloc0(n);
    struct image_sums sums;
    struct image im;

    memcpy(file, "PXIMAGE1", 8);
    put_le32(file + 8, 512);
    put_le32(file + 12, n);
    put_le32(file + 16, IMAGE_FIREWALL);
    put_le32(file + 20, 6 | 2 << 8 | 1 << 16);
    put_le32(file + 24, 3);
    for (uint32_t i = 512; i < n; i++)
        file[i] = (uint8_t)(i * (7 + 2 * variety) + i / 256);
    image_verify(file, n, &im, &sums);
    put_le16(file + 28, sums.sum);
    memcpy(file + 32, sums.md5, 16);
    return file;
}
