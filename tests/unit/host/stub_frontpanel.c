/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stub_frontpanel.c - a front panel that nobody has painted. */
#include "host/frontpanel.h"

void frontpanel_changed(struct frontpanel *f)
{
    (void)f;
}

bool frontpanel_screendump(struct frontpanel *f, const char *file, bool png,
                           GError **err)
{
    (void)f;
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s as %s", file,
                png ? "png" : "ppm");
    return false;
}

GVariant *frontpanel_describe(const struct frontpanel *f)
{
    GVariantDict d;

    (void)f;
    g_variant_dict_init(&d, NULL);
    g_variant_dict_insert(&d, "focus", "s", "terminal");
    return g_variant_dict_end(&d);
}
