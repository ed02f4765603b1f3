/* SPDX-License-Identifier: GPL-2.0-or-later */
/* packet.c - see packet.h. */
#include "guest/firewall/packet.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum {
    AT_LENGTH = 2, AT_FRAGMENT = 6, AT_TTL = 8, AT_PROTOCOL = 9, AT_SUM = 10,
    AT_FROM = 12, AT_TO = 16,
    MORE_AND_OFFSET = 0x3fff,
    UDP_LENGTH = 4, UDP_SUM = 6, UDP_HEADER = 8,
    TCP_OFFSET = 12, TCP_FLAGS = 13, TCP_SUM = 16, TCP_HEADER = 20,
    ICMP_SUM = 2, ICMP_ID = 4, ICMP_HEADER = 8,
};

static bool refuse(struct packet *k, enum firewall_drop why)
{
    k->drop = why;
    return false;
}

static uint32_t fold(uint32_t s)
{
    s = (s & 0xffff) + (s >> 16);
    return (s & 0xffff) + (s >> 16);
}

/* Halves of words, so that nothing carries: a packet has at most 16,384. */
uint16_t packet_sum(const uint8_t *p, size_t n, uint32_t start)
{
    uint32_t low = 0, high = 0;

    for (; n >= 8; n -= 8, p += 8) {
        uint32_t a = get_le32(p), b = get_le32(p + 4);

        low += (a & 0xffff) + (b & 0xffff);
        high += (a >> 16) + (b >> 16);
    }
    for (; n > 1; n -= 2, p += 2)
        low += get_le16(p);
    if (n)
        low += *p;
    low = fold(fold(low) + fold(high));
    /* RFC 1071, 2 (B): in the other order of bytes it is the same sum. */
    return (uint16_t)fold(((low << 8 | low >> 8) & 0xffff) + fold(start));
}

/* --- reading ----------------------------------------------------------- */

bool packet_look(struct packet *k, uint8_t *bytes, size_t n)
{
    size_t length, header;

    memset(k, 0, sizeof *k);
    k->bytes = bytes;
    if (n < IP_HEADER || bytes[0] >> 4 != 4)
        return refuse(k, DROP_HEADER);
    header = (bytes[0] & 15) * 4u;
    length = get_be16(bytes + AT_LENGTH);
    if (header < IP_HEADER || length < header || header > n)
        return refuse(k, DROP_HEADER);
    k->n = length < n ? length : n;
    k->protocol = bytes[AT_PROTOCOL];
    k->from = get_be32(bytes + AT_FROM);
    k->to = get_be32(bytes + AT_TO);
    k->transport = bytes + header;
    k->transport_n = k->n - header;
    k->whole_n = length - header;
    return true;
}

bool packet_read(struct packet *k, unsigned in, uint8_t *bytes, size_t n,
                 size_t room)
{
    bool good = packet_look(k, bytes, n);
    size_t header = k->n - k->transport_n;

    if (!good || k->transport_n != k->whole_n || bytes[AT_TTL] == 0 ||
        packet_sum(bytes, header, 0) != 0xffff) {
        *k = (struct packet){.bytes = bytes, .in = (uint8_t)in};
        return refuse(k, DROP_HEADER);
    }
    k->in = (uint8_t)in;
    k->room = room + (n - k->n);
    return header == IP_HEADER || refuse(k, DROP_OPTIONS);
}

struct packet packet_turned(const struct packet *k, uint32_t from,
                            uint16_t from_port)
{
    struct packet turned = *k;

    turned.from = from;
    turned.from_port = from_port;
    turned.to = k->from;
    turned.to_port = k->from_port;
    return turned;
}

bool packet_is_fragment(const struct packet *k)
{
    return get_be16(k->bytes + AT_FRAGMENT) & MORE_AND_OFFSET;
}

bool icmp_asks(uint8_t type)
{
    return type == 8 || type == 13 || type == 15 || type == 17;
}

bool icmp_answers(uint8_t type)
{
    return type == 0 || type == 14 || type == 16 || type == 18;
}

bool icmp_is_error(uint8_t type)
{
    return type == 3 || type == 4 || type == 11 || type == 12;
}

/* What the sum covers in front of the transport. */
static uint32_t pseudo_header(const struct packet *k, size_t n)
{
    if (k->protocol == IP_ICMP)
        return 0;
    return k->protocol + (uint32_t)n + packet_sum(k->bytes + AT_FROM, 8, 0);
}

/* Over n bytes; that of a packet in fragments is packet_check_whole()'s. */
static bool sum_fits(struct packet *k, size_t n)
{
    return k->whole_n != k->transport_n ||
           packet_sum(k->transport, n, pseudo_header(k, n)) == 0xffff ||
           refuse(k, DROP_CHECKSUM);
}

/* 0 in UDP's place of it: its sender made none. */
static bool has_sum(const struct packet *k)
{
    return k->protocol != IP_UDP || get_be16(k->transport + UDP_SUM);
}

static bool read_icmp(struct packet *k)
{
    if (k->transport_n < ICMP_HEADER)
        return refuse(k, DROP_TRANSPORT);
    k->icmp_type = k->transport[0];
    k->icmp_code = k->transport[1];
    k->ports = icmp_asks(k->icmp_type) || icmp_answers(k->icmp_type);
    if (k->ports)
        k->from_port = k->to_port = get_be16(k->transport + ICMP_ID);
    return sum_fits(k, k->transport_n);
}

static bool read_tcp(struct packet *k)
{
    if (k->transport_n < TCP_HEADER)
        return refuse(k, DROP_TRANSPORT);
    k->header_n = (k->transport[TCP_OFFSET] >> 4) * 4u;
    k->flags = k->transport[TCP_FLAGS] & 63;
    if (k->header_n < TCP_HEADER || k->header_n > k->transport_n ||
        !k->flags ||
        ((k->flags & TCP_SYN) && (k->flags & (TCP_FIN | TCP_RST))))
        return refuse(k, DROP_TRANSPORT);
    return sum_fits(k, k->transport_n);
}

static bool read_udp(struct packet *k)
{
    uint16_t length = get_be16(k->transport + UDP_LENGTH);

    if (length < UDP_HEADER || length > k->whole_n)
        return refuse(k, DROP_TRANSPORT);
    return !has_sum(k) || sum_fits(k, length);
}

bool packet_read_transport(struct packet *k)
{
    if (k->protocol == IP_ICMP)
        return read_icmp(k);
    if (k->protocol != IP_TCP && k->protocol != IP_UDP)
        return true;
    if (k->transport_n < UDP_HEADER)
        return refuse(k, DROP_TRANSPORT);
    k->ports = true;
    k->from_port = get_be16(k->transport);
    k->to_port = get_be16(k->transport + 2);
    if (!k->from_port || !k->to_port)
        return refuse(k, DROP_TRANSPORT);
    return k->protocol == IP_TCP ? read_tcp(k) : read_udp(k);
}

bool packet_check_whole(struct packet *k, uint16_t sum)
{
    if (k->protocol != IP_TCP && k->protocol != IP_UDP &&
        k->protocol != IP_ICMP)
        return true;
    if (k->protocol == IP_UDP &&
        get_be16(k->transport + UDP_LENGTH) != k->whole_n)
        return refuse(k, DROP_TRANSPORT);
    return !has_sum(k) ||
           packet_sum(NULL, 0, pseudo_header(k, k->whole_n) + sum) ==
               0xffff ||
           refuse(k, DROP_CHECKSUM);
}

/* --- changing ---------------------------------------------------------- */

/* RFC 1624, equation 3, for 16 bits that change. */
static void adjust(uint8_t *sum, uint16_t old, uint16_t new)
{
    uint32_t s = (uint16_t)~get_be16(sum) + (uint32_t)(uint16_t)~old + new;

    /* Over nothing but zeros, ffffh would become 0. */
    if (old == new)
        return;
    s = (s & 0xffff) + (s >> 16);
    s = (s & 0xffff) + (s >> 16);
    put_be16(sum, (uint16_t)~s);
}

static void put32(uint8_t *at, uint32_t new, uint8_t *sum, uint8_t *sum2)
{
    uint32_t old = get_be32(at);

    put_be32(at, new);
    adjust(sum, (uint16_t)(old >> 16), (uint16_t)(new >> 16));
    adjust(sum, (uint16_t)old, (uint16_t)new);
    if (!sum2)
        return;
    adjust(sum2, (uint16_t)(old >> 16), (uint16_t)(new >> 16));
    adjust(sum2, (uint16_t)old, (uint16_t)new);
}

static void put16(uint8_t *at, uint16_t new, uint8_t *sum)
{
    uint16_t old = get_be16(at);

    put_be16(at, new);
    if (sum)
        adjust(sum, old, new);
}

/* The sum that covers addresses and ports; NULL: none does. */
static uint8_t *transport_sum(const struct packet *k)
{
    if (k->protocol == IP_TCP && k->transport_n >= TCP_HEADER)
        return k->transport + TCP_SUM;
    if (k->protocol == IP_UDP && k->transport_n >= UDP_HEADER &&
        get_be16(k->transport + UDP_SUM))
        return k->transport + UDP_SUM;
    return NULL;
}

void packet_readdress(struct packet *k, uint32_t from, uint16_t from_port,
                      uint32_t to, uint16_t to_port)
{
    uint8_t *sum = transport_sum(k);
    bool udp = k->protocol == IP_UDP && sum;

    if (from != k->from)
        put32(k->bytes + AT_FROM, from, k->bytes + AT_SUM, sum);
    if (to != k->to)
        put32(k->bytes + AT_TO, to, k->bytes + AT_SUM, sum);
    if (k->protocol == IP_ICMP && k->ports) {
        uint16_t id = icmp_asks(k->icmp_type) ? from_port : to_port;

        put16(k->transport + ICMP_ID, id, k->transport + ICMP_SUM);
    } else if (k->ports) {
        put16(k->transport, from_port, sum);
        put16(k->transport + 2, to_port, sum);
    }
    /* Of UDP, 0 would mean that there is none. */
    if (udp && get_be16(sum) == 0)
        put_be16(sum, 0xffff);
    k->from = from;
    k->to = to;
    k->from_port = from_port;
    k->to_port = to_port;
}

void packet_readdress_rest(struct packet *k, uint32_t from, uint32_t to)
{
    put32(k->bytes + AT_FROM, from, k->bytes + AT_SUM, NULL);
    put32(k->bytes + AT_TO, to, k->bytes + AT_SUM, NULL);
}

/* The 16 bits of the sum in which a byte is; one beyond the end counts 0. */
static uint16_t word_at(const struct packet *k, size_t at)
{
    const uint8_t *p = k->transport + at;

    return (uint16_t)(p[0] << 8 | (at + 1 < k->transport_n ? p[1] : 0));
}

void packet_write(struct packet *k, uint8_t *at, const uint8_t *new, size_t n)
{
    uint8_t *sum = transport_sum(k);
    size_t i = (size_t)(at - k->transport);

    for (; n--; i++, new++) {
        uint16_t old = word_at(k, i & ~(size_t)1);

        k->transport[i] = *new;
        if (sum)
            adjust(sum, old, word_at(k, i & ~(size_t)1));
    }
    if (sum && k->protocol == IP_UDP && get_be16(sum) == 0)
        put_be16(sum, 0xffff);
}

/* One that does not begin at a half of a word, as options may, is summed up
 * byte by byte. */
void packet_put_number(struct packet *k, unsigned at, uint32_t value)
{
    uint8_t bytes[4];

    if (at % 2 == 0) {
        put32(k->transport + at, value, k->transport + TCP_SUM, NULL);
        return;
    }
    put_be32(bytes, value);
    packet_write(k, k->transport + at, bytes, sizeof bytes);
}

void packet_seal(struct packet *k)
{
    uint8_t *sum = transport_sum(k);
    uint32_t pseudo;

    put_be16(k->bytes + AT_SUM, 0);
    put_be16(k->bytes + AT_SUM,
             (uint16_t)~packet_sum(k->bytes, IP_HEADER, 0));
    if (k->protocol == IP_ICMP)
        sum = k->transport + ICMP_SUM;
    if (!sum)
        return;
    pseudo = pseudo_header(k, k->transport_n);
    put_be16(sum, 0);
    put_be16(sum, (uint16_t)~packet_sum(k->transport, k->transport_n, pseudo));
    if (k->protocol == IP_UDP && get_be16(sum) == 0)
        put_be16(sum, 0xffff);
}
