/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draw_case.c - the case without what changes; see draw_int.h. */
#include "host/panel/draw_int.h"

/* Sheet metal of each look: upper and lower shade, edge, print. */
static const struct {
    uint32_t front_upper, front_lower, rear_upper, rear_lower, edge, print;
} looks[] = {
    [LOOK_SLATE] = {0xff46535f, 0xff333d47, 0xff9aa4ac, 0xff858f98,
                    0xff161b20, 0xfff1f4f6},
    [LOOK_PALE] = {0xffd9d4c6, 0xffc2bcac, 0xffb0b3b2, 0xff9b9f9f,
                   0xff4c4a44, 0xff2d3136},
    [LOOK_DESK] = {0xff3d4f63, 0xff2b3a4b, 0xff3b4652, 0xff2d363f,
                   0xff12171c, 0xfff1f4f6},
};

enum {
    PRINT_REAR_RACK = 0xff20262b,
    HOLE = 0xff171b1f,
    STEEL_UPPER = 0xffc9cfd4, STEEL_LOWER = 0xffa4acb3,
};

static uint32_t print_colour(const struct chassis *c, bool rear)
{
    return rear && c->rack ? PRINT_REAR_RACK : looks[c->look].print;
}

/* --- decoration ---------------------------------------------------------- */

static void screw(struct paint *p, float x, float y)
{
    paint_shade(p, (struct box){x - 4, y - 4, 8, 8}, 4, 0xffd5dade,
                0xff89929a);
    paint_fill(p, (struct box){x - 3, y - 0.6f, 6, 1.2f}, 0, 0xff4a525a);
}

/* Holes by which it is screwed to a rack, two a unit of height. */
static void ears(struct paint *p, struct box view)
{
    int units = (int)(view.h / 80);

    for (int side = 0; side < 2; side++) {
        float x = side ? view.x + view.w - 18 : view.x + 6;

        paint_fill(p, (struct box){side ? view.x + view.w - 25 : view.x + 24,
                                   view.y + 3, 1, view.h - 6}, 0,
                   0x50000000);
        for (int i = 0; i < units * 2; i++) {
            float y = view.y + view.h * ((float)i + 0.5f) /
                                   ((float)units * 2);

            paint_fill(p, (struct box){x, y - 4, 12, 8}, 4, HOLE);
        }
    }
}

static void view(struct paint *p, const struct panel *panel, bool rear)
{
    const struct chassis *c = panel_chassis(panel);
    struct box b = draw_box(panel_view(panel, rear));

    paint_text(p, FONT_BOLD, 9, b.x + 1, b.y - 8, ALIGN_LEFT, INK_DIM,
               rear ? "REAR" : "FRONT");
    paint_fill(p, (struct box){b.x + 1, b.y + 2, b.w, b.h}, 5, 0x60000000);
    paint_shade(p, b, 5,
                rear ? looks[c->look].rear_upper : looks[c->look].front_upper,
                rear ? looks[c->look].rear_lower
                     : looks[c->look].front_lower);
    paint_edge(p, b, 5, 1, looks[c->look].edge);
    paint_fill(p, (struct box){b.x + 4, b.y + 1, b.w - 8, 1}, 0, 0x50ffffff);
    if (c->rack && !rear)
        ears(p, b);
    if (c->rack && rear) {
        screw(p, b.x + 10, b.y + 12);
        screw(p, b.x + b.w - 10, b.y + 12);
        screw(p, b.x + 10, b.y + b.h - 12);
        screw(p, b.x + b.w - 10, b.y + b.h - 12);
    }
}

/* Three courses of bricks, one of them alight. */
void draw_mark(struct paint *p, float x, float y, float h, uint32_t ink)
{
    static const struct {
        uint8_t x, row, w;
        bool alight;
    } bricks[] = {{0, 0, 8, false}, {9, 0, 8, false}, {0, 1, 4, false},
                  {5, 1, 8, true},  {14, 1, 3, false}, {0, 2, 8, false},
                  {9, 2, 8, false}};
    float unit = h / 17;

    for (unsigned i = 0; i < G_N_ELEMENTS(bricks); i++)
        paint_fill(p, (struct box){x + bricks[i].x * unit,
                                   y + bricks[i].row * 6 * unit,
                                   bricks[i].w * unit, 5 * unit},
                   unit / 2, bricks[i].alight ? ACCENT : ink);
}

/* The mark, then the name and the model's number. */
static void mark(struct paint *p, const struct panel *panel, struct box b)
{
    const struct chassis *c = panel_chassis(panel);
    uint32_t ink = looks[c->look].print;
    float x = b.x + b.h + 8, name_w;

    draw_mark(p, b.x, b.y, b.h, ink);
    name_w = paint_text(p, FONT_BOLD, b.h * 0.66f, x, b.y + b.h * 0.45f,
                        ALIGN_LEFT, ink, "pixemu");
    paint_text(p, FONT_TEXT, b.h * 0.5f, x + name_w + 10,
               b.y + b.h * 0.49f, ALIGN_LEFT, ink, c->number);
}

static void vent(struct paint *p, struct box b)
{
    int n = (int)(b.w / 9);
    float step = b.w / (float)n;

    for (int i = 0; i < n; i++)
        paint_shade(p, (struct box){b.x + (float)i * step, b.y, step * 0.55f,
                                    b.h}, 3, 0xff0f1317, 0xff22282d);
}

static void fan(struct paint *p, struct box b)
{
    float x = b.x + b.w / 2, y = b.y + b.h / 2;

    paint_fill(p, b, 8, 0x30000000);
    paint_fill(p, draw_inset(b, 4), b.w, HOLE);
    for (float r = b.w / 2 - 10; r > 8; r -= 9)
        paint_edge(p, (struct box){x - r, y - r, 2 * r, 2 * r}, r, 2,
                   STEEL_LOWER);
    paint_fill(p, (struct box){x - 1.5f, b.y + 5, 3, b.h - 10}, 1,
               STEEL_LOWER);
    paint_fill(p, (struct box){b.x + 5, y - 1.5f, b.w - 10, 3}, 1,
               STEEL_LOWER);
    paint_fill(p, (struct box){x - 9, y - 9, 18, 18}, 9, STEEL_UPPER);
    for (unsigned i = 0; i < 4; i++)
        screw(p, i % 2 ? b.x + b.w - 8 : b.x + 8,
              i / 2 ? b.y + b.h - 8 : b.y + 8);
}

/* --- connectors ---------------------------------------------------------- */

static void jack(struct paint *p, struct box b)
{
    struct box hole = draw_inset(b, b.w > 30 ? 4 : 3);
    float pin = hole.w / 17;

    paint_shade(p, b, 2, STEEL_UPPER, STEEL_LOWER);
    paint_edge(p, b, 2, 1, 0xff5c656d);
    hole.h -= hole.h * 0.22f;
    hole.y += hole.h * 0.02f;
    paint_fill(p, hole, 1, HOLE);
    paint_fill(p, (struct box){hole.x + hole.w * 0.28f, hole.y + hole.h - 1,
                               hole.w * 0.44f, hole.h * 0.24f}, 1, HOLE);
    for (unsigned i = 0; i < 8; i++)
        paint_fill(p, (struct box){hole.x + pin * (1.5f + 2 * (float)i - 0.5f),
                                   hole.y + 1, pin, hole.h * 0.3f}, 0,
                   0xffc9a13b);
}

/* Two rows of pins in a D-shaped shell. */
static void d_connector(struct paint *p, struct box b, unsigned pins)
{
    unsigned upper = (pins + 1) / 2, lower = pins / 2;
    struct box shell = draw_inset(b, 4);
    float step;

    shell.x += 9;
    shell.w -= 18;
    step = shell.w / ((float)upper + 0.6f);
    paint_shade(p, b, 4, STEEL_UPPER, STEEL_LOWER);
    paint_edge(p, b, 4, 1, 0xff5c656d);
    screw(p, b.x + 7, b.y + b.h / 2);
    screw(p, b.x + b.w - 7, b.y + b.h / 2);
    paint_fill(p, shell, 6, 0xff2a3036);
    for (unsigned i = 0; i < upper; i++)
        paint_fill(p, (struct box){shell.x + step * ((float)i + 0.8f) - 1.5f,
                                   shell.y + shell.h * 0.3f - 1.5f, 3, 3},
                   1.5f, 0xffd9c07a);
    for (unsigned i = 0; i < lower; i++)
        paint_fill(p, (struct box){shell.x + step * ((float)i + 1.3f) - 1.5f,
                                   shell.y + shell.h * 0.7f - 1.5f, 3, 3},
                   1.5f, 0xffd9c07a);
}

static void inlet(struct paint *p, struct box b)
{
    float x = b.x + b.w / 2, y = b.y + b.h / 2;

    if (b.w < 40) { /* of a power brick */
        paint_shade(p, b, b.w, 0xff3a4249, 0xff14181b);
        paint_edge(p, b, b.w, 2, 0xff59636b);
        paint_fill(p, (struct box){x - 3, y - 3, 6, 6}, 3, STEEL_UPPER);
        return;
    }
    paint_fill(p, b, 4, 0xff14181b);
    paint_edge(p, b, 4, 1, 0xff3f474e);
    screw(p, b.x + 8, y);
    screw(p, b.x + b.w - 8, y);
    paint_fill(p, (struct box){x - 25, b.y + 5, 50, b.h - 10}, 6, 0xff262c31);
    for (int i = -1; i <= 1; i++)
        paint_fill(p, (struct box){x + (float)i * 15 - 2.5f,
                                   y - (i ? 2 : 8), 5, 12}, 1, STEEL_LOWER);
}

static void slot(struct paint *p, const struct panel_item *item,
                 struct box b)
{
    bool lying = b.w > b.h;

    paint_fill(p, b, 2, 0x90101418);
    paint_shade(p, draw_inset(b, 2), 2, STEEL_UPPER, STEEL_LOWER);
    screw(p, lying ? b.x + 10 : b.x + b.w / 2,
          lying ? b.y + b.h / 2 + (item->label ? 8 : 0) : b.y + b.h - 10);
    if (item->label)
        paint_text(p, FONT_BOLD, 9, lying ? b.x + 10 : b.x + b.w / 2,
                   lying ? b.y + b.h / 2 - 8 : b.y + 11, ALIGN_CENTRE,
                   PRINT_REAR_RACK, item->label);
}

static void drive(struct paint *p, struct box b)
{
    paint_shade(p, b, 4, 0xffcfcab9, 0xffb8b2a1);
    paint_edge(p, b, 4, 1, 0xff6d695f);
    paint_fill(p, (struct box){b.x + 14, b.y + 22, b.w - 28, 14}, 2,
               0xff2a2a28);
    paint_fill(p, (struct box){b.x + b.w / 2 - 30, b.y + 18, 60, 22}, 3,
               0xff2a2a28);
    paint_shade(p, (struct box){b.x + b.w - 52, b.y + b.h - 24, 34, 14}, 2,
                0xffe3dfd2, 0xffaaa595);
    paint_edge(p, (struct box){b.x + b.w - 52, b.y + b.h - 24, 34, 14}, 2, 1,
               0xff6d695f);
}

/* --- all of it ----------------------------------------------------------- */

static void label(struct paint *p, const struct panel_item *item,
                  struct box b, uint32_t ink)
{
    if (item->kind == PART_TEXT)
        paint_text(p, FONT_BOLD, 9, b.x, b.y, ALIGN_LEFT, ink, item->label);
    else if (item->kind == PART_LAMP && item->small)
        paint_text(p, FONT_BOLD, 9, b.x + b.w + 4, b.y + b.h / 2, ALIGN_LEFT,
                   ink, item->label);
    else if (item->kind == PART_PORT || item->kind == PART_JACK ||
             item->kind == PART_FAILOVER)
        /* A plug may hang below. */
        paint_text(p, FONT_BOLD, 9, b.x + b.w / 2, b.y - 10, ALIGN_CENTRE,
                   ink, item->label);
    else if (item->kind != PART_SLOT)
        paint_text(p, FONT_BOLD, 9, b.x + b.w / 2, b.y + b.h + 10,
                   ALIGN_CENTRE, ink, item->label);
}

/* The number of an interface beside a jack that has no words. */
static void number(struct paint *p, const struct panel_item *item,
                   struct box b)
{
    char text[8];

    if (!item->small)
        return;
    g_snprintf(text, sizeof text, "%u", item->n);
    paint_text(p, FONT_BOLD, 9, b.x - 3, b.y + b.h / 2, ALIGN_RIGHT,
               PRINT_REAR_RACK, text);
}

static void part(struct paint *p, const struct panel *panel,
                 const struct panel_item *item, uint32_t ink)
{
    struct box b = draw_box(item->at);

    switch (item->kind) {
    case PART_MARK:
        mark(p, panel, b);
        break;
    case PART_VENT:
        vent(p, b);
        break;
    case PART_FAN:
        fan(p, b);
        break;
    case PART_PORT:
    case PART_JACK:
    case PART_CONSOLE:
        jack(p, b);
        number(p, item, b);
        break;
    case PART_FAILOVER:
        d_connector(p, b, 15);
        break;
    case PART_CONSOLE9:
        d_connector(p, b, 9);
        break;
    case PART_INLET:
        inlet(p, b);
        break;
    case PART_SLOT:
    case PART_BLANK:
        slot(p, item, b);
        break;
    case PART_DRIVE:
        drive(p, b);
        break;
    default:
        break;
    }
    if (item->label)
        label(p, item, b, ink);
}

void draw_case(struct paint *p, const struct panel *panel)
{
    const struct chassis *c = panel_chassis(panel);
    struct panel_rect rear = panel_view(panel, true);

    view(p, panel, false);
    view(p, panel, true);
    for (unsigned i = 0; i < panel_items(panel); i++) {
        const struct panel_item *item = panel_item(panel, i);
        bool behind = item->at.y >= rear.y && item->at.x >= rear.x;

        part(p, panel, item, print_colour(c, behind));
    }
}
