/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * draw_live.c - what changes on the case: lamps, plugs, switches, the
 * diskette, the focus.
 *
 * A lit lamp differs from a dark one by brightness and by its glow, a switch
 * by which end is down and its marks, a plug by its place: colour alone tells
 * nothing.
 */
#include "host/panel/draw_int.h"

static bool is_amber(const struct panel_item *lamp)
{
    unsigned source = lamp->n & 15;

    return source == LAMP_ACTIVITY || source == LAMP_DRIVE;
}

static void lamp(struct paint *p, const struct panel *panel,
                 const struct panel_item *item)
{
    struct box b = draw_box(item->at);
    float x = b.x + b.w / 2, y = b.y + b.h / 2;
    uint32_t colour = is_amber(item) ? LIT_AMBER : LIT;

    paint_fill(p, (struct box){b.x - 1, b.y - 1, b.w + 2, b.h + 2}, b.w,
               0xff0c0f12);
    if (!panel_lit(panel, item)) {
        paint_shade(p, b, b.w, 0xff39424a, 0xff23292e);
        return;
    }
    paint_glow(p, x, y, b.w * 1.7f, (colour & 0xffffff) | 0xb0000000);
    paint_fill(p, b, b.w, colour);
    paint_fill(p, (struct box){x - b.w * 0.24f, y - b.h * 0.28f, b.w * 0.4f,
                               b.h * 0.4f}, b.w, 0xffffffff);
}

/* A plug sits in its jack, or hangs below it. */
static void plug(struct paint *p, const struct panel *panel,
                 const struct panel_item *item)
{
    enum panel_cable cable = panel_cable(panel, item);
    struct box b = draw_box(item->at);
    float w = b.w * 0.62f, x = b.x + (b.w - w) / 2;
    float y = b.y + b.h * 0.14f;

    if (cable == CABLE_NONE)
        return;
    if (cable == CABLE_PULLED)
        y += b.h * 0.62f;
    paint_fill(p, (struct box){b.x + b.w / 2 - 3, y + b.h * 0.4f, 6,
                               b.h * 0.62f}, 2, 0xff3a7bd5);
    paint_shade(p, (struct box){x, y, w, b.h * 0.55f}, 2, 0xfff2f5f7,
                0xffb9c3cb);
    paint_edge(p, (struct box){x, y, w, b.h * 0.55f}, 2, 1, 0xff4b545c);
    paint_shade(p, (struct box){x + w * 0.3f, y + b.h * 0.12f, w * 0.4f,
                                b.h * 0.34f}, 1, 0xffd5dde3, 0xff98a4ae);
}

static void failover_plug(struct paint *p, const struct panel *panel,
                          const struct panel_item *item)
{
    enum panel_cable cable = panel_cable(panel, item);
    struct box b = draw_box(item->at);
    float y = b.y + (cable == CABLE_PULLED ? b.h * 0.7f : 1);

    if (cable == CABLE_NONE)
        return;
    paint_fill(p, (struct box){b.x + b.w / 2 - 5, y + b.h - 6, 10, 14}, 3,
               0xff2d3338);
    paint_shade(p, (struct box){b.x + 4, y, b.w - 8, b.h - 2}, 5, 0xff59636c,
                0xff333a41);
    paint_edge(p, (struct box){b.x + 4, y, b.w - 8, b.h - 2}, 5, 1,
               0xff14181b);
}

/* A rocker; the end that is down is dark. */
static void power_switch(struct paint *p, const struct panel *panel,
                         const struct panel_item *item)
{
    bool on = unit_lamp(panel_unit(panel), UNIT_LAMP_POWER);
    struct box b = draw_box(item->at);
    struct box in = draw_inset(b, 3);
    uint32_t up = 0xff4a535b, down = 0xff15191c;
    float x = b.x + b.w / 2;

    paint_fill(p, b, 3, 0xff0b0d0f);
    paint_shade(p, in, 2, on ? down : up, on ? up : down);
    paint_fill(p, (struct box){x - 1, in.y + in.h * 0.16f, 2, in.h * 0.22f},
               0, on ? 0xffffffff : 0xff9aa4ac);
    paint_edge(p, (struct box){x - 4, in.y + in.h * 0.64f, 8, 8}, 4, 1.5f,
               on ? 0xff9aa4ac : 0xffffffff);
}

static void reset_button(struct paint *p, const struct panel_item *item)
{
    struct box b = draw_box(item->at);

    paint_fill(p, b, b.w, 0xff0b0d0f);
    paint_shade(p, draw_inset(b, 3), b.w, 0xffe0e4e7, 0xff98a2aa);
    paint_edge(p, draw_inset(b, 3), b.w, 1, 0xff4b545c);
}

static void diskette(struct paint *p, const struct panel *panel,
                     const struct panel_item *item)
{
    struct box b = draw_box(item->at);
    char *name;

    if (!panel_diskette(panel)) {
        paint_text(p, FONT_TEXT, 10, b.x + b.w / 2 - 6, b.y + b.h - 17,
                   ALIGN_CENTRE, 0xff4c4a44, "no diskette");
        return;
    }
    name = g_path_get_basename(panel_diskette(panel));
    paint_shade(p, (struct box){b.x + 18, b.y + 24, b.w - 36, 10}, 1,
                0xff39618f, 0xff27476c);
    paint_fill(p, (struct box){b.x + b.w / 2 - 40, b.y + 24, 80, 10}, 0,
               0xffeef1f3);
    paint_text(p, FONT_BOLD, 10, b.x + b.w / 2 - 6, b.y + b.h - 17,
               ALIGN_CENTRE, 0xff2a2a28, name);
    g_free(name);
}

static void focus(struct paint *p, struct box b)
{
    paint_edge(p, draw_inset(b, -4), 5, 2.5f, 0xff000000);
    paint_edge(p, draw_inset(b, -3), 4, 2, FOCUS);
}

void draw_live(struct paint *p, const struct panel *panel)
{
    for (unsigned i = 0; i < panel_items(panel); i++) {
        const struct panel_item *item = panel_item(panel, i);

        if (item->kind == PART_LAMP)
            lamp(p, panel, item);
        else if (item->kind == PART_PORT)
            plug(p, panel, item);
        else if (item->kind == PART_FAILOVER)
            failover_plug(p, panel, item);
        else if (item->kind == PART_POWER)
            power_switch(p, panel, item);
        else if (item->kind == PART_RESET)
            reset_button(p, item);
        else if (item->kind == PART_DRIVE)
            diskette(p, panel, item);
    }
    if (panel_focus(panel) != FOCUS_TERMINAL)
        focus(p, draw_box(panel_item(panel,
                                     (unsigned)panel_focus(panel))->at));
}
