/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcp.c - a TCP connection as it is seen in passing (RFC 793): open, half
 * closed, over; its numbers as the other side knows them.
 */
#include "guest/firewall/firewall_int.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { AT_FLAGS = 13, AT_SEQ = 4, AT_ACK = 8, OPTIONS = 20,
       OPTION_END = 0, OPTION_NOP = 1, OPTION_MSS = 2, OPTION_SACK = 5 };

/* --- numbers ----------------------------------------------------------- */

static uint32_t shift(const struct end *e, uint32_t seq)
{
    if (!e->shifted)
        return seq;
    return seq + (uint32_t)((int32_t)(seq - e->shift_at) > 0
                                ? e->shift_after : e->shift_before);
}

/* Numbers are compared over 2 GiB: so far behind the last change there is but
 * one shift, whichever it is. */
static void settle_shift(struct end *e, uint32_t seq)
{
    enum { FAR_BEHIND = 1 << 30 };

    if (!e->shifted || (int32_t)(seq - e->shift_at) <= FAR_BEHIND)
        return;
    e->shift_before = e->shift_after;
    e->shift_at = seq - FAR_BEHIND / 2;
}

static uint32_t shift_back(const struct end *e, uint32_t ack)
{
    uint32_t behind = ack - (uint32_t)e->shift_after;

    if (!e->shifted)
        return ack;
    return (int32_t)(behind - e->shift_at) > 0
               ? behind : ack - (uint32_t)e->shift_before;
}

uint32_t tcp_own_number(const struct end *e, uint32_t seen)
{
    return shift_back(e, seen - e->delta);
}

/* RFC 2018: edges are numbers of the other side, too. */
static void shift_sack(struct packet *k, unsigned at, unsigned n,
                       const struct end *other)
{
    for (unsigned i = 2; i + 4 <= n; i += 4)
        packet_put_number(k, at + i,
                          tcp_own_number(other,
                                         get_be32(k->transport + at + i)));
}

static void shift_options(struct packet *k, const struct end *other)
{
    unsigned at = OPTIONS;

    while (at < k->header_n) {
        uint8_t kind = k->transport[at];
        unsigned n = 1;

        if (kind == OPTION_END)
            return;
        if (kind != OPTION_NOP) {
            if (at + 1 >= k->header_n)
                return;
            n = k->transport[at + 1];
            if (n < 2 || n > k->header_n - at)
                return;
        }
        if (kind == OPTION_SACK)
            shift_sack(k, at, n, other);
        at += n;
    }
}

/* `sysopt connection tcpmss`: a larger one is made smaller. */
static void limit_mss(const struct firewall *f, struct packet *k)
{
    unsigned at = OPTIONS;

    while (f->rules->tcp_mss && at + 4 <= k->header_n) {
        uint8_t *o = k->transport + at;

        if (o[0] == OPTION_END)
            return;
        if (o[0] == OPTION_MSS && o[1] == 4) {
            uint32_t old = get_be32(o);

            if (get_be16(o + 2) > f->rules->tcp_mss)
                packet_put_number(k, at, (old & 0xffff0000u) |
                                             f->rules->tcp_mss);
            return;
        }
        if (o[0] != OPTION_NOP && o[1] < 2)
            return;
        at += o[0] == OPTION_NOP ? 1 : o[1];
    }
}

static void renumber(const struct end *me, const struct end *other,
                     struct packet *k)
{
    uint32_t seq = get_be32(k->transport + AT_SEQ),
             ack = get_be32(k->transport + AT_ACK);

    if (me->delta || me->shifted)
        packet_put_number(k, AT_SEQ, shift(me, seq) + me->delta);
    if ((!other->delta && !other->shifted) || !(k->flags & TCP_ACK))
        return;
    packet_put_number(k, AT_ACK, tcp_own_number(other, ack));
    shift_options(k, other);
}

/* --- state ------------------------------------------------------------- */

static void open_up(struct firewall *f, struct conn *c, unsigned from,
                    const struct packet *k)
{
    uint8_t both = k->flags & (TCP_SYN | TCP_ACK);

    if (c->up)
        return;
    if (from == 1 && both == (TCP_SYN | TCP_ACK))
        c->answered = true;
    if (from == 0 && c->answered && both == TCP_ACK) {
        c->up = true;
        table_move(f, c, c->end[0].fin || c->end[1].fin ? LIST_HALF_CLOSED
                                                        : LIST_OPEN);
    }
}

static void close_down(struct firewall *f, struct conn *c, unsigned from,
                       const struct packet *k)
{
    struct end *me = &c->end[from], *other = &c->end[!from];
    uint32_t payload = (uint32_t)(k->whole_n - k->header_n);

    if (k->flags & TCP_FIN) {
        me->fin = true;
        me->fin_end = get_be32(k->transport + AT_SEQ) + payload + 1;
        if (c->up && c->list == LIST_OPEN)
            table_move(f, c, LIST_HALF_CLOSED);
    }
    if ((k->flags & TCP_ACK) && other->fin &&
        (int32_t)(tcp_own_number(other, get_be32(k->transport + AT_ACK)) -
                  other->fin_end) >= 0)
        other->fin_acked = true;
}

/* `sysopt connection timewait`: what comes late is not a stranger's. */
static void finish(struct firewall *f, struct conn *c)
{
    if (!f->rules->time_wait)
        table_end(f, c, END_FINS);
    else if (c->list != LIST_TIME_WAIT)
        table_move(f, c, LIST_TIME_WAIT);
}

void tcp_pass(struct firewall *f, struct conn *c, unsigned from,
              struct packet *k)
{
    struct end *me = &c->end[from], *other = &c->end[!from];

    open_up(f, c, from, k);
    close_down(f, c, from, k);
    if (k->whole_n > k->header_n)
        c->data[from] = true;
    if (k->flags & TCP_SYN)
        limit_mss(f, k);
    settle_shift(me, get_be32(k->transport + AT_SEQ));
    renumber(me, other, k);
    if (k->flags & TCP_RST)
        table_end(f, c, from == c->safe ? END_RESET_IN : END_RESET_OUT);
    else if (me->fin_acked && other->fin_acked)
        finish(f, c);
}

/* --- answers of our own ------------------------------------------------ */

/* RFC 793, 3.4: the numbers that make who sent the packet believe it. */
void tcp_refuse(struct firewall *f, const struct packet *k, uint32_t via)
{
    struct {
        uint8_t room[16], bytes[IP_HEADER + 20 + 8];
    } new;
    uint8_t *ip = new.bytes, *tcp = ip + IP_HEADER;
    bool has_ack = k->flags & TCP_ACK;
    uint32_t length = (uint32_t)(k->whole_n - k->header_n) +
                      !!(k->flags & TCP_SYN) + !!(k->flags & TCP_FIN);
    struct packet r = {.bytes = ip, .n = IP_HEADER + 20, .protocol = IP_TCP,
                       .transport = tcp, .transport_n = 20};

    memset(&new, 0, sizeof new);
    ip[0] = 0x45;
    put_be16(ip + 2, IP_HEADER + 20);
    ip[8] = 255;
    ip[9] = IP_TCP;
    put_be32(ip + 12, k->to);
    put_be32(ip + 16, k->from);
    put_be16(tcp, k->to_port);
    put_be16(tcp + 2, k->from_port);
    if (has_ack)
        put_be32(tcp + AT_SEQ, get_be32(k->transport + AT_ACK));
    else
        put_be32(tcp + AT_ACK, get_be32(k->transport + AT_SEQ) + length);
    tcp[12] = 0x50;
    tcp[AT_FLAGS] = has_ack ? TCP_RST : TCP_RST | TCP_ACK;
    packet_seal(&r);
    f->calls.send(f->calls.far, k->in, via, ip, r.n);
}
