/* SPDX-License-Identifier: GPL-2.0-or-later */
/* panel.c - what keys, clicks and the unit do to the panel; see panel.h. */
#include "host/panel/panel_int.h"

#include <string.h>

/* --- life ---------------------------------------------------------------- */

static void typed(void *far, const uint8_t *bytes, size_t n)
{
    struct panel *p = far;

    p->far.type(p->far.far, bytes, n);
}

bool panel_drawable(const struct unit *unit)
{
    return chassis_find(unit_model(unit)->name) != NULL;
}

struct panel *panel_new(struct unit *unit, const struct panel_far *far)
{
    struct panel *p = g_new0(struct panel, 1);

    p->unit = unit;
    p->far = *far;
    p->chassis = chassis_find(unit_model(unit)->name);
    p->items = g_array_new(FALSE, FALSE, sizeof(struct panel_item));
    p->term = term_new(typed, p);
    p->focus = FOCUS_TERMINAL;
    p->typed = g_string_new(NULL);
    layout_items(p);
    return p;
}

void panel_free(struct panel *p)
{
    if (!p)
        return;
    term_free(p->term);
    g_array_free(p->items, TRUE);
    g_string_free(p->typed, TRUE);
    g_free(p->message);
    g_free(p);
}

void panel_show_in(struct panel *p, const struct panel_window *window)
{
    static const struct panel_window nowhere;

    p->window = window ? *window : nowhere;
}

void panel_paint(struct panel *p)
{
    if (p->window.changed)
        p->window.changed(p->window.far);
}

void panel_changed(struct panel *p)
{
    panel_paint(p);
}

void panel_heard(struct panel *p, const uint8_t *bytes, size_t n)
{
    term_write(p->term, bytes, n);
    panel_paint(p);
}

void panel_say(struct panel *p, char *message)
{
    g_free(p->message);
    p->message = message;
    panel_paint(p);
}

/* --- what is there ------------------------------------------------------- */

const struct chassis *panel_chassis(const struct panel *p)
{
    return p->chassis;
}

const struct unit *panel_unit(const struct panel *p)
{
    return p->unit;
}

unsigned panel_items(const struct panel *p)
{
    return p->items->len;
}

const struct panel_item *panel_item(const struct panel *p, unsigned i)
{
    return &g_array_index(p->items, struct panel_item, i);
}

int panel_focus(const struct panel *p)
{
    return p->focus;
}

const struct term *panel_term(const struct panel *p)
{
    return p->term;
}

const char *panel_diskette(const struct panel *p)
{
    return p->far.diskette(p->far.far);
}

enum panel_cable panel_cable(const struct panel *p,
                             const struct panel_item *item)
{
    if (item->kind == PART_FAILOVER)
        return p->far.failover(p->far.far);
    if (item->kind == PART_PORT)
        return p->far.cable(p->far.far, item->n);
    return CABLE_NONE;
}

bool panel_lit(const struct panel *p, const struct panel_item *lamp)
{
    unsigned port = lamp->n >> 4;

    switch (lamp->n & 15) {
    case LAMP_POWER:
        return unit_lamp(p->unit, UNIT_LAMP_POWER);
    case LAMP_ACT:
        return unit_lamp(p->unit, UNIT_LAMP_ACT);
    case LAMP_NETWORK:
        return unit_lamp(p->unit, UNIT_LAMP_NETWORK);
    case LAMP_DRIVE:
        return unit_lamp(p->unit, UNIT_LAMP_DRIVE);
    case LAMP_LINK:
        return unit_port_lamp(p->unit, port, PORT_LAMP_LINK);
    case LAMP_ACTIVITY:
        return unit_port_lamp(p->unit, port, PORT_LAMP_ACTIVITY);
    case LAMP_SPEED:
        return unit_port_lamp(p->unit, port, PORT_LAMP_SPEED);
    case LAMP_LINK_ACT:
        return unit_port_lamp(p->unit, port, PORT_LAMP_LINK) &&
               !unit_port_lamp(p->unit, port, PORT_LAMP_ACTIVITY);
    }
    return false;
}

/* --- switches, diskette, cables ------------------------------------------ */

void panel_insert(struct panel *p, const char *file)
{
    GError *err = NULL;

    if (p->far.insert(p->far.far, file, &err)) {
        panel_say(p, g_strdup_printf("%s is in the drive", file));
        return;
    }
    panel_say(p, g_strdup(err->message));
    g_error_free(err);
}

static void use_drive(struct panel *p)
{
    if (panel_diskette(p)) {
        panel_say(p, g_strdup_printf("%s is out", panel_diskette(p)));
        p->far.eject(p->far.far);
    } else {
        overlay_open(p, OVERLAY_FILE);
    }
}

static void use_port(struct panel *p, unsigned port)
{
    enum panel_cable cable = p->far.cable(p->far.far, port);

    if (cable == CABLE_NONE) {
        panel_say(p, g_strdup_printf("There is no cable for ethernet%u; "
                                     "--net=%u:PORT brings one", port, port));
        return;
    }
    p->far.plug(p->far.far, port, cable == CABLE_PULLED);
    panel_say(p, g_strdup_printf("ethernet%u is %s", port,
                                 cable == CABLE_PULLED ? "plugged in"
                                                       : "unplugged"));
}

static void use_failover(struct panel *p)
{
    enum panel_cable cable = p->far.failover(p->far.far);

    if (cable == CABLE_NONE)
        panel_say(p, g_strdup("There is no failover cable; "
                              "--failover-cable=END:PATH brings one"));
    else
        p->far.plug_failover(p->far.far, cable == CABLE_PULLED);
}

void panel_activate(struct panel *p, int n)
{
    const struct panel_item *item = panel_item(p, (unsigned)n);

    p->focus = n;
    panel_say(p, NULL);
    switch (item->kind) {
    case PART_POWER:
        unit_power(p->unit, unit_state(p->unit) == UNIT_OFF);
        break;
    case PART_RESET:
        unit_reset(p->unit);
        break;
    case PART_DRIVE:
        use_drive(p);
        break;
    case PART_PORT:
        use_port(p, item->n);
        break;
    case PART_FAILOVER:
        use_failover(p);
        break;
    default:
        break;
    }
}

void panel_activate_kind(struct panel *p, enum part_kind kind, int n)
{
    int focus = p->focus;

    for (guint i = 0; i < p->items->len; i++) {
        const struct panel_item *item = panel_item(p, i);

        if (item->kind == kind && (n < 0 || item->n == n)) {
            panel_activate(p, (int)i);
            p->focus = focus;
            return;
        }
    }
    panel_say(p, g_strdup_printf("A %s has none of these",
                                 unit_model(p->unit)->title));
}

void panel_drop(struct panel *p, const char *file)
{
    if (p->overlay)
        overlay_open(p, OVERLAY_NONE);
    if (!unit_has_drive(p->unit))
        panel_say(p, g_strdup_printf("A %s has no diskette drive",
                                     unit_model(p->unit)->title));
    else
        panel_insert(p, file);
}

void panel_ask_close(struct panel *p)
{
    if (unit_state(p->unit) == UNIT_OFF && p->window.close)
        p->window.close(p->window.far);
    else
        overlay_open(p, OVERLAY_CLOSE);
}
