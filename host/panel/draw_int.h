/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draw_int.h - inside panel/: the pieces draw.c puts together. */
#ifndef PIXEMU_HOST_PANEL_DRAW_INT_H
#define PIXEMU_HOST_PANEL_DRAW_INT_H

#include "host/panel/paint.h"
#include "host/panel/panel.h"

enum colour {
    INK = 0xffe8ecef,      /* text on the background */
    INK_DIM = 0xff93a0ab,
    GROUND = 0xff1f262d,   /* behind everything */
    ACCENT = 0xffe9a23b,   /* the mark; what is chosen */
    FOCUS = 0xffffd166,
    LIT = 0xff7dff9a,
    LIT_AMBER = 0xffffc44d,
};

struct box draw_box(struct panel_rect);
struct box draw_inset(struct box, float by);

/* draw_case.c: both views with all that stays as it is. */
void draw_case(struct paint *, const struct panel *);
/* The bricks of the mark, so high and as wide. */
void draw_mark(struct paint *, float x, float y, float h, uint32_t ink);
/* draw_live.c: lamps, plugs, switches, the diskette; the focus. */
void draw_live(struct paint *, const struct panel *);
/* draw_text.c: terminal, the lines beside and below it, overlays. */
/* `was` are the cells as painted the last time; those that differ are painted
 * into the surface paint is on, whose origin is that of panel_cells(). */
void draw_cells(struct paint *, const struct panel *,
                struct term_cell was[TERM_ROWS][TERM_COLS]);
void draw_terminal(struct paint *, const struct panel *, SDL_Surface *cells);
void draw_side(struct paint *, const struct panel *);
void draw_hint(struct paint *, const struct panel *);
void draw_overlay(struct paint *, const struct panel *);

#endif
