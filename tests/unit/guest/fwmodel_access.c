/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_access.c - who may: lists, levels, conduits, shun, icmp. */
#include "tests/unit/guest/fwmodel_int.h"

static bool group_has(const struct rules *r, unsigned group, uint32_t value,
                      unsigned depth)
{
    bool network = r->group[group - 1].kind == RULES_GROUP_NETWORK;

    for (unsigned i = 0; depth < 16 && i < r->members; i++) {
        const struct rules_member *b = &r->member[i];

        if (b->group != group)
            continue;
        if (b->nested ? group_has(r, b->nested, value, depth + 1)
            : network ? model_within(value, b->ip, b->mask)
                      : value >= b->low && value <= b->high)
            return true;
    }
    return false;
}

static bool side_fits(const struct rules *r, const struct rules_side *s,
                      uint32_t ip)
{
    return s->group ? group_has(r, s->group, ip, 0)
                    : model_within(ip, s->ip, s->mask);
}

static bool port_fits(const struct rules *r, const struct rules_ports *p,
                      uint16_t port)
{
    switch (p->op) {
    case RULES_PORT_EQ:
        return port == p->low;
    case RULES_PORT_NEQ:
        return port != p->low;
    case RULES_PORT_LT:
        return port < p->low;
    case RULES_PORT_GT:
        return port > p->low;
    case RULES_PORT_RANGE:
        return port >= p->low && port <= p->high;
    case RULES_PORT_GROUP:
        return group_has(r, p->low, port, 0);
    default:
        return true;
    }
}

static bool ace_fits(const struct rules *r, const struct rules_ace *a,
                     const struct model_packet *k)
{
    bool ports = k->protocol == TCP || k->protocol == UDP;

    if (a->action == RULES_REMARK)
        return false;
    if (a->protocol_group) {
        /* Protocol 0 in a group is every one, as "ip" is. */
        if (!group_has(r, a->protocol_group, k->protocol, 0) &&
            !group_has(r, a->protocol_group, 0, 0))
            return false;
    } else if (a->protocol && a->protocol != k->protocol) {
        return false;
    }
    if (!side_fits(r, &a->from, k->from) || !side_fits(r, &a->to, k->to))
        return false;
    if (k->protocol == ICMP && a->protocol == ICMP) {
        if (a->icmp_group)
            return group_has(r, a->icmp_group, k->type, 0);
        return a->icmp == RULES_ANY_ICMP || a->icmp == k->type;
    }
    if (!ports)
        return true;
    return port_fits(r, &a->from_ports, k->from_port) &&
           port_fits(r, &a->to_ports, k->to_port);
}

bool model_list_permits(const struct rules *r, unsigned list,
                        const struct model_packet *k)
{
    for (unsigned i = 0; i < r->aces; i++) {
        if (r->ace[i].list == list && ace_fits(r, &r->ace[i], k))
            return r->ace[i].action == RULES_PERMIT;
    }
    return false;
}

/* --- established ------------------------------------------------------- */

static bool in_range(const struct rules_range *p, uint16_t port)
{
    return (p->low == 0 && p->high == 0) || (port >= p->low && port <= p->high);
}

/* Has the host that is called a connection of the kind to who calls him? */
static bool has_called(const struct model *m, const struct rules_established *e,
                       unsigned in, const struct model_way *w,
                       const struct model_packet *k)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        const struct model_conn *c = &m->conn[i];
        const struct model_end *a = &c->end[0], *b = &c->end[1];

        if (c->used && c->safe == 0 && c->protocol == e->protocol &&
            a->interface == w->out && a->ip == w->to && b->interface == in &&
            b->ip == k->from && (!e->to_port || b->port == e->to_port) &&
            (!e->from_port || a->port == e->from_port))
            return true;
    }
    return false;
}

static bool may_call_back(const struct model *m, unsigned in,
                          const struct model_way *w,
                          const struct model_packet *k)
{
    for (unsigned i = 0; i < m->rules->established_count; i++) {
        const struct rules_established *e = &m->rules->established[i];

        if (e->to_protocol &&
            (e->to_protocol != k->protocol || !in_range(&e->to, w->to_port)))
            continue;
        if (e->from_protocol && (e->from_protocol != k->protocol ||
                                 !in_range(&e->from, k->from_port)))
            continue;
        if ((k->protocol == TCP || k->protocol == UDP) &&
            has_called(m, e, in, w, k))
            return true;
    }
    return false;
}

/* --- outbound ---------------------------------------------------------- */

static bool outbound_fits(const struct rules_outbound *o,
                          const struct model_packet *k, uint32_t ip)
{
    bool any = o->ports.low == 0 && o->ports.high == 0;

    return !o->java && model_within(ip, o->ip, o->mask) &&
           (!o->protocol || o->protocol == k->protocol) &&
           (any || ((k->protocol == TCP || k->protocol == UDP) &&
                    in_range(&o->ports, k->to_port)));
}

/* Larger is better: the mask, then how few ports, then permit. */
static uint64_t worth(const struct rules_outbound *o)
{
    uint64_t ports = o->ports.high ? o->ports.high - o->ports.low : 65535;

    return (uint64_t)o->mask << 24 | (65535 - ports) << 4 |
           (o->action == RULES_PERMIT);
}

static bool outbound_denies(const struct model *m, unsigned in,
                            const struct model_packet *k)
{
    for (unsigned i = 0; i < m->rules->applies; i++) {
        const struct rules_apply *a = &m->rules->apply[i];
        const struct rules_outbound *best = NULL;
        bool except = false;

        for (unsigned j = 0; j < m->rules->outbounds; j++) {
            const struct rules_outbound *o = &m->rules->outbound[j];
            bool other = (o->action == RULES_EXCEPT) != a->destination;

            if (a->interface != in || a->list != o->list ||
                !outbound_fits(o, k, other ? k->to : k->from))
                continue;
            if (o->action == RULES_EXCEPT)
                except = true;
            else if (!best || worth(o) > worth(best))
                best = o;
        }
        if (best && (best->action == RULES_DENY) != except)
            return true;
    }
    return false;
}

/* --- lists and levels -------------------------------------------------- */

bool model_access_granted(const struct model *m, unsigned in,
                          const struct model_way *w,
                          const struct model_packet *k)
{
    bool granted;

    if (m->rules->bound[in])
        granted = model_list_permits(m->rules, m->rules->bound[in], k);
    else if (model_safer(m, in, w->out))
        granted = !outbound_denies(m, in, k);
    else
        granted = model_list_permits(m->rules, RULES_CONDUITS, k);
    return granted ||
           (!model_safer(m, in, w->out) && may_call_back(m, in, w, k));
}

/* --- the rest ---------------------------------------------------------- */

bool model_shunned(const struct rules *r, const struct model_packet *k)
{
    for (unsigned i = 0; i < r->shuns; i++) {
        if (r->shun[i].ip == k->from)
            return true;
    }
    return false;
}

bool model_unit_answers(const struct model *m, unsigned in,
                        const struct model_packet *k)
{
    bool any = false;

    if (k->protocol != ICMP)
        return true;
    for (unsigned i = 0; i < m->rules->icmps; i++) {
        const struct rules_icmp *p = &m->rules->icmp[i];

        if (p->interface != in)
            continue;
        any = true;
        if (model_within(k->from, p->ip, p->mask) &&
            (p->type == RULES_ANY_ICMP || p->type == k->type))
            return p->action == RULES_PERMIT;
    }
    return !any;
}
