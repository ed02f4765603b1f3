/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stack.c - see stack.h. */
#include "guest/net/stack.h"

#include <lwip/dhcp.h>
#include <lwip/etharp.h>
#include <lwip/icmp.h>
#include <lwip/init.h>
#include <lwip/ip4_frag.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/sys.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>

#include "guest/lib/bytes.h"
#include "guest/lib/md5.h"
#include "guest/lib/string.h"
#include "guest/net/stack_int.h"
#include "guest/net/stations.h"

enum { ETHERNET_MAX = 1514 };

static struct {
    struct netif netif;
    struct stack_port port;
    ip4_addr_t gateway; /* of the packet under way */
    bool leasing;       /* by DHCP */
    bool lease_changed;
} interfaces[STACK_INTERFACES_MAX];
static unsigned count;
static struct stack_route routes[STACK_ROUTES_MAX];
static unsigned route_count;
static uint32_t (*now)(void);
static void (*on_lease)(unsigned interface);

uint32_t sys_now(void)
{
    return now();
}

/* --- random numbers ---------------------------------------------------- */

enum { STIRRED = 4 };

static uint8_t secret[STACK_SECRET];
static uint32_t stirred[STIRRED], stirs, taken;

void stack_stir(uint32_t bits)
{
    uint32_t *w = &stirred[stirs++ % STIRRED];

    *w = (*w << 7 | *w >> 25) ^ bits;
}

/* Digests with a secret in them, as RFC 6528 has it: whoever was sent some of
 * these knows nothing of those that others are sent. */
uint32_t stack_random(void)
{
    uint8_t digest[MD5_BYTES];
    struct md5 m;

    stack_stir(now());
    taken++;
    md5_begin(&m);
    md5_add(&m, secret, sizeof secret);
    md5_add(&m, stirred, sizeof stirred);
    md5_add(&m, &taken, sizeof taken);
    md5_end(&m, digest);
    return get_le32(digest);
}

/* --- memory ------------------------------------------------------------ */

/* The answer to a ping that came in pieces is put together before it leaves in
 * pieces: one packet of any length, with what lwIP needs around it, for as long
 * as that takes. */
static struct {
    bool taken;
    uint8_t data[0xffff + 65] __attribute__((aligned(16)));
} longest;

static void *take_longest(size_t n)
{
    if (longest.taken || n > sizeof longest.data)
        return NULL;
    longest.taken = true;
    return longest.data;
}

void *stack_memory_take(size_t n)
{
    struct block *b;

    if (n > BLOCK_FRAME)
        return take_longest(n);
    b = block_take((uint32_t)n);
    return b ? b->data : NULL;
}

void *stack_memory_take_zeroed(size_t number, size_t size)
{
    void *p = stack_memory_take(number * size);

    return p ? memset(p, 0, number * size) : NULL;
}

static struct block *block_of(void *data)
{
    return (struct block *)(void *)((uint8_t *)data -
                                    offsetof(struct block, data));
}

void stack_memory_give(void *data)
{
    if (data == longest.data)
        longest.taken = false;
    else
        block_give(block_of(data));
}

/* --- routes ------------------------------------------------------------ */

static uint32_t ip_of(unsigned i)
{
    return lwip_ntohl(netif_ip4_addr(&interfaces[i].netif)->addr);
}

static bool usable(unsigned i)
{
    return i < count && netif_is_up(&interfaces[i].netif) && ip_of(i);
}

static bool on_network(unsigned i, uint32_t ip)
{
    uint32_t mask = lwip_ntohl(netif_ip4_netmask(&interfaces[i].netif)->addr);

    return usable(i) && ((ip ^ ip_of(i)) & mask) == 0;
}

static const struct stack_route *best_route(uint32_t ip)
{
    const struct stack_route *best = NULL;

    for (unsigned i = 0; i < route_count; i++) {
        const struct stack_route *r = &routes[i];

        if (((ip ^ r->ip) & r->mask) || !usable(r->interface))
            continue;
        if (!best || r->mask > best->mask ||
            (r->mask == best->mask && r->metric < best->metric))
            best = r;
    }
    return best;
}

bool stack_find_route(uint32_t ip, unsigned *interface, uint32_t *via)
{
    const struct stack_route *r;

    for (unsigned i = 0; i < count; i++) {
        if (on_network(i, ip)) {
            *interface = i;
            *via = ip;
            return true;
        }
    }
    r = best_route(ip);
    if (!r)
        return false;
    *interface = r->interface;
    *via = r->gateway;
    return true;
}

/* A packet that already has a source leaves by its interface if the network
 * is there; otherwise the routes decide. */
struct netif *stack_hook_route(const struct ip4_addr *src,
                               const struct ip4_addr *dest)
{
    uint32_t to = lwip_ntohl(dest->addr), via;
    unsigned interface;

    for (unsigned i = 0; src && src->addr && i < count; i++) {
        if (lwip_ntohl(src->addr) == ip_of(i) && on_network(i, to))
            return &interfaces[i].netif;
    }
    return stack_find_route(to, &interface, &via)
               ? &interfaces[interface].netif : NULL;
}

const struct ip4_addr *stack_hook_gateway(struct netif *netif,
                                          const struct ip4_addr *dest)
{
    const struct stack_route *r = best_route(lwip_ntohl(dest->addr));
    ip4_addr_t *gateway = &interfaces[stack_number_of(netif)].gateway;

    if (!r || &interfaces[r->interface].netif != netif)
        return NULL;
    gateway->addr = lwip_htonl(r->gateway);
    return gateway;
}

/* Anything but 0: the packet was dealt with here, that is, dropped. */
int stack_hook_input(struct pbuf *p, struct netif *netif)
{
    const struct ip_hdr *h = p->payload;
    ip4_addr_t to;

    /* Without an address lwIP takes nothing but what a DHCP server says. */
    if (p->len < IP_HLEN ||
        ip4_addr_isany_val(*netif_ip4_addr(netif)))
        return 0;
    ip4_addr_copy(to, h->dest);
    if (to.addr == netif_ip4_addr(netif)->addr ||
        ip4_addr_isbroadcast(&to, netif))
        return 0;
    pbuf_free(p);
    return 1;
}

/* --- frames ------------------------------------------------------------ */

unsigned stack_number_of(const struct netif *netif)
{
    return (unsigned)(uintptr_t)netif->state;
}

struct netif *stack_netif(unsigned i)
{
    return i < count ? &interfaces[i].netif : NULL;
}

static err_t send(struct netif *netif, struct pbuf *p)
{
    const struct stack_port *port = &interfaces[stack_number_of(netif)].port;
    uint8_t whole[ETHERNET_MAX];

    if (p->tot_len > sizeof whole)
        return ERR_BUF;
    if (!p->next)
        return port->send(port->far, p->payload, p->len) ? ERR_OK : ERR_IF;
    pbuf_copy_partial(p, whole, p->tot_len, 0);
    return port->send(port->far, whole, p->tot_len) ? ERR_OK : ERR_IF;
}

static err_t begin(struct netif *netif)
{
    const struct stack_port *port = &interfaces[stack_number_of(netif)].port;

    netif->name[0] = 'e';
    netif->name[1] = 't';
    netif->hwaddr_len = sizeof port->mac;
    memcpy(netif->hwaddr, port->mac, sizeof port->mac);
    netif->mtu = 1500;
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP |
                   NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    netif->output = etharp_output;
    netif->linkoutput = send;
    return ERR_OK;
}

static void frame_done(struct pbuf *p)
{
    block_give((struct block *)(void *)((uint8_t *)p -
                                        offsetof(struct block, owner)));
}

/* The packet's head stands in the block, in front of its data. */
void stack_input(unsigned interface, struct block *frame)
{
    struct pbuf_custom *custom = (struct pbuf_custom *)(void *)frame->owner;
    struct netif *netif = stack_netif(interface);
    uint32_t sender = stations_sender(frame->data, frame->length);
    struct pbuf *p;

    _Static_assert(sizeof *custom <= sizeof frame->owner, "room for a head");
    stack_stir(frame->length);
    memset(custom, 0, sizeof *custom);
    custom->custom_free_function = frame_done;
    p = pbuf_alloced_custom(PBUF_RAW, frame->length, PBUF_REF, custom,
                            frame->data, frame->length);
    if (!p)
        block_give(frame);
    else if (!netif ||
             !(usable(interface) || interfaces[interface].leasing) ||
             netif->input(p, netif) != ERR_OK)
        pbuf_free(p);
    else if (sender)
        stations_heard(interface, sender);
}

/* Whose hardware address is not known yet waits for it; who is too long goes in
 * pieces, unless it must not. */
static bool forward_slowly(struct netif *netif, const ip4_addr_t *to,
                           const uint8_t *packet, size_t n)
{
    struct pbuf *p = pbuf_alloc(PBUF_LINK, (uint16_t)n, PBUF_RAM);
    err_t err = ERR_MEM;

    if (!p)
        return false;
    pbuf_take(p, packet, (uint16_t)n);
    if (n <= netif->mtu)
        err = etharp_query(netif, to, p);
    else if (packet[6] & 0x40)
        icmp_dest_unreach(p, ICMP_DUR_FRAG);
    else
        err = ip4_frag(p, netif, to);
    pbuf_free(p);
    return err == ERR_OK;
}

bool stack_forward(unsigned interface, uint32_t via, uint8_t *packet,
                   size_t n)
{
    struct netif *netif = stack_netif(interface);
    const struct stack_port *port = &interfaces[interface].port;
    ip4_addr_t to = {lwip_htonl(via)};
    const ip4_addr_t *unused;
    struct eth_addr *mac;
    uint8_t *frame = packet - SIZEOF_ETH_HDR;

    if (!netif || !usable(interface))
        return false;
    if (n > netif->mtu || etharp_find_addr(netif, &to, &mac, &unused) < 0)
        return forward_slowly(netif, &to, packet, n);
    memcpy(frame, mac->addr, sizeof mac->addr);
    memcpy(frame + sizeof mac->addr, netif->hwaddr, sizeof mac->addr);
    frame[12] = 0x08;
    frame[13] = 0;
    return port->send(port->far, frame, n + SIZEOF_ETH_HDR);
}

/* --- set-up ------------------------------------------------------------ */

void stack_setup(uint32_t (*now_ms)(void), const uint8_t from[STACK_SECRET])
{
    now = now_ms;
    memcpy(secret, from, sizeof secret);
    lwip_init();
}

unsigned stack_add(const struct stack_port *port)
{
    unsigned i = count++;

    interfaces[i].port = *port;
    netif_add(&interfaces[i].netif, IP4_ADDR_ANY4, IP4_ADDR_ANY4,
              IP4_ADDR_ANY4, (void *)(uintptr_t)i, begin, ethernet_input);
    return i;
}

/* --- leased addresses -------------------------------------------------- */

static void address_changed(struct netif *netif)
{
    interfaces[stack_number_of(netif)].lease_changed = true;
}

static void end_lease(unsigned i)
{
    if (!interfaces[i].leasing)
        return;
    interfaces[i].leasing = false;
    netif_set_status_callback(&interfaces[i].netif, NULL);
    dhcp_release_and_stop(&interfaces[i].netif);
    dhcp_cleanup(&interfaces[i].netif);
}

void stack_lease(unsigned interface, bool up, unsigned mtu)
{
    struct netif *netif = stack_netif(interface);

    if (!netif)
        return;
    if (!up) {
        end_lease(interface);
        stack_configure(interface, false, 0, 0, mtu);
    } else if (!interfaces[interface].leasing) {
        stack_configure(interface, false, 0, 0, mtu);
        netif_set_up(netif);
        interfaces[interface].leasing = dhcp_start(netif) == ERR_OK;
        netif_set_status_callback(netif, address_changed);
    }
}

void stack_on_lease(void (*changed)(unsigned interface))
{
    on_lease = changed;
}

struct stack_lease stack_leased(unsigned interface)
{
    const struct netif *netif = stack_netif(interface);
    struct stack_lease lease = {0};

    if (netif && interfaces[interface].leasing)
        lease = (struct stack_lease){
            lwip_ntohl(netif_ip4_addr(netif)->addr),
            lwip_ntohl(netif_ip4_netmask(netif)->addr),
            lwip_ntohl(netif_ip4_gw(netif)->addr)};
    return lease;
}

/* When the address is given back there is no time to look for the server. */
static void look_for_server(struct netif *netif)
{
    const struct dhcp *dhcp = netif_dhcp_data(netif);
    const ip4_addr_t *server = ip_2_ip4(&dhcp->server_ip_addr);

    if (on_network(stack_number_of(netif), lwip_ntohl(server->addr)))
        etharp_request(netif, server);
}

static void tell_leases(void)
{
    for (unsigned i = 0; i < count; i++) {
        bool changed = interfaces[i].lease_changed;

        interfaces[i].lease_changed = false;
        if (!changed || !interfaces[i].leasing)
            continue;
        look_for_server(&interfaces[i].netif);
        if (on_lease)
            on_lease(i);
    }
}

void stack_configure(unsigned interface, bool up, uint32_t ip, uint32_t mask,
                     unsigned mtu)
{
    struct netif *netif = stack_netif(interface);
    ip4_addr_t address = {lwip_htonl(ip)}, netmask = {lwip_htonl(mask)};

    if (!netif)
        return;
    end_lease(interface);
    netif->mtu = (uint16_t)(mtu < 1500 ? mtu : 1500);
    netif_set_addr(netif, &address, &netmask, IP4_ADDR_ANY4);
    if (up && ip)
        netif_set_up(netif);
    else
        netif_set_down(netif);
}

void stack_set_mac(unsigned interface, const uint8_t mac[6])
{
    struct netif *netif = stack_netif(interface);

    if (netif)
        memcpy(netif->hwaddr, mac, sizeof interfaces[interface].port.mac);
}

void stack_set_routes(const struct stack_route *from, unsigned n)
{
    if (n > STACK_ROUTES_MAX)
        n = STACK_ROUTES_MAX;
    memcpy(routes, from, n * sizeof *from);
    route_count = n;
}

uint32_t stack_poll(void)
{
    sys_check_timeouts();
    tell_leases();
    return sys_timeouts_sleeptime();
}
