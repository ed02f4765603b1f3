/* SPDX-License-Identifier: GPL-2.0-or-later */
/* echo.c - see echo.h. */
#include "guest/net/echo.h"

#include <lwip/icmp.h>
#include <lwip/inet_chksum.h>
#include <lwip/pbuf.h>
#include <lwip/prot/ip4.h>
#include <lwip/raw.h>

#include "guest/net/stack.h"

static struct raw_pcb *pcb; /* one for all */
static struct echo *first;

/* 1: the packet was for us and is freed. */
static u8_t received(void *far, struct raw_pcb *self, struct pbuf *p,
                     const ip_addr_t *from)
{
    struct icmp_echo_hdr reply;
    u16_t head = (u16_t)(IPH_HL((struct ip_hdr *)p->payload) * 4);

    (void)far, (void)self;
    if (pbuf_copy_partial(p, &reply, sizeof reply, head) != sizeof reply ||
        ICMPH_TYPE(&reply) != ICMP_ER)
        return 0;
    for (struct echo *e = first; e; e = e->next) {
        if (e->id != lwip_ntohs(reply.id) ||
            e->sequence != lwip_ntohs(reply.seqno) ||
            e->ip != lwip_ntohl(ip_2_ip4(from)->addr))
            continue;
        e->answered = true;
        e->wake(e->far);
        pbuf_free(p);
        return 1;
    }
    return 0;
}

void echo_begin(struct echo *e, void (*wake)(void *far), void *far)
{
    if (!pcb) {
        pcb = raw_new(IP_PROTO_ICMP);
        if (pcb)
            raw_recv(pcb, received, NULL);
    }
    *e = (struct echo){.next = first, .wake = wake, .far = far,
                       .id = (uint16_t)stack_random()};
    first = e;
}

void echo_end(struct echo *e)
{
    for (struct echo **at = &first; *at; at = &(*at)->next) {
        if (*at == e) {
            *at = e->next;
            return;
        }
    }
}

bool echo_send(struct echo *e, uint32_t ip, size_t bytes)
{
    u16_t n = (u16_t)(sizeof(struct icmp_echo_hdr) + bytes);
    struct pbuf *p = pbuf_alloc(PBUF_IP, n, PBUF_RAM);
    ip_addr_t to = IPADDR4_INIT(lwip_htonl(ip));
    struct icmp_echo_hdr *h;
    err_t error;

    if (!p || !pcb) {
        if (p)
            pbuf_free(p);
        return false;
    }
    h = p->payload;
    ICMPH_TYPE_SET(h, ICMP_ECHO);
    ICMPH_CODE_SET(h, 0);
    h->chksum = 0;
    h->id = lwip_htons(e->id);
    h->seqno = lwip_htons(++e->sequence);
    for (size_t i = 0; i < bytes; i++)
        ((uint8_t *)(h + 1))[i] = (uint8_t)i;
    h->chksum = inet_chksum(h, n);
    e->ip = ip;
    e->answered = false;
    error = raw_sendto(pcb, p, &to);
    pbuf_free(p);
    return error == ERR_OK;
}
