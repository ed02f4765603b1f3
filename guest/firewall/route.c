/* SPDX-License-Identifier: GPL-2.0-or-later */
/* route.c - by which interface an address is reached, and by whom. */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/network.h"

static bool usable(const struct firewall_interface *i)
{
    return i->up && i->ip;
}

bool route_find(const struct firewall *f, uint32_t ip, unsigned *out,
                uint32_t *via)
{
    const struct firewall_place *p = f->place;
    const struct firewall_route *best = NULL;

    for (unsigned i = 0; i < p->interfaces; i++) {
        if (usable(&p->interface[i]) &&
            network_has(p->interface[i].ip, p->interface[i].mask, ip)) {
            *out = i;
            *via = ip;
            return true;
        }
    }
    for (unsigned i = 0; i < p->routes; i++) {
        const struct firewall_route *r = &p->route[i];

        if (!usable(&p->interface[r->interface]) ||
            !network_has(r->ip, r->mask, ip))
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
