/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_flashfs.c - files in flash: guest/flashfs, compiled for this computer.
 *
 * The flash here can lose its power at any half of any program cycle, as the
 * AT29C040A does: first half of the sector erased, then written, then all.
 */
#include <glib.h>
#include <string.h>

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"
#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"

enum { MIB = 1024 * 1024, ALWAYS = 1 << 30 };

static struct {
    struct flash flash;
    uint8_t *array;
    int steps_left; /* three a cycle; the supply fails at 0 */
    int loaded;     /* > 0: a held-up load, so many bytes get in */
    unsigned programs;
} ram;

static bool ram_read(struct flash *f, uint32_t offset, void *to, size_t n)
{
    if (offset > f->bytes || n > f->bytes - offset)
        return false;
    memcpy(to, ram.array + offset, n);
    return true;
}

static bool step(void)
{
    if (ram.steps_left > 0)
        ram.steps_left--;
    return ram.steps_left > 0;
}

static bool ram_program(struct flash *f, uint32_t offset, const void *sector)
{
    uint8_t *to = ram.array + offset;

    if (offset % 256 != 0 || offset >= f->bytes || !step())
        return false;
    ram.programs++;
    if (ram.steps_left < 3 && ram.loaded > 0) {
        memset(to, 0xff, 256);
        memcpy(to, sector, (size_t)ram.loaded);
        ram.steps_left = 0;
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

static void setup(uint32_t bytes)
{
    memset(&ram, 0, sizeof ram);
    ram.array = g_malloc(bytes);
    memset(ram.array, 0xff, bytes);
    ram.flash = (struct flash){bytes, ram_read, ram_program, NULL};
    ram.steps_left = ALWAYS;
}

static void teardown(void)
{
    g_free(ram.array);
}

static enum flashfs_status open_fs(struct flashfs *fs)
{
    return flashfs_open(fs, &ram.flash, &flashfs_layout3);
}

static char *text_of(char c, uint32_t n)
{
    char *t = g_malloc(n);

    for (uint32_t i = 0; i < n; i++)
        t[i] = (char)(c + i % 61);
    return t;
}

static void set_text(struct flashfs *fs, enum flashfs_file file, char c,
                     uint32_t n)
{
    g_autofree char *t = text_of(c, n);

    g_assert_cmpint(flashfs_set(fs, file, t, n), ==, FLASHFS_GOOD);
}

static bool holds(struct flashfs *fs, enum flashfs_file file, char c,
                  uint32_t n)
{
    g_autofree char *want = text_of(c, n), *is = g_malloc(n);
    uint32_t length;

    return flashfs_get(fs, file, is, n, &length) == FLASHFS_GOOD &&
           length == n && memcmp(is, want, n) == 0;
}

static enum flashfs_status status_of(struct flashfs *fs,
                                     enum flashfs_file file)
{
    struct flashfs_info info;

    return flashfs_look(fs, file, &info);
}

/* --- the layout -------------------------------------------------------- */

static void test_places(void)
{
    static const uint32_t sizes[] = {2 * MIB, 8 * MIB, 16 * MIB};

    for (unsigned s = 0; s < G_N_ELEMENTS(sizes); s++) {
        const struct flashfs_place *p = flashfs_layout3.places(sizes[s]);

        for (unsigned i = 0; i < FLASHFS_FILES; i++) {
            if (p[i].form == FLASHFS_FORM_NONE)
                continue;
            g_assert_cmpuint(p[i].origin % 256, ==, 0);
            g_assert_cmpuint(p[i].bytes, <=, sizes[s] - p[i].origin);
            for (unsigned k = 0; k < i; k++)
                g_assert_true(p[k].form == FLASHFS_FORM_NONE ||
                              p[k].origin + p[k].bytes <= p[i].origin ||
                              p[i].origin + p[i].bytes <= p[k].origin);
        }
    }
    g_assert_null(flashfs_layout3.places(MIB));
    g_assert_null(flashfs_layout3.places(0));
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

    for (unsigned i = 0; i < G_N_ELEMENTS(want); i++) {
        g_assert_cmpuint(flashfs_layout3.places(16 * MIB)[want[i].file].origin,
                         ==, want[i].origin);
        g_assert_cmpuint(flashfs_layout3.places(8 * MIB)[want[i].file].origin,
                         ==, want[i].origin);
    }
    g_assert_cmpint(flashfs_layout3.places(2 * MIB)[FLASHFS_PDM].form, ==,
                    FLASHFS_FORM_NONE);
}

static void test_blank(void)
{
    struct flashfs fs;
    uint32_t key[4], n;
    char c;

    setup(16 * MIB);
    g_assert_cmpint(open_fs(&fs), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_get(&fs, FLASHFS_CONFIG, &c, 1, &n), ==,
                    FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_key_get(&fs, key), ==, FLASHFS_ABSENT);
    g_assert_cmpuint(ram.programs, ==, 0);
    set_text(&fs, FLASHFS_CONFIG, 'a', 10);
    g_assert_cmpint(open_fs(&fs), ==, FLASHFS_GOOD);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'a', 10));
    teardown();
}

static void test_other_size(void)
{
    struct flashfs fs;
    struct flashfs_writer w;
    uint32_t key[4] = {1, 2, 3, 4}, got[4];

    setup(16 * MIB);
    open_fs(&fs);
    g_assert_cmpint(flashfs_key_set(&fs, key), ==, FLASHFS_GOOD);
    set_text(&fs, FLASHFS_CONFIG, 'a', 10);
    ram.flash.bytes = 8 * MIB;
    ram.programs = 0;
    g_assert_cmpint(open_fs(&fs), ==, FLASHFS_FOREIGN);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "x", 1), ==,
                    FLASHFS_FOREIGN);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 512), ==,
                    FLASHFS_FOREIGN);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_FOREIGN);
    g_assert_cmpuint(ram.programs, ==, 0);
    /* The key can be read across layouts. */
    g_assert_cmpint(flashfs_key_get(&fs, got), ==, FLASHFS_GOOD);
    g_assert_cmpuint(got[3], ==, 4);
    g_assert_cmpint(flashfs_format(&fs, true), ==, FLASHFS_GOOD);
    g_assert_cmpint(open_fs(&fs), ==, FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_key_get(&fs, got), ==, FLASHFS_GOOD);
    teardown();
}

static void test_unknown_size(void)
{
    struct flashfs fs;
    struct flashfs_writer w;
    uint32_t key[4], n;
    char c;

    setup(MIB);
    g_assert_cmpint(open_fs(&fs), ==, FLASHFS_NO_ROOM);
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
    teardown();
}

/* --- files in slots ---------------------------------------------------- */

static void test_replace(void)
{
    struct flashfs fs;
    uint32_t room;

    setup(16 * MIB);
    open_fs(&fs);
    room = flashfs_room(&fs, FLASHFS_CONFIG);
    g_assert_cmpuint(room, >=, 64 * 1024 - 256);
    for (unsigned i = 0; i < 9; i++) {
        uint32_t n = i == 8 ? room : 1 + i * 999;

        set_text(&fs, FLASHFS_CONFIG, (char)('a' + i), n);
        set_text(&fs, FLASHFS_PRIVATE, (char)('A' + i), 100 + i);
        open_fs(&fs);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, (char)('a' + i), n));
        g_assert_true(holds(&fs, FLASHFS_PRIVATE, (char)('A' + i), 100 + i));
    }
    teardown();
}

static void test_too_long(void)
{
    struct flashfs fs;
    g_autofree char *t = NULL;
    uint32_t room, n;
    char small[4];

    setup(2 * MIB);
    open_fs(&fs);
    room = flashfs_room(&fs, FLASHFS_CONFIG);
    t = text_of('a', room + 1);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, t, room + 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, t, UINT32_MAX), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_IMAGE, t, 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(ram.programs, ==, 0);
    set_text(&fs, FLASHFS_CONFIG, 'b', 5);
    g_assert_cmpint(flashfs_get(&fs, FLASHFS_CONFIG, small, 4, &n), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(n, ==, 5);
    teardown();
}

static bool contains(const char *needle)
{
    size_t n = strlen(needle);

    for (uint32_t i = 0; i + n <= ram.flash.bytes; i++)
        if (memcmp(ram.array + i, needle, n) == 0)
            return true;
    return false;
}

static void test_clear(void)
{
    struct flashfs fs;

    setup(2 * MIB);
    open_fs(&fs);
    for (unsigned i = 0; i < 3; i++)
        flashfs_set(&fs, FLASHFS_CONFIG, "enable password secret", 22);
    g_assert_true(contains("password secret"));
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_CONFIG), ==, FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_ABSENT);
    g_assert_false(contains("password secret"));
    set_text(&fs, FLASHFS_CONFIG, 'a', 300);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'a', 300));
    teardown();
}

static void test_key(void)
{
    struct flashfs fs;
    uint32_t key[4] = {0x12345678, 0, 0xffffffff, 7}, got[4] = {0};

    setup(8 * MIB);
    open_fs(&fs);
    g_assert_cmpint(flashfs_key_set(&fs, key), ==, FLASHFS_GOOD);
    open_fs(&fs);
    g_assert_cmpint(flashfs_key_get(&fs, got), ==, FLASHFS_GOOD);
    g_assert_cmpmem(got, sizeof got, key, sizeof key);
    teardown();
}

static void test_sequence_wraps(void)
{
    struct flashfs fs;
    uint8_t *header;

    setup(2 * MIB);
    open_fs(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'a', 9);
    /* The same record as if it were the last but two of the numbers. */
    header = ram.array + 0x1c0000;
    put_le32(header + 12, 0xfffffffd);
    put_le32(header + 248, crc32(0, header, 248));
    for (unsigned i = 0; i < 6; i++) {
        set_text(&fs, FLASHFS_CONFIG, (char)('b' + i), 9 + i);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, (char)('b' + i), 9 + i));
    }
    teardown();
}

/* --- power cuts -------------------------------------------------------- */

/* Puts the flash back to `before`, does `change` until its k-th step, and
 * looks at what is there after power returned. */
static unsigned each_cut(const uint8_t *before, void (*change)(void),
                         bool (*is_right)(struct flashfs *))
{
    unsigned cuts = 0;

    for (int k = 1;; k++) {
        struct flashfs fs;

        memcpy(ram.array, before, ram.flash.bytes);
        ram.steps_left = k;
        change();
        if (ram.steps_left > 0) {
            ram.steps_left = ALWAYS;
            return cuts;
        }
        cuts++;
        ram.steps_left = ALWAYS;
        open_fs(&fs);
        if (!is_right(&fs))
            g_error("after a cut at step %d", k);
    }
}

static void write_second(void)
{
    struct flashfs fs;
    g_autofree char *t = text_of('S', 700);

    open_fs(&fs);
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

    setup(2 * MIB);
    open_fs(&fs);
    flashfs_key_set(&fs, key);
    for (unsigned history = 0; history < 4; history++) {
        g_autofree uint8_t *before = NULL;

        set_text(&fs, FLASHFS_CONFIG, 'F', 900);
        before = g_memdup2(ram.array, ram.flash.bytes);
        ram.loaded = 0;
        g_assert_cmpuint(each_cut(before, write_second, is_first_or_second),
                         ==, 3 * 4);
        for (ram.loaded = 1; ram.loaded < 256; ram.loaded += 9)
            each_cut(before, write_second, is_first_or_second);
        ram.loaded = 0;
        memcpy(ram.array, before, ram.flash.bytes);
    }
    teardown();
}

static void clear_config(void)
{
    struct flashfs fs;

    open_fs(&fs);
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

    setup(2 * MIB);
    open_fs(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', 2000);
    set_text(&fs, FLASHFS_CONFIG, 'F', 900);
    before = g_memdup2(ram.array, ram.flash.bytes);
    g_assert_cmpuint(each_cut(before, clear_config, is_first_or_nothing), >,
                     3 * 5);
    teardown();
}

static void first_key(void)
{
    uint32_t key[4] = {5, 6, 7, 8};
    struct flashfs fs;

    open_fs(&fs);
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
    open_fs(fs);
    return is == FLASHFS_ABSENT &&
           flashfs_key_get(fs, key) == FLASHFS_GOOD;
}

static void test_cut_first_write(void)
{
    g_autofree uint8_t *before = NULL;

    setup(2 * MIB);
    before = g_memdup2(ram.array, ram.flash.bytes);
    g_assert_cmpuint(each_cut(before, first_key, is_key_or_nothing), ==,
                     3 * 4);
    teardown();
}

/* --- damage ------------------------------------------------------------ */

static void test_bit_flips(void)
{
    struct flashfs fs;
    unsigned damaged = 0;

    setup(2 * MIB);
    open_fs(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', 300);
    set_text(&fs, FLASHFS_CONFIG, 'F', 300);
    for (unsigned slot = 0; slot < 2; slot++) {
        for (uint32_t bit = 0; bit < (256 + 300) * 8; bit++) {
            uint8_t *at = ram.array + 0x1c0000 + slot * 0x10000 + bit / 8;

            *at ^= (uint8_t)(1 << bit % 8);
            if (!holds(&fs, FLASHFS_CONFIG, 'F', 300)) {
                g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==,
                                FLASHFS_DAMAGED);
                damaged++;
            }
            *at ^= (uint8_t)(1 << bit % 8);
        }
    }
    g_assert_cmpuint(damaged, >=, (256 + 300) * 8);
    teardown();
}

static void test_repair(void)
{
    struct flashfs fs;

    setup(2 * MIB);
    open_fs(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'E', 300);
    set_text(&fs, FLASHFS_CONFIG, 'F', 300);
    ram.array[0x1c0000 + 30] ^= 1;
    ram.array[0x1d0000 + 30] ^= 1;
    g_assert_cmpint(status_of(&fs, FLASHFS_CONFIG), ==, FLASHFS_DAMAGED);
    set_text(&fs, FLASHFS_CONFIG, 'G', 200);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'G', 200));
    ram.array[0x1b0000] ^= 1; /* the layout record */
    g_assert_cmpint(open_fs(&fs), ==, FLASHFS_DAMAGED);
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "x", 1), ==,
                    FLASHFS_DAMAGED);
    g_assert_cmpint(flashfs_format(&fs, false), ==, FLASHFS_GOOD);
    g_assert_true(holds(&fs, FLASHFS_CONFIG, 'G', 200));
    teardown();
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

/* A file that image_verify() likes, for g_free(). */
static uint8_t *make_image(uint32_t n)
{
    uint8_t *file = g_malloc0(n);
    struct image_sums sums;
    struct image im;

    memcpy(file, "PXIMAGE1", 8);
    put_le32(file + 8, 512);
    put_le32(file + 12, n);
    put_le32(file + 16, IMAGE_FIREWALL);
    for (uint32_t i = 512; i < n; i++)
        file[i] = (uint8_t)(i * 7 + i / 256);
    image_verify(file, n, &im, &sums);
    put_le16(file + 28, sums.sum);
    memcpy(file + 32, sums.md5, 16);
    return file;
}

static void test_image(void)
{
    g_autofree uint8_t *file = make_image(10 * 512);
    struct flashfs_writer w;
    struct flashfs_info info;
    struct flashfs fs;

    setup(16 * MIB);
    open_fs(&fs);
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
    g_assert_cmpmem(ram.array, 5120, file, 5120);
    g_assert_cmpint(flashfs_look(&fs, FLASHFS_IMAGE, &info), ==, FLASHFS_GOOD);
    g_assert_cmpuint(info.length, ==, 5120);
    g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 0, file, 5120), ==,
                    FLASHFS_GOOD);
    ram.array[5119] ^= 1;
    g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 0, file, 5120), ==,
                    FLASHFS_DAMAGED);
    g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 1, file + 1, 5118),
                    ==, FLASHFS_GOOD);
    teardown();
}

static void test_pdm(void)
{
    g_autofree uint8_t *file = make_image(1024);
    struct flashfs_writer w;
    struct flashfs_info info;
    struct flashfs fs;

    setup(16 * MIB);
    open_fs(&fs);
    flashfs_write_begin(&w, &fs, FLASHFS_PDM, 1024);
    flashfs_write_add(&w, file, 1024);
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
    g_assert_cmpint(flashfs_look(&fs, FLASHFS_PDM, &info), ==, FLASHFS_GOOD);
    g_assert_cmpuint(info.origin, ==, 3014656);
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_PDM), ==, FLASHFS_GOOD);
    g_assert_cmpint(status_of(&fs, FLASHFS_PDM), ==, FLASHFS_ABSENT);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_ABSENT);
    teardown();
}

static void test_image_lengths(void)
{
    struct flashfs_writer w;
    struct flashfs fs;
    uint32_t room;

    setup(2 * MIB);
    open_fs(&fs);
    room = flashfs_room(&fs, FLASHFS_IMAGE);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, room + 1), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_add(&w, "x", 1), ==, FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_PDM, 512), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpint(flashfs_write_begin(&w, &fs, FLASHFS_CONFIG, 512), ==,
                    FLASHFS_NO_ROOM);
    g_assert_cmpuint(ram.programs, ==, 0);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 300);
    g_assert_cmpint(flashfs_write_add(&w, ram.array, 301), ==,
                    FLASHFS_NO_ROOM);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 300);
    flashfs_write_add(&w, ram.array, 299);
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_DAMAGED);
    teardown();
}

static void install(void)
{
    g_autofree uint8_t *file = make_image(6 * 512);
    struct flashfs_writer w;
    struct flashfs fs;

    open_fs(&fs);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, 6 * 512);
    flashfs_write_add(&w, file, 6 * 512);
    flashfs_write_end(&w);
}

static bool rest_is_intact(struct flashfs *fs)
{
    struct image im;
    uint32_t key[4];
    enum image_verdict is =
        image_verify(ram.array, flashfs_room(fs, FLASHFS_IMAGE), &im, NULL);

    return is != IMAGE_CUT && holds(fs, FLASHFS_CONFIG, 'F', 900) &&
           flashfs_key_get(fs, key) == FLASHFS_GOOD && key[0] == 5 &&
           (is != IMAGE_GOOD || im.file_bytes == 6 * 512 ||
            im.file_bytes == 9 * 512);
}

static void test_cut_image(void)
{
    g_autofree uint8_t *before = NULL, *old = make_image(9 * 512);
    struct flashfs fs;

    setup(2 * MIB);
    first_key();
    open_fs(&fs);
    set_text(&fs, FLASHFS_CONFIG, 'F', 900);
    memcpy(ram.array, old, 9 * 512);
    before = g_memdup2(ram.array, ram.flash.bytes);
    g_assert_cmpuint(each_cut(before, install, rest_is_intact), ==, 3 * 12);
    install();
    open_fs(&fs);
    g_assert_cmpint(status_of(&fs, FLASHFS_IMAGE), ==, FLASHFS_GOOD);
    teardown();
}

#define TEST(name, function) g_test_add_func("/flashfs/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("places-don't-overlap", test_places);
    TEST("origins-are-those-of-show-flashfs", test_origins);
    TEST("blank-flash-is-empty-until-written", test_blank);
    TEST("another-layout-is-left-alone", test_other_size);
    TEST("flash-of-another-size-has-no-files", test_unknown_size);
    TEST("a-file-is-replaced-again-and-again", test_replace);
    TEST("what-does-not-fit-is-refused", test_too_long);
    TEST("clearing-leaves-no-trace", test_clear);
    TEST("the-key-is-kept", test_key);
    TEST("sequence-numbers-wrap", test_sequence_wraps);
    TEST("power-cut-configuration-is-old-or-new", test_cut_config);
    TEST("power-cut-while-clearing", test_cut_clear);
    TEST("power-cut-in-the-first-write", test_cut_first_write);
    TEST("a-flipped-bit-is-never-taken-for-contents", test_bit_flips);
    TEST("damage-ends-with-the-next-write", test_repair);
    TEST("an-image-comes-in-pieces", test_image);
    TEST("a-device-manager-beside-the-image", test_pdm);
    TEST("an-image-of-the-wrong-length-is-refused", test_image_lengths);
    TEST("power-cut-in-an-image-spares-the-rest", test_cut_image);
    return g_test_run();
}
