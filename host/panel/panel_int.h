/* SPDX-License-Identifier: GPL-2.0-or-later */
/* panel_int.h - inside panel/: the panel's state, shared by its files. */
#ifndef PIXEMU_HOST_PANEL_PANEL_INT_H
#define PIXEMU_HOST_PANEL_PANEL_INT_H

#include "host/panel/panel.h"

struct panel {
    struct unit *unit;
    struct panel_far far;
    struct panel_window window; /* all NULL: not shown */
    const struct chassis *chassis;
    GArray *items; /* struct panel_item */
    struct term *term;
    int focus;
    char *message; /* instead of the hint, until the next key; or NULL */
    enum panel_overlay overlay;
    unsigned chosen;
    GString *typed; /* in OVERLAY_FILE */
    bool selecting; /* the mouse is held down */
    int from_row, from_col;
};

/* layout.c */
void layout_items(struct panel *);
bool rect_has(struct panel_rect, int x, int y);
/* -> index of the item there that takes clicks, or -1 */
int layout_item_at(const struct panel *, int x, int y);
/* Whether keys reach it. */
bool layout_focusable(const struct panel_item *);
/* False: not in the terminal. */
bool layout_cell_at(const struct panel *, int x, int y, int *row, int *col);

/* panel.c: what hands do. */
void panel_say(struct panel *, char *message); /* takes it; NULL: nothing */
void panel_activate(struct panel *, int item);
void panel_activate_kind(struct panel *, enum part_kind, int n);
void panel_insert(struct panel *, const char *file);
void panel_paint(struct panel *);

/* overlay.c */
void overlay_open(struct panel *, enum panel_overlay);
void overlay_press(struct panel *, int key, uint32_t letter, unsigned mods);
void overlay_input(struct panel *, const char *utf8);
void overlay_click(struct panel *, int x, int y);

#endif
