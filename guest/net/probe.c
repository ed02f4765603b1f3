/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probe.c - see probe.h. */
#include "guest/net/probe.h"

#include <lwip/etharp.h>
#include <lwip/icmp.h>
#include <lwip/inet_chksum.h>
#include <lwip/ip4.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>

#include "guest/lib/string.h"
#include "guest/net/stack.h"
#include "guest/net/stack_int.h"

enum { BYTES = 56, HOPS = 1, ICMP = 1 };

static struct netif *usable(unsigned interface)
{
    struct netif *netif = stack_netif(interface);

    return netif && netif_is_up(netif) && netif_ip4_addr(netif)->addr
               ? netif : NULL;
}

void probe_announce(unsigned interface)
{
    struct netif *netif = usable(interface);

    if (netif)
        etharp_gratuitous(netif);
}

void probe_ask(unsigned interface, uint32_t ip)
{
    struct netif *netif = usable(interface);
    ip4_addr_t to = {lwip_htonl(ip)};

    if (netif)
        etharp_request(netif, &to);
}

void probe_everybody(unsigned interface)
{
    struct netif *netif = usable(interface);
    u16_t n = sizeof(struct icmp_echo_hdr) + BYTES;
    ip4_addr_t to = {0xffffffff};
    struct icmp_echo_hdr *h;
    struct pbuf *p;

    if (!netif || !(p = pbuf_alloc(PBUF_IP, n, PBUF_RAM)))
        return;
    h = p->payload;
    memset(h, 0, n);
    ICMPH_TYPE_SET(h, ICMP_ECHO);
    h->id = lwip_htons((u16_t)stack_random());
    h->chksum = inet_chksum(h, n);
    ip4_output_if(p, netif_ip4_addr(netif), &to, HOPS, 0, ICMP,
                  netif);
    pbuf_free(p);
}
