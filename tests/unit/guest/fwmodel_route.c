/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_route.c - where an address is, and how secure. */
#include "tests/unit/guest/fwmodel_int.h"

bool model_route(const struct model *m, uint32_t ip, unsigned *out,
                 uint32_t *via)
{
    const struct firewall_place *w = m->place;
    const struct firewall_route *best = NULL;

    for (unsigned i = 0; i < w->interfaces; i++) {
        if (w->interface[i].up && w->interface[i].ip &&
            model_within(ip, w->interface[i].ip, w->interface[i].mask)) {
            *out = i;
            *via = ip;
            return true;
        }
    }
    for (unsigned i = 0; i < w->routes; i++) {
        const struct firewall_route *r = &w->route[i];

        if (!w->interface[r->interface].up || !w->interface[r->interface].ip ||
            !model_within(ip, r->ip, r->mask))
            continue;
        if (!best || r->mask > best->mask ||
            (r->mask == best->mask && r->metric < best->metric))
            best = r;
    }
    if (!best)
        return false;
    *out = best->interface;
    *via = best->gateway;
    return true;
}

bool model_route_by(const struct model *m, unsigned out, uint32_t ip,
                    uint32_t *via)
{
    unsigned found;

    return model_route(m, ip, &found, via) && found == out;
}

bool model_safer(const struct model *m, unsigned a, unsigned b)
{
    return m->place->interface[a].security > m->place->interface[b].security;
}

bool model_same_level(const struct model *m, unsigned a, unsigned b)
{
    return m->place->interface[a].security == m->place->interface[b].security;
}
