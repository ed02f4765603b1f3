/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resolver.c - see resolver.h. */
#include "guest/net/resolver.h"

#include <lwip/dns.h>
#include <lwip/ip.h>

static struct resolver *first;
static uint32_t ids;

void resolver_set_servers(const uint32_t ip[RESOLVER_SERVERS])
{
    _Static_assert(DNS_MAX_SERVERS == (int)RESOLVER_SERVERS, "room for all");
    for (u8_t i = 0; i < RESOLVER_SERVERS; i++) {
        ip_addr_t server = IPADDR4_INIT(lwip_htonl(ip[i]));

        dns_setserver(i, &server);
    }
}

/* Who asked may have given up: his number is looked for.  lwIP calls this
 * from an answer that came, or else from its timer. */
static void found(const char *name, const ip_addr_t *ip, void *far)
{
    (void)name;
    for (struct resolver *r = first; r; r = r->next) {
        if (r->id != (uintptr_t)far)
            continue;
        if (ip) {
            r->state = RESOLVER_FOUND;
            r->ip = lwip_ntohl(ip_2_ip4(ip)->addr);
        } else {
            r->state = ip_current_input_netif() ? RESOLVER_NONE
                                                : RESOLVER_SILENT;
        }
        r->wake(r->far);
        return;
    }
}

bool resolver_begin(struct resolver *r, const char *name,
                    void (*wake)(void *far), void *far)
{
    ip_addr_t ip;
    err_t error;

    *r = (struct resolver){.next = first, .id = ++ids, .wake = wake,
                           .far = far};
    first = r;
    error = dns_gethostbyname(name, &ip, found, (void *)(uintptr_t)r->id);
    if (error == ERR_OK) /* it was kept */
        found(name, &ip, (void *)(uintptr_t)r->id);
    else if (error != ERR_INPROGRESS)
        resolver_end(r);
    return error == ERR_OK || error == ERR_INPROGRESS;
}

void resolver_end(struct resolver *r)
{
    for (struct resolver **at = &first; *at; at = &(*at)->next) {
        if (*at == r) {
            *at = r->next;
            return;
        }
    }
}
