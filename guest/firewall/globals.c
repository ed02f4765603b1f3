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
static bool may_look(const struct firewall *f, struct search *s, uint32_t n,
                     unsigned looks)
{
    if (++s->looked >= n) {
        s->looked = 0;
        s->full_at = f->now + 1; /* none is, this second */
        return false;
    }
    return looks < LOOKS;
}

static bool take_address(struct firewall *f, unsigned i, struct xlate *x)
{
    const struct rules_global *g = &f->rules->global[i];
    struct search *s = &f->addresses[i];
    unsigned looks = 0;
    bool taken;

    if (s->full_at == f->now + 1)
        return false;
    if (s->next < g->first || s->next > g->last)
        s->next = g->first;
    do {
        x->seen = s->next;
        taken = is_taken(f, x, 0, x->seen, 0);
        s->next = x->seen == g->last ? g->first : x->seen + 1;
    } while (taken && may_look(f, s, g->last - g->first + 1, ++looks));
    if (!taken)
        s->looked = 0;
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

/* Each protocol has ports of its own. */
static struct search *search_of(struct search all[KINDS_OF_PORTS],
                                uint8_t protocol, unsigned c)
{
    unsigned nth = protocol == IP_TCP ? 0 : protocol == IP_UDP ? 1 : 2;

    return &all[nth * CLASSES + c];
}

/* The one that is next, which becomes the one behind it. */
static uint16_t next_port(struct search *s, unsigned c)
{
    uint16_t at = (uint16_t)(s->next < classes[c].low ? classes[c].low
                                                      : s->next);

    s->next = at == classes[c].high ? classes[c].low : at + 1u;
    return at;
}

/* A port that looks as privileged as the one it stands for. */
static bool take_port(struct firewall *f, unsigned i, uint32_t ip,
                      const struct packet *k, struct xlate *x)
{
    unsigned c = class_of(k->from_port), looks = 0;
    struct search *s = search_of(f->ports[i], k->protocol, c);
    uint16_t port;
    bool taken;

    if (s->full_at == f->now + 1)
        return false;
    do {
        port = next_port(s, c);
        taken = is_taken(f, x, k->protocol, ip, port);
    } while (taken && may_look(f, s, size_of(c), ++looks));
    if (taken)
        return false;
    s->looked = 0;
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
    struct search *s = search_of(f->same_ports, x->protocol, c);

    x->seen_port = x->port;
    while (is_taken(f, x, x->protocol, x->seen, x->seen_port)) {
        if (looks++ == LOOKS || looks > size_of(c))
            return false;
        x->seen_port = next_port(s, c);
    }
    return true;
}
