/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * state.c - see state.h.
 *
 * What is taken over has to be what this firewall's rules could have made, but
 * it need not be what they would permit now: a connection outlives the line
 * that let it begin here as it does there.
 */
#include "guest/firewall/inspect.h"
#include "guest/firewall/state_int.h"

enum { HTTP_PORT = 80 };

/* --- telling ----------------------------------------------------------- */

void state_tell(struct firewall *f, bool on, bool http)
{
    f->telling = on && f->calls.state;
    f->telling_http = http;
}

static bool is_told(const struct firewall *f, const struct conn *c)
{
    return c->protocol == IP_TCP && c->up &&
           (f->telling_http || c->end[1].port != HTTP_PORT);
}

void state_conn(struct firewall *f, const struct conn *c, bool there)
{
    uint8_t record[STATE_RECORD_MAX];

    if (f->telling && is_told(f, c))
        f->calls.state(f->calls.far, record,
                       there ? state_put_conn(f, c, record)
                             : state_put_no_conn(c, record));
}

void state_xlate(struct firewall *f, const struct xlate *x, bool there)
{
    uint8_t record[STATE_RECORD_MAX];

    if (f->telling)
        f->calls.state(f->calls.far, record,
                       there ? state_put_xlate(f, x, record)
                             : state_put_no_xlate(x, record));
}

size_t state_next(const struct firewall *f, struct state_walk *w,
                  uint8_t to[STATE_RECORD_MAX])
{
    const struct xlate *x;
    const struct conn *c;

    while (!w->conns && (x = table_next(&f->xlate_pool, &w->at))) {
        if (x->live)
            return state_put_xlate(f, x, to);
    }
    if (!w->conns)
        *w = (struct state_walk){.conns = true};
    while ((c = table_next(&f->conn_pool, &w->at))) {
        if (c->live && is_told(f, c))
            return state_put_conn(f, c, to);
    }
    return 0;
}

/* --- taking translations ----------------------------------------------- */

static bool is_same_xlate(const struct xlate *a, const struct xlate *b)
{
    return a->in == b->in && a->out == b->out &&
           a->protocol == b->protocol && a->ip == b->ip &&
           a->port == b->port && a->seen == b->seen &&
           a->seen_port == b->seen_port && a->fixed == b->fixed;
}

static enum state_verdict take_xlate(struct firewall *f, const uint8_t *r,
                                     size_t n, uint8_t round)
{
    struct xlate new, *x, *old;
    enum firewall_drop why;

    if (!state_get_xlate(f, r, n, &new))
        return STATE_MALFORMED;
    if (!new.identity && !fixed_gives(f, new.out, new.seen))
        return STATE_NOT_CONFIGURED;
    x = lookup_same(f, &new);
    if (x && !is_same_xlate(x, &new)) {
        table_drop_xlate(f, x);
        x = NULL;
    }
    /* One of the other unit's is in the way of an older one; only those that
     * lists chose may look the same. */
    while (!x && (old = lookup_exact(f, new.out, new.protocol, new.seen,
                                     new.seen_port)) &&
           !old->list && !new.list)
        table_drop_xlate(f, old);
    if (!x)
        x = table_xlate(f, &new, &why);
    if (!x)
        return STATE_NO_PLACE;
    x->max = x->host->max = new.max;
    x->embryonic = x->host->max_embryonic = new.embryonic;
    x->norandomseq = new.norandomseq;
    x->identity = new.identity;
    x->dns = new.dns;
    x->last = new.last;
    x->born = new.born;
    x->round = round;
    return STATE_TAKEN;
}

static enum state_verdict take_no_xlate(struct firewall *f, const uint8_t *r,
                                        size_t n)
{
    struct xlate gone, *x;

    if (!state_get_no_xlate(f, r, n, &gone))
        return STATE_MALFORMED;
    x = lookup_same(f, &gone);
    if (x)
        table_drop_xlate(f, x);
    return STATE_TAKEN;
}

/* --- taking connections ------------------------------------------------ */

/* The end of a connection that sends such packets as this end of c. */
static struct end *find_end(const struct firewall *f, const struct conn *c,
                            unsigned i)
{
    const struct end *me = &c->end[i], *other = &c->end[!i];
    const struct packet k = {.protocol = c->protocol, .from = me->ip,
                             .from_port = me->port, .to = other->seen,
                             .to_port = other->seen_port};

    return table_find(f, me->interface, &k);
}

static bool is_same_end(const struct end *a, const struct end *b)
{
    return a->interface == b->interface && a->ip == b->ip &&
           a->port == b->port && a->seen == b->seen &&
           a->seen_port == b->seen_port;
}

/* The same connection; what is in its way ends. */
static struct conn *find_conn(struct firewall *f, const struct conn *new)
{
    struct end *e;

    for (unsigned i = 0; i < 2; i++) {
        while ((e = find_end(f, new, i))) {
            struct conn *c = table_conn_of(e);

            if (e->index == i && is_same_end(&c->end[0], &new->end[0]) &&
                is_same_end(&c->end[1], &new->end[1]))
                return c;
            table_end(f, c, END_CLEARED);
        }
    }
    return NULL;
}

/* False: a translation that has to be there is not. */
static bool find_xlates(const struct firewall *f, struct conn *new)
{
    for (unsigned i = 0; i < 2; i++) {
        const struct end *me = &new->end[i], *other = &new->end[!i];
        uint32_t alias = me->ip;

        new->xlate[i] = lookup_of_end(f, me, other->interface, IP_TCP);
        if (new->xlate[i] || (me->seen == me->ip && me->seen_port == me->port))
            continue;
        if (!fixed_alias_of(f, me->interface, other->interface, &alias) ||
            alias != me->seen || me->seen_port != me->port)
            return false;
    }
    return true;
}

static bool has_room(const struct firewall *f, const struct conn *new)
{
    const struct end *safe = &new->end[new->safe];
    const struct xlate *x = new->xlate[new->safe];
    const struct host *h = table_find_host(f, safe->interface, safe->ip);

    return !h || !x || !x->max || h->tcp < x->max;
}

static enum state_verdict make_conn(struct firewall *f, struct conn *new,
                                    struct conn **made)
{
    enum firewall_drop why;

    new->safe = translate_safer(f, new->end[0].interface,
                                new->end[1].interface) ? 0 : 1;
    new->inspection = inspect_which(f, IP_TCP, new->end[1].port);
    new->via_made = f->made - 1;
    new->list = LIST_EMBRYONIC; /* as every one begins */
    if (!find_xlates(f, new))
        return STATE_NO_XLATE_FOR;
    if (!has_room(f, new))
        return STATE_NO_PLACE;
    *made = table_conn(f, new, &why);
    return *made ? STATE_TAKEN : STATE_NO_PLACE;
}

/* What changes while a connection is there. */
static void freshen(struct firewall *f, struct conn *c,
                    const struct conn *new)
{
    enum conn_list list =
        new->end[0].fin_acked && new->end[1].fin_acked ? LIST_TIME_WAIT
        : new->end[0].fin || new->end[1].fin ? LIST_HALF_CLOSED : LIST_OPEN;

    for (unsigned i = 0; i < 2; i++) {
        struct end *to = &c->end[i];
        const struct end *from = &new->end[i];

        to->fin = from->fin;
        to->fin_acked = from->fin_acked;
        to->fin_end = from->fin_end;
        to->delta = from->delta;
        to->shifted = from->shifted;
        to->shift_at = from->shift_at;
        to->shift_before = from->shift_before;
        to->shift_after = from->shift_after;
        c->data[i] = new->data[i];
    }
    c->answered = c->up = true;
    c->asking = false;
    c->mail_text = new->mail_text;
    c->bytes = new->bytes;
    if (c->list != list)
        table_move(f, c, list);
    c->last = new->last;
    c->born = new->born;
}

static enum state_verdict take_conn(struct firewall *f, const uint8_t *r,
                                    size_t n, uint8_t round)
{
    enum state_verdict v = STATE_TAKEN;
    struct conn new, *c;

    if (!state_get_conn(f, r, n, &new))
        return STATE_MALFORMED;
    c = find_conn(f, &new);
    if (!c)
        v = make_conn(f, &new, &c);
    if (v != STATE_TAKEN)
        return v;
    freshen(f, c, &new);
    c->round = round;
    return STATE_TAKEN;
}

static enum state_verdict take_no_conn(struct firewall *f, const uint8_t *r,
                                       size_t n)
{
    struct conn gone;
    struct end *e;

    if (!state_get_no_conn(f, r, n, &gone))
        return STATE_MALFORMED;
    e = find_end(f, &gone, 0);
    if (e)
        table_end(f, table_conn_of(e), END_CLEARED);
    return STATE_TAKEN;
}

enum state_verdict state_take(struct firewall *f, const uint8_t *r, size_t n,
                              uint8_t round)
{
    switch (n ? r[0] : 0) {
    case STATE_XLATE:
        return take_xlate(f, r, n, round);
    case STATE_TCP:
        return take_conn(f, r, n, round);
    case STATE_NO_XLATE:
        return take_no_xlate(f, r, n);
    case STATE_NO_TCP:
        return take_no_conn(f, r, n);
    default:
        return STATE_MALFORMED;
    }
}

void state_sweep(struct firewall *f, uint8_t round)
{
    struct xlate *x;
    struct conn *c;

    for (uint32_t at = 0; (c = table_next(&f->conn_pool, &at));) {
        if (c->live && c->round != round)
            table_end(f, c, END_CLEARED);
    }
    for (uint32_t at = 0; (x = table_next(&f->xlate_pool, &at));) {
        if (x->live && x->round != round)
            table_drop_xlate(f, x);
    }
}

/* --- becoming active --------------------------------------------------- */

static uint32_t conn_last(const struct ring *r)
{
    return ((const struct conn *)(const void *)r)->last;
}

static uint32_t xlate_last(const struct ring *r)
{
    return ((const struct xlate *)(const void *)r)->last;
}

/* Takes the older one of two chains' heads, again and again. */
static struct ring *merge(struct ring *a, struct ring *b, uint32_t now,
                          uint32_t (*last)(const struct ring *))
{
    struct ring *first = NULL, **link = &first;

    while (a && b) {
        struct ring **older = now - last(a) >= now - last(b) ? &a : &b;

        *link = *older;
        link = &(*link)->after;
        *older = *link;
    }
    *link = a ? a : b;
    return first;
}

/* What was taken over came in no order; those that expire first go first.
 * Chains of 1, 2, 4 .. are merged as a counter carries. */
static void sort(struct ring *r, uint32_t now,
                 uint32_t (*last)(const struct ring *))
{
    struct ring *chain[32] = {NULL}, *all = NULL, *next;

    r->before->after = NULL;
    for (struct ring *one = r->after == r ? NULL : r->after; one;
         one = next) {
        unsigned i = 0;

        next = one->after;
        one->after = NULL;
        for (; chain[i]; i++) {
            one = merge(chain[i], one, now, last);
            chain[i] = NULL;
        }
        chain[i] = one;
    }
    for (unsigned i = 0; i < 32; i++)
        all = merge(chain[i], all, now, last);
    ring_init(r);
    for (; all; all = next) {
        next = all->after;
        ring_add(r, all);
    }
}

void state_standby(struct firewall *f, bool standby)
{
    if (f->standby && !standby) {
        for (unsigned i = 0; i < CONN_LISTS; i++)
            sort(&f->conns[i], f->now, conn_last);
        sort(&f->idle_xlates, f->now, xlate_last);
        sort(&f->idle_ports, f->now, xlate_last);
    }
    f->standby = standby;
}
