/* SPDX-License-Identifier: GPL-2.0-or-later */
/* describe.c - the panel in words: the line at the bottom, the lines beside
 * the terminal, and the whole structure for x-panel and tests. */
#include "host/panel/panel_int.h"

#include <string.h>

static const char *state_word(const struct unit *unit)
{
    static const char *const words[] = {
        [UNIT_PRELAUNCH] = "not started",
        [UNIT_RUNNING] = "running",
        [UNIT_PAUSED] = "paused",
        [UNIT_OFF] = "switched off",
    };

    return words[unit_state(unit)];
}

static const char *failover_word(const struct panel *p)
{
    return p->far.failover_words(p->far.far);
}

/* "link, 100 Mb/s, traffic" and so on; of a small room the short words. */
static char *port_words(const struct panel *p, unsigned port)
{
    enum panel_cable cable = p->far.cable(p->far.far, port);

    if (cable == CABLE_NONE)
        return g_strdup("no cable");
    if (cable == CABLE_PULLED)
        return g_strdup("unplugged");
    if (!unit_port_lamp(p->unit, port, PORT_LAMP_LINK))
        return g_strdup("no link");
    return g_strdup_printf(
        "link %s%s",
        unit_port_lamp(p->unit, port, PORT_LAMP_SPEED) ? "100" : "10",
        unit_port_lamp(p->unit, port, PORT_LAMP_ACTIVITY) ? " act" : "");
}

/* --- the line at the bottom ---------------------------------------------- */

static char *focus_hint(const struct panel *p, const struct panel_item *item)
{
    char *words, *hint;

    switch (item->kind) {
    case PART_POWER:
        return g_strdup_printf("Power switch: %s. Enter switches it.",
                               unit_state(p->unit) == UNIT_OFF ? "off (O)"
                                                               : "on (I)");
    case PART_RESET:
        return g_strdup("Reset button. Enter presses it.");
    case PART_DRIVE:
        return panel_diskette(p)
                   ? g_strdup_printf("Diskette drive: %s. Enter ejects it.",
                                     panel_diskette(p))
                   : g_strdup("Diskette drive: empty. Enter asks for a file, "
                              "or drop one here.");
    case PART_FAILOVER:
        return g_strdup_printf(
            "Failover cable: %s.%s", failover_word(p),
            panel_cable(p, item) == CABLE_NONE ? ""
            : panel_cable(p, item) == CABLE_IN ? " Enter unplugs it."
                                               : " Enter plugs it in.");
    case PART_PORT:
        words = port_words(p, item->n);
        hint = g_strdup_printf(
            "ethernet%u: %s.%s", item->n, words,
            panel_cable(p, item) == CABLE_NONE ? ""
            : panel_cable(p, item) == CABLE_IN ? " Enter unplugs it."
                                               : " Enter plugs it in.");
        g_free(words);
        return hint;
    default:
        return g_strdup("");
    }
}

char *panel_hint(const struct panel *p)
{
    if (p->message)
        return g_strdup(p->message);
    if (p->overlay == OVERLAY_HELP)
        return g_strdup("Any key closes this list.");
    if (p->overlay == OVERLAY_FILE)
        return g_strdup("Tab completes the name, Enter inserts, Esc "
                        "cancels.");
    if (p->overlay)
        return g_strdup("Tab and arrows choose, Enter answers, Esc cancels.");
    if (p->focus != FOCUS_TERMINAL)
        return focus_hint(p, panel_item(p, (unsigned)p->focus));
    if (term_scrolled(p->term))
        return g_strdup_printf("%d lines back. Shift+PageDown leads to the "
                               "newest.", term_scrolled(p->term));
    return g_strdup("Keys go to the console. F6 reaches switches and ports, "
                    "F1 lists the keys.");
}

/* --- the lines beside the terminal --------------------------------------- */

struct lines {
    struct panel_line *line;
    unsigned n, max;
};

static void add(struct lines *l, bool lit, const char *what,
                const char *value)
{
    struct panel_line *line = &l->line[l->n];

    if (l->n == l->max)
        return;
    g_strlcpy(line->what, what, sizeof line->what);
    g_strlcpy(line->value, value, sizeof line->value);
    line->lit = lit;
    l->n++;
}

static bool has(const struct panel *p, enum part_kind kind, unsigned n)
{
    for (guint i = 0; i < p->items->len; i++)
        if (panel_item(p, i)->kind == kind && panel_item(p, i)->n == n)
            return true;
    return false;
}

static void add_lamp(const struct panel *p, struct lines *l,
                     enum unit_lamp lamp, const char *what)
{
    bool lit = unit_lamp(p->unit, lamp);

    add(l, lit, what, lit ? "lit" : "dark");
}

static void add_diskette(const struct panel *p, struct lines *l)
{
    const char *file = panel_diskette(p);
    char *name = file ? g_path_get_basename(file) : g_strdup("empty");

    add(l, unit_lamp(p->unit, UNIT_LAMP_DRIVE), "Diskette", name);
    g_free(name);
}

unsigned panel_lines(const struct panel *p, struct panel_line *line,
                     unsigned max)
{
    struct lines l = {line, 0, max};
    char *words, name[16];

    add(&l, unit_lamp(p->unit, UNIT_LAMP_POWER), "Power",
        state_word(p->unit));
    if (has(p, PART_LAMP, LAMP_ACT))
        add_lamp(p, &l, UNIT_LAMP_ACT, "ACT");
    if (unit_has_drive(p->unit))
        add_diskette(p, &l);
    if (has(p, PART_FAILOVER, 0))
        add(&l, false, "Failover", failover_word(p));
    for (unsigned i = 0; i < unit_ports(p->unit); i++) {
        words = port_words(p, i);
        g_snprintf(name, sizeof name, "ethernet%u", i);
        add(&l, unit_port_lamp(p->unit, i, PORT_LAMP_LINK), name, words);
        g_free(words);
    }
    return l.n;
}

/* --- the structure ------------------------------------------------------- */

/* Names of files are bytes. */
static void insert_text(GVariantDict *d, const char *key, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);

    g_variant_dict_insert(d, key, "s", valid);
    g_free(valid);
}

static void insert_cable(GVariantDict *d, const struct panel *p,
                         const struct panel_item *item)
{
    static const char *const cables[] = {
        [CABLE_NONE] = "none", [CABLE_IN] = "in", [CABLE_PULLED] = "pulled"};
    char *words = item->kind == PART_PORT ? port_words(p, item->n)
                                          : g_strdup(failover_word(p));

    g_variant_dict_insert(d, "cable", "s", cables[panel_cable(p, item)]);
    insert_text(d, "says", words);
    g_free(words);
}

static GVariant *describe_item(const struct panel *p,
                               const struct panel_item *item)
{
    GVariantDict d;
    const struct panel_rect *r = &item->at;

    g_variant_dict_init(&d, NULL);
    g_variant_dict_insert(&d, "name", "s", item->name);
    g_variant_dict_insert_value(
        &d, "at", g_variant_new("(iiii)", r->x, r->y, r->w, r->h));
    if (item->kind == PART_LAMP)
        g_variant_dict_insert(&d, "lit", "b", panel_lit(p, item));
    if (item->kind == PART_PORT || item->kind == PART_FAILOVER)
        insert_cable(&d, p, item);
    if (item->kind == PART_DRIVE)
        insert_text(&d, "diskette",
                    panel_diskette(p) ? panel_diskette(p) : "");
    return g_variant_dict_end(&d);
}

GVariant *panel_describe(const struct panel *p)
{
    static const char *const overlays[] = {
        [OVERLAY_NONE] = "", [OVERLAY_HELP] = "help",
        [OVERLAY_CLOSE] = "close", [OVERLAY_FILE] = "file"};
    GVariantBuilder items;
    GVariantDict d;
    char *hint = panel_hint(p), *text = term_text(p->term);

    g_variant_builder_init(&items, G_VARIANT_TYPE("aa{sv}"));
    for (unsigned i = 0; i < panel_items(p); i++)
        if (*panel_item(p, i)->name)
            g_variant_builder_add_value(&items,
                                        describe_item(p, panel_item(p, i)));
    g_variant_dict_init(&d, NULL);
    g_variant_dict_insert(&d, "chassis", "s", p->chassis->model);
    g_variant_dict_insert(&d, "shown", "b", p->window.changed != NULL);
    g_variant_dict_insert(
        &d, "focus", "s",
        p->focus == FOCUS_TERMINAL
            ? "terminal" : panel_item(p, (unsigned)p->focus)->name);
    g_variant_dict_insert(&d, "overlay", "s", overlays[p->overlay]);
    insert_text(&d, "hint", hint);
    insert_text(&d, "text", text);
    g_variant_dict_insert_value(&d, "items", g_variant_builder_end(&items));
    g_free(hint);
    g_free(text);
    return g_variant_dict_end(&d);
}
