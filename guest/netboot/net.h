/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * net.h - Ethernet, ARP and IPv4, polled, one conversation at a time.
 *
 * No fragments, no IP options sent, no routing but one gateway.  Requests for
 * our own address are answered whenever net_look() runs.
 *
 * Sources: RFC 826 (ARP), RFC 791 (IP), RFC 894 (IP on Ethernet).
 */
#ifndef GUEST_NETBOOT_NET_H
#define GUEST_NETBOOT_NET_H

#include "guest/netboot/host.h"

enum {
    NET_FRAME_MAX = 1514,
    NET_COLUMNS = 80,
    ETHER_BYTES = 14,
    IP_BYTES = 20,
    UDP_BYTES = 8,
    ICMP_BYTES = 8,
    ETHER_IP = 0x0800,
    ETHER_ARP = 0x0806,
    IP_ICMP = 1,
    IP_UDP = 17,
};

struct net {
    const struct host *host;
    struct netif port;
    uint32_t address; /* host byte order, 0: not set */
    uint32_t gateway;
    bool trace;
    unsigned column;  /* of the console, for marks */
    /* The next hop of the conversation, and whether it told its address. */
    uint32_t hop;
    bool hop_known;
    uint8_t hop_mac[6];
    uint16_t ip_id;
    uint8_t in[NET_FRAME_MAX];
    uint8_t out[NET_FRAME_MAX];
};

enum net_kind {
    NET_NOTHING,
    NET_OTHER, /* dealt with here: ARP, or a frame without meaning to us */
    NET_IP,
};

/* What lies behind the Ethernet header of an IP frame; not checked yet. */
struct net_packet {
    const uint8_t *ip;
    size_t bytes; /* as the chip counted them, padding included */
};

/* Looks at the next frame that came. */
enum net_kind net_look(struct net *, struct net_packet *);

enum net_resolved {
    NET_RESOLVED,
    NET_UNRESOLVED, /* nobody answered in time */
    NET_STOPPED,    /* the user did not want to wait */
};

/* Finds out who takes packets to `to`, asking up to `tries` times with longer
 * and longer patience, at first of `patience_ms`. */
enum net_resolved net_resolve(struct net *, uint32_t to, unsigned tries,
                              uint32_t patience_ms);

/* Sends a packet to the resolved hop; the payload (at most NET_FRAME_MAX less
 * both headers) was put at net_payload(). */
uint8_t *net_payload(struct net *);
bool net_send(struct net *, uint32_t to, uint8_t protocol, size_t bytes);

/* The sum of RFC 1071 over bytes, beginning with `sum` (not complemented). */
uint32_t net_sum(uint32_t sum, const uint8_t *bytes, size_t n);
uint16_t net_fold(uint32_t sum);
/* What UDP sums ahead of its own header (RFC 768). */
uint32_t net_pseudo_sum(uint32_t from, uint32_t to, uint8_t protocol,
                        size_t bytes);

/* Text on the console; the column is kept. */
void net_print(struct net *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A piece that is not torn apart at the right margin: a dot, "<11>". */
void net_mark(struct net *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, only while tracing. */
#define net_trace(n, ...)                                                    \
    do {                                                                     \
        if ((n)->trace)                                                      \
            net_mark(n, __VA_ARGS__);                                        \
    } while (0)

#endif
