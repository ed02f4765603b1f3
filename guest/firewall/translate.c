/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * translate.c - where a packet goes, and what stands for its addresses there.
 *
 * The order is 6.3's: what `nat 0 access-list` exempts, a translation that is
 * there, a static line (fixed.c), a nat line with a list (the first that fits),
 * the nat line with the longest mask; then the globals of its number.  `nat
 * outside` lines are for those who go to a more secure interface, the others
 * for those who leave one.
 */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/network.h"

#include "guest/lib/string.h"

bool translate_safer(const struct firewall *f, unsigned a, unsigned b)
{
    return f->place->interface[a].security > f->place->interface[b].security;
}

/* --- nat --------------------------------------------------------------- */

static bool exempt(struct firewall *f, unsigned interface, bool outside,
                   uint8_t protocol, uint32_t from, uint32_t to)
{
    struct packet k = {.from = from, .to = to, .protocol = protocol};

    for (unsigned i = 0; i < f->rules->nats; i++) {
        const struct rules_nat *t = &f->rules->nat[i];

        if (t->interface == interface && t->list && t->id == 0 &&
            t->outside == outside &&
            lists_permit(&f->lists, t->list - 1u, &k))
            return true;
    }
    return false;
}

/* Is this one of the lines that may be asked? */
static bool is_for(const struct rules_nat *t, const struct packet *k,
                   bool outside)
{
    return t->interface == k->in && t->outside == outside &&
           (t->id || !t->list);
}

static const struct rules_nat *nat_for(struct firewall *f,
                                       const struct packet *k,
                                       const struct way *w, bool outside)
{
    const struct rules_nat *best = NULL;
    struct packet view = *k;

    view.to = w->to;
    view.to_port = w->to_port;
    for (unsigned i = 0; i < f->rules->nats; i++) {
        const struct rules_nat *t = &f->rules->nat[i];

        if (!is_for(t, k, outside))
            continue;
        if (t->list && lists_allow(&f->lists, t->list - 1u, &view))
            return t;
        if (!t->list && network_has(t->ip, t->mask, k->from) &&
            (!best || t->mask > best->mask))
            best = t;
    }
    return best;
}

/* Nobody goes out without a translation, and, where there is outside nat,
 * nobody comes in without one. */
static bool must_be_translated(const struct firewall *f, unsigned in,
                               bool outside)
{
    bool any = !outside;

    for (unsigned i = 0; i < f->rules->nats; i++) {
        const struct rules_nat *t = &f->rules->nat[i];

        any |= t->interface == in && t->outside && t->id;
    }
    return any;
}

/* --- the destination --------------------------------------------------- */

static void go_to(struct way *w, const struct packet *k, const struct xlate *x)
{
    w->mapped = true;
    w->out = x->in;
    w->to = x->ip;
    w->to_port = x->protocol ? x->port : k->to_port;
}

bool translate_destination(struct firewall *f, struct packet *k,
                           struct way *w)
{
    bool ports = k->ports &&
                 (k->protocol != IP_ICMP || icmp_answers(k->icmp_type));
    struct xlate *x = lookup_called(f, k, ports ? k->protocol : 0), fill;
    uint32_t via;

    *w = (struct way){.to = k->to, .to_port = k->to_port};
    /* A port of PAT answers only whom it asked, and of these the connection
     * would have been found; ICMP has no connections. */
    if (x && x->protocol && !x->fixed && k->protocol != IP_ICMP)
        x = NULL;
    w->xlate = x;
    if (!x) {
        w->fixed = fixed_to(f, k, &fill);
        x = w->fixed ? &fill : NULL;
    }
    if (x) {
        go_to(w, k, x);
        return true;
    }
    if (!fixed_alias_to(f, k->in, &w->to) &&
        k->to == f->place->interface[k->in].ip)
        return false;
    if (route_find(f, w->to, &w->out, &via))
        return true;
    k->drop = DROP_NO_ROUTE;
    return false;
}

/* --- the source -------------------------------------------------------- */

/* May the host on the safer side have one more? */
static enum firewall_drop check_limits(const struct firewall *f,
                                       const struct packet *k,
                                       unsigned interface, uint32_t ip,
                                       const struct xlate *x)
{
    const struct host *h = table_find_host(f, interface, ip);

    if (!h || k->protocol != IP_TCP)
        return DROP_NONE;
    if (x->max && h->tcp >= x->max)
        return DROP_LIMIT;
    /* Whoever proved that he is there, is no flood. */
    return f->place->guards && x->embryonic && !k->proved &&
                   h->embryonic >= x->embryonic
               ? DROP_EMBRYONIC : DROP_NONE;
}

/* What stands for the source: one that is there, or what would be made of
 * *fill and an address of *id (0: it has one); nothing: *any is false. */
static enum firewall_drop find_source(struct firewall *f,
                                      const struct packet *k, struct way *w,
                                      struct xlate *fill, uint32_t *id,
                                      bool *any)
{
    bool outside = !translate_safer(f, k->in, w->out);
    const struct rules_nat *t;

    *id = 0;
    *any = false;
    if (exempt(f, k->in, outside, k->protocol, k->from, w->to))
        return DROP_NONE;
    w->source = lookup_caller(f, k, w);
    *any = w->source || fixed_from(f, k, w, fill);
    if (w->source)
        *fill = *w->source;
    if (*any || fixed_alias_of(f, k->in, w->out, &w->seen))
        return DROP_NONE;
    t = nat_for(f, k, w, outside);
    if (!t)
        return must_be_translated(f, k->in, outside) ? DROP_NO_TRANSLATION
                                                     : DROP_NONE;
    *fill = (struct xlate){
        .in = k->in, .out = (uint8_t)w->out, .ip = k->from, .seen = k->from,
        .max = t->connections, .embryonic = t->embryonic,
        .norandomseq = t->norandomseq, .identity = t->id == 0,
        .dns = t->dns && !t->list,
        .list = t->list ? lists_name(f->rules, t->list - 1u) : 0};
    *id = t->id;
    *any = true;
    return DROP_NONE;
}

static enum firewall_drop take_source(struct firewall *f,
                                      const struct packet *k, struct way *w)
{
    enum firewall_drop why;
    struct xlate fill;
    uint32_t id;
    bool any;

    w->seen = k->from;
    w->seen_port = k->from_port;
    why = find_source(f, k, w, &fill, &id, &any);
    if (why || !any)
        return why;
    if (translate_safer(f, k->in, w->out))
        why = check_limits(f, k, k->in, k->from, &fill);
    if (why)
        return why;
    if (id)
        why = globals_take(f, id, k, &fill);
    if (!why && !w->source)
        w->source = table_xlate(f, &fill, &why);
    if (!w->source)
        return why;
    w->seen = w->source->seen;
    if (w->source->protocol)
        w->seen_port = w->source->seen_port;
    return DROP_NONE;
}

enum firewall_drop translate(struct firewall *f, const struct packet *k,
                             struct way *w)
{
    bool out = translate_safer(f, k->in, w->out);
    enum firewall_drop why = DROP_NONE;
    struct xlate fill;

    if (w->xlate)
        fill = *w->xlate;
    else if (w->fixed)
        fixed_make(f, w->fixed, w->to, &fill);
    if (w->mapped && !out)
        why = check_limits(f, k, w->out, w->to, &fill);
    if (!out && !w->mapped &&
        !exempt(f, w->out, false, k->protocol, w->to, k->from))
        why = DROP_NO_TRANSLATION;
    if (!why)
        why = take_source(f, k, w);
    if (why || !w->fixed)
        return why;
    w->xlate = table_xlate(f, &fill, &why);
    return w->xlate ? DROP_NONE : why;
}

bool translate_expected(struct firewall *f, const struct end *me,
                        struct xlate *mine, unsigned other, uint8_t protocol,
                        uint16_t port, struct xlate **x)
{
    struct xlate fill = {.in = me->interface, .out = (uint8_t)other,
                         .ip = me->ip, .seen = me->seen, .port = port,
                         .protocol = protocol,
                         .list = mine ? mine->list : 0};
    enum firewall_drop why;

    *x = mine && !mine->protocol
             ? mine : lookup_real(f, me->interface, other, protocol, me->ip,
                                 port);
    if (*x || me->seen == me->ip)
        return true;
    if (!globals_same_port(f, &fill))
        return false;
    *x = table_xlate(f, &fill, &why);
    return *x != NULL;
}
