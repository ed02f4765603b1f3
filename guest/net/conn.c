/* SPDX-License-Identifier: GPL-2.0-or-later */
/* conn.c - see conn.h. */
#include "guest/net/conn.h"

#include <lwip/pbuf.h>
#include <lwip/tcp.h>

#include "guest/lib/string.h"
#include "guest/net/stack_int.h"

static struct conn conns[CONNS_MAX];

struct listener {
    bool (*permits)(unsigned interface, uint32_t ip);
    bool (*accepted)(void *far, struct conn *);
    void *far;
    uint16_t port;
};
static struct listener listeners[MEMP_NUM_TCP_PCB_LISTEN];
static unsigned listener_count;

static void wake(struct conn *c)
{
    if (c->wake)
        c->wake(c->far);
}

/* --- what lwIP calls --------------------------------------------------- */

static err_t received(void *far, struct tcp_pcb *pcb, struct pbuf *p,
                      err_t error)
{
    struct conn *c = far;

    (void)pcb, (void)error;
    if (!p)
        c->state = CONN_ENDED;
    else if (c->in)
        pbuf_cat(c->in, p);
    else
        c->in = p;
    wake(c);
    return ERR_OK;
}

static err_t sent(void *far, struct tcp_pcb *pcb, u16_t n)
{
    (void)pcb, (void)n;
    wake(far);
    return ERR_OK;
}

static err_t connected(void *far, struct tcp_pcb *pcb, err_t error)
{
    struct conn *c = far;

    (void)pcb, (void)error;
    c->state = CONN_OPEN;
    wake(c);
    return ERR_OK;
}

/* lwIP has freed its part already. */
static void failed(void *far, err_t error)
{
    struct conn *c = far;

    c->pcb = NULL;
    c->state = CONN_FAILED;
    c->reset = error == ERR_RST;
    wake(c);
}

/* --- begin and end ----------------------------------------------------- */

static struct conn *take(struct tcp_pcb *pcb)
{
    for (unsigned i = 0; i < CONNS_MAX; i++) {
        struct conn *c = &conns[i];

        if (c->used)
            continue;
        memset(c, 0, sizeof *c);
        c->used = true;
        c->pcb = pcb;
        tcp_arg(pcb, c);
        tcp_recv(pcb, received);
        tcp_sent(pcb, sent);
        tcp_err(pcb, failed);
        return c;
    }
    return NULL;
}

static void let_go(struct conn *c)
{
    struct tcp_pcb *pcb = c->pcb;

    if (c->in)
        pbuf_free(c->in);
    if (pcb) {
        tcp_arg(pcb, NULL);
        tcp_recv(pcb, NULL);
        tcp_sent(pcb, NULL);
        tcp_err(pcb, NULL);
    }
    memset(c, 0, sizeof *c);
}

static err_t accept(void *far, struct tcp_pcb *pcb, err_t error)
{
    const struct listener *l = far;
    struct conn *c = pcb && error == ERR_OK ? take(pcb) : NULL;
    struct netif *netif;

    if (!c) {
        if (pcb)
            tcp_abort(pcb);
        return ERR_ABRT;
    }
    c->state = CONN_OPEN;
    c->remote_ip = lwip_ntohl(ip_2_ip4(&pcb->remote_ip)->addr);
    c->remote_port = pcb->remote_port;
    for (unsigned i = 0; (netif = stack_netif(i)); i++) {
        if (netif_ip4_addr(netif)->addr == ip_2_ip4(&pcb->local_ip)->addr)
            c->interface = i;
    }
    if ((!l->permits || l->permits(c->interface, c->remote_ip)) &&
        l->accepted(l->far, c))
        return ERR_OK;
    let_go(c);
    tcp_abort(pcb);
    return ERR_ABRT;
}

bool conn_takes(uint16_t port, unsigned interface, uint32_t ip)
{
    for (unsigned i = 0; i < listener_count; i++) {
        const struct listener *l = &listeners[i];

        if (l->port == port)
            return !l->permits || l->permits(interface, ip);
    }
    return false;
}

bool conn_listen(uint16_t port,
                 bool (*permits)(unsigned interface, uint32_t ip),
                 bool (*accepted)(void *far, struct conn *), void *far)
{
    struct tcp_pcb *pcb = tcp_new(), *listening;
    struct listener *l = &listeners[listener_count];

    if (!pcb)
        return false;
    if (listener_count == MEMP_NUM_TCP_PCB_LISTEN ||
        tcp_bind(pcb, IP4_ADDR_ANY, port) != ERR_OK ||
        !(listening = tcp_listen(pcb))) {
        tcp_close(pcb);
        return false;
    }
    listener_count++;
    *l = (struct listener){permits, accepted, far, port};
    tcp_arg(listening, l);
    tcp_accept(listening, accept);
    return true;
}

struct conn *conn_open(uint32_t ip, uint16_t port, void (*wake_up)(void *far),
                       void *far)
{
    struct tcp_pcb *pcb = tcp_new();
    ip_addr_t to = IPADDR4_INIT(lwip_htonl(ip));
    struct conn *c = pcb ? take(pcb) : NULL;

    if (!c) {
        if (pcb)
            tcp_abort(pcb);
        return NULL;
    }
    conn_on_change(c, wake_up, far);
    c->remote_ip = ip;
    c->remote_port = port;
    if (tcp_connect(pcb, &to, port, connected) == ERR_OK)
        return c;
    conn_abort(c);
    return NULL;
}

void conn_on_change(struct conn *c, void (*wake_up)(void *far), void *far)
{
    c->wake = wake_up;
    c->far = far;
}

void conn_finish(struct conn *c)
{
    if (c->pcb)
        tcp_shutdown(c->pcb, 0, 1);
}

void conn_close(struct conn *c)
{
    struct tcp_pcb *pcb = c->pcb;

    let_go(c);
    if (pcb && tcp_close(pcb) != ERR_OK)
        tcp_abort(pcb);
}

void conn_abort(struct conn *c)
{
    struct tcp_pcb *pcb = c->pcb;

    let_go(c);
    if (pcb)
        tcp_abort(pcb);
}

/* --- bytes ------------------------------------------------------------- */

int conn_read(struct conn *c, void *to, size_t n)
{
    struct pbuf *in = c->in;

    if (!in)
        return c->state == CONN_ENDED || c->state == CONN_FAILED ? -1 : 0;
    if (n > in->tot_len)
        n = in->tot_len;
    pbuf_copy_partial(in, to, (u16_t)n, 0);
    c->in = pbuf_free_header(in, (u16_t)n);
    if (c->pcb)
        tcp_recved(c->pcb, (u16_t)n);
    return (int)n;
}

size_t conn_write(struct conn *c, const void *from, size_t n)
{
    struct tcp_pcb *pcb = c->pcb;
    size_t room = pcb && c->state != CONN_OPENING ? tcp_sndbuf(pcb) : 0;

    if (n > room)
        n = room;
    if (n > TCP_MSS)
        n = TCP_MSS;
    if (n == 0 ||
        tcp_write(pcb, from, (u16_t)n, TCP_WRITE_FLAG_COPY) != ERR_OK)
        return 0;
    tcp_output(pcb);
    return n;
}

bool conn_sent_all(const struct conn *c)
{
    const struct tcp_pcb *pcb = c->pcb;

    return !pcb || (!pcb->unsent && !pcb->unacked);
}
