/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shot.h - the panel as a picture file, without a display. */
#ifndef PIXEMU_HOST_PANEL_SHOT_H
#define PIXEMU_HOST_PANEL_SHOT_H

#include <glib.h>
#include <stdbool.h>

#include "host/panel/panel.h"

enum shot_format { SHOT_PPM, SHOT_PNG };

/* scale 1 is 100 %.  False: *err; a file that could not be written whole is
 * removed. */
bool shot_write(const struct panel *, float scale, const char *file,
                enum shot_format, GError **err);

#endif
