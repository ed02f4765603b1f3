/* SPDX-License-Identifier: GPL-2.0-or-later */
/* view.h - a panel in a window of its own. */
#ifndef PIXEMU_HOST_PANEL_VIEW_H
#define PIXEMU_HOST_PANEL_VIEW_H

#include <glib.h>

#include "host/panel/panel.h"

struct view;

/* NULL: *err; there is no display, or no font. */
struct view *view_open(struct panel *, const char *title, GError **err);
/* Of the window, 1 is 100 %; without one 1. */
float view_scale(const struct view *);
void view_free(struct view *); /* before the panel; NULL is allowed */

#endif
