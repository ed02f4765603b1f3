/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_pager.c - what a command prints: a page at a time, and of what a filter
 * chose. */
#include <string.h>

#include "guest/cli/strings.h"
#include "tests/unit/guest/seat.h"

/* --- pages ------------------------------------------------------------- */

static void test_page(void)
{
    seat_begin();
    seat_type("long\rq");
    g_assert_true(seat_saw("line 22\r\n" STR_MORE "\r              \r"
                           "pixfirewall> "));
    g_assert_false(seat_saw("line 23"));
    seat_type("long\r q");
    g_assert_true(seat_saw("line 45\r\n" STR_MORE));
    g_assert_false(seat_saw("line 46"));
    seat_type("long\r\r\rq");
    g_assert_true(seat_saw("line 24\r\n" STR_MORE));
    g_assert_false(seat_saw("line 25"));
    seat_type("long\r  ");
    g_assert_true(seat_saw("line 59\r\npixfirewall> "));
}

static void test_page_wide(void)
{
    static char row[161];
    unsigned asked = 0;

    seat_begin();
    memset(row, 'w', 160);
    seat.keys = "q";
    pager_begin(&seat.cli.pager);
    for (int i = 0; i < 12; i++)
        cli_printf(&seat.cli, "%s\n", row);
    for (const char *p = seat.out->str; (p = strstr(p, STR_MORE)); p++)
        asked++;
    g_assert_cmpuint(asked, ==, 1);
}

static void test_page_far_gone(void)
{
    seat_begin();
    seat_type("long\r");
    g_assert_true(seat.cli.leaving);
    g_assert_false(seat_saw("line 23"));
}

static void test_settings(void)
{
    seat_begin();
    seat.settings.lines = 0;
    seat_type("long\r");
    g_assert_true(seat_saw("line 59\r\npixfirewall> "));
    seat.settings.lines = 10;
    seat_type("long\rq");
    g_assert_true(seat_saw("line 8\r\n" STR_MORE));
    seat.settings.width = 40;
    seat_type("\r");
    g_assert_cmpuint(seat.cli.editor.width, ==, 40);
}

/* --- filters ----------------------------------------------------------- */

static void test_filters(void)
{
    seat_begin();
    seat.settings.lines = 0;
    seat_type("sh long | inc line 5\r");
    g_assert_true(seat_saw("| inc line 5\r\nline 5\r\nline 50\r\n"));
    g_assert_true(seat_saw("line 59\r\npixfirewall> "));
    g_assert_false(seat_saw("\nline 4\r"));
    seat_type("sh long |exclude 1\r");
    g_assert_true(seat_saw("\nline 0\r\nline 2\r\n"));
    seat_type("sh long | begin line 58\r");
    g_assert_true(seat_saw("58\r\nline 58\r\nline 59\r\npixfirewall> "));
    seat_type("sh long | grep -v line\r");
    g_assert_true(seat_saw("-v line\r\npixfirewall> "));
    seat_type("sh long | grep 33\r");
    g_assert_true(seat_saw("33\r\nline 33\r\npixfirewall> "));
    seat_type("sh long\r");
    g_assert_true(seat_saw("\nline 0\r\nline 1\r\n"));
}

static void test_filter_words(void)
{
    seat_begin();
    seat_type("sh long |\r");
    g_assert_true(seat_saw("\n" STR_FILTER_USAGE "\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
    seat_type("sh long | include\r");
    g_assert_true(seat_saw("\n" STR_FILTER_USAGE "\r\n"));
    seat_type("sh long | sort x\r");
    g_assert_true(seat_saw("\n" STR_FILTER_USAGE "\r\n"));
    seat_type("en\r\rconf t\rrename a|b\r");
    g_assert_cmpstr(seat.ran, ==, "new a|b");
    seat_type("rename |b\r");
    g_assert_cmpstr(seat.ran, ==, "new |b");
    seat.unit.release = RELEASE(5, 3, 1);
    seat_type("sh long | inc 5\r");
    g_assert_true(seat_saw("Usage:  show long\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
}

static void test_filtered_pages(void)
{
    seat_begin();
    seat.settings.lines = 5;
    seat_type("sh long | inc 7\rq");
    g_assert_true(seat_saw("line 37\r\n" STR_MORE));
    g_assert_false(seat_saw("line 47"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/pager/space-enter-and-q", test_page);
    g_test_add_func("/pager/wide-lines-take-two-rows", test_page_wide);
    g_test_add_func("/pager/a-far-end-that-left-stops-it", test_page_far_gone);
    g_test_add_func("/pager/the-configuration-decides", test_settings);
    g_test_add_func("/filter/lines-are-chosen", test_filters);
    g_test_add_func("/filter/wrong-words-and-other-commands",
                    test_filter_words);
    g_test_add_func("/filter/a-page-holds-what-was-chosen",
                    test_filtered_pages);
    return g_test_run();
}
