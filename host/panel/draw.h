/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draw.h - paints a panel: what stays as it is once a size, the rest anew
 * each time. */
#ifndef PIXEMU_HOST_PANEL_DRAW_H
#define PIXEMU_HOST_PANEL_DRAW_H

#include "host/panel/paint.h"
#include "host/panel/panel.h"

struct draw;

/* NULL: *err. */
struct draw *draw_new(GError **err);
void draw_free(struct draw *);
/* The mark alone, for a window's title bar; SDL_FreeSurface() it. */
SDL_Surface *draw_icon(struct draw *);
/* The panel as it is now, panel_size() times scale large; the surface is
 * draw's and good until the next call. */
SDL_Surface *draw_panel(struct draw *, const struct panel *, float scale);

#endif
