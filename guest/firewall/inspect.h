/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect.h - connections whose contents name other connections, or are to be
 * kept to what is harmless.
 *
 * An inspection sees a packet's data before addresses are changed, and may
 * change it; what it announces (an expectation) may come in once, from that
 * host, to that place.
 */
#ifndef GUEST_FIREWALL_INSPECT_H
#define GUEST_FIREWALL_INSPECT_H

#include "guest/firewall/firewall_int.h"

enum { INSPECT_LINE = 200, EXPECT_S = 60 };

struct inspected {
    struct firewall *f;
    struct conn *c;
    unsigned from; /* index of the end that sends */
    struct packet *k;
    uint8_t *data; /* of k, n bytes */
    size_t n;
    uint32_t seq; /* TCP: the number of the first of them */
    bool hold;    /* as a result: the packet waits for the rest of a line */
};

/* Which one a connection to this port gets. */
uint8_t inspect_which(const struct firewall *, uint8_t protocol,
                      uint16_t port);

/* False: the packet goes no further; *held: because it is kept here. */
bool inspect(struct firewall *, struct conn *, unsigned from, struct packet *,
             bool *held);

/* The connection is over. */
void inspect_forget(struct firewall *, struct conn *);

/* Has the byte at `at` not been looked into before?  A segment that is sent
 * again is not told of again. */
bool inspect_is_new(const struct inspected *, size_t at);

/* The end of the line at `at`, behind its LF. */
size_t inspect_next_line(const struct inspected *, size_t at);

/* `old` bytes at `at` of the data become others; false: there is no room. */
bool inspect_replace(struct inspected *, size_t at, size_t old,
                     const char *new, size_t n);

/* --- expectations, expect.c -------------------------------------------- */

/* `who` will be called on `port` by the other end of the connection; what
 * address and port the caller has to be told. */
bool expect(struct inspected *, unsigned who, uint8_t protocol, uint16_t port,
            uint32_t *seen, uint16_t *seen_port);

/* Was this packet announced?  Then *w is its way. */
bool expect_find(struct firewall *, const struct packet *, struct way *w);
void expect_expire(struct firewall *);
/* Somebody may still come by this translation. */
bool expect_waits(const struct firewall *, const struct xlate *);
void expect_forget(struct firewall *, const struct xlate *);

/* --- the inspections; false: drop -------------------------------------- */

bool inspect_ftp(struct inspected *);
bool inspect_http(struct inspected *);
bool inspect_smtp(struct inspected *);
bool inspect_dns(struct inspected *);
bool inspect_dns_length(struct inspected *); /* whatever it says */
bool inspect_tftp(struct inspected *);
bool inspect_rsh(struct inspected *);

/* --- errors about other packets, icmp.c -------------------------------- */

/* What an ICMP error is about. */
struct about {
    uint32_t from, to; /* as the one who is told knows them */
    uint16_t from_port, to_port;
    uint32_t source; /* of the error itself */
    const struct end *told; /* who sent it in a connection; NULL: no such */
};

/* Finds whom to tell; false: nobody knows of such a packet. */
bool icmp_find(struct firewall *, const struct packet *, struct way *,
               struct about *);
void icmp_rewrite(struct packet *, const struct way *, const struct about *);

/* Tells the sender of a packet that came in as `was`, its first bytes, how long
 * it may be. */
enum { ICMP_QUOTE = IP_HEADER + 8 };
void icmp_too_long(struct firewall *, unsigned in,
                   const uint8_t was[ICMP_QUOTE], unsigned mtu);

#endif
