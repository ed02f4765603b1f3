/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_record.c - a configuration on a diskette that may be taken out after
 * any sector. */
#include <glib.h>
#include <string.h>

#include "guest/diskette/record.h"
#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"

enum { SECTORS = 2880, NEVER = 1000000 };

static uint8_t disk[SECTORS][RECORD_SECTOR];
static unsigned left; /* sectors that are still written */

static bool get(void *far, uint32_t sector, uint32_t n, void *to)
{
    (void)far;
    g_assert_cmpuint(sector + n, <=, SECTORS);
    memcpy(to, disk[sector], n * RECORD_SECTOR);
    return true;
}

static bool put(void *far, uint32_t sector, uint32_t n, const void *from)
{
    (void)far;
    g_assert_cmpuint(sector, >=, RECORD_FIRST);
    g_assert_cmpuint(sector + n, <=, SECTORS);
    for (; n; n--, sector++, from = (const uint8_t *)from + RECORD_SECTOR) {
        if (!left)
            return false;
        left--;
        memcpy(disk[sector], from, RECORD_SECTOR);
    }
    return true;
}

static const struct record_disk d = {get, put, NULL};

static enum record_status save(char fill, uint32_t n, unsigned sectors)
{
    char *text = g_malloc(n + RECORD_SECTOR);
    enum record_status status;

    memset(text, 'z', n + RECORD_SECTOR);
    memset(text, fill, n);
    left = sectors;
    status = record_save(&d, text, n);
    g_free(text);
    return status;
}

static bool holds(char fill, uint32_t wanted)
{
    static char text[RECORD_TEXT_MAX];
    uint32_t n = 0;

    if (record_load(&d, text, &n) != RECORD_GOOD || n != wanted)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (text[i] != fill)
            return false;
    return true;
}

static void lengths(void)
{
    char nothing[RECORD_TEXT_MAX];
    uint32_t n;

    memset(disk, 0, sizeof disk);
    g_assert_cmpint(record_load(&d, nothing, &n), ==, RECORD_ABSENT);
    g_assert_cmpint(save('a', 0, NEVER), ==, RECORD_GOOD);
    g_assert_true(holds('a', 0));
    g_assert_cmpint(save('b', 511, NEVER), ==, RECORD_GOOD);
    g_assert_true(holds('b', 511));
    g_assert_cmpuint(disk[RECORD_FIRST + RECORD_APART + 1][511], ==, 0);
    g_assert_cmpint(save('c', RECORD_TEXT_MAX, NEVER), ==, RECORD_GOOD);
    g_assert_true(holds('c', RECORD_TEXT_MAX));
    g_assert_cmpint(save('d', RECORD_TEXT_MAX + 1, NEVER), ==,
                    RECORD_NO_ROOM);
    g_assert_true(holds('c', RECORD_TEXT_MAX));
}

static void taken_out(void)
{
    enum { OLD = 3000, NEW = 5000, WRITES = 11 };

    for (unsigned before = 1; before <= 2; before++)
        for (unsigned cut = 0; cut <= WRITES; cut++) {
            memset(disk, 0xf6, sizeof disk);
            for (unsigned i = 0; i < before; i++)
                g_assert_cmpint(save('o', OLD, NEVER), ==, RECORD_GOOD);
            if (cut == WRITES) {
                g_assert_cmpint(save('n', NEW, cut), ==, RECORD_GOOD);
                g_assert_true(holds('n', NEW));
            } else {
                g_assert_cmpint(save('n', NEW, cut), ==, RECORD_FAILED);
                g_assert_true(holds('o', OLD));
            }
        }
}

static void a_wrong_bit(void)
{
    memset(disk, 0, sizeof disk);
    save('o', 3000, NEVER);
    save('n', 3000, NEVER);
    disk[RECORD_FIRST + RECORD_APART + 3][7] ^= 1;
    g_assert_true(holds('o', 3000));
    disk[RECORD_FIRST][9] ^= 1;
    g_assert_false(holds('o', 3000));
    g_assert_false(holds('n', 3000));
}

static void renumber(unsigned place, unsigned at, uint32_t to)
{
    uint8_t *header = disk[RECORD_FIRST + place * RECORD_APART];

    put_le32(header + at, to);
    put_le32(header + 20, crc32(0, header, 20));
}

static void sequences_wrap(void)
{
    memset(disk, 0, sizeof disk);
    save('o', 3000, NEVER);
    save('n', 3000, NEVER);
    renumber(0, 8, 0xfffffffe);
    renumber(1, 8, 0xffffffff);
    for (char fill = 'p'; fill < 't'; fill++) {
        g_assert_cmpint(save(fill, 700, NEVER), ==, RECORD_GOOD);
        g_assert_true(holds(fill, 700));
    }
}

/* A header that is whole, but of something longer than a place. */
static void a_wrong_length(void)
{
    memset(disk, 0, sizeof disk);
    save('o', 3000, NEVER);
    save('n', 3000, NEVER);
    renumber(1, 12, RECORD_TEXT_MAX + 1);
    g_assert_true(holds('o', 3000));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/lengths", lengths);
    g_test_add_func("/record/taken-out-after-any-sector", taken_out);
    g_test_add_func("/record/a-wrong-bit", a_wrong_bit);
    g_test_add_func("/record/a-wrong-length", a_wrong_length);
    g_test_add_func("/record/sequences-wrap", sequences_wrap);
    return g_test_run();
}
