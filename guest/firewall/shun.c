/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shun.c - whose packets go nowhere, and how many did. */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/view.h"

#include "guest/lib/string.h"

/* Who was shunned before still is, whatever else was configured. */
void shun_configure(struct firewall *f)
{
    struct shun_count old[RULES_SHUNS];

    memcpy(old, f->shun, sizeof old);
    memset(f->shun, 0, sizeof f->shun);
    for (unsigned i = 0; i < f->rules->shuns; i++) {
        struct shun_count *s = &f->shun[i];

        *s = (struct shun_count){.ip = f->rules->shun[i].ip, .since = f->now};
        for (unsigned k = 0; k < RULES_SHUNS; k++) {
            if (s->ip && old[k].ip == s->ip)
                *s = old[k];
        }
    }
}

bool shun_drops(struct firewall *f, const struct packet *k)
{
    for (unsigned i = 0; i < f->rules->shuns; i++) {
        if (f->rules->shun[i].ip != k->from)
            continue;
        f->shun[i].drops++;
        f->shun_drops[k->in]++;
        return true;
    }
    return false;
}

bool firewall_next_shun(const struct firewall *f, unsigned *at,
                        struct firewall_shun_view *v)
{
    const struct shun_count *s = &f->shun[*at];

    if (*at >= f->rules->shuns)
        return false;
    *v = (struct firewall_shun_view){.ip = s->ip, .drops = s->drops,
                                     .seconds = f->now - s->since};
    ++*at;
    return true;
}

uint32_t firewall_shun_drops(const struct firewall *f, unsigned interface,
                             bool *on)
{
    unsigned out;
    uint32_t via;

    *on = false;
    for (unsigned i = 0; i < f->rules->shuns; i++)
        *on |= route_find(f, f->rules->shun[i].ip, &out, &via) &&
               out == interface;
    return f->shun_drops[interface];
}

void firewall_clear_shun_drops(struct firewall *f)
{
    for (unsigned i = 0; i < RULES_SHUNS; i++)
        f->shun[i].drops = 0;
    memset(f->shun_drops, 0, sizeof f->shun_drops);
}
