/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_editor.c - the line that is typed: keys, the terminal's row, history. */
#include <string.h>

#include "guest/cli/secret.h"
#include "tests/unit/guest/seat.h"

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

#define assert_row(text, column)                                 \
    do {                                                         \
        unsigned at_;                                            \
        g_autofree char *row_ = last_row(&at_);                  \
        g_assert_cmpstr(row_ + 12, ==, *text ? " " text : text); \
        g_assert_cmpuint(at_, ==, 13 + (column));                \
    } while (0)

static void test_echo(void)
{
    seat_begin();
    seat_type("abc");
    g_assert_cmpstr(seat.out->str, ==, "pixfirewall> abc");
}

static void test_editing(void)
{
    seat_begin();
    seat_type("bcd\001a");
    assert_row("abcd", 1);
    seat_type("abcd\001\004");
    assert_row("bcd", 0);
    seat_type("abcd\002\002\013");
    assert_row("ab", 2);
    seat_type("abcd\002\002\025");
    assert_row("cd", 0);
    seat_type("one two  \027");
    assert_row("one", 4);
    seat_type("one two\027\027");
    assert_row("", 0);
    seat_type("abd\002\177\006\005x\bc");
    assert_row("adc", 3);
    seat_type("ab\033[D\033[Dx\033[C\033[C\033[Cy");
    assert_row("xaby", 4);
    seat_type("ab\033[Hx\033[Fy\033[1~\033[3~\033OC-");
    assert_row("a-by", 2);
}

static void test_redraw(void)
{
    seat_begin();
    seat_type("abc\002\014");
    assert_row("abc", 2);
    g_assert_true(seat_saw("\r\npixfirewall> abc"));
    seat_type("abc\022");
    g_assert_true(seat_saw("\r\npixfirewall> abc"));
}

static void test_history(void)
{
    seat_begin();
    seat_type("first\rsecond\rthi\020");
    assert_row("second", 6);
    seat_type("\020\020");
    assert_row("first", 5);
    seat_type("\020\020\020\020");
    assert_row("first", 5);
    seat_type("own\033[A\033[A\033[B");
    assert_row("second", 6);
    seat_type("own\020\020\016\016");
    assert_row("own", 3);
    seat_type("\020\r");
    g_assert_cmpstr(editor_history(&seat.cli.editor, 1), ==, "second");
    g_assert_cmpstr(editor_history(&seat.cli.editor, 2), ==, "first");
    g_assert_null(editor_history(&seat.cli.editor, 3));
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
    seat_begin();
    seat_type("copy http://u:secret@h/x flash\r");
    g_assert_cmpstr(editor_history(&seat.cli.editor, 1), ==,
                    "copy http://u@h/x flash");
}

static void test_history_wraps(void)
{
    seat_begin();
    for (int i = 0; i < 50; i++) {
        g_autofree char *line = g_strdup_printf("n%d\r", i);

        seat_type(line);
    }
    g_assert_cmpstr(editor_history(&seat.cli.editor, 1), ==, "n49");
    g_assert_cmpstr(editor_history(&seat.cli.editor, EDITOR_HISTORY), ==,
                    "n31");
    g_assert_null(editor_history(&seat.cli.editor, EDITOR_HISTORY + 1));
}

/* The terminal's rows are never left: last_row() looks at that. */
static void test_long_line(void)
{
    char keys[401];
    unsigned cursor;

    seat_begin();
    for (unsigned i = 0; i < 400; i++)
        keys[i] = (char)('a' + i % 26);
    keys[400] = '\0';
    seat_type(keys);
    g_autofree char *row = last_row(&cursor);
    g_assert_true(g_str_has_prefix(row, "pixfirewall> $"));
    g_assert_true(g_str_has_suffix(row, "efghij"));
    g_assert_cmpuint(cursor, ==, strlen(row));
    g_assert_cmpstr(seat.cli.editor.line, ==, keys);

    g_autofree char *home = g_strconcat(keys, "\001", NULL);
    seat_type(home);
    g_autofree char *left = last_row(&cursor);
    g_assert_true(g_str_has_prefix(left, "pixfirewall> abcdef"));
    g_assert_true(g_str_has_suffix(left, "$"));
    g_assert_cmpuint(cursor, ==, 13);
}

static void test_full_line(void)
{
    char *keys = g_strnfill(EDITOR_LINE_MAX + 20, 'x');

    seat_begin();
    seat_type(keys);
    g_assert_cmpuint(seat.cli.editor.length, ==, EDITOR_LINE_MAX);
    g_assert_true(seat_saw("\a"));
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

    seat_begin();
    for (int round = 0; round < 400; round++) {
        GString *typed = g_string_new(NULL);
        unsigned cursor;

        for (int i = 0; i < 60; i++)
            g_string_append(typed, keys[g_rand_int_range(
                                       rand, 0, G_N_ELEMENTS(keys))]);
        seat_type(typed->str);
        g_autofree char *row = last_row(&cursor);
        g_assert_cmpuint(strlen(seat.cli.editor.line), ==,
                         seat.cli.editor.length);
        if (seat.cli.editor.length < 60 && seat.cli.editor.first == 0) {
            g_autofree char *want = g_strchomp(
                g_strconcat("pixfirewall> ", seat.cli.editor.line, NULL));

            g_assert_cmpstr(g_strchomp(row), ==, want);
            g_assert_cmpuint(cursor, ==, 13 + seat.cli.editor.cursor);
        }
        g_string_free(typed, TRUE);
    }
}

static void test_line_ends(void)
{
    seat_begin();
    seat_type("sh ver\n");
    g_assert_cmpstr(seat.ran, ==, "version");
    seat_type("sh ver\r\n");
    g_assert_cmpstr(seat.out->str, ==, "pixfirewall> sh ver\r\nabout\r\n"
                                       "pixfirewall> ");
    seat_type("sh ver\r");
    seat.keys = "";
    seat_type("x\003sh\tver\r");
    g_assert_cmpstr(seat.ran, ==, "version");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
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
    return g_test_run();
}
