/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keys.c - keyboard and mouse; see panel.h. */
#include <string.h>

#include "host/panel/panel_int.h"

enum { BOTH = TERM_CTRL | TERM_SHIFT };

const struct panel_key_row panel_key_rows[] = {
    {"F6, Shift+F6", "to the next or previous: console, switches, ports"},
    {"Tab, arrows", "on the case: the next, the previous one"},
    {"Enter, Space", "on the case: press, plug, insert, eject"},
    {"Esc", "on the case: back to the console"},
    {"Ctrl+Shift+P", "power switch"},
    {"Ctrl+Shift+R", "reset button"},
    {"Ctrl+Shift+E", "insert or eject a diskette"},
    {"Ctrl+Shift+0 ... 9", "unplug or plug in ethernet0 ... ethernet9"},
    {"Ctrl+Shift+B", "send a BREAK"},
    {"Ctrl+Shift+C", "copy what is selected, or the screen"},
    {"Ctrl+Shift+V, Shift+Insert", "paste"},
    {"Ctrl+Shift+A", "select everything"},
    {"Ctrl+Shift+Up, Down", "select lines"},
    {"Shift+PageUp, PageDown", "scroll back"},
    {"Ctrl+Plus, Minus, 0", "larger, smaller, 100 %"},
    {"F11", "full screen"},
    {"Ctrl+Shift+Q", "close the window"},
    {"F1", "this list"},
    {NULL, NULL},
};

/* --- focus --------------------------------------------------------------- */

static void move_focus(struct panel *p, int step, bool through_terminal)
{
    int n = (int)p->items->len;

    do {
        p->focus += step;
        if (p->focus < FOCUS_TERMINAL)
            p->focus = n - 1;
        if (p->focus >= n)
            p->focus = FOCUS_TERMINAL;
        if (p->focus == FOCUS_TERMINAL && through_terminal)
            break;
    } while (p->focus == FOCUS_TERMINAL ||
             !layout_focusable(panel_item(p, (unsigned)p->focus)));
}

/* A key while the case has the focus. */
static void press_case(struct panel *p, int key, unsigned mods)
{
    switch (key) {
    case TERM_TAB:
        move_focus(p, mods & TERM_SHIFT ? -1 : 1, false);
        break;
    case TERM_RIGHT:
    case TERM_DOWN:
        move_focus(p, 1, false);
        break;
    case TERM_LEFT:
    case TERM_UP:
        move_focus(p, -1, false);
        break;
    case TERM_ENTER:
        panel_activate(p, p->focus);
        break;
    case TERM_ESCAPE:
        p->focus = FOCUS_TERMINAL;
        break;
    }
    panel_paint(p);
}

/* --- chords -------------------------------------------------------------- */

static void copy(struct panel *p)
{
    char *text = term_copy(p->term);

    if (p->window.copy)
        p->window.copy(p->window.far, text);
    panel_say(p, g_strdup(term_selected(p->term)
                              ? "The selection is copied"
                              : "The screen is copied"));
    g_free(text);
}

static void paste(struct panel *p)
{
    char *text = p->window.paste ? p->window.paste(p->window.far) : NULL;

    if (text && p->overlay == OVERLAY_FILE)
        overlay_input(p, text);
    else if (text)
        term_paste(p->term, text);
    g_free(text);
    panel_paint(p);
}

static bool press_chord(struct panel *p, uint32_t letter)
{
    switch (letter) {
    case 'p':
        panel_activate_kind(p, PART_POWER, -1);
        return true;
    case 'r':
        panel_activate_kind(p, PART_RESET, -1);
        return true;
    case 'e':
        panel_activate_kind(p, PART_DRIVE, -1);
        return true;
    case 'b':
        p->far.brk(p->far.far);
        panel_say(p, g_strdup("BREAK was sent"));
        return true;
    case 'c':
        copy(p);
        return true;
    case 'v':
        paste(p);
        return true;
    case 'a':
        term_select_all(p->term);
        panel_paint(p);
        return true;
    case 'q':
        panel_ask_close(p);
        return true;
    }
    if (letter < '0' || letter > '9')
        return false;
    panel_activate_kind(p, PART_PORT, (int)letter - '0');
    return true;
}

static void zoom(struct panel *p, int steps)
{
    if (p->window.zoom)
        p->window.zoom(p->window.far, steps);
}

static bool press_zoom(struct panel *p, uint32_t letter)
{
    if (letter == '+' || letter == '=')
        zoom(p, 1);
    else if (letter == '-')
        zoom(p, -1);
    else if (letter == '0')
        zoom(p, 0);
    else
        return false;
    return true;
}

/* Keys that mean the same wherever the focus is.  False: not one of them. */
static bool press_anywhere(struct panel *p, int key, uint32_t letter,
                           unsigned mods)
{
    if (key == PANEL_F1)
        overlay_open(p, OVERLAY_HELP);
    else if (key == PANEL_F6)
        move_focus(p, mods & TERM_SHIFT ? -1 : 1, true);
    else if (key == PANEL_F11 && p->window.full_screen)
        p->window.full_screen(p->window.far);
    else if (key == TERM_PAGE_UP && mods == TERM_SHIFT)
        term_scroll(p->term, TERM_ROWS / 2);
    else if (key == TERM_PAGE_DOWN && mods == TERM_SHIFT)
        term_scroll(p->term, -TERM_ROWS / 2);
    else if (key == TERM_INSERT && mods == TERM_SHIFT)
        paste(p);
    else if (key == TERM_UP && mods == BOTH)
        term_select_lines(p->term, 1);
    else if (key == TERM_DOWN && mods == BOTH)
        term_select_lines(p->term, -1);
    else if (key == PANEL_LETTER && mods == BOTH &&
             (letter == '+' || letter == '='))
        zoom(p, 1);
    else if (key == PANEL_LETTER && mods == BOTH)
        return press_chord(p, letter);
    else if (key == PANEL_LETTER && mods == TERM_CTRL)
        return press_zoom(p, letter);
    else
        return false;
    panel_paint(p);
    return true;
}

void panel_press(struct panel *p, int key, uint32_t letter, unsigned mods)
{
    panel_say(p, NULL);
    if (p->overlay == OVERLAY_FILE && key == PANEL_LETTER && mods == BOTH &&
        letter == 'v') {
        paste(p);
        return;
    }
    if (p->overlay) {
        overlay_press(p, key, letter, mods);
        return;
    }
    if (press_anywhere(p, key, letter, mods))
        return;
    if (p->focus != FOCUS_TERMINAL)
        press_case(p, key, mods);
    else if (key == PANEL_LETTER)
        term_letter(p->term, letter, mods & ~(unsigned)TERM_SHIFT);
    else if (key < PANEL_F1)
        term_key(p->term, (enum term_key)key, mods);
    panel_paint(p);
}

void panel_input(struct panel *p, const char *utf8)
{
    if (p->overlay) {
        overlay_input(p, utf8);
    } else if (p->focus == FOCUS_TERMINAL) {
        panel_say(p, NULL);
        for (; *utf8; utf8 = g_utf8_next_char(utf8))
            term_letter(p->term, g_utf8_get_char(utf8), 0);
    } else if (!strcmp(utf8, " ")) {
        panel_activate(p, p->focus);
    }
    panel_paint(p);
}

/* --- mouse --------------------------------------------------------------- */

void panel_click(struct panel *p, int x, int y)
{
    int item = layout_item_at(p, x, y);

    panel_say(p, NULL);
    if (p->overlay) {
        overlay_click(p, x, y);
        return;
    }
    if (item >= 0) {
        panel_activate(p, item);
    } else if (layout_cell_at(p, x, y, &p->from_row, &p->from_col)) {
        p->focus = FOCUS_TERMINAL;
        term_select_none(p->term);
        p->selecting = true;
    }
    panel_paint(p);
}

void panel_drag(struct panel *p, int x, int y)
{
    struct panel_rect r = panel_cells(p);
    int row, col;

    if (!p->selecting)
        return;
    layout_cell_at(p, x, y, &row, &col);
    if (y < r.y)
        term_scroll(p->term, 1);
    else if (y >= r.y + r.h)
        term_scroll(p->term, -1);
    term_select(p->term, p->from_row, p->from_col, row, col);
    panel_paint(p);
}

void panel_release(struct panel *p)
{
    p->selecting = false;
}

void panel_wheel(struct panel *p, int lines)
{
    term_scroll(p->term, lines);
    panel_paint(p);
}
