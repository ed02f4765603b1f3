/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lease.c - what lwIP's DHCP client knows of a lease, and what a server says
 * besides the address (RFC 2132): it asks for none of that and passes it
 * over. */
#include <lwip/dhcp.h>
#include <lwip/ip.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/prot/dhcp.h>

#include "guest/lib/string.h"
#include "guest/net/stack.h"
#include "guest/net/stack_int.h"

static enum stack_lease_phase phase_of(uint8_t lwip)
{
    switch (lwip) {
    case DHCP_STATE_SELECTING:
        return STACK_LEASE_SELECTING;
    case DHCP_STATE_REQUESTING:
    case DHCP_STATE_CHECKING:
        return STACK_LEASE_REQUESTING;
    case DHCP_STATE_BOUND:
        return STACK_LEASE_BOUND;
    case DHCP_STATE_RENEWING:
        return STACK_LEASE_RENEWING;
    case DHCP_STATE_REBINDING:
        return STACK_LEASE_REBINDING;
    default:
        return STACK_LEASE_INIT;
    }
}

/* Its clocks: t1 and t2 in steps of a minute, requests in half seconds. */
static uint32_t next_s(const struct dhcp *d)
{
    switch (d->state) {
    case DHCP_STATE_BOUND:
    case DHCP_STATE_RENEWING:
        return d->t1_renew_time * (uint32_t)DHCP_COARSE_TIMER_SECS;
    case DHCP_STATE_REBINDING:
        return d->t2_rebind_time * (uint32_t)DHCP_COARSE_TIMER_SECS;
    default:
        return d->request_timeout * (uint32_t)DHCP_FINE_TIMER_MSECS / 1000;
    }
}

bool stack_lease_times(unsigned interface, struct stack_lease_times *to)
{
    const struct netif *netif = stack_netif(interface);
    const struct dhcp *d = netif ? netif_dhcp_data(netif) : NULL;

    if (!d)
        return false;
    *to = (struct stack_lease_times){
        .phase = phase_of(d->state),
        .server = lwip_ntohl(ip_2_ip4(&d->server_ip_addr)->addr),
        .transaction = d->xid,
        .lease_s = d->offered_t0_lease,
        .renewal_s = d->offered_t1_renew,
        .rebind_s = d->offered_t2_rebind,
        .next_s = next_s(d),
        .retries = d->tries,
    };
    return true;
}

/* --- what else the server says ----------------------------------------- */

enum { DNS = 6, DOMAIN = 15, WINS = 44, WANTED = 55 };

static struct stack_lease_options leased[STACK_INTERFACES_MAX];

const struct stack_lease_options *stack_lease_options(unsigned interface)
{
    return &leased[interface];
}

/* A message is to go out: its list of what is wanted becomes longer.  There is
 * room: lwIP's longest one has 40 bytes of options. */
void lease_hook_ask(struct netif *netif, uint8_t state, struct dhcp_msg *msg,
                    uint16_t *options_n)
{
    static const uint8_t more[] = {DNS, DOMAIN, WINS};
    struct stack_lease_options *l = &leased[stack_number_of(netif)];
    uint8_t *o = msg->options;
    unsigned at = 0;

    if (state == DHCP_STATE_SELECTING) { /* anew, and maybe of another */
        unsigned version = l->version + 1;

        memset(l, 0, sizeof *l);
        l->version = version;
    }
    while (at + 2 <= *options_n && o[at] != WANTED)
        at += 2u + o[at + 1];
    if (at + 2 > *options_n || *options_n + sizeof more >= DHCP_OPTIONS_LEN)
        return;
    at += 2;
    memmove(o + at + sizeof more, o + at, *options_n - at);
    memcpy(o + at, more, sizeof more);
    o[at - 1] = (uint8_t)(o[at - 1] + sizeof more);
    *options_n = (uint16_t)(*options_n + sizeof more);
}

static void take_addresses(uint32_t to[2], const uint8_t *from, uint8_t n)
{
    to[1] = 0;
    for (unsigned i = 0; i < 2 && 4 * i + 4 <= n; i++)
        to[i] = (uint32_t)from[4 * i] << 24 | (uint32_t)from[4 * i + 1] << 16 |
                (uint32_t)from[4 * i + 2] << 8 | from[4 * i + 3];
}

/* Up to the first character that no name has. */
static void take_domain(char to[STACK_DOMAIN_MAX + 1], const uint8_t *from,
                        uint8_t n)
{
    unsigned i = 0;

    memset(to, 0, STACK_DOMAIN_MAX + 1);
    while (i < n && i < STACK_DOMAIN_MAX && from[i] > ' ' && from[i] < 127) {
        to[i] = (char)from[i];
        i++;
    }
}

/* The interface that lwIP names is the one that has the packet's address, any
 * one for a broadcast: the one it came by is meant. */
void lease_hook_option(uint8_t option, uint8_t n, struct pbuf *p, uint16_t at)
{
    unsigned interface = stack_number_of(ip_current_input_netif());
    struct stack_lease_options *l = &leased[interface];
    struct stack_lease_options old = *l;
    uint8_t value[255];

    if (pbuf_copy_partial(p, value, n, at) != n)
        return;
    if (option == DNS && n >= 4)
        take_addresses(l->dns, value, n);
    else if (option == WINS && n >= 4)
        take_addresses(l->wins, value, n);
    else if (option == DOMAIN)
        take_domain(l->domain, value, n);
    if (memcmp(&old, l, sizeof old) != 0)
        l->version++;
}
