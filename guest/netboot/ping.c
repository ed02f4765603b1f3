/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ping.c - ICMP echo.
 *
 * `!` is a reply, `.` none in time, `?` a host or router saying that it can't
 * be delivered (RFC 792: destination unreachable, time exceeded).
 */
#include "guest/netboot/ping.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/netboot/strings.h"

enum {
    ECHOES = 5,
    PACKET_BYTES = 100, /* the IP header counts */
    PATIENCE_S = 4,
    ARP_PATIENCE_MS = 1000,
    ICMP_ECHO_REPLY = 0,
    ICMP_UNREACHABLE = 3,
    ICMP_ECHO = 8,
    ICMP_EXCEEDED = 11,
};

struct echo {
    uint32_t to;
    uint16_t id, sequence;
};

static void send_echo(struct net *n, const struct echo *e)
{
    uint8_t *icmp = net_payload(n);
    enum { BYTES = PACKET_BYTES - IP_BYTES };

    memset(icmp, 0, ICMP_BYTES);
    icmp[0] = ICMP_ECHO;
    put_be16(icmp + 4, e->id);
    put_be16(icmp + 6, e->sequence);
    for (unsigned i = ICMP_BYTES; i < BYTES; i++)
        icmp[i] = (uint8_t)i;
    put_be16(icmp + 2, (uint16_t)~net_fold(net_sum(0, icmp, BYTES)));
    net_send(n, e->to, IP_ICMP, BYTES);
}

static bool same_echo(const uint8_t *icmp, const struct echo *e)
{
    return get_be16(icmp + 4) == e->id && get_be16(icmp + 6) == e->sequence;
}

/* The mark a packet earns; 0: it is not about this echo. */
static char judge(const struct net *n, const struct net_packet *p,
                  const struct echo *e)
{
    if (p->bytes < IP_BYTES)
        return 0;
    size_t header = (p->ip[0] & 15) * 4u;
    size_t total = get_be16(p->ip + 2);
    if (p->ip[0] >> 4 != 4 || header < IP_BYTES || total > p->bytes ||
        total < header || total - header < ICMP_BYTES)
        return 0;
    if (p->ip[9] != IP_ICMP || get_be32(p->ip + 16) != n->address ||
        get_be16(p->ip + 6) & 0x3fff)
        return 0;
    const uint8_t *icmp = p->ip + header;
    size_t bytes = total - header;
    if (net_fold(net_sum(0, icmp, bytes)) != 0xffff)
        return 0;
    if (icmp[0] == ICMP_ECHO_REPLY)
        return get_be32(p->ip + 12) == e->to && same_echo(icmp, e) ? '!' : 0;
    if (icmp[0] != ICMP_UNREACHABLE && icmp[0] != ICMP_EXCEEDED)
        return 0;
    /* They quote our header and the first 8 bytes behind it. */
    const uint8_t *quoted = icmp + ICMP_BYTES;
    if (bytes < ICMP_BYTES + IP_BYTES + ICMP_BYTES || quoted[0] != 0x45 ||
        get_be32(quoted + 16) != e->to)
        return 0;
    return same_echo(quoted + IP_BYTES, e) ? '?' : 0;
}

static char await(struct net *n, const struct echo *e)
{
    const struct host *h = n->host;
    uint32_t began = h->now_ms(h->far);

    while (h->now_ms(h->far) - began < PATIENCE_S * 1000) {
        struct net_packet p;
        enum net_kind kind = net_look(n, &p);
        char mark = kind == NET_IP ? judge(n, &p, e) : 0;
        if (mark)
            return mark;
        if (h->stopped(h->far))
            return 0;
        if (kind == NET_NOTHING)
            h->rest(h->far);
    }
    return '.';
}

static char one(struct net *n, const struct echo *e)
{
    if (!n->hop_known) {
        /* Two tries, of 1 and of 2 seconds, stay within the 4. */
        switch (net_resolve(n, e->to, 2, ARP_PATIENCE_MS)) {
        case NET_STOPPED:
            return 0;
        case NET_UNRESOLVED:
            return '.';
        case NET_RESOLVED:
            break;
        }
    }
    send_echo(n, e);
    return await(n, e);
}

unsigned ping(struct net *n, uint32_t to)
{
    char text[FORMAT_IPV4];
    struct echo e = { .to = to };
    unsigned sent = 0, replies = 0;

    /* Any number that differs from run to run serves as identifier. */
    e.id = (uint16_t)(0x5b8d + n->host->now_ms(n->host->far) * 40503u +
                      ++n->ip_id * 641u);
    net_print(n, "Sending %d, %d-byte 0x%x ICMP Echoes to %s, "
              "timeout is %d seconds:\n", ECHOES, PACKET_BYTES, e.id,
              format_ipv4(to, text), PATIENCE_S);
    n->hop_known = false;
    while (sent < ECHOES) {
        char mark = one(n, &e);
        if (!mark)
            break;
        net_mark(n, "%c", mark);
        sent++;
        e.sequence++;
        replies += mark == '!';
    }
    if (sent < ECHOES)
        net_print(n, "%s", STR_STOPPED);
    net_print(n, "\nSuccess rate is %u percent (%u/%u)\n",
              sent ? replies * 100 / sent : 0, replies, sent);
    return replies;
}
