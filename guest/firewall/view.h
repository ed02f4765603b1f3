/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * view.h - what the firewall holds, one after the other, and taken out of it.
 *
 * *at begins as 0 and is advanced; false: no more.  Things may come and go
 * between two calls.
 */
#ifndef GUEST_FIREWALL_VIEW_H
#define GUEST_FIREWALL_VIEW_H

#include "guest/firewall/firewall.h"

enum { VIEW_FLAGS = 16 };

/* "out" is the less secure host, "in" the other. */
struct firewall_conn_view {
    uint8_t protocol;
    unsigned out_interface, in_interface;
    uint32_t out, in, out_seen, in_seen;
    uint16_t out_port, in_port, in_seen_port;
    uint32_t idle_s, bytes, number;
    char flags[VIEW_FLAGS];
    void *conn;
};

struct firewall_xlate_view {
    uint8_t protocol; /* 0: a whole address */
    unsigned real_interface, mapped_interface;
    uint32_t real, mapped;
    uint16_t real_port, mapped_port;
    bool fixed, identity, norandomseq, dns;
    bool outside; /* the real host is on the less secure side */
    uint32_t connections, idle_s;
};

struct firewall_shun_view {
    uint32_t ip, drops, seconds; /* since it is shunned */
};

struct firewall_host_view {
    unsigned interface;
    uint32_t ip, connections, tcp, embryonic, xlates; /* tcp: of these */
    uint32_t max, max_embryonic; /* 0: no limit */
    void *host;
};

bool firewall_next_conn(const struct firewall *, uint32_t *at,
                        struct firewall_conn_view *);
bool firewall_next_xlate(const struct firewall *, uint32_t *at,
                         struct firewall_xlate_view *);
bool firewall_next_host(const struct firewall *, uint32_t *at,
                        struct firewall_host_view *);

/* Ends what a view showed, if it is still there. */
void firewall_end_conn(struct firewall *, const struct firewall_conn_view *);

/* Ends the translations for which chosen() says true, which changes nothing,
 * with all their connections. */
void firewall_end_xlates(struct firewall *,
                         bool (*chosen)(void *far,
                                        const struct firewall_xlate_view *),
                         void *far);

/* Ends the connections between the two hosts that are named; of those, where it
 * names ports or a protocol, the one with them. */
void firewall_shun(struct firewall *, const struct rules_shun *);

/* *at begins as 0, as above. */
bool firewall_next_shun(const struct firewall *, unsigned *at,
                        struct firewall_shun_view *);
/* Packets of theirs that came to an interface; *on: one is behind it. */
uint32_t firewall_shun_drops(const struct firewall *, unsigned interface,
                             bool *on);
void firewall_clear_shun_drops(struct firewall *);

/* Hit counts of one list, or of all (0) */
void firewall_clear_hits(struct firewall *, unsigned list);

#endif
