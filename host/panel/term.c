/* SPDX-License-Identifier: GPL-2.0-or-later */
/* term.c - see term.h; libvterm keeps the screen. */
#include "host/panel/term.h"

#include <string.h>
#include <vterm.h>

#include "host/panel/filter.h"

enum { FG_DEFAULT = 0xd6dbe0, BG_DEFAULT = 0x11161b };

/* A line that left the screen. */
struct line {
    struct term_cell cell[TERM_COLS];
};

/* A place by line since the beginning of the scroll-back, and column. */
struct place {
    int line, col;
};

struct term {
    VTerm *vt;
    VTermScreen *screen;
    struct filter filter;
    void (*typed)(void *far, const uint8_t *, size_t n);
    void *far;
    bool typing; /* what libvterm sends now, a key made it send */
    GPtrArray *back; /* struct line, the oldest first */
    int scrolled;
    VTermPos cursor;
    bool cursor_shown;
    bool selected;
    struct place from, to; /* in reading order, to included */
};

/* --- cells --------------------------------------------------------------- */

static uint32_t rgb(const struct term *t, VTermColor *c, uint32_t usual)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
        return usual;
    vterm_screen_convert_color_to_rgb(t->screen, c);
    return (uint32_t)c->rgb.red << 16 | (uint32_t)c->rgb.green << 8 |
           c->rgb.blue;
}

/* What a unit sends may be no letter at all. */
static uint32_t letter(uint32_t code)
{
    enum { REPLACEMENT = 0xfffd };

    if (!code || code == (uint32_t)-1) /* empty; the right of a wide one */
        return ' ';
    return g_unichar_validate(code) ? code : REPLACEMENT;
}

static struct term_cell from_vterm(const struct term *t,
                                   const VTermScreenCell *cell)
{
    VTermScreenCell v = *cell;
    struct term_cell c = {
        .c = letter(v.chars[0]),
        .fg = rgb(t, &v.fg, FG_DEFAULT),
        .bg = rgb(t, &v.bg, BG_DEFAULT),
        .bold = v.attrs.bold,
        .underline = v.attrs.underline,
    };

    if (v.attrs.reverse) {
        uint32_t swap = c.fg;

        c.fg = c.bg;
        c.bg = swap;
    }
    return c;
}

static int on_push(int cols, const VTermScreenCell *cells, void *term)
{
    struct term *t = term;
    struct line *l;

    if (t->back->len == TERM_BACK_LINES) {
        l = g_ptr_array_steal_index(t->back, 0);
        t->from.line--;
        t->to.line--;
        t->selected = t->selected && t->from.line >= 0;
    } else {
        l = g_new(struct line, 1);
    }
    for (int i = 0; i < TERM_COLS && i < cols; i++)
        l->cell[i] = from_vterm(t, &cells[i]);
    g_ptr_array_add(t->back, l);
    /* Who reads older lines goes on seeing them. */
    if (t->scrolled && t->scrolled < (int)t->back->len)
        t->scrolled++;
    return 1;
}

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *term)
{
    struct term *t = term;

    (void)old, (void)visible;
    t->cursor = pos;
    return 1;
}

static int on_property(VTermProp property, VTermValue *val, void *term)
{
    struct term *t = term;

    if (property == VTERM_PROP_CURSORVISIBLE)
        t->cursor_shown = val->boolean;
    return 1;
}

/* Answers to questions of the unit are left to the console elsewhere: two
 * terminals would answer twice. */
static void on_output(const char *bytes, size_t n, void *term)
{
    struct term *t = term;

    if (t->typing)
        t->typed(t->far, (const uint8_t *)bytes, n);
}

/* --- life ---------------------------------------------------------------- */

struct term *term_new(void (*typed)(void *far, const uint8_t *, size_t n),
                      void *far)
{
    static const VTermScreenCallbacks callbacks = {
        .movecursor = on_cursor,
        .settermprop = on_property,
        .sb_pushline = on_push,
    };
    struct term *t = g_new0(struct term, 1);

    t->typed = typed;
    t->far = far;
    t->cursor_shown = true;
    t->back = g_ptr_array_new_with_free_func(g_free);
    t->vt = vterm_new(TERM_ROWS, TERM_COLS);
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, on_output, t);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_reset(t->screen, 1);
    return t;
}

void term_free(struct term *t)
{
    if (!t)
        return;
    vterm_free(t->vt);
    g_ptr_array_free(t->back, TRUE);
    g_free(t);
}

void term_write(struct term *t, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t passed;
        const uint8_t *p = filter_byte(&t->filter, bytes[i], &passed);

        vterm_input_write(t->vt, (const char *)p, passed);
    }
}

/* --- keys ---------------------------------------------------------------- */

static void begin_typing(struct term *t)
{
    t->scrolled = 0;
    t->selected = false;
    t->typing = true;
}

static VTermModifier modifiers(unsigned mods)
{
    return (mods & TERM_SHIFT ? VTERM_MOD_SHIFT : 0) |
           (mods & TERM_ALT ? VTERM_MOD_ALT : 0) |
           (mods & TERM_CTRL ? VTERM_MOD_CTRL : 0);
}

void term_letter(struct term *t, uint32_t code_point, unsigned mods)
{
    begin_typing(t);
    vterm_keyboard_unichar(t->vt, code_point, modifiers(mods));
    t->typing = false;
}

void term_key(struct term *t, enum term_key key, unsigned mods)
{
    static const VTermKey keys[] = {
        [TERM_ENTER] = VTERM_KEY_ENTER,
        [TERM_TAB] = VTERM_KEY_TAB,
        [TERM_BACKSPACE] = VTERM_KEY_BACKSPACE,
        [TERM_ESCAPE] = VTERM_KEY_ESCAPE,
        [TERM_UP] = VTERM_KEY_UP,
        [TERM_DOWN] = VTERM_KEY_DOWN,
        [TERM_LEFT] = VTERM_KEY_LEFT,
        [TERM_RIGHT] = VTERM_KEY_RIGHT,
        [TERM_INSERT] = VTERM_KEY_INS,
        [TERM_DELETE] = VTERM_KEY_DEL,
        [TERM_HOME] = VTERM_KEY_HOME,
        [TERM_END] = VTERM_KEY_END,
        [TERM_PAGE_UP] = VTERM_KEY_PAGEUP,
        [TERM_PAGE_DOWN] = VTERM_KEY_PAGEDOWN,
    };

    begin_typing(t);
    vterm_keyboard_key(t->vt, keys[key], modifiers(mods));
    t->typing = false;
}

void term_paste(struct term *t, const char *utf8)
{
    GString *bytes = g_string_new(NULL);

    for (const char *p = utf8; *p; p++) {
        if (*p == '\n' && p > utf8 && p[-1] == '\r')
            continue;
        if (*p == '\n' || *p == '\r')
            g_string_append_c(bytes, '\r');
        else if (!g_ascii_iscntrl(*p) || *p == '\t')
            g_string_append_c(bytes, *p);
    }
    begin_typing(t);
    t->typing = false;
    if (bytes->len)
        t->typed(t->far, (const uint8_t *)bytes->str, bytes->len);
    g_string_free(bytes, TRUE);
}

/* --- the view ------------------------------------------------------------ */

void term_scroll(struct term *t, int lines)
{
    t->scrolled = CLAMP(t->scrolled + lines, 0, (int)t->back->len);
}

int term_scrolled(const struct term *t)
{
    return t->scrolled;
}

int term_back_lines(const struct term *t)
{
    return (int)t->back->len;
}

static int line_of_row(const struct term *t, int row)
{
    return (int)t->back->len - t->scrolled + row;
}

static bool before(struct place a, struct place b)
{
    return a.line < b.line || (a.line == b.line && a.col < b.col);
}

static struct term_cell cell_at(const struct term *t, int line, int col)
{
    int back = (int)t->back->len;
    VTermScreenCell v = {0};

    if (line < back) {
        const struct line *l = g_ptr_array_index(t->back, line);

        return l->cell[col];
    }
    vterm_screen_get_cell(t->screen, (VTermPos){line - back, col}, &v);
    return from_vterm(t, &v);
}

struct term_cell term_at(const struct term *t, int row, int col)
{
    struct place here = {line_of_row(t, row), col};
    struct term_cell c = cell_at(t, here.line, col);

    c.selected = t->selected && !before(here, t->from) &&
                 !before(t->to, here);
    c.cursor = t->cursor_shown && !t->scrolled && row == t->cursor.row &&
               col == t->cursor.col;
    return c;
}

/* --- text ---------------------------------------------------------------- */

static void append_line(const struct term *t, GString *text, int line,
                        int from, int to)
{
    gsize end = text->len;

    for (int col = from; col <= to; col++) {
        struct term_cell c = cell_at(t, line, col);

        g_string_append_unichar(text, c.c);
        if (c.c != ' ')
            end = text->len;
    }
    g_string_truncate(text, end);
}

static char *text_between(const struct term *t, struct place from,
                          struct place to)
{
    GString *text = g_string_new(NULL);

    for (int line = from.line; line <= to.line; line++) {
        append_line(t, text, line, line == from.line ? from.col : 0,
                    line == to.line ? to.col : TERM_COLS - 1);
        if (line < to.line)
            g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

char *term_text(const struct term *t)
{
    int top = line_of_row(t, 0);

    return text_between(t, (struct place){top, 0},
                        (struct place){top + TERM_ROWS - 1, TERM_COLS - 1});
}

void term_select(struct term *t, int row, int col, int to_row, int to_col)
{
    struct place a = {line_of_row(t, row), col};
    struct place b = {line_of_row(t, to_row), to_col};

    t->selected = true;
    t->from = before(b, a) ? b : a;
    t->to = before(b, a) ? a : b;
}

static int last_line(const struct term *t)
{
    return (int)t->back->len + TERM_ROWS - 1;
}

void term_select_all(struct term *t)
{
    t->selected = true;
    t->from = (struct place){0, 0};
    t->to = (struct place){last_line(t), TERM_COLS - 1};
}

void term_select_none(struct term *t)
{
    t->selected = false;
}

bool term_selected(const struct term *t)
{
    return t->selected;
}

void term_select_lines(struct term *t, int up)
{
    int newest = (int)t->back->len + t->cursor.row;

    if (!t->selected) {
        t->selected = true;
        t->from = (struct place){newest + 1, 0};
        t->to = (struct place){newest, TERM_COLS - 1};
    }
    t->from.col = 0;
    t->from.line = MAX(t->from.line - up, 0);
    t->selected = t->from.line <= t->to.line;
    /* The end that moves stays in sight. */
    if (t->selected && t->from.line < line_of_row(t, 0))
        t->scrolled = (int)t->back->len - t->from.line;
    else if (t->selected && t->from.line > line_of_row(t, TERM_ROWS - 1))
        t->scrolled = MAX(0, last_line(t) - t->from.line - TERM_ROWS + 1);
}

char *term_copy(const struct term *t)
{
    return t->selected ? text_between(t, t->from, t->to) : term_text(t);
}
