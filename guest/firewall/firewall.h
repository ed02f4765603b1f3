/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firewall.h - packets through the unit: what may pass, and how it looks when
 * it does.
 *
 * Functions over a packet, a clock and a configuration, and nothing else: no
 * driver, no other stack.  The way of a packet stands in path.c.  Packets are
 * IP packets; 14 bytes in front of one, and as many behind it as `room` says,
 * may be written.
 */
#ifndef GUEST_FIREWALL_FIREWALL_H
#define GUEST_FIREWALL_FIREWALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/firewall/event.h"
#include "guest/firewall/rules.h"

struct firewall;

/* Where the firewall stands. */
struct firewall_interface {
    bool up;
    uint8_t security;
    uint32_t ip, mask; /* 0: none, and nothing passes */
    uint16_t mtu;      /* longest packet; 0: any */
};

struct firewall_route {
    uint8_t interface, metric;
    uint32_t ip, mask, gateway;
};

/* What connections to which ports are looked into for. */
enum { FIX_NONE, FIX_DNS, FIX_FTP, FIX_HTTP, FIX_RSH, FIX_SMTP, FIX_TFTP };

enum { FIREWALL_FIXUPS = 48,
       FIREWALL_ALERT_S = 300 }; /* `access-list alert-interval`, usually */

struct firewall_fixup {
    uint8_t inspection; /* FIX_NONE: the end */
    uint16_t low, high;
};

struct firewall_place {
    unsigned interfaces, routes;
    struct firewall_interface interface[RULES_INTERFACES];
    struct firewall_route route[80];
    uint32_t hosts; /* that the licence allows; 0: any number */
    bool guards;    /* licensed: Mail, DNS, Flood and Frag Guard */
    unsigned mbit;  /* that it may pass in a second; 0: any number */
    struct firewall_fixup fixup[FIREWALL_FIXUPS];
    uint16_t dns_longest; /* answer or question; 0: any */
};

/* What it calls. */
struct firewall_calls {
    void *far;
    /* A packet goes out to neighbour `via`. */
    void (*send)(void *far, unsigned interface, uint32_t via,
                 uint8_t *packet, size_t n);
    /* A fragment that was held is for the unit. */
    void (*keep)(void *far, unsigned interface, uint8_t *packet, size_t n);
    void (*event)(void *far, const struct firewall_event *);
    /* What state.h tells; may be NULL. */
    void (*state)(void *far, const uint8_t *record, size_t n);
    uint32_t (*random)(void *far);
    /* Microseconds since any moment; asked where `mbit` is set. */
    uint64_t (*now_us)(void *far);
    /* True: no connection may begin at present; may be NULL. */
    bool (*closed)(void *far);
};

enum firewall_verdict {
    FIREWALL_DROPPED,
    FIREWALL_FOR_UNIT, /* unchanged: it is for this unit */
    FIREWALL_SENT,     /* send() was called for it */
    FIREWALL_HELD,     /* a fragment that waits for the others */
};

struct firewall_counts {
    uint32_t packets, sent, for_unit;
    uint32_t drop[DROPS];
    uint32_t connections, most_connections, xlates, most_xlates, hosts;
    uint32_t fragments;
    uint32_t flows, denied_flows; /* that entries with `log` matched */
    uint32_t tcp_connections, embryonic;
    uint32_t intercepted; /* answers in a host's place */
    uint32_t urls, looked_into, looked_into_http, looked_into_ftp;
    uint32_t built, tcp_built, udp_built, xlates_built;
};

/* Connections, and as many translations, that there is room for.  Memory is
 * taken once: by take() what must be zero, by reserve() what need not be and
 * is first touched when it is used.  NULL: not enough. */
struct firewall *firewall_new(unsigned connections,
                              const struct firewall_calls *,
                              void *(*take)(uint32_t bytes),
                              void *(*reserve)(uint32_t bytes));

/* What it needs for so many. */
uint32_t firewall_bytes(unsigned connections);

/* Both must stay where they are; call again after every change.  Connections
 * and translations that are there stay as they are. */
void firewall_configure(struct firewall *, const struct firewall_place *,
                        const struct rules *);

/* Seconds since any moment; before packets and in firewall_poll(). */
void firewall_clock(struct firewall *, uint32_t seconds);

enum firewall_verdict firewall_packet(struct firewall *, unsigned interface,
                                      uint8_t *packet, size_t n,
                                      size_t room);

/* The same in a unit that lets nothing through: what comes for itself alone. */
enum firewall_verdict firewall_own_packet(struct firewall *,
                                          unsigned interface,
                                          uint8_t *packet, size_t n,
                                          size_t room);

/* Ends what has been idle too long.  At least every second. */
void firewall_poll(struct firewall *);

const struct firewall_counts *firewall_counts(const struct firewall *);

/* Flows that may be denied and kept at a time. */
uint32_t firewall_deny_flow_max(const struct firewall *);

/* How often entry `ace` of the rules matched. */
uint32_t firewall_hits(struct firewall *, unsigned ace);

/* Entries of the rules that there is room for, with what their groups have; all
 * behind them deny. */
unsigned firewall_entries(struct firewall *);

/* Would access list `list` of the rules permit this IP packet, whose end may be
 * missing?  It is not counted, and the packet stays as it is. */
bool firewall_matches(struct firewall *, unsigned list, const uint8_t *packet,
                      size_t n);

/* Is ARP for this address answered on this interface? */
bool firewall_owns(const struct firewall *, unsigned interface, uint32_t ip);

#endif
