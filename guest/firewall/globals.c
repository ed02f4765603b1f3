/* SPDX-License-Identifier: GPL-2.0-or-later */
/* globals.c - addresses and ports that nat gives: those of its number's ranges,
 * then ports of its single addresses. */
#include "guest/firewall/firewall_int.h"

static bool ports_go(const struct packet *k)
{
    return k->ports && (k->protocol != IP_ICMP || icmp_asks(k->icmp_type));
}

static bool take_address(struct firewall *f, unsigned i, struct xlate *x)
{
    const struct rules_global *g = &f->rules->global[i];
    struct place_in_pool *p = &f->pool[i];
    uint32_t n = g->last - g->first + 1, at;

    if (p->full_at[CLASSES] == f->now + 1)
        return false;
    if (p->next < g->first || p->next > g->last)
        p->next = g->first;
    for (at = p->next; n--; at = at == g->last ? g->first : at + 1) {
        if (lookup_seen(f, x->out, 0, at, 0) ||
            fixed_has(f, x->out, at, 0, 0))
            continue;
        x->seen = at;
        p->next = at == g->last ? g->first : at + 1;
        return true;
    }
    p->full_at[CLASSES] = f->now + 1;
    return false;
}

static const struct {
    uint16_t low, high;
} classes[CLASSES] = {{1, 511}, {512, 1023}, {1024, 65535}};

static unsigned class_of(uint16_t port)
{
    return port < 512 ? 0 : port < 1024 ? 1 : 2;
}

/* A port that looks as privileged as the one it stands for. */
static bool take_port(struct firewall *f, unsigned i, uint32_t ip,
                      const struct packet *k, struct xlate *x)
{
    struct place_in_pool *p = &f->pool[i];
    unsigned c = class_of(k->from_port);
    uint32_t n = classes[c].high - classes[c].low + 1u;
    uint16_t at = p->port[c];

    if (p->full_at[c] == f->now + 1)
        return false;
    if (at < classes[c].low)
        at = classes[c].low;
    for (; n--; at = at == classes[c].high ? classes[c].low
                                           : (uint16_t)(at + 1)) {
        if (lookup_seen(f, x->out, k->protocol, ip, at) ||
            fixed_has(f, x->out, ip, k->protocol, at))
            continue;
        x->seen = ip;
        x->protocol = k->protocol;
        x->port = k->from_port;
        x->seen_port = at;
        p->port[c] = at == classes[c].high ? classes[c].low
                                           : (uint16_t)(at + 1);
        return true;
    }
    p->full_at[c] = f->now + 1;
    return false;
}

enum firewall_drop globals_take(struct firewall *f, uint32_t id,
                                      const struct packet *k, struct xlate *x)
{
    enum firewall_drop why = DROP_NO_TRANSLATION;

    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < f->rules->globals; i++) {
            const struct rules_global *g = &f->rules->global[i];
            bool one = g->own || g->first == g->last;
            uint32_t ip = g->own ? f->place->interface[x->out].ip : g->first;

            if (g->interface != x->out || g->id != id || one != (round == 1))
                continue;
            if (one ? ports_go(k) && take_port(f, i, ip, k, x)
                    : take_address(f, i, x))
                return DROP_NONE;
            why = DROP_POOL_EMPTY;
        }
    }
    return why;
}

bool globals_same_port(struct firewall *f, struct xlate *x)
{
    unsigned c = class_of(x->port);
    uint32_t n = classes[c].high - classes[c].low + 1u;
    uint32_t at = x->port;

    for (; n && (lookup_seen(f, x->out, x->protocol, x->seen, (uint16_t)at) ||
                 fixed_has(f, x->out, x->seen, x->protocol, (uint16_t)at));
         n--)
        at = at == classes[c].high ? classes[c].low : at + 1;
    x->seen_port = (uint16_t)at;
    return n > 0;
}
