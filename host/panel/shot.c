/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shot.c - see shot.h; libpng writes PNG. */
#include "host/panel/shot.h"

#include <errno.h>
#include <glib.h>
#include <png.h>
#include <string.h>
#include <unistd.h>

#include "host/disk/outfile.h"
#include "host/panel/draw.h"

/* Three bytes a pixel, red first. */
static uint8_t *rgb_of(const SDL_Surface *s)
{
    uint8_t *all = g_malloc((size_t)s->w * (size_t)s->h * 3), *to = all;

    for (int y = 0; y < s->h; y++) {
        const uint32_t *row = (const uint32_t *)((const uint8_t *)s->pixels +
                                                 y * s->pitch);

        for (int x = 0; x < s->w; x++) {
            *to++ = (uint8_t)(row[x] >> 16);
            *to++ = (uint8_t)(row[x] >> 8);
            *to++ = (uint8_t)row[x];
        }
    }
    return all;
}

static GBytes *ppm_of(const SDL_Surface *s, const uint8_t *rgb)
{
    char *head = g_strdup_printf("P6\n%d %d\n255\n", s->w, s->h);
    GByteArray *all = g_byte_array_new_take((guint8 *)head, strlen(head));

    g_byte_array_append(all, rgb, (guint)s->w * (guint)s->h * 3);
    return g_byte_array_free_to_bytes(all);
}

static GBytes *png_of(const SDL_Surface *s, const uint8_t *rgb)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)s->w,
                       .height = (png_uint_32)s->h,
                       .format = PNG_FORMAT_RGB};
    png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *all = g_malloc(n);

    if (!png_image_write_to_memory(&image, all, &n, 0, rgb, 0, NULL))
        n = 0;
    return g_bytes_new_take(all, n);
}

static GBytes *picture(const SDL_Surface *s, enum shot_format format)
{
    uint8_t *rgb = rgb_of(s);
    GBytes *all = format == SHOT_PNG ? png_of(s, rgb) : ppm_of(s, rgb);

    g_free(rgb);
    return all;
}

/* The unit stands still meanwhile, so that a reader has not long.  NULL: it is
 * written; otherwise why it isn't. */
static const char *write_file(const char *name, GBytes *bytes)
{
    enum { PATIENCE_MS = 1000 };
    struct outfile file;
    const char *why = NULL;
    gsize n;
    const void *all = g_bytes_get_data(bytes, &n);

    if (outfile_open(&file, name, OUTFILE_ANEW, &why) &&
        (!outfile_begin(&file) ||
         !outfile_put(&file, all, n, PATIENCE_MS))) {
        why = errno == ETIMEDOUT ? "its reader stands still"
                                 : g_strerror(errno);
        if (file.regular)
            unlink(name);
    }
    outfile_close(&file);
    return why;
}

bool shot_write(const struct panel *panel, float scale, const char *name,
                enum shot_format format, GError **err)
{
    struct draw *draw = draw_new(err);
    const char *why;
    GBytes *bytes;

    if (!draw)
        return false;
    bytes = picture(draw_panel(draw, panel, scale), format);
    draw_free(draw);
    why = write_file(name, bytes);
    g_bytes_unref(bytes);
    if (why)
        g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "Could not write '%s': %s", name, why);
    return !why;
}
