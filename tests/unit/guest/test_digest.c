/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_digest.c - guest/lib's MD5 and CRC-32 against GLib and known answers. */
#include <glib.h>
#include <string.h>

#include "guest/lib/crc32.h"
#include "guest/lib/md5.h"

static char *md5_hex(const void *data, size_t n, size_t piece)
{
    GString *s = g_string_new(NULL);
    uint8_t digest[MD5_BYTES];
    struct md5 m;

    md5_begin(&m);
    for (size_t at = 0; at < n; at += piece)
        md5_add(&m, (const uint8_t *)data + at, MIN(piece, n - at));
    md5_end(&m, digest);
    for (unsigned i = 0; i < MD5_BYTES; i++)
        g_string_append_printf(s, "%02x", digest[i]);
    return g_string_free(s, FALSE);
}

/* RFC 1321, A.5. */
static void test_md5_suite(void)
{
    static const char *const suite[][2] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"a", "0cc175b9c0f1b6a831c399e269772661"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(suite); i++) {
        g_autofree char *is = md5_hex(suite[i][0], strlen(suite[i][0]), 1);

        g_assert_cmpstr(is, ==, suite[i][1]);
    }
}

static void test_md5_lengths(void)
{
    uint8_t data[300];

    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(i * 37);
    for (size_t n = 0; n <= sizeof data; n++) {
        g_autofree char *want =
            g_compute_checksum_for_data(G_CHECKSUM_MD5, data, n);
        g_autofree char *is = md5_hex(data, n, 1 + n % 97);

        g_assert_cmpstr(is, ==, want);
    }
}

static void test_crc(void)
{
    static const char text[] = "123456789";
    uint32_t crc;

    g_assert_cmphex(crc32(0, text, 9), ==, 0xcbf43926);
    crc = crc32(0, text, 4);
    g_assert_cmphex(crc32(crc, text + 4, 5), ==, 0xcbf43926);
    g_assert_cmphex(crc32(0, NULL, 0), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/digest/md5-answers-of-its-rfc", test_md5_suite);
    g_test_add_func("/digest/md5-of-every-length", test_md5_lengths);
    g_test_add_func("/digest/crc-32-known-answer-and-pieces", test_crc);
    return g_test_run();
}
