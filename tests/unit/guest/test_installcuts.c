/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_installcuts.c - the loader's installation and power cuts.
 *
 * A unit that has image, key and configuration gets a new image and a new
 * key; the supply fails at some half of some program cycle.  Whatever the
 * moment: the configuration is whole, the key old or new, the image old, new
 * or noticed to be neither, and a second installation completes.
 *
 * `make check` takes some hundred moments spread over all of it; with SOAK in
 * the environment (`make soak`) every one is tried.
 */
#include <string.h>

#include "guest/licence/licence.h"
#include "guest/loader/install.h"
#include "tests/unit/guest/ramflash.h"
#include "tests/unit/guest/typist.h"

enum {
    MIB = 1024 * 1024,
    SERIAL = 12345678,
    OLD_BYTES = 500 * 512,
    NEW_BYTES = 1200 * 512,
    CONFIG_BYTES = 3000,
    CUTS = 300,
};

struct words {
    uint32_t key[4];
    char text[4][9];
};

static struct words old_key, new_key;
static uint8_t *old_image, *new_image, *before;
static struct image image;

static void make_key(struct words *w, enum licence_type type)
{
    struct licence l;

    licence_of_type(&l, type);
    l.format = 2;
    g_assert_true(licence_make(SERIAL, &l, w->key));
    for (int i = 0; i < 4; i++)
        g_snprintf(w->text[i], sizeof w->text[i], "%08x", w->key[i]);
}

static bool has_key(struct flashfs *fs, const struct words *w)
{
    uint32_t key[4];

    return flashfs_key_get(fs, key) == FLASHFS_GOOD &&
           memcmp(key, w->key, sizeof key) == 0;
}

/* 0: 16 MiB in blocks. */
static void fill(uint32_t flash_bytes)
{
    struct flashfs_writer w;
    struct flashfs fs;

    if (flash_bytes)
        ramflash_setup(flash_bytes);
    else
        ramflash_setup_blocks(16 * MIB);
    ramflash_open(&fs);
    flashfs_key_set(&fs, old_key.key);
    set_text(&fs, FLASHFS_CONFIG, 'F', CONFIG_BYTES);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, OLD_BYTES);
    flashfs_write_add(&w, old_image, OLD_BYTES);
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
    before = g_memdup2(ramflash.array, ramflash.flash.bytes);
}

/* With the new key. */
static enum install_result install_both(struct flashfs *fs)
{
    const char *typed[] = {"y", new_key.text[0], new_key.text[1],
                           new_key.text[2], new_key.text[3], NULL};

    ramflash_open(fs);
    typist_begin(typed);
    return install(fs, &flashfs_layout3, SERIAL, KEY_ON_REQUEST, &image,
                   new_image);
}

/* The key that is there is kept: it is not asked for word by word. */
static enum install_result install_again(struct flashfs *fs)
{
    static const char *const typed[] = {"n", NULL};

    ramflash_open(fs);
    typist_begin(typed);
    return install(fs, &flashfs_layout3, SERIAL, KEY_ON_REQUEST, &image,
                   new_image);
}

static bool image_is(const uint8_t *file, uint32_t n)
{
    return memcmp(ramflash.array, file, n) == 0;
}

static void look_after_cut(void)
{
    struct flashfs fs;
    struct image im;

    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_GOOD);
    g_assert_true(has_key(&fs, &old_key) || has_key(&fs, &new_key));
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'F', CONFIG_BYTES));
    switch (image_verify(ramflash.array, flashfs_room(&fs, FLASHFS_IMAGE),
                         &im, NULL)) {
    case IMAGE_GOOD:
        g_assert_true(image_is(old_image, OLD_BYTES) ||
                      image_is(new_image, NEW_BYTES));
        break;
    case IMAGE_CUT:
        g_error("the image ends beyond its place");
    default:
        break;
    }
}

static void look_after_second(struct flashfs *fs, const struct words *key)
{
    ramflash_open(fs);
    g_assert_true(has_key(fs, key));
    g_assert_true(holds(fs, FLASHFS_CONFIG, 'F', CONFIG_BYTES));
    g_assert_true(image_is(new_image, NEW_BYTES));
}

/* False: it was over before that. */
static bool cut_at(int step)
{
    const struct words *key;
    struct flashfs fs;

    memcpy(ramflash.array, before, ramflash.flash.bytes);
    ramflash.steps_left = step;
    if (install_both(&fs) == INSTALL_DONE)
        return false;
    ramflash.steps_left = RAMFLASH_ALWAYS;
    look_after_cut();
    key = has_key(&fs, &new_key) ? &new_key : &old_key;
    g_assert_cmpint(install_again(&fs), ==, INSTALL_DONE);
    look_after_second(&fs, key);
    return true;
}

static void cut(uint32_t flash_bytes)
{
    bool all = g_getenv("SOAK") != NULL;
    struct flashfs fs;
    unsigned cuts = 0;
    int steps, stride;

    fill(flash_bytes);
    ramflash.steps_left = RAMFLASH_ALWAYS;
    g_assert_cmpint(install_both(&fs), ==, INSTALL_DONE);
    steps = ramflash_steps();
    stride = all ? 1 : MAX(1, steps / CUTS);
    for (int step = 1; cut_at(step); step += stride) {
        cuts++;
        if (g_test_failed())
            g_error("after a cut at step %d", step);
    }
    g_test_message("%u cuts, %d steps", cuts, steps);
    g_assert_cmpuint(cuts, >=, all ? (unsigned)steps - 1 : CUTS - 1);
    ramflash.steps_left = RAMFLASH_ALWAYS;
    ramflash_teardown();
    g_free(before);
}

static void test_small(void)
{
    cut(2 * MIB);
}

static void test_large(void)
{
    cut(8 * MIB);
}

static void test_blocks(void)
{
    cut(0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    make_key(&old_key, LICENCE_RESTRICTED);
    make_key(&new_key, LICENCE_UNRESTRICTED);
    old_image = make_image_of(OLD_BYTES, 1);
    new_image = make_image_of(NEW_BYTES, 2);
    g_assert_cmpint(image_verify(new_image, NEW_BYTES, &image, NULL), ==,
                    IMAGE_GOOD);
    image.major = 6;
    image.minor = 2;
    g_test_add_func("/installcuts/flash-of-2-mib", test_small);
    g_test_add_func("/installcuts/flash-of-8-mib", test_large);
    g_test_add_func("/installcuts/flash-in-blocks", test_blocks);
    return g_test_run();
}
