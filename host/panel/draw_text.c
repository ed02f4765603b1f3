/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draw_text.c - terminal, lines beside and below it, overlays. */
#include <string.h>

#include "host/panel/draw_int.h"

enum { SELECTION = 0xff2f5d8c, BEHIND = 0xff11161b, LINES_MAX = 24 };

/* --- terminal ------------------------------------------------------------ */

static void cell(struct paint *p, struct box at, const struct term_cell *c)
{
    uint32_t fg = c->fg | 0xff000000, bg = c->bg | 0xff000000;

    if (c->selected)
        bg = SELECTION;
    if (c->cursor) {
        fg = BEHIND;
        bg = FOCUS;
    }
    paint_fill(p, at, 0, bg);
    if (c->c != ' ')
        paint_cell(p, at, c->c, fg, c->bold);
    if (c->underline)
        paint_fill(p, (struct box){at.x, at.y + at.h - 2, at.w, 1}, 0, fg);
}

static bool same(const struct term_cell *a, const struct term_cell *b)
{
    return a->c == b->c && a->fg == b->fg && a->bg == b->bg &&
           a->bold == b->bold && a->underline == b->underline &&
           a->selected == b->selected && a->cursor == b->cursor;
}

/* To whole pixels, so that a cell paints none of its neighbour's. */
static struct box cell_box(float scale, float w, float h, int row, int col)
{
    int x = (int)((float)col * w * scale + 0.5f);
    int y = (int)((float)row * h * scale + 0.5f);
    int x1 = (int)((float)(col + 1) * w * scale + 0.5f);
    int y1 = (int)((float)(row + 1) * h * scale + 0.5f);

    return (struct box){(float)x / scale, (float)y / scale,
                        (float)(x1 - x) / scale, (float)(y1 - y) / scale};
}

void draw_cells(struct paint *p, const struct panel *panel,
                struct term_cell was[TERM_ROWS][TERM_COLS])
{
    struct panel_rect all = panel_cells(panel);
    float w = (float)all.w / TERM_COLS, h = (float)all.h / TERM_ROWS;
    bool focused = panel_focus(panel) == FOCUS_TERMINAL;

    for (int row = 0; row < TERM_ROWS; row++)
        for (int col = 0; col < TERM_COLS; col++) {
            struct term_cell c = term_at(panel_term(panel), row, col);

            c.cursor &= focused;
            if (same(&c, &was[row][col]))
                continue;
            was[row][col] = c;
            cell(p, cell_box(paint_scale(p), w, h, row, col), &c);
        }
}

/* An outline while the focus is elsewhere. */
static void quiet_cursor(struct paint *p, const struct panel *panel)
{
    struct box cells = draw_box(panel_cells(panel));
    float w = cells.w / TERM_COLS, h = cells.h / TERM_ROWS;

    for (int row = 0; row < TERM_ROWS; row++)
        for (int col = 0; col < TERM_COLS; col++)
            if (term_at(panel_term(panel), row, col).cursor)
                paint_edge(p, (struct box){cells.x + (float)col * w,
                                           cells.y + (float)row * h, w, h},
                           0, 1, FOCUS);
}

/* How far back the view is, as a bar at the right. */
static void scroll_bar(struct paint *p, const struct panel *panel)
{
    const struct term *t = panel_term(panel);
    struct box b = draw_box(panel_screen(panel));
    float all = (float)(term_back_lines(t) + TERM_ROWS);
    float h = (b.h - 12) * TERM_ROWS / all;
    float y = b.y + 6 +
              (b.h - 12) * (float)(term_back_lines(t) - term_scrolled(t)) /
                  all;

    if (term_back_lines(t))
        paint_fill(p, (struct box){b.x + b.w - 6, y, 3, MAX(h, 12)}, 1.5f,
                   term_scrolled(t) ? FOCUS : 0xff46525c);
}

void draw_terminal(struct paint *p, const struct panel *panel,
                   SDL_Surface *cells)
{
    struct box frame = draw_box(panel_screen(panel));
    bool focused = panel_focus(panel) == FOCUS_TERMINAL;

    paint_fill(p, frame, 6, BEHIND);
    paint_copy(p, cells, draw_box(panel_cells(panel)));
    if (!focused)
        quiet_cursor(p, panel);
    paint_edge(p, frame, 6, focused ? 2 : 1, focused ? FOCUS : 0xff46525c);
    scroll_bar(p, panel);
}

/* --- beside it ----------------------------------------------------------- */

/* Cut at the end, with dots, until it fits. */
static void fitted(struct paint *p, float size, float x, float y, float room,
                   uint32_t colour, const char *text)
{
    GString *s = g_string_new(text);

    while (s->len && paint_text_width(p, FONT_TEXT, size, s->str) > room) {
        const char *last;

        if (g_str_has_suffix(s->str, "…"))
            g_string_truncate(s, s->len - strlen("…"));
        last = g_utf8_find_prev_char(s->str, s->str + s->len);
        g_string_truncate(s, last ? (gsize)(last - s->str) : 0);
        g_string_append(s, "…");
    }
    paint_text(p, FONT_TEXT, size, x, y, ALIGN_LEFT, colour, s->str);
    g_string_free(s, TRUE);
}

void draw_side(struct paint *p, const struct panel *panel)
{
    struct panel_line lines[LINES_MAX];
    unsigned n = panel_lines(panel, lines, LINES_MAX);
    struct box b = draw_box(panel_side(panel));
    const struct unit *unit = panel_unit(panel);
    float y = b.y + 12;

    fitted(p, 16, b.x, y, b.w, INK, unit_name(unit));
    y += 20;
    paint_text(p, FONT_TEXT, 11, b.x, y, ALIGN_LEFT, INK_DIM,
               unit_model(unit)->title);
    y += 26;
    for (unsigned i = 0; i < n; i++, y += 19) {
        struct box dot = {b.x, y - 4, 8, 8};

        if (lines[i].lit)
            paint_fill(p, dot, 4, LIT);
        else
            paint_edge(p, dot, 4, 1.2f, INK_DIM);
        paint_text(p, FONT_TEXT, 11, b.x + 15, y, ALIGN_LEFT, INK_DIM,
                   lines[i].what);
        fitted(p, 11, b.x + 84, y, b.w - 84, INK, lines[i].value);
    }
}

void draw_hint(struct paint *p, const struct panel *panel)
{
    struct box b = draw_box(panel_help_line(panel));
    char *hint = panel_hint(panel);

    paint_fill(p, b, 5, 0xff2b343c);
    fitted(p, 13, b.x + 10, b.y + b.h / 2, b.w - 20, INK, hint);
    g_free(hint);
}

/* --- overlays ------------------------------------------------------------ */

static void keys(struct paint *p, struct box b)
{
    float y = b.y + 24;

    paint_text(p, FONT_BOLD, 15, b.x + 24, y, ALIGN_LEFT, INK, "Keys");
    y += 24;
    for (const struct panel_key_row *row = panel_key_rows; row->keys; row++) {
        paint_text(p, FONT_BOLD, 12, b.x + 24, y, ALIGN_LEFT, FOCUS,
                   row->keys);
        paint_text(p, FONT_TEXT, 12, b.x + 226, y, ALIGN_LEFT, INK,
                   row->does);
        y += 18;
    }
}

static void answers(struct paint *p, const struct panel *panel)
{
    for (unsigned i = 0; i < panel_answers(panel); i++) {
        struct box b = draw_box(panel_answer_at(panel, i));
        bool chosen = i == panel_chosen(panel);

        paint_shade(p, b, 5, 0xff4a5661, 0xff3a444d);
        if (chosen)
            paint_edge(p, draw_inset(b, -3), 7, 2.5f, FOCUS);
        paint_text(p, chosen ? FONT_BOLD : FONT_TEXT, 13, b.x + b.w / 2,
                   b.y + b.h / 2, ALIGN_CENTRE, INK, panel_answer(panel, i));
    }
}

/* The end of a long name is what is looked at. */
static void entry(struct paint *p, struct box b, const char *text)
{
    float w;

    paint_fill(p, b, 4, BEHIND);
    paint_edge(p, b, 4, 1, 0xff6b7883);
    while (*text && paint_text_width(p, FONT_MONO, 13, text) > b.w - 24)
        text = g_utf8_next_char(text);
    w = paint_text(p, FONT_MONO, 13, b.x + 8, b.y + b.h / 2, ALIGN_LEFT, INK,
                   text);
    paint_fill(p, (struct box){b.x + 9 + w, b.y + 6, 2, b.h - 12}, 0, FOCUS);
}

static void question(struct paint *p, const struct panel *panel,
                     struct box b)
{
    char *text = panel_question(panel), **line = g_strsplit(text, "\n", 2);

    for (unsigned i = 0; line[i]; i++)
        fitted(p, 14, b.x + 24, b.y + 30 + 24 * (float)i, b.w - 48, INK,
               line[i]);
    g_strfreev(line);
    g_free(text);
}

void draw_overlay(struct paint *p, const struct panel *panel)
{
    struct box b = draw_box(panel_overlay_at(panel));

    if (panel_overlay(panel) == OVERLAY_NONE)
        return;
    paint_fill(p, draw_box(panel_size(panel)), 0, 0x90000000);
    paint_fill(p, b, 8, 0xff2b343c);
    paint_edge(p, b, 8, 1, 0xff6b7883);
    if (panel_overlay(panel) == OVERLAY_HELP) {
        keys(p, b);
        return;
    }
    question(p, panel, b);
    if (panel_overlay(panel) == OVERLAY_FILE)
        entry(p, (struct box){b.x + 24, b.y + 48, b.w - 48, 30},
              panel_typed(panel));
    answers(p, panel);
}
