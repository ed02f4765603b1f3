/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term.h - a terminal on the console cable: screen, scroll-back, selection.
 * No window, no pixels.
 *
 * Rows of the view are counted from its top; scrolled back, the view shows
 * older lines.  Cells come as code points and colours.
 */
#ifndef PIXEMU_HOST_PANEL_TERM_H
#define PIXEMU_HOST_PANEL_TERM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct term;

enum { TERM_ROWS = 24, TERM_COLS = 80, TERM_BACK_LINES = 2000 };

struct term_cell {
    uint32_t c; /* code point; a blank is ' ' */
    uint32_t fg, bg; /* RRGGBB */
    bool bold, underline, selected, cursor;
};

enum term_key {
    TERM_ENTER = 1, TERM_TAB, TERM_BACKSPACE, TERM_ESCAPE,
    TERM_UP, TERM_DOWN, TERM_LEFT, TERM_RIGHT,
    TERM_INSERT, TERM_DELETE, TERM_HOME, TERM_END,
    TERM_PAGE_UP, TERM_PAGE_DOWN,
};
enum { TERM_SHIFT = 1, TERM_ALT = 2, TERM_CTRL = 4 };

/* What keys send goes to typed(). */
struct term *term_new(void (*typed)(void *far, const uint8_t *, size_t n),
                      void *far);
void term_free(struct term *);

void term_write(struct term *, const uint8_t *, size_t n);
/* A letter or a key, with TERM_SHIFT and so on; goes to the newest line. */
void term_letter(struct term *, uint32_t code_point, unsigned mods);
void term_key(struct term *, enum term_key, unsigned mods);
/* Text from a clipboard: line ends become Enter, other control characters
 * but tab are left out. */
void term_paste(struct term *, const char *utf8);

/* Lines towards older ones (positive) or newer. */
void term_scroll(struct term *, int lines);
int term_scrolled(const struct term *); /* lines away from the newest */
int term_back_lines(const struct term *); /* how many there are */

struct term_cell term_at(const struct term *, int row, int col);
/* The view as it is seen, blanks at the ends of lines cut; g_free(). */
char *term_text(const struct term *);

/* Selects from one cell of the view to another, in reading order. */
void term_select(struct term *, int row, int col, int to_row, int to_col);
void term_select_all(struct term *); /* scroll-back and screen */
void term_select_none(struct term *);
bool term_selected(const struct term *);
/* Moves the selection's upper end by lines; begins at the last line. */
void term_select_lines(struct term *, int up);
/* What is selected, otherwise the view; g_free(). */
char *term_copy(const struct term *);

#endif
