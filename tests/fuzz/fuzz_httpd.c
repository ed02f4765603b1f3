/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_httpd.c - a request, byte for byte a stranger's.  First byte: the size
 * of pieces, which makes no difference. */
#include <glib.h>
#include <string.h>

#include "guest/net/httpd.h"
#include "tests/fuzz/fuzz.h"

void fuzz_one(const uint8_t *data, size_t n)
{
    size_t piece = n ? MAX(data[0], 1) : 1;
    struct httpd h, whole;

    httpd_begin(&h);
    for (size_t at = 1; at < n; at += piece)
        httpd_take(&h, data + at, MIN(piece, n - at));
    httpd_begin(&whole);
    if (n)
        httpd_take(&whole, data + 1, n - 1);
    g_assert_cmpint(h.done, ==, whole.done);
    g_assert_cmpuint(h.wrong, ==, whole.wrong);
    g_assert_cmpstr(h.path, ==, whole.path);
    g_assert_cmpint(h.has_password, ==, whole.has_password);
    g_assert_cmpuint(strlen(h.password), <=, HTTPD_PASSWORD_MAX);
    g_assert_true(!h.done || h.wrong || h.path[0] == '/');
}
