/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_conn.c - connections: begun, followed, over. */
#include "tests/unit/guest/fwmodel_int.h"

#include <string.h>

uint32_t model_patience(const struct model *m, const struct model_conn *c)
{
    if (c->protocol == UDP)
        return m->rules->timeout_s[RULES_TIME_UDP];
    if (c->over)
        return MODEL_TIME_WAIT_S;
    if (!c->up)
        return MODEL_EMBRYONIC_S;
    if (c->end[0].fin || c->end[1].fin)
        return m->rules->timeout_s[RULES_TIME_HALF_CLOSED];
    return m->rules->timeout_s[RULES_TIME_CONN];
}

void model_end_conn(struct model *m, struct model_conn *c)
{
    for (unsigned i = 0; i < 2; i++) {
        if (c->xlate[i])
            c->xlate[i]->last = m->now;
    }
    c->used = false;
}

bool model_in_use(const struct model *m, const struct model_xlate *x)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        if (m->conn[i].used &&
            (m->conn[i].xlate[0] == x || m->conn[i].xlate[1] == x))
            return true;
    }
    return false;
}

void model_clear_xlates(struct model *m)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        if (m->conn[i].xlate[0] || m->conn[i].xlate[1])
            m->conn[i].used = false;
    }
    for (unsigned i = 0; i < MODEL_XLATES; i++)
        m->xlate[i].used = false;
}

/* --- packets of one ---------------------------------------------------- */

static const char *judge_seq(struct model_conn *c, unsigned from,
                             const struct model_packet *k, const uint8_t *after)
{
    struct model_end *me = &c->end[from], *other = &c->end[!from];
    uint32_t seq = model_be(after + 24, 4), ack = model_be(after + 28, 4);

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
                       const struct model_packet *k, const uint8_t *after)
{
    struct model_end *me = &c->end[from], *other = &c->end[!from];
    uint32_t ack = from == c->safe ? k->ack : model_be(after + 28, 4);

    if (k->flags & RST) {
        model_end_conn(m, c);
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
    if (me->acked && other->acked && m->rules->time_wait)
        c->over = true;
    else if (me->acked && other->acked)
        model_end_conn(m, c);
}

const char *model_of_conn(struct model *m, struct model_conn *c, unsigned from,
                          const struct model_packet *k, const uint8_t *before,
                          const struct model_result *r)
{
    const struct model_end *me = &c->end[from], *other = &c->end[!from];
    struct model_wanted w = {.from = me->seen,
                             .to = other->ip,
                             .from_port = me->seen_port,
                             .to_port = other->port,
                             .out = other->interface};
    const char *why;

    if (!model_route_by(m, w.out, w.to, &w.via))
        return model_dropped(r);
    c->last = m->now;
    why = model_forwarded(k, &w, before, r);
    if (!why && c->protocol == TCP)
        why = judge_seq(c, from, k, r->packet);
    if (why)
        return why;
    if (c->protocol == TCP)
        follow_tcp(m, c, from, k, r->packet);
    else if (from == 1 && c->end[1].port == 53 && m->place->guards)
        model_end_conn(m, c); /* DNS Guard */
    return NULL;
}

/* The newest: one side's addresses may be the same when two names of a host
 * were called. */
struct model_conn *model_find_conn(struct model *m, unsigned in,
                                   const struct model_packet *k, unsigned *from)
{
    struct model_conn *best = NULL;

    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        struct model_conn *c = &m->conn[i];

        for (unsigned e = 0; c->used && e < 2; e++) {
            const struct model_end *a = &c->end[e], *b = &c->end[!e];

            if (c->protocol == k->protocol && a->interface == in &&
                a->ip == k->from && a->port == k->from_port &&
                b->seen == k->to && b->seen_port == k->to_port &&
                (!best || c->number >= best->number)) {
                best = c;
                *from = e;
            }
        }
    }
    return best;
}

/* --- new ones ---------------------------------------------------------- */

unsigned model_too_many(const struct model *m, const struct model_xlate *x,
                        unsigned interface, uint32_t ip,
                        const struct model_packet *k)
{
    uint32_t all = 0, half = 0;

    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        const struct model_conn *c = &m->conn[i];
        const struct model_end *e = &c->end[c->safe];

        if (!c->used || c->protocol != TCP || e->interface != interface ||
            e->ip != ip)
            continue;
        all++;
        half += !c->up;
    }
    if (k->protocol != TCP)
        return 0;
    if (x->max && all >= x->max)
        return 1;
    return m->place->guards && x->embryonic && half >= x->embryonic ? 2 : 0;
}

static struct model_conn *free_conn(struct model *m)
{
    for (unsigned i = 0; i < MODEL_CONNS; i++) {
        if (!m->conn[i].used)
            return &m->conn[i];
    }
    return NULL;
}

const char *model_new_conn(struct model *m, unsigned in,
                           const struct model_way *w,
                           const struct model_seen *s,
                           const struct model_packet *k, const uint8_t *before,
                           const struct model_result *r)
{
    struct model_conn *c = free_conn(m);
    struct model_xlate *safe;

    if (!c)
        return "the model is full";
    memset(c, 0, sizeof *c);
    c->used = true;
    c->number = ++m->conns;
    c->protocol = k->protocol;
    c->end[0] = (struct model_end){.interface = in,
                                   .ip = k->from,
                                   .port = k->from_port,
                                   .seen = s->ip,
                                   .seen_port = s->port};
    c->end[1] = (struct model_end){.interface = w->out,
                                   .ip = w->to,
                                   .port = w->to_port,
                                   .seen = k->to,
                                   .seen_port = k->to_port};
    c->safe = model_safer(m, in, w->out) ? 0 : 1;
    c->xlate[0] = s->there;
    c->xlate[1] = w->xlate;
    safe = c->xlate[c->safe];
    c->random = !safe || !safe->norandomseq;
    return model_of_conn(m, c, 0, k, before, r);
}
