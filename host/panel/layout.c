/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout.c - where everything is: front and rear of the case, the terminal,
 * the lines beside and below it.
 */
#include "host/panel/panel_int.h"

enum {
    WIDTH = 960, MARGIN = 16, CAPTION = 18, GAP = 14,
    CELL_W = 9, CELL_H = 18, FRAME = 9, /* of the terminal */
    HELP_H = 26,
    LAMP = 10, SMALL_LAMP = 7,
    CARD_JACK_W = 27, CARD_JACK_H = 24,
    WITH_LAMPS_W = 40, /* narrower jacks have theirs on the front */
};

/* --- the large parts ----------------------------------------------------- */

struct panel_rect panel_view(const struct panel *p, bool rear)
{
    const struct chassis *c = p->chassis;
    struct panel_rect r = {MARGIN, CAPTION + 6, c->w, c->h};

    if (rear && c->rack)
        r.y += c->h + CAPTION;
    else if (rear)
        r.x = WIDTH - MARGIN - c->w;
    return r;
}

struct panel_rect panel_screen(const struct panel *p)
{
    struct panel_rect rear = panel_view(p, true);

    return (struct panel_rect){MARGIN, rear.y + rear.h + GAP,
                               TERM_COLS * CELL_W + 2 * FRAME,
                               TERM_ROWS * CELL_H + 2 * FRAME};
}

struct panel_rect panel_cells(const struct panel *p)
{
    struct panel_rect s = panel_screen(p);

    return (struct panel_rect){s.x + FRAME, s.y + FRAME, s.w - 2 * FRAME,
                               s.h - 2 * FRAME};
}

struct panel_rect panel_side(const struct panel *p)
{
    struct panel_rect s = panel_screen(p);
    int x = s.x + s.w + GAP;

    return (struct panel_rect){x, s.y, WIDTH - MARGIN - x, s.h};
}

struct panel_rect panel_help_line(const struct panel *p)
{
    struct panel_rect s = panel_screen(p);

    return (struct panel_rect){MARGIN, s.y + s.h + 6, WIDTH - 2 * MARGIN,
                               HELP_H};
}

struct panel_rect panel_size(const struct panel *p)
{
    struct panel_rect h = panel_help_line(p);

    return (struct panel_rect){0, 0, WIDTH, h.y + h.h + 6};
}

bool rect_has(struct panel_rect r, int x, int y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

/* --- items --------------------------------------------------------------- */

static struct panel_item *add(struct panel *p, enum part_kind kind,
                              struct panel_rect at, const char *label,
                              unsigned n)
{
    struct panel_item item = {.kind = kind, .at = at, .label = label,
                              .n = (uint8_t)n};

    g_array_append_val(p->items, item);
    return &g_array_index(p->items, struct panel_item, p->items->len - 1);
}

#define NAME(item, ...) \
    g_snprintf((item)->name, sizeof (item)->name, __VA_ARGS__)

static void add_port_lamps(struct panel *p, unsigned port,
                           struct panel_rect jack, bool small)
{
    static const struct {
        const char *name, *label;
        enum lamp_source source;
    } rows[] = {{"100", "100", LAMP_SPEED},
                {"link", "LINK", LAMP_LINK},
                {"act", "ACT", LAMP_ACTIVITY}};
    int size = small ? SMALL_LAMP : LAMP, step = small ? 9 : 13;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct panel_rect at = {jack.x + jack.w + (small ? 2 : 8),
                                jack.y + (int)i * step + (small ? -1 : 0),
                                size, size};
        struct panel_item *lamp;

        lamp = add(p, PART_LAMP, at, small ? NULL : rows[i].label,
                   LAMP_OF(port, rows[i].source));
        lamp->small = true;
        NAME(lamp, "port%u.%s", port, rows[i].name);
    }
}

static struct panel_item *add_port(struct panel *p, unsigned port,
                                   struct panel_rect at, const char *label)
{
    struct panel_item *jack = add(p, PART_PORT, at, label, port);

    NAME(jack, "port%u", port);
    return jack;
}

/* The interface whose connector is the n-th of a slot (of the board: -1); as
 * many as there are: -1. */
static int port_in(const struct panel *p, int slot, unsigned n)
{
    for (unsigned i = 0; i < unit_ports(p->unit); i++) {
        struct unit_port_place at = unit_port_place(p->unit, i);

        if (at.slot == slot && at.connector == n)
            return (int)i;
    }
    return -1;
}

/* Connectors of a card: in a row where the slot lies, else below each other. */
static void add_card(struct panel *p, unsigned slot, struct panel_rect r)
{
    bool lying = r.w > r.h;
    int port;

    for (unsigned i = 0; (port = port_in(p, (int)slot, i)) >= 0; i++) {
        struct panel_rect at = {r.x + 12, r.y + 34 + (int)i * 45,
                                CARD_JACK_W, CARD_JACK_H};
        struct panel_item *jack;

        if (lying) {
            at.x = r.x + 32 + (int)i * 51;
            at.y = r.y + (r.h - CARD_JACK_H) / 2;
        }
        jack = add_port(p, (unsigned)port, at, NULL);
        jack->small = true;
        add_port_lamps(p, (unsigned)port, at, true);
    }
}

static void name_item(struct panel_item *item)
{
    static const char *const lamps[] = {
        [LAMP_POWER] = "power-lamp",
        [LAMP_ACT] = "act-lamp",
        [LAMP_NETWORK] = "network-lamp",
        [LAMP_DRIVE] = "drive-lamp",
        [LAMP_SPEED] = "100",
        [LAMP_LINK_ACT] = "link-act",
    };
    static const char *const parts[] = {
        [PART_POWER] = "power",       [PART_RESET] = "reset",
        [PART_DRIVE] = "drive",       [PART_FAILOVER] = "failover",
        [PART_CONSOLE] = "console",   [PART_CONSOLE9] = "console",
        [PART_SLOT] = "slot",         [PART_TEXT] = NULL,
    };
    unsigned source = item->n & 15;

    if (item->kind == PART_LAMP && source > LAMP_DARK)
        NAME(item, "port%u.%s", item->n >> 4, lamps[source]);
    else if (item->kind == PART_LAMP && lamps[source])
        NAME(item, "%s", lamps[source]);
    else if (item->kind == PART_SLOT)
        NAME(item, "slot%u", item->n);
    else if (item->kind < G_N_ELEMENTS(parts) && parts[item->kind])
        NAME(item, "%s", parts[item->kind]);
}

static void add_part(struct panel *p, const struct part *part)
{
    struct panel_rect view = panel_view(p, part->rear);
    struct panel_rect at = {view.x + part->x, view.y + part->y, part->w,
                            part->h};
    int port;

    if (part->kind == PART_PORT) {
        port = port_in(p, -1, part->n);
        if (port < 0)
            return;
        add_port(p, (unsigned)port, at, part->label);
        if (at.w >= WITH_LAMPS_W)
            add_port_lamps(p, (unsigned)port, at, false);
        return;
    }
    name_item(add(p, part->kind, at, part->label, part->n));
    if (part->kind == PART_SLOT)
        add_card(p, part->n, at);
    if (part->kind == PART_DRIVE) {
        at = (struct panel_rect){at.x + 24, at.y + at.h - 20, 16, 8};
        name_item(add(p, PART_LAMP, at, NULL, LAMP_DRIVE));
    }
}

void layout_items(struct panel *p)
{
    for (const struct part *part = p->chassis->part; part->kind; part++)
        add_part(p, part);
}

/* --- where a hand lands -------------------------------------------------- */

bool layout_focusable(const struct panel_item *item)
{
    switch (item->kind) {
    case PART_POWER:
    case PART_RESET:
    case PART_DRIVE:
    case PART_PORT:
    case PART_FAILOVER:
        return true;
    default:
        return false;
    }
}

int layout_item_at(const struct panel *p, int x, int y)
{
    for (guint i = 0; i < p->items->len; i++) {
        const struct panel_item *item = panel_item(p, i);

        if (layout_focusable(item) && rect_has(item->at, x, y))
            return (int)i;
    }
    return -1;
}

bool layout_cell_at(const struct panel *p, int x, int y, int *row, int *col)
{
    struct panel_rect r = panel_cells(p);

    *row = CLAMP((y - r.y) / CELL_H, 0, TERM_ROWS - 1);
    *col = CLAMP((x - r.x) / CELL_W, 0, TERM_COLS - 1);
    return rect_has(r, x, y);
}
