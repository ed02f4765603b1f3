/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * paint.h - shapes and text on an SDL surface, smooth at any scale.
 *
 * Places and sizes are in points; colours are AARRGGBB.
 */
#ifndef PIXEMU_HOST_PANEL_PAINT_H
#define PIXEMU_HOST_PANEL_PAINT_H

#include <SDL.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct paint;

enum paint_font { FONT_TEXT, FONT_BOLD, FONT_MONO, FONTS };
enum paint_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct box {
    float x, y, w, h;
};

/* Needs no display.  NULL: *err says which font is missing. */
struct paint *paint_new(GError **err);
void paint_free(struct paint *);

/* A surface of so many points, opaque and black; SDL_FreeSurface() it. */
SDL_Surface *paint_surface(int w, int h, float scale);
/* Where everything goes from now on; the surface is the caller's. */
void paint_on(struct paint *, SDL_Surface *, float scale);

float paint_scale(const struct paint *);
/* Another surface of the same scale, with its upper left corner there. */
void paint_copy(struct paint *, SDL_Surface *, struct box at);

void paint_fill(struct paint *, struct box, float radius, uint32_t colour);
/* From the upper colour to the lower. */
void paint_shade(struct paint *, struct box, float radius, uint32_t upper,
                 uint32_t lower);
/* The edge alone, `width` points inwards. */
void paint_edge(struct paint *, struct box, float radius, float width,
                uint32_t colour);
/* Light around a point, fading out towards radius. */
void paint_glow(struct paint *, float x, float y, float radius,
                uint32_t colour);

/* y is the middle of the line; -> width in points.  size: of the font. */
float paint_text(struct paint *, enum paint_font, float size, float x,
                 float y, enum paint_align, uint32_t colour,
                 const char *utf8);
float paint_text_width(struct paint *, enum paint_font, float size,
                       const char *utf8);
/* One letter of the terminal in its cell. */
void paint_cell(struct paint *, struct box, uint32_t code_point,
                uint32_t colour, bool bold);

#endif
