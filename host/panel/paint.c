/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * paint.c - see paint.h.
 *
 * A box with round corners is painted by the distance of each pixel from its
 * edge, which is also how much of the pixel it covers: circles, lines and
 * boxes are one function.
 */
#include "host/panel/paint.h"

#include <SDL_ttf.h>
#include <fontconfig/fontconfig.h>
#include <math.h>

struct paint {
    SDL_Surface *to;
    float scale;
    char *file[FONTS];
    GHashTable *fonts;  /* pixels << 2 | enum paint_font -> TTF_Font */
    GHashTable *texts;  /* font, colour and words -> SDL_Surface */
    GHashTable *glyphs; /* of the terminal -> SDL_Surface, white */
    int glyph_px;       /* what they were made for */
};

/* --- fonts --------------------------------------------------------------- */

/* What fontconfig has that is nearest; DejaVu is what it is drawn with. */
static char *find_font(const char *pattern, GError **err)
{
    FcPattern *wanted = FcNameParse((const FcChar8 *)pattern), *got;
    FcResult result;
    FcChar8 *file;
    char *name = NULL;

    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    got = FcFontMatch(NULL, wanted, &result);
    if (got && FcPatternGetString(got, FC_FILE, 0, &file) == FcResultMatch)
        name = g_strdup((const char *)file);
    if (got)
        FcPatternDestroy(got);
    FcPatternDestroy(wanted);
    if (!name)
        g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    "the panel has no font to write with; install "
                    "fonts-dejavu-core");
    return name;
}

static void close_font(void *font)
{
    TTF_CloseFont(font);
}

static void free_surface(void *surface)
{
    SDL_FreeSurface(surface);
}

struct paint *paint_new(GError **err)
{
    static const char *const patterns[FONTS] = {
        [FONT_TEXT] = "DejaVu Sans",
        [FONT_BOLD] = "DejaVu Sans:bold",
        [FONT_MONO] = "DejaVu Sans Mono",
    };
    struct paint *p = g_new0(struct paint, 1);

    TTF_Init();
    p->fonts = g_hash_table_new_full(NULL, NULL, NULL, close_font);
    p->glyphs = g_hash_table_new_full(NULL, NULL, NULL, free_surface);
    p->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                     free_surface);
    for (unsigned i = 0; i < FONTS; i++)
        p->file[i] = find_font(patterns[i], err && *err ? NULL : err);
    FcFini(); /* only the names are kept */
    if (p->file[FONT_TEXT] && p->file[FONT_BOLD] && p->file[FONT_MONO])
        return p;
    paint_free(p);
    return NULL;
}

void paint_free(struct paint *p)
{
    if (!p)
        return;
    g_hash_table_destroy(p->glyphs);
    g_hash_table_destroy(p->texts);
    g_hash_table_destroy(p->fonts);
    for (unsigned i = 0; i < FONTS; i++)
        g_free(p->file[i]);
    g_free(p);
    TTF_Quit();
}

static TTF_Font *font(struct paint *p, enum paint_font which, float size)
{
    int px = MAX((int)(size * p->scale + 0.5f), 5);
    gpointer key = GINT_TO_POINTER(px << 2 | (int)which);
    TTF_Font *f = g_hash_table_lookup(p->fonts, key);

    if (!f) {
        f = TTF_OpenFont(p->file[which], px);
        if (f)
            g_hash_table_insert(p->fonts, key, f);
    }
    return f;
}

/* --- shapes -------------------------------------------------------------- */

SDL_Surface *paint_surface(int w, int h, float scale)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(
        0, (int)(w * scale + 0.5f), (int)(h * scale + 0.5f), 32,
        SDL_PIXELFORMAT_ARGB8888);

    SDL_SetSurfaceBlendMode(s, SDL_BLENDMODE_NONE); /* it covers */
    SDL_FillRect(s, NULL, 0xff000000);
    return s;
}

void paint_on(struct paint *p, SDL_Surface *surface, float scale)
{
    p->to = surface;
    p->scale = scale;
}

float paint_scale(const struct paint *p)
{
    return p->scale;
}

void paint_copy(struct paint *p, SDL_Surface *from, struct box at)
{
    SDL_Rect to = {(int)(at.x * p->scale + 0.5f),
                   (int)(at.y * p->scale + 0.5f), 0, 0};

    SDL_BlitSurface(from, NULL, p->to, &to);
}

static uint32_t mix(uint32_t a, uint32_t b, float t)
{
    uint32_t c = 0;

    for (unsigned shift = 0; shift < 32; shift += 8) {
        float from = a >> shift & 0xff, to = b >> shift & 0xff;

        c |= (uint32_t)(from + (to - from) * t + 0.5f) << shift;
    }
    return c;
}

/* Colour over what is there, as far as it covers the pixel. */
static void blend(uint32_t *pixel, uint32_t colour, float cover)
{
    float alpha = (float)(colour >> 24) / 255 * cover;

    if (alpha > 0)
        *pixel = mix(*pixel, colour, MIN(alpha, 1)) | 0xff000000;
}

/* Distance of a point from the edge of the box, negative inside. */
static float distance(float x, float y, const struct box *b, float radius)
{
    float dx = fabsf(x - b->x - b->w / 2) - b->w / 2 + radius;
    float dy = fabsf(y - b->y - b->h / 2) - b->h / 2 + radius;
    float outside = hypotf(fmaxf(dx, 0), fmaxf(dy, 0));

    return outside + fminf(fmaxf(dx, dy), 0) - radius;
}

struct brush {
    struct box at; /* in pixels, as are the next two */
    float radius, edge; /* edge 0: all of it */
    uint32_t upper, lower;
};

static float cover(const struct brush *b, float x, float y)
{
    float d = distance(x, y, &b->at, b->radius);
    float c = CLAMP(0.5f - d, 0, 1);

    if (b->edge > 0)
        c -= CLAMP(0.5f - d - b->edge, 0, 1);
    return c;
}

/* The part of a row that is covered whole: most of a large box. */
static void whole_part(const struct brush *b, float y, int *from, int *to)
{
    float in = y - b->at.y < b->radius || b->at.y + b->at.h - y < b->radius
                   ? b->radius : 0;

    *from = *to = 0;
    if (b->edge > 0 || y - b->at.y < 0.5f || b->at.y + b->at.h - y < 0.5f)
        return;
    *from = (int)ceilf(b->at.x + in);
    *to = (int)floorf(b->at.x + b->at.w - in);
}

static void stroke_row(struct paint *p, const struct brush *b, int y, int x0,
                       int x1)
{
    uint32_t *row = (uint32_t *)((uint8_t *)p->to->pixels +
                                 y * p->to->pitch);
    float middle = (float)y + 0.5f;
    uint32_t colour = mix(b->upper, b->lower,
                          CLAMP((middle - b->at.y) / b->at.h, 0, 1));
    int from, to;

    whole_part(b, middle, &from, &to);
    for (int x = x0; x < x1; x++) {
        if (x < from || x >= to)
            blend(&row[x], colour, cover(b, (float)x + 0.5f, middle));
        else if (colour >> 24 == 0xff)
            row[x] = colour;
        else
            blend(&row[x], colour, 1);
    }
}

static void stroke(struct paint *p, const struct brush *b)
{
    int x0 = MAX((int)floorf(b->at.x), 0), y0 = MAX((int)floorf(b->at.y), 0);
    int x1 = MIN((int)ceilf(b->at.x + b->at.w), p->to->w);
    int y1 = MIN((int)ceilf(b->at.y + b->at.h), p->to->h);

    for (int y = y0; y < y1; y++)
        stroke_row(p, b, y, x0, x1);
}

static struct brush brush(const struct paint *p, struct box at, float radius)
{
    float s = p->scale;
    struct brush b = {.at = {at.x * s, at.y * s, at.w * s, at.h * s}};

    b.radius = MIN(radius * s, MIN(b.at.w, b.at.h) / 2);
    return b;
}

void paint_shade(struct paint *p, struct box at, float radius, uint32_t upper,
                 uint32_t lower)
{
    struct brush b = brush(p, at, radius);

    b.upper = upper;
    b.lower = lower;
    stroke(p, &b);
}

void paint_fill(struct paint *p, struct box at, float radius, uint32_t colour)
{
    paint_shade(p, at, radius, colour, colour);
}

void paint_edge(struct paint *p, struct box at, float radius, float width,
                uint32_t colour)
{
    struct brush b = brush(p, at, radius);

    b.edge = width * p->scale;
    b.upper = b.lower = colour;
    stroke(p, &b);
}

void paint_glow(struct paint *p, float x, float y, float radius,
                uint32_t colour)
{
    float cx = x * p->scale, cy = y * p->scale, r = radius * p->scale;

    for (int py = MAX((int)(cy - r), 0); py < MIN(cy + r, p->to->h); py++) {
        uint32_t *row = (uint32_t *)((uint8_t *)p->to->pixels +
                                     py * p->to->pitch);

        for (int px = MAX((int)(cx - r), 0); px < MIN(cx + r, p->to->w);
             px++) {
            float d = hypotf((float)px + 0.5f - cx, (float)py + 0.5f - cy);
            float t = 1 - d / r;

            if (t > 0)
                blend(&row[px], colour, t * t);
        }
    }
}

/* --- text ---------------------------------------------------------------- */

static SDL_Color sdl_colour(uint32_t c)
{
    return (SDL_Color){(Uint8)(c >> 16), (Uint8)(c >> 8), (Uint8)c,
                       (Uint8)(c >> 24)};
}

float paint_text_width(struct paint *p, enum paint_font which, float size,
                       const char *utf8)
{
    TTF_Font *f = font(p, which, size);
    int w = 0, h;

    if (f)
        TTF_SizeUTF8(f, utf8, &w, &h);
    return (float)w / p->scale;
}

/* Most of what is written was there a moment ago. */
static SDL_Surface *written(struct paint *p, enum paint_font which,
                            float size, uint32_t colour, const char *utf8)
{
    enum { TEXTS_MAX = 400 };
    int px = (int)(size * p->scale + 0.5f);
    char *key = g_strdup_printf("%d %d %x %s", (int)which, px, colour, utf8);
    SDL_Surface *s = g_hash_table_lookup(p->texts, key);
    TTF_Font *f = s ? NULL : font(p, which, size);

    if (f)
        s = TTF_RenderUTF8_Blended(f, utf8, sdl_colour(colour));
    if (!f || !s) {
        g_free(key);
        return s;
    }
    if (g_hash_table_size(p->texts) >= TEXTS_MAX)
        g_hash_table_remove_all(p->texts);
    g_hash_table_insert(p->texts, key, s);
    return s;
}

float paint_text(struct paint *p, enum paint_font which, float size, float x,
                 float y, enum paint_align align, uint32_t colour,
                 const char *utf8)
{
    SDL_Surface *s = *utf8 ? written(p, which, size, colour, utf8) : NULL;
    SDL_Rect at;
    float w;

    if (!s)
        return 0;
    w = (float)s->w / p->scale;
    if (align == ALIGN_CENTRE)
        x -= w / 2;
    else if (align == ALIGN_RIGHT)
        x -= w;
    at = (SDL_Rect){(int)(x * p->scale + 0.5f),
                    (int)(y * p->scale - (float)s->h / 2 + 0.5f), s->w, s->h};
    SDL_BlitSurface(s, NULL, p->to, &at);
    return w;
}

/* The largest size whose letters fit into the cell's width. */
static SDL_Surface *glyph(struct paint *p, float cell_w, uint32_t code_point,
                          bool bold)
{
    enum { PER_EM = 602 }; /* width of a DejaVu Sans Mono letter, of 1000 */
    int px = (int)(cell_w * p->scale * 1000 / PER_EM + 0.5f);
    gpointer key = GUINT_TO_POINTER(code_point << 1 | bold);
    SDL_Surface *s;
    TTF_Font *f;

    if (px != p->glyph_px)
        g_hash_table_remove_all(p->glyphs);
    p->glyph_px = px;
    s = g_hash_table_lookup(p->glyphs, key);
    if (s)
        return s;
    f = font(p, FONT_MONO, (float)px / p->scale);
    if (!f)
        return NULL;
    TTF_SetFontStyle(f, bold ? TTF_STYLE_BOLD : TTF_STYLE_NORMAL);
    s = TTF_RenderGlyph32_Blended(f, code_point,
                                  (SDL_Color){255, 255, 255, 255});
    TTF_SetFontStyle(f, TTF_STYLE_NORMAL);
    if (s)
        g_hash_table_insert(p->glyphs, key, s);
    return s;
}

void paint_cell(struct paint *p, struct box at, uint32_t code_point,
                uint32_t colour, bool bold)
{
    SDL_Surface *s = glyph(p, at.w, code_point, bold);
    SDL_Rect to;

    if (!s)
        return;
    to = (SDL_Rect){(int)(at.x * p->scale + 0.5f),
                    (int)((at.y + at.h / 2) * p->scale - (float)s->h / 2),
                    0, 0};
    SDL_SetSurfaceColorMod(s, (Uint8)(colour >> 16), (Uint8)(colour >> 8),
                           (Uint8)colour);
    SDL_BlitSurface(s, NULL, p->to, &to);
}
