/* SPDX-License-Identifier: GPL-2.0-or-later */
/* firewall_int.h - what the files of this folder share; never leaves it. */
#ifndef GUEST_FIREWALL_FIREWALL_INT_H
#define GUEST_FIREWALL_FIREWALL_INT_H

#include "guest/firewall/firewall.h"
#include "guest/firewall/lists.h"
#include "guest/firewall/packet.h"

enum {
    CLASSES = 3, /* of ports that PAT keeps apart: -511, -1023, the others */
    EMBRYONIC_S = 30,
    PORT_XLATE_S = 30,
};

struct ring {
    struct ring *before, *after;
};

/* A host on the more secure side of a translation or connection. */
struct host {
    struct host *next;
    uint32_t ip, born;
    uint32_t connections, embryonic, xlates;
    uint8_t interface;
};

struct xlate {
    struct ring idle; /* must be first; in a ring while nothing uses it */
    struct xlate *next_real, *next_seen;
    struct host *host;
    uint32_t ip, seen;
    uint32_t max, embryonic;
    uint32_t connections, last, born;
    uint16_t port, seen_port;
    uint8_t protocol; /* 0: a whole address */
    uint8_t in, out;  /* real and mapped interface */
    bool fixed, norandomseq, identity;
};

/* One of the two hosts of a connection, with its side's wire. */
struct end {
    struct end *next;   /* of the same hash */
    uint32_t ip, seen;  /* itself, and as the other host sees it */
    uint32_t via;       /* the neighbour to it */
    uint32_t fin_end;   /* its last number, and one */
    uint32_t delta;     /* added to its numbers on the other wire */
    uint16_t port, seen_port;
    uint8_t interface, index;
    bool fin, fin_acked;
};

/* What a connection waits for decides when its patience ends. */
enum conn_list {
    LIST_EMBRYONIC, LIST_OPEN, LIST_HALF_CLOSED, LIST_UDP, CONN_LISTS
};

struct conn {
    struct ring ring; /* must be first */
    struct end end[2]; /* who began, who answered */
    struct xlate *xlate;
    struct host *host;
    uint32_t number, born, last, bytes, via_made;
    uint8_t protocol, list, safe; /* safe: index of the more secure end */
    uint8_t inspection;
    bool answered, up, data[2];
};

struct place_in_pool {
    uint32_t next;               /* address to try */
    uint16_t port[CLASSES];      /* to try */
    uint32_t full_at[CLASSES + 1]; /* nothing was free at this second */
};

struct firewall {
    struct firewall_calls calls;
    const struct firewall_place *place;
    const struct rules *rules;
    struct lists lists;
    uint32_t now, secret, made; /* made: grows with every configuration */
    uint32_t capacity, buckets; /* buckets: a power of two */

    struct end **ends;
    struct xlate **by_real, **by_seen;
    struct host **by_host;
    struct ring free_conns, free_xlates;
    struct host *free_hosts;
    struct ring conns[CONN_LISTS];
    struct ring used_xlates, idle_xlates, idle_ports;
    struct place_in_pool pool[RULES_GLOBALS];

    struct firewall_counts counts;
};

/* --- table.c ----------------------------------------------------------- */

void ring_init(struct ring *);
void ring_add(struct ring *to, struct ring *); /* at the end */
void ring_out(struct ring *);

bool table_setup(struct firewall *, void *(*take)(uint32_t bytes));

struct end *table_find(const struct firewall *, unsigned in,
                       const struct packet *);
struct conn *table_conn_of(struct end *);
struct conn *table_conn(struct firewall *, const struct conn *filled);
void table_touch(struct firewall *, struct conn *);
void table_move(struct firewall *, struct conn *, enum conn_list);
void table_end(struct firewall *, struct conn *, enum firewall_end);
void table_expire(struct firewall *);

struct xlate *table_seen(const struct firewall *, unsigned out,
                         uint8_t protocol, uint32_t ip, uint16_t port);
struct xlate *table_real(const struct firewall *, unsigned in, unsigned out,
                         uint8_t protocol, uint32_t ip, uint16_t port);
/* NULL: no memory, or the licence; *why then. */
struct xlate *table_xlate(struct firewall *, const struct xlate *filled,
                          enum firewall_drop *why);
void table_xlate_used(struct firewall *, struct xlate *);

struct host *table_find_host(const struct firewall *, unsigned interface,
                             uint32_t ip);

/* --- translate.c ------------------------------------------------------- */

/* Where a packet goes, before anything is made for it. */
struct way {
    unsigned out;
    uint32_t to, via;
    uint16_t to_port;
    struct xlate *xlate; /* that its destination has, or .. */
    const struct rules_static *fixed; /* .. would get */
    bool mapped;
};

bool route_find(const struct firewall *, uint32_t ip, unsigned *out,
                uint32_t *via);

/* True: *way is set; false: the packet is for the unit, or k->drop says why
 * it goes nowhere. */
bool translate_destination(struct firewall *, struct packet *, struct way *);

/* Finds or makes what stands for the source; DROP_NONE: *x is it, NULL where
 * the source stays as it is.  The destination's, too. */
enum firewall_drop translate(struct firewall *, const struct packet *,
                             struct way *, struct xlate **x);

bool translate_safer(const struct firewall *, unsigned a, unsigned b);

/* --- tcp.c ------------------------------------------------------------- */

/* Numbers as the other side expects them; what the packet does to the
 * connection, which may end. */
void tcp_pass(struct firewall *, struct conn *, unsigned from,
              struct packet *);

/* --- report.c ---------------------------------------------------------- */

void report_drop(struct firewall *, const struct packet *, unsigned out);
void report_conn(struct firewall *, const struct conn *, enum firewall_end);
void report_xlate(struct firewall *, const struct xlate *, bool built);
void report_host(struct firewall *, const struct host *, bool built);

#endif
