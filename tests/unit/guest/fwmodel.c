/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel.c - see fwmodel.h.  Written from the facts, before the firewall. */
#include "tests/unit/guest/fwmodel_int.h"

void model_clock(struct model *m, uint32_t seconds)
{
    m->now = seconds;
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        struct model_conn *c = &m->conn[i];

        if (c->used && m->now - c->last >= model_patience(m, c))
            model_end_conn(m, c);
    }
    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];
        uint32_t limit =
            x->protocol ? MODEL_PORT_S : m->rules->timeout_s[RULES_TIME_XLATE];

        if (x->used && !x->fixed && !model_in_use(m, x) &&
            m->now - x->last >= limit)
            x->used = false;
    }
}

/* What stands for both is made when nothing speaks against the packet. */
static const char *passes(struct model *m, unsigned in, struct model_way *w,
                          struct model_seen *s, const struct model_packet *k,
                          const uint8_t *before, const struct model_result *r)
{
    struct model_wanted want = {.out = w->out,
                                .to = w->to,
                                .to_port = w->to_port,
                                .from = s->ip,
                                .from_port = s->port};

    if (s->any && !s->there)
        s->there = model_add_xlate(m, &s->make);
    if (w->mapped && !w->xlate)
        w->xlate = model_add_xlate(m, &w->make);
    if (k->protocol == TCP || k->protocol == UDP)
        return model_new_conn(m, in, w, s, k, before, r);
    if (s->there)
        s->there->last = m->now;
    if (w->xlate)
        w->xlate->last = m->now;
    model_route_by(m, w->out, w->to, &want.via);
    return model_forwarded(k, &want, before, r);
}

static const char *new_flow(struct model *m, unsigned in, struct model_way *w,
                            const struct model_packet *k, const uint8_t *before,
                            const struct model_result *r)
{
    bool outbound = model_safer(m, in, w->out);
    struct model_seen s;
    unsigned much = 0;
    const char *why;
    uint32_t via;

    if (!model_route_by(m, w->out, w->to, &via))
        return model_dropped(r);
    if (!outbound && w->mapped)
        much = model_too_many(m, &w->make, w->out, w->to, k);
    /* TCP intercept answers in place of a host that is called, to who can get
     * the answer. */
    if (much == 2 && model_route_by(m, in, k->from, &via))
        return r->verdict == FIREWALL_HELD ? NULL : "should be intercepted";
    if (much || (!outbound && !w->mapped &&
                 !model_exempt(m, w->out, k->protocol, w->to, k->from)))
        return model_dropped(r);
    why = model_source(m, in, w, k, r, &s);
    if (why)
        return model_dropped(r) ? why : NULL;
    if (outbound && s.any && model_too_many(m, &s.make, in, k->from, k))
        return model_dropped(r);
    /* A pool that is empty lets nobody through: that one has something to
     * give is judged elsewhere. */
    if (s.pool && r->verdict == FIREWALL_DROPPED)
        return NULL;
    return passes(m, in, w, &s, k, before, r);
}

static bool bad_source(const struct model *m, unsigned in, uint32_t ip)
{
    const struct firewall_interface *i = &m->place->interface[in];

    return ip == 0 || ip >> 24 == 127 || ip >= 0xe0000000 || ip == i->ip ||
           ip == (i->ip | ~i->mask);
}

static bool bad_destination(const struct model *m, unsigned in, uint32_t ip)
{
    for (unsigned i = 0; i < m->place->interfaces; i++) {
        if (i != in && m->place->interface[i].ip == ip && ip)
            return true;
    }
    return ip == 0 || ip >> 24 == 127 || ip >= 0xe0000000;
}

/* No connection: is it the beginning of one, or one of the kind that has
 * none? */
static const char *without_conn(struct model *m, unsigned in,
                                const struct model_packet *k,
                                const uint8_t *before,
                                const struct model_result *r)
{
    struct model_way w;
    bool unit;

    if (!model_find_way(m, in, k, &w, &unit)) {
        if (!unit)
            return model_dropped(r);
        return model_unit_answers(m, in, k) ? model_for_unit(r)
                                            : model_dropped(r);
    }
    if ((k->protocol == TCP && (k->flags & (SYN | ACK)) != SYN) ||
        w.out == in || model_same_level(m, in, w.out) ||
        !model_access_granted(m, in, &w, k))
        return model_dropped(r);
    return new_flow(m, in, &w, k, before, r);
}

const char *model_judge(struct model *m, unsigned in, const uint8_t *packet,
                        size_t n, const struct model_result *r)
{
    const struct firewall_interface *i = &m->place->interface[in];
    struct model_conn *c;
    struct model_packet k;
    unsigned from, found;
    uint32_t via;

    if (!i->up || !i->ip || !model_read_packet(packet, n, &k))
        return model_dropped(r);
    if (k.to == 0xffffffff || k.to == (i->ip | ~i->mask))
        return model_for_unit(r);
    if (k.from == k.to || bad_source(m, in, k.from) ||
        bad_destination(m, in, k.to) || !model_read_transport(&k) ||
        (m->rules->reverse_path[in] &&
         (!model_route(m, k.from, &found, &via) || found != in)) ||
        model_shunned(m->rules, &k))
        return model_dropped(r);
    /* What they are about is judged by a test of its own. */
    if (k.protocol == ICMP &&
        (k.type == 3 || k.type == 4 || k.type == 11 || k.type == 12))
        return NULL;
    c = k.protocol == TCP || k.protocol == UDP
            ? model_find_conn(m, in, &k, &from)
            : NULL;
    /* Both said that it ends, and who began it begins another one. */
    if (c && from == 0 && (k.flags & (SYN | ACK)) == SYN && c->end[0].fin &&
        c->end[1].fin) {
        model_end_conn(m, c);
        c = model_find_conn(m, in, &k, &from);
    }
    return c ? model_of_conn(m, c, from, &k, packet, r)
             : without_conn(m, in, &k, packet, r);
}
