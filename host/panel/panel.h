/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * panel.h - the front panel of a unit as a structure: what is where on the
 * case, which lamp is lit, what has the focus, what a key or a click does.
 *
 * No window and no pixels: draw.h paints it, view.h shows it, QMP's x-panel
 * describes it, and tests compare it.  Places are in points, one pixel each
 * at 100 %.
 */
#ifndef PIXEMU_HOST_PANEL_PANEL_H
#define PIXEMU_HOST_PANEL_PANEL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "host/panel/chassis.h"
#include "host/panel/term.h"
#include "machine/machine.h"

struct panel;

/* What a connector of the case has in it. */
enum panel_cable {
    CABLE_NONE,   /* nothing was ever plugged in */
    CABLE_IN,
    CABLE_PULLED, /* it hangs beside its connector */
};

/* The unit's other sides; all are there. */
struct panel_far {
    void *far;
    enum panel_cable (*cable)(void *far, unsigned port);
    void (*plug)(void *far, unsigned port, bool in);
    enum panel_cable (*failover)(void *far);
    const char *(*failover_words)(void *far);
    void (*plug_failover)(void *far, bool in);
    /* File of the diskette that is in; NULL: none. */
    const char *(*diskette)(void *far);
    bool (*insert)(void *far, const char *file, GError **);
    void (*eject)(void *far);
    /* The console cable; where else it ends, to g_free(). */
    void (*type)(void *far, const uint8_t *bytes, size_t n);
    void (*brk)(void *far);
    char *(*elsewhere)(void *far);
    void (*quit)(void *far); /* ends the process */
};

/* What the panel wants of the window it is shown in. */
struct panel_window {
    void *far;
    void (*changed)(void *far); /* something is to be painted anew */
    void (*copy)(void *far, const char *text);
    char *(*paste)(void *far); /* g_free(); NULL: nothing there */
    void (*zoom)(void *far, int steps); /* 0: to 100 % */
    void (*full_screen)(void *far);
    void (*close)(void *far);
};

struct panel_rect {
    int x, y, w, h;
};

struct panel_item {
    enum part_kind kind;
    char name[20]; /* "power", "port3", "port3.link" */
    struct panel_rect at;
    const char *label; /* NULL: none */
    uint8_t n; /* of a port or slot its number, of a lamp its source */
    bool small; /* of a card: its number instead of words */
};

/* A line beside the terminal. */
struct panel_line {
    char what[16], value[40];
    bool lit; /* the lamp it is about */
};

enum panel_overlay { OVERLAY_NONE, OVERLAY_HELP, OVERLAY_CLOSE, OVERLAY_FILE };
enum { FOCUS_TERMINAL = -1 };

enum panel_key {
    /* enum term_key, and: */
    PANEL_F1 = 64, PANEL_F6, PANEL_F11, PANEL_LETTER,
};

/* Of a chassis without a row: false in panel_drawable(). */
bool panel_drawable(const struct unit *);
struct panel *panel_new(struct unit *, const struct panel_far *);
void panel_free(struct panel *); /* NULL is allowed */
/* NULL: it is shown no more. */
void panel_show_in(struct panel *, const struct panel_window *);
/* Lamps, cables or the unit's state may have changed. */
void panel_changed(struct panel *);
/* The unit sent this to its console. */
void panel_heard(struct panel *, const uint8_t *bytes, size_t n);

/* --- what there is to see ------------------------------------------------ */

const struct chassis *panel_chassis(const struct panel *);
const struct unit *panel_unit(const struct panel *);
struct panel_rect panel_size(const struct panel *); /* x and y are 0 */
struct panel_rect panel_view(const struct panel *, bool rear);
struct panel_rect panel_screen(const struct panel *); /* the terminal's frame */
struct panel_rect panel_cells(const struct panel *);  /* the cells in it */
struct panel_rect panel_side(const struct panel *);
struct panel_rect panel_help_line(const struct panel *);
unsigned panel_items(const struct panel *);
const struct panel_item *panel_item(const struct panel *, unsigned i);
bool panel_lit(const struct panel *, const struct panel_item *lamp);
enum panel_cable panel_cable(const struct panel *, const struct panel_item *);
const char *panel_diskette(const struct panel *); /* NULL: none */
/* Index of an item, or FOCUS_TERMINAL. */
int panel_focus(const struct panel *);
const struct term *panel_term(const struct panel *);
/* What the line at the bottom says; g_free(). */
char *panel_hint(const struct panel *);
/* -> how many of the lines were filled in */
unsigned panel_lines(const struct panel *, struct panel_line *, unsigned max);
enum panel_overlay panel_overlay(const struct panel *);
/* Of OVERLAY_CLOSE and OVERLAY_FILE: question, answers, the chosen one, what
 * has been typed. */
char *panel_question(const struct panel *); /* a line or two; g_free() */
unsigned panel_answers(const struct panel *);
const char *panel_answer(const struct panel *, unsigned i);
struct panel_rect panel_answer_at(const struct panel *, unsigned i);
struct panel_rect panel_overlay_at(const struct panel *);
unsigned panel_chosen(const struct panel *);
const char *panel_typed(const struct panel *);
/* Rows of keys and what they do; the last has a NULL key. */
struct panel_key_row {
    const char *keys, *does;
};
extern const struct panel_key_row panel_key_rows[];

/* --- hands --------------------------------------------------------------- */

/* key: enum term_key or enum panel_key; letter: of PANEL_LETTER. */
void panel_press(struct panel *, int key, uint32_t letter, unsigned mods);
void panel_input(struct panel *, const char *utf8);
void panel_click(struct panel *, int x, int y);
void panel_drag(struct panel *, int x, int y);
void panel_release(struct panel *);
void panel_wheel(struct panel *, int lines);
void panel_drop(struct panel *, const char *file);
/* The window's close button. */
void panel_ask_close(struct panel *);

/* The structure: {chassis, focus, items, lines, text, hint}, for x-panel. */
GVariant *panel_describe(const struct panel *);

#endif
