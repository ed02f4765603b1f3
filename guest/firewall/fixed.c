/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fixed.c - what is translated by a fixed line: static, and alias.
 *
 * A static line with a list is for those connections that the list permits;
 * what it translates is the source of the list's first entry that permits.
 */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/network.h"

#include "guest/lib/string.h"

static uint32_t moved(uint32_t ip, uint32_t to, uint32_t mask)
{
    return (to & mask) | (ip & ~mask);
}

/* --- static ------------------------------------------------------------ */

/* Can a line translate what this entry names? */
static bool names_one(const struct rules_static *s, const struct rules_ace *a)
{
    bool host = a->from.mask == 0xffffffff;

    if (a->from.group || (s->own && !host))
        return false;
    return !s->protocol || (host && a->protocol == s->protocol &&
                            a->from_ports.op == RULES_PORT_EQ);
}

/* Line i, with what stands elsewhere put in; false: it translates nothing. */
static bool read_line(const struct firewall *f, unsigned i,
                      struct rules_static *s)
{
    const struct rules_ace *a;

    *s = f->rules->statics[i];
    if (s->own)
        s->mapped_ip = f->place->interface[s->mapped].ip;
    if (!s->list)
        return true;
    if (f->fixed_entry[i] == 0)
        return false;
    a = &f->rules->ace[f->fixed_entry[i] - 1];
    s->real_ip = a->from.ip;
    s->mask = a->from.mask;
    s->real_port = a->from_ports.low;
    return true;
}

/* The entry that says what a line with a list translates, from 1; 0: none. */
static uint16_t entry_of(const struct rules *r, const struct rules_static *s)
{
    for (unsigned i = 0; s->list && i < r->aces; i++) {
        const struct rules_ace *a = &r->ace[i];

        if (a->list == s->list - 1u && a->action == RULES_PERMIT)
            return names_one(s, a) ? (uint16_t)(i + 1) : 0;
    }
    return 0;
}

void fixed_configure(struct firewall *f)
{
    for (unsigned i = 0; i < f->rules->static_count; i++)
        f->fixed_entry[i] = entry_of(f->rules, &f->rules->statics[i]);
}

static bool is_to(struct firewall *f, const struct rules_static *s,
                  const struct packet *k)
{
    struct packet view;

    if (!network_has(s->mapped_ip, s->mask, k->to) ||
        (s->protocol && (s->protocol != k->protocol ||
                         s->mapped_port != k->to_port)))
        return false;
    if (!s->list)
        return true;
    view = packet_turned(k, moved(k->to, s->real_ip, s->mask),
                         s->protocol ? s->real_port : k->to_port);
    return lists_allow(&f->lists, s->list - 1u, &view);
}

static bool is_from(struct firewall *f, const struct rules_static *s,
                    const struct packet *k, const struct way *w)
{
    struct packet view;

    if (s->real != k->in || !network_has(s->real_ip, s->mask, k->from) ||
        (s->protocol && (s->protocol != k->protocol ||
                         s->real_port != k->from_port)))
        return false;
    if (!s->list)
        return true;
    view = *k;
    view.to = w->to;
    view.to_port = w->to_port;
    return lists_allow(&f->lists, s->list - 1u, &view);
}

static struct xlate xlate_of(const struct firewall *f,
                             const struct rules_static *s, uint32_t real)
{
    return (struct xlate){
        .fixed = true, .in = s->real, .out = s->mapped, .ip = real,
        .seen = moved(real, s->mapped_ip, s->mask), .protocol = s->protocol,
        .port = s->protocol ? s->real_port : 0,
        .seen_port = s->protocol ? s->mapped_port : 0,
        .max = s->connections, .embryonic = s->embryonic,
        .norandomseq = s->norandomseq,
        .dns = s->dns && !s->list && !s->protocol,
        .list = s->list ? lists_name(f->rules, s->list - 1u) : 0};
}

/* Lines with a list go first; of each kind the first that fits, from 1; 0:
 * none does. */
static uint16_t find(struct firewall *f, const struct packet *k,
                 const struct way *w, struct rules_static *s)
{
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < f->rules->static_count; i++) {
            const struct rules_static *line = &f->rules->statics[i];

            if (line->mapped == (w ? w->out : k->in) &&
                !line->list == (round == 1) && read_line(f, i, s) &&
                (w ? is_from(f, s, k, w) : is_to(f, s, k)))
                return (uint16_t)(i + 1);
        }
    }
    return 0;
}

uint16_t fixed_to(struct firewall *f, const struct packet *k, struct xlate *x)
{
    struct rules_static s;
    uint16_t line = find(f, k, NULL, &s);

    if (line)
        *x = xlate_of(f, &s, moved(k->to, s.real_ip, s.mask));
    return line;
}

void fixed_make(const struct firewall *f, uint16_t line, uint32_t real,
                struct xlate *x)
{
    struct rules_static s;

    read_line(f, line - 1u, &s);
    *x = xlate_of(f, &s, real);
}

bool fixed_from(struct firewall *f, const struct packet *k,
                const struct way *w, struct xlate *x)
{
    struct rules_static s;

    if (!find(f, k, w, &s))
        return false;
    *x = xlate_of(f, &s, k->from);
    return true;
}

bool fixed_has(const struct firewall *f, unsigned out, uint32_t ip,
               uint8_t protocol, uint16_t port)
{
    struct rules_static s;

    for (unsigned i = 0; i < f->rules->static_count; i++) {
        if (f->rules->statics[i].mapped == out && read_line(f, i, &s) &&
            network_has(s.mapped_ip, s.mask, ip) &&
            (!s.protocol || !protocol ||
             (s.protocol == protocol && s.mapped_port == port)))
            return true;
    }
    return false;
}

bool fixed_gives(const struct firewall *f, unsigned out, uint32_t ip)
{
    for (unsigned i = 0; i < f->rules->globals; i++) {
        const struct rules_global *g = &f->rules->global[i];

        if (g->interface == out &&
            (g->own ? ip == f->place->interface[out].ip
                    : ip >= g->first && ip <= g->last))
            return true;
    }
    return fixed_has(f, out, ip, 0, 0);
}

bool fixed_answers_arp(const struct firewall *f, unsigned interface,
                       uint32_t ip)
{
    struct rules_static s;

    for (unsigned i = 0; i < f->rules->static_count; i++) {
        if (f->rules->statics[i].mapped == interface &&
            !f->rules->statics[i].own && read_line(f, i, &s) &&
            network_has(s.mapped_ip, s.mask, ip))
            return true;
    }
    return fixed_alias_to(f, interface, &ip);
}

/* --- alias ------------------------------------------------------------- */

bool fixed_alias_to(const struct firewall *f, unsigned interface,
                    uint32_t *ip)
{
    for (unsigned i = 0; i < f->rules->aliases; i++) {
        const struct rules_alias *a = &f->rules->alias[i];

        if (a->interface == interface && network_has(a->ip, a->mask, *ip)) {
            *ip = moved(*ip, a->foreign, a->mask);
            return true;
        }
    }
    return false;
}

bool fixed_alias_of(const struct firewall *f, unsigned in, unsigned out,
                    uint32_t *ip)
{
    for (unsigned i = 0; i < f->rules->aliases; i++) {
        const struct rules_alias *a = &f->rules->alias[i];

        if (a->interface == out && translate_safer(f, out, in) &&
            network_has(a->foreign, a->mask, *ip)) {
            *ip = moved(*ip, a->ip, a->mask);
            return true;
        }
    }
    return false;
}

/* --- addresses in DNS answers ------------------------------------------ */

static bool dns_by_line(const struct firewall *f, unsigned in, unsigned out,
                        uint32_t *ip)
{
    for (unsigned i = 0; i < f->rules->static_count; i++) {
        struct rules_static s = f->rules->statics[i];

        if (!s.dns || s.list || s.protocol)
            continue;
        read_line(f, i, &s);
        if (s.real == out && s.mapped == in &&
            network_has(s.mapped_ip, s.mask, *ip)) {
            *ip = moved(*ip, s.real_ip, s.mask);
            return true;
        }
        if (s.real == in && s.mapped == out &&
            network_has(s.real_ip, s.mask, *ip)) {
            *ip = moved(*ip, s.mapped_ip, s.mask);
            return true;
        }
    }
    return false;
}

uint32_t fixed_dns(const struct firewall *f, unsigned in, unsigned out,
                   uint32_t ip)
{
    const struct rules *r = f->rules;
    const struct xlate *x = lookup_dns(f, out, in, ip, true);

    if (x)
        return x->ip;
    x = lookup_dns(f, in, out, ip, false);
    if (x)
        return x->seen;
    if (dns_by_line(f, in, out, &ip) ||
        (!r->no_dns_alias_in && fixed_alias_of(f, in, out, &ip)))
        return ip;
    if (!r->no_dns_alias_out && translate_safer(f, in, out))
        fixed_alias_to(f, in, &ip);
    return ip;
}
