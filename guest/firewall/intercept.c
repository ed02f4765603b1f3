/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * intercept.c - TCP intercept: when a host has as many half-open connections as
 * it may have, the unit answers for it, and remembers nothing (RFC 4987, 3.6).
 *
 * The number in its answer is a cookie.  Who sends it back was there: then the
 * connection is made, the host is asked in the client's place, and its numbers
 * are shifted to those the client knows.
 */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/hash.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { AT_SEQ = 4, AT_ACK = 8, AT_FLAGS = 13, AT_WINDOW = 14, EPOCH_S = 64,
       WINDOW = 8192, MSS = 536 };

static uint32_t cookie(const struct firewall *f, const struct packet *k,
                       uint32_t first, uint32_t epoch)
{
    uint32_t h = hash_mix3(f->secret, k->from, k->to,
                           (uint32_t)k->from_port << 16 | k->to_port);

    return hash_mix3(h, first, epoch, ~f->secret);
}

/* A header without data, as if from one host to the other. */
static void send_bare(struct firewall *f, unsigned out, uint32_t via,
                      const struct packet *k, uint32_t seq, uint32_t ack,
                      uint8_t flags)
{
    struct {
        uint8_t room[16], bytes[IP_HEADER + 24];
    } new;
    uint8_t *ip = new.bytes, *tcp = ip + IP_HEADER;
    bool syn = flags & TCP_SYN;
    struct packet p = {.bytes = ip, .n = IP_HEADER + (syn ? 24u : 20u),
                       .protocol = IP_TCP, .transport = tcp,
                       .transport_n = syn ? 24 : 20};

    memset(&new, 0, sizeof new);
    ip[0] = 0x45;
    put_be16(ip + 2, (uint16_t)p.n);
    ip[8] = 64;
    ip[9] = IP_TCP;
    put_be32(ip + 12, k->from);
    put_be32(ip + 16, k->to);
    put_be16(tcp, k->from_port);
    put_be16(tcp + 2, k->to_port);
    put_be32(tcp + AT_SEQ, seq);
    put_be32(tcp + AT_ACK, ack);
    tcp[12] = syn ? 0x60 : 0x50;
    tcp[AT_FLAGS] = flags;
    put_be16(tcp + AT_WINDOW, WINDOW);
    if (syn)
        put_be32(tcp + 20, 0x02040000u | MSS);
    packet_seal(&p);
    f->calls.send(f->calls.far, out, via, ip, p.n);
}

static struct packet turned(const struct packet *k)
{
    return (struct packet){.from = k->to, .to = k->from,
                           .from_port = k->to_port, .to_port = k->from_port};
}

bool intercept_answer(struct firewall *f, const struct packet *k)
{
    uint32_t first = get_be32(k->transport + AT_SEQ), via;
    struct packet back = turned(k);
    unsigned out;

    if (!route_find(f, k->from, &out, &via) || out != k->in)
        return false;
    f->counts.intercepted++;
    send_bare(f, out, via, &back, cookie(f, k, first, f->now / EPOCH_S),
              first + 1, TCP_SYN | TCP_ACK);
    return true;
}

bool intercept_proves(const struct firewall *f, const struct packet *k)
{
    uint32_t first = get_be32(k->transport + AT_SEQ) - 1;
    uint32_t told = get_be32(k->transport + AT_ACK) - 1;
    uint32_t epoch = f->now / EPOCH_S;

    if (!f->counts.intercepted ||
        (k->flags & (TCP_SYN | TCP_RST | TCP_FIN | TCP_ACK)) != TCP_ACK)
        return false;
    return told == cookie(f, k, first, epoch) ||
           told == cookie(f, k, first, epoch - 1);
}

void intercept_ask(struct firewall *f, struct conn *c, const struct packet *k)
{
    const struct end *client = &c->end[0], *host = &c->end[1];
    struct packet as = {.from = client->seen, .from_port = client->seen_port,
                        .to = host->ip, .to_port = host->port};

    c->cookie = get_be32(k->transport + AT_ACK) - 1;
    c->client_first = get_be32(k->transport + AT_SEQ) - 1;
    c->asking = true;
    c->end[1].delta = 0;
    send_bare(f, host->interface, host->via, &as, c->client_first, 0,
              TCP_SYN);
}

/* The host's answer makes both one connection; all else waits for it. */
bool intercept_hear(struct firewall *f, struct conn *c, unsigned from,
                    const struct packet *k)
{
    const struct end *client = &c->end[0], *host = &c->end[1];
    struct packet as = {.from = client->seen, .from_port = client->seen_port,
                        .to = host->ip, .to_port = host->port};
    uint32_t seq = get_be32(k->transport + AT_SEQ);

    if (from == 0 && (k->flags & TCP_ACK) && !(k->flags & TCP_RST)) {
        send_bare(f, host->interface, host->via, &as, c->client_first, 0,
                  TCP_SYN); /* in case the first got lost */
        return false;
    }
    if (from == 1 && (k->flags & TCP_RST)) /* as the client expects it */
        c->end[1].delta = c->cookie + 1 - seq;
    if (from == 0 || (k->flags & (TCP_SYN | TCP_ACK)) != (TCP_SYN | TCP_ACK))
        return k->flags & TCP_RST;
    c->end[1].delta = c->cookie - seq;
    c->asking = false;
    c->answered = c->up = true;
    table_move(f, c, LIST_OPEN);
    send_bare(f, host->interface, host->via, &as, c->client_first + 1,
              seq + 1, TCP_ACK);
    return false;
}
