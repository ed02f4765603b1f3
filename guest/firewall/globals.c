/* SPDX-License-Identifier: GPL-2.0-or-later */
/* globals.c - addresses and ports that nat gives: those of its number's ranges,
 * then ports of its single addresses. */
#include "guest/firewall/firewall_int.h"

static bool ports_go(const struct packet *k)
{
    return k->ports && (k->protocol != IP_ICMP || icmp_asks(k->icmp_type));
}

/* Where nearly all are taken, a free one may be far: for one packet so many are
 * looked at, and the next packet goes on from there. */
enum { LOOKS = 1024 };

static bool is_taken(const struct firewall *f, const struct xlate *x,
                     uint8_t protocol, uint32_t ip, uint16_t port)
{
    return lookup_seen(f, x->out, protocol, ip, port) ||
           fixed_has(f, x->out, ip, protocol, port);
}

/* One of n in a row was looked at: may another one be? */
static bool may_look(const struct firewall *f, struct place_in_pool *p,
                     unsigned class, uint32_t n, unsigned looks)
{
    if (++p->looked[class] >= n) {
        p->looked[class] = 0;
        p->full_at[class] = f->now + 1; /* none is, this second */
        return false;
    }
    return looks < LOOKS;
}

static bool take_address(struct firewall *f, unsigned i, struct xlate *x)
{
    const struct rules_global *g = &f->rules->global[i];
    struct place_in_pool *p = &f->pool[i];
    unsigned looks = 0;
    bool taken;

    if (p->full_at[CLASSES] == f->now + 1)
        return false;
    if (p->next < g->first || p->next > g->last)
        p->next = g->first;
    do {
        x->seen = p->next;
        taken = is_taken(f, x, 0, x->seen, 0);
        p->next = x->seen == g->last ? g->first : x->seen + 1;
    } while (taken && may_look(f, p, CLASSES, g->last - g->first + 1,
                               ++looks));
    if (!taken)
        p->looked[CLASSES] = 0;
    return !taken;
}

static const struct {
    uint16_t low, high;
} classes[CLASSES] = {{1, 511}, {512, 1023}, {1024, 65535}};

static unsigned class_of(uint16_t port)
{
    return port < 512 ? 0 : port < 1024 ? 1 : 2;
}

static uint32_t size_of(unsigned c)
{
    return classes[c].high - classes[c].low + 1u;
}

/* The one that *next says, which becomes the one behind it. */
static uint16_t next_port(uint16_t *next, unsigned c)
{
    uint16_t at = *next < classes[c].low ? classes[c].low : *next;

    *next = at == classes[c].high ? classes[c].low : (uint16_t)(at + 1);
    return at;
}

/* A port that looks as privileged as the one it stands for. */
static bool take_port(struct firewall *f, unsigned i, uint32_t ip,
                      const struct packet *k, struct xlate *x)
{
    struct place_in_pool *p = &f->pool[i];
    unsigned c = class_of(k->from_port), looks = 0;
    uint16_t port;
    bool taken;

    if (p->full_at[c] == f->now + 1)
        return false;
    do {
        port = next_port(&p->port[c], c);
        taken = is_taken(f, x, k->protocol, ip, port);
    } while (taken && may_look(f, p, c, size_of(c), ++looks));
    if (taken)
        return false;
    p->looked[c] = 0;
    x->seen = ip;
    x->protocol = k->protocol;
    x->port = k->from_port;
    x->seen_port = port;
    return true;
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
    unsigned c = class_of(x->port), looks = 0;

    x->seen_port = x->port;
    while (is_taken(f, x, x->protocol, x->seen, x->seen_port)) {
        if (looks++ == LOOKS || looks > size_of(c))
            return false;
        x->seen_port = next_port(&f->same_port[c], c);
    }
    return true;
}
