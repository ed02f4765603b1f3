/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel.c - see fwmodel.h.  Written from the facts, before the firewall. */
#include "tests/unit/fwmodel.h"

#include <string.h>

enum { ICMP = 1, TCP = 6, UDP = 17, FIN = 1, SYN = 2, RST = 4, ACK = 16 };

struct packet {
    uint32_t from, to;
    uint8_t protocol, flags, type;
    uint16_t from_port, to_port; /* ICMP: both the identifier */
    uint32_t seq, ack;
    const uint8_t *data;
    size_t n, payload;
};

static uint32_t be(const uint8_t *p, unsigned n)
{
    uint32_t v = 0;

    while (n--)
        v = v << 8 | *p++;
    return v;
}

static unsigned sum(const uint8_t *p, size_t n, uint32_t s)
{
    for (size_t i = 0; i < n; i++)
        s += i % 2 ? p[i] : (uint32_t)p[i] << 8;
    while (s >> 16)
        s = (s & 0xffff) + (s >> 16);
    return s;
}

static bool within(uint32_t ip, uint32_t net, uint32_t mask)
{
    return (ip & mask) == (net & mask);
}

static bool asks(uint8_t type)
{
    return type == 8 || type == 13 || type == 15 || type == 17;
}

static bool answers(uint8_t type)
{
    return type == 0 || type == 14 || type == 16 || type == 18;
}

/* --- time -------------------------------------------------------------- */

static uint32_t patience(const struct model *m, const struct model_conn *c)
{
    if (c->protocol == UDP)
        return m->rules->timeout_s[RULES_TIME_UDP];
    if (!c->up)
        return MODEL_EMBRYONIC_S;
    if (c->end[0].fin || c->end[1].fin)
        return m->rules->timeout_s[RULES_TIME_HALF_CLOSED];
    return m->rules->timeout_s[RULES_TIME_CONN];
}

static void end_conn(struct model *m, struct model_conn *c)
{
    if (c->xlate)
        c->xlate->last = m->now;
    c->used = false;
}

static bool in_use(const struct model *m, const struct model_xlate *x)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        if (m->conn[i].used && m->conn[i].xlate == x)
            return true;
    }
    return false;
}

void model_clock(struct model *m, uint32_t seconds)
{
    m->now = seconds;
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        struct model_conn *c = &m->conn[i];

        if (c->used && m->now - c->last >= patience(m, c))
            end_conn(m, c);
    }
    for (unsigned i = 0; i < MODEL_XLATES; i++) {
        struct model_xlate *x = &m->xlate[i];
        uint32_t limit = x->protocol ? MODEL_PORT_S
                                     : m->rules->timeout_s[RULES_TIME_XLATE];

        if (x->used && !x->fixed && !in_use(m, x) && m->now - x->last >= limit)
            x->used = false;
    }
}

/* --- packets ----------------------------------------------------------- */

/* False: nothing that a firewall should touch. */
static bool read_packet(const uint8_t *p, size_t n, struct packet *k)
{
    memset(k, 0, sizeof *k);
    if (n < 20 || p[0] != 0x45 || be(p + 2, 2) < 20 || be(p + 2, 2) > n ||
        p[8] == 0 || sum(p, 20, 0) != 0xffff)
        return false;
    k->from = be(p + 12, 4);
    k->to = be(p + 16, 4);
    k->protocol = p[9];
    k->data = p + 20;
    k->n = be(p + 2, 2) - 20;
    return true;
}

static bool read_transport(struct packet *k)
{
    const uint8_t *d = k->data;

    if (k->protocol == ICMP) {
        if (k->n < 8)
            return false;
        k->type = d[0];
        if (asks(k->type) || answers(k->type))
            k->from_port = k->to_port = (uint16_t)be(d + 4, 2);
        return true;
    }
    if (k->protocol != TCP && k->protocol != UDP)
        return true;
    if (k->n < 8 || !be(d, 2) || !be(d + 2, 2))
        return false;
    k->from_port = (uint16_t)be(d, 2);
    k->to_port = (uint16_t)be(d + 2, 2);
    if (k->protocol == UDP)
        return be(d + 4, 2) >= 8 && be(d + 4, 2) <= k->n;
    if (k->n < 20 || d[12] >> 4 < 5 || (size_t)(d[12] >> 4) * 4 > k->n)
        return false;
    k->flags = d[13] & 63;
    k->seq = be(d + 4, 4);
    k->ack = be(d + 8, 4);
    k->payload = k->n - (size_t)(d[12] >> 4) * 4;
    return k->flags && !((k->flags & SYN) && (k->flags & (FIN | RST)));
}

/* --- places ------------------------------------------------------------ */

static bool route(const struct model *m, uint32_t ip, unsigned *out,
                  uint32_t *via)
{
    const struct firewall_place *w = m->place;
    const struct firewall_route *best = NULL;

    for (unsigned i = 0; i < w->interfaces; i++) {
        if (w->interface[i].up && w->interface[i].ip &&
            within(ip, w->interface[i].ip, w->interface[i].mask)) {
            *out = i;
            *via = ip;
            return true;
        }
    }
    for (unsigned i = 0; i < w->routes; i++) {
        const struct firewall_route *r = &w->route[i];

        if (!w->interface[r->interface].up || !w->interface[r->interface].ip ||
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

static bool route_by(const struct model *m, unsigned out, uint32_t ip,
                     uint32_t *via)
{
    unsigned found;

    return route(m, ip, &found, via) && found == out;
}

static bool safer(const struct model *m, unsigned a, unsigned b)
{
    return m->place->interface[a].security > m->place->interface[b].security;
}

static bool same_level(const struct model *m, unsigned a, unsigned b)
{
    return m->place->interface[a].security == m->place->interface[b].security;
}

/* --- access lists ------------------------------------------------------ */

static bool group_has(const struct rules *r, unsigned group, uint32_t value,
                      unsigned depth)
{
    bool network = r->group[group - 1].kind == RULES_GROUP_NETWORK;

    for (unsigned i = 0; depth < 16 && i < r->members; i++) {
        const struct rules_member *b = &r->member[i];

        if (b->group != group)
            continue;
        if (b->nested ? group_has(r, b->nested, value, depth + 1)
            : network ? within(value, b->ip, b->mask)
                      : value >= b->low && value <= b->high)
            return true;
    }
    return false;
}

static bool side_fits(const struct rules *r, const struct rules_side *s,
                      uint32_t ip)
{
    return s->group ? group_has(r, s->group, ip, 0)
                    : within(ip, s->ip, s->mask);
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
                     const struct packet *k)
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

static bool list_permits(const struct rules *r, unsigned list,
                         const struct packet *k)
{
    for (unsigned i = 0; i < r->aces; i++) {
        if (r->ace[i].list == list && ace_fits(r, &r->ace[i], k))
            return r->ace[i].action == RULES_PERMIT;
    }
    return false;
}

/* Only addresses and protocol: what an exemption may look at. */
static bool exempt(const struct model *m, unsigned interface, uint8_t protocol,
                   uint32_t from, uint32_t to)
{
    struct packet k = {.from = from, .to = to, .protocol = protocol};

    for (unsigned i = 0; i < m->rules->nats; i++) {
        const struct rules_nat *t = &m->rules->nat[i];

        if (t->interface == interface && t->list &&
            list_permits(m->rules, t->list - 1u, &k))
            return true;
    }
    return false;
}

/* --- translations ------------------------------------------------------ */

static struct model_xlate *by_seen(struct model *m, unsigned out,
                                   uint8_t protocol, uint32_t ip,
                                   uint16_t port)
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
                                   uint8_t protocol, uint32_t ip,
                                   uint16_t port)
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
    return (struct model_xlate){
        .fixed = true, .in = s->real, .out = s->mapped, .ip = real,
        .seen = (mapped_ip(m, s) & s->mask) | (real & ~s->mask),
        .protocol = s->protocol, .port = s->real_port,
        .seen_port = s->mapped_port, .max = s->connections,
        .embryonic = s->embryonic, .norandomseq = s->norandomseq};
}

static const struct rules_static *static_to(const struct model *m, unsigned out,
                                            const struct packet *k)
{
    for (unsigned i = 0; i < m->rules->static_count; i++) {
        const struct rules_static *s = &m->rules->statics[i];

        if (s->mapped == out && within(k->to, mapped_ip(m, s), s->mask) &&
            (!s->protocol || (s->protocol == k->protocol &&
                              s->mapped_port == k->to_port)))
            return s;
    }
    return NULL;
}

static const struct rules_static *static_from(const struct model *m,
                                              unsigned in, unsigned out,
                                              const struct packet *k)
{
    for (unsigned i = 0; i < m->rules->static_count; i++) {
        const struct rules_static *s = &m->rules->statics[i];

        if (s->real == in && s->mapped == out &&
            within(k->from, s->real_ip, s->mask) &&
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

        if (t->interface == in && !t->list && within(ip, t->ip, t->mask) &&
            (!best || t->mask > best->mask))
            best = t;
    }
    return best;
}

static bool ports_go(const struct packet *k)
{
    return k->protocol == TCP || k->protocol == UDP ||
           (k->protocol == ICMP && asks(k->type));
}

/* Which classes of ports keep to themselves. */
static unsigned class_of(uint16_t port)
{
    return port < 512 ? 0 : port < 1024 ? 1 : 2;
}

/* Is `seen` an address and port that this nat may give? */
static bool may_give(struct model *m, const struct rules_nat *t, unsigned out,
                     const struct packet *k, uint32_t seen, uint16_t port,
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

/* --- judging ----------------------------------------------------------- */

static const char *dropped(const struct model_result *r)
{
    return r->verdict == FIREWALL_DROPPED ? NULL : "should be dropped";
}

static const char *for_unit(const struct model_result *r)
{
    return r->verdict == FIREWALL_FOR_UNIT ? NULL : "should be for the unit";
}

/* The packet that must come out, but for checksums and sequence numbers. */
struct wanted {
    uint32_t from, to, via;
    uint16_t from_port, to_port;
    unsigned out;
};

static uint32_t pseudo(const uint8_t *p)
{
    return sum(p + 12, 8, 0) + p[9] + be(p + 2, 2) - 20;
}

static const char *sums_right(const uint8_t *before, const uint8_t *after)
{
    size_t n = be(after + 2, 2) - 20u;
    uint8_t protocol = after[9];
    bool good;

    if (sum(after, 20, 0) != 0xffff)
        return "header checksum is wrong";
    if (protocol != TCP && protocol != UDP && protocol != ICMP)
        return NULL;
    if (protocol == UDP && be(before + 26, 2) == 0)
        return be(after + 26, 2) ? "UDP got a checksum" : NULL;
    if (protocol == UDP && be(before + 24, 2) != n)
        return NULL; /* what it covers is less than the packet */
    good = sum(before + 20, n, protocol == ICMP ? 0 : pseudo(before)) == 0xffff;
    if (good != (sum(after + 20, n, protocol == ICMP ? 0 : pseudo(after)) ==
                 0xffff))
        return good ? "checksum is wrong" : "checksum was made right";
    return NULL;
}

static const char *same_rest(const struct packet *k, const struct wanted *w,
                             const uint8_t *before,
                             const struct model_result *r)
{
    static uint8_t want[2048];
    size_t n = k->n + 20;

    memcpy(want, before, n);
    for (unsigned i = 0; i < 4; i++) {
        want[12 + i] = (uint8_t)(w->from >> (24 - 8 * i));
        want[16 + i] = (uint8_t)(w->to >> (24 - 8 * i));
    }
    memcpy(want + 10, r->packet + 10, 2);
    if (k->protocol == TCP || k->protocol == UDP) {
        want[20] = (uint8_t)(w->from_port >> 8);
        want[21] = (uint8_t)w->from_port;
        want[22] = (uint8_t)(w->to_port >> 8);
        want[23] = (uint8_t)w->to_port;
    }
    if (k->protocol == ICMP && (asks(k->type) || answers(k->type))) {
        uint16_t id = asks(k->type) ? w->from_port : w->to_port;

        want[24] = (uint8_t)(id >> 8);
        want[25] = (uint8_t)id;
    }
    if (k->protocol == ICMP)
        memcpy(want + 22, r->packet + 22, 2);
    if (k->protocol == UDP)
        memcpy(want + 26, r->packet + 26, 2);
    if (k->protocol == TCP) {
        memcpy(want + 24, r->packet + 24, 8); /* judged elsewhere */
        memcpy(want + 36, r->packet + 36, 2);
    }
    if (r->n != n)
        return "its length changed";
    return memcmp(want, r->packet, n) ? "it is not the packet expected" : NULL;
}

static const char *forwarded(const struct packet *k, const struct wanted *w,
                             const uint8_t *before,
                             const struct model_result *r)
{
    const char *why;

    if (r->verdict != FIREWALL_SENT)
        return "should be sent";
    if (r->out != w->out)
        return "sent by another interface";
    if (r->via != w->via)
        return "sent to another neighbour";
    why = same_rest(k, w, before, r);
    return why ? why : sums_right(before, r->packet);
}

static const char *judge_seq(struct model_conn *c, unsigned from,
                             const struct packet *k, const uint8_t *after)
{
    struct model_end *me = &c->end[from], *other = &c->end[!from];
    uint32_t seq = be(after + 24, 4), ack = be(after + 28, 4);

    if (from == c->safe && !me->delta_known) {
        me->delta = seq - k->seq;
        me->delta_known = true;
        if (!c->random && me->delta)
            return "sequence numbers changed";
    }
    if (seq != k->seq + (from == c->safe ? me->delta : 0))
        return "sequence number";
    if (from == c->safe || !(k->flags & ACK))
        return ack != k->ack ? "acknowledgement changed" : NULL;
    if (!other->delta_known) {
        other->delta = k->ack - ack;
        other->delta_known = true;
    }
    return ack != k->ack - other->delta ? "acknowledgement" : NULL;
}

static void follow_tcp(struct model *m, struct model_conn *c, unsigned from,
                       const struct packet *k, const uint8_t *after)
{
    struct model_end *me = &c->end[from], *other = &c->end[!from];
    uint32_t ack = from == c->safe ? k->ack : be(after + 28, 4);

    if (k->flags & RST) {
        end_conn(m, c);
        return;
    }
    if (from == 1 && (k->flags & (SYN | ACK)) == (SYN | ACK))
        c->answered = true;
    if (from == 0 && c->answered && (k->flags & (SYN | ACK)) == ACK)
        c->up = true;
    if (k->flags & FIN) {
        me->fin = true;
        me->fin_end = k->seq + (uint32_t)k->payload + 1;
    }
    if ((k->flags & ACK) && other->fin && (int32_t)(ack - other->fin_end) >= 0)
        other->acked = true;
    if (me->acked && other->acked)
        end_conn(m, c);
}

static const char *of_conn(struct model *m, struct model_conn *c,
                           unsigned from, const struct packet *k,
                           const uint8_t *before, const struct model_result *r)
{
    const struct model_end *me = &c->end[from], *other = &c->end[!from];
    struct wanted w = {.from = me->seen, .to = other->ip,
                       .from_port = me->seen_port, .to_port = other->port,
                       .out = other->interface};
    const char *why;

    if (!route_by(m, w.out, w.to, &w.via))
        return dropped(r);
    c->last = m->now;
    why = forwarded(k, &w, before, r);
    if (!why && c->protocol == TCP)
        why = judge_seq(c, from, k, r->packet);
    if (why)
        return why;
    if (c->protocol == TCP)
        follow_tcp(m, c, from, k, r->packet);
    else if (from == 1 && c->end[1].port == 53)
        end_conn(m, c);
    return NULL;
}

static struct model_conn *find_conn(struct model *m, unsigned in,
                                    const struct packet *k, unsigned *from)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        struct model_conn *c = &m->conn[i];

        for (*from = 0; c->used && *from < 2; ++*from) {
            const struct model_end *a = &c->end[*from], *b = &c->end[!*from];

            if (c->protocol == k->protocol && a->interface == in &&
                a->ip == k->from && a->port == k->from_port &&
                b->seen == k->to && b->seen_port == k->to_port)
                return c;
        }
    }
    return NULL;
}

/* Where it goes, and what stands for its destination. */
struct way {
    unsigned out;
    uint32_t to;
    uint16_t to_port;
    struct model_xlate *xlate; /* of the destination */
    bool mapped;
};

/* False: for the unit, or nowhere. */
static bool find_way(struct model *m, unsigned in, const struct packet *k,
                     struct way *w, bool *unit)
{
    bool ports = k->protocol == TCP || k->protocol == UDP ||
                 (k->protocol == ICMP && answers(k->type));
    struct model_xlate *x = by_seen(m, in, ports ? k->protocol : 0, k->to,
                                    k->to_port);
    const struct rules_static *s = static_to(m, in, k);
    uint32_t via;

    *unit = false;
    *w = (struct way){.to = k->to, .to_port = k->to_port};
    /* A port of PAT answers only who was asked; ICMP knows no connections. */
    if (x && x->protocol && !x->fixed && k->protocol != ICMP)
        x = NULL;
    if (!x && s)
        x = add(m, of_static(m, s, (s->real_ip & s->mask) |
                                       (k->to & ~s->mask)));
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
    return route(m, k->to, &w->out, &via);
}

static bool access_granted(const struct model *m, unsigned in,
                           const struct way *w, const struct packet *k)
{
    if (m->rules->bound[in])
        return list_permits(m->rules, m->rules->bound[in], k);
    if (safer(m, in, w->out))
        return true;
    return list_permits(m->rules, RULES_CONDUITS, k);
}

/* The translation of the source; *why: there is none, and what follows. */
static struct model_xlate *translate(struct model *m, unsigned in,
                                     const struct way *w,
                                     const struct packet *k,
                                     const struct model_result *r,
                                     const char **why)
{
    const struct rules_static *s = static_from(m, in, w->out, k);
    struct model_xlate *x = by_real(m, in, w->out,
                                    ports_go(k) ? k->protocol : 0, k->from,
                                    k->from_port);
    const struct rules_nat *t = nat_for(m, in, k->from);
    uint32_t seen;
    uint16_t port = 0;
    bool whole;

    *why = NULL;
    if (x || s)
        return x ? x : add(m, of_static(m, s, k->from));
    *why = dropped(r);
    if (!t)
        return NULL;
    if (r->verdict != FIREWALL_SENT)
        return NULL; /* a pool may be empty; progress is judged elsewhere */
    *why = "should be dropped";
    seen = be(r->packet + 12, 4);
    if (k->protocol == TCP || k->protocol == UDP)
        port = (uint16_t)be(r->packet + 20, 2);
    if (k->protocol == ICMP)
        port = (uint16_t)be(r->packet + 24, 2);
    if (t->id == 0) {
        seen = k->from;
        whole = true;
    } else if (!may_give(m, t, w->out, k, seen, port, &whole)) {
        return NULL;
    }
    *why = NULL;
    return add(m, (struct model_xlate){
        .in = in, .out = w->out, .ip = k->from, .seen = seen,
        .protocol = whole ? 0 : k->protocol, .port = whole ? 0 : k->from_port,
        .seen_port = whole ? 0 : port, .max = t->connections,
        .embryonic = t->embryonic, .norandomseq = t->norandomseq});
}

/* Connections of the host on the safer side: 1: too many, 2: half open. */
static unsigned too_many(const struct model *m, const struct model_xlate *x,
                     unsigned interface, uint32_t ip, uint8_t protocol)
{
    uint32_t all = 0, half = 0;

    for (unsigned i = 0; x && i < MODEL_CONNS; i++) {
        const struct model_conn *c = &m->conn[i];
        const struct model_end *e = &c->end[c->safe];

        if (!c->used || e->interface != interface || e->ip != ip)
            continue;
        all++;
        half += c->protocol == TCP && !c->up;
    }
    if (x && x->max && all >= x->max)
        return 1;
    return x && protocol == TCP && x->embryonic && half >= x->embryonic ? 2
                                                                        : 0;
}

static struct model_conn *free_conn(struct model *m)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        if (!m->conn[i].used)
            return &m->conn[i];
    }
    return NULL;
}

static const char *new_conn(struct model *m, unsigned in, const struct way *w,
                            struct model_xlate *source,
                            const struct packet *k, const uint8_t *before,
                            const struct model_result *r)
{
    struct model_conn *c = free_conn(m);
    struct model_xlate *x = source ? source : w->xlate;
    bool outbound = safer(m, in, w->out);
    unsigned much;

    if (!c)
        return "the model is full";
    if (!outbound)
        x = w->xlate ? w->xlate : source;
    memset(c, 0, sizeof *c);
    c->protocol = k->protocol;
    c->end[0] = (struct model_end){
        .interface = in, .ip = k->from, .port = k->from_port,
        .seen = source ? source->seen : k->from,
        .seen_port = source && source->protocol ? source->seen_port
                                                : k->from_port};
    c->end[1] = (struct model_end){
        .interface = w->out, .ip = w->to, .port = w->to_port, .seen = k->to,
        .seen_port = k->to_port};
    c->safe = outbound ? 0 : 1;
    c->xlate = x;
    c->random = !x || !x->norandomseq;
    much = too_many(m, x, c->end[c->safe].interface, c->end[c->safe].ip,
                    k->protocol);
    /* TCP intercept answers in place of a host that is called. */
    if (much == 2 && !outbound)
        return r->verdict == FIREWALL_HELD ? NULL : "should be intercepted";
    if (much)
        return dropped(r);
    c->used = true;
    return of_conn(m, c, 0, k, before, r);
}

static const char *new_flow(struct model *m, unsigned in, const struct way *w,
                            const struct packet *k, const uint8_t *before,
                            const struct model_result *r)
{
    struct wanted want = {.out = w->out, .to = w->to, .to_port = w->to_port,
                          .from = k->from, .from_port = k->from_port};
    struct model_xlate *x = NULL;
    const char *why = NULL;
    bool outbound = safer(m, in, w->out);

    if (!route_by(m, w->out, w->to, &want.via))
        return dropped(r);
    if (outbound ? !exempt(m, in, k->protocol, k->from, w->to)
                 : by_real(m, in, w->out, ports_go(k) ? k->protocol : 0,
                           k->from, k->from_port) ||
                       static_from(m, in, w->out, k)) {
        x = translate(m, in, w, k, r, &why);
        if (!x)
            return why;
    } else if (!outbound && !w->mapped &&
               !exempt(m, w->out, k->protocol, w->to, k->from)) {
        return dropped(r);
    }
    if (k->protocol == TCP || k->protocol == UDP)
        return new_conn(m, in, w, x, k, before, r);
    if (x) {
        x->last = m->now;
        want.from = x->seen;
        if (x->protocol)
            want.from_port = x->seen_port;
    }
    if (w->xlate)
        w->xlate->last = m->now;
    return forwarded(k, &want, before, r);
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

static bool shunned(const struct rules *r, const struct packet *k)
{
    for (unsigned i = 0; i < r->shuns; i++) {
        if (r->shun[i].ip == k->from)
            return true;
    }
    return false;
}

static bool unit_answers(const struct model *m, unsigned in,
                         const struct packet *k)
{
    bool any = false;

    if (k->protocol != ICMP)
        return true;
    for (unsigned i = 0; i < m->rules->icmps; i++) {
        const struct rules_icmp *p = &m->rules->icmp[i];

        if (p->interface != in)
            continue;
        any = true;
        if (within(k->from, p->ip, p->mask) &&
            (p->type == RULES_ANY_ICMP || p->type == k->type))
            return p->action == RULES_PERMIT;
    }
    return !any;
}

/* No connection: is it the beginning of one, or one of the kind that has
 * none? */
static const char *without_conn(struct model *m, unsigned in,
                                const struct packet *k, const uint8_t *before,
                                const struct model_result *r)
{
    struct way w;
    bool unit;

    if (!find_way(m, in, k, &w, &unit)) {
        if (!unit)
            return dropped(r);
        return unit_answers(m, in, k) ? for_unit(r) : dropped(r);
    }
    if ((k->protocol == TCP && (k->flags & (SYN | ACK)) != SYN) ||
        w.out == in || same_level(m, in, w.out) ||
        !access_granted(m, in, &w, k))
        return dropped(r);
    return new_flow(m, in, &w, k, before, r);
}

const char *model_judge(struct model *m, unsigned in, const uint8_t *packet,
                        size_t n, const struct model_result *r)
{
    const struct firewall_interface *i = &m->place->interface[in];
    struct model_conn *c;
    struct packet k;
    unsigned from, found;
    uint32_t via;

    if (!i->up || !i->ip || !read_packet(packet, n, &k))
        return dropped(r);
    if (k.to == 0xffffffff || k.to == (i->ip | ~i->mask))
        return for_unit(r);
    if (k.from == k.to || bad_source(m, in, k.from) ||
        bad_destination(m, in, k.to) || !read_transport(&k) ||
        (m->rules->reverse_path[in] &&
         (!route(m, k.from, &found, &via) || found != in)) ||
        shunned(m->rules, &k))
        return dropped(r);
    /* What they are about is judged by a test of its own. */
    if (k.protocol == ICMP &&
        (k.type == 3 || k.type == 4 || k.type == 11 || k.type == 12))
        return NULL;
    c = k.protocol == TCP || k.protocol == UDP
            ? find_conn(m, in, &k, &from) : NULL;
    return c ? of_conn(m, c, from, &k, packet, r)
             : without_conn(m, in, &k, packet, r);
}
