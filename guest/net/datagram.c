/* SPDX-License-Identifier: GPL-2.0-or-later */
/* datagram.c - see datagram.h. */
#include "guest/net/datagram.h"

#include <lwip/inet_chksum.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/prot/ethernet.h>
#include <lwip/udp.h>

#include "guest/lib/string.h"
#include "guest/net/stack.h"
#include "guest/net/stack_int.h"

static void received(void *far, struct udp_pcb *pcb, struct pbuf *p,
                     const ip_addr_t *ip, u16_t port)
{
    struct datagram *d = far;

    (void)pcb;
    if (d->count == DATAGRAM_QUEUE) {
        pbuf_free(p);
        return;
    }
    d->queue[d->count].p = p;
    d->queue[d->count].ip = lwip_ntohl(ip_2_ip4(ip)->addr);
    d->queue[d->count].interface = stack_number_of(ip_current_input_netif());
    d->queue[d->count++].port = port;
    if (d->wake)
        d->wake(d->far);
}

bool datagram_open(struct datagram *d, uint16_t port,
                   void (*wake)(void *far), void *far)
{
    struct udp_pcb *pcb = udp_new();

    memset(d, 0, sizeof *d);
    if (!pcb)
        return false;
    if (udp_bind(pcb, IP4_ADDR_ANY, port) != ERR_OK) {
        udp_remove(pcb);
        return false;
    }
    d->pcb = pcb;
    d->wake = wake;
    d->far = far;
    udp_recv(pcb, received, d);
    return true;
}

void datagram_close(struct datagram *d)
{
    for (unsigned i = 0; i < d->count; i++)
        pbuf_free(d->queue[i].p);
    if (d->pcb)
        udp_remove(d->pcb);
    memset(d, 0, sizeof *d);
}

bool datagram_send(struct datagram *d, uint32_t ip, uint16_t port,
                   const void *data, size_t n)
{
    ip_addr_t to = IPADDR4_INIT(lwip_htonl(ip));
    struct pbuf *p = pbuf_alloc(PBUF_TRANSPORT, (u16_t)n, PBUF_RAM);
    err_t error;

    if (!p)
        return false;
    pbuf_take(p, data, (u16_t)n);
    error = udp_sendto(d->pcb, p, &to, port);
    pbuf_free(p);
    return error == ERR_OK;
}

/* Ethernet's, IP's and UDP's head in front of the data. */
static void make_heads(uint8_t *at, const struct netif *netif,
                       const uint8_t *mac, uint32_t ip, u16_t n)
{
    struct eth_hdr *eth = (struct eth_hdr *)(void *)at;
    struct ip_hdr *h = (struct ip_hdr *)(void *)(at + SIZEOF_ETH_HDR);

    if (mac)
        memcpy(eth->dest.addr, mac, sizeof eth->dest.addr);
    else
        memset(eth->dest.addr, 0xff, sizeof eth->dest.addr);
    memcpy(eth->src.addr, netif->hwaddr, sizeof eth->src.addr);
    eth->type = PP_HTONS(ETHTYPE_IP);
    memset(h, 0, IP_HLEN);
    IPH_VHL_SET(h, 4, IP_HLEN / 4);
    IPH_LEN_SET(h, lwip_htons((u16_t)(IP_HLEN + n)));
    IPH_ID_SET(h, lwip_htons((u16_t)stack_random()));
    IPH_TTL_SET(h, UDP_TTL);
    IPH_PROTO_SET(h, IP_PROTO_UDP);
    h->src.addr = netif_ip4_addr(netif)->addr;
    h->dest.addr = lwip_htonl(ip);
    IPH_CHKSUM_SET(h, inet_chksum(h, IP_HLEN));
}

static void make_udp(struct pbuf *p, const struct netif *netif, uint32_t ip,
                     uint16_t from, uint16_t to)
{
    struct udp_hdr *h = p->payload;
    ip4_addr_t dest = {lwip_htonl(ip)};

    h->src = lwip_htons(from);
    h->dest = lwip_htons(to);
    h->len = lwip_htons(p->tot_len);
    h->chksum = 0;
    h->chksum = inet_chksum_pseudo(p, IP_PROTO_UDP, p->tot_len,
                                   netif_ip4_addr(netif), &dest);
    if (!h->chksum)
        h->chksum = 0xffff;
}

bool datagram_hand(unsigned interface, const uint8_t *mac, uint32_t ip,
                   uint16_t from, uint16_t to, const void *data, size_t n)
{
    struct netif *netif = stack_netif(interface);
    u16_t udp_n = (u16_t)(UDP_HLEN + n);
    struct pbuf *p;
    bool sent;

    if (!netif || !netif_is_up(netif) ||
        n + IP_HLEN + UDP_HLEN > netif->mtu)
        return false;
    p = pbuf_alloc(PBUF_IP, udp_n, PBUF_RAM);
    if (!p)
        return false;
    memcpy((uint8_t *)p->payload + UDP_HLEN, data, n);
    make_udp(p, netif, ip, from, to);
    pbuf_add_header(p, IP_HLEN + SIZEOF_ETH_HDR);
    make_heads(p->payload, netif, mac, ip, udp_n);
    sent = netif->linkoutput(netif, p) == ERR_OK;
    pbuf_free(p);
    return sent;
}

int datagram_receive(struct datagram *d, void *to, size_t room, uint32_t *ip,
                     uint16_t *port)
{
    struct pbuf *p = d->queue[0].p;
    int n;

    if (d->count == 0)
        return -1;
    n = pbuf_copy_partial(p, to, (u16_t)(room < 0xffff ? room : 0xffff), 0);
    *ip = d->queue[0].ip;
    *port = d->queue[0].port;
    pbuf_free(p);
    memmove(d->queue, d->queue + 1, --d->count * sizeof d->queue[0]);
    return n;
}
