/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_terminal.c - what a unit may send to the panel's terminal, and what
 * hands do meanwhile.  First byte: bits 7:4 the size of pieces, bits 3:0 what
 * is done after each.
 */
#include <glib.h>

#include "host/panel/term.h"
#include "tests/fuzz/fuzz.h"

static void typed(void *far, const uint8_t *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)far += n;
}

static void hands(struct term *t, unsigned what)
{
    if (what & 1)
        term_select_lines(t, what & 8 ? 1 : -1);
    if (what & 2)
        term_scroll(t, what & 8 ? 5 : -3);
    if (what & 4)
        term_key(t, TERM_UP, what & 8 ? TERM_CTRL : 0);
    if (what == 8)
        term_select(t, 20, 79, 3, 0);
    if (what == 15)
        term_select_all(t);
}

static void look(struct term *t)
{
    char *text = term_text(t), *copy = term_copy(t);

    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_true(g_utf8_validate(copy, -1, NULL));
    for (int row = 0; row < TERM_ROWS; row++)
        for (int col = 0; col < TERM_COLS; col++)
            g_assert_true(g_unichar_validate(term_at(t, row, col).c));
    g_free(text);
    g_free(copy);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    size_t sent = 0, piece = n ? MAX(data[0] >> 4, 1) : 1;
    struct term *t = term_new(typed, &sent);

    for (size_t at = 1; at < n; at += piece) {
        term_write(t, data + at, MIN(piece, n - at));
        hands(t, data[0] & 15);
    }
    look(t);
    g_assert_cmpuint(sent, <=, 8 * n);
    term_free(t);
}
