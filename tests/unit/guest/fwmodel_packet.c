/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_packet.c - packets: read, and compared with the one wanted. */
#include "tests/unit/guest/fwmodel_int.h"

#include <string.h>

uint32_t model_be(const uint8_t *p, unsigned n)
{
    uint32_t v = 0;

    while (n--)
        v = v << 8 | *p++;
    return v;
}

unsigned model_sum(const uint8_t *p, size_t n, uint32_t s)
{
    for (size_t i = 0; i < n; i++)
        s += i % 2 ? p[i] : (uint32_t)p[i] << 8;
    while (s >> 16)
        s = (s & 0xffff) + (s >> 16);
    return s;
}

bool model_within(uint32_t ip, uint32_t net, uint32_t mask)
{
    return (ip & mask) == (net & mask);
}

bool model_asks(uint8_t type)
{
    return type == 8 || type == 13 || type == 15 || type == 17;
}

bool model_answers(uint8_t type)
{
    return type == 0 || type == 14 || type == 16 || type == 18;
}

/* False: nothing that a firewall should touch. */
bool model_read_packet(const uint8_t *p, size_t n, struct model_packet *k)
{
    memset(k, 0, sizeof *k);
    if (n < 20 || p[0] != 0x45 || model_be(p + 2, 2) < 20 ||
        model_be(p + 2, 2) > n || p[8] == 0 || model_sum(p, 20, 0) != 0xffff)
        return false;
    k->from = model_be(p + 12, 4);
    k->to = model_be(p + 16, 4);
    k->protocol = p[9];
    k->data = p + 20;
    k->n = model_be(p + 2, 2) - 20;
    return true;
}

/* RFC 792, 793, 768: a packet whose sum is wrong is nobody's. */
static bool sum_fits(const struct model_packet *k)
{
    uint32_t pseudo = k->protocol;
    size_t n = k->n;

    if (k->protocol == ICMP)
        return model_sum(k->data, n, 0) == 0xffff;
    if (k->protocol == UDP) {
        n = model_be(k->data + 4, 2);
        if (!model_be(k->data + 6, 2))
            return true; /* its sender made none */
    }
    pseudo += (k->from >> 16) + (k->from & 0xffff) + (k->to >> 16) +
              (k->to & 0xffff) + (uint32_t)n;
    return model_sum(k->data, n, pseudo) == 0xffff;
}

bool model_read_transport(struct model_packet *k)
{
    const uint8_t *d = k->data;

    if (k->protocol == ICMP) {
        if (k->n < 8)
            return false;
        k->type = d[0];
        if (model_asks(k->type) || model_answers(k->type))
            k->from_port = k->to_port = (uint16_t)model_be(d + 4, 2);
        return sum_fits(k);
    }
    if (k->protocol != TCP && k->protocol != UDP)
        return true;
    if (k->n < 8 || !model_be(d, 2) || !model_be(d + 2, 2))
        return false;
    k->from_port = (uint16_t)model_be(d, 2);
    k->to_port = (uint16_t)model_be(d + 2, 2);
    if (k->protocol == UDP)
        return model_be(d + 4, 2) >= 8 && model_be(d + 4, 2) <= k->n &&
               sum_fits(k);
    if (k->n < 20 || d[12] >> 4 < 5 || (size_t)(d[12] >> 4) * 4 > k->n)
        return false;
    k->flags = d[13] & 63;
    k->seq = model_be(d + 4, 4);
    k->ack = model_be(d + 8, 4);
    k->payload = k->n - (size_t)(d[12] >> 4) * 4;
    return k->flags && !((k->flags & SYN) && (k->flags & (FIN | RST))) &&
           sum_fits(k);
}

/* --- judging ----------------------------------------------------------- */

const char *model_dropped(const struct model_result *r)
{
    return r->verdict == FIREWALL_DROPPED ? NULL : "should be dropped";
}

const char *model_for_unit(const struct model_result *r)
{
    return r->verdict == FIREWALL_FOR_UNIT ? NULL : "should be for the unit";
}

static uint32_t pseudo(const uint8_t *p)
{
    return model_sum(p + 12, 8, 0) + p[9] + model_be(p + 2, 2) - 20;
}

static const char *sums_right(const uint8_t *before, const uint8_t *after)
{
    size_t n = model_be(after + 2, 2) - 20u;
    uint8_t protocol = after[9];
    bool good;

    if (model_sum(after, 20, 0) != 0xffff)
        return "header checksum is wrong";
    if (protocol != TCP && protocol != UDP && protocol != ICMP)
        return NULL;
    if (protocol == UDP && model_be(before + 26, 2) == 0)
        return model_be(after + 26, 2) ? "UDP got a checksum" : NULL;
    if (protocol == UDP && model_be(before + 24, 2) != n)
        return NULL; /* what it covers is less than the packet */
    good = model_sum(before + 20, n, protocol == ICMP ? 0 : pseudo(before)) ==
           0xffff;
    if (good != (model_sum(after + 20, n,
                           protocol == ICMP ? 0 : pseudo(after)) == 0xffff))
        return good ? "checksum is wrong" : "checksum was made right";
    return NULL;
}

static const char *same_rest(const struct model_packet *k,
                             const struct model_wanted *w,
                             const uint8_t *before,
                             const struct model_result *r)
{
    static uint8_t want[2048];
    size_t n = k->n + 20;

    memcpy(want, before, n);
    for (unsigned i = 0; i < 4; i++) {
        want[12 + i] = (uint8_t)(w->from >> (24 - 8 * i));
        want[16 + i] = (uint8_t)(w->to >> (24 - 8 * i));
    }
    memcpy(want + 10, r->packet + 10, 2);
    if (k->protocol == TCP || k->protocol == UDP) {
        want[20] = (uint8_t)(w->from_port >> 8);
        want[21] = (uint8_t)w->from_port;
        want[22] = (uint8_t)(w->to_port >> 8);
        want[23] = (uint8_t)w->to_port;
    }
    if (k->protocol == ICMP &&
        (model_asks(k->type) || model_answers(k->type))) {
        uint16_t id = model_asks(k->type) ? w->from_port : w->to_port;

        want[24] = (uint8_t)(id >> 8);
        want[25] = (uint8_t)id;
    }
    if (k->protocol == ICMP)
        memcpy(want + 22, r->packet + 22, 2);
    if (k->protocol == UDP)
        memcpy(want + 26, r->packet + 26, 2);
    if (k->protocol == TCP) {
        memcpy(want + 24, r->packet + 24, 8); /* judged elsewhere */
        memcpy(want + 36, r->packet + 36, 2);
    }
    if (r->n != n)
        return "its length changed";
    return memcmp(want, r->packet, n) ? "it is not the packet expected" : NULL;
}

const char *model_forwarded(const struct model_packet *k,
                            const struct model_wanted *w, const uint8_t *before,
                            const struct model_result *r)
{
    const char *why;

    if (r->verdict != FIREWALL_SENT)
        return "should be sent";
    if (r->out != w->out)
        return "sent by another interface";
    if (r->via != w->via)
        return "sent to another neighbour";
    why = same_rest(k, w, before, r);
    return why ? why : sums_right(before, r->packet);
}
