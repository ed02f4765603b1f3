/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcp.c - a TCP connection as it is seen in passing (RFC 793): open, half
 * closed, over; its numbers as the other side knows them.
 */
#include "guest/firewall/firewall_int.h"

#include "guest/lib/bytes.h"

enum { AT_SEQ = 4, AT_ACK = 8, OPTIONS = 20, OPTION_END = 0, OPTION_NOP = 1,
       OPTION_MSS = 2, OPTION_SACK = 5 };

/* --- numbers ----------------------------------------------------------- */

/* RFC 2018: edges are numbers of the other side, too. */
static void shift_sack(struct packet *k, unsigned at, unsigned n,
                       uint32_t delta)
{
    for (unsigned i = 2; i + 4 <= n; i += 4)
        packet_put_number(k, at + i, get_be32(k->transport + at + i) - delta);
}

static void shift_options(struct packet *k, uint32_t delta)
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
            shift_sack(k, at, n, delta);
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
    if (me->delta)
        packet_put_number(k, AT_SEQ,
                          get_be32(k->transport + AT_SEQ) + me->delta);
    if (!other->delta || !(k->flags & TCP_ACK))
        return;
    packet_put_number(k, AT_ACK,
                      get_be32(k->transport + AT_ACK) - other->delta);
    shift_options(k, other->delta);
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
    uint32_t payload = (uint32_t)(k->transport_n - k->header_n);

    if (k->flags & TCP_FIN) {
        me->fin = true;
        me->fin_end = get_be32(k->transport + AT_SEQ) + payload + 1;
        if (c->up && c->list != LIST_HALF_CLOSED)
            table_move(f, c, LIST_HALF_CLOSED);
    }
    /* Numbers are still those of the sender's wire; the other's own stand
     * `delta` lower there. */
    if ((k->flags & TCP_ACK) && other->fin &&
        (int32_t)(get_be32(k->transport + AT_ACK) - other->delta -
                  other->fin_end) >= 0)
        other->fin_acked = true;
}

void tcp_pass(struct firewall *f, struct conn *c, unsigned from,
              struct packet *k)
{
    struct end *me = &c->end[from], *other = &c->end[!from];

    open_up(f, c, from, k);
    close_down(f, c, from, k);
    if (k->transport_n > k->header_n)
        c->data[from] = true;
    if (k->flags & TCP_SYN)
        limit_mss(f, k);
    renumber(me, other, k);
    if (k->flags & TCP_RST)
        table_end(f, c, from == c->safe ? END_RESET_IN : END_RESET_OUT);
    else if (me->fin_acked && other->fin_acked)
        table_end(f, c, END_FINS);
}
