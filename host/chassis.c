/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chassis.c - the models as people ask for them. */
#include "host/chassis.h"

#include <glib.h>

unsigned chassis_interfaces(const struct model *m)
{
    unsigned n = m->default_cards;

    for (int i = 0; i < MODEL_ONBOARD_MAX; i++)
        n += m->onboard[i].chip != NIC_NONE;
    return n;
}

static char *slots_of(const struct model *m)
{
    GString *s = g_string_new(NULL);

    for (int i = 0; i < MODEL_SLOTS_MAX; i++)
        if (m->slot[i].width)
            g_string_append_printf(s, "%s%u", s->len ? "," : "",
                                   m->slot[i].width);
    return g_string_free(s, FALSE);
}

char *chassis_list(void)
{
    GString *s = g_string_new("MODEL  PROCESSOR               RAM      FLASH   "
                              "ETHERNET  SLOTS (BITS)                DRIVE\n");

    for (const struct model *m = models; m->name; m++) {
        char *slots = slots_of(m);

        g_string_append_printf(s, "%-6s %-22s %4u MiB %2u MiB  %u%-8s %-27s "
                               "%s\n", m->name, m->cpu_title, m->ram_mib,
                               m->flash_kib / 1024, chassis_interfaces(m),
                               m->default_cards ? " (cards)" : "",
                               slots[0] ? slots : "-",
                               m->floppy ? "yes" : "no");
        g_free(slots);
    }
    return g_string_free(s, FALSE);
}
