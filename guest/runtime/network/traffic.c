/* SPDX-License-Identifier: GPL-2.0-or-later */
/* traffic.c - see traffic.h. */
#include "guest/runtime/network/traffic.h"

#include <stddef.h>

#include "guest/config/fixups.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/conn.h"
#include "guest/net/stack.h"
#include "guest/runtime/network/trace.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

enum {
    CONNECTIONS_MAX = 280000,
    ASIDE = 2 * 1024 * 1024,
    ETHERNET = 14, TYPE = 12, TYPE_IP = 0x0800, TYPE_ARP = 0x0806,
    ARP = 28, ARP_ASKS = 1, ARP_ANSWERS = 2,
    FRAME_MTU = 1500, IP_HEADER = 20, GROUPS = 0xe0000000, IP_TCP = 6,
    TCP_SYN = 2, TCP_ACK = 16,
};

static struct firewall *firewall;
static struct firewall_place place;

struct firewall *traffic_firewall(void)
{
    config_settle(&unit.config);
    return firewall;
}

/* --- what the firewall calls ------------------------------------------- */

static void send(void *far, unsigned interface, uint32_t via, uint8_t *packet,
                 size_t n)
{
    (void)far;
    trace_went(interface, packet, n);
    stack_forward(interface, via, packet, n);
}

static void keep(void *far, unsigned interface, uint8_t *packet, size_t n)
{
    struct block *b = block_take((uint32_t)n + ETHERNET);

    (void)far;
    if (!b)
        return;
    memset(b->data, 0, ETHERNET);
    memcpy(b->data, interface_at(interface)->nic.mac, 6);
    put_be16(b->data + TYPE, TYPE_IP);
    memcpy(b->data + ETHERNET, packet, n);
    b->length = (uint16_t)(n + ETHERNET);
    stack_input(interface, b);
}

static uint32_t random(void *far)
{
    (void)far;
    return stack_random();
}

static uint64_t now_us(void *far)
{
    (void)far;
    return pit_us(clock_now());
}

static bool closed(void *far)
{
    (void)far;
    return log_blocks_connections();
}

/* --- configuration ----------------------------------------------------- */

static void set_place(void)
{
    const struct config_state *s = &unit.config.state;
    struct config_route r;

    memset(&place, 0, sizeof place);
    place.interfaces = interfaces_count();
    for (unsigned i = 0; i < place.interfaces; i++) {
        const struct config_interface *in = &s->interface[i];

        place.interface[i] = (struct firewall_interface){
            .up = !in->shutdown, .security = in->security,
            .ip = pair_active_ip(i),
            .mask = in->mask,
            .mtu = in->mtu < FRAME_MTU ? in->mtu : FRAME_MTU};
    }
    while (config_route_at(&unit.config, place.routes, &r))
        place.route[place.routes++] = (struct firewall_route){
            .interface = r.interface, .metric = r.metric, .ip = r.ip,
            .mask = r.mask, .gateway = r.gateway};
    place.hosts = unit.licence.hosts;
    place.guards = unit.licence.guards;
    if (unit.licence.slow && unit.platform)
        place.mbit = unit.platform->limited_mbit;
    fixups_read(&unit.config, &place);
}

void traffic_apply(void)
{
    _Static_assert(sizeof place.route / sizeof place.route[0] >=
                       CONFIG_ROUTES_ALL, "room for all");
    _Static_assert((int)RULES_INTERFACES >= (int)CONFIG_INTERFACES_MAX,
                   "room for all");
    if (!firewall)
        return;
    set_place();
    firewall_configure(firewall, &place, &unit.config.state.rules);
}

/* Half of what is left is for connections, the lists, the fragments and an
 * image that is copied aside. */
void traffic_start(void)
{
    const struct firewall_calls calls = {
        .send = send, .keep = keep, .event = traffic_log, .state = pair_state,
        .random = random, .now_us = now_us, .closed = closed};
    uint32_t one = firewall_bytes(1024) / 1024;
    uint32_t free = memory_free();
    uint32_t n = free > ASIDE ? (free - ASIDE) / 2 / one : 0;

    firewall = firewall_new(n < CONNECTIONS_MAX ? n : CONNECTIONS_MAX, &calls,
                            memory_take, memory_reserve);
    pair_serve(firewall);
    traffic_apply();
}

/* --- frames ------------------------------------------------------------ */

/* Somebody asks for an address that translations have: here it is. */
static bool answer_arp(unsigned interface, struct block *b)
{
    const uint8_t *mac = interface_at(interface)->nic.mac;
    uint8_t *arp = b->data + ETHERNET;
    uint32_t asked;

    if (b->length < ETHERNET + ARP || get_be32(arp) != 0x00010800 ||
        get_be16(arp + 4) != 0x0604 || get_be16(arp + 6) != ARP_ASKS)
        return false;
    asked = get_be32(arp + 24);
    if (!firewall_owns(firewall, interface, asked) ||
        asked == get_be32(arp + 14))
        return false;
    put_be16(arp + 6, ARP_ANSWERS);
    memcpy(arp + 18, arp + 8, 10); /* who asked: hardware and IP address */
    memcpy(arp + 8, mac, 6);
    put_be32(arp + 14, asked);
    memcpy(b->data, arp + 18, 6);
    memcpy(b->data + 6, mac, 6);
    interface_send(interface_at(interface), b->data, ETHERNET + ARP);
    return true;
}

/* The interface that is the least secure one. */
static bool is_outermost(unsigned interface)
{
    for (unsigned i = 0; i < place.interfaces; i++) {
        if (place.interface[i].security < place.interface[interface].security)
            return false;
    }
    return true;
}

/* From outside a call to a port of this unit where nobody is, or not for the
 * caller, gets no answer, but with `service resetoutside`: strangers take no
 * places of those who may come. */
static bool is_ignored(unsigned interface, const uint8_t *ip, size_t n)
{
    const uint8_t *tcp = ip + IP_HEADER;

    return !unit.config.state.rules.reset_outside && n >= IP_HEADER + 20 &&
           ip[0] == 0x45 && ip[9] == IP_TCP &&
           (tcp[13] & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
           is_outermost(interface) &&
           !conn_takes(get_be16(tcp + 2), interface, get_be32(ip + 12));
}

/* Neither to everybody on the network, nor to a group. */
static bool is_to_one(unsigned interface, const uint8_t *ip, size_t n)
{
    const struct firewall_interface *i = &place.interface[interface];
    uint32_t to = n < IP_HEADER ? GROUPS : get_be32(ip + 16);

    return to < GROUPS && to != (i->ip | ~i->mask);
}

static bool taken(unsigned interface, struct block *b)
{
    uint8_t *packet = b->data + ETHERNET;
    size_t n = b->length - (size_t)ETHERNET;
    uint16_t type;

    if (b->length < ETHERNET)
        return false;
    type = get_be16(b->data + TYPE);
    if (type == TYPE_ARP)
        return answer_arp(interface, b);
    /* What comes to an interface that has no address yet is what a DHCP server
     * says. */
    if (type != TYPE_IP || !place.interface[interface].ip)
        return false;
    /* What was sent to many goes no further; one host's packet in such a frame
     * would go past everything below (RFC 1122, 3.3.6). */
    if (b->data[0] & 1)
        return is_to_one(interface, packet, n);
    trace_came(interface, packet, n);
    if (firewall_packet(firewall, interface, packet, n,
                        BLOCK_FRAME - b->length) != FIREWALL_FOR_UNIT)
        return true;
    trace_kept();
    return is_ignored(interface, packet, n);
}

/* A standby unit is there for itself alone, and for whom it is told to be. */
static bool kept_out(unsigned interface, struct block *b)
{
    uint8_t *packet = b->data + ETHERNET;
    size_t n = b->length - (size_t)ETHERNET;

    if (b->length < ETHERNET || get_be16(b->data + TYPE) != TYPE_IP ||
        !place.interface[interface].ip)
        return false;
    if (b->data[0] & 1)
        return is_to_one(interface, packet, n);
    return firewall_own_packet(firewall, interface, packet, n,
                               BLOCK_FRAME - b->length) !=
               FIREWALL_FOR_UNIT ||
           is_ignored(interface, packet, n);
}

void traffic_frame(unsigned interface, struct block *b)
{
    if (firewall && (pair_is_active() ? taken(interface, b)
                                      : kept_out(interface, b)))
        block_give(b);
    else
        stack_input(interface, b);
}

/* --- time -------------------------------------------------------------- */

/* At the last two times when an interval ended. */
static struct firewall_counts last, before;
static uint32_t last_s, before_s;

static void sample(uint32_t now_s)
{
    enum { INTERVAL_S = 120 };

    if (now_s - last_s < INTERVAL_S)
        return;
    before = last;
    before_s = last_s;
    last = *firewall_counts(firewall);
    last_s = now_s;
}

const struct firewall_counts *traffic_counted(uint32_t *seconds)
{
    *seconds = before_s;
    return &before;
}

void traffic_poll(void)
{
    if (!firewall)
        return;
    firewall_clock(firewall, clock_seconds());
    firewall_poll(firewall);
    sample(clock_seconds());
}
