/* SPDX-License-Identifier: GPL-2.0-or-later */
/* firewall.c - see firewall.h. */
#include "guest/firewall/inspect.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

struct firewall *firewall_new(unsigned connections,
                              const struct firewall_calls *calls,
                              void *(*take)(uint32_t bytes),
                              void *(*reserve)(uint32_t bytes))
{
    struct firewall *f = take(sizeof *f);

    if (!f)
        return NULL;
    f->calls = *calls;
    f->capacity = connections;
    f->secret = calls->random(calls->far);
    return table_setup(f, take, reserve) &&
                   lists_setup(&f->lists, LISTS_ENTRIES, take) &&
                   fragments_setup(f, reserve) &&
                   flows_setup(f, take, reserve) ? f : NULL;
}

void firewall_configure(struct firewall *f, const struct firewall_place *place,
                        const struct rules *rules)
{
    if (f->rules)
        flows_end(f); /* entries have other numbers now */
    f->place = place;
    f->rules = rules;
    f->made++;
    memset(f->addresses, 0, sizeof f->addresses);
    memset(f->ports, 0, sizeof f->ports);
    lists_change(&f->lists, rules);
    fixed_configure(f);
    shun_configure(f);
}

void firewall_clock(struct firewall *f, uint32_t seconds)
{
    f->now = seconds;
}

void firewall_poll(struct firewall *f)
{
    expire_idle(f);
    fragments_expire(f);
    expect_expire(f);
    flows_expire(f);
}

const struct firewall_counts *firewall_counts(const struct firewall *f)
{
    return &f->counts;
}

uint32_t firewall_deny_flow_max(const struct firewall *f)
{
    return flows_deny_max(f);
}

unsigned firewall_entries(struct firewall *f)
{
    lists_settle(&f->lists);
    return f->lists.fit;
}

uint32_t firewall_hits(struct firewall *f, unsigned ace)
{
    lists_settle(&f->lists);
    return ace < f->lists.counted ? f->lists.hits[ace] : 0;
}

bool firewall_matches(struct firewall *f, unsigned list, const uint8_t *packet,
                      size_t n)
{
    struct packet k; /* reading changes none of its bytes */

    if (list >= RULES_LISTS || !packet_look(&k, (uint8_t *)packet, n))
        return false;
    if (!(get_be16(k.bytes + 6) & 0x1fff))
        packet_read_transport(&k); /* as far as it can be */
    return lists_allow(&f->lists, list, &k);
}

static bool owns_global(const struct firewall *f, unsigned interface,
                        uint32_t ip)
{
    for (unsigned i = 0; i < f->rules->globals; i++) {
        const struct rules_global *g = &f->rules->global[i];

        if (g->interface == interface && !g->own && ip >= g->first &&
            ip <= g->last)
            return true;
    }
    return false;
}

bool firewall_owns(const struct firewall *f, unsigned interface, uint32_t ip)
{
    return !f->rules->no_proxy_arp[interface] &&
           (owns_global(f, interface, ip) ||
            fixed_answers_arp(f, interface, ip));
}
