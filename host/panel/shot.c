/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shot.c - see shot.h; libpng writes PNG. */
#include "host/panel/shot.h"

#include <errno.h>
#include <png.h>
#include <string.h>
#include <unistd.h>

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

static bool write_ppm(FILE *file, const SDL_Surface *s, const uint8_t *rgb)
{
    size_t n = (size_t)s->w * (size_t)s->h * 3;

    return fprintf(file, "P6\n%d %d\n255\n", s->w, s->h) > 0 &&
           fwrite(rgb, 1, n, file) == n;
}

static bool write_png(FILE *file, const SDL_Surface *s, const uint8_t *rgb)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)s->w,
                       .height = (png_uint_32)s->h,
                       .format = PNG_FORMAT_RGB};

    return png_image_write_to_stdio(&image, file, 0, rgb, 0, NULL);
}

static bool write_surface(const SDL_Surface *s, const char *name,
                          enum shot_format format)
{
    FILE *file = fopen(name, "wb");
    uint8_t *rgb;
    bool good;

    if (!file)
        return false;
    rgb = rgb_of(s);
    good = format == SHOT_PNG ? write_png(file, s, rgb)
                              : write_ppm(file, s, rgb);
    g_free(rgb);
    good = !fclose(file) && good;
    if (!good && g_file_test(name, G_FILE_TEST_IS_REGULAR))
        unlink(name);
    return good;
}

bool shot_write(const struct panel *panel, float scale, const char *name,
                enum shot_format format, GError **err)
{
    struct draw *draw = draw_new(err);
    bool good;

    if (!draw)
        return false;
    good = write_surface(draw_panel(draw, panel, scale), name, format);
    if (!good)
        g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno),
                    "Could not write '%s': %s", name, g_strerror(errno));
    draw_free(draw);
    return good;
}
