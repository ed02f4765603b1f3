/* SPDX-License-Identifier: GPL-2.0-or-later */
/* view.c - see view.h. */
#include "guest/firewall/view.h"

#include "guest/firewall/firewall_int.h"
#include "guest/lib/string.h"

/* --- connections ------------------------------------------------------- */

/* The letters of `show conn`: what is awaited, what came, what is over. */
static void conn_flags(const struct conn *c, char to[VIEW_FLAGS])
{
    const struct end *safe = &c->end[c->safe], *other = &c->end[!c->safe];
    unsigned n = 0;

    if (c->protocol == IP_UDP) {
        to[n++] = '-';
    } else if (!c->up) {
        const char *waits = c->safe == 0 ? (c->answered ? "A" : "saA")
                                         : (c->answered ? "aB" : "SaAB");

        for (; *waits; waits++)
            to[n++] = *waits;
    } else {
        to[n++] = 'U';
        if (safe->fin)
            to[n++] = safe->fin_acked ? 'R' : 'f';
        if (other->fin)
            to[n++] = other->fin_acked ? 'r' : 'F';
        if (c->data[!c->safe])
            to[n++] = 'I';
        if (c->data[c->safe])
            to[n++] = 'O';
        if (c->safe == 1)
            to[n++] = 'B';
    }
    to[n] = '\0';
}

bool firewall_next_conn(const struct firewall *f, uint32_t *at,
                        struct firewall_conn_view *v)
{
    const struct end *safe, *other;
    struct conn *c;

    while ((c = table_next(&f->conn_pool, at)) && !c->live)
        ;
    if (!c)
        return false;
    safe = &c->end[c->safe];
    other = &c->end[!c->safe];
    *v = (struct firewall_conn_view){
        .protocol = c->protocol, .out_interface = other->interface,
        .in_interface = safe->interface, .out = other->ip, .in = safe->ip,
        .out_seen = other->seen, .in_seen = safe->seen,
        .out_port = other->port, .in_port = safe->port,
        .in_seen_port = safe->seen_port, .idle_s = f->now - c->last,
        .bytes = c->bytes, .number = c->number, .conn = c};
    conn_flags(c, v->flags);
    return true;
}

void firewall_end_conn(struct firewall *f, const struct firewall_conn_view *v)
{
    struct conn *c = v->conn;

    if (c->live && c->number == v->number)
        table_end(f, c, END_CLEARED);
}

static bool is_named(const struct rules_shun *s, const struct conn *c,
                     unsigned who)
{
    const struct end *me = &c->end[who], *other = &c->end[!who];

    return me->ip == s->ip && (other->ip == s->to || other->seen == s->to) &&
           (!s->protocol || s->protocol == c->protocol) &&
           (!s->from_port || s->from_port == me->port) &&
           (!s->to_port || s->to_port == other->port ||
            s->to_port == other->seen_port);
}

void firewall_shun(struct firewall *f, const struct rules_shun *s)
{
    struct conn *c;
    uint32_t at = 0;

    while (s->to && (c = table_next(&f->conn_pool, &at))) {
        if (c->live && (is_named(s, c, 0) || is_named(s, c, 1)))
            table_end(f, c, END_SHUN);
    }
}

/* --- translations ------------------------------------------------------ */

static struct firewall_xlate_view view_of(const struct firewall *f,
                                          const struct xlate *x)
{
    return (struct firewall_xlate_view){
        .protocol = x->protocol, .real_interface = x->in,
        .mapped_interface = x->out, .real = x->ip, .mapped = x->seen,
        .real_port = x->port, .mapped_port = x->seen_port,
        .fixed = x->fixed, .identity = x->identity,
        .norandomseq = x->norandomseq, .dns = x->dns,
        .outside = translate_safer(f, x->out, x->in),
        .connections = x->connections, .idle_s = f->now - x->last};
}

bool firewall_next_xlate(const struct firewall *f, uint32_t *at,
                         struct firewall_xlate_view *v)
{
    struct xlate *x;

    while ((x = table_next(&f->xlate_pool, at)) && !x->live)
        ;
    if (x)
        *v = view_of(f, x);
    return x != NULL;
}

static bool is_chosen(const struct firewall *f, const struct xlate *x,
                      bool (*chosen)(void *far,
                                     const struct firewall_xlate_view *),
                      void *far)
{
    struct firewall_xlate_view v;

    if (!x || !x->live)
        return false;
    v = view_of(f, x);
    return chosen(far, &v);
}

/* The connections first: each translation would look through all of them for
 * its own. */
void firewall_end_xlates(struct firewall *f,
                         bool (*chosen)(void *far,
                                        const struct firewall_xlate_view *),
                         void *far)
{
    struct conn *c;
    struct xlate *x;

    for (uint32_t at = 0; (c = table_next(&f->conn_pool, &at));) {
        if (c->live && (is_chosen(f, c->xlate[0], chosen, far) ||
                        is_chosen(f, c->xlate[1], chosen, far)))
            table_end(f, c, END_XLATE);
    }
    for (uint32_t at = 0; (x = table_next(&f->xlate_pool, &at));) {
        if (is_chosen(f, x, chosen, far))
            table_end_xlate(f, x);
    }
}

/* --- hosts ------------------------------------------------------------- */

bool firewall_next_host(const struct firewall *f, uint32_t *at,
                        struct firewall_host_view *v)
{
    struct host *h;

    while ((h = table_next(&f->host_pool, at)) && !h->live)
        ;
    if (!h)
        return false;
    *v = (struct firewall_host_view){
        .interface = h->interface, .ip = h->ip,
        .connections = h->connections, .tcp = h->tcp, .embryonic = h->embryonic,
        .xlates = h->xlates, .max = h->max,
        .max_embryonic = h->max_embryonic, .host = h};
    return true;
}

/* --- hit counts -------------------------------------------------------- */

void firewall_clear_hits(struct firewall *f, unsigned list)
{
    lists_settle(&f->lists);
    for (unsigned i = 0; i < f->lists.counted; i++) {
        if (!list || f->rules->ace[i].list == list)
            f->lists.hits[i] = 0;
    }
}
