/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_failoverpack.c - texts made short and long again (guest/failover). */
#include <glib.h>
#include <string.h>

#include "guest/failover/pack.h"

enum { ROOM = 1024 };

/* Packed in pieces of `room` bytes; returns how many bytes these were. */
static size_t there_and_back(const char *text, size_t n, size_t room)
{
    g_autofree struct pack *p = g_new(struct pack, 1);
    g_autofree char *back = g_malloc(n + 1);
    uint32_t at = 0, put = 0;
    size_t all = 0;

    pack_begin(p);
    while (at < n) {
        g_autofree uint8_t *piece = g_malloc(room);
        size_t bytes = pack_piece(p, text, (uint32_t)n, &at, piece, room);

        g_assert_cmpuint(bytes, >, 0);
        g_assert_cmpuint(bytes, <=, room);
        g_assert_true(pack_open(piece, bytes, back, (uint32_t)n, &put));
        g_assert_cmpuint(put, ==, at);
        all += bytes;
    }
    g_assert_cmpmem(back, put, text, n);
    return all;
}

static void test_configuration(void)
{
    g_autoptr(GString) text = g_string_new("");

    for (unsigned i = 0; i < 5000; i++)
        g_string_append_printf(text, "access-list inside permit tcp any host "
                               "10.%u.%u.9 eq 80\n", i >> 8, i & 255);
    g_assert_cmpuint(there_and_back(text->str, text->len, ROOM), <,
                     text->len / 8);
}

/* One of everything: what stands further up, and too far up; runs of any
 * length; nothing that was there before. */
static void test_texts(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    g_autoptr(GString) text = g_string_new("");

    for (unsigned n = 0; n < 700; n++) {
        g_string_truncate(text, 0);
        for (unsigned i = 0; i < n; i++)
            g_string_append_c(text, (char)('a' + n % 7 * (i % (1 + n % 5))));
        there_and_back(text->str, text->len, n % 2 ? ROOM : 3);
    }
    g_string_truncate(text, 0);
    for (unsigned i = 0; i < 200000; i++)
        g_string_append_c(text, (char)g_rand_int_range(random, 0, 256));
    g_string_append_len(text, text->str, 1000);
    /* No more than a byte for each 128. */
    g_assert_cmpuint(there_and_back(text->str, text->len, ROOM), <,
                     text->len + text->len / 100);
}

/* What is right and what is not, byte by byte. */
static void test_open(void)
{
    static const struct {
        const char *bytes;
        unsigned n;
        const char *gives; /* NULL: it is refused */
    } rows[] = {
        {"\2abc", 4, "abc"},
        {"\0a\x81\0\1", 5, "aaaaaa"}, /* from what it brings itself */
        {"\3abcd\x80\0\4", 8, "abcdabcd"},
        {"\3abcd\x80\0\3", 8, "abcdbcdb"},
        {"\3abcd\x80\0\5", 8, NULL},
        {"\3abcd\x80\0\0", 8, NULL},
        {"\3abcd\x80\1\4", 8, NULL},
        {"\x80\0\1", 3, NULL},
        {"\3abc", 4, NULL},
        {"\3abcd\x80\0", 7, NULL},
        {"\3abcd\x80", 6, NULL},
        {"\7abcdefgh", 9, "abcdefgh"},
        {"\10abcdefghi", 10, NULL}, /* no room */
        {"\3abcd\x81\0\4", 8, NULL},
        {"\3abcd\xff\0\4", 8, NULL},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        char text[9] = "";
        uint32_t at = 0;
        bool good = pack_open((const uint8_t *)rows[i].bytes, rows[i].n, text,
                              8, &at);

        g_test_message("row %u", i);
        g_assert_cmpuint(at, <=, 8);
        g_assert_cmpint(good, ==, rows[i].gives != NULL);
        if (good)
            g_assert_cmpmem(text, at, rows[i].gives, strlen(rows[i].gives));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/failoverpack/configuration", test_configuration);
    g_test_add_func("/failoverpack/texts", test_texts);
    g_test_add_func("/failoverpack/open", test_open);
    return g_test_run();
}
