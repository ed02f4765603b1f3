/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_loader.c - installing an image, with flash in memory and somebody at
 * the console who has made up his mind. */
#include <glib.h>
#include <string.h>

#include "guest/licence/licence.h"
#include "guest/loader/install.h"
#include "guest/loader/strings.h"
#include "tests/unit/guest/typist.h"

enum { MIB = 1024 * 1024, FLASH_BYTES = 2 * MIB, FILE_BYTES = 300 * 1024 };
enum { SERIAL = 12345678 };

#define heard(text) (strstr(typist_said->str, text) != NULL)

/* --- flash ------------------------------------------------------------- */

static uint8_t cells[FLASH_BYTES];
static unsigned programs, fail_at; /* fail_at 0: never */
static int spoil_at = -1;          /* this byte reads wrong */

static bool cells_read(struct flash *f, uint32_t offset, void *to, size_t n)
{
    if (offset > f->bytes || n > f->bytes - offset)
        return false;
    memcpy(to, cells + offset, n);
    if (spoil_at >= 0 && (uint32_t)spoil_at >= offset &&
        (uint32_t)spoil_at - offset < n)
        ((uint8_t *)to)[(uint32_t)spoil_at - offset] ^= 1;
    return true;
}

static bool cells_program(struct flash *f, uint32_t offset,
                          const void *sector)
{
    (void)f;
    if (++programs == fail_at)
        return false;
    memcpy(cells + offset, sector, FLASH_SECTOR_BYTES);
    return true;
}

static struct flash flash = {.bytes = FLASH_BYTES,
                             .read = cells_read,
                             .program = cells_program};
static struct flashfs fs;
static uint8_t file[FILE_BYTES];
static struct image image;

static void blank(void)
{
    memset(cells, 0xff, sizeof cells);
    for (unsigned i = 0; i < FILE_BYTES; i++)
        file[i] = (uint8_t)(i * 7 + i / 256);
    memset(&image, 0, sizeof image);
    image.file_bytes = FILE_BYTES;
    image.major = 6;
    image.minor = 2;
    image.maintenance = 1;
    programs = fail_at = 0;
    spoil_at = -1;
    flashfs_open(&fs, &flash, &flashfs_layout3);
}

static enum install_result run(const char *const *typed)
{
    typist_begin(typed);
    return install(&fs, &flashfs_layout3, SERIAL, KEY_ON_REQUEST, &image,
                   file);
}

static uint32_t image_origin(void)
{
    struct flashfs_info info = {0};

    flashfs_look(&fs, FLASHFS_IMAGE, &info);
    return fs.place[FLASHFS_IMAGE].origin;
}

struct words {
    char text[4][16];
    const char *typed[5];
};

static void make_key(uint32_t serial, uint32_t key[4], struct words *w)
{
    struct licence l;

    licence_of_type(&l, LICENCE_UNRESTRICTED);
    l.format = 2;
    g_assert_true(licence_make(serial, &l, key));
    for (int i = 0; i < 4; i++) {
        g_snprintf(w->text[i], sizeof w->text[i], "%s%x", i % 2 ? "0x" : "",
                   key[i]);
        w->typed[i] = w->text[i];
    }
    w->typed[4] = NULL;
}

/* --- tests ------------------------------------------------------------- */

static void test_words(void)
{
    uint32_t key[4], stored[4];
    struct words words;

    blank();
    make_key(SERIAL, key, &words);
    g_assert_cmpint(run(words.typed), ==, INSTALL_DONE);
    g_assert_true(g_str_has_prefix(
        typist_said->str, "Installing to flash\n"
                   "Serial Number: 12345678 (0xbc614e)\n"
                   "Enter Activation Key\nPart 1 of 4: "));
    g_assert_true(heard("Writing 307200 bytes image into flash...\n"));
    g_assert_cmpint(flashfs_key_get(&fs, stored), ==, FLASHFS_GOOD);
    g_assert_cmpmem(stored, sizeof stored, key, sizeof key);
    g_assert_cmpmem(cells + image_origin(), FILE_BYTES, file, FILE_BYTES);
}

static void test_wrong_words(void)
{
    uint32_t key[4], other[4], stored[4];
    struct words right, wrong;
    const char *typed[16];
    unsigned n = 0;

    blank();
    make_key(SERIAL, key, &right);
    make_key(SERIAL + 1, other, &wrong);
    typed[n++] = "2345678ab";
    typed[n++] = "nonsense";
    for (int i = 0; i < 4; i++)
        typed[n++] = wrong.text[i];
    for (int i = 0; i < 4; i++)
        typed[n++] = right.text[i];
    typed[n] = NULL;
    g_assert_cmpint(run(typed), ==, INSTALL_DONE);
    g_assert_true(heard("Part 1 of 4: 2345678ab\n" STR_KEY_WORD_BAD
                        "\nPart 1 of 4: nonsense\n" STR_KEY_WORD_BAD));
    g_assert_true(heard(STR_KEY_BAD "\nEnter Activation Key\n"));
    g_assert_null(*typist_answers);
    g_assert_cmpint(flashfs_key_get(&fs, stored), ==, FLASHFS_GOOD);
    g_assert_cmpmem(stored, sizeof stored, key, sizeof key);
}

/* As pixkey prints it, pasted at the first question; not at a later one, and
 * not with a word that is too wide. */
static void test_whole_key(void)
{
    uint32_t key[4], stored[4];
    struct words words;
    char line[64];
    const char *typed[] = {"0x1 0x2 0x3 0x123456789", line, NULL};
    const char *later[] = {"12345678", line, "", NULL};

    blank();
    make_key(SERIAL, key, &words);
    g_snprintf(line, sizeof line, "0x%08x 0x%08x 0x%08x 0x%08x", key[0],
               key[1], key[2], key[3]);
    g_assert_cmpint(run(typed), ==, INSTALL_DONE);
    g_assert_true(heard(STR_KEY_WORD_BAD "\nPart 1 of 4: 0x"));
    g_assert_false(heard("Part 2"));
    g_assert_cmpint(flashfs_key_get(&fs, stored), ==, FLASHFS_GOOD);
    g_assert_cmpmem(stored, sizeof stored, key, sizeof key);
    blank();
    g_assert_cmpint(run(later), ==, INSTALL_DONE);
    g_assert_true(heard(STR_KEY_WORD_BAD "\nPart 2 of 4: "));
    g_assert_cmpint(flashfs_key_get(&fs, stored), ==, FLASHFS_ABSENT);
}

static void test_skip(void)
{
    static const char *const typed[] = {"12345678", "", NULL};
    uint32_t stored[4];

    blank();
    g_assert_cmpint(run(typed), ==, INSTALL_DONE);
    g_assert_true(heard(STR_KEY_SKIPPED));
    g_assert_cmpint(flashfs_key_get(&fs, stored), ==, FLASHFS_ABSENT);
    g_assert_cmpmem(cells + image_origin(), FILE_BYTES, file, FILE_BYTES);
}

static void test_keep(void)
{
    static const char *const no[] = {"", NULL};
    uint32_t key[4], stored[4];
    struct words words;

    blank();
    make_key(SERIAL, key, &words);
    run(words.typed);
    g_assert_cmpint(run(no), ==, INSTALL_DONE);
    g_assert_true(heard(STR_ASK_KEY));
    g_assert_false(heard("Part 1"));
    g_assert_cmpint(flashfs_key_get(&fs, stored), ==, FLASHFS_GOOD);
    g_assert_cmpmem(stored, sizeof stored, key, sizeof key);
}

static void test_no_room(void)
{
    static const char *const none[] = {NULL};
    static uint8_t was[FLASH_BYTES];

    blank();
    memset(cells, 0x5a, sizeof cells);
    memcpy(was, cells, sizeof was);
    image.file_bytes = FLASH_BYTES;
    g_assert_cmpint(run(none), ==, INSTALL_REFUSED);
    g_assert_true(heard("The image needs 2097152 bytes"));
    g_assert_cmpuint(programs, ==, 0);
    g_assert_true(memcmp(cells, was, sizeof was) == 0);
}

static void test_fails(void)
{
    static const char *const skip[] = {"", NULL};

    blank();
    fail_at = 100;
    g_assert_cmpint(run(skip), ==, INSTALL_FAILED);
    g_assert_true(heard(STR_TRY_AGAIN));
}

static void test_reads_back(void)
{
    static const char *const skip[] = {"", NULL};

    blank();
    spoil_at = (int)image_origin() + 5000;
    g_assert_cmpint(run(skip), ==, INSTALL_FAILED);
    g_assert_true(heard(STR_FLASH_DIFFERS) || heard(STR_TRY_AGAIN));
}

static void test_progress(void)
{
    static const char *const skip[] = {"", NULL};
    unsigned dots = 0;

    blank();
    run(skip);
    for (const char *p = strstr(typist_said->str, "...\n") + 4; *p == '.'; p++)
        dots++;
    g_assert_cmpuint(dots, >, 20);
    g_assert_cmpuint(dots, <, 80);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/loader/blank-flash-asks-for-the-key-word-by-word",
                    test_words);
    g_test_add_func("/loader/a-wrong-key-is-asked-again", test_wrong_words);
    g_test_add_func("/loader/a-key-pasted-whole", test_whole_key);
    g_test_add_func("/loader/an-empty-line-skips-the-key", test_skip);
    g_test_add_func("/loader/a-valid-key-is-kept", test_keep);
    g_test_add_func("/loader/too-long-an-image-changes-nothing", test_no_room);
    g_test_add_func("/loader/a-sector-that-fails-is-said", test_fails);
    g_test_add_func("/loader/flash-is-read-back", test_reads_back);
    g_test_add_func("/loader/progress-fits-a-row", test_progress);
    return g_test_run();
}
