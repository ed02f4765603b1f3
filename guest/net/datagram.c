/* SPDX-License-Identifier: GPL-2.0-or-later */
/* datagram.c - see datagram.h. */
#include "guest/net/datagram.h"

#include <lwip/pbuf.h>
#include <lwip/udp.h>

#include "guest/lib/string.h"

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
