/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_config.c - the running configuration: commands change state, state
 * makes text, text makes the same state. */
#include <glib.h>
#include <string.h>

#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/cli/strings.h"

static const struct command *const tables[] = {
    cli_basic_commands, config_basic_commands, NULL};

static struct config config;
static struct cli_unit unit;
static struct cli cli;
static GString *out;

static void seat_put(void *far, char c)
{
    (void)far;
    if (c != '\r')
        g_string_append_c(out, c);
}

static int seat_get(void *far)
{
    (void)far;
    return -1;
}

static void begin(uint32_t release)
{
    static const struct cli_io io = {.put = seat_put, .get = seat_get};

    if (!out)
        out = g_string_new(NULL);
    g_string_truncate(out, 0);
    config_defaults(&config, release);
    unit = (struct cli_unit){.release = release, .tables = tables,
                             .settings = &config.state.cli,
                             .config = &config};
    cli_begin(&cli, &unit, &io);
    cli.mode = CLI_CONFIG;
    cli.pager.lines = 0;
}

/* Types a line; what it prints is the result. */
static const char *say(const char *line)
{
    char copy[EDITOR_LINE_MAX + 1];

    g_string_truncate(out, 0);
    g_strlcpy(copy, line, sizeof copy);
    cli_line(&cli, copy);
    return out->str;
}

static void put_string(void *far, char c)
{
    g_string_append_c(far, c);
}

static char *generate(void)
{
    GString *text = g_string_new(NULL);
    struct config_text to = {put_string, text};

    config_generate(&config, &to);
    return g_string_free(text, FALSE);
}

static bool has_line(const char *line)
{
    g_autofree char *text = generate();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    return g_strv_contains((const char *const *)lines, line);
}

/* --- passwords --------------------------------------------------------- */

/* The two lines that every user knows. */
static void test_hashes(void)
{
    char hash[PASSWORD_HASH + 1];

    password_hash(hash, "");
    g_assert_cmpstr(hash, ==, "8Ry2YjIyt7RRXU24");
    password_hash(hash, "cisco");
    g_assert_cmpstr(hash, ==, "2KFQnbNIdI.2KYOU");
    g_assert_true(password_matches("2KFQnbNIdI.2KYOU", "cisco"));
    g_assert_false(password_matches("2KFQnbNIdI.2KYOU", "Cisco"));
    g_assert_false(password_matches("", ""));
    password_hash(hash, "sixteen-letters!and more");
    g_assert_true(password_matches(hash, "sixteen-letters!"));
    g_assert_true(password_is_hash(hash));
    g_assert_false(password_is_hash("short"));
    g_assert_false(password_is_hash("2KFQnbNIdI 2KYOU"));
}

static void test_passwords(void)
{
    begin(RELEASE(6, 2, 1));
    g_assert_true(has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_true(has_line("passwd 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_cmpstr(say("enable password cisco"), ==, "");
    g_assert_true(has_line("enable password 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_cmpstr(say("passwd 8Ry2YjIyt7RRXU24 encrypted"), ==, "");
    g_assert_true(has_line("passwd 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_cmpstr(say("passwd x encrypted"), ==, STR_CONFIG_BAD_HASH "\n");
    g_assert_cmpstr(say("passwd x y"), ==, STR_CONFIG_BAD_PASSWORD_WORD "\n");
    g_assert_true(has_line("passwd 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_cmpstr(say("clear passwd"), ==, "");
    g_assert_cmpstr(say("no enable password"), ==, "");
    g_assert_true(has_line("passwd 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_true(has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
}

/* --- names and terminals ----------------------------------------------- */

static void test_names(void)
{
    begin(RELEASE(6, 2, 1));
    say("hostname Fxh-1");
    say("domain-name example.com");
    g_assert_true(has_line("hostname Fxh-1"));
    g_assert_true(has_line("domain-name example.com"));
    g_assert_nonnull(strstr(say("hostname two.words"), "ERROR"));
    g_assert_nonnull(strstr(say("hostname x234567890123456789012345678901234"
                                "5678901234567890123456789012345"), "ERROR"));
    g_assert_true(has_line("hostname Fxh-1"));
    say("no hostname");
    say("no domain-name");
    g_assert_true(has_line("hostname " STR_CONFIG_HOSTNAME));
    g_assert_false(has_line("domain-name example.com"));
}

static void test_terminals(void)
{
    begin(RELEASE(6, 2, 1));
    say("pager 10");
    g_assert_cmpstr(say("show pager"), ==, "pager lines 10\n");
    say("pager lines 30");
    g_assert_true(has_line("pager lines 30"));
    say("no pager");
    g_assert_cmpstr(say("show pager"), ==, "no pager\n");
    g_assert_true(has_line("no pager"));
    say("pager");
    g_assert_true(has_line("pager lines 24"));
    g_assert_nonnull(strstr(say("pager lines many"), "ERROR"));
    say("terminal width 511");
    g_assert_true(has_line("terminal width 511"));
    g_assert_nonnull(strstr(say("terminal width 512"), "ERROR"));
    g_assert_cmpstr(say("show terminal"), ==, "Width = 511, no monitor\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/password/the-two-that-everybody-knows", test_hashes);
    g_test_add_func("/config/passwords", test_passwords);
    g_test_add_func("/config/names", test_names);
    g_test_add_func("/config/terminals", test_terminals);
    return g_test_run();
}
