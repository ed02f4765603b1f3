/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_httpd.c - requests, right and wrong. */
#include <glib.h>
#include <string.h>

#include "guest/net/httpd.h"

static struct httpd h;

static void ask(const char *text, size_t n, size_t piece)
{
    httpd_begin(&h);
    for (size_t at = 0; at < n; at += piece)
        httpd_take(&h, (const uint8_t *)text + at, MIN(piece, n - at));
}

static void good(const char *text, const char *path, const char *password)
{
    for (size_t piece = 1; piece < 50; piece++) {
        ask(text, strlen(text), piece);
        g_assert_true(h.done);
        g_assert_cmpuint(h.wrong, ==, 0);
        g_assert_cmpstr(h.path, ==, path);
        g_assert_cmpint(h.has_password, ==, password != NULL);
        g_assert_cmpstr(h.password, ==, password ? password : "");
    }
}

static void bad(const char *text, unsigned status)
{
    ask(text, strlen(text), 7);
    g_assert_true(h.done);
    g_assert_cmpuint(h.wrong, ==, status);
}

static void test_requests(void)
{
    good("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "/", NULL);
    g_assert_false(h.head);
    good("\r\nHEAD /a?b HTTP/1.0\n\n", "/a", NULL);
    g_assert_true(h.head);
    good("GET / HTTP/1.1\r\nauthorization: basic dTpwOnE=\r\n\r\n", "/",
         "p:q");
    g_assert_cmpstr(h.user, ==, "u");
    good("GET / HTTP/1.1\r\nAuthorization:Basic  dTpw\r\n\r\n", "/", "p");
    good("GET / HTTP/1.1\r\nAuthorization:\t BASIC dTpw \r\n\r\n", "/", "p");
    good("GET / HTTP/1.1\r\nAuthorization\r\n\r\n", "/", NULL);
    good("GET / HTTP/1.1\r\nAuthorization: Basic Og==\r\n\r\n", "/", "");
    g_assert_cmpstr(h.user, ==, "");
    /* 31 letters, and 32 */
    good("GET / HTTP/1.1\r\nAuthorization: Basic dXV1dXV1dXV1dXV1dXV1dXV1"
         "dXV1dXV1dXV1dXV1dTpw\r\n\r\n", "/", "p");
    g_assert_cmpuint(strlen(h.user), ==, 31);
    good("GET / HTTP/1.1\r\nAuthorization: Basic dXV1dXV1dXV1dXV1dXV1dXV1"
         "dXV1dXV1dXV1dXV1dXU6cA==\r\n\r\n", "/", "p");
    g_assert_cmpstr(h.user, ==, "");
    good("GET / HTTP/1.1\r\nAuthorization: Basic dXNlcg==\r\n\r\n", "/", NULL);
    /* A zero in the password, and so none. */
    good("GET / HTTP/1.1\r\nAuthorization: Basic dTphAGI=\r\n\r\n", "/", NULL);
    good("GET / HTTP/1.1\r\nAuthorization: Bearer dTpw\r\n\r\n", "/", NULL);
    bad("POST / HTTP/1.1\r\n\r\n", 405);
    bad("GET http://x/ HTTP/1.1\r\n\r\n", 400);
    bad("GET /\r\n\r\n", 400);
    bad("nonsense\r\n\r\n", 400);
    bad("GET / HTTP/2\r\n\r\n", 400);
    ask("GET / HTTP/1.1\r\nHost: x\r\n", 25, 9);
    g_assert_false(h.done);
}

static void test_lengths(void)
{
    g_autofree char *x = g_strnfill(HTTPD_HEAD_MAX + 10, 'x');
    g_autofree char *path = g_strnfill(HTTPD_PATH_MAX, 'x');
    g_autofree char *secret = g_strnfill(HTTPD_PASSWORD_MAX + 1, 'p');
    g_autofree char *both = g_strconcat("u:", secret, NULL);
    g_autofree char *code = g_base64_encode((guchar *)both, strlen(both));
    g_autofree char *a = g_strdup_printf("GET /%s HTTP/1.1\n\n", path);
    g_autofree char *b = g_strdup_printf("GET /%.600s HTTP/1.1\n\n", x);
    g_autofree char *c = g_strdup_printf("GET / HTTP/1.1\nX: %.600s\n\n", x);
    g_autofree char *d =
        g_strdup_printf("GET / HTTP/1.1\nAuthorization: Basic %s\n\n", code);

    bad(a, 431);
    bad(b, 431);
    bad(x, 431);
    g_autofree char *e = g_strdup_printf("POST / HTTP/1.1\n%s", x);
    g_autofree char *blanks = g_strnfill(600, ' ');
    g_autofree char *f = g_strdup_printf(
        "GET / HTTP/1.1\nAuthorization: Basic dTpw%s\n\n", blanks);

    bad(c, 0); /* a long header is passed over */
    good(f, "/", NULL);
    bad(e, 405); /* what was wrong first */
    good(d, "/", NULL);
    ask("GET / HTTP/1.1\0\r\n\r\n", 19, 3);
    g_assert_true(h.done);
}

static void test_answers(void)
{
    static const unsigned statuses[] = {200, 400, 401, 404, 405, 431};
    char to[HTTPD_ANSWER_MAX];

    for (unsigned i = 0; i < G_N_ELEMENTS(statuses); i++) {
        size_t n = httpd_answer(to, statuses[i], "text/html; charset=utf-8",
                                "a password of the longest kind there is");

        g_assert_cmpuint(n, ==, strlen(to));
        g_assert_true(g_str_has_suffix(to, "\r\n\r\n"));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/httpd/requests", test_requests);
    g_test_add_func("/httpd/lengths", test_lengths);
    g_test_add_func("/httpd/answers", test_answers);
    return g_test_run();
}
