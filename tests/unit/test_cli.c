/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cli.c - the command language as somebody at a terminal sees it. */
#include <glib.h>
#include <string.h>

#include "guest/cli/cli.h"
#include "guest/cli/secret.h"
#include "guest/cli/strings.h"
#include "guest/cli/uptime.h"

/* --- a keyboard, a screen and a few commands --------------------------- */

static struct {
    const char *keys;
    GString *out;
    char ran[128]; /* what the last command was, and its arguments */
    bool confirmed;
} seat;

static void seat_put(void *far, char c)
{
    (void)far;
    g_string_append_c(seat.out, c);
}

static int seat_get(void *far)
{
    (void)far;
    return *seat.keys ? (uint8_t)*seat.keys++ : -1;
}

static void note(const char *name, int argc, char **argv)
{
    g_strlcpy(seat.ran, name, sizeof seat.ran);
    for (int i = 0; i < argc; i++) {
        g_strlcat(seat.ran, " ", sizeof seat.ran);
        g_strlcat(seat.ran, argv[i], sizeof seat.ran);
    }
}

static void run_version(struct cli *cli, int argc, char **argv)
{
    note("version", argc, argv);
    cli_printf(cli, "about\n");
}

static void run_interface(struct cli *cli, int argc, char **argv)
{
    (void)cli;
    note("interface", argc, argv);
}

static void run_reload(struct cli *cli, int argc, char **argv)
{
    note("reload", argc, argv);
    seat.confirmed = cli_confirm(cli, STR_CONFIRM_RELOAD);
}

static void run_new(struct cli *cli, int argc, char **argv)
{
    (void)cli;
    note("new", argc, argv);
}

static void run_long(struct cli *cli, int argc, char **argv)
{
    note("long", argc, argv);
    for (int i = 0; i < 60; i++)
        cli_printf(cli, "line %d\n", i);
}

static const struct command rows[] = {
    {"show", "", "Show things", CLI_ANY, .run = NULL},
    {"show version", "", "The release", CLI_ANY, .run = run_version},
    {"show interface", "[name]", "Counters", CLI_PRIVILEGED, .max_args = 1,
     .run = run_interface},
    {"reload", "[noconfirm]", "Restart", CLI_PRIVILEGED, .max_args = 1,
     .run = run_reload},
    {"show long", "", "Much text", CLI_ANY, .run = run_long},
    {"rename", "<name>", "Rename", CLI_CONFIG, .min_args = 1, .max_args = 1,
     .run = run_new},
    {"long", "", "Much text", CLI_ANY, .run = run_long},
    {"longer", "", "More text", CLI_ANY, .run = run_new},
    {"shun", "", "Shut out", CLI_CONFIG, .run = run_new},
    {"newer", "", "Came with 6.2", CLI_ANY, .since = RELEASE(6, 2, 0),
     .run = run_new},
    {0},
};
static const struct command *const tables[] = {cli_basic_commands, rows,
                                               NULL};

static struct cli_settings settings;
static struct cli_unit unit;
static struct cli cli;

static void sit_down(void)
{
    static const struct cli_io io = {.put = seat_put, .get = seat_get};

    if (seat.out)
        g_string_free(seat.out, TRUE);
    memset(&seat, 0, sizeof seat);
    seat.out = g_string_new(NULL);
    memset(&unit, 0, sizeof unit);
    unit.release = RELEASE(6, 2, 1);
    unit.tables = tables;
    unit.settings = &settings;
    settings = (struct cli_settings){
        .hostname = "pixfirewall", .lines = CLI_LINES, .width = CLI_WIDTH};
    password_hash(settings.enable_hash, "");
    cli_begin(&cli, &unit, &io);
}

static void type(const char *keys)
{
    seat.keys = keys;
    seat.ran[0] = '\0';
    cli.leaving = false;
    g_string_truncate(seat.out, 0);
    cli_session(&cli);
}

#define saw(text) (strstr(seat.out->str, text) != NULL)

/* What a terminal's last row shows, trailing blanks dropped; *cursor is its
 * column.  Knows what the editor may send and fails on anything else. */
static char *last_row(unsigned *cursor)
{
    char row[1024];
    unsigned n = 0, column = 0;

    memset(row, ' ', sizeof row);
    for (const char *p = seat.out->str; *p; p++) {
        if (*p == '\r') {
            column = 0;
        } else if (*p == '\n') {
            memset(row, ' ', sizeof row);
            n = 0;
        } else if (*p == '\b') {
            g_assert_cmpuint(column, >, 0);
            column--;
        } else if (*p != '\a') {
            g_assert_true(g_ascii_isprint(*p));
            row[column++] = *p;
            n = MAX(n, column);
            g_assert_cmpuint(column, <, CLI_WIDTH);
        }
    }
    while (n && row[n - 1] == ' ')
        n--;
    *cursor = column;
    return g_strndup(row, n);
}

#define assert_row(text, column)                        \
    do {                                                \
        unsigned at_;                                   \
        g_autofree char *row_ = last_row(&at_);         \
        g_assert_cmpstr(row_ + 12, ==, *text ? " " text : text); \
        g_assert_cmpuint(at_, ==, 13 + (column));       \
    } while (0)

/* --- words ------------------------------------------------------------- */

static void test_abbreviations(void)
{
    sit_down();
    type("sh ver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    type("SHOW Version\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    type("  s   v  \r");
    g_assert_cmpstr(seat.ran, ==, "version");
    type("en\r\rsh int inside\r");
    g_assert_cmpstr(seat.ran, ==, "interface inside");
}

static void test_ambiguous(void)
{
    sit_down();
    type("en\r\rre\r\r");
    g_assert_cmpstr(seat.ran, ==, "reload");
    type("conf t\rre x\r");
    g_assert_true(saw("\n" STR_NO_SUCH_COMMAND "\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
    type("ren x\r");
    g_assert_cmpstr(seat.ran, ==, "new x");
}

/* `sh` is show, whatever else begins so. */
static void test_habits(void)
{
    sit_down();
    type("en\r\rconf t\rsh ver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    type("SH ver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
    type("shu\r");
    g_assert_cmpstr(seat.ran, ==, "new");
}

static void test_exact_wins(void)
{
    sit_down();
    type("longe\r");
    g_assert_cmpstr(seat.ran, ==, "new");
    type("long\rq");
    g_assert_cmpstr(seat.ran, ==, "long");
}

static void test_unknown(void)
{
    sit_down();
    type("frobnicate\r");
    g_assert_true(saw("\n" STR_NO_SUCH_COMMAND "\r\n"));
    type("show nothing\r");
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
    type("versions\r");
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
    type(": a comment\r   \r\r");
    g_assert_false(saw(STR_NO_SUCH_COMMAND));
}

static void test_arguments(void)
{
    sit_down();
    type("en\r\rconf t\rrename\r");
    g_assert_true(saw(STR_NOT_ENOUGH "\r\nUsage:  rename <name>\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
    type("rename a b\r");
    g_assert_true(saw("Usage:  rename <name>\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
}

static void test_too_many_words(void)
{
    GString *line = g_string_new("show");

    sit_down();
    for (int i = 0; i < 100; i++)
        g_string_append(line, " a");
    g_string_append_c(line, '\r');
    type(line->str);
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
    g_string_free(line, TRUE);
}

static void test_since(void)
{
    sit_down();
    type("newer\r");
    g_assert_cmpstr(seat.ran, ==, "new");
    unit.release = RELEASE(6, 0, 1);
    type("newer\r");
    g_assert_cmpstr(seat.ran, ==, "");
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
    type("?\r");
    g_assert_false(saw("newer"));
}

/* --- modes ------------------------------------------------------------- */

static void test_modes(void)
{
    sit_down();
    type("show int\r");
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
    type("enable\r\rshow int\r");
    g_assert_true(saw("\r\npixfirewall# "));
    g_assert_cmpstr(seat.ran, ==, "interface");
    type("rename x\r");
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
    type("configure terminal\rrename x\r");
    g_assert_true(saw("\r\npixfirewall(config)# "));
    g_assert_cmpstr(seat.ran, ==, "new x");
    type("show int\r");
    g_assert_cmpstr(seat.ran, ==, "interface");
    type("exit\r");
    g_assert_cmpint(cli.mode, ==, CLI_ENABLE);
    type("disable\r");
    g_assert_cmpint(cli.mode, ==, CLI_USER);
}

static void test_control_z(void)
{
    sit_down();
    type("en\r\rconf t\rhalf a line\032");
    g_assert_cmpint(cli.mode, ==, CLI_ENABLE);
    g_assert_false(saw(STR_NO_SUCH_COMMAND));
    type("\032");
    g_assert_cmpint(cli.mode, ==, CLI_ENABLE);
}

static void test_log_off(void)
{
    sit_down();
    type("quit\rnot read");
    g_assert_true(saw(STR_LOGOFF));
    g_assert_cmpstr(seat.keys, ==, "not read");
    type("en\r\rexit\rnot read");
    g_assert_cmpstr(seat.keys, ==, "not read");
}

static void test_password(void)
{
    sit_down();
    password_hash(settings.enable_hash, "sesame");
    type("enable\rsesame\r");
    g_assert_true(saw("Password: ******\r\n"));
    g_assert_false(saw("sesame"));
    g_assert_cmpint(cli.mode, ==, CLI_ENABLE);
    type("\020\r");
    g_assert_false(saw("sesame"));
}

static void test_three_wrong(void)
{
    sit_down();
    password_hash(settings.enable_hash, "sesame");
    type("enable\ra\rb\r\rsesame\r");
    g_assert_true(saw("Password: *\r\nInvalid password\r\nPassword: *\r\n"
                      "Invalid password\r\nPassword: \r\n"
                      "Invalid password\r\nAccess denied.\r\npixfirewall> "));
    g_assert_cmpint(cli.mode, ==, CLI_USER);
}

/* --- help -------------------------------------------------------------- */

static void test_help(void)
{
    sit_down();
    type("?\r");
    g_assert_true(saw("\nshow            Show things\r\n"));
    g_assert_true(saw("\nenable          Turn on privileged commands\r\n"));
    g_assert_false(saw("reload"));
    g_assert_false(saw("show version"));
    type("en\r\rhelp\r");
    g_assert_true(saw("\nreload          Restart\r\n"));
    g_assert_false(saw("rename"));
}

static void test_help_on(void)
{
    sit_down();
    type("en\r\rsh ?\r");
    g_assert_true(saw("\r\nUsage:  show curpriv\r\n"
                      "        show history\r\n"
                      "        show version\r\n"
                      "        show interface [name]\r\n"));
    type("reload?\r");
    g_assert_true(saw("\r\nUsage:  reload [noconfirm]\r\n"));
    type("help reload\r");
    g_assert_true(saw("USAGE:") && saw("DESCRIPTION:") && saw("Restart"));
    type("nonsense ?\r");
    g_assert_true(saw(STR_NO_SUCH_COMMAND));
}

static void test_rows(void)
{
    for (unsigned t = 0; tables[t]; t++) {
        for (const struct command *row = tables[t]; row->words; row++) {
            struct command_scope scope = {tables, row->modes,
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
    sit_down();
    type("en\r\rreload\r\r");
    g_assert_true(seat.confirmed);
    type("reload\rn");
    g_assert_false(seat.confirmed);
    type("reload\ry");
    g_assert_true(seat.confirmed);
    type("reload\r\nn");
    g_assert_false(seat.confirmed);
}

/* --- the line ---------------------------------------------------------- */

static void test_echo(void)
{
    sit_down();
    type("abc");
    g_assert_cmpstr(seat.out->str, ==, "pixfirewall> abc");
}

static void test_editing(void)
{
    sit_down();
    type("bcd\001a");
    assert_row("abcd", 1);
    type("abcd\001\004");
    assert_row("bcd", 0);
    type("abcd\002\002\013");
    assert_row("ab", 2);
    type("abcd\002\002\025");
    assert_row("cd", 0);
    type("one two  \027");
    assert_row("one", 4);
    type("one two\027\027");
    assert_row("", 0);
    type("abd\002\177\006\005x\bc");
    assert_row("adc", 3);
    type("ab\033[D\033[Dx\033[C\033[C\033[Cy");
    assert_row("xaby", 4);
    type("ab\033[Hx\033[Fy\033[1~\033[3~\033OC-");
    assert_row("a-by", 2);
}

static void test_redraw(void)
{
    sit_down();
    type("abc\002\014");
    assert_row("abc", 2);
    g_assert_true(saw("\r\npixfirewall> abc"));
    type("abc\022");
    g_assert_true(saw("\r\npixfirewall> abc"));
}

static void test_history(void)
{
    sit_down();
    type("first\rsecond\rthi\020");
    assert_row("second", 6);
    type("\020\020");
    assert_row("first", 5);
    type("\020\020\020\020");
    assert_row("first", 5);
    type("own\033[A\033[A\033[B");
    assert_row("second", 6);
    type("own\020\020\016\016");
    assert_row("own", 3);
    type("\020\r");
    g_assert_cmpstr(editor_history(&cli.editor, 1), ==, "second");
    g_assert_cmpstr(editor_history(&cli.editor, 2), ==, "first");
    g_assert_null(editor_history(&cli.editor, 3));
}

static void hidden(const char *typed, const char *left)
{
    g_autofree char *line = g_strdup(typed);

    secret_hide(line);
    g_assert_cmpstr(line, ==, left);
}

/* Passwords in URLs are not remembered, right or wrong ones. */
static void test_history_hides(void)
{
    hidden("copy http://u:p@h:80/x flash", "copy http://u@h:80/x flash");
    hidden("copy HTTPS://u:a@b:c@h/x flash:pdm",
           "copy HTTPS://u@h/x flash:pdm");
    hidden("a http://u:@h/x https://v:q@h/y", "a http://u@h/x https://v@h/y");
    hidden("copy http://u:a/b@h/x flash", "copy http://u@h/x flash");
    hidden("copy http:/u:p@h/x flash", "copy http:/u@h/x flash");
    hidden("copy htp://u:p@h/x flash", "copy htp://u@h/x flash");
    hidden("copy http://h:80/x@y flash", "copy http://h:80/x@y flash");
    hidden("copy http://u@h/x:y@z flash", "copy http://u@h/x:y@z flash");
    hidden("copy tftp://h/x flash:image", "copy tftp://h/x flash:image");
    hidden("http http: http:// :// : @", "http http: http:// :// : @");
    hidden("", "");
    sit_down();
    type("copy http://u:secret@h/x flash\r");
    g_assert_cmpstr(editor_history(&cli.editor, 1), ==,
                    "copy http://u@h/x flash");
}

static void test_history_wraps(void)
{
    sit_down();
    for (int i = 0; i < 50; i++) {
        g_autofree char *line = g_strdup_printf("n%d\r", i);

        type(line);
    }
    g_assert_cmpstr(editor_history(&cli.editor, 1), ==, "n49");
    g_assert_cmpstr(editor_history(&cli.editor, EDITOR_HISTORY), ==, "n31");
    g_assert_null(editor_history(&cli.editor, EDITOR_HISTORY + 1));
}

/* The terminal's rows are never left: last_row() looks at that. */
static void test_long_line(void)
{
    char keys[401];
    unsigned cursor;

    sit_down();
    for (unsigned i = 0; i < 400; i++)
        keys[i] = (char)('a' + i % 26);
    keys[400] = '\0';
    type(keys);
    g_autofree char *row = last_row(&cursor);
    g_assert_true(g_str_has_prefix(row, "pixfirewall> $"));
    g_assert_true(g_str_has_suffix(row, "efghij"));
    g_assert_cmpuint(cursor, ==, strlen(row));
    g_assert_cmpstr(cli.editor.line, ==, keys);

    g_autofree char *home = g_strconcat(keys, "\001", NULL);
    type(home);
    g_autofree char *left = last_row(&cursor);
    g_assert_true(g_str_has_prefix(left, "pixfirewall> abcdef"));
    g_assert_true(g_str_has_suffix(left, "$"));
    g_assert_cmpuint(cursor, ==, 13);
}

static void test_full_line(void)
{
    char *keys = g_strnfill(EDITOR_LINE_MAX + 20, 'x');

    sit_down();
    type(keys);
    g_assert_cmpuint(cli.editor.length, ==, EDITOR_LINE_MAX);
    g_assert_true(saw("\a"));
    g_free(keys);
}

/* Whatever is typed, the screen shows the line and stays on its row. */
static void test_any_keys(void)
{
    static const char *const keys[] = {
        "a", "b ", "\001", "\002", "\004", "\005", "\006", "\013", "\025",
        "\027", "\020", "\016", "\177", "\033[A", "\033[D", "\033[3~", "\r",
        "\003", "\014", "\033", "xyzzy long words to fill the row quickly "};
    g_autoptr(GRand) rand = g_rand_new_with_seed(62);

    sit_down();
    for (int round = 0; round < 400; round++) {
        GString *typed = g_string_new(NULL);
        unsigned cursor;

        for (int i = 0; i < 60; i++)
            g_string_append(typed, keys[g_rand_int_range(
                                       rand, 0, G_N_ELEMENTS(keys))]);
        type(typed->str);
        g_autofree char *row = last_row(&cursor);
        g_assert_cmpuint(strlen(cli.editor.line), ==, cli.editor.length);
        if (cli.editor.length < 60 && cli.editor.first == 0) {
            g_autofree char *want =
                g_strchomp(g_strconcat("pixfirewall> ", cli.editor.line, NULL));

            g_assert_cmpstr(g_strchomp(row), ==, want);
            g_assert_cmpuint(cursor, ==, 13 + cli.editor.cursor);
        }
        g_string_free(typed, TRUE);
    }
}

static void test_line_ends(void)
{
    sit_down();
    type("sh ver\n");
    g_assert_cmpstr(seat.ran, ==, "version");
    type("sh ver\r\n");
    g_assert_cmpstr(seat.out->str, ==, "pixfirewall> sh ver\r\nabout\r\n"
                                       "pixfirewall> ");
    type("sh ver\r");
    seat.keys = "";
    type("x\003sh\tver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
}

/* --- pages ------------------------------------------------------------- */

static void test_page(void)
{
    sit_down();
    type("long\rq");
    g_assert_true(saw("line 22\r\n" STR_MORE "\r              \r"
                      "pixfirewall> "));
    g_assert_false(saw("line 23"));
    type("long\r q");
    g_assert_true(saw("line 45\r\n" STR_MORE));
    g_assert_false(saw("line 46"));
    type("long\r\r\rq");
    g_assert_true(saw("line 24\r\n" STR_MORE));
    g_assert_false(saw("line 25"));
    type("long\r  ");
    g_assert_true(saw("line 59\r\npixfirewall> "));
}

static void test_page_wide(void)
{
    static char row[161];
    unsigned asked = 0;

    sit_down();
    memset(row, 'w', 160);
    seat.keys = "q";
    pager_begin(&cli.pager);
    for (int i = 0; i < 12; i++)
        cli_printf(&cli, "%s\n", row);
    for (const char *p = seat.out->str; (p = strstr(p, STR_MORE)); p++)
        asked++;
    g_assert_cmpuint(asked, ==, 1);
}

static void test_page_far_gone(void)
{
    sit_down();
    type("long\r");
    g_assert_true(cli.leaving);
    g_assert_false(saw("line 23"));
}

static void test_settings(void)
{
    sit_down();
    settings.lines = 0;
    type("long\r");
    g_assert_true(saw("line 59\r\npixfirewall> "));
    settings.lines = 10;
    type("long\rq");
    g_assert_true(saw("line 8\r\n" STR_MORE));
    settings.width = 40;
    type("\r");
    g_assert_cmpuint(cli.editor.width, ==, 40);
}

/* --- filters ----------------------------------------------------------- */

static void test_filters(void)
{
    sit_down();
    settings.lines = 0;
    type("sh long | inc line 5\r");
    g_assert_true(saw("| inc line 5\r\nline 5\r\nline 50\r\n"));
    g_assert_true(saw("line 59\r\npixfirewall> "));
    g_assert_false(saw("\nline 4\r"));
    type("sh long |exclude 1\r");
    g_assert_true(saw("\nline 0\r\nline 2\r\n"));
    type("sh long | begin line 58\r");
    g_assert_true(saw("58\r\nline 58\r\nline 59\r\npixfirewall> "));
    type("sh long | grep -v line\r");
    g_assert_true(saw("-v line\r\npixfirewall> "));
    type("sh long | grep 33\r");
    g_assert_true(saw("33\r\nline 33\r\npixfirewall> "));
    type("sh long\r");
    g_assert_true(saw("\nline 0\r\nline 1\r\n"));
}

static void test_filter_words(void)
{
    sit_down();
    type("sh long |\r");
    g_assert_true(saw("\n" STR_FILTER_USAGE "\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
    type("sh long | include\r");
    g_assert_true(saw("\n" STR_FILTER_USAGE "\r\n"));
    type("sh long | sort x\r");
    g_assert_true(saw("\n" STR_FILTER_USAGE "\r\n"));
    type("en\r\rconf t\rrename a|b\r");
    g_assert_cmpstr(seat.ran, ==, "new a|b");
    type("rename |b\r");
    g_assert_cmpstr(seat.ran, ==, "new |b");
    unit.release = RELEASE(5, 3, 1);
    type("sh long | inc 5\r");
    g_assert_true(saw("Usage:  show long\r\n"));
    g_assert_cmpstr(seat.ran, ==, "");
}

static void test_filtered_pages(void)
{
    sit_down();
    settings.lines = 5;
    type("sh long | inc 7\rq");
    g_assert_true(saw("line 37\r\n" STR_MORE));
    g_assert_false(saw("line 47"));
}

static void test_show_history(void)
{
    sit_down();
    type("one\rtwo\rshow history\r");
    g_assert_true(saw("\r\n  one\r\n  two\r\n  show history\r\n"));
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
    g_test_add_func("/cli/every-row-is-whole-and-found", test_rows);
    g_test_add_func("/cli/confirm-takes-enter-or-y", test_confirm);
    g_test_add_func("/editor/typing-echoes-each-character-once", test_echo);
    g_test_add_func("/editor/emacs-keys-edit", test_editing);
    g_test_add_func("/editor/control-l-and-r-redraw", test_redraw);
    g_test_add_func("/editor/history-goes-back-and-forth", test_history);
    g_test_add_func("/editor/history-hides", test_history_hides);
    g_test_add_func("/editor/history-forgets-the-oldest", test_history_wraps);
    g_test_add_func("/editor/a-long-line-scrolls-on-its-row", test_long_line);
    g_test_add_func("/editor/a-full-line-rings-the-bell", test_full_line);
    g_test_add_func("/editor/any-keys-leave-the-screen-true", test_any_keys);
    g_test_add_func("/editor/every-kind-of-line-end-is-one", test_line_ends);
    g_test_add_func("/pager/space-enter-and-q", test_page);
    g_test_add_func("/pager/wide-lines-take-two-rows", test_page_wide);
    g_test_add_func("/pager/a-far-end-that-left-stops-it", test_page_far_gone);
    g_test_add_func("/pager/the-configuration-decides", test_settings);
    g_test_add_func("/filter/lines-are-chosen", test_filters);
    g_test_add_func("/filter/wrong-words-and-other-commands",
                    test_filter_words);
    g_test_add_func("/filter/a-page-holds-what-was-chosen",
                    test_filtered_pages);
    g_test_add_func("/cli/history-is-shown-oldest-first", test_show_history);
    g_test_add_func("/uptime/two-most-significant-units", test_uptime);
    return g_test_run();
}
