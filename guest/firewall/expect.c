/* SPDX-License-Identifier: GPL-2.0-or-later */
/* expect.c - connections that were announced: each may come once, soon. */
#include "guest/firewall/inspect.h"

#include "guest/lib/string.h"

static bool is_same(const struct expectation *a, const struct expectation *b)
{
    return a->used && a->protocol == b->protocol && a->in == b->in &&
           a->out == b->out && a->from == b->from && a->to == b->to &&
           a->to_port == b->to_port && a->real == b->real &&
           a->real_port == b->real_port;
}

/* What is announced again, because a segment was sent again, is one call all
 * the same; without a free place the oldest goes. */
static struct expectation *place_for(struct firewall *f,
                                     const struct expectation *new)
{
    struct expectation *place = &f->expected[0];

    for (unsigned i = 0; i < EXPECTED_MAX; i++) {
        struct expectation *e = &f->expected[i];

        if (is_same(e, new))
            return e;
        if (place->used &&
            (!e->used || (int32_t)(e->until - place->until) < 0))
            place = e;
    }
    return place;
}

bool expect(struct inspected *in, unsigned who, uint8_t protocol,
            uint16_t port, uint32_t *seen, uint16_t *seen_port)
{
    const struct end *me = &in->c->end[who], *caller = &in->c->end[!who];
    struct firewall *f = in->f;
    struct expectation new;
    struct xlate *x = NULL;

    if (!translate_expected(f, me, in->c->xlate[who], caller->interface,
                            protocol, port, &x))
        return false;
    *seen = x ? x->seen : me->seen;
    *seen_port = x && x->protocol ? x->seen_port : port;
    new = (struct expectation){
        .used = true, .protocol = protocol, .in = caller->interface,
        .out = me->interface, .from = caller->ip, .to = *seen,
        .to_port = *seen_port, .real = me->ip, .real_port = port,
        .until = f->now + EXPECT_S, .xlate = x};
    *place_for(f, &new) = new;
    f->any_expected = true;
    return true;
}

bool expect_find(struct firewall *f, const struct packet *k, struct way *w)
{
    for (unsigned i = 0; f->any_expected && i < EXPECTED_MAX; i++) {
        struct expectation *e = &f->expected[i];

        if (!e->used || e->in != k->in || e->protocol != k->protocol ||
            e->from != k->from || e->to != k->to || e->to_port != k->to_port)
            continue;
        e->used = false;
        *w = (struct way){.out = e->out, .to = e->real,
                          .to_port = e->real_port, .xlate = e->xlate,
                          .mapped = e->xlate != NULL, .announced = true};
        return true;
    }
    return false;
}

void expect_expire(struct firewall *f)
{
    bool any = false;

    for (unsigned i = 0; f->any_expected && i < EXPECTED_MAX; i++) {
        struct expectation *e = &f->expected[i];

        if (e->used && (int32_t)(f->now - e->until) >= 0)
            e->used = false;
        any |= e->used;
    }
    f->any_expected = any;
}

bool expect_waits(const struct firewall *f, const struct xlate *x)
{
    for (unsigned i = 0; f->any_expected && i < EXPECTED_MAX; i++) {
        const struct expectation *e = &f->expected[i];

        if (e->used && e->xlate == x && (int32_t)(f->now - e->until) < 0)
            return true;
    }
    return false;
}

void expect_forget(struct firewall *f, const struct xlate *x)
{
    for (unsigned i = 0; f->any_expected && i < EXPECTED_MAX; i++) {
        if (f->expected[i].xlate == x)
            f->expected[i].used = false;
    }
}
