/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draw.c - see draw.h. */
#include <string.h>

#include "host/panel/draw.h"
#include "host/panel/draw_int.h"

struct draw {
    struct paint *paint;
    SDL_Surface *still, *whole, *cells;
    struct term_cell was[TERM_ROWS][TERM_COLS]; /* in `cells` */
    const struct panel *panel; /* that `still` is of, at this scale */
    float scale;
};

struct box draw_box(struct panel_rect r)
{
    return (struct box){(float)r.x, (float)r.y, (float)r.w, (float)r.h};
}

struct box draw_inset(struct box b, float by)
{
    return (struct box){b.x + by, b.y + by, b.w - 2 * by, b.h - 2 * by};
}

struct draw *draw_new(GError **err)
{
    struct draw *d = g_new0(struct draw, 1);

    d->paint = paint_new(err);
    if (d->paint)
        return d;
    g_free(d);
    return NULL;
}

void draw_free(struct draw *d)
{
    if (!d)
        return;
    SDL_FreeSurface(d->still);
    SDL_FreeSurface(d->whole);
    SDL_FreeSurface(d->cells);
    paint_free(d->paint);
    g_free(d);
}

SDL_Surface *draw_icon(struct draw *d)
{
    enum { SIZE = 64 };
    SDL_Surface *icon = paint_surface(SIZE, SIZE, 1);

    paint_on(d->paint, icon, 1);
    paint_fill(d->paint, (struct box){0, 0, SIZE, SIZE}, 0, GROUND);
    draw_mark(d->paint, 6, 6, SIZE - 12, INK);
    return icon;
}

static void begin(struct draw *d, const struct panel *panel, float scale)
{
    struct panel_rect size = panel_size(panel), cells = panel_cells(panel);

    SDL_FreeSurface(d->still);
    SDL_FreeSurface(d->whole);
    SDL_FreeSurface(d->cells);
    d->cells = paint_surface(cells.w, cells.h, scale);
    memset(d->was, 0xff, sizeof d->was); /* like no cell there is */
    d->still = paint_surface(size.w, size.h, scale);
    d->whole = paint_surface(size.w, size.h, scale);
    d->panel = panel;
    d->scale = scale;
    paint_on(d->paint, d->still, scale);
    paint_fill(d->paint, draw_box(size), 0, GROUND);
    draw_case(d->paint, panel);
}

SDL_Surface *draw_panel(struct draw *d, const struct panel *panel,
                        float scale)
{
    if (d->panel != panel || d->scale != scale)
        begin(d, panel, scale);
    paint_on(d->paint, d->cells, scale);
    draw_cells(d->paint, panel, d->was);
    SDL_BlitSurface(d->still, NULL, d->whole, NULL);
    paint_on(d->paint, d->whole, scale);
    draw_live(d->paint, panel);
    draw_terminal(d->paint, panel, d->cells);
    draw_side(d->paint, panel);
    draw_overlay(d->paint, panel);
    draw_hint(d->paint, panel);
    return d->whole;
}
