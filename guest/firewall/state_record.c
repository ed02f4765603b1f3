/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state_record.c - translations and connections as bytes: docs/failover.md,
 * Records. */
#include "guest/firewall/state_int.h"

#include "guest/lib/bytes.h"

enum {
    KIND, LENGTH,
    /* XLATE */
    X_IN = 2, X_OUT, X_PROTOCOL, X_FLAGS, X_PORT = 6, X_SEEN_PORT = 8,
    X_IP = 10, X_SEEN = 14, X_MAX = 18, X_EMBRYONIC = 22, X_IDLE = 26,
    X_AGE = 30, X_LIST = 34, X_END = 38,
    /* TCP */
    C_FLAGS = 2, C_ZERO, C_IDLE = 4, C_AGE = 8, C_BYTES = 12, C_ENDS = 16,
    C_END = 84,
    /* each of its ends */
    E_INTERFACE = 0, E_FLAGS, E_PORT = 2, E_SEEN_PORT = 4, E_IP = 6,
    E_SEEN = 10, E_DELTA = 14, E_FIN_END = 18, E_SHIFT_AT = 22,
    E_SHIFT_BEFORE = 26, E_SHIFT_AFTER = 30, E_END = 34,
    /* NO XLATE */
    NX_OUT = 2, NX_PROTOCOL, NX_SEEN_PORT = 4, NX_SEEN = 6, NX_IP = 10,
    NX_LIST = 14, NX_END = 18,
    /* NO TCP */
    NC_INTERFACE = 2, NC_ZERO, NC_PORT = 4, NC_OTHER_PORT = 6, NC_IP = 8,
    NC_OTHER = 12, NC_END = 16,
};

enum { X_FIXED = 1, X_NORANDOMSEQ = 2, X_IDENTITY = 4, X_DNS = 8,
       X_KNOWN = 15 };
enum { C_DATA = 1, C_DATA_BACK = 2, C_MAIL_TEXT = 4, C_KNOWN = 7 };
enum { E_FIN = 1, E_FIN_ACKED = 2, E_SHIFTED = 4, E_KNOWN = 7 };

static size_t head(uint8_t *to, enum state_kind kind, size_t n)
{
    to[KIND] = (uint8_t)kind;
    to[LENGTH] = (uint8_t)n;
    return n;
}

static bool is(const uint8_t *r, size_t n, enum state_kind kind, size_t length)
{
    return n == length && r[KIND] == kind && r[LENGTH] == length;
}

/* So many seconds ago; no number makes it a moment to come. */
static uint32_t moment(const struct firewall *f, const uint8_t *r)
{
    uint32_t ago = get_be32(r);

    return f->now - (ago > INT32_MAX ? INT32_MAX : ago);
}

/* --- translations ------------------------------------------------------ */

size_t state_put_xlate(const struct firewall *f, const struct xlate *x,
                       uint8_t to[STATE_RECORD_MAX])
{
    to[X_IN] = x->in;
    to[X_OUT] = x->out;
    to[X_PROTOCOL] = x->protocol;
    to[X_FLAGS] = (uint8_t)((x->fixed ? X_FIXED : 0) |
                            (x->norandomseq ? X_NORANDOMSEQ : 0) |
                            (x->identity ? X_IDENTITY : 0) |
                            (x->dns ? X_DNS : 0));
    put_be16(to + X_PORT, x->port);
    put_be16(to + X_SEEN_PORT, x->seen_port);
    put_be32(to + X_IP, x->ip);
    put_be32(to + X_SEEN, x->seen);
    put_be32(to + X_MAX, x->max);
    put_be32(to + X_EMBRYONIC, x->embryonic);
    put_be32(to + X_IDLE, f->now - x->last);
    put_be32(to + X_AGE, f->now - x->born);
    put_be32(to + X_LIST, x->list);
    return head(to, STATE_XLATE, X_END);
}

size_t state_put_no_xlate(const struct xlate *x, uint8_t to[STATE_RECORD_MAX])
{
    to[NX_OUT] = x->out;
    to[NX_PROTOCOL] = x->protocol;
    put_be16(to + NX_SEEN_PORT, x->seen_port);
    put_be32(to + NX_SEEN, x->seen);
    put_be32(to + NX_IP, x->ip);
    put_be32(to + NX_LIST, x->list);
    return head(to, STATE_NO_XLATE, NX_END);
}

/* A whole address has no ports. */
static bool ports_fit(uint8_t protocol, uint16_t port)
{
    return protocol ? protocol == IP_TCP || protocol == IP_UDP ||
                          protocol == IP_ICMP
                    : port == 0;
}

bool state_get_xlate(const struct firewall *f, const uint8_t *r, size_t n,
                     struct xlate *x)
{
    if (!is(r, n, STATE_XLATE, X_END) || r[X_FLAGS] & ~X_KNOWN)
        return false;
    *x = (struct xlate){
        .in = r[X_IN], .out = r[X_OUT], .protocol = r[X_PROTOCOL],
        .fixed = r[X_FLAGS] & X_FIXED,
        .norandomseq = r[X_FLAGS] & X_NORANDOMSEQ,
        .identity = r[X_FLAGS] & X_IDENTITY, .dns = r[X_FLAGS] & X_DNS,
        .list = get_be32(r + X_LIST),
        .port = get_be16(r + X_PORT),
        .seen_port = get_be16(r + X_SEEN_PORT), .ip = get_be32(r + X_IP),
        .seen = get_be32(r + X_SEEN), .max = get_be32(r + X_MAX),
        .embryonic = get_be32(r + X_EMBRYONIC),
        .last = moment(f, r + X_IDLE),
        .born = moment(f, r + X_AGE)};
    return x->in < f->place->interfaces && x->out < f->place->interfaces &&
           x->in != x->out && x->ip && x->seen &&
           ports_fit(x->protocol, x->port) &&
           ports_fit(x->protocol, x->seen_port) &&
           (!x->identity || (x->ip == x->seen && !x->protocol));
}

struct state_mapping state_mapping(const uint8_t r[STATE_RECORD_MAX])
{
    return (struct state_mapping){
        .fixed = r[X_FLAGS] & X_FIXED, .port = r[X_PROTOCOL],
        .real = get_be32(r + X_IP), .mapped = get_be32(r + X_SEEN),
        .mapped_port = get_be16(r + X_SEEN_PORT),
        .mapped_interface = r[X_OUT]};
}

bool state_get_no_xlate(const struct firewall *f, const uint8_t *r, size_t n,
                        struct xlate *x)
{
    if (!is(r, n, STATE_NO_XLATE, NX_END))
        return false;
    *x = (struct xlate){.out = r[NX_OUT], .protocol = r[NX_PROTOCOL],
                        .seen_port = get_be16(r + NX_SEEN_PORT),
                        .seen = get_be32(r + NX_SEEN),
                        .ip = get_be32(r + NX_IP),
                        .list = get_be32(r + NX_LIST)};
    return x->out < f->place->interfaces &&
           ports_fit(x->protocol, x->seen_port);
}

/* --- connections ------------------------------------------------------- */

static void put_end(uint8_t *to, const struct end *e)
{
    to[E_INTERFACE] = e->interface;
    to[E_FLAGS] = (uint8_t)((e->fin ? E_FIN : 0) |
                            (e->fin_acked ? E_FIN_ACKED : 0) |
                            (e->shifted ? E_SHIFTED : 0));
    put_be16(to + E_PORT, e->port);
    put_be16(to + E_SEEN_PORT, e->seen_port);
    put_be32(to + E_IP, e->ip);
    put_be32(to + E_SEEN, e->seen);
    put_be32(to + E_DELTA, e->delta);
    put_be32(to + E_FIN_END, e->fin_end);
    put_be32(to + E_SHIFT_AT, e->shift_at);
    put_be32(to + E_SHIFT_BEFORE, (uint32_t)e->shift_before);
    put_be32(to + E_SHIFT_AFTER, (uint32_t)e->shift_after);
}

static bool get_end(const struct firewall *f, const uint8_t *r, struct end *e)
{
    *e = (struct end){
        .interface = r[E_INTERFACE], .fin = r[E_FLAGS] & E_FIN,
        .fin_acked = r[E_FLAGS] & E_FIN_ACKED,
        .shifted = r[E_FLAGS] & E_SHIFTED, .port = get_be16(r + E_PORT),
        .seen_port = get_be16(r + E_SEEN_PORT), .ip = get_be32(r + E_IP),
        .seen = get_be32(r + E_SEEN), .delta = get_be32(r + E_DELTA),
        .fin_end = get_be32(r + E_FIN_END),
        .shift_at = get_be32(r + E_SHIFT_AT),
        .shift_before = (int32_t)get_be32(r + E_SHIFT_BEFORE),
        .shift_after = (int32_t)get_be32(r + E_SHIFT_AFTER)};
    return !(r[E_FLAGS] & ~E_KNOWN) && e->interface < f->place->interfaces &&
           e->ip && e->seen && e->port && e->seen_port;
}

size_t state_put_conn(const struct firewall *f, const struct conn *c,
                      uint8_t to[STATE_RECORD_MAX])
{
    to[C_FLAGS] = (uint8_t)((c->data[0] ? C_DATA : 0) |
                            (c->data[1] ? C_DATA_BACK : 0) |
                            (c->mail_text ? C_MAIL_TEXT : 0));
    to[C_ZERO] = 0;
    put_be32(to + C_IDLE, f->now - c->last);
    put_be32(to + C_AGE, f->now - c->born);
    put_be32(to + C_BYTES, c->bytes);
    put_end(to + C_ENDS, &c->end[0]);
    put_end(to + C_ENDS + E_END, &c->end[1]);
    return head(to, STATE_TCP, C_END);
}

bool state_get_conn(const struct firewall *f, const uint8_t *r, size_t n,
                    struct conn *c)
{
    if (!is(r, n, STATE_TCP, C_END) || r[C_FLAGS] & ~C_KNOWN || r[C_ZERO])
        return false;
    *c = (struct conn){
        .protocol = IP_TCP, .answered = true, .up = true,
        .data = {r[C_FLAGS] & C_DATA, r[C_FLAGS] & C_DATA_BACK},
        .mail_text = r[C_FLAGS] & C_MAIL_TEXT,
        .last = moment(f, r + C_IDLE),
        .born = moment(f, r + C_AGE),
        .bytes = get_be32(r + C_BYTES)};
    return get_end(f, r + C_ENDS, &c->end[0]) &&
           get_end(f, r + C_ENDS + E_END, &c->end[1]) &&
           c->end[0].interface != c->end[1].interface;
}

struct state_ends state_ends(const uint8_t r[STATE_RECORD_MAX])
{
    const uint8_t *one = r + C_ENDS, *two = one + E_END;

    return (struct state_ends){
        {get_be32(one + E_IP), get_be32(two + E_IP)},
        {get_be16(one + E_PORT), get_be16(two + E_PORT)}};
}

size_t state_put_no_conn(const struct conn *c, uint8_t to[STATE_RECORD_MAX])
{
    to[NC_INTERFACE] = c->end[0].interface;
    to[NC_ZERO] = 0;
    put_be16(to + NC_PORT, c->end[0].port);
    put_be16(to + NC_OTHER_PORT, c->end[1].seen_port);
    put_be32(to + NC_IP, c->end[0].ip);
    put_be32(to + NC_OTHER, c->end[1].seen);
    return head(to, STATE_NO_TCP, NC_END);
}

bool state_get_no_conn(const struct firewall *f, const uint8_t *r, size_t n,
                       struct conn *c)
{
    if (!is(r, n, STATE_NO_TCP, NC_END) || r[NC_ZERO])
        return false;
    *c = (struct conn){
        .protocol = IP_TCP,
        .end = {{.interface = r[NC_INTERFACE], .ip = get_be32(r + NC_IP),
                 .port = get_be16(r + NC_PORT)},
                {.seen = get_be32(r + NC_OTHER),
                 .seen_port = get_be16(r + NC_OTHER_PORT)}}};
    return c->end[0].interface < f->place->interfaces;
}
