/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_flashfs.c - flash that anything may have written, and files in it.  The
 * first byte: the program's layout, and whether flash is erased in blocks.
 * What is set and reported good is read back the same, and nothing is read
 * into more room than there is.
 */
#include <glib.h>
#include <string.h>

#include "guest/image/image.h"
#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/guest/ramflash.h"

enum {
    SMALL = 2 << 20, HUGE = 16 << 20, SECTOR = FLASH_SECTOR_BYTES,
    STEPS_MAX = 40, ROOM = 4096,
};

static const struct flashfs_layout *const layouts[] = {
    &flashfs_layout1, &flashfs_layout2, &flashfs_layout3};

static uint32_t inside(struct feed *f, const struct flashfs_place *p)
{
    uint32_t bytes = ramflash.flash.bytes;
    uint32_t at = p ? p->origin + feed32(f) % (p->bytes + 1) : feed32(f);

    return MIN(at, bytes - SECTOR) / SECTOR * SECTOR;
}

/* A slot's header whose own check is right. */
static void header(struct flashfs *fs, struct feed *f)
{
    unsigned file = feed8(f) % FLASHFS_FILES;
    const struct flashfs_place *p = fs->place ? &fs->place[file] : NULL;
    uint8_t *h = ramflash.array + inside(f, p);
    uint32_t length;

    memset(h, 0, SECTOR);
    memcpy(h, "PXRECORD", 8);
    put_le32(h + 8, feed8(f) % 16 ? file : feed8(f));
    put_le32(h + 12, feed32(f));
    length = feed8(f) & 1 ? feed32(f) : feed8(f);
    put_le32(h + 16, length);
    put_le32(h + 20, feed8(f) & 1 || length > SECTOR
                         ? feed32(f) : crc32(0, h + SECTOR, length));
    put_le32(h + SECTOR - 8, crc32(0, h, SECTOR - 8));
}

static void bytes(struct flashfs *fs, struct feed *f)
{
    const struct flashfs_place *p =
        fs->place ? &fs->place[feed8(f) % FLASHFS_FILES] : NULL;
    uint8_t *at = ramflash.array + inside(f, p) + feed8(f) % SECTOR;

    for (unsigned n = feed8(f) % SECTOR; n-- && f->left;) {
        if (at < ramflash.array + ramflash.flash.bytes)
            *at++ = feed8(f);
    }
}

static void set(struct flashfs *fs, struct feed *f)
{
    enum flashfs_file file = feed8(f) % FLASHFS_KEY;
    uint32_t n = 1 + feed32(f) % ROOM, length = 0; /* 0: as cleared */
    static uint8_t from[ROOM + 1], back[ROOM + 1];

    memset(from, feed8(f), n);
    if (!fs->place || fs->place[file].form != FLASHFS_FORM_SLOTS ||
        flashfs_set(fs, file, from, n) != FLASHFS_GOOD)
        return;
    g_assert_cmpuint(flashfs_get(fs, file, back, sizeof back, &length), ==,
                     FLASHFS_GOOD);
    g_assert_cmpmem(back, length, from, n);
}

static void write_image(struct flashfs *fs, struct feed *f)
{
    static struct flashfs_writer w;
    static const uint8_t some[SECTOR * 3];
    uint32_t total = feed8(f) & 1 ? feed32(f) : feed8(f) * 16u;

    if (!fs->place || flashfs_write_begin(&w, fs,
                                          feed8(f) & 1 ? FLASHFS_PDM
                                                       : FLASHFS_IMAGE,
                                          total) != FLASHFS_GOOD)
        return;
    for (unsigned n = feed8(f) % 8; n--;)
        flashfs_write_add(&w, some, feed32(f) % sizeof some);
    flashfs_write_end(&w);
}

static void step(struct flashfs *fs, struct feed *f)
{
    uint32_t key[4] = {1, 2, 3, 4}, back[4];
    bool lost = false;

    switch (feed8(f) % 8) {
    case 0:
        header(fs, f);
        break;
    case 1:
        bytes(fs, f);
        break;
    case 2:
        set(fs, f);
        break;
    case 3:
        if (fs->place)
            flashfs_clear(fs, feed8(f) % FLASHFS_KEY);
        break;
    case 4:
        if (fs->place && flashfs_key_set(fs, key) == FLASHFS_GOOD)
            g_assert_true(flashfs_key_get(fs, back) == FLASHFS_GOOD &&
                          !memcmp(key, back, sizeof key));
        break;
    case 5:
        write_image(fs, f);
        break;
    case 6:
        if (fs->place)
            flashfs_convert(fs, layouts[feed8(f) % 3],
                            feed8(f) & 1 ? &lost : NULL);
        break;
    case 7:
        if (fs->place)
            flashfs_format(fs, feed8(f) & 1);
        break;
    }
}

static void look_at_all(struct flashfs *fs)
{
    static uint8_t to[ROOM];
    uint32_t key[4], length;

    for (unsigned file = 0; fs->place && file < FLASHFS_FILES; file++) {
        struct flashfs_info at;

        flashfs_look(fs, file, &at);
        if (fs->place[file].form != FLASHFS_FORM_SLOTS)
            continue;
        flashfs_is_cleared(fs, file);
        if (flashfs_get(fs, file, to, sizeof to, &length) == FLASHFS_GOOD)
            g_assert_cmpuint(length, <=, sizeof to);
    }
    if (fs->place)
        flashfs_key_get(fs, key);
    flashfs_generation(fs);
}

/* The image that lies there, as the BIOS looks at it. */
static void verify(const struct flashfs *fs)
{
    const uint8_t *at;
    struct image_sums sums;
    struct image image;

    if (!fs->place)
        return;
    at = ramflash.array + fs->place[FLASHFS_IMAGE].origin;
    if (image_parse(&image, at, IMAGE_HEADER_BYTES) == IMAGE_GOOD)
        image_verify(at, MIN(fs->place[FLASHFS_IMAGE].bytes, 65536), &image,
                     &sums);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    uint8_t which = feed8(&f);
    struct flashfs fs = {0};

    if (which % 16 == 15) /* now and then: so much takes long to clear */
        ramflash_setup_blocks(HUGE);
    else
        ramflash_setup(SMALL);
    for (unsigned i = 0; i < STEPS_MAX && f.left; i++) {
        flashfs_open_any(&fs, &ramflash.flash, layouts[which % 3]);
        step(&fs, &f);
        look_at_all(&fs);
    }
    verify(&fs);
    ramflash_teardown();
}
