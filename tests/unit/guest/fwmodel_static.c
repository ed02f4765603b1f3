/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_static.c - static lines, those with a list too. */
#include "tests/unit/guest/fwmodel_int.h"

#include <string.h>

uint32_t model_moved(uint32_t ip, uint32_t to, uint32_t mask)
{
    return (to & mask) | (ip & ~mask);
}

/* --- as a list sees it ------------------------------------------------- */

struct model_packet model_from_inside(const struct model_packet *k,
                                      uint32_t real, uint16_t real_port)
{
    struct model_packet view = *k;

    view.from = real;
    view.from_port = real_port;
    view.to = k->from;
    view.to_port = k->from_port;
    return view;
}

struct model_packet model_going(const struct model_packet *k,
                                const struct model_way *w)
{
    struct model_packet view = *k;

    view.to = w->to;
    view.to_port = w->to_port;
    return view;
}

/* --- lines ------------------------------------------------------------- */

bool model_static_line(const struct model *m, unsigned i,
                       struct rules_static *s)
{
    const struct rules *r = m->rules;

    *s = r->statics[i];
    if (s->own)
        s->mapped_ip = m->place->interface[s->mapped].ip;
    if (!s->list)
        return true;
    for (unsigned a = 0; a < r->aces; a++) {
        const struct rules_ace *e = &r->ace[a];

        if (e->list != s->list - 1u || e->action != RULES_PERMIT)
            continue;
        s->real_ip = e->from.ip;
        s->mask = e->from.mask;
        s->real_port = e->from_ports.low;
        return e->from.group == 0 && (!s->own || s->mask == 0xffffffff) &&
               (!s->protocol ||
                (s->mask == 0xffffffff && e->protocol == s->protocol &&
                 e->from_ports.op == RULES_PORT_EQ));
    }
    return false;
}

struct model_xlate model_of_static(const struct model *m,
                                   const struct rules_static *s, uint32_t real)
{
    struct model_xlate x = {.fixed = true,
                            .in = s->real,
                            .out = s->mapped,
                            .ip = real,
                            .seen = model_moved(real, s->mapped_ip, s->mask),
                            .max = s->connections,
                            .embryonic = s->embryonic,
                            .norandomseq = s->norandomseq,
                            .dns = s->dns && !s->list && !s->protocol};

    if (s->protocol) {
        x.protocol = s->protocol;
        x.port = s->real_port;
        x.seen_port = s->mapped_port;
    }
    if (s->list)
        strcpy(x.list, m->rules->list[s->list - 1].name);
    return x;
}

static bool to_static(const struct model *m, const struct rules_static *s,
                      unsigned in, const struct model_packet *k)
{
    struct model_packet view;

    if (s->mapped != in || !model_within(k->to, s->mapped_ip, s->mask) ||
        (s->protocol &&
         (s->protocol != k->protocol || s->mapped_port != k->to_port)))
        return false;
    view = model_from_inside(k, model_moved(k->to, s->real_ip, s->mask),
                             s->protocol ? s->real_port : k->to_port);
    return !s->list || model_list_permits(m->rules, s->list - 1u, &view);
}

static bool from_static(const struct model *m, const struct rules_static *s,
                        unsigned in, const struct model_way *w,
                        const struct model_packet *k)
{
    struct model_packet view = model_going(k, w);

    return s->real == in && s->mapped == w->out &&
           model_within(k->from, s->real_ip, s->mask) &&
           (!s->protocol ||
            (s->protocol == k->protocol && s->real_port == k->from_port)) &&
           (!s->list || model_list_permits(m->rules, s->list - 1u, &view));
}

bool model_find_static(const struct model *m, unsigned in,
                       const struct model_way *w, const struct model_packet *k,
                       struct rules_static *s)
{
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < m->rules->static_count; i++) {
            if (!m->rules->statics[i].list == (round == 0) ||
                !model_static_line(m, i, s))
                continue;
            if (w ? from_static(m, s, in, w, k) : to_static(m, s, in, k))
                return true;
        }
    }
    return false;
}
