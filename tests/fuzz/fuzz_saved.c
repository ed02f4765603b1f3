/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_saved.c - saved configurations that nobody saved.  First byte: 0 a
 * text, which loses its passwords; else two records on a diskette, with
 * headers whose own sums are right (bit 1 and 2: not even that).
 */
#include <glib.h>
#include <string.h>

#include "guest/config/frame.h"
#include "guest/diskette/record.h"
#include "guest/lib/bytes.h"
#include "guest/lib/crc32.h"
#include "guest/password/strip.h"
#include "tests/fuzz/fuzz.h"

enum { SECTORS = 2880, TEXT_MAX = 4096 };

static uint8_t disk[SECTORS][RECORD_SECTOR];

static void nothing(void *far, const char *line, size_t n)
{
    (void)far;
    g_assert_true(strip_is_password(line, n));
}

static void a_text(const uint8_t *data, size_t n)
{
    size_t length = strnlen((const char *)data, n < TEXT_MAX ? n : TEXT_MAX);
    char *text = g_malloc0(length + 1 + FRAME_TAIL + 1), *once;
    char words[FRAME_RELEASE];

    memcpy(text, data, length);
    text[length] = '\n'; /* else a text without a frame gets one each time */
    frame_release(text, words);
    strip_list(text, nothing, NULL);
    strip(text);
    g_assert_cmpuint(strip_list(text, nothing, NULL), ==, 0);
    once = g_strdup(text);
    strip(text);
    g_assert_cmpstr(text, ==, once);
    g_free(once);
    g_free(text);
}

static bool get(void *far, uint32_t sector, uint32_t n, void *to)
{
    (void)far;
    g_assert_cmpuint(sector, <, SECTORS);
    g_assert_cmpuint(n, <=, SECTORS - sector);
    memcpy(to, disk[sector], n * RECORD_SECTOR);
    return true;
}

static bool put(void *far, uint32_t sector, uint32_t n, const void *from)
{
    (void)far;
    g_assert_cmpuint(sector, <, SECTORS);
    g_assert_cmpuint(n, <=, SECTORS - sector);
    memcpy(disk[sector], from, n * RECORD_SECTOR);
    return true;
}

static void a_header(struct feed *f, unsigned place, bool right)
{
    uint8_t *at = disk[RECORD_FIRST + place * RECORD_APART];
    uint32_t length;

    memcpy(at, "PXCONFIG", 8);
    put_le32(at + 8, feed32(f));
    length = feed32(f);
    put_le32(at + 12, length);
    put_le32(at + 16, right && length <= RECORD_TEXT_MAX
                          ? crc32(0, at + RECORD_SECTOR, length)
                          : feed32(f));
    put_le32(at + 20, right ? crc32(0, at, 20) : feed32(f));
}

static void a_diskette(uint8_t which, struct feed *f)
{
    static const struct record_disk d = {get, put, NULL};
    static char text[RECORD_TEXT_MAX + RECORD_SECTOR];
    uint32_t n = 0, again = 0;

    memset(disk, 0, sizeof disk);
    a_header(f, 0, !(which & 2));
    a_header(f, 1, !(which & 4));
    if (record_load(&d, text, &n) == RECORD_GOOD)
        g_assert_cmpuint(n, <=, RECORD_TEXT_MAX);
    n = feed32(f) % (RECORD_TEXT_MAX + 1);
    memset(text, 'x', n);
    g_assert_cmpint(record_save(&d, text, n), ==, RECORD_GOOD);
    g_assert_cmpint(record_load(&d, text, &again), ==, RECORD_GOOD);
    g_assert_cmpuint(again, ==, n);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    uint8_t which = feed8(&f);

    if (which)
        a_diskette(which, &f);
    else
        a_text(f.at, f.left);
}
