/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_flashfs.c - files in flash: guest/flashfs, compiled for this computer.
 * Power cuts are in test_flashcuts.c. */
#define _GNU_SOURCE /* memmem */
#include <glib.h>
#include <string.h>

#include "guest/image/image.h"
#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"
#include "tests/unit/guest/ramflash.h"

enum { MIB = 1024 * 1024 };

/* --- the layout -------------------------------------------------------- */

/* What long contents go on with is nobody else's, and fits. */
static void check_more(const struct flashfs_place *p, unsigned i,
                       uint32_t bytes)
{
    uint32_t begin = p[i].more.origin;
    uint32_t end = begin + p[i].slots * p[i].more.apart;

    g_assert_cmpuint(begin % (128 * 1024), ==, 0);
    g_assert_cmpuint(p[i].more.apart % (128 * 1024), ==, 0);
    g_assert_cmpuint(p[i].more.bytes, <=, p[i].more.apart);
    g_assert_cmpuint(end, <=, bytes);
    for (unsigned k = 0; k < FLASHFS_FILES; k++) {
        for (unsigned s = 0; s < (p[k].slots ? p[k].slots : 1); s++) {
            uint32_t at = p[k].origin + s * p[k].apart;

            g_assert_true(at >= end || at + p[k].bytes <= begin);
        }
    }
}

static void check_places(const struct flashfs_place *p, uint32_t bytes)
{
    for (unsigned i = 0; i < FLASHFS_FILES; i++) {
        if (p[i].form == FLASHFS_FORM_NONE)
            continue;
        g_assert_cmpuint(p[i].origin % 256, ==, 0);
        g_assert_cmpuint(p[i].bytes, <=, bytes - p[i].origin);
        if (p[i].more.bytes)
            check_more(p, i, bytes);
        for (unsigned k = 0; k < i; k++)
            g_assert_true(p[k].form == FLASHFS_FORM_NONE ||
                          p[k].origin + p[k].bytes <= p[i].origin ||
                          p[i].origin + p[i].bytes <= p[k].origin);
    }
}

static const struct flashfs_layout *const layouts[] = {
    &flashfs_layout1, &flashfs_layout2, &flashfs_layout3};

static void test_places(void)
{
    static const uint32_t sizes[] = {2 * MIB, 8 * MIB, 16 * MIB};

    for (unsigned g = 0; g < G_N_ELEMENTS(layouts); g++) {
        for (unsigned s = 0; s < G_N_ELEMENTS(sizes); s++)
            check_places(flashfs_places(layouts[g], sizes[s], 0), sizes[s]);
        g_assert_cmpuint(layouts[g]->generation, ==, g + 1);
        check_places(flashfs_places(layouts[g], 16 * MIB, 128 * 1024),
                     16 * MIB);
        g_assert_null(flashfs_places(layouts[g], MIB, 0));
        g_assert_null(flashfs_places(layouts[g], 0, 0));
    }
}

/* Key and layout record, not the configuration. */
static void test_generations(void)
{
    static const uint32_t kinds[][2] = {
        {2 * MIB, 0}, {16 * MIB, 0}, {16 * MIB, 128 * 1024}};

    for (unsigned g = 0; g < 2; g++)
        for (unsigned k = 0; k < G_N_ELEMENTS(kinds); k++) {
            const struct flashfs_place *old, *new;

            old = flashfs_places(layouts[g], kinds[k][0], kinds[k][1]);
            new = flashfs_places(layouts[g + 1], kinds[k][0], kinds[k][1]);
            g_assert_cmpmem(&old[FLASHFS_KEY], sizeof *old,
                            &new[FLASHFS_KEY], sizeof *new);
            g_assert_cmpmem(&old[FLASHFS_LAYOUT], sizeof *old,
                            &new[FLASHFS_LAYOUT], sizeof *new);
            g_assert_cmpuint(old[FLASHFS_IMAGE].origin, ==, 0);
            g_assert_cmpuint(old[FLASHFS_CONFIG].origin, !=,
                             new[FLASHFS_CONFIG].origin);
        }
}

/* No two generations have configuration or private data in the same place, or
 * converting could not keep the old ones. */
static void test_apart(void)
{
    static const enum flashfs_file carried[] = {FLASHFS_CONFIG,
                                                FLASHFS_PRIVATE};
    struct flashfs_place all[8] = {{0}};

    for (unsigned s = 0; s < 2; s++) {
        unsigned n = 0;

        for (unsigned g = 0; g < G_N_ELEMENTS(layouts); g++)
            for (unsigned i = 0; i < G_N_ELEMENTS(carried); i++)
                all[n++] = flashfs_places(layouts[g], s ? 2 * MIB : 16 * MIB,
                                              0)[carried[i]];
        for (unsigned a = 0; a < n; a++)
            for (unsigned b = 0; b < a; b++)
                g_assert_true(!all[a].form || !all[b].form ||
                              all[a].origin + all[a].bytes <= all[b].origin ||
                              all[b].origin + all[b].bytes <= all[a].origin);
    }
}

/* --- from one generation to another ------------------------------------ */

static enum flashfs_status open_as(struct flashfs *fs, unsigned generation)
{
    return flashfs_open(fs, &ramflash.flash, layouts[generation - 1]);
}

static void fill(struct flashfs *fs)
{
    uint32_t key[4] = {1, 2, 3, 4};
    g_autofree uint8_t *image = make_image(40 * 512);
    struct flashfs_writer w;

    g_assert_cmpint(flashfs_key_set(fs, key), ==, FLASHFS_GOOD);
    set_text(fs, FLASHFS_CONFIG, 'o', 400);
    set_text(fs, FLASHFS_CONFIG, 'c', 40000);
    set_text(fs, FLASHFS_SEED, 's', 40);
    if (flashfs_room(fs, FLASHFS_PRIVATE))
        set_text(fs, FLASHFS_PRIVATE, 'p', 3000);
    for (unsigned i = 0; i < 2; i++) {
        flashfs_write_begin(&w, fs, i ? FLASHFS_PDM : FLASHFS_IMAGE, 40 * 512);
        flashfs_write_add(&w, image, 40 * 512);
        flashfs_write_end(&w);
    }
}

static void check_converted(struct flashfs *fs, bool private)
{
    uint32_t key[4];

    g_assert_cmpint(flashfs_key_get(fs, key), ==, FLASHFS_GOOD);
    g_assert_cmpuint(key[3], ==, 4);
    g_assert_true(holds(fs, FLASHFS_CONFIG, 'c', 40000));
    g_assert_true(holds(fs, FLASHFS_SEED, 's', 40));
    g_assert_cmpint(status_of(fs, FLASHFS_IMAGE), ==, FLASHFS_GOOD);
    if (private && flashfs_room(fs, FLASHFS_PRIVATE))
        g_assert_true(holds(fs, FLASHFS_PRIVATE, 'p', 3000));
    else if (flashfs_room(fs, FLASHFS_PRIVATE))
        g_assert_cmpint(status_of(fs, FLASHFS_PRIVATE), ==, FLASHFS_ABSENT);
    if (flashfs_room(fs, FLASHFS_PDM))
        g_assert_cmpint(status_of(fs, FLASHFS_PDM), ==, FLASHFS_ABSENT);
}

/* From each generation to each and back; nothing but the image and the new
 * places holds anything of the old ones. */
static void convert_pair(uint32_t bytes, unsigned from, unsigned to)
{
    bool private = from > 1 && to > 1;
    g_autofree char *text = text_of('c', 300);
    struct flashfs fs;
    unsigned found = 0;

    ramflash_setup(bytes);
    open_as(&fs, from);
    fill(&fs);
    g_assert_cmpint(flashfs_convert(&fs, layouts[to - 1], NULL), ==,
                    FLASHFS_GOOD);
    check_converted(&fs, private);
    g_assert_cmpint(open_as(&fs, to), ==, FLASHFS_GOOD);
    check_converted(&fs, private);
    for (const uint8_t *p = ramflash.array;
         (p = memmem(p, (size_t)(ramflash.array + bytes - p), text, 300)); p++)
        found += (p - ramflash.array) % 256 == 0;
    g_assert_cmpuint(found, ==, 1 + (40000 - 300) / (256 * 61)); /* one copy */
    g_assert_cmpint(open_as(&fs, from), ==, FLASHFS_FOREIGN);
    g_assert_cmpuint(flashfs_generation(&fs), ==, to);
    g_assert_cmpint(flashfs_open_any(&fs, &ramflash.flash, layouts[2]), ==,
                    FLASHFS_GOOD);
    g_assert_cmpuint(fs.layout->generation, ==, to);
    g_assert_cmpint(flashfs_convert(&fs, layouts[from - 1], NULL), ==,
                    FLASHFS_GOOD);
    check_converted(&fs, private);
    ramflash_teardown();
}

static void test_convert(void)
{
    static const uint32_t sizes[] = {2 * MIB, 8 * MIB, 16 * MIB};

    for (unsigned s = 0; s < G_N_ELEMENTS(sizes); s++)
        for (unsigned from = 1; from <= 3; from++)
            for (unsigned to = 1; to <= 3; to++)
                if (from != to)
                    convert_pair(sizes[s], from, to);
}

/* An earlier release leaves the layout of a later one alone, but for image
 * and key. */
static void test_later_layout(void)
{
    uint32_t key[4] = {5, 6, 7, 8};
    struct flashfs fs;

    ramflash_setup(8 * MIB);
    open_as(&fs, 3);
    fill(&fs);
    g_assert_cmpint(flashfs_open_any(&fs, &ramflash.flash, layouts[1]), ==,
                    FLASHFS_FOREIGN);
    g_assert_cmpuint(fs.layout->generation, ==, 2);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_FOREIGN);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "x", 1), ==,
                    FLASHFS_FOREIGN);
    g_assert_cmpint(flashfs_key_set(&fs, key), ==, FLASHFS_GOOD);
    open_as(&fs, 3);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'c', 40000));
    g_assert_true(holds(&fs, FLASHFS_PRIVATE, 'p', 3000));
    /* Formatting gives it up: it does not come back with the layout. */
    open_as(&fs, 1);
    g_assert_cmpint(flashfs_convert(&fs, layouts[0], NULL), ==,
                    FLASHFS_GOOD);
    g_assert_cmpint(flashfs_convert(&fs, layouts[2], NULL), ==,
                    FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_PRIVATE), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_PDM), ==, FLASHFS_ABSENT);
    ramflash_teardown();
}

/* What is damaged, or in the way. */
static void test_no_conversion(void)
{
    struct flashfs fs, was;
    struct flashfs_writer w;
    bool lost = false;
    uint32_t at;

    ramflash_setup(8 * MIB);
    open_as(&fs, 3);
    fill(&fs);
    at = fs.place[FLASHFS_CONFIG].origin + 64 * 1024 + 256;
    ramflash.array[at + 7] ^= 1;
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_DAMAGED);
    was = fs;
    g_assert_cmpint(flashfs_convert(&fs, layouts[1], NULL), ==,
                    FLASHFS_DAMAGED);
    g_assert_cmpmem(&fs, sizeof fs, &was, sizeof was);
    g_assert_cmpint(flashfs_convert(&fs, layouts[1], &lost), ==,
                    FLASHFS_GOOD);
    g_assert_true(lost);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_true(holds(&fs, FLASHFS_PRIVATE, 'p', 3000));
    ramflash_teardown();

    ramflash_setup(8 * MIB);
    open_as(&fs, 3);
    at = flashfs_places(layouts[1], 8 * MIB, 0)[FLASHFS_IMAGE].bytes + 512;
    {
        g_autofree uint8_t *image = make_image(at);

        flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, at);
        flashfs_write_add(&w, image, at);
        g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
    }
    ramflash.programs = 0;
    g_assert_cmpint(flashfs_convert(&fs, layouts[1], NULL), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(ramflash.programs, ==, 0);
    ramflash_teardown();
}

static void test_origins(void)
{
    static const struct {
        enum flashfs_file file;
        uint32_t origin;
    } want[] = {
        {FLASHFS_IMAGE, 0},
        {FLASHFS_CONFIG, 2883584},
        {FLASHFS_PDM, 3014656},
        {FLASHFS_CRASH, 8257536},
    };
    const struct flashfs_place
        *huge = flashfs_places(&flashfs_layout3, 16 * MIB, 0),
        *large = flashfs_places(&flashfs_layout3, 8 * MIB, 0),
        *small = flashfs_places(&flashfs_layout3, 2 * MIB, 0);

    for (unsigned i = 0; i < G_N_ELEMENTS(want); i++) {
        g_assert_cmpuint(huge[want[i].file].origin, ==, want[i].origin);
        g_assert_cmpuint(large[want[i].file].origin, ==, want[i].origin);
    }
    g_assert_cmpint(small[FLASHFS_PDM].form, ==, FLASHFS_FORM_NONE);
}

static void test_blank(void)
{
    struct flashfs fs;
    uint32_t key[4], n;
    char c;

    ramflash_setup(16 * MIB);
    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_get(&fs, FLASHFS_CONFIG, &c, 1, &n), ==,
                    FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_key_get(&fs, key), ==, FLASHFS_ABSENT);
    g_assert_cmpuint(ramflash.programs, ==, 0);
    set_text(&fs, FLASHFS_CONFIG, 'a', 10);
    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_GOOD);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'a', 10));
    ramflash_teardown();
}

static void test_other_size(void)
{
    struct flashfs fs;
    struct flashfs_writer w;
    uint32_t key[4] = {1, 2, 3, 4}, got[4];

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    g_assert_cmpint(flashfs_key_set(&fs, key), ==, FLASHFS_GOOD);
    set_text(&fs, FLASHFS_CONFIG, 'a', 10);
    ramflash.flash.bytes = 8 * MIB;
    ramflash.programs = 0;
    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_FOREIGN);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "x", 1), ==,
                    FLASHFS_FOREIGN);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 512), ==,
                    FLASHFS_FOREIGN);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_FOREIGN);
    g_assert_cmpuint(ramflash.programs, ==, 0);
    /* The key can be read across layouts. */
    g_assert_cmpint(flashfs_key_get(&fs, got), ==, FLASHFS_GOOD);
    g_assert_cmpuint(got[3], ==, 4);
    g_assert_cmpint(flashfs_format(&fs, true), ==, FLASHFS_GOOD);
    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_key_get(&fs, got), ==, FLASHFS_GOOD);
    ramflash_teardown();
}

static void test_unknown_size(void)
{
    struct flashfs fs;
    struct flashfs_writer w;
    uint32_t key[4], n;
    char c;

    ramflash_setup(MIB);
    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "x", 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_get(&fs, FLASHFS_CONFIG, &c, 1, &n), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_key_get(&fs, key), ==, FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_CONFIG), ==, FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_format(&fs, true), ==, FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 512), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_NO_ROOM);
    ramflash_teardown();
}

/* --- files in slots ---------------------------------------------------- */

static void test_replace(void)
{
    struct flashfs fs;
    uint32_t room;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    room = flashfs_room(&fs, FLASHFS_CONFIG);
    g_assert_cmpuint(room, >=, 64 * 1024 - 256);
    for (unsigned i = 0; i < 9; i++) {
        uint32_t n = i == 8 ? room : 1 + i * 999;

        set_text(&fs, FLASHFS_CONFIG, (char)('a' + i), n);
        set_text(&fs, FLASHFS_PRIVATE, (char)('A' + i), 100 + i);
        ramflash_open(&fs);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, (char)('a' + i), n));
        g_assert_true(holds(&fs, FLASHFS_PRIVATE, (char)('A' + i), 100 + i));
    }
    ramflash_teardown();
}

static void test_too_long(void)
{
    struct flashfs fs;
    g_autofree char *t = NULL;
    uint32_t room, n;
    char small[4];

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    room = flashfs_room(&fs, FLASHFS_CONFIG);
    t = text_of('a', room + 1);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, t, room + 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, t, UINT32_MAX), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_IMAGE, t, 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(ramflash.programs, ==, 0);
    set_text(&fs, FLASHFS_CONFIG, 'b', 5);
    g_assert_cmpint(flashfs_get(&fs, FLASHFS_CONFIG, small, 4, &n), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(n, ==, 5);
    ramflash_teardown();
}

static bool contains(const char *needle)
{
    size_t n = strlen(needle);

    for (uint32_t i = 0; i + n <= ramflash.flash.bytes; i++)
        if (memcmp(ramflash.array + i, needle, n) == 0)
            return true;
    return false;
}

static void test_clear(void)
{
    struct flashfs fs;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    for (unsigned i = 0; i < 3; i++)
        flashfs_set(&fs, FLASHFS_CONFIG, "enable password secret", 22);
    g_assert_true(contains("password secret"));
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_CONFIG), ==, FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_false(contains("password secret"));
    set_text(&fs, FLASHFS_CONFIG, 'a', 300);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'a', 300));
    ramflash_teardown();
}

static void test_key(void)
{
    struct flashfs fs;
    uint32_t key[4] = {0x12345678, 0, 0xffffffff, 7}, got[4] = {0};

    ramflash_setup(8 * MIB);
    ramflash_open(&fs);
    g_assert_cmpint(flashfs_key_set(&fs, key), ==, FLASHFS_GOOD);
    ramflash_open(&fs);
    g_assert_cmpint(flashfs_key_get(&fs, got), ==, FLASHFS_GOOD);
    g_assert_cmpmem(got, sizeof got, key, sizeof key);
    ramflash_teardown();
}

static void test_sequence_wraps(void)
{
    struct flashfs fs;
    uint8_t *header;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'a', 9);
    /* The same record as if it were the last but two of the numbers. */
    header = ramflash.array + 0x1c0000;
    put_le32(header + 12, 0xfffffffd);
    put_le32(header + 248, crc32(0, header, 248));
    for (unsigned i = 0; i < 6; i++) {
        set_text(&fs, FLASHFS_CONFIG, (char)('b' + i), 9 + i);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, (char)('b' + i), 9 + i));
    }
    ramflash_teardown();
}

/* --- damage ------------------------------------------------------------ */

static void test_bit_flips(void)
{
    struct flashfs fs;
    unsigned damaged = 0;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', 300);
    set_text(&fs, FLASHFS_CONFIG, 'F', 300);
    for (unsigned slot = 0; slot < 2; slot++) {
        for (uint32_t bit = 0; bit < (256 + 300) * 8; bit++) {
            uint8_t *at = ramflash.array + 0x1c0000 + slot * 0x10000 + bit / 8;

            *at ^= (uint8_t)(1 << bit % 8);
            if (!holds(&fs, FLASHFS_CONFIG, 'F', 300)) {
                g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==,
                                FLASHFS_DAMAGED);
                damaged++;
            }
            *at ^= (uint8_t)(1 << bit % 8);
        }
    }
    /* Both headers, and the contents of the newer one. */
    g_assert_cmpuint(damaged, ==, (256 + 300 + 256) * 8);
    ramflash_teardown();
}

static void test_repair(void)
{
    struct flashfs fs;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', 300);
    set_text(&fs, FLASHFS_CONFIG, 'F', 300);
    ramflash.array[0x1c0000 + 30] ^= 1;
    ramflash.array[0x1d0000 + 30] ^= 1;
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_DAMAGED);
    set_text(&fs, FLASHFS_CONFIG, 'G', 200);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'G', 200));
    ramflash.array[0x1b0000] ^= 1; /* the layout record */
    g_assert_cmpint(ramflash_open(&fs), ==, FLASHFS_DAMAGED);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "x", 1), ==,
                    FLASHFS_DAMAGED);
    g_assert_cmpint(flashfs_format(&fs, false), ==, FLASHFS_GOOD);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'G', 200));
    ramflash_teardown();
}

/* --- images ------------------------------------------------------------ */

static uint32_t progress_calls, progress_last;

static void note_progress(void *far, uint32_t done, uint32_t total)
{
    (void)far;
    g_assert_cmpuint(done, >, progress_last);
    g_assert_cmpuint(done, <=, total);
    progress_last = done;
    progress_calls++;
}

static void test_image(void)
{
    g_autofree uint8_t *file = make_image(10 * 512);
    struct flashfs_writer w;
    struct flashfs_info info;
    struct flashfs fs;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 5120), ==,
                    FLASHFS_GOOD);
    progress_calls = progress_last = 0;
    w.progress = note_progress;
    for (uint32_t at = 0, n = 1; at < 5120; at += n, n = n * 3 % 701 + 1) {
        n = MIN(n, 5120 - at);
        g_assert_cmpint(flashfs_write_add(&w, file + at, n), ==,
                        FLASHFS_GOOD);
    }
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
    g_assert_cmpuint(progress_calls, ==, 20);
    g_assert_cmpmem(ramflash.array, 5120, file, 5120);
    g_assert_cmpint(flashfs_look(&fs, FLASHFS_IMAGE, &info), ==, FLASHFS_GOOD);
    g_assert_cmpuint(info.length, ==, 5120);
    g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 0, file, 5120), ==,
                    FLASHFS_GOOD);
    ramflash.array[5119] ^= 1;
    g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 0, file, 5120), ==,
                    FLASHFS_DAMAGED);
    g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 1, file + 1, 5118),
                    ==, FLASHFS_GOOD);
    ramflash_teardown();
}

static void test_pdm(void)
{
    g_autofree uint8_t *file = make_image(1024);
    struct flashfs_writer w;
    struct flashfs_info info;
    struct flashfs fs;

    ramflash_setup(16 * MIB);
    ramflash_open(&fs);
    flashfs_write_begin(&w, &fs, FLASHFS_PDM, 1024);
    flashfs_write_add(&w, file, 1024);
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
    g_assert_cmpint(flashfs_look(&fs, FLASHFS_PDM, &info), ==, FLASHFS_GOOD);
    g_assert_cmpuint(info.origin, ==, 3014656);
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_PDM), ==, FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_PDM), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_ABSENT);
    ramflash_teardown();
}

static void test_image_lengths(void)
{
    struct flashfs_writer w;
    struct flashfs fs;
    uint32_t room;

    ramflash_setup(2 * MIB);
    ramflash_open(&fs);
    room = flashfs_room(&fs, FLASHFS_IMAGE);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, room + 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_add(&w, "x", 1), ==, FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_PDM, 512), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_CONFIG, 512), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(ramflash.programs, ==, 0);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 300);
    g_assert_cmpint(flashfs_write_add(&w, ramflash.array, 301), ==,
                    FLASHFS_NO_ROOM);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 300);
    flashfs_write_add(&w, ramflash.array, 299);
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_DAMAGED);
    ramflash_teardown();
}

#define TEST(name, function) g_test_add_func("/flashfs/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("places-don't-overlap", test_places);
    TEST("generations-share-key-and-layout-record", test_generations);
    TEST("generations-keep-their-files-apart", test_apart);
    TEST("from-each-generation-to-each", test_convert);
    TEST("the-layout-of-a-later-release", test_later_layout);
    TEST("nothing-to-convert-safely", test_no_conversion);
    TEST("origins-are-those-of-show-flashfs", test_origins);
    TEST("blank-flash-is-empty-until-written", test_blank);
    TEST("another-layout-is-left-alone", test_other_size);
    TEST("flash-of-another-size-has-no-files", test_unknown_size);
    TEST("a-file-is-replaced-again-and-again", test_replace);
    TEST("what-does-not-fit-is-refused", test_too_long);
    TEST("clearing-leaves-no-trace", test_clear);
    TEST("the-key-is-kept", test_key);
    TEST("sequence-numbers-wrap", test_sequence_wraps);
    TEST("a-flipped-bit-is-never-taken-for-contents", test_bit_flips);
    TEST("damage-ends-with-the-next-write", test_repair);
    TEST("an-image-comes-in-pieces", test_image);
    TEST("a-device-manager-beside-the-image", test_pdm);
    TEST("an-image-of-the-wrong-length-is-refused", test_image_lengths);
    return g_test_run();
}
