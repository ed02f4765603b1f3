/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_flashlong.c - configurations that a slot alone has no room for.  Power
 * cuts are in test_flashcuts.c. */
#include <glib.h>

#include "tests/unit/guest/ramflash.h"

enum { MIB = 1024 * 1024 };

/* Longer than a slot, longer still, short: nothing is left of the others. */
static void test_long(void)
{
    static const uint32_t lengths[] = {300000, 65281, 65280, 1048320, 100};
    struct flashfs fs;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
        set_text(&fs, FLASHFS_CONFIG, (char)('a' + i), lengths[i]);
        ramflash_open(&fs);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, (char)('a' + i),
                            lengths[i]));
    }
    g_assert_cmpuint(flashfs_room(&fs, FLASHFS_CONFIG), ==, 1048320);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "", 1048321), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_CONFIG), ==, FLASHFS_GOOD);
    for (uint32_t at = 0x800000; at < 0xa00000; at++)
        g_assert_cmpuint(ramflash.array[at], ==, 0xff);
    ramflash_teardown();
}

/* An earlier layout has no room for it: nothing is done. */
static void test_long_stays(void)
{
    struct flashfs fs;
    bool lost = false;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'l', 70000);
    g_assert_cmpint(flashfs_convert(&fs, &flashfs_layout2, &lost), ==,
                    FLASHFS_NO_ROOM);
    ramflash_open(&fs);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'l', 70000));
    ramflash_teardown();
}

/* One bit of what lies elsewhere. */
static void test_long_damaged(void)
{
    struct flashfs fs;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'l', 70000);
    ramflash.array[0x800000 + 3000] ^= 1;
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_DAMAGED);
    ramflash_teardown();
}

#define TEST(name, function) g_test_add_func("/flashlong/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("one-after-the-other", test_long);
    TEST("no-earlier-layout-takes-it", test_long_stays);
    TEST("damage-is-seen", test_long_damaged);
    return g_test_run();
}
