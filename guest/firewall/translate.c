/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * translate.c - where a packet goes, and what stands for its addresses there.
 *
 * The order is 6.3's: what `nat 0 access-list` exempts, a translation that is
 * there, a static one (the first that fits), the nat line with the longest
 * mask and the globals of its number: ranges before single addresses.
 */
#include "guest/firewall/firewall_int.h"

#include "guest/lib/string.h"

static bool within(uint32_t ip, uint32_t network, uint32_t mask)
{
    return ((ip ^ network) & mask) == 0;
}

bool translate_safer(const struct firewall *f, unsigned a, unsigned b)
{
    return f->place->interface[a].security > f->place->interface[b].security;
}

/* --- routes ------------------------------------------------------------ */

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
            within(ip, p->interface[i].ip, p->interface[i].mask)) {
            *out = i;
            *via = ip;
            return true;
        }
    }
    for (unsigned i = 0; i < p->routes; i++) {
        const struct firewall_route *r = &p->route[i];

        if (!usable(&p->interface[r->interface]) ||
            !within(ip, r->ip, r->mask))
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

/* --- static ------------------------------------------------------------ */

static uint32_t mapped_ip(const struct firewall *f,
                          const struct rules_static *s)
{
    return s->own ? f->place->interface[s->mapped].ip : s->mapped_ip;
}

static const struct rules_static *static_to(const struct firewall *f,
                                            const struct packet *k)
{
    for (unsigned i = 0; i < f->rules->static_count; i++) {
        const struct rules_static *s = &f->rules->statics[i];

        if (s->mapped == k->in && within(k->to, mapped_ip(f, s), s->mask) &&
            (!s->protocol || (s->protocol == k->protocol &&
                              s->mapped_port == k->to_port)))
            return s;
    }
    return NULL;
}

static const struct rules_static *static_from(const struct firewall *f,
                                              const struct packet *k,
                                              unsigned out)
{
    for (unsigned i = 0; i < f->rules->static_count; i++) {
        const struct rules_static *s = &f->rules->statics[i];

        if (s->real == k->in && s->mapped == out &&
            within(k->from, s->real_ip, s->mask) &&
            (!s->protocol || (s->protocol == k->protocol &&
                              s->real_port == k->from_port)))
            return s;
    }
    return NULL;
}

/* Is the address, or a port of it, spoken for? */
static bool static_has(const struct firewall *f, unsigned out, uint32_t ip,
                       uint8_t protocol, uint16_t port)
{
    for (unsigned i = 0; i < f->rules->static_count; i++) {
        const struct rules_static *s = &f->rules->statics[i];

        if (s->mapped == out && within(ip, mapped_ip(f, s), s->mask) &&
            (!s->protocol || !protocol ||
             (s->protocol == protocol && s->mapped_port == port)))
            return true;
    }
    return false;
}

bool translate_gives(const struct firewall *f, unsigned out, uint32_t ip)
{
    for (unsigned i = 0; i < f->rules->globals; i++) {
        const struct rules_global *g = &f->rules->global[i];

        if (g->interface == out &&
            (g->own ? ip == f->place->interface[out].ip
                    : ip >= g->first && ip <= g->last))
            return true;
    }
    return static_has(f, out, ip, 0, 0);
}

static struct xlate of_static(const struct firewall *f,
                              const struct rules_static *s, uint32_t real)
{
    return (struct xlate){
        .fixed = true, .in = s->real, .out = s->mapped, .ip = real,
        .seen = (mapped_ip(f, s) & s->mask) | (real & ~s->mask),
        .protocol = s->protocol, .port = s->real_port,
        .seen_port = s->mapped_port, .max = s->connections,
        .embryonic = s->embryonic, .norandomseq = s->norandomseq};
}

/* --- nat and global ---------------------------------------------------- */

static bool exempt(struct firewall *f, unsigned interface, uint8_t protocol,
                   uint32_t from, uint32_t to)
{
    struct packet k = {.from = from, .to = to, .protocol = protocol};

    for (unsigned i = 0; i < f->rules->nats; i++) {
        const struct rules_nat *t = &f->rules->nat[i];

        if (t->interface == interface && t->list &&
            lists_permit(&f->lists, t->list - 1u, &k))
            return true;
    }
    return false;
}

static const struct rules_nat *nat_for(const struct firewall *f,
                                       const struct packet *k)
{
    const struct rules_nat *best = NULL;

    for (unsigned i = 0; i < f->rules->nats; i++) {
        const struct rules_nat *t = &f->rules->nat[i];

        if (t->interface == k->in && !t->list &&
            within(k->from, t->ip, t->mask) && (!best || t->mask > best->mask))
            best = t;
    }
    return best;
}

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
        if (table_seen(f, x->out, 0, at, 0) ||
            static_has(f, x->out, at, 0, 0))
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
        if (table_seen(f, x->out, k->protocol, ip, at) ||
            static_has(f, x->out, ip, k->protocol, at))
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

/* Ranges, then single addresses; DROP_NONE: x is filled. */
static enum firewall_drop take_global(struct firewall *f, uint32_t id,
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

/* --- for path.c -------------------------------------------------------- */

bool translate_destination(struct firewall *f, struct packet *k,
                           struct way *w)
{
    bool ports = k->ports &&
                 (k->protocol != IP_ICMP || icmp_answers(k->icmp_type));
    struct xlate *x = table_seen(f, k->in, ports ? k->protocol : 0, k->to,
                                 k->to_port);
    uint32_t via;

    *w = (struct way){.to = k->to, .to_port = k->to_port};
    /* A port of PAT answers only whom it asked, and of these the connection
     * would have been found; ICMP has no connections. */
    if (x && x->protocol && !x->fixed && k->protocol != IP_ICMP)
        x = NULL;
    if (x) {
        *w = (struct way){.xlate = x, .mapped = true, .out = x->in,
                          .to = x->ip,
                          .to_port = x->protocol ? x->port : k->to_port};
        return true;
    }
    w->fixed = static_to(f, k);
    if (w->fixed) {
        const struct rules_static *s = w->fixed;

        w->mapped = true;
        w->out = s->real;
        w->to = (s->real_ip & s->mask) | (k->to & ~s->mask);
        w->to_port = s->protocol ? s->real_port : k->to_port;
        return true;
    }
    if (k->to == f->place->interface[k->in].ip)
        return false;
    if (route_find(f, k->to, &w->out, &via))
        return true;
    k->drop = DROP_NO_ROUTE;
    return false;
}

/* May the host on the safer side have one more? */
static enum firewall_drop check_limits(const struct firewall *f,
                                       const struct packet *k,
                                       unsigned interface, uint32_t ip,
                                       const struct xlate *x)
{
    const struct host *h = table_find_host(f, interface, ip);

    if (!h || (k->protocol != IP_TCP && k->protocol != IP_UDP))
        return DROP_NONE;
    if (x->max && h->connections >= x->max)
        return DROP_LIMIT;
    /* Whoever proved that he is there, is no flood. */
    return f->place->guards && k->protocol == IP_TCP && x->embryonic &&
                   !k->proved && h->embryonic >= x->embryonic
               ? DROP_EMBRYONIC : DROP_NONE;
}

/* What stands for the source: one that is there, or what would be made. */
static enum firewall_drop source(struct firewall *f, const struct packet *k,
                                 const struct way *w, struct xlate *fill,
                                 struct xlate **x, uint32_t *id)
{
    const struct rules_static *s;
    const struct rules_nat *t;

    *id = 0;
    *x = table_real(f, k->in, w->out, ports_go(k) ? k->protocol : 0, k->from,
                    k->from_port);
    if (*x) {
        *fill = **x;
        return DROP_NONE;
    }
    s = static_from(f, k, w->out);
    if (s) {
        *fill = of_static(f, s, k->from);
        return DROP_NONE;
    }
    t = translate_safer(f, k->in, w->out) ? nat_for(f, k) : NULL;
    if (!t)
        return DROP_NO_TRANSLATION;
    *fill = (struct xlate){.in = k->in, .out = (uint8_t)w->out,
                           .ip = k->from, .seen = k->from,
                           .max = t->connections, .embryonic = t->embryonic,
                           .norandomseq = t->norandomseq,
                           .identity = t->id == 0};
    *id = t->id;
    return DROP_NONE;
}

static enum firewall_drop outbound(struct firewall *f, const struct packet *k,
                                   const struct way *w, struct xlate **x)
{
    enum firewall_drop why;
    struct xlate fill;
    uint32_t id;

    if (exempt(f, k->in, k->protocol, k->from, w->to))
        return DROP_NONE;
    why = source(f, k, w, &fill, x, &id);
    if (why)
        return why;
    why = check_limits(f, k, k->in, k->from, &fill);
    if (why)
        return why == DROP_EMBRYONIC ? DROP_LIMIT : why;
    if (*x)
        return DROP_NONE;
    if (id)
        why = take_global(f, id, k, &fill);
    if (!why)
        *x = table_xlate(f, &fill, &why);
    return *x ? DROP_NONE : why;
}

/* The source is translated only where a static line says so. */
static enum firewall_drop inbound(struct firewall *f, const struct packet *k,
                                  const struct way *w, struct xlate **x)
{
    enum firewall_drop why;
    struct xlate fill;
    uint32_t id;

    if (source(f, k, w, &fill, x, &id) == DROP_NONE) {
        if (!*x)
            *x = table_xlate(f, &fill, &why);
        return *x ? DROP_NONE : why;
    }
    if (w->mapped || exempt(f, w->out, k->protocol, w->to, k->from))
        return DROP_NONE;
    return DROP_NO_TRANSLATION;
}

enum firewall_drop translate(struct firewall *f, const struct packet *k,
                             struct way *w, struct xlate **x)
{
    bool out = translate_safer(f, k->in, w->out);
    enum firewall_drop why;
    struct xlate fill;

    *x = NULL;
    if (w->mapped) {
        fill = w->xlate ? *w->xlate : of_static(f, w->fixed, w->to);
        why = out ? DROP_NONE : check_limits(f, k, w->out, w->to, &fill);
        if (why)
            return why;
    }
    why = out ? outbound(f, k, w, x) : inbound(f, k, w, x);
    if (why || !w->mapped || w->xlate)
        return why;
    w->xlate = table_xlate(f, &fill, &why);
    return w->xlate ? DROP_NONE : why;
}

bool translate_expected(struct firewall *f, const struct end *me,
                        unsigned other, uint8_t protocol, uint16_t port,
                        struct xlate **x)
{
    struct xlate fill = {.in = me->interface, .out = (uint8_t)other,
                         .ip = me->ip, .seen = me->seen, .port = port,
                         .protocol = protocol};
    unsigned c = class_of(port);
    uint32_t n = classes[c].high - classes[c].low + 1u;
    enum firewall_drop why;
    uint32_t at = port;

    *x = table_real(f, me->interface, other, protocol, me->ip, port);
    if (*x || me->seen == me->ip)
        return true;
    /* The same port where that is free. */
    for (; n && (table_seen(f, other, protocol, me->seen, (uint16_t)at) ||
                 static_has(f, other, me->seen, protocol, (uint16_t)at)); n--)
        at = at == classes[c].high ? classes[c].low : at + 1;
    if (!n)
        return false;
    fill.seen_port = (uint16_t)at;
    *x = table_xlate(f, &fill, &why);
    return *x != NULL;
}
