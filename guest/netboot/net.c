/* SPDX-License-Identifier: GPL-2.0-or-later */
/* net.c - Ethernet, ARP and IPv4; see net.h. */
#include "guest/netboot/net.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* RFC 826 for Ethernet and IP. */
enum {
    ARP_BYTES = 28,
    ARP_OPERATION = 6,
    ARP_SENDER_MAC = 8,
    ARP_SENDER = 14,
    ARP_TARGET_MAC = 18,
    ARP_TARGET = 24,
    ARP_REQUEST = 1,
    ARP_REPLY = 2,
};

enum { STALE_MAX = 64 };

static const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };
static const uint8_t arp_kind[6] = { 0, 1, 8, 0, 6, 4 };

/* --- console ----------------------------------------------------------- */

static void put(void *far, char c)
{
    struct net *n = far;

    if (c == '\n')
        n->host->put(n->host->far, '\r');
    n->host->put(n->host->far, c);
    n->column = c == '\n' || c == '\r' ? 0 : n->column + 1;
}

void net_print(struct net *n, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put, n, fmt, ap);
    va_end(ap);
}

void net_mark(struct net *n, const char *fmt, ...)
{
    char text[16];
    va_list ap;

    va_start(ap, fmt);
    format_v(text, sizeof(text), fmt, ap);
    va_end(ap);
    if (n->column + strlen(text) > NET_COLUMNS)
        put(n, '\n');
    net_print(n, "%s", text);
}

/* --- checksums --------------------------------------------------------- */

uint32_t net_sum(uint32_t sum, const uint8_t *bytes, size_t n)
{
    for (; n >= 2; n -= 2, bytes += 2)
        sum += get_be16(bytes);
    if (n)
        sum += (uint32_t)*bytes << 8;
    return sum;
}

uint16_t net_fold(uint32_t sum)
{
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)sum;
}

uint32_t net_pseudo_sum(uint32_t from, uint32_t to, uint8_t protocol,
                        size_t bytes)
{
    return (from >> 16) + (from & 0xffff) + (to >> 16) + (to & 0xffff) +
           protocol + (uint32_t)bytes;
}

/* --- ARP --------------------------------------------------------------- */

static void ether_header(struct net *n, const uint8_t to[6], uint16_t type)
{
    memcpy(n->out, to, 6);
    memcpy(n->out + 6, n->port.mac, 6);
    put_be16(n->out + 12, type);
}

static void send_arp(struct net *n, uint16_t operation,
                     const uint8_t target_mac[6], uint32_t target)
{
    uint8_t *arp = n->out + ETHER_BYTES;

    ether_header(n, operation == ARP_REQUEST ? broadcast : target_mac,
                 ETHER_ARP);
    memcpy(arp, arp_kind, sizeof(arp_kind));
    put_be16(arp + ARP_OPERATION, operation);
    memcpy(arp + ARP_SENDER_MAC, n->port.mac, 6);
    put_be32(arp + ARP_SENDER, n->address);
    if (operation == ARP_REQUEST)
        memset(arp + ARP_TARGET_MAC, 0, 6);
    else
        memcpy(arp + ARP_TARGET_MAC, target_mac, 6);
    put_be32(arp + ARP_TARGET, target);
    n->port.send(n->port.far, n->out, ETHER_BYTES + ARP_BYTES);
}

static void take_arp(struct net *n, const uint8_t *arp, size_t bytes)
{
    uint8_t sender_mac[6];

    if (bytes < ARP_BYTES || memcmp(arp, arp_kind, sizeof(arp_kind)) ||
        arp[ARP_SENDER_MAC] & 1)
        return;
    uint32_t sender = get_be32(arp + ARP_SENDER);
    memcpy(sender_mac, arp + ARP_SENDER_MAC, 6);
    if (get_be32(arp + ARP_TARGET) != n->address || !n->address)
        return;
    if (n->hop && sender == n->hop) {
        memcpy(n->hop_mac, sender_mac, 6);
        n->hop_known = true;
    }
    if (get_be16(arp + ARP_OPERATION) == ARP_REQUEST)
        send_arp(n, ARP_REPLY, sender_mac, sender);
}

/* Nobody can enter a netmask here, so an address has the network its class
 * gives it (RFC 791, 3.2): A 8, B 16, C 24 bits.  Without a gateway all
 * addresses are asked for on the wire. */
static uint32_t next_hop(const struct net *n, uint32_t to)
{
    uint32_t mask = n->address >> 31 == 0   ? 0xff000000
                    : n->address >> 30 == 2 ? 0xffff0000
                                            : 0xffffff00;

    if (!n->gateway || ((to ^ n->address) & mask) == 0)
        return to;
    return n->gateway;
}

/* What piled up while nobody looked says nothing about now, and a full ring
 * would keep the answer out. */
static void forget_the_past(struct net *n)
{
    for (int i = 0; i < STALE_MAX; i++)
        if (!n->port.receive(n->port.far, n->in, sizeof(n->in)))
            return;
}

enum net_resolved net_resolve(struct net *n, uint32_t to, unsigned tries,
                              uint32_t patience_ms)
{
    const struct host *h = n->host;
    struct net_packet ignored;

    n->hop = next_hop(n, to);
    n->hop_known = false;
    forget_the_past(n);
    for (unsigned i = 0; i < tries; i++, patience_ms *= 2) {
        uint32_t began = h->now_ms(h->far);
        send_arp(n, ARP_REQUEST, broadcast, n->hop);
        net_trace(n, "A");
        while (!n->hop_known && h->now_ms(h->far) - began < patience_ms) {
            if (h->stopped(h->far))
                return NET_STOPPED;
            if (net_look(n, &ignored) == NET_NOTHING)
                h->rest(h->far);
        }
        if (n->hop_known)
            return NET_RESOLVED;
        net_trace(n, "T");
        net_trace(n, "<-1>");
    }
    return NET_UNRESOLVED;
}

/* --- frames ------------------------------------------------------------ */

enum net_kind net_look(struct net *n, struct net_packet *packet)
{
    size_t bytes = n->port.receive(n->port.far, n->in, sizeof(n->in));

    if (bytes == 0)
        return NET_NOTHING;
    if (bytes < ETHER_BYTES)
        return NET_OTHER;
    uint16_t type = get_be16(n->in + 12);
    packet->ip = n->in + ETHER_BYTES;
    packet->bytes = bytes - ETHER_BYTES;
    if (type == ETHER_IP)
        return NET_IP;
    if (type == ETHER_ARP)
        take_arp(n, packet->ip, packet->bytes);
    else
        net_trace(n, "(%x)", type);
    return NET_OTHER;
}

uint8_t *net_payload(struct net *n)
{
    return n->out + ETHER_BYTES + IP_BYTES;
}

bool net_send(struct net *n, uint32_t to, uint8_t protocol, size_t bytes)
{
    uint8_t *ip = n->out + ETHER_BYTES;

    if (bytes > NET_FRAME_MAX - ETHER_BYTES - IP_BYTES)
        return false;
    ether_header(n, n->hop_mac, ETHER_IP);
    memset(ip, 0, IP_BYTES);
    ip[0] = 0x45;
    put_be16(ip + 2, (uint16_t)(IP_BYTES + bytes));
    put_be16(ip + 4, ++n->ip_id);
    ip[8] = 255; /* time to live */
    ip[9] = protocol;
    put_be32(ip + 12, n->address);
    put_be32(ip + 16, to);
    put_be16(ip + 10, (uint16_t)~net_fold(net_sum(0, ip, IP_BYTES)));
    return n->port.send(n->port.far, n->out, ETHER_BYTES + IP_BYTES + bytes);
}
