/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * editor.c - see editor.h.
 *
 * Every key changes the line or the cursor; show() then works out what should
 * stand on the row, compares it with what does, and sends the difference.
 */
#include "guest/cli/editor.h"

#include "guest/cli/secret.h"
#include "guest/lib/string.h"

enum { KEY_ESCAPE = 27, KEY_DELETE = 127 };
enum { ESCAPE_NO, ESCAPE_BEGUN, ESCAPE_BRACKET };

#define CTRL(letter) ((letter) & 0x1f)

static void put_text(struct editor *e, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        e->put(e->far, text[i]);
}

/* Columns there are for the line; the last of the row stays empty, because
 * terminals differ in where the cursor goes from there. */
static unsigned window(const struct editor *e)
{
    unsigned taken = (unsigned)strlen(e->prompt) + 1;

    return e->width > taken + 8 ? e->width - taken : 8;
}

/* Chooses which part of the line is seen: the cursor always is. */
static void scroll(struct editor *e)
{
    unsigned columns = window(e), step = columns / 2;

    if (e->cursor < e->first || (e->first && e->cursor == e->first))
        e->first = e->cursor > step ? e->cursor - step : 0;
    if (e->cursor - e->first >= columns)
        e->first = e->cursor - step;
}

/* The row as it should be; returns its length. */
static unsigned compose(const struct editor *e, char *row)
{
    unsigned columns = window(e), n = e->length - e->first;

    if (n > columns)
        n = columns;
    if (e->secret)
        memset(row, '*', n);
    else
        memcpy(row, e->line + e->first, n);
    if (e->first && n)
        row[0] = '$';
    if (e->length - e->first > columns)
        row[n - 1] = '$';
    return n;
}

static void move_to(struct editor *e, unsigned column)
{
    while (e->shown_cursor > column) {
        e->put(e->far, '\b');
        e->shown_cursor--;
    }
    put_text(e, e->shown + e->shown_cursor, column - e->shown_cursor);
    e->shown_cursor = column;
}

static void show(struct editor *e)
{
    char row[EDITOR_WIDTH_MAX + 1];
    unsigned n, same = 0;

    scroll(e);
    n = compose(e, row);
    while (same < n && same < e->shown_length && row[same] == e->shown[same])
        same++;
    if (same < n || same < e->shown_length) {
        move_to(e, same);
        put_text(e, row + same, n - same);
        e->shown_cursor = n;
        for (; e->shown_cursor < e->shown_length; e->shown_cursor++)
            e->put(e->far, ' ');
        /* Blanks count as shown until the cursor has come back. */
        memcpy(e->shown, row, n);
        e->shown_length = n;
    }
    move_to(e, e->cursor - e->first);
}

void editor_redraw(struct editor *e)
{
    e->shown_length = 0;
    e->shown_cursor = 0;
    put_text(e, e->prompt, strlen(e->prompt));
    show(e);
}

void editor_init(struct editor *e, unsigned width,
                 void (*put)(void *far, char c), void *far)
{
    memset(e, 0, sizeof *e);
    e->put = put;
    e->far = far;
    e->width = width <= EDITOR_WIDTH_MAX ? width : EDITOR_WIDTH_MAX;
}

void editor_begin(struct editor *e, const char *prompt, bool secret)
{
    size_t n = strlen(prompt);

    if (n > EDITOR_PROMPT_MAX)
        n = EDITOR_PROMPT_MAX;
    memcpy(e->prompt, prompt, n);
    e->prompt[n] = '\0';
    e->secret = secret;
    e->forget = false;
    e->line[0] = '\0';
    e->length = e->cursor = e->first = 0;
    e->history_back = 0;
    e->escape = ESCAPE_NO;
    editor_redraw(e);
}

/* --- changing the line ------------------------------------------------- */

static void bell(struct editor *e)
{
    e->put(e->far, '\a');
}

static void insert(struct editor *e, char c)
{
    if (e->length == EDITOR_LINE_MAX) {
        bell(e);
        return;
    }
    memmove(e->line + e->cursor + 1, e->line + e->cursor,
            e->length - e->cursor + 1);
    e->line[e->cursor++] = c;
    e->length++;
}

/* Takes out what stands between `from` and `to`. */
static void cut(struct editor *e, unsigned from, unsigned to)
{
    memmove(e->line + from, e->line + to, e->length - to + 1);
    e->length -= to - from;
    e->cursor = from;
}

static void cut_word(struct editor *e)
{
    unsigned from = e->cursor;

    while (from && e->line[from - 1] == ' ')
        from--;
    while (from && e->line[from - 1] != ' ')
        from--;
    cut(e, from, e->cursor);
}

static void set_line(struct editor *e, const char *text)
{
    e->length = (unsigned)strlen(text);
    memcpy(e->line, text, e->length + 1);
    e->cursor = e->length;
    e->first = 0;
}

/* --- history ----------------------------------------------------------- */

const char *editor_history(const struct editor *e, unsigned back)
{
    if (back == 0 || back > e->history_count)
        return NULL;
    return e->history[(e->history_next + EDITOR_HISTORY - back) %
                      EDITOR_HISTORY];
}

void editor_forget(struct editor *e)
{
    memset(e->history, 0, sizeof e->history);
    memset(e->own, 0, sizeof e->own);
    e->history_count = e->history_next = e->history_back = 0;
}

static void remember(struct editor *e)
{
    const char *last = editor_history(e, 1);
    char line[EDITOR_LINE_MAX + 1];

    memcpy(line, e->line, e->length + 1);
    secret_hide(line);
    if (e->secret || e->forget || e->length == 0 ||
        (last && !strcmp(last, line)))
        return;
    memcpy(e->history[e->history_next], line, strlen(line) + 1);
    e->history_next = (e->history_next + 1) % EDITOR_HISTORY;
    if (e->history_count < EDITOR_HISTORY)
        e->history_count++;
}

static void look_back(struct editor *e)
{
    const char *text = editor_history(e, e->history_back + 1);

    if (e->secret || !text) {
        bell(e);
        return;
    }
    if (e->history_back == 0)
        memcpy(e->own, e->line, e->length + 1);
    e->history_back++;
    set_line(e, text);
}

static void look_forward(struct editor *e)
{
    if (e->history_back == 0) {
        bell(e);
        return;
    }
    e->history_back--;
    set_line(e, e->history_back ? editor_history(e, e->history_back)
                                : e->own);
}

/* --- keys -------------------------------------------------------------- */

static void escape_final(struct editor *e, uint8_t key)
{
    switch (key) {
    case 'A':
        look_back(e);
        break;
    case 'B':
        look_forward(e);
        break;
    case 'C':
        if (e->cursor < e->length)
            e->cursor++;
        break;
    case 'D':
        if (e->cursor)
            e->cursor--;
        break;
    case 'H':
        e->cursor = 0;
        break;
    case 'F':
        e->cursor = e->length;
        break;
    case '~':
        if (e->parameter == '1' || e->parameter == '7')
            e->cursor = 0;
        else if (e->parameter == '4' || e->parameter == '8')
            e->cursor = e->length;
        else if (e->parameter == '3' && e->cursor < e->length)
            cut(e, e->cursor, e->cursor + 1);
        break;
    }
}

/* ECMA-48: ESC [ parameters final; ESC O final is what a terminal in
 * application mode sends.  Any other ESC x is swallowed. */
static void escape_key(struct editor *e, uint8_t key)
{
    if (e->escape == ESCAPE_BEGUN) {
        e->escape = key == '[' || key == 'O' ? ESCAPE_BRACKET : ESCAPE_NO;
        e->parameter = 0;
    } else if (key >= 0x40 && key <= 0x7e) {
        e->escape = ESCAPE_NO;
        escape_final(e, key);
    } else if (e->parameter == 0) {
        e->parameter = key;
    }
}

static void control_key(struct editor *e, uint8_t key)
{
    switch (key) {
    case CTRL('A'):
        e->cursor = 0;
        break;
    case CTRL('B'):
        if (e->cursor)
            e->cursor--;
        break;
    case CTRL('D'):
        if (e->cursor < e->length)
            cut(e, e->cursor, e->cursor + 1);
        break;
    case CTRL('E'):
        e->cursor = e->length;
        break;
    case CTRL('F'):
        if (e->cursor < e->length)
            e->cursor++;
        break;
    case CTRL('H'):
    case KEY_DELETE:
        if (e->cursor)
            cut(e, e->cursor - 1, e->cursor);
        break;
    case CTRL('I'): /* pasted text may have tabs between words */
        insert(e, ' ');
        break;
    case CTRL('K'):
        cut(e, e->cursor, e->length);
        break;
    case CTRL('L'):
    case CTRL('R'):
        put_text(e, "\r\n", 2);
        editor_redraw(e);
        break;
    case CTRL('N'):
        look_forward(e);
        break;
    case CTRL('P'):
        look_back(e);
        break;
    case CTRL('U'):
        cut(e, 0, e->cursor);
        break;
    case CTRL('W'):
        cut_word(e);
        break;
    case KEY_ESCAPE:
        e->escape = ESCAPE_BEGUN;
        break;
    }
}

static enum editor_event finish(struct editor *e, enum editor_event event)
{
    if (event == EDITOR_LINE)
        remember(e);
    e->escape = ESCAPE_NO;
    put_text(e, "\r\n", 2);
    return event;
}

enum editor_event editor_key(struct editor *e, uint8_t key)
{
    if (key == '\r' || key == '\n')
        return finish(e, EDITOR_LINE);
    if (key == CTRL('C'))
        return finish(e, EDITOR_CANCEL);
    if (key == CTRL('Z'))
        return finish(e, EDITOR_LEAVE);
    if (e->escape)
        escape_key(e, key);
    else if (key < ' ' || key == KEY_DELETE)
        control_key(e, key);
    else if (key > KEY_DELETE)
        bell(e); /* the command language is ASCII */
    else
        insert(e, (char)key);
    show(e);
    return EDITOR_MORE;
}
