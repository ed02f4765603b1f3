/* SPDX-License-Identifier: GPL-2.0-or-later */
/* packet.h - an IPv4 packet taken apart, and changed in place with its
 * checksums (RFC 791, 792, 768, 793, 1624). */
#ifndef GUEST_FIREWALL_PACKET_H
#define GUEST_FIREWALL_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/firewall/event.h"

enum { IP_ICMP = 1, IP_TCP = 6, IP_UDP = 17, IP_HEADER = 20 };
enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16,
       TCP_URG = 32 };

struct packet {
    uint8_t *bytes;
    size_t n, room; /* of the IP packet; room beyond it */
    uint8_t in;     /* interface */
    uint8_t protocol, flags, icmp_type, icmp_code;
    bool proved;    /* its sender got the unit's own answer */
    bool long_chain;
    /* That it would have gone beyond, and what is there; of FTP the address
     * that is not the sender's. */
    uint32_t limit, used;
    bool quiet;     /* its drop is not told */
    bool ports;     /* TCP and UDP have them; ICMP questions and answers an
                     * identifier, which counts as both */
    uint16_t from_port, to_port, list; /* list: that denied it */
    uint32_t from, to;
    uint8_t *transport;
    size_t transport_n, header_n; /* header_n: of TCP */
    size_t whole_n; /* as transport_n, of all fragments together */
    enum firewall_drop drop;
};

/* The IP header; false: not one, drop says why. */
bool packet_read(struct packet *, unsigned in, uint8_t *bytes, size_t n,
                 size_t room);
/* The same of one that is only looked at: its end may be missing, and nothing
 * is checked that does not say where things are. */
bool packet_look(struct packet *, uint8_t *bytes, size_t n);
/* What comes behind it; false likewise. */
bool packet_read_transport(struct packet *);

/* Of one in fragments, when all are there: `sum` is packet_sum() over what they
 * carry.  False likewise. */
bool packet_check_whole(struct packet *, uint16_t sum);

/* The packet as if a host on the other side had sent it: who is called, by his
 * own address and port, calls who called.  For lists alone. */
struct packet packet_turned(const struct packet *, uint32_t from,
                            uint16_t from_port);

bool packet_is_fragment(const struct packet *);
bool icmp_asks(uint8_t type);
bool icmp_answers(uint8_t type);
bool icmp_is_error(uint8_t type);

/* Changes what differs. */
void packet_readdress(struct packet *, uint32_t from, uint16_t from_port,
                      uint32_t to, uint16_t to_port);

/* The same of a fragment that is not the first. */
void packet_readdress_rest(struct packet *, uint32_t from, uint32_t to);

/* Bytes of what TCP, UDP and ICMP carry; the sum stays right or wrong. */
void packet_write(struct packet *, uint8_t *at, const uint8_t *new, size_t n);

/* A 32-bit number at `at` of a TCP header. */
void packet_put_number(struct packet *, unsigned at, uint32_t value);

/* Sums of a packet made or changed otherwise; 0xffff over one that is right.
 * The transport sum counts the pseudo header where there is one. */
uint16_t packet_sum(const uint8_t *p, size_t n, uint32_t start);
void packet_seal(struct packet *); /* both checksums anew */

#endif
