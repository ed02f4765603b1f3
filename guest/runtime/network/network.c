/* SPDX-License-Identifier: GPL-2.0-or-later */
/* network.c - see network.h. */
#include "guest/runtime/network/network.h"

#include <stddef.h>

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/stack.h"
#include "guest/net/stations.h"
#include "guest/runtime/network/captures.h"
#include "guest/runtime/network/dhcpd.h"
#include "guest/runtime/network/trace.h"
#include "guest/runtime/network/traffic.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/entropy.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

static bool started;

static uint32_t now_ms(void)
{
    return (uint32_t)pit_ms(clock_coarse());
}

static bool send(void *far, const uint8_t *frame, size_t n)
{
    enum { ETHERNET = 14, TYPE = 12, TYPE_IP = 0x0800 };
    const struct interface *in = far;

    if (n > ETHERNET && get_be16(frame + TYPE) == TYPE_IP)
        trace_answered((unsigned)(in - interface_at(0)), frame + ETHERNET,
                       n - ETHERNET);
    return interface_send(far, frame, n);
}

static void set_routes(void)
{
    static struct stack_route routes[STACK_ROUTES_MAX];
    struct config_route r;
    unsigned n;

    _Static_assert((int)STACK_ROUTES_MAX >= (int)CONFIG_ROUTES_ALL,
                   "room for all");
    for (n = 0; config_route_at(&unit.config, n, &r); n++)
        routes[n] = (struct stack_route){
            .interface = r.interface, .metric = r.metric, .ip = r.ip,
            .mask = r.mask, .gateway = r.gateway};
    stack_set_routes(routes, n);
}

static void set_stations(void)
{
    static struct station stations[CONFIG_ARPS_MAX];
    const struct config_state *s = &unit.config.state;

    for (unsigned i = 0; i < s->arps; i++) {
        stations[i].interface = s->arp[i].interface;
        stations[i].ip = s->arp[i].ip;
        memcpy(stations[i].mac, s->arp[i].mac, sizeof stations[i].mac);
    }
    stations_set(stations, s->arps, s->arp_timeout_s);
}

void network_apply(enum config_part part, unsigned index)
{
    const struct config_interface *in;

    if (!started)
        return;
    if (part == CONFIG_PART_HITS) {
        if (traffic_firewall())
            firewall_clear_hits(traffic_firewall(), index);
        return;
    }
    in = &unit.config.state.interface[index];
    if (part == CONFIG_PART_INTERFACE || part == CONFIG_PART_DHCPD)
        dhcpd_apply();
    if (part == CONFIG_PART_DHCPD)
        return;
    traffic_apply();
    captures_apply();
    if (part == CONFIG_PART_ROUTES || part == CONFIG_PART_INTERFACE)
        set_routes();
    if (part == CONFIG_PART_INTERFACE && in->dhcp)
        stack_lease(index, !in->shutdown, in->mtu);
    else if (part == CONFIG_PART_INTERFACE)
        stack_configure(index, !in->shutdown, pair_ip(index), in->mask,
                        in->mtu);
    /* An interface that goes down forgets its stations. */
    if (part != CONFIG_PART_ROUTES && part != CONFIG_PART_RULES)
        set_stations();
    interfaces_kick();
}

static void tell_lease(const struct config_interface *in)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], gateway[CONFIG_IP_TEXT];

    if (in->ip)
        log_message(604101, in->name, config_mask(in->ip, ip),
                    config_mask(in->mask, mask),
                    config_mask(in->gateway, gateway));
    else
        log_message(604102, in->name);
}

/* Whoever looks for the interface's address finds it in its usual place. */
static void leased(unsigned i)
{
    struct config_interface *in = &unit.config.state.interface[i];
    struct stack_lease lease = stack_leased(i);

    if (!lease.ip)
        lease = (struct stack_lease){0};
    if (!in->dhcp || (lease.ip == in->ip && lease.mask == in->mask &&
                      lease.gateway == in->gateway))
        return;
    in->ip = lease.ip;
    in->mask = lease.mask;
    in->gateway = lease.gateway;
    tell_lease(in);
    config_changed(&unit.config, CONFIG_PART_INTERFACE, i);
    config_changed(&unit.config, CONFIG_PART_ROUTES, 0);
}

static void input(unsigned interface, struct block *b)
{
    entropy_stir();
    config_settle(&unit.config);
    if (!pair_input(interface, b))
        traffic_frame(interface, b);
}

static uint32_t look(void)
{
    uint32_t wait = pair_tick(), stack, dhcpd;

    traffic_poll();
    stack = stack_poll();
    dhcpd = dhcpd_poll();
    wait = stack < wait ? stack : wait;
    return dhcpd < wait ? dhcpd : wait;
}

void network_start(void)
{
    uint8_t secret[POOL_TAKE];

    _Static_assert((int)POOL_TAKE >= (int)STACK_SECRET, "all of it");
    entropy_early(secret);
    stack_setup(now_ms, secret);
    memset(secret, 0, sizeof secret);
    for (unsigned i = 0; i < interfaces_count(); i++) {
        struct interface *in = interface_at(i);
        struct stack_port port = {.far = in, .send = send};

        memcpy(port.mac, in->nic.mac, sizeof port.mac);
        stack_add(&port);
    }
    stack_on_lease(leased);
    started = true;
    traffic_start();
    interfaces_on_frame(input);
    interfaces_on_idle(look);
}
