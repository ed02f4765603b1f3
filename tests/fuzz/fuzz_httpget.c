/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_httpget.c - a server's answer, byte for byte a stranger's.  First
 * byte: bits 7:1 the size of pieces, bit 0 whether the connection ends.  What
 * is left is also parsed as a URL.
 */
#include <glib.h>
#include <string.h>

#include "guest/net/httpget.h"
#include "tests/fuzz/fuzz.h"

enum { ROOM = 1000 };

static void store(void *far, const uint8_t *data, size_t n)
{
    g_byte_array_append(far, data, (guint)n);
}

static void run(struct httpget *h, const uint8_t *data, size_t n,
                size_t piece, bool ends, GByteArray *file)
{
    httpget_begin(h, ROOM, store, file);
    for (size_t at = 0; at < n; at += piece)
        httpget_take(h, data + at, MIN(piece, n - at));
    if (ends)
        httpget_end(h);
    g_assert_cmpuint(h->stored, ==, file->len);
    g_assert_cmpuint(h->stored, <=, ROOM);
    g_assert_true(!ends || h->state != HTTPGET_GOING);
    g_assert_true((h->state == HTTPGET_FAILED) == (h->error[0] != '\0'));
    for (const char *c = h->error; *c; c++)
        g_assert_true(*c >= ' ' && *c <= '~');
}

static void url(const uint8_t *data, size_t n)
{
    g_autofree char *text = g_strndup((const char *)data, n);
    char request[HTTPGET_REQUEST_MAX], shown[URL_TEXT];
    struct url u;

    if (url_parse(&u, text))
        return;
    g_assert_cmpuint(httpget_request(&u, request), ==, strlen(request));
    g_assert_true(g_str_has_suffix(request, "\r\n\r\n"));
    g_assert_true(url_is_one(url_text(&u, shown)));
}

/* The size of the pieces makes no difference. */
void fuzz_one(const uint8_t *data, size_t n)
{
    GByteArray *file = g_byte_array_new(), *again = g_byte_array_new();
    size_t piece = n ? MAX(data[0] >> 1, 1) : 1;
    bool ends = n && data[0] & 1;
    struct httpget h, whole;

    if (n) {
        run(&h, data + 1, n - 1, piece, ends, file);
        run(&whole, data + 1, n - 1, n, ends, again);
        g_assert_cmpint(h.state, ==, whole.state);
        g_assert_cmpstr(h.error, ==, whole.error);
        if (h.state != HTTPGET_FAILED)
            g_assert_cmpmem(file->data, file->len, again->data, again->len);
        url(data + 1, n - 1);
    }
    g_byte_array_free(again, TRUE);
    g_byte_array_free(file, TRUE);
}
