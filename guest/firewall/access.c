/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * access.c - who may begin: the list that is bound to an interface decides;
 * without one the security levels do, what outbound lists take from them, and
 * what conduits add.  Who is denied a way in may still have been called by the
 * host he calls (`established`).
 */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/network.h"

#include <stddef.h>

enum { CALLS = 256 };

static bool is_any(const struct rules_range *ports)
{
    return ports->low == 0 && ports->high == 0;
}

static bool in_range(const struct rules_range *ports, uint16_t port)
{
    return is_any(ports) || (port >= ports->low && port <= ports->high);
}

/* --- established ------------------------------------------------------- */

/* Would this call be an answer to connections of the kind? */
static bool may_answer(const struct rules_established *e,
                       const struct packet *k, uint16_t to_port)
{
    if (e->to_protocol && (e->to_protocol != k->protocol ||
                           !in_range(&e->to, to_port)))
        return false;
    return !e->from_protocol || (e->from_protocol == k->protocol &&
                                 in_range(&e->from, k->from_port));
}

static bool has_called(const struct rules_established *e,
                       const struct conn *c, const struct packet *k,
                       const struct way *w)
{
    const struct end *caller = &c->end[0], *called = &c->end[1];

    return c->protocol == e->protocol && caller->interface == w->out &&
           caller->ip == w->to && called->interface == k->in &&
           called->ip == k->from &&
           (!e->to_port || called->port == e->to_port) &&
           (!e->from_port || caller->port == e->from_port);
}

/* Whoever denied packets come from, few connections are looked at: the newest
 * between the two hosts. */
static bool is_established(const struct firewall *f, const struct packet *k,
                           const struct way *w)
{
    const struct rules *r = f->rules;

    if (!r->established_count || translate_safer(f, k->in, w->out) ||
        (k->protocol != IP_TCP && k->protocol != IP_UDP))
        return false;
    for (unsigned i = 0; i < r->established_count; i++) {
        const struct rules_established *e = &r->established[i];
        const struct conn *c = may_answer(e, k, w->to_port)
                                   ? table_call(f, w->to, k->from) : NULL;

        for (unsigned n = 0; c && n < CALLS; c = c->next_call, n++) {
            if (has_called(e, c, k, w))
                return true;
        }
    }
    return false;
}

/* --- outbound ---------------------------------------------------------- */

static bool is_about(const struct rules_outbound *o, const struct packet *k,
                     uint32_t ip)
{
    bool ports = k->protocol == IP_TCP || k->protocol == IP_UDP;

    return !o->java && network_has(o->ip, o->mask, ip) &&
           (!o->protocol || o->protocol == k->protocol) &&
           (is_any(&o->ports) || (ports && in_range(&o->ports, k->to_port)));
}

static uint32_t width(const struct rules_range *ports)
{
    return is_any(ports) ? 65536 : (uint32_t)(ports->high - ports->low) + 1;
}

/* More of an address goes before fewer ports, and these before permit. */
static bool is_better(const struct rules_outbound *o,
                      const struct rules_outbound *best)
{
    if (!best || o->mask != best->mask)
        return !best || o->mask > best->mask;
    if (width(&o->ports) != width(&best->ports))
        return width(&o->ports) < width(&best->ports);
    return o->action == RULES_PERMIT;
}

/* What fits best decides; an exception about the other address turns it. */
static bool list_denies(const struct rules *r, const struct rules_apply *a,
                        const struct packet *k)
{
    uint32_t ip = a->destination ? k->to : k->from;
    uint32_t other = a->destination ? k->from : k->to;
    const struct rules_outbound *best = NULL;
    bool except = false;

    for (unsigned i = 0; i < r->outbounds; i++) {
        const struct rules_outbound *o = &r->outbound[i];

        if (o->list != a->list)
            continue;
        if (o->action == RULES_EXCEPT)
            except |= is_about(o, k, other);
        else if (is_about(o, k, ip) && is_better(o, best))
            best = o;
    }
    return best && (best->action == RULES_DENY) != except;
}

static bool outbound_denies(const struct firewall *f, struct packet *k)
{
    for (unsigned i = 0; i < f->rules->applies; i++) {
        const struct rules_apply *a = &f->rules->apply[i];

        if (a->interface == k->in && list_denies(f->rules, a, k)) {
            k->list = a->list;
            return true;
        }
    }
    return false;
}

/* --- lists and levels -------------------------------------------------- */

/* *found: the entry that decided; -1: none. */
static enum firewall_drop by_list(struct firewall *f, struct packet *k,
                                  unsigned list, int *found)
{
    const struct rules_ace *a;

    *found = lists_find(&f->lists, list, k);
    a = *found < 0 ? NULL : &f->rules->ace[*found];
    if (a && a->action == RULES_PERMIT)
        return DROP_NONE;
    k->list = (uint16_t)list;
    k->quiet = a && a->log != RULES_LOG_NONE;
    return DROP_LIST;
}

static bool is_told_of(const struct rules_ace *a)
{
    return a->log == RULES_LOG_DEFAULT || a->log == RULES_LOG_ON;
}

static enum firewall_drop by_level(struct firewall *f, struct packet *k,
                                   const struct way *w)
{
    if (!translate_safer(f, k->in, w->out))
        return lists_permit(&f->lists, RULES_CONDUITS, k) ? DROP_NONE
                                                          : DROP_IMPLICIT;
    return outbound_denies(f, k) ? DROP_OUTBOUND : DROP_NONE;
}

enum firewall_drop access_check(struct firewall *f, struct packet *k,
                                const struct way *w)
{
    uint16_t list = f->rules->bound[k->in];
    enum firewall_drop why;
    int found = -1;

    if (w->announced)
        return DROP_NONE;
    if (w->out == k->in)
        return DROP_SAME_INTERFACE;
    if (f->place->interface[w->out].security ==
        f->place->interface[k->in].security)
        return DROP_SAME_LEVEL;
    why = list ? by_list(f, k, list, &found) : by_level(f, k, w);
    if (why && is_established(f, k, w))
        return DROP_NONE;
    if (found >= 0 && is_told_of(&f->rules->ace[found]))
        flows_match(f, k, w->out, (unsigned)found);
    return why;
}
