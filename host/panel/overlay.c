/* SPDX-License-Identifier: GPL-2.0-or-later */
/* overlay.c - what lies over the panel for a while: the list of keys, the
 * question before closing, the name of a diskette. */
#include <string.h>

#include "host/panel/complete.h"
#include "host/panel/panel_int.h"

enum { MARGIN = 24, BUTTON_H = 32, BUTTON_GAP = 12 };
enum { CLOSE_CANCEL, CLOSE_WINDOW, CLOSE_QUIT };

static const char *const close_answers[] = {
    [CLOSE_CANCEL] = "Cancel",
    [CLOSE_WINDOW] = "Close the window",
    [CLOSE_QUIT] = "End pixemu",
};
static const char *const file_answers[] = {"Insert", "Cancel"};

void overlay_open(struct panel *p, enum panel_overlay overlay)
{
    p->overlay = overlay;
    p->chosen = 0;
    p->selecting = false;
    g_string_truncate(p->typed, 0);
    panel_paint(p);
}

/* --- what there is to see ------------------------------------------------ */

enum panel_overlay panel_overlay(const struct panel *p)
{
    return p->overlay;
}

char *panel_question(const struct panel *p)
{
    char *where, *question;

    if (p->overlay != OVERLAY_CLOSE)
        return g_strdup("File of the diskette:");
    where = p->far.elsewhere(p->far.far);
    question = g_strdup_printf(
        "The unit is switched on; it goes on running without its window.\n"
        "%s%s.", strcmp(where, "none") ? "Its console is also at "
                                       : "No other console is connected to it",
        strcmp(where, "none") ? where : "");
    g_free(where);
    return question;
}

unsigned panel_answers(const struct panel *p)
{
    if (p->overlay == OVERLAY_CLOSE)
        return G_N_ELEMENTS(close_answers);
    return p->overlay == OVERLAY_FILE ? G_N_ELEMENTS(file_answers) : 0;
}

const char *panel_answer(const struct panel *p, unsigned i)
{
    return p->overlay == OVERLAY_CLOSE ? close_answers[i] : file_answers[i];
}

unsigned panel_chosen(const struct panel *p)
{
    return p->chosen;
}

const char *panel_typed(const struct panel *p)
{
    return p->typed->str;
}

struct panel_rect panel_overlay_at(const struct panel *p)
{
    struct panel_rect s = panel_screen(p);
    int h = p->overlay == OVERLAY_HELP ? s.h - 2 * MARGIN : 150;
    int w = 640;

    return (struct panel_rect){(panel_size(p).w - w) / 2,
                               s.y + (s.h - h) / 2, w, h};
}

struct panel_rect panel_answer_at(const struct panel *p, unsigned i)
{
    struct panel_rect r = panel_overlay_at(p);
    int n = (int)panel_answers(p);
    int w = (r.w - 2 * MARGIN - (n - 1) * BUTTON_GAP) / n;

    return (struct panel_rect){r.x + MARGIN + (int)i * (w + BUTTON_GAP),
                               r.y + r.h - MARGIN - BUTTON_H, w, BUTTON_H};
}

/* --- answers ------------------------------------------------------------- */

static void answer_close(struct panel *p)
{
    unsigned chosen = p->chosen;

    overlay_open(p, OVERLAY_NONE);
    if (chosen == CLOSE_WINDOW && p->window.close)
        p->window.close(p->window.far);
    else if (chosen == CLOSE_QUIT)
        p->far.quit(p->far.far);
}

static void answer_file(struct panel *p)
{
    char *file = complete_home(p->typed->str);
    bool insert = p->chosen == 0 && *file;

    overlay_open(p, OVERLAY_NONE);
    if (insert)
        panel_insert(p, file);
    g_free(file);
}

static void answer(struct panel *p)
{
    if (p->overlay == OVERLAY_CLOSE)
        answer_close(p);
    else if (p->overlay == OVERLAY_FILE)
        answer_file(p);
    else
        overlay_open(p, OVERLAY_NONE);
}

static void erase_letter(GString *typed)
{
    const char *last = g_utf8_find_prev_char(typed->str,
                                             typed->str + typed->len);

    g_string_truncate(typed, last ? (gsize)(last - typed->str) : 0);
}

/* False: nothing to add to what has been typed. */
static bool complete(struct panel *p)
{
    char *rest = p->overlay == OVERLAY_FILE && p->typed->len
                     ? complete_name(p->typed->str) : NULL;

    if (rest)
        g_string_append(p->typed, rest);
    g_free(rest);
    return rest != NULL;
}

void overlay_press(struct panel *p, int key, uint32_t letter, unsigned mods)
{
    unsigned n = panel_answers(p);

    if (key == TERM_ESCAPE || (p->overlay == OVERLAY_HELP && n == 0)) {
        overlay_open(p, OVERLAY_NONE);
    } else if (key == TERM_ENTER) {
        answer(p);
    } else if (key == TERM_TAB && !mods && complete(p)) {
        p->chosen = 0;
    } else if ((key == TERM_TAB && !(mods & TERM_SHIFT)) ||
               key == TERM_RIGHT) {
        p->chosen = (p->chosen + 1) % n;
    } else if (key == TERM_TAB || key == TERM_LEFT) {
        p->chosen = (p->chosen + n - 1) % n;
    } else if (key == TERM_BACKSPACE) {
        erase_letter(p->typed);
    } else if (key == PANEL_LETTER && mods == TERM_CTRL && letter == 'u') {
        g_string_truncate(p->typed, 0);
    }
    panel_paint(p);
}

void overlay_input(struct panel *p, const char *utf8)
{
    if (p->overlay == OVERLAY_FILE) {
        for (const char *c = utf8; *c; c++)
            if (!g_ascii_iscntrl(*c))
                g_string_append_c(p->typed, *c);
    } else if (!strcmp(utf8, " ")) {
        answer(p);
    }
    panel_paint(p);
}

void overlay_click(struct panel *p, int x, int y)
{
    for (unsigned i = 0; i < panel_answers(p); i++)
        if (rect_has(panel_answer_at(p, i), x, y)) {
            p->chosen = i;
            answer(p);
            return;
        }
    if (!rect_has(panel_overlay_at(p), x, y))
        overlay_open(p, OVERLAY_NONE);
}
