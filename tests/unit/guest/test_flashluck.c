/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_flashluck.c - guest/flashfs at random: files are stored and cleared,
 * layouts changed, and the supply fails again and again, so that what one cut
 * left is what the next one meets.
 *
 * Whatever was under way is done or never began; everything else is as it was.
 * With SOAK in the environment (`make soak`) it goes on a hundred times as
 * long.
 */
#include <glib.h>

#include "tests/unit/guest/ramflash.h"

enum { MIB = 1024 * 1024, ROUNDS = 600, CUTS_LEAST = 100 };

static const enum flashfs_file files[] = {FLASHFS_CONFIG, FLASHFS_PRIVATE,
                                          FLASHFS_KEY, FLASHFS_SEED};
static const struct flashfs_layout *const layouts[] = {
    &flashfs_layout1, &flashfs_layout2, &flashfs_layout3};

/* What should be there. */
struct contents {
    char letter; /* 0: nothing */
    uint32_t n;
};

struct model {
    const struct flashfs_layout *layout; /* NULL: blank */
    struct contents of[FLASHFS_FILES];
};

static GRand *chance;
static struct model is, next;

static uint32_t below(uint32_t n)
{
    return (uint32_t)g_rand_int_range(chance, 0, (int)n);
}

/* --- what is done ------------------------------------------------------ */

/* Steps of ramflash in which a change may be cut off, at most. */
static int steps_of(uint32_t bytes)
{
    int sectors = (int)(bytes / FLASH_SECTOR_BYTES) + 4;

    return sectors * (ramflash.flash.block_bytes ? 16 : 3);
}

static void let_fail_within(int steps)
{
    ramflash.loaded = below(4) ? 0 : 1 + (int)below(255);
    ramflash.steps_left = below(3) ? 1 + (int)below((uint32_t)steps)
                                   : RAMFLASH_ALWAYS;
}

static enum flashfs_status store(struct flashfs *fs, enum flashfs_file file)
{
    uint32_t room = flashfs_room(fs, file);
    struct contents c = {(char)('a' + below(26)),
                         1 + below(below(3) ? MIN(room, 3000) : room)};
    g_autofree char *text = text_of(c.letter, c.n);

    if (!next.layout)
        next.layout = &flashfs_layout3;
    next.of[file] = c;
    let_fail_within(steps_of(c.n));
    return flashfs_set(fs, file, text, c.n);
}

static enum flashfs_status clear(struct flashfs *fs, enum flashfs_file file)
{
    next.of[file] = (struct contents){0};
    let_fail_within(100);
    return flashfs_clear(fs, file);
}

/* A configuration that the other layout has no room for stays. */
static enum flashfs_status convert(struct flashfs *fs)
{
    const struct flashfs_layout *to = layouts[below(3)];
    const struct flashfs_place *places = flashfs_places(
        to, ramflash.flash.bytes, ramflash.flash.block_bytes);
    struct flashfs other = {.flash = &ramflash.flash, .place = places};

    if (is.of[FLASHFS_CONFIG].n > flashfs_room(&other, FLASHFS_CONFIG))
        return FLASHFS_GOOD;
    next.layout = to;
    if (to == &flashfs_layout1) /* it has no place for them */
        next.of[FLASHFS_PRIVATE] = (struct contents){0};
    let_fail_within(steps_of(is.of[FLASHFS_CONFIG].n + 4000));
    return flashfs_convert(fs, to, NULL);
}

static enum flashfs_status change(struct flashfs *fs)
{
    enum flashfs_file file = files[below(G_N_ELEMENTS(files))];

    if (is.layout && below(5) == 0)
        return convert(fs);
    if (!flashfs_room(fs, file))
        return FLASHFS_GOOD;
    return is.layout && below(6) == 0 ? clear(fs, file) : store(fs, file);
}

/* --- what is there ----------------------------------------------------- */

static bool has(struct flashfs *fs, enum flashfs_file file,
                const struct contents *c)
{
    enum flashfs_status status = status_of(fs, file);

    return c->letter ? holds(fs, file, c->letter, c->n)
                     : status == FLASHFS_ABSENT || status == FLASHFS_NO_ROOM;
}

static bool agrees(const struct model *m)
{
    struct flashfs fs;
    bool all = true;

    flashfs_open_any(&fs, &ramflash.flash, &flashfs_layout3);
    if (!m->layout)
        return fs.status == FLASHFS_ABSENT;
    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++)
        all = all && has(&fs, files[i], &m->of[files[i]]);
    return all && fs.status == FLASHFS_GOOD && fs.layout == m->layout;
}

/* The first write of all may have come no further than to the layout. */
static bool only_began(void)
{
    is.layout = next.layout;
    return agrees(&is);
}

static bool look(bool cut)
{
    if (agrees(&next)) {
        is = next;
        return true;
    }
    return cut && (agrees(&is) || (!is.layout && only_began()));
}

static void go_on(uint32_t flash_bytes, unsigned seed)
{
    unsigned rounds = g_getenv("SOAK") ? 100 * ROUNDS : ROUNDS, cuts = 0;

    chance = g_rand_new_with_seed(seed);
    is = (struct model){0};
    for (unsigned round = 0; round < rounds; round++) {
        struct flashfs fs;
        enum flashfs_status status;
        bool cut;

        flashfs_open_any(&fs, &ramflash.flash, &flashfs_layout3);
        next = is;
        status = change(&fs);
        cut = ramflash.steps_left == 0;
        ramflash.steps_left = RAMFLASH_ALWAYS;
        cuts += cut;
        if (!look(cut) || (!cut && status != FLASHFS_GOOD))
            g_error("%u MiB: round %u, %s, %s", flash_bytes / MIB, round,
                    cut ? "cut off" : "not cut off",
                    flashfs_status_text(status));
    }
    g_assert_cmpuint(cuts, >=, CUTS_LEAST);
    g_rand_free(chance);
    ramflash_teardown();
}

static void test_sectors(gconstpointer mib)
{
    ramflash_setup(GPOINTER_TO_UINT(mib) * MIB);
    go_on(ramflash.flash.bytes, 2113);
}

static void test_blocks(void)
{
    ramflash_setup_blocks(16 * MIB);
    go_on(ramflash.flash.bytes, 2113);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_data_func("/flashluck/2-mib", GUINT_TO_POINTER(2),
                         test_sectors);
    g_test_add_data_func("/flashluck/8-mib", GUINT_TO_POINTER(8),
                         test_sectors);
    g_test_add_data_func("/flashluck/16-mib", GUINT_TO_POINTER(16),
                         test_sectors);
    g_test_add_func("/flashluck/16-mib-in-blocks", test_blocks);
    return g_test_run();
}
