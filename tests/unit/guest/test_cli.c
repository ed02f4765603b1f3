/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cli.c - the command language as somebody at a terminal sees it. */
#include <string.h>

#include "guest/cli/record.h"
#include "guest/cli/strings.h"
#include "guest/cli/uptime.h"
#include "tests/unit/guest/seat.h"

/* --- words ------------------------------------------------------------- */

static void test_abbreviations(void)
{
    seat_begin();
    seat_type("sh ver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    seat_type("SHOW Version\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    seat_type("  s   v  \r");
    g_assert_cmpstr(seat.ran, ==, "version");
    seat_type("en\r\rsh int inside\r");
    g_assert_cmpstr(seat.ran, ==, "interface inside");
}

static void test_ambiguous(void)
{
    seat_begin();
    seat_type("en\r\rre\r\r");
    g_assert_cmpstr(seat.ran, ==, "reload");
    seat_type("conf t\rre x\r");
    g_assert_true(seat_saw("\n" STR_NO_SUCH_COMMAND "\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
    seat_type("ren x\r");
    g_assert_cmpstr(seat.ran, ==, "new x");
}

/* `sh` is show, whatever else begins so. */
static void test_habits(void)
{
    seat_begin();
    seat_type("en\r\rconf t\rsh ver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    seat_type("SH ver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    seat_type("shu\r");
    g_assert_cmpstr(seat.ran, ==, "new");
}

static void test_exact_wins(void)
{
    seat_begin();
    seat_type("longe\r");
    g_assert_cmpstr(seat.ran, ==, "new");
    seat_type("long\rq");
    g_assert_cmpstr(seat.ran, ==, "long");
}

static void test_unknown(void)
{
    seat_begin();
    seat_type("frobnicate\r");
    g_assert_true(seat_saw("\n" STR_NO_SUCH_COMMAND "\r\n"));
    seat_type("show nothing\r");
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
    seat_type("versions\r");
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
    seat_type(": a comment\r   \r\r");
    g_assert_false(seat_saw(STR_NO_SUCH_COMMAND));
}

static void test_arguments(void)
{
    seat_begin();
    seat_type("en\r\rconf t\rrename\r");
    g_assert_true(seat_saw(STR_NOT_ENOUGH "\r\nUsage:  rename <name>\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
    seat_type("rename a b\r");
    g_assert_true(seat_saw("Usage:  rename <name>\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
}

static void test_too_many_words(void)
{
    GString *line = g_string_new("show");

    seat_begin();
    for (int i = 0; i < 100; i++)
        g_string_append(line, " a");
    g_string_append_c(line, '\r');
    seat_type(line->str);
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
    g_string_free(line, TRUE);
}

static void test_since(void)
{
    seat_begin();
    seat_type("newer\r");
    g_assert_cmpstr(seat.ran, ==, "new");
    seat.unit.release = RELEASE(6, 0, 1);
    seat_type("newer\r");
    g_assert_cmpstr(seat.ran, ==, "");
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
    seat_type("?\r");
    g_assert_false(seat_saw("newer"));
}

/* --- modes ------------------------------------------------------------- */

static void test_modes(void)
{
    seat_begin();
    seat_type("show int\r");
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
    seat_type("enable\r\rshow int\r");
    g_assert_true(seat_saw("\r\npixfirewall# "));
    g_assert_cmpstr(seat.ran, ==, "interface");
    seat_type("rename x\r");
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
    seat_type("configure terminal\rrename x\r");
    g_assert_true(seat_saw("\r\npixfirewall(config)# "));
    g_assert_cmpstr(seat.ran, ==, "new x");
    seat_type("show int\r");
    g_assert_cmpstr(seat.ran, ==, "interface");
    seat_type("exit\r");
    g_assert_cmpint(seat.cli.mode, ==, CLI_ENABLE);
    seat_type("disable\r");
    g_assert_cmpint(seat.cli.mode, ==, CLI_USER);
}

static void test_control_z(void)
{
    seat_begin();
    seat_type("en\r\rconf t\rhalf a line\032");
    g_assert_cmpint(seat.cli.mode, ==, CLI_ENABLE);
    g_assert_false(seat_saw(STR_NO_SUCH_COMMAND));
    seat_type("\032");
    g_assert_cmpint(seat.cli.mode, ==, CLI_ENABLE);
}

static void test_log_off(void)
{
    seat_begin();
    seat_type("quit\rnot read");
    g_assert_true(seat_saw(STR_LOGOFF));
    g_assert_cmpstr(seat.keys, ==, "not read");
    seat_type("en\r\rexit\rnot read");
    g_assert_cmpstr(seat.keys, ==, "not read");
}

static void test_password(void)
{
    seat_begin();
    password_hash(seat.settings.enable_hash, "sesame");
    seat_type("enable\rsesame\r");
    g_assert_true(seat_saw("Password: ******\r\n"));
    g_assert_false(seat_saw("sesame"));
    g_assert_cmpint(seat.cli.mode, ==, CLI_ENABLE);
    seat_type("\020\r");
    g_assert_false(seat_saw("sesame"));
}

static void test_three_wrong(void)
{
    seat_begin();
    password_hash(seat.settings.enable_hash, "sesame");
    seat_type("enable\ra\rb\r\rsesame\r");
    g_assert_true(seat_saw("Password: *\r\nInvalid password\r\n"
                           "Password: *\r\nInvalid password\r\n"
                           "Password: \r\nInvalid password\r\n"
                           "Access denied.\r\npixfirewall> "));
    g_assert_cmpint(seat.cli.mode, ==, CLI_USER);
}

/* --- help -------------------------------------------------------------- */

static void test_help(void)
{
    seat_begin();
    seat_type("?\r");
    g_assert_true(seat_saw("\nshow            Show things\r\n"));
    g_assert_true(
        seat_saw("\nenable          Turn on privileged commands\r\n"));
    g_assert_false(seat_saw("reload"));
    g_assert_false(seat_saw("show version"));
    seat_type("en\r\rhelp\r");
    g_assert_true(seat_saw("\nreload          Restart\r\n"));
    g_assert_false(seat_saw("rename"));
}

/* A form goes on in the next row between words, or behind a bar. */
static void test_long_forms(void)
{
    seat_begin();
    seat.settings.width = 75;
    seat_type("en\r\rconf t\rwide\r");
    g_assert_true(seat_saw(
        "Usage:  wide <interface> [netmask <mask>] [source <address>] "
        "[port <port>]\r\n"));
    seat.settings.width = 74; /* no column would be left behind it */
    seat_type("wide\r");
    g_assert_true(seat_saw("Usage:  wide <interface> [netmask <mask>] "
                           "[source <address>] [port\r\n"
                           "            <port>]\r\n"));
    seat.settings.width = 40;
    seat_type("wider\r");
    g_assert_true(seat_saw("Usage:  wider\r\n"
                           "            one|two|three|four|five|\r\n"
                           "            six|seven|eight|nine|ten|\r\n"
                           "            eleven|twelve|thirteen|\r\n"
                           "            fourteen <port> <address>\r\n"));
}

static void test_help_on(void)
{
    seat_begin();
    seat_type("en\r\rsh ?\r");
    g_assert_true(seat_saw("\r\nUsage:  show curpriv\r\n"
                           "        show history\r\n"
                           "        show version\r\n"
                           "        show interface [name]\r\n"));
    seat_type("reload?\r");
    g_assert_true(seat_saw("\r\nUsage:  reload [noconfirm]\r\n"));
    seat_type("help reload\r");
    g_assert_true(seat_saw("USAGE:") && seat_saw("DESCRIPTION:") &&
                  seat_saw("Restart"));
    seat_type("nonsense ?\r");
    g_assert_true(seat_saw(STR_NO_SUCH_COMMAND));
}

static void test_rows(void)
{
    for (unsigned t = 0; seat_tables[t]; t++) {
        for (const struct command *row = seat_tables[t]; row->words; row++) {
            struct command_scope scope = {seat_tables, row->modes,
                                          RELEASE(9, 9, 9)};
            g_auto(GStrv) words = g_strsplit(row->words, " ", -1);
            struct command_match match;

            g_assert_true(row->args && row->summary && row->summary[0]);
            g_assert_cmpuint(row->modes, !=, 0);
            g_assert_cmpint(row->min_args, <=, row->max_args);
            g_assert_true(row->run || !strchr(row->words, ' '));
            g_assert_cmpint(command_find(&scope, (int)g_strv_length(words),
                                         words, &match), ==, COMMAND_FOUND);
            g_assert_true(match.row == row);
        }
    }
}

static void test_confirm(void)
{
    seat_begin();
    seat_type("en\r\rreload\r\r");
    g_assert_true(seat.confirmed);
    seat_type("reload\rn");
    g_assert_false(seat.confirmed);
    seat_type("reload\ry");
    g_assert_true(seat.confirmed);
    seat_type("reload\r\nn");
    g_assert_false(seat.confirmed);
}

static void test_show_history(void)
{
    seat_begin();
    seat_type("one\rtwo\rshow history\r");
    g_assert_true(seat_saw("\r\n  one\r\n  two\r\n  show history\r\n"));
}

/* What messages tell of a line has no secret in it, nor half of one. */
static void test_record(void)
{
    static const struct {
        const char *words, *arguments, *text;
    } lines[] = {
        {"hostname", "fxh", "hostname fxh"},
        {"enable password", "sesame level 5", "enable password * * *"},
        {"no isakmp", "key sesame address 10.1.1.1", "no isakmp * * * *"},
        {"ntp", "server 10.1.1.1", "ntp server 10.1.1.1"},
        {"ntp", "auth 1 md5 sesame", "ntp * * * *"},
        {"rip", "inside passive", "rip inside passive"},
        {"rip", "inside passive version 2 authentication md5 sesame 1",
         "rip * * * * * * * *"},
        {"crypto", "map m 10 set peer 10.1.1.1",
         "crypto map m 10 set peer 10.1.1.1"},
        {"crypto", "map m 10 set session-key inbound ah 300 5e5a",
         "crypto * * * * * * * * *"},
        {"vpnclient", "username u password sesame", "vpnclient * * * *"},
        {"copy", "http://u:sesame@10.1.1.1/x flash",
         "copy http://u@10.1.1.1/x flash"},
    };
    g_autofree char *name = g_strnfill(RECORD_TEXT - 20, 'u');
    g_autofree char *url = g_strdup_printf("http://%s:sesame@10.1.1.1/x",
                                           name);
    char text[RECORD_TEXT], *one[] = {url};

    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        struct command row = {.words = lines[i].words};
        g_auto(GStrv) argv = g_strsplit(lines[i].arguments, " ", -1);

        record_text(&row, (int)g_strv_length(argv), argv, text);
        g_assert_cmpstr(text, ==, lines[i].text);
    }
    record_text(&(struct command){.words = "copy"}, 1, one, text);
    g_assert_null(strstr(text, "ses"));
}

/* --- time -------------------------------------------------------------- */

static void test_uptime(void)
{
    static const struct {
        uint32_t seconds;
        const char *text;
    } times[] = {
        {0, "0 secs"},
        {1, "1 sec"},
        {59, "59 secs"},
        {60, "1 min 0 secs"},
        {61, "1 min 1 sec"},
        {5100, "1 hour 25 mins"},
        {80100, "22 hours 15 mins"},
        {86400, "1 day 0 hours"},
        {3538800, "40 days 23 hours"},
        {21798000, "252 days 7 hours"},
    };
    char text[UPTIME_TEXT];

    for (unsigned i = 0; i < G_N_ELEMENTS(times); i++) {
        uptime_text(text, sizeof text, times[i].seconds);
        g_assert_cmpstr(text, ==, times[i].text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/cli/every-word-may-be-abbreviated", test_abbreviations);
    g_test_add_func("/cli/an-ambiguous-word-is-no-command", test_ambiguous);
    g_test_add_func("/cli/sh-is-show", test_habits);
    g_test_add_func("/cli/an-exact-word-is-never-ambiguous", test_exact_wins);
    g_test_add_func("/cli/an-unknown-command-gets-the-line", test_unknown);
    g_test_add_func("/cli/wrong-arguments-show-the-usage", test_arguments);
    g_test_add_func("/cli/a-hundred-words-are-refused", test_too_many_words);
    g_test_add_func("/cli/an-older-release-lacks-newer-rows", test_since);
    g_test_add_func("/cli/modes-decide-what-exists", test_modes);
    g_test_add_func("/cli/control-z-leaves-configuration", test_control_z);
    g_test_add_func("/cli/exit-logs-off", test_log_off);
    g_test_add_func("/cli/a-password-is-echoed-as-stars", test_password);
    g_test_add_func("/cli/three-wrong-passwords-end-it", test_three_wrong);
    g_test_add_func("/cli/help-lists-what-the-mode-has", test_help);
    g_test_add_func("/cli/help-on-a-command-shows-its-usage", test_help_on);
    g_test_add_func("/cli/long-forms-are-broken-between-words",
                    test_long_forms);
    g_test_add_func("/cli/every-row-is-whole-and-found", test_rows);
    g_test_add_func("/cli/confirm-takes-enter-or-y", test_confirm);
    g_test_add_func("/cli/history-is-shown-oldest-first", test_show_history);
    g_test_add_func("/record/no-secret-is-told", test_record);
    g_test_add_func("/uptime/two-most-significant-units", test_uptime);
    return g_test_run();
}
