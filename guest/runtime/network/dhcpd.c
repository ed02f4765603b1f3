/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dhcpd.c - see dhcpd.h. */
#include "guest/runtime/network/dhcpd.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/datagram.h"
#include "guest/net/echo.h"
#include "guest/net/stack.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/terminals/debug.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

enum { SERVER = 67, CLIENT = 68, ECHO_BYTES = 32 };

static struct dhcp server;
static struct datagram socket; /* open while any interface serves */
static struct echo probes[DHCP_PROBES_MAX];
static unsigned learned; /* version of what auto_config was last taken from */

struct dhcp *dhcpd_server(void)
{
    return &server;
}

uint64_t dhcpd_now(void)
{
    return pit_ms(clock_coarse());
}

/* --- what the server calls --------------------------------------------- */

static const char *message_name(enum dhcp_type type)
{
    static const char *const names[DHCP_TYPES] = {
        "BOOTREQUEST", "DHCPDISCOVER", "DHCPOFFER", "DHCPREQUEST",
        "DHCPDECLINE", "DHCPACK", "DHCPNAK", "DHCPRELEASE", "DHCPINFORM"};

    return names[type];
}

static void heard(unsigned interface, const struct dhcp_message *m)
{
    char mac[CONFIG_MAC_TEXT];

    debug_printf(DEBUG_DHCPD_PACKET, STR_DHCPD_HEARD, message_name(m->type),
                 config_mac(m->mac, mac),
                 unit.config.state.interface[interface].name);
}

static void send(unsigned interface, const uint8_t *mac, uint32_t ip,
                 enum dhcp_type type, const struct dhcp_answer *a)
{
    char text[CONFIG_IP_TEXT], to[CONFIG_MAC_TEXT];

    debug_printf(DEBUG_DHCPD_PACKET, STR_DHCPD_SENT, message_name(type),
                 mac ? config_mac(mac, to) : "everybody",
                 config_mask(ip, text));
    datagram_hand(interface, mac, ip, SERVER, CLIENT, a->data, a->n);
}

static void wake(void *far)
{
    (void)far;
    interfaces_kick();
}

static void ask(unsigned probe, unsigned interface, uint32_t ip)
{
    struct echo *e = &probes[probe];

    (void)interface; /* the address is of its network */
    echo_end(e);
    echo_begin(e, wake, NULL);
    echo_send(e, ip, ECHO_BYTES);
}

static const char *event_name(enum dhcp_event what)
{
    static const char *const names[] = {
        [DHCP_EVENT_GRANTED] = STR_DHCPD_GRANTED,
        [DHCP_EVENT_RELEASED] = STR_DHCPD_RELEASED,
        [DHCP_EVENT_TAKEN] = STR_DHCPD_TAKEN,
        [DHCP_EVENT_NO_ADDRESS] = STR_DHCPD_NONE_FREE,
        [DHCP_EVENT_MALFORMED] = STR_DHCPD_MALFORMED,
    };

    return names[what];
}

static void event(enum dhcp_event what, unsigned interface,
                  const struct dhcp_binding *b)
{
    const char *name = unit.config.state.interface[interface].name;
    char ip[CONFIG_IP_TEXT], mac[CONFIG_MAC_TEXT];

    debug_printf(DEBUG_DHCPD_EVENT, STR_DHCPD_EVENT, name, event_name(what),
                 b ? config_mask(b->ip, ip) : "");
    if (what == DHCP_EVENT_GRANTED)
        log_message(604103, name, config_mac(b->mac, mac),
                    config_mask(b->ip, ip));
    else if (what == DHCP_EVENT_RELEASED)
        log_message(604104, name);
}

/* --- configuration ----------------------------------------------------- */

/* Every one that is not given is the other server's. */
static void fill_in(struct dhcp_pool *p, const struct stack_lease_options *l)
{
    if (!p->dns[0])
        memcpy(p->dns, l->dns, sizeof p->dns);
    if (!p->wins[0])
        memcpy(p->wins, l->wins, sizeof p->wins);
    if (!p->domain[0])
        p->domain = l->domain;
}

static struct dhcp_pool pool_of(unsigned i)
{
    const struct config_state *s = &unit.config.state;
    const struct config_dhcpd *d = &s->dhcpd;
    struct dhcp_pool p = {
        .ip = s->interface[i].ip, .mask = s->interface[i].mask,
        .first = d->pool[i].first, .last = d->pool[i].last,
        .lease_s = d->lease_s ? d->lease_s : CONFIG_DHCPD_LEASE_S,
        .ping_ms = d->ping_ms ? d->ping_ms : CONFIG_DHCPD_PING_MS,
        .dns = {d->dns[0], d->dns[1]}, .wins = {d->wins[0], d->wins[1]},
        .domain = d->domain, .options = d->options,
        .options_n = d->options_n};

    if (d->auto_config)
        fill_in(&p, stack_lease_options(d->auto_interface));
    p.on = d->pool[i].on && p.ip && !s->interface[i].shutdown &&
           ((p.first ^ p.ip) & p.mask) == 0 &&
           ((p.last ^ p.ip) & p.mask) == 0;
    return p;
}

void dhcpd_apply(void)
{
    const struct dhcp_calls calls = {.send = send, .ask = ask,
                                     .heard = heard, .event = event};
    bool any = false;

    learned = stack_lease_options(
        unit.config.state.dhcpd.auto_interface)->version;
    if (!server.calls.send)
        dhcp_begin(&server, &calls);
    for (unsigned i = 0; i < interfaces_count(); i++) {
        struct dhcp_pool p = pool_of(i);

        dhcp_configure(&server, i, &p);
        any = any || p.on;
    }
    if (any && !socket.pcb)
        datagram_open(&socket, SERVER, wake, NULL);
    else if (!any && socket.pcb)
        datagram_close(&socket);
}

/* --- time -------------------------------------------------------------- */

static void take_messages(void)
{
    static uint8_t message[DHCP_MESSAGE_MAX + 512];

    while (socket.count) {
        unsigned interface = socket.queue[0].interface;
        uint32_t ip;
        uint16_t port;
        int n = datagram_receive(&socket, message, sizeof message, &ip, &port);

        if (n > 0 && pair_is_active())
            dhcp_input(&server, interface, dhcpd_now(), message, (size_t)n);
    }
}

static void take_echoes(void)
{
    for (unsigned i = 0; i < DHCP_PROBES_MAX; i++) {
        if (!probes[i].answered || !(server.probes & 1u << i))
            continue;
        probes[i].answered = false;
        dhcp_answered(&server, i, dhcpd_now());
    }
}

uint32_t dhcpd_poll(void)
{
    const struct config_dhcpd *d = &unit.config.state.dhcpd;

    if (!socket.pcb)
        return DHCP_NEVER;
    if (d->auto_config &&
        stack_lease_options(d->auto_interface)->version != learned)
        dhcpd_apply();
    take_messages();
    take_echoes();
    return dhcp_poll(&server, dhcpd_now());
}
