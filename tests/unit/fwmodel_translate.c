/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_translate.c - routes and translations. */
#include "tests/unit/fwmodel_int.h"

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

/* Only addresses and protocol: what an exemption may look at. */
bool model_exempt(const struct model *m, unsigned interface, uint8_t protocol,
                  uint32_t from, uint32_t to)
{
    struct model_packet k = {.from = from, .to = to, .protocol = protocol};

    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == interface && t->list &&
            model_list_permits(m->rules, t->list - 1u, &k))
            return true;
    }
    return false;
}

/* --- translations ------------------------------------------------------ */

static struct model_xlate *by_seen(struct model *m, unsigned out,
                                   uint8_t protocol, uint32_t ip, uint16_t port)
{
    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];

        if (x->used && x->out == out && x->seen == ip &&
            (x->protocol == 0 ||
             (x->protocol == protocol && x->seen_port == port)))
            return x;
    }
    return NULL;
}

static struct model_xlate *by_real(struct model *m, unsigned in, unsigned out,
                                   uint8_t protocol, uint32_t ip, uint16_t port)
{
    struct model_xlate *found = NULL;

    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];

        if (!x->used || x->in != in || x->out != out || x->ip != ip)
            continue;
        if (x->protocol == 0)
            return x;
        if (x->protocol == protocol && x->port == port)
            found = x;
    }
    return found;
}

static struct model_xlate *add(struct model *m, struct model_xlate x)
{
    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        if (!m->xlate[i].used) {
            x.used = true;
            x.last = m->now;
            m->xlate[i] = x;
            return &m->xlate[i];
        }
    }
    return NULL;
}

static uint32_t mapped_ip(const struct model *m, const struct rules_static *s)
{
    return s->own ? m->place->interface[s->mapped].ip : s->mapped_ip;
}

static struct model_xlate of_static(const struct model *m,
                                    const struct rules_static *s, uint32_t real)
{
    return (struct model_xlate){.fixed = true,
                                .in = s->real,
                                .out = s->mapped,
                                .ip = real,
                                .seen = (mapped_ip(m, s) & s->mask) |
                                        (real & ~s->mask),
                                .protocol = s->protocol,
                                .port = s->real_port,
                                .seen_port = s->mapped_port,
                                .max = s->connections,
                                .embryonic = s->embryonic,
                                .norandomseq = s->norandomseq};
}

static const struct rules_static *static_to(const struct model *m, unsigned out,
                                            const struct model_packet *k)
{
    for (unsigned i = 0; i < m->rules->static_count; i++) {
        const struct rules_static *s = &m->rules->statics[i];

        if (s->mapped == out && model_within(k->to, mapped_ip(m, s), s->mask) &&
            (!s->protocol ||
             (s->protocol == k->protocol && s->mapped_port == k->to_port)))
            return s;
    }
    return NULL;
}

static const struct rules_static *static_from(const struct model *m,
                                              unsigned in, unsigned out,
                                              const struct model_packet *k)
{
    for (unsigned i = 0; i < m->rules->static_count; i++) {
        const struct rules_static *s = &m->rules->statics[i];

        if (s->real == in && s->mapped == out &&
            model_within(k->from, s->real_ip, s->mask) &&
            (!s->protocol ||
             (s->protocol == k->protocol && s->real_port == k->from_port)))
            return s;
    }
    return NULL;
}

static const struct rules_nat *nat_for(const struct model *m, unsigned in,
                                       uint32_t ip)
{
    const struct rules_nat *best = NULL;

    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == in && !t->list &&
            model_within(ip, t->ip, t->mask) && (!best || t->mask > best->mask))
            best = t;
    }
    return best;
}

static bool ports_go(const struct model_packet *k)
{
    return k->protocol == TCP || k->protocol == UDP ||
           (k->protocol == ICMP && model_asks(k->type));
}

/* Which classes of ports keep to themselves. */
static unsigned class_of(uint16_t port)
{
    return port < 512 ? 0 : port < 1024 ? 1 : 2;
}

/* Is `seen` an address and port that this nat may give? */
static bool may_give(struct model *m, const struct rules_nat *t, unsigned out,
                     const struct model_packet *k, uint32_t seen, uint16_t port,
                     bool *whole)
{
    for (unsigned i = 0; i < m->rules->globals; i++) {
        const struct rules_global *g = &m->rules->global[i];
        uint32_t first = g->own ? m->place->interface[out].ip : g->first;

        if (g->interface != out || g->id != t->id)
            continue;
        if (!g->own && g->first != g->last) {
            if (seen >= g->first && seen <= g->last &&
                !by_seen(m, out, 0, seen, 0)) {
                *whole = true;
                return true;
            }
        } else if (seen == first && ports_go(k) &&
                   class_of(port) == class_of(k->from_port) &&
                   !by_seen(m, out, k->protocol, seen, port)) {
            *whole = false;
            return true;
        }
    }
    return false;
}

/* --- of a packet ------------------------------------------------------- */

bool model_find_way(struct model *m, unsigned in, const struct model_packet *k,
                    struct model_way *w, bool *unit)
{
    bool ports = k->protocol == TCP || k->protocol == UDP ||
                 (k->protocol == ICMP && model_answers(k->type));
    struct model_xlate *x =
        by_seen(m, in, ports ? k->protocol : 0, k->to, k->to_port);
    const struct rules_static *s = static_to(m, in, k);
    uint32_t via;

    *unit = false;
    *w = (struct model_way){.to = k->to, .to_port = k->to_port};
    /* A port of PAT answers only who was asked; ICMP knows no connections. */
    if (x && x->protocol && !x->fixed && k->protocol != ICMP)
        x = NULL;
    if (!x && s)
        x = add(m,
                of_static(m, s, (s->real_ip & s->mask) | (k->to & ~s->mask)));
    if (x) {
        w->xlate = x;
        w->mapped = true;
        w->out = x->in;
        w->to = x->ip;
        w->to_port = x->protocol ? x->port : k->to_port;
        return true;
    }
    if (k->to == m->place->interface[in].ip) {
        *unit = true;
        return false;
    }
    return model_route(m, k->to, &w->out, &via);
}

bool model_has_source(struct model *m, unsigned in, unsigned out,
                      const struct model_packet *k)
{
    return by_real(m, in, out, ports_go(k) ? k->protocol : 0, k->from,
                   k->from_port) ||
           static_from(m, in, out, k);
}

/* The translation of the source; *why: there is none, and what follows. */
struct model_xlate *model_translate(struct model *m, unsigned in,
                                    const struct model_way *w,
                                    const struct model_packet *k,
                                    const struct model_result *r,
                                    const char **why)
{
    const struct rules_static *s = static_from(m, in, w->out, k);
    struct model_xlate *x = by_real(
        m, in, w->out, ports_go(k) ? k->protocol : 0, k->from, k->from_port);
    const struct rules_nat *t = nat_for(m, in, k->from);
    uint32_t seen;
    uint16_t port = 0;
    bool whole;

    *why = NULL;
    if (x || s)
        return x ? x : add(m, of_static(m, s, k->from));
    *why = model_dropped(r);
    if (!t)
        return NULL;
    if (r->verdict != FIREWALL_SENT)
        return NULL; /* a pool may be empty; progress is judged elsewhere */
    *why = "should be dropped";
    seen = model_be(r->packet + 12, 4);
    if (k->protocol == TCP || k->protocol == UDP)
        port = (uint16_t)model_be(r->packet + 20, 2);
    if (k->protocol == ICMP)
        port = (uint16_t)model_be(r->packet + 24, 2);
    if (t->id == 0) {
        seen = k->from;
        whole = true;
    } else if (!may_give(m, t, w->out, k, seen, port, &whole)) {
        return NULL;
    }
    *why = NULL;
    return add(m, (struct model_xlate){.in = in,
                                       .out = w->out,
                                       .ip = k->from,
                                       .seen = seen,
                                       .protocol = whole ? 0 : k->protocol,
                                       .port = whole ? 0 : k->from_port,
                                       .seen_port = whole ? 0 : port,
                                       .max = t->connections,
                                       .embryonic = t->embryonic,
                                       .norandomseq = t->norandomseq});
}
