/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stations.c - see stations.h.  lwIP has the table; which entry was heard of
 * last it keeps to itself. */
#include "guest/net/stations.h"

#include <lwip/etharp.h>
#include <lwip/netif.h>

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/net/stack_int.h"

enum { AGE_MAX_S = 65000 };

/* RFC 826, behind an Ethernet header. */
enum { TYPE_AT = 12, TYPE_ARP = 0x0806, SENDER_AT = 28, ARP_END = 42 };

static uint32_t heard[ARP_TABLE_SIZE], last;

uint32_t stack_arp_age = 14400;

void stations_set(const struct station *from, unsigned n, uint32_t age_s)
{
    struct netif *netif;

    stack_arp_age = age_s < AGE_MAX_S ? age_s : AGE_MAX_S;
    for (unsigned i = 0; (netif = stack_netif(i)); i++)
        etharp_cleanup_netif(netif);
    memset(heard, 0, sizeof heard);
    for (unsigned i = 0; i < n; i++) {
        ip4_addr_t ip = {lwip_htonl(from[i].ip)};
        struct eth_addr mac;

        memcpy(mac.addr, from[i].mac, sizeof mac.addr);
        etharp_add_static_entry(&ip, &mac);
    }
}

bool stations_next(unsigned *at, struct station *to)
{
    while (*at < ARP_TABLE_SIZE) {
        struct eth_addr *mac;
        struct netif *netif;
        ip4_addr_t *ip;
        unsigned i = (*at)++;

        if (!etharp_get_entry(i, &ip, &netif, &mac) || !netif)
            continue;
        to->interface = stack_number_of(netif);
        to->ip = lwip_ntohl(ip->addr);
        memcpy(to->mac, mac->addr, sizeof to->mac);
        to->heard = heard[i];
        return true;
    }
    return false;
}

bool stations_recent(unsigned interface, unsigned nth, struct station *to)
{
    uint32_t before = UINT32_MAX;

    do {
        struct station s;

        to->heard = 0;
        for (unsigned at = 0; stations_next(&at, &s);) {
            if (s.interface == interface && s.heard < before &&
                s.heard > to->heard)
                *to = s;
        }
        before = to->heard;
    } while (before && nth--);
    return before;
}

uint32_t stations_sender(const uint8_t *frame, size_t n)
{
    return n >= ARP_END && get_be16(frame + TYPE_AT) == TYPE_ARP
               ? get_be32(frame + SENDER_AT) : 0;
}

void stations_heard(unsigned interface, uint32_t ip)
{
    const ip4_addr_t wanted = {lwip_htonl(ip)}, *found;
    struct eth_addr *mac;
    int i = etharp_find_addr(stack_netif(interface), &wanted, &mac, &found);

    if (i >= 0)
        heard[i] = ++last;
}
