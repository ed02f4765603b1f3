/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chassis.c - the models and their cards as people ask for them. */
#include "host/chassis.h"

#include <glib.h>

#include "machine/cards.h"

/* "64,64,32,32", or "-". */
static char *slots_of(const struct model *m)
{
    GString *s = g_string_new(model_slots(m) ? NULL : "-");

    for (unsigned i = 0, first = 0; i < model_slots(m); i++) {
        unsigned next = i + 1;

        if (next < model_slots(m) && m->slot[next].width == m->slot[i].width)
            continue;
        g_string_append_printf(s, "%s%u x %u", s->len ? ", " : "",
                               next - first, m->slot[i].width);
        first = next;
    }
    return g_string_free(s, FALSE);
}

char *chassis_list(void)
{
    static const enum ether_card none[MODEL_SLOTS_MAX];
    GString *s = g_string_new("MODEL  PROCESSOR                  RAM   FLASH  "
                              "ETHERNET   SLOTS x BITS    DRIVE\n");

    for (const struct model *m = models; m->name; m++) {
        char *slots = slots_of(m);

        g_string_append_printf(s, "%-6s %-21s %4u MiB  %2u MiB  %u%-8s  %-14s  "
                               "%s\n", m->name, m->cpu_title, m->ram_mib,
                               m->flash_kib / 1024, cards_ports(m, none),
                               m->default_cards ? " (cards)" : "", slots,
                               m->floppy ? "yes" : "no");
        g_free(slots);
    }
    return g_string_free(s, FALSE);
}

char *chassis_cards(void)
{
    GString *s = g_string_new(
        "--card=SLOT:CARD puts a card into a slot, counted from 0; "
        "--model=list says\nhow many there are.\n\n"
        "CARD    PORTS  BITS  THE MONITOR USES IT\n");

    for (unsigned i = 1; i < ETHER_CARDS; i++) {
        const struct card_type *c = &card_types[i];
        bool wide = c->bridge == 64;

        g_string_append_printf(s, "%-7s %5u    %u  %s\n", c->name, c->ports,
                               wide ? 64 : 32,
                               wide ? "never" : "in a 32-bit slot");
    }
    g_string_append(s, "\nGigabit cards are not modelled yet.\n");
    return g_string_free(s, FALSE);
}
