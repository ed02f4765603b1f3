/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup.c - the translation an address has: a whole address goes before a port
 * of one, one that a list chose before others, the newest before older ones.
 */
#include "guest/firewall/firewall_int.h"

static struct xlate *next_seen(struct xlate *x, unsigned out,
                               uint8_t protocol, uint32_t ip, uint16_t port)
{
    while (x && (x->seen != ip || x->out != out || x->protocol != protocol ||
                 x->seen_port != port))
        x = x->next_seen;
    return x;
}

struct xlate *lookup_exact(const struct firewall *f, unsigned out,
                           uint8_t protocol, uint32_t ip, uint16_t port)
{
    return next_seen(*table_by_seen(f, protocol, ip, port), out,
                     protocol, ip, port);
}

static struct xlate *next_real(struct xlate *x, unsigned in, unsigned out,
                               uint8_t protocol, uint32_t ip, uint16_t port)
{
    while (x && (x->ip != ip || x->in != in || x->out != out ||
                 x->protocol != protocol || x->port != port))
        x = x->next_real;
    return x;
}

static struct xlate *plain_real(const struct firewall *f, unsigned in,
                                unsigned out, uint8_t protocol, uint32_t ip,
                                uint16_t port)
{
    struct xlate *x = *table_by_real(f, protocol, ip, port);

    while ((x = next_real(x, in, out, protocol, ip, port)) && x->list)
        x = x->next_real;
    return x;
}

/* Of those a list chose and the others, the first whose list permits, or the
 * first of the others. */
static struct xlate *find_caller(struct firewall *f, unsigned out,
                                 uint8_t protocol, uint16_t port,
                                 const struct packet *view)
{
    struct xlate *x = *table_by_real(f, protocol, view->from, port);
    struct xlate *plain = NULL;

    for (; (x = next_real(x, view->in, out, protocol, view->from, port));
         x = x->next_real) {
        if (x->list && lists_named_allow(&f->lists, x->list, view))
            return x;
        if (!x->list && !plain)
            plain = x;
    }
    return plain;
}

static struct xlate *find_called(struct firewall *f, uint8_t protocol,
                                 uint16_t port, const struct packet *k)
{
    struct xlate *x = *table_by_seen(f, protocol, k->to, port);
    struct xlate *plain = NULL;

    for (; (x = next_seen(x, k->in, protocol, k->to, port));
         x = x->next_seen) {
        if (x->list) {
            struct packet view =
                packet_turned(k, x->ip, protocol ? x->port : k->to_port);

            if (lists_named_allow(&f->lists, x->list, &view))
                return x;
        } else if (!plain) {
            plain = x;
        }
    }
    return plain;
}

struct xlate *lookup_seen(const struct firewall *f, unsigned out,
                         uint8_t protocol, uint32_t ip, uint16_t port)
{
    struct xlate *x = lookup_exact(f, out, 0, ip, 0);

    return x || !protocol ? x : lookup_exact(f, out, protocol, ip, port);
}

struct xlate *lookup_real(const struct firewall *f, unsigned in, unsigned out,
                         uint8_t protocol, uint32_t ip, uint16_t port)
{
    struct xlate *x = plain_real(f, in, out, 0, ip, 0);

    return x || !protocol ? x : plain_real(f, in, out, protocol, ip, port);
}

struct xlate *lookup_same(const struct firewall *f, const struct xlate *like)
{
    struct xlate *x = *table_by_seen(f, like->protocol, like->seen,
                                     like->seen_port);

    while ((x = next_seen(x, like->out, like->protocol, like->seen,
                          like->seen_port)) &&
           (x->ip != like->ip || x->list != like->list))
        x = x->next_seen;
    return x;
}

static struct xlate *between(struct xlate *x, const struct end *me,
                             unsigned out, uint8_t protocol,
                             uint16_t seen_port)
{
    while ((x = next_seen(x, out, protocol, me->seen, seen_port)) &&
           (x->in != me->interface || x->ip != me->ip ||
            (protocol && x->port != me->port)))
        x = x->next_seen;
    return x;
}

struct xlate *lookup_of_end(const struct firewall *f, const struct end *me,
                            unsigned out, uint8_t protocol)
{
    struct xlate *x = NULL;

    if (me->seen_port == me->port)
        x = between(*table_by_seen(f, 0, me->seen, 0), me, out, 0, 0);
    return x ? x : between(*table_by_seen(f, protocol, me->seen,
                                          me->seen_port), me, out, protocol,
                           me->seen_port);
}

struct xlate *lookup_called(struct firewall *f, const struct packet *k,
                           uint8_t protocol)
{
    struct xlate *x = find_called(f, 0, 0, k);

    return x || !protocol ? x : find_called(f, protocol, k->to_port, k);
}

struct xlate *lookup_caller(struct firewall *f, const struct packet *k,
                           const struct way *w)
{
    bool ports = k->ports &&
                 (k->protocol != IP_ICMP || icmp_asks(k->icmp_type));
    struct packet view = *k;
    struct xlate *x;

    view.to = w->to;
    view.to_port = w->to_port;
    x = find_caller(f, w->out, 0, 0, &view);
    return x || !ports ? x : find_caller(f, w->out, k->protocol, k->from_port,
                                         &view);
}

struct xlate *lookup_dns(const struct firewall *f, unsigned in, unsigned out,
                        uint32_t ip, bool seen)
{
    struct xlate *x = seen ? *table_by_seen(f, 0, ip, 0)
                           : *table_by_real(f, 0, ip, 0);

    while (x && (!x->dns || x->protocol || x->in != in || x->out != out ||
                 (seen ? x->seen : x->ip) != ip))
        x = seen ? x->next_seen : x->next_real;
    return x;
}
