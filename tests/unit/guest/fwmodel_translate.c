/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_translate.c - what stands for an address on the other side. */
#include "tests/unit/guest/fwmodel_int.h"

#include <string.h>

static bool is_counted(const struct model_packet *k)
{
    return k->protocol == TCP || k->protocol == UDP;
}

static bool ports_go(const struct model_packet *k)
{
    return is_counted(k) || (k->protocol == ICMP && model_asks(k->type));
}

static bool ports_come(const struct model_packet *k)
{
    return is_counted(k) || (k->protocol == ICMP && model_answers(k->type));
}

/* --- lists that choose ------------------------------------------------- */

/* A list as a translation knows it: by its name, whatever its number is. */
static bool named_permits(const struct rules *r, const char *name,
                          const struct model_packet *k)
{
    for (unsigned i = 1; i < RULES_LISTS; i++) {
        if (strcmp(r->list[i].name, name) == 0)
            return model_list_permits(r, i, k);
    }
    return false;
}

/* Only addresses and protocol: what an exemption may look at. */
static bool exempt(const struct model *m, unsigned interface, bool outside,
                   uint8_t protocol, uint32_t from, uint32_t to)
{
    struct model_packet k = {.from = from, .to = to, .protocol = protocol};

    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == interface && t->list && t->id == 0 &&
            t->outside == outside &&
            model_list_permits(m->rules, t->list - 1u, &k))
            return true;
    }
    return false;
}

bool model_exempt(const struct model *m, unsigned interface, uint8_t protocol,
                  uint32_t from, uint32_t to)
{
    return exempt(m, interface, false, protocol, from, to);
}

/* --- those that are there ---------------------------------------------- */

/* Of several the whole address goes before a port, one that a list made before
 * others, the newest before older ones. */
static bool better(const struct model_xlate *x, const struct model_xlate *best)
{
    if (!best)
        return true;
    if (!x->protocol != !best->protocol)
        return !x->protocol;
    if (!x->list[0] != !best->list[0])
        return x->list[0];
    return x->number > best->number;
}

/* k: who comes for it; NULL: everybody. */
static struct model_xlate *by_seen(struct model *m, unsigned out,
                                   uint8_t protocol, uint32_t ip, uint16_t port,
                                   const struct model_packet *k)
{
    struct model_xlate *best = NULL;

    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];

        if (!x->used || x->out != out || x->seen != ip ||
            (x->protocol && (x->protocol != protocol || x->seen_port != port)))
            continue;
        if (k && x->list[0]) {
            struct model_packet view =
                model_from_inside(k, x->ip, x->protocol ? x->port : k->to_port);

            if (!named_permits(m->rules, x->list, &view))
                continue;
        }
        if (better(x, best))
            best = x;
    }
    return best;
}

static struct model_xlate *by_real(struct model *m, unsigned in,
                                   const struct model_way *w,
                                   const struct model_packet *k)
{
    struct model_packet view = model_going(k, w);
    struct model_xlate *best = NULL;

    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];

        if (!x->used || x->in != in || x->out != w->out || x->ip != k->from)
            continue;
        if (x->protocol && (!ports_go(k) || x->protocol != k->protocol ||
                            x->port != k->from_port))
            continue;
        if (x->list[0] && !named_permits(m->rules, x->list, &view))
            continue;
        if (better(x, best))
            best = x;
    }
    return best;
}

struct model_xlate *model_add_xlate(struct model *m,
                                    const struct model_xlate *filled)
{
    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];

        if (x->used)
            continue;
        *x = *filled;
        x->used = true;
        x->last = m->now;
        x->number = ++m->xlates;
        return x;
    }
    return NULL;
}

/* --- alias ------------------------------------------------------------- */

/* What an address beyond the interface looks like to those behind it. */
static bool alias_of(const struct model *m, unsigned in, unsigned out,
                     uint32_t ip, uint32_t *seen)
{
    for (unsigned i = 0; i < m->rules->aliases; i++) {
        const struct rules_alias *a = &m->rules->alias[i];

        if (a->interface == out && model_safer(m, out, in) &&
            model_within(ip, a->foreign, a->mask)) {
            *seen = model_moved(ip, a->ip, a->mask);
            return true;
        }
    }
    return false;
}

/* --- where to ---------------------------------------------------------- */

static bool find_alias(const struct model *m, unsigned in, uint32_t ip,
                       uint32_t *to)
{
    for (unsigned i = 0; i < m->rules->aliases; i++) {
        const struct rules_alias *a = &m->rules->alias[i];

        if (a->interface == in && model_within(ip, a->ip, a->mask)) {
            *to = model_moved(ip, a->foreign, a->mask);
            return true;
        }
    }
    return false;
}

bool model_find_way(struct model *m, unsigned in, const struct model_packet *k,
                    struct model_way *w, bool *unit)
{
    struct model_xlate *x =
        by_seen(m, in, ports_come(k) ? k->protocol : 0, k->to, k->to_port, k);
    struct rules_static s;
    uint32_t via;

    *unit = false;
    *w = (struct model_way){.to = k->to, .to_port = k->to_port};
    /* A port of PAT answers only who was asked; ICMP knows no connections. */
    if (x && x->protocol && !x->fixed && k->protocol != ICMP)
        x = NULL;
    if (!x && model_find_static(m, in, NULL, k, &s)) {
        w->make = model_of_static(m, &s, model_moved(k->to, s.real_ip, s.mask));
        w->mapped = true;
    }
    if (x) {
        w->xlate = x;
        w->make = *x;
        w->mapped = true;
    }
    if (w->mapped) {
        w->out = w->make.in;
        w->to = w->make.ip;
        w->to_port = w->make.protocol ? w->make.port : k->to_port;
        return true;
    }
    if (!find_alias(m, in, k->to, &w->to) &&
        k->to == m->place->interface[in].ip) {
        *unit = true;
        return false;
    }
    return model_route(m, w->to, &w->out, &via);
}

/* --- nat and global ---------------------------------------------------- */

static const struct rules_nat *find_nat(const struct model *m, unsigned in,
                                        const struct model_way *w,
                                        const struct model_packet *k)
{
    bool outside = !model_safer(m, in, w->out);
    struct model_packet view = model_going(k, w);
    const struct rules_nat *best = NULL;

    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == in && t->outside == outside && t->list && t->id &&
            model_list_permits(m->rules, t->list - 1u, &view))
            return t;
    }
    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == in && t->outside == outside && !t->list &&
            model_within(k->from, t->ip, t->mask) &&
            (!best || t->mask > best->mask))
            best = t;
    }
    return best;
}

/* Who comes from an interface with outside nat needs a line of it. */
static bool must_be_translated(const struct model *m, unsigned in, unsigned out)
{
    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == in && t->outside && t->id)
            return true;
    }
    return model_safer(m, in, out);
}

/* Which classes of ports keep to themselves. */
static unsigned class_of(uint16_t port)
{
    return port < 512 ? 0 : port < 1024 ? 1 : 2;
}

/* Is what the source looks like one that this nat may give? */
static bool may_give(struct model *m, uint32_t id, unsigned out,
                     const struct model_packet *k, struct model_xlate *x,
                     uint16_t port)
{
    for (unsigned i = 0; i < m->rules->globals; i++) {
        const struct rules_global *g = &m->rules->global[i];
        uint32_t first = g->own ? m->place->interface[out].ip : g->first;

        if (g->interface != out || g->id != id)
            continue;
        if (!g->own && g->first != g->last) {
            if (x->seen >= g->first && x->seen <= g->last &&
                !by_seen(m, out, 0, x->seen, 0, NULL))
                return true;
        } else if (x->seen == first && ports_go(k) &&
                   class_of(port) == class_of(k->from_port) &&
                   !by_seen(m, out, k->protocol, x->seen, port, NULL)) {
            x->protocol = k->protocol;
            x->port = k->from_port;
            x->seen_port = port;
            return true;
        }
    }
    return false;
}

/* --- the source -------------------------------------------------------- */

static const char *by_nat(struct model *m, const struct rules_nat *t,
                          unsigned in, const struct model_way *w,
                          const struct model_packet *k,
                          const struct model_result *r, struct model_seen *s)
{
    uint16_t port = 0;

    s->any = true;
    s->pool = t->id != 0;
    s->make = (struct model_xlate){.in = in,
                                   .out = w->out,
                                   .ip = k->from,
                                   .seen = k->from,
                                   .max = t->connections,
                                   .embryonic = t->embryonic,
                                   .norandomseq = t->norandomseq,
                                   .dns = t->dns && !t->list};
    if (t->list)
        strcpy(s->make.list, m->rules->list[t->list - 1].name);
    /* A pool may be empty; that all is given is judged elsewhere. */
    if (t->id == 0 || r->verdict != FIREWALL_SENT)
        return NULL;
    s->make.seen = model_be(r->packet + 12, 4);
    if (is_counted(k))
        port = (uint16_t)model_be(r->packet + 20, 2);
    if (k->protocol == ICMP)
        port = (uint16_t)model_be(r->packet + 24, 2);
    return may_give(m, t->id, w->out, k, &s->make, port)
               ? NULL
               : "an address that is not to be given";
}

const char *model_source(struct model *m, unsigned in,
                         const struct model_way *w,
                         const struct model_packet *k,
                         const struct model_result *r, struct model_seen *s)
{
    bool outside = !model_safer(m, in, w->out);
    const struct rules_nat *t = find_nat(m, in, w, k);
    const char *why = NULL;
    struct rules_static line;

    *s = (struct model_seen){.ip = k->from, .port = k->from_port};
    if (exempt(m, in, outside, k->protocol, k->from, w->to))
        return NULL;
    s->there = by_real(m, in, w, k);
    if (s->there) {
        s->any = true;
        s->make = *s->there;
    } else if (model_find_static(m, in, w, k, &line)) {
        s->any = true;
        s->make = model_of_static(m, &line, k->from);
    } else if (alias_of(m, in, w->out, k->from, &s->ip)) {
        return NULL;
    } else if (t) {
        why = by_nat(m, t, in, w, k, r, s);
    } else if (must_be_translated(m, in, w->out)) {
        return "has no translation";
    }
    if (s->any) {
        s->ip = s->make.seen;
        if (s->make.protocol)
            s->port = s->make.seen_port;
    }
    return why;
}

/* --- addresses in DNS answers ------------------------------------------ */

/* The newest that is known by this address (`seen`), or that has it. */
static const struct model_xlate *dns_xlate(const struct model *m, unsigned in,
                                           unsigned out, uint32_t ip, bool seen)
{
    const struct model_xlate *best = NULL;

    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        const struct model_xlate *x = &m->xlate[i];

        if (x->used && x->dns && !x->protocol && x->in == (seen ? out : in) &&
            x->out == (seen ? in : out) && ip == (seen ? x->seen : x->ip) &&
            (!best || x->number > best->number))
            best = x;
    }
    return best;
}

uint32_t model_dns(const struct model *m, unsigned in, unsigned out,
                   uint32_t ip)
{
    const struct model_xlate *there = dns_xlate(m, in, out, ip, true),
                             *here = dns_xlate(m, in, out, ip, false);
    uint32_t to;

    if (there || here)
        return there ? there->ip : here->seen;
    for (unsigned i = 0; i < m->rules->static_count; i++) {
        struct rules_static s;

        if (!model_static_line(m, i, &s) || !s.dns || s.list || s.protocol)
            continue;
        if (s.real == out && s.mapped == in &&
            model_within(ip, s.mapped_ip, s.mask))
            return model_moved(ip, s.real_ip, s.mask);
        if (s.real == in && s.mapped == out &&
            model_within(ip, s.real_ip, s.mask))
            return model_moved(ip, s.mapped_ip, s.mask);
    }
    if (!m->rules->no_dns_alias_in && alias_of(m, in, out, ip, &to))
        return to;
    if (!m->rules->no_dns_alias_out && model_safer(m, in, out) &&
        find_alias(m, in, ip, &to))
        return to;
    return ip;
}
