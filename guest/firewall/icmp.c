/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * icmp.c - ICMP errors (RFC 792) tell somebody about a packet of his: they go
 * where that came from, and name it as he knows it.
 */
#include "guest/firewall/inspect.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { ERROR = 8, QUOTED = ICMP_QUOTE };

/* The packet that is quoted, as if it came back from where the error does. */
static bool read_quoted(const struct packet *k, struct packet *q)
{
    const uint8_t *p = k->transport + ERROR;

    *q = (struct packet){.in = k->in};
    if (k->transport_n < ERROR + QUOTED || k->whole_n != k->transport_n ||
        p[0] != 0x45)
        return false;
    q->protocol = p[9];
    q->to = get_be32(p + 12);
    q->from = get_be32(p + 16);
    p += IP_HEADER;
    if (q->protocol == IP_TCP || q->protocol == IP_UDP) {
        q->ports = true;
        q->to_port = get_be16(p);
        q->from_port = get_be16(p + 2);
    } else if (q->protocol == IP_ICMP && (icmp_asks(p[0]) ||
                                          icmp_answers(p[0]))) {
        q->ports = true;
        q->icmp_type = p[0];
        q->to_port = q->from_port = get_be16(p + 4);
    }
    return q->to == k->to;
}

/* What a host of the one side is called on the other. */
static uint32_t looks(const struct firewall *f, unsigned in, unsigned out,
                      uint32_t ip)
{
    const struct xlate *x = lookup_real(f, in, out, 0, ip, 0);

    if (x)
        return x->seen;
    fixed_alias_of(f, in, out, &ip);
    return ip;
}

bool icmp_find(struct firewall *f, const struct packet *k, struct way *w,
               struct about *a)
{
    struct packet q;
    struct xlate *x;
    struct end *far;

    if (!read_quoted(k, &q))
        return false;
    far = q.ports && q.protocol != IP_ICMP ? table_find(f, k->in, &q) : NULL;
    if (far) {
        struct end *told = far->index ? far - 1 : far + 1;

        *w = (struct way){.out = told->interface, .to = told->ip};
        *a = (struct about){.from = told->ip, .from_port = told->port,
                            .to = far->seen, .to_port = far->seen_port,
                            .told = told,
                            .source = k->from == far->ip ||
                                              far->ip != far->seen
                                          ? far->seen : k->from};
        return true;
    }
    if (q.protocol == IP_TCP || q.protocol == IP_UDP)
        return false;
    x = lookup_called(f, &q, q.ports ? q.protocol : 0);
    if (!x)
        return false;
    *w = (struct way){.out = x->in, .to = x->ip};
    *a = (struct about){.from = x->ip, .to = looks(f, k->in, x->in, q.from),
                        .to_port = q.from_port,
                        .from_port = x->protocol ? x->port : q.to_port,
                        .source = looks(f, k->in, x->in, k->from)};
    return true;
}

void icmp_rewrite(struct packet *k, const struct way *w,
                  const struct about *a)
{
    uint8_t *p = k->transport + ERROR, *ports = p + IP_HEADER;

    put_be32(k->bytes + 12, a->source);
    put_be32(k->bytes + 16, w->to);
    put_be32(p + 12, a->from);
    put_be32(p + 16, a->to);
    put_be16(p + 10, 0);
    put_be16(p + 10, (uint16_t)~packet_sum(p, IP_HEADER, 0));
    if (p[9] == IP_TCP || p[9] == IP_UDP) {
        put_be16(ports, a->from_port);
        put_be16(ports + 2, a->to_port);
        /* Who gets it looks whether he could have sent this (RFC 5927). */
        if (p[9] == IP_TCP)
            put_be32(ports + 4,
                     tcp_own_number(a->told, get_be32(ports + 4)));
    } else if (p[9] == IP_ICMP &&
               (icmp_asks(ports[0]) || icmp_answers(ports[0]))) {
        put_be16(ports + 4, a->from_port);
    }
    k->from = a->source;
    k->to = w->to;
    packet_seal(k);
}

/* RFC 1191, 4 */
void icmp_too_long(struct firewall *f, unsigned in,
                   const uint8_t was[ICMP_QUOTE], unsigned mtu)
{
    enum { UNREACHABLE = 3, MUST_BE_CUT = 4, TTL = 255 };
    struct {
        uint8_t room[16], bytes[IP_HEADER + ERROR + QUOTED];
    } new;
    uint8_t *ip = new.bytes, *icmp = ip + IP_HEADER;
    struct packet e = {.bytes = ip, .n = sizeof new.bytes,
                       .protocol = IP_ICMP, .transport = icmp,
                       .transport_n = ERROR + QUOTED};
    uint32_t to = get_be32(was + 12), via;
    unsigned back;

    if (!route_find(f, to, &back, &via) || back != in)
        return;
    memset(&new, 0, sizeof new);
    ip[0] = 0x45;
    put_be16(ip + 2, (uint16_t)e.n);
    ip[8] = TTL;
    ip[9] = IP_ICMP;
    put_be32(ip + 12, f->place->interface[in].ip);
    put_be32(ip + 16, to);
    icmp[0] = UNREACHABLE;
    icmp[1] = MUST_BE_CUT;
    put_be16(icmp + 6, (uint16_t)mtu);
    memcpy(icmp + ERROR, was, QUOTED);
    packet_seal(&e);
    f->calls.send(f->calls.far, in, via, ip, e.n);
}
