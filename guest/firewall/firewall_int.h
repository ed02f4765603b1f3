/* SPDX-License-Identifier: GPL-2.0-or-later */
/* firewall_int.h - what the files of this folder share; never leaves it. */
#ifndef GUEST_FIREWALL_FIREWALL_INT_H
#define GUEST_FIREWALL_FIREWALL_INT_H

#include "guest/firewall/firewall.h"
#include "guest/firewall/lists.h"
#include "guest/firewall/packet.h"
#include "guest/firewall/policer.h"

enum {
    CLASSES = 3, /* of ports that PAT keeps apart: -511, -1023, the others */
    KINDS_OF_PORTS = 3 * CLASSES, /* of TCP, UDP and ICMP */
    FRAGMENTS_MAX = 400, /* whatever `fragment size` says */
    FRAGMENT_BYTES = 1536,
    EMBRYONIC_S = 30,
    GUARDED_SETS = 100, /* packets in fragments to a host in a second */
    RECLAIM_S = 60, /* idle so long, a flood may end it */
    TIME_WAIT_S = 15,
    PORT_XLATE_S = 30,
};

struct ring {
    struct ring *before, *after;
};

/* Places of one size: those given back, and those never used. */
struct pool {
    uint8_t *memory;
    uint32_t size, used, all;
    void *free; /* its first word is the next one */
};

/* A host on the more secure side of a connection, or that has a
 * translation. */
struct host {
    struct host *next;
    uint32_t ip, born;
    uint32_t connections, tcp, embryonic, xlates;
    uint32_t max, max_embryonic; /* of the translation that came last */
    uint32_t sets_at, sets; /* packets in fragments that second */
    uint8_t interface;
    bool live, licensed; /* licensed: is one of those the licence counts */
    bool flooded; /* and it was told */
};

struct xlate {
    struct ring idle; /* must be first; in a ring while nothing uses it */
    struct xlate *next_real, *next_seen;
    struct host *host;
    uint32_t ip, seen;
    uint32_t max, embryonic;
    uint32_t connections, last, born;
    uint32_t list; /* lists_name() of the one that chose it; 0: none */
    uint16_t port, seen_port;
    uint8_t protocol; /* 0: a whole address */
    uint8_t in, out;  /* real and mapped interface */
    bool fixed, norandomseq, identity, dns, live;
    uint8_t round; /* of the other unit's, in which it was told last */
};

/* One of the two hosts of a connection, with its side's wire. */
struct end {
    struct end *next;   /* of the same hash */
    uint32_t ip, seen;  /* itself, and as the other host sees it */
    uint32_t via;       /* the neighbour to it */
    uint32_t fin_end;   /* its last number, and one */
    uint32_t delta;     /* added to its numbers on the other wire */
    /* Numbers up to shift_at are so many further on the other wire, and those
     * behind it so many. */
    uint32_t shift_at;
    int32_t shift_before, shift_after;
    uint16_t port, seen_port;
    uint8_t interface, index;
    bool fin, fin_acked, shifted;
};

/* What a connection waits for decides when its patience ends. */
enum conn_list {
    LIST_EMBRYONIC, LIST_OPEN, LIST_HALF_CLOSED, LIST_TIME_WAIT, LIST_UDP,
    CONN_LISTS
};

struct conn {
    struct ring ring; /* must be first */
    struct conn *next_call, **call; /* of outgoing ones: table_call() */
    struct end end[2];      /* who began, who answered */
    struct xlate *xlate[2]; /* of either; NULL: none */
    struct host *host;
    uint32_t number, born, last, bytes, via_made;
    uint8_t protocol, list, safe; /* safe: index of the more secure end */
    uint8_t inspection;
    bool answered, up, live, data[2];
    bool asking; /* TCP intercept: the host is asked, the client waits */
    bool heard[2]; /* something each end said was looked into */
    /* SMTP: DATA was said, what comes is a letter; where in a line it is. */
    bool mail_wanted, mail_text;
    uint8_t line; /* FTP: bit 0, the client's goes on; bit 1, the server's */
    uint8_t round; /* as a translation's */
    union {
        struct {
            uint32_t cookie, client_first; /* while `asking` */
        };
        /* Afterwards numbers of each end, while `heard`: what is before
         * them was looked into.  The client's before `mark` are no commands
         * of SMTP, and end the word that rsh begins with; FTP: a segment
         * that began with an announcement begins there. */
        struct {
            uint32_t told[2], mark;
        };
    };
};

/* Where a packet goes, before anything is made for it. */
struct way {
    unsigned out;
    uint32_t to, via, seen; /* seen: the source as it is known there */
    uint16_t to_port, seen_port;
    uint16_t fixed; /* static line that makes the destination's, from 1 */
    bool mapped, announced;
    struct xlate *xlate, *source; /* of destination and source */
};

/* A connection that another one announced. */
struct expectation {
    bool used;
    uint8_t protocol, in, out; /* in: where it comes from */
    uint16_t to_port, real_port;
    uint32_t from, to, real, until;
    struct xlate *xlate; /* NULL: addresses stay */
};

/* The beginning of a line whose end has not come yet. */
struct half_line {
    const struct conn *c; /* NULL: a free place */
    uint32_t seq;
    uint16_t n;
    uint8_t from;
    uint8_t data[200];
};

/* Of rules.shun[], by the same index. */
struct shun_count {
    uint32_t ip, since, drops;
};

enum { EXPECTED_MAX = 256, HALF_LINES = 32 };

/* For a free address, or a free port of one. */
struct search {
    uint32_t next;    /* to try */
    uint32_t looked;  /* at so many in vain since one was free */
    uint32_t full_at; /* nothing was free at this second, and one */
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
    struct conn **by_call;
    struct pool conn_pool, xlate_pool, host_pool;
    struct ring conns[CONN_LISTS];
    struct ring used_xlates, idle_xlates, idle_ports;
    struct search addresses[RULES_GLOBALS];
    struct search ports[RULES_GLOBALS][KINDS_OF_PORTS];
    struct search same_ports[KINDS_OF_PORTS]; /* where the real is not free */
    struct policer policer;
    uint16_t fixed_entry[RULES_STATICS]; /* fixed.c */
    struct shun_count shun[RULES_SHUNS];
    uint32_t shun_drops[RULES_INTERFACES];

    struct expectation expected[EXPECTED_MAX];
    struct half_line half[HALF_LINES];
    bool any_expected, any_half;
    uint8_t next_half; /* place that is taken when all are */
    bool telling, telling_http; /* changes, state.h */
    bool standby;               /* nobody is told of events */
    struct fragment *fragments, *free_fragments;
    unsigned fragments_of[RULES_INTERFACES]; /* of those that wait */
    struct flow **flows, *free_flows;
    uint32_t flows_swept, flows_alert_at; /* seconds; 0: not yet */
    struct firewall_counts counts;
};

/* --- ring.c ------------------------------------------------------------ */

void ring_init(struct ring *);
void ring_add(struct ring *to, struct ring *); /* at the end */
void ring_out(struct ring *);
struct ring *ring_first(const struct ring *); /* NULL: nothing is in it */

/* --- expire.c ---------------------------------------------------------- */

void expire_idle(struct firewall *);
/* Flood Guard: one of those that nobody misses ends.  False: there is none. */
bool expire_for_room(struct firewall *);

/* --- table.c ----------------------------------------------------------- */

bool table_setup(struct firewall *, void *(*take)(uint32_t bytes),
                 void *(*reserve)(uint32_t bytes));

struct end *table_find(const struct firewall *, unsigned in,
                       const struct packet *);
struct conn *table_conn_of(struct end *);
/* The newest of those that, like others, go from one host to a less secure
 * one; behind it are more, by their next_call. */
struct conn *table_call(const struct firewall *, uint32_t from, uint32_t to);
/* NULL: no memory, or the licence; *why then. */
struct conn *table_conn(struct firewall *, const struct conn *filled,
                        enum firewall_drop *why);
void table_touch(struct firewall *, struct conn *);
void table_move(struct firewall *, struct conn *, enum conn_list);
void table_end(struct firewall *, struct conn *, enum firewall_end);

/* Where a translation's chain begins, by real or by mapped address. */
struct xlate **table_by_real(const struct firewall *, uint8_t protocol,
                             uint32_t ip, uint16_t port);
struct xlate **table_by_seen(const struct firewall *, uint8_t protocol,
                             uint32_t ip, uint16_t port);
/* NULL: no memory, or the licence; *why then. */
struct xlate *table_xlate(struct firewall *, const struct xlate *filled,
                          enum firewall_drop *why);
void table_end_xlate(struct firewall *, struct xlate *); /* unused */
void table_drop_xlate(struct firewall *, struct xlate *); /* and all of it */
void table_xlate_used(struct firewall *, struct xlate *);

struct host *table_find_host(const struct firewall *, unsigned interface,
                             uint32_t ip);

/* Every place that was ever used, live or not; *at begins as 0. */
void *table_next(const struct pool *, uint32_t *at);

/* --- lookup.c ---------------------------------------------------------- */

/* Who is called by this address, or this port of it. */
struct xlate *lookup_seen(const struct firewall *, unsigned out,
                         uint8_t protocol, uint32_t ip, uint16_t port);
/* The one for just this, behind another or not. */
struct xlate *lookup_exact(const struct firewall *, unsigned out,
                           uint8_t protocol, uint32_t ip, uint16_t port);
/* The same, of those that no list chose, by whom it stands for. */
struct xlate *lookup_real(const struct firewall *, unsigned in, unsigned out,
                         uint8_t protocol, uint32_t ip, uint16_t port);
/* What stands for the packet's destination, and for its source. */
struct xlate *lookup_called(struct firewall *, const struct packet *,
                           uint8_t protocol);
struct xlate *lookup_caller(struct firewall *, const struct packet *,
                           const struct way *);
/* The one with this mapped and real address that this list chose. */
struct xlate *lookup_same(const struct firewall *, const struct xlate *);
/* One that makes an end of a connection look as it does. */
struct xlate *lookup_of_end(const struct firewall *, const struct end *,
                            unsigned out, uint8_t protocol);
/* One between these interfaces that DNS answers are to follow, by the address
 * it is seen by or by the real one. */
struct xlate *lookup_dns(const struct firewall *, unsigned in, unsigned out,
                        uint32_t ip, bool seen);

/* --- access.c ---------------------------------------------------------- */

/* May the packet begin something?  A denial says in *k which list it was. */
enum firewall_drop access_check(struct firewall *, struct packet *,
                                const struct way *);

/* --- shun.c ------------------------------------------------------------ */

void shun_configure(struct firewall *);
/* Does the packet go nowhere because of who sent it?  It is counted. */
bool shun_drops(struct firewall *, const struct packet *);

/* --- route.c ----------------------------------------------------------- */

bool route_find(const struct firewall *, uint32_t ip, unsigned *out,
                uint32_t *via);

/* --- fixed.c ----------------------------------------------------------- */

/* The static line that fits the packet's destination, from 1, and what would
 * be made of it; 0: none. */
uint16_t fixed_to(struct firewall *, const struct packet *, struct xlate *);
void fixed_make(const struct firewall *, uint16_t line, uint32_t real,
                struct xlate *);
/* The same for the packet's source. */
bool fixed_from(struct firewall *, const struct packet *, const struct way *,
                struct xlate *);
/* Is the address, or a port of it, spoken for? */
bool fixed_has(const struct firewall *, unsigned out, uint32_t ip,
               uint8_t protocol, uint16_t port);
/* Could a global or static line give this address on this interface? */
bool fixed_gives(const struct firewall *, unsigned out, uint32_t ip);
bool fixed_answers_arp(const struct firewall *, unsigned interface,
                       uint32_t ip);
/* What `alias` makes of a destination that is called from this interface, and
 * of a source that calls there. */
bool fixed_alias_to(const struct firewall *, unsigned interface,
                    uint32_t *ip);
bool fixed_alias_of(const struct firewall *, unsigned in, unsigned out,
                    uint32_t *ip);
/* What an address in a DNS answer becomes on its way. */
uint32_t fixed_dns(const struct firewall *, unsigned in, unsigned out,
                   uint32_t ip);
void fixed_configure(struct firewall *);

/* --- globals.c --------------------------------------------------------- */

/* DROP_NONE: what id's globals give the packet's source is in *x. */
enum firewall_drop globals_take(struct firewall *, uint32_t id,
                                const struct packet *, struct xlate *x);
/* A port of the address x has, the real one where that is free; false: none was
 * found, and whoever asks again goes on looking. */
bool globals_same_port(struct firewall *, struct xlate *x);

/* --- translate.c ------------------------------------------------------- */

/* True: *way is set; false: the packet is for the unit, or k->drop says why
 * it goes nowhere. */
bool translate_destination(struct firewall *, struct packet *, struct way *);

/* Finds or makes what stands for both ends, and what the source looks like. */
enum firewall_drop translate(struct firewall *, const struct packet *,
                             struct way *);

/* *x is the translation under which somebody on the other interface calls this
 * port of a host that has `mine`; NULL: its own address is known there. */
bool translate_expected(struct firewall *, const struct end *me,
                        struct xlate *mine, unsigned other, uint8_t protocol,
                        uint16_t port, struct xlate **x);

bool translate_safer(const struct firewall *, unsigned a, unsigned b);

/* --- tcp.c ------------------------------------------------------------- */

/* Numbers as the other side expects them; what the packet does to the
 * connection, which may end. */
void tcp_pass(struct firewall *, struct conn *, unsigned from,
              struct packet *);

/* A number of this end's, which the other side acknowledges or a router quotes,
 * as the end itself knows it. */
uint32_t tcp_own_number(const struct end *, uint32_t seen);

/* Answers a packet that began a connection with RST. */
void tcp_refuse(struct firewall *, const struct packet *, uint32_t via);

/* --- intercept.c ------------------------------------------------------- */

/* In place of a host that has too many half-open connections. */
bool intercept_answer(struct firewall *, const struct packet *);
/* Did the client get that answer? */
bool intercept_proves(const struct firewall *, const struct packet *);
/* Then the host is asked. */
void intercept_ask(struct firewall *, struct conn *, const struct packet *);
/* Until it answers; true: the packet goes on. */
bool intercept_hear(struct firewall *, struct conn *, unsigned from,
                    const struct packet *);

/* --- fragments.c ------------------------------------------------------- */

struct fragment;

enum fragments_verdict {
    FRAGMENTS_HELD,
    FRAGMENTS_WHOLE, /* *whole has all of a packet */
    FRAGMENTS_DROP,  /* k->drop says why; the others may have gone, too */
};

bool fragments_setup(struct firewall *, void *(*reserve)(uint32_t bytes));
enum fragments_verdict fragments_add(struct firewall *, struct packet *,
                                     struct fragment **whole);
/* The first, in its own memory, as a packet. */
void fragments_first(struct fragment *, struct packet *);
/* All of it, there; false: it is longer than a frame. */
bool fragments_join(struct firewall *, struct fragment *, struct packet *);
void fragments_follow(struct firewall *, struct fragment *,
                      const struct packet *first, unsigned out, uint32_t via);
void fragments_keep(struct firewall *, struct fragment *);
/* Over what they carry. */
uint16_t fragments_sum(const struct fragment *);
uint32_t fragments_bytes(const struct fragment *); /* of all packets */
void fragments_give(struct firewall *, struct fragment *);
/* Frag Guard: may one more go to its host?  After its addresses changed. */
bool fragments_rate(struct firewall *, struct packet *, unsigned out);
void fragments_expire(struct firewall *);

/* --- state.c ----------------------------------------------------------- */

/* It is there, or another than it was; or it is no more. */
void state_conn(struct firewall *, const struct conn *, bool there);
void state_xlate(struct firewall *, const struct xlate *, bool there);

/* --- flows.c ----------------------------------------------------------- */

enum { FLOWS_MAX = 4096, FLOWS_INTERVAL_S = 300 };

bool flows_setup(struct firewall *, void *(*take)(uint32_t bytes),
                 void *(*reserve)(uint32_t bytes));
unsigned flows_most(const struct firewall *); /* that there is room for */
unsigned flows_deny_max(const struct firewall *);
/* Entry `ace`, which wants to be told of, decided about a packet. */
void flows_match(struct firewall *, const struct packet *, unsigned out,
                 unsigned ace);
void flows_expire(struct firewall *);
void flows_end(struct firewall *); /* all of them */

/* --- report.c ---------------------------------------------------------- */

void report_drop(struct firewall *, const struct packet *, unsigned out);
void report_conn(struct firewall *, const struct conn *, enum firewall_end);
/* The first packet of a flow; *told: to say it again. */
void report_flow(struct firewall *, const struct packet *, unsigned out,
                 const struct rules_ace *, struct firewall_event *told);
void report_flow_again(struct firewall *, const struct firewall_event *told,
                       uint32_t hits, uint32_t seconds);
void report_flows_full(struct firewall *, unsigned max);
/* A host is called more often at a time than it may be. */
void report_embryonic(struct firewall *, const struct packet *,
                      const struct host *, unsigned out);
void report_mail(struct firewall *, const struct conn *, const char *line,
                 unsigned n);
void report_file(struct firewall *, const struct conn *, bool stored,
                 const char *name, unsigned n);
void report_url(struct firewall *, const struct conn *, const char *url,
                unsigned n);
void report_xlate(struct firewall *, const struct xlate *, bool built);
void report_host(struct firewall *, const struct host *, bool built);

#endif
