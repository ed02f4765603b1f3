/* SPDX-License-Identifier: GPL-2.0-or-later */
/* addresses.c - see addresses.h. */
#include "guest/dhcp/addresses.h"

#include "guest/lib/string.h"

bool addresses_on_network(const struct dhcp_pool *p, uint32_t ip)
{
    return ip && ((ip ^ p->ip) & p->mask) == 0 && (ip & ~p->mask) &&
           (ip | p->mask) != UINT32_MAX;
}

bool addresses_in_pool(const struct dhcp_pool *p, uint32_t ip)
{
    return ip >= p->first && ip <= p->last && ip != p->ip &&
           addresses_on_network(p, ip);
}

struct dhcp_binding *addresses_of_client(struct dhcp *d, unsigned interface,
                                         const struct dhcp_client *client)
{
    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        struct dhcp_binding *b = &d->binding[i];

        if (b->state != DHCP_FREE && b->state != DHCP_TAKEN &&
            b->interface == interface && dhcp_same_client(&b->client, client))
            return b;
    }
    return NULL;
}

struct dhcp_binding *addresses_find(struct dhcp *d, unsigned interface,
                                    uint32_t ip)
{
    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        struct dhcp_binding *b = &d->binding[i];

        if (b->state != DHCP_FREE && b->interface == interface && b->ip == ip)
            return b;
    }
    return NULL;
}

/* The one that ended first; interface DHCP_INTERFACES_MAX: of any. */
static struct dhcp_binding *oldest_expired(struct dhcp *d, unsigned interface)
{
    struct dhcp_binding *oldest = NULL;

    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        struct dhcp_binding *b = &d->binding[i];

        if (b->state == DHCP_EXPIRED &&
            (interface == DHCP_INTERFACES_MAX || b->interface == interface) &&
            (!oldest || b->until < oldest->until))
            oldest = b;
    }
    return oldest;
}

struct dhcp_binding *addresses_place(struct dhcp *d, unsigned interface,
                                     uint32_t ip)
{
    struct dhcp_binding *b = NULL;

    for (unsigned i = 0; !b && i < DHCP_BINDINGS_MAX; i++) {
        if (d->binding[i].state == DHCP_FREE)
            b = &d->binding[i];
    }
    if (!b)
        b = oldest_expired(d, DHCP_INTERFACES_MAX);
    if (!b)
        return NULL;
    memset(b, 0, sizeof *b);
    b->state = DHCP_EXPIRED;
    b->interface = (uint8_t)interface;
    b->ip = ip;
    return b;
}

/* 0: all are somebody's, or were. */
static uint32_t first_unused(struct dhcp *d, unsigned interface)
{
    const struct dhcp_pool *p = &d->pool[interface];
    bool used[DHCP_BINDINGS_MAX] = {false};

    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        const struct dhcp_binding *b = &d->binding[i];

        if (b->state != DHCP_FREE && b->interface == interface &&
            b->ip - p->first < DHCP_BINDINGS_MAX)
            used[b->ip - p->first] = true;
    }
    for (uint32_t n = 0; n < DHCP_BINDINGS_MAX && n <= p->last - p->first;
         n++) {
        if (!used[n] && addresses_in_pool(p, p->first + n))
            return p->first + n;
    }
    return 0;
}

struct dhcp_binding *addresses_choose(struct dhcp *d, unsigned interface,
                                      uint32_t wanted)
{
    const struct dhcp_pool *p = &d->pool[interface];
    struct dhcp_binding *was;
    uint32_t ip;

    if (addresses_in_pool(p, wanted) && !addresses_find(d, interface, wanted))
        return addresses_place(d, interface, wanted);
    ip = first_unused(d, interface);
    if (ip)
        return addresses_place(d, interface, ip);
    was = oldest_expired(d, interface);
    if (!was)
        return NULL;
    ip = was->ip;
    memset(was, 0, sizeof *was);
    was->state = DHCP_EXPIRED;
    was->interface = (uint8_t)interface;
    was->ip = ip;
    return was;
}
