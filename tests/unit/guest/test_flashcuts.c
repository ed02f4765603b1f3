/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_flashcuts.c - guest/flashfs and power cuts: what is found in flash
 * after the supply failed at every half of every program cycle.
 */
#include <glib.h>
#include <string.h>

#include "guest/image/image.h"
#include "tests/unit/guest/ramflash.h"

enum { MIB = 1024 * 1024 };

/* Puts the flash back to `before`, does `change` until its k-th step, and
 * looks at what is there after power returned. */
static unsigned each_cut_from(int first, const uint8_t *before,
                              void (*change)(void),
                              bool (*is_right)(struct flashfs *))
{
    unsigned cuts = 0;

    for (int k = first;; k++) {
        struct flashfs fs;

        memcpy(ramflash.array, before, ramflash.flash.bytes);
        ramflash.steps_left = k;
        change();
        if (ramflash.steps_left > 0) {
            ramflash.steps_left = RAMFLASH_ALWAYS;
            return cuts;
        }
        cuts++;
        ramflash.steps_left = RAMFLASH_ALWAYS;
        ramflash_open(&fs);
        if (!is_right(&fs))
            g_error("after a cut at step %d", k);
    }
}

static unsigned each_cut(const uint8_t *before, void (*change)(void),
                         bool (*is_right)(struct flashfs *))
{
    return each_cut_from(1, before, change, is_right);
}

static void write_second(void)
{
    struct flashfs fs;
    g_autofree char *t = text_of('S', 700);

    ramflash_open(&fs);
    flashfs_set(&fs, FLASHFS_CONFIG, t, 700);
}

static bool is_first_or_second(struct flashfs *fs)
{
    bool ok = holds(fs, FLASHFS_CONFIG, 'F', 900) ||
              holds(fs, FLASHFS_CONFIG, 'S', 700);
    uint32_t key[4];

    ok = ok && flashfs_key_get(fs, key) == FLASHFS_GOOD && key[0] == 99;
    /* And it can be written again. */
    set_text(fs, FLASHFS_CONFIG, 'T', 800);
    return ok && holds(fs, FLASHFS_CONFIG, 'T', 800);
}

static void test_cut_config(void)
{
    uint32_t key[4] = {99};
    struct flashfs fs;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    flashfs_key_set(&fs, key);
    for (unsigned history = 0; history < 4; history++) {
        g_autofree uint8_t *before = NULL;

        set_text(&fs, FLASHFS_CONFIG, 'F', 900);
        before = g_memdup2(ramflash.array, ramflash.flash.bytes);
        ramflash.loaded = 0;
        g_assert_cmpuint(each_cut(before, write_second, is_first_or_second),
                         ==, 3 * 4);
        for (ramflash.loaded = 1; ramflash.loaded < 256; ramflash.loaded += 9)
            each_cut(before, write_second, is_first_or_second);
        ramflash.loaded = 0;
        memcpy(ramflash.array, before, ramflash.flash.bytes);
    }
    ramflash_teardown();
}

/* Records that a slot alone has no room for. */
enum { LONG = 66000 };

static void write_long(void)
{
    struct flashfs fs;
    g_autofree char *t = text_of('S', LONG);

    ramflash_open(&fs);
    flashfs_set(&fs, FLASHFS_CONFIG, t, LONG);
}

static bool is_one_of_long(struct flashfs *fs)
{
    return holds(fs, FLASHFS_CONFIG, 'F', LONG + 500) ||
           holds(fs, FLASHFS_CONFIG, 'S', LONG);
}

/* The last sectors of the slot, what goes on elsewhere, the header. */
static void test_cut_long(void)
{
    g_autofree uint8_t *before = NULL;
    struct flashfs fs;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', LONG + 9000);
    set_text(&fs, FLASHFS_CONFIG, 'F', LONG + 500);
    before = g_memdup2(ramflash.array, ramflash.flash.bytes);
    g_assert_cmpuint(each_cut_from(253 * 3, before, write_long,
                                   is_one_of_long), >, 3 * 5);
    ramflash_teardown();
}

static void clear_config(void)
{
    struct flashfs fs;

    ramflash_open(&fs);
    flashfs_clear(&fs, FLASHFS_CONFIG);
}

static bool is_first_or_nothing(struct flashfs *fs)
{
    return holds(fs, FLASHFS_CONFIG, 'F', 900) ||
           status_of(fs, FLASHFS_CONFIG) == FLASHFS_ABSENT;
}

static void test_cut_clear(void)
{
    g_autofree uint8_t *before = NULL;
    struct flashfs fs;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', 2000);
    set_text(&fs, FLASHFS_CONFIG, 'F', 900);
    before = g_memdup2(ramflash.array, ramflash.flash.bytes);
    g_assert_cmpuint(each_cut(before, clear_config, is_first_or_nothing), >,
                     3 * 5);
    ramflash_teardown();
}

static void first_key(void)
{
    uint32_t key[4] = {5, 6, 7, 8};
    struct flashfs fs;

    ramflash_open(&fs);
    flashfs_key_set(&fs, key);
}

static bool is_key_or_nothing(struct flashfs *fs)
{
    uint32_t key[4];
    enum flashfs_status is = flashfs_key_get(fs, key);

    if (fs->status != FLASHFS_ABSENT && fs->status != FLASHFS_GOOD)
        return false;
    if (is == FLASHFS_GOOD)
        return key[0] == 5 && key[3] == 8;
    first_key();
    ramflash_open(fs);
    return is == FLASHFS_ABSENT &&
           flashfs_key_get(fs, key) == FLASHFS_GOOD;
}

static void test_cut_first_write(void)
{
    g_autofree uint8_t *before = NULL;

    ramflash_setup(2 * MIB);
    before = g_memdup2(ramflash.array, ramflash.flash.bytes);
    g_assert_cmpuint(each_cut(before, first_key, is_key_or_nothing), ==,
                     3 * 4);
    ramflash_teardown();
}

static void install(void)
{
    g_autofree uint8_t *file = make_image(6 * 512);
    struct flashfs_writer w;
    struct flashfs fs;

    ramflash_open(&fs);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 6 * 512);
    flashfs_write_add(&w, file, 6 * 512);
    flashfs_write_end(&w);
}

static bool rest_is_intact(struct flashfs *fs)
{
    uint32_t key[4], room = flashfs_room(fs, FLASHFS_IMAGE);
    struct image im;
    enum image_verdict is = image_verify(ramflash.array, room, &im, NULL);

    return is != IMAGE_CUT && holds(fs, FLASHFS_CONFIG, 'F', 900) &&
           flashfs_key_get(fs, key) == FLASHFS_GOOD && key[0] == 5 &&
           (is != IMAGE_GOOD || im.file_bytes == 6 * 512 ||
            im.file_bytes == 9 * 512);
}

static void test_cut_image(void)
{
    g_autofree uint8_t *before = NULL, *old = make_image(9 * 512);
    struct flashfs fs;

    ramflash_setup(2 * MIB);
    first_key();
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'F', 900);
    memcpy(ramflash.array, old, 9 * 512);
    before = g_memdup2(ramflash.array, ramflash.flash.bytes);
    g_assert_cmpuint(each_cut(before, install, rest_is_intact), ==, 3 * 12);
    install();
    ramflash_open(&fs);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_GOOD);
    ramflash_teardown();
}

/* --- another generation's layout --------------------------------------- */

static const struct flashfs_layout *convert_to;

static void convert(void)
{
    struct flashfs fs;

    flashfs_open_any(&fs, &ramflash.flash, &flashfs_layout3);
    flashfs_convert(&fs, convert_to, NULL);
}

/* In whichever layout it is, it is whole; and converting again completes. */
static bool is_whole(struct flashfs *fs)
{
    uint32_t key[4];
    bool whole;

    flashfs_open_any(fs, &ramflash.flash, &flashfs_layout3);
    whole = fs->status == FLASHFS_GOOD &&
            holds(fs, FLASHFS_CONFIG, 'F', 900) &&
            flashfs_key_get(fs, key) == FLASHFS_GOOD && key[0] == 5 &&
            status_of(fs, FLASHFS_IMAGE) == FLASHFS_GOOD;
    convert();
    flashfs_open(fs, &ramflash.flash, convert_to);
    return whole && holds(fs, FLASHFS_CONFIG, 'F', 900);
}

static void cut_conversions(uint32_t flash_bytes)
{
    static const struct flashfs_layout *const layouts[] = {
        &flashfs_layout1, &flashfs_layout2, &flashfs_layout3};
    struct flashfs fs;

    for (unsigned from = 0; from < 3; from++)
        for (unsigned to = 0; to < 3; to++) {
            g_autofree uint8_t *before = NULL;

            if (from == to)
                continue;
            ramflash_setup(flash_bytes);
            convert_to = layouts[from];
            first_key();
            ramflash_open(&fs);
            set_text(&fs, FLASHFS_CONFIG, 'O', 700);
            set_text(&fs, FLASHFS_CONFIG, 'F', 900);
            install();
            convert();
            before = g_memdup2(ramflash.array, ramflash.flash.bytes);
            convert_to = layouts[to];
            g_assert_cmpuint(each_cut(before, convert, is_whole), >, 3 * 8);
            ramflash_teardown();
        }
}

static void test_cut_convert(void)
{
    cut_conversions(2 * MIB);
    cut_conversions(8 * MIB);
}

#define TEST(name, function) g_test_add_func("/flashcuts/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("configuration-is-old-or-new", test_cut_config);
    TEST("a-long-configuration-too", test_cut_long);
    TEST("clearing-leaves-all-or-nothing", test_cut_clear);
    TEST("the-first-write-of-all", test_cut_first_write);
    TEST("an-image-spares-the-rest", test_cut_image);
    TEST("from-each-generation-to-each", test_cut_convert);
    return g_test_run();
}
