/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_httpget.c - URLs, and the reader's end of HTTP against servers good
 * and bad. */
#include <glib.h>
#include <string.h>

#include "guest/net/httpget.h"
#include "guest/net/strings.h"

enum { ROOM = 5000 };

static struct httpget h;
static GByteArray *file;

static void store(void *far, const uint8_t *data, size_t n)
{
    (void)far;
    g_byte_array_append(file, data, (guint)n);
}

static void begin(void)
{
    if (file)
        g_byte_array_unref(file);
    file = g_byte_array_new();
    httpget_begin(&h, ROOM, store, NULL);
}

/* The whole answer, in pieces of every size up to 40 bytes and at once: the
 * result is always the same.  `ends`: the connection does, too. */
static enum httpget_state answer(const char *text, gssize n, bool ends)
{
    enum httpget_state first = HTTPGET_GOING;
    g_autofree char *said = NULL;
    g_autoptr(GByteArray) got = NULL;

    if (n < 0)
        n = (gssize)strlen(text);
    for (size_t piece = 0; piece <= 40; piece++) {
        begin();
        for (size_t at = 0; at < (size_t)n;) {
            size_t k = piece ? MIN(piece, (size_t)n - at) : (size_t)n;

            httpget_take(&h, (const uint8_t *)text + at, k);
            at += k;
        }
        if (ends)
            httpget_end(&h);
        if (!got) {
            first = h.state;
            said = g_strdup(h.error);
            got = g_byte_array_ref(file);
        }
        g_assert_cmpint(h.state, ==, first);
        g_assert_cmpstr(h.error, ==, said);
        g_assert_cmpmem(file->data, file->len, got->data, got->len);
    }
    return first;
}

static void good(const char *text, bool ends, const char *wanted)
{
    g_assert_cmpint(answer(text, -1, ends), ==, HTTPGET_DONE);
    g_assert_cmpmem(file->data, file->len, wanted, strlen(wanted));
}

static void bad(const char *text, bool ends, const char *why)
{
    g_assert_cmpint(answer(text, -1, ends), ==, HTTPGET_FAILED);
    g_assert_cmpstr(h.error, ==, why);
}

#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

static void test_bodies(void)
{
    good(OK "Content-Length: 5\r\n\r\nhello", false, "hello");
    good(OK "content-length:5 \t\r\n\r\nhello, and more", false, "hello");
    good(OK "Content-Length: 0\r\n\r\n", false, "");
    good(OK "\r\nuntil the end", true, "until the end");
    good("HTTP/1.0 200\nX: y\n\nold", true, "old");
    good("\r\nHTTP/1.1 100 Continue\r\nTransfer-Encoding: gzip\r\n\r\n" OK
         "Content-Length: 1\r\n\r\nx", false, "x");
    good(OK "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", false, "ab");
    good(OK "Content-Length: 3\r\nContent-Length: 4\r\nTransfer-Encoding: "
         "chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", false, "ab");
    g_assert_cmpint(answer(OK "\r\nstill", -1, false), ==, HTTPGET_GOING);
    g_assert_cmpint(answer(OK "Content-Length: 9\r\n\r\nstill", -1, false), ==,
                    HTTPGET_GOING);
}

static void test_chunks(void)
{
    good(CHUNKED "5\r\nhello\r\n00A;x=\"y\"\r\n, everyone\r\n0\r\n\r\n", false,
         "hello, everyone");
    good(CHUNKED "1\nx\n0\nTrailer: 1\n\n", false, "x");
    good(OK "Content-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\n"
         "1\r\nx\r\n0\r\n\r\n", false, "x");
    bad(CHUNKED "5\r\nhello", true, STR_HTTP_CUT);
    bad(CHUNKED "5\r\nhello\r\n0\r\n", true, STR_HTTP_CUT);
    bad(CHUNKED "5\r\nhelloX\r\n", true, STR_HTTP_CODING);
    bad(CHUNKED "\r\n", true, STR_HTTP_CODING);
    bad(CHUNKED "-1\r\n", true, STR_HTTP_CODING);
    bad(CHUNKED "5x\r\n", true, STR_HTTP_CODING);
    bad(CHUNKED "1389\r\n", true, STR_HTTP_TOO_LONG);
    bad(CHUNKED "100000000000000000000001\r\n", true, STR_HTTP_TOO_LONG);
}

static void test_lengths(void)
{
    g_autofree char *whole = g_strnfill(ROOM, 'x');
    g_autofree char *text = g_strconcat(OK "\r\n", whole, NULL);
    g_autofree char *over = g_strconcat(text, "y", NULL);

    g_assert_cmpint(answer(text, -1, true), ==, HTTPGET_DONE);
    g_assert_cmpuint(file->len, ==, ROOM);
    g_assert_cmpint(h.stored, ==, ROOM);
    begin();
    httpget_take(&h, (const uint8_t *)over, strlen(over));
    g_assert_cmpint(h.state, ==, HTTPGET_FAILED);
    g_assert_cmpstr(h.error, ==, STR_HTTP_TOO_LONG);

    bad(OK "Content-Length: 5\r\n\r\nhell", true, STR_HTTP_CUT);
    bad(OK "Content-Length: 2147483648\r\n\r\n", false,
        "The file is too long: 2147483648 bytes.");
    bad(OK "Content-Length: 5001\r\n\r\n", false,
        "The file is too long: 5001 bytes.");
    /* 2^64 + 5 is not 5. */
    bad(OK "Content-Length: 18446744073709551621\r\n\r\nhello", false,
        "The file is too long: 18446744073709551615 bytes.");
    bad(OK "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", false,
        STR_HTTP_CODING);
    bad(OK "Content-Length: -5\r\n\r\nhello", false, STR_HTTP_CODING);
    bad(OK "Content-Length: 5, 5\r\n\r\nhello", false, STR_HTTP_CODING);
    bad(OK "Content-Length:\r\n\r\nhello", false, STR_HTTP_CODING);
}

static void test_refusals(void)
{
    g_autofree char *head = NULL;

    bad("SSH-2.0-OpenSSH\r\n", true, STR_HTTP_NONE);
    bad("HTTP/1.1 20\r\n", true, STR_HTTP_NONE);
    bad("HTTP/1.1 99999999999999999999 x\r\n", true, STR_HTTP_NONE);
    bad("HTTP/2\r\n", true, STR_HTTP_NONE);
    bad("HTTP/1.1 404 Not Found\r\n\r\n", false,
        "The server answers: 404 Not Found");
    bad("HTTP/1.1 401 \x1b[31mNo\r\nWWW-Authenticate: Basic\r\n\r\n", false,
        "The server answers: 401 .[31mNo");
    bad("HTTP/1.1 302 Found\r\nlocation:  http://b/\x07x \r\n\r\n", false,
        "The server redirects, which is not followed, to http://b/.x");
    bad("HTTP/1.1 103 Early\r\nLocation: http://a/\r\n\r\nHTTP/1.1 302 Found"
        "\r\n\r\n", false, "The server answers: 302 Found");
    bad("HTTP/1.1 304 Not Modified\r\n\r\n", false,
        "The server answers: 304 Not Modified");
    bad("HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nx", false,
        "The server answers: 206 Partial");
    bad(OK "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", false,
        STR_HTTP_CODING);
    bad(OK "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        false, STR_HTTP_CODING);
    bad(OK "Content-Encoding: gzip\r\n\r\nx", true, STR_HTTP_CODING);
    bad("", true, STR_HTTP_CUT);
    bad(OK "Content-Length: 1", true, STR_HTTP_CUT);
    head = g_strnfill(HTTPGET_HEAD_MAX + 1, 'x');
    begin();
    httpget_take(&h, (const uint8_t *)head, strlen(head));
    g_assert_cmpstr(h.error, ==, STR_HTTP_HEAD);
    begin();
    httpget_take(&h, (const uint8_t *)OK, strlen(OK));
    for (unsigned i = 0; i < 100000; i++)
        httpget_take(&h, (const uint8_t *)"A: b\r\n", 6);
    g_assert_cmpstr(h.error, ==, STR_HTTP_HEAD);
}

/* --- URLs and requests ------------------------------------------------- */

static void parsed(const char *text, const char *host, unsigned port,
                   const char *path, const char *user, const char *password)
{
    struct url u;

    g_assert_cmpstr(url_parse(&u, text), ==, NULL);
    g_assert_cmpstr(u.host, ==, host);
    g_assert_cmpuint(u.port, ==, port);
    g_assert_cmpstr(u.path, ==, path);
    g_assert_cmpint(u.has_user, ==, user != NULL);
    g_assert_cmpint(u.has_password, ==, password != NULL);
    g_assert_cmpstr(u.user, ==, user ? user : "");
    g_assert_cmpstr(u.password, ==, password ? password : "");
}

static void test_urls(void)
{
    struct url u;
    g_autofree char *host = g_strnfill(64, 'h');
    g_autofree char *path = g_strnfill(URL_PATH_MAX, 'p');

    parsed("http://10.0.0.1/pix621.bin", "10.0.0.1", 80, "/pix621.bin", NULL,
           NULL);
    parsed("HTTPS://web/a/b?c=d@e:f", "web", 443, "/a/b?c=d@e:f", NULL, NULL);
    parsed("http://u:p@web:8080/", "web", 8080, "/", "u", "p");
    parsed("http://u@web/x", "web", 80, "/x", "u", NULL);
    parsed("http://u:@web/x", "web", 80, "/x", "u", "");
    parsed("https://j%2e:p%40s%3As%2F%25@web:65535/x", "web", 65535, "/x",
           "j.", "p@s:s/%");
    parsed("http://u:a@b@web/x", "web", 80, "/x", "u", "a@b");
    static const char *const wrong[] = {
        "", "http:/a/b", "ftp://a/b", "http://a", "http:///b", "http://a:/b",
        "http://a:0/b", "http://a:65536/b", "http://a:8x/b",
        "http://a:000080/b", "http://u:%4@a/b", "http://u:%zz@a/b",
        "http://u:%00@a/b", "http://u%3A:p@a/b", "http://a/b c",
        "http://a/\x80", "http://@a:b/c"};

    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_nonnull(url_parse(&u, wrong[i]));
    g_autofree char *long_host = g_strconcat("http://", host, "/x", NULL);
    g_autofree char *long_path = g_strconcat("http://a/", path, NULL);
    g_autofree char *long_user = g_strconcat("http://", host, "@a/", NULL);

    g_assert_cmpstr(url_parse(&u, long_host), ==, STR_URL_HOST);
    g_assert_cmpstr(url_parse(&u, long_path), ==, STR_URL_PATH);
    g_assert_cmpstr(url_parse(&u, long_user), ==, STR_URL_USER);
}

static void test_request(void)
{
    char to[HTTPGET_REQUEST_MAX], text[URL_TEXT];
    struct url u;
    size_t n;

    g_assert_null(url_parse(&u, "http://Aladdin:open%20sesame@web:81/a{b}#"));
    n = httpget_request(&u, to);
    g_assert_cmpuint(n, ==, strlen(to));
    g_assert_cmpstr(to, ==,
                    "GET /a%7Bb%7D%23 HTTP/1.1\r\nHost: web:81\r\n"
                    "User-Agent: pixemu\r\nAccept: */*\r\n"
                    "Accept-Encoding: identity\r\nConnection: close\r\n"
                    "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"
                    "\r\n");
    g_assert_cmpstr(url_text(&u, text), ==, "http://web:81/a{b}#");
    for (unsigned k = 1; k < 9; k++) { /* every kind of end of base64 */
        g_autofree char *user = g_strnfill(k, 'u');
        g_autofree char *whole = g_strdup_printf("https://%s@web/", user);
        g_autofree char *both = g_strdup_printf("%s:", user);
        g_autofree char *code =
            g_base64_encode((const guchar *)both, strlen(both));
        g_autofree char *line =
            g_strdup_printf("\r\nAuthorization: Basic %s\r\n\r\n", code);

        g_assert_null(url_parse(&u, whole));
        httpget_request(&u, to);
        g_assert_nonnull(strstr(to, line));
        g_assert_cmpstr(url_text(&u, text), ==, "https://web/");
    }
}

/* The longest of everything fits. */
static void test_longest(void)
{
    g_autofree char *user = g_strnfill(URL_USER_MAX, 'u');
    g_autofree char *password = g_strnfill(URL_PASSWORD_MAX, 'p');
    g_autofree char *host = g_strnfill(URL_HOST_MAX, 'h');
    g_autofree char *path = g_strnfill(URL_PATH_MAX - 1, '{');
    g_autofree char *whole = g_strdup_printf("https://%s:%s@%s:65535/%s", user,
                                             password, host, path);
    char to[HTTPGET_REQUEST_MAX], text[URL_TEXT];
    struct url u;

    g_assert_null(url_parse(&u, whole));
    g_assert_true(g_str_has_suffix((httpget_request(&u, to), to),
                                   "=\r\n\r\n"));
    g_assert_true(g_str_has_suffix(url_text(&u, text), "{"));
    g_assert_cmpuint(strlen(text), ==, 8 + URL_HOST_MAX + 6 + URL_PATH_MAX);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/httpget/bodies", test_bodies);
    g_test_add_func("/httpget/chunks", test_chunks);
    g_test_add_func("/httpget/lengths", test_lengths);
    g_test_add_func("/httpget/refusals", test_refusals);
    g_test_add_func("/httpget/urls", test_urls);
    g_test_add_func("/httpget/request", test_request);
    g_test_add_func("/httpget/longest", test_longest);
    return g_test_run();
}
