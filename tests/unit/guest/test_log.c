/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_log.c - messages: who gets them, in what words, and what is lost. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "guest/log/log.h"

static struct log_settings settings;
static unsigned woken;

static void tell_time(char *to, size_t n)
{
    g_strlcpy(to, "Sep 11 2001 12:00:00", n);
}

static void wake(void)
{
    woken++;
}

static void begin(void)
{
    static const struct log_owner owner = {&settings, tell_time, wake};
    struct log_entry e;

    memset(&settings, 0, sizeof settings);
    memset(settings.level, LOG_NEVER, sizeof settings.level);
    settings.on = true;
    settings.queue = 512;
    log_setup(&owner);
    log_block_connections(false);
    log_buffer_clear();
    while (log_take(&e))
        ;
    woken = 0;
}

static char *buffered(void)
{
    GString *text = g_string_new(NULL);
    char line[LOG_LINE_MAX + 1];
    uint64_t at = 0;

    while (log_buffer_line(&at, line))
        g_string_append_printf(text, "%s\n", line);
    return g_string_free(text, FALSE);
}

static void test_text(void)
{
    g_autofree char *text = NULL;
    struct log_entry e;

    begin();
    settings.level[LOG_BUFFERED] = 4;
    log_message(106023, "tcp", "outside", "1.2.3.4/5", "inside", "6.7.8.9/10",
                "", "101");
    settings.timestamp = true;
    log_message(201008);
    log_message(302010, 3u, 9u); /* level 6 */
    text = buffered();
    g_assert_cmpstr(text, ==,
                    "%PIX-4-106023: Deny tcp src outside:1.2.3.4/5 dst "
                    "inside:6.7.8.9/10 by access-group \"101\"\n"
                    "Sep 11 2001 12:00:00: %PIX-3-201008: The PIX is "
                    "disallowing new connections.\n");
    g_assert_false(log_take(&e));
    g_assert_cmpuint(woken, ==, 0);
}

/* Who reads slowly reads whole lines, in their order, and comes to the end of
 * those that were there when he began. */
static void test_slow_reader(void)
{
    char line[LOG_LINE_MAX + 1];
    uint64_t at = 0, end;
    unsigned n = 0, last = 0, read = 0;

    begin();
    settings.level[LOG_BUFFERED] = 7;
    for (; n < 40; n++)
        log_message(302010, n, n);
    end = log_buffer_end();
    while (at < end && log_buffer_line(&at, line)) {
        unsigned a, b;

        g_assert_cmpint(sscanf(line, "%%PIX-6-302010: %u in use, %u most used",
                               &a, &b), ==, 2);
        g_assert_cmpuint(a, ==, b);
        g_assert_cmpuint(a, >=, last);
        last = a;
        for (unsigned i = 0; i < 7; i++, n++)
            log_message(302010, n, n);
        g_assert_cmpuint(++read, <, 100);
    }
    g_assert_cmpuint(read, >, 5);
    log_buffer_clear();
    g_assert_false(log_buffer_line(&at, line));
}

static void test_places(void)
{
    struct log_entry e;

    begin();
    settings.level[LOG_CONSOLE] = 3;
    settings.level[LOG_TRAP] = 6;
    log_message(302010, 1u, 1u);
    log_message(201008);
    log_message(609001, "inside", "1.1.1.1");
    g_assert_true(log_take(&e));
    g_assert_cmpstr(e.text, ==, "%PIX-6-302010: 1 in use, 1 most used");
    g_assert_cmpuint(e.places, ==, 1 << LOG_TRAP);
    g_assert_cmpuint(e.level, ==, 6);
    g_assert_true(log_take(&e));
    g_assert_cmpuint(e.places, ==, 1 << LOG_TRAP | 1 << LOG_CONSOLE);
    g_assert_false(log_take(&e));
    g_assert_cmpuint(woken, ==, 2);
    settings.change[settings.changes++] = (struct log_change){
        .number = 201008, .level = LOG_NEVER, .off = true};
    log_message(201008);
    settings.on = false;
    log_message(302010, 1u, 1u);
    g_assert_false(log_take(&e));
}

static void test_other_level(void)
{
    struct log_entry e;

    begin();
    settings.level[LOG_TRAP] = 3;
    settings.change[settings.changes++] = (struct log_change){
        .number = 201008, .level = 5};
    settings.change[settings.changes++] = (struct log_change){
        .number = 302010, .level = 1};
    log_message(201008);
    log_message(302010, 1u, 1u);
    g_assert_true(log_take(&e));
    g_assert_cmpstr(e.text, ==, "%PIX-1-302010: 1 in use, 1 most used");
    g_assert_cmpuint(e.level, ==, 1);
    g_assert_false(log_take(&e));
}

/* Old lines go, whole; the queue refuses and counts. */
static void test_bounds(void)
{
    uint32_t dropped = log_figures()->dropped;
    g_autofree char *text = NULL;
    char url[600];
    struct log_entry e;

    begin();
    settings.level[LOG_BUFFERED] = settings.level[LOG_TRAP] = 7;
    settings.queue = 3;
    for (unsigned i = 0; i < 500; i++)
        log_message(302010, i, i);
    text = buffered();
    g_assert_cmpuint(strlen(text), <=, LOG_BUFFER_BYTES);
    g_assert_cmpuint(strlen(text), >, LOG_BUFFER_BYTES - 64);
    g_assert_true(g_str_has_prefix(text, "%PIX-6-302010: "));
    g_assert_true(g_str_has_suffix(text, "499 in use, 499 most used\n"));
    g_assert_cmpuint(log_figures()->dropped - dropped, ==, 497);
    for (unsigned i = 0; i < 3; i++)
        g_assert_true(log_take(&e));
    g_assert_false(log_take(&e));
    settings.queue = 0;
    memset(url, 'u', sizeof url - 1);
    url[sizeof url - 1] = '\0';
    for (unsigned i = 0; i < 1000; i++)
        log_message(304001, "1.1.1.1", "2.2.2.2", url);
    while (log_take(&e))
        g_assert_cmpuint(strlen(e.text), ==, LOG_LINE_MAX);
    g_assert_cmpuint(log_figures()->waiting, ==, 0);
}

static void test_blocked(void)
{
    g_autofree char *text = NULL;

    begin();
    settings.level[LOG_BUFFERED] = 3;
    g_assert_false(log_blocks_connections());
    log_block_connections(true);
    log_block_connections(true);
    g_assert_true(log_blocks_connections());
    text = buffered();
    g_assert_cmpstr(text, ==, "%PIX-3-201008: The PIX is disallowing new "
                              "connections.\n");
    log_block_connections(false);
    g_assert_false(log_blocks_connections());
}

/* Every line of messages.h has its row, and every row its line. */
static void test_table(void)
{
    g_autofree char *text = NULL;
    unsigned rows = 0, lines = 0;

    g_assert_true(g_file_get_contents("guest/log/messages.h", &text, NULL,
                                      NULL));
    for (const char *p = text; (p = strstr(p, "#define LOG_")); p++) {
        uint32_t number = (uint32_t)strtoul(p + 12, NULL, 10);

        if (number == 0)
            continue;
        lines++;
        if (log_level_of(number) == LOG_NEVER)
            g_error("messages.c has no row %u", number);
    }
    while (log_number(rows))
        rows++;
    g_assert_cmpuint(rows, ==, lines);
    g_assert_cmpuint(log_level_of(106001), ==, 2);
    g_assert_cmpuint(log_level_of(106002), ==, 2);
    g_assert_cmpuint(log_level_of(100000), ==, LOG_NEVER);
    g_assert_cmpstr(log_level_name(0), ==, "emergencies");
    g_assert_cmpstr(log_level_name(7), ==, "debugging");
    g_assert_null(log_level_name(8));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/slow-reader", test_slow_reader);
    g_test_add_func("/log/text", test_text);
    g_test_add_func("/log/places", test_places);
    g_test_add_func("/log/a-level-of-its-own", test_other_level);
    g_test_add_func("/log/bounds", test_bounds);
    g_test_add_func("/log/blocked", test_blocked);
    g_test_add_func("/log/table", test_table);
    return g_test_run();
}
