/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rules.h - what a firewall is told to do: translations, access lists, bounds.
 *
 * Only what was configured, in the order it was configured; no pointers, and
 * unused places are zero, so that two sets of rules are the same when their
 * bytes are.  Addresses are numbers, 10.0.0.1 is 0a000001h; masks have ones
 * where an address counts.
 */
#ifndef GUEST_FIREWALL_RULES_H
#define GUEST_FIREWALL_RULES_H

#include <stdbool.h>
#include <stdint.h>

enum {
    RULES_INTERFACES = 16,
    RULES_NAME_MAX = 63,
    RULES_TEXT_MAX = 100, /* of a remark or a description */
    RULES_NATS = 64,
    RULES_GLOBALS = 64,
    RULES_STATICS = 256,
    RULES_LISTS = 64,
    RULES_ACES = 10240,
    RULES_TEXTS = 128,
    RULES_GROUPS = 64,
    RULES_MEMBERS = 1024,
    RULES_ALIASES = 64,
    RULES_ESTABLISHED = 32,
    RULES_OUTBOUNDS = 256,
    RULES_APPLIES = 32,
    RULES_SHUNS = 32,
    RULES_ICMPS = 32,
    RULES_ANY_ICMP = 255, /* no type has this number */
};

/* --- translations ------------------------------------------------------ */

/* "nat (inside) 1 10.0.0.0 255.0.0.0 100 50": id 0 is identity.  With a list
 * (`list` - 1), id 0 exempts what it permits, and another id goes by it. */
struct rules_nat {
    uint8_t interface;
    bool norandomseq;
    bool outside; /* for those who go to more secure interfaces */
    bool dns;     /* its addresses in DNS answers are translated, too */
    uint16_t list; /* 0: none; otherwise ip and mask mean nothing */
    uint32_t id, ip, mask;
    uint32_t connections, embryonic; /* 0: no limit */
};

/* first = last, or the interface's own address: ports are translated, too. */
struct rules_global {
    uint8_t interface;
    bool own; /* "interface" */
    uint32_t id, first, last, mask;
};

struct rules_static {
    uint8_t real, mapped; /* interfaces: "(real,mapped)" */
    uint8_t protocol;     /* 0: the whole address; 6 or 17: one port */
    bool own;             /* the mapped address is that interface's own */
    bool norandomseq;
    bool dns;
    uint16_t list; /* 0: none; otherwise real_ip, real_port and mask are those
                    * of the source of its first entry that permits */
    uint16_t mapped_port, real_port;
    uint32_t mapped_ip, real_ip, mask;
    uint32_t connections, embryonic;
};

/* "alias (inside) 10.1.1.9 192.0.2.9 255.255.255.255": to those behind the
 * interface `foreign` looks like `ip`. */
struct rules_alias {
    uint8_t interface;
    uint32_t ip, foreign, mask;
};

/* --- access lists ------------------------------------------------------ */

enum rules_group_kind {
    RULES_GROUP_NETWORK = 1,
    RULES_GROUP_SERVICE_TCP,
    RULES_GROUP_SERVICE_UDP,
    RULES_GROUP_SERVICE_BOTH,
    RULES_GROUP_PROTOCOL,
    RULES_GROUP_ICMP,
};

struct rules_group {
    char name[RULES_NAME_MAX + 1];
    uint8_t kind;
    uint16_t text; /* its description, 0: none */
};

/* A member is ip and mask, ports low to high, a protocol, an ICMP type (both
 * in low), or another group. */
struct rules_member {
    uint16_t group;  /* of which it is a member; from 1 */
    uint16_t nested; /* 0: none */
    uint16_t low, high;
    uint32_t ip, mask;
};

enum rules_port_op {
    RULES_PORT_ANY,
    RULES_PORT_EQ,
    RULES_PORT_NEQ,
    RULES_PORT_LT,
    RULES_PORT_GT,
    RULES_PORT_RANGE,
    RULES_PORT_GROUP, /* low is the group */
};

struct rules_ports {
    uint8_t op;
    uint16_t low, high;
};

struct rules_side {
    uint32_t ip, mask;
    uint16_t group; /* 0: ip and mask */
};

enum rules_action { RULES_DENY, RULES_PERMIT, RULES_REMARK };

enum { RULES_LOG_NONE, RULES_LOG_DEFAULT, RULES_LOG_OFF, RULES_LOG_ON };

struct rules_ace {
    uint16_t list; /* index of its list */
    uint8_t action;
    uint8_t protocol;        /* 0: every */
    uint16_t protocol_group; /* 0: protocol */
    uint8_t icmp;            /* type; RULES_ANY_ICMP; of ICMP alone */
    uint8_t log;             /* enum above */
    uint8_t log_level;       /* of RULES_LOG_ON */
    uint16_t icmp_group;     /* 0: icmp */
    uint16_t text;           /* of a remark */
    uint16_t log_interval;   /* seconds */
    struct rules_side from, to;
    struct rules_ports from_ports, to_ports;
};

enum { RULES_CONDUITS = 0 }; /* the list that conduits make */

struct rules_list {
    char name[RULES_NAME_MAX + 1]; /* "": a free place, or the conduits */
};

/* --- access without lists ---------------------------------------------- */

/* Ports from low to high; both 0: any. */
struct rules_range {
    uint16_t low, high;
};

/* "established tcp 4000 0 permitto tcp 6000-6010 permitfrom tcp 0": who has
 * a connection from the inside may call back. */
struct rules_established {
    uint8_t protocol;               /* of the connection that is there */
    uint8_t to_protocol, from_protocol; /* of who calls back; 0: any */
    uint16_t to_port, from_port;    /* that connection's; 0: any */
    struct rules_range to, from;    /* of who calls back */
};

enum { RULES_EXCEPT = RULES_REMARK + 1 }; /* beside enum rules_action */

/* "outbound 11 deny 10.1.1.0 255.255.255.0 80 tcp" */
struct rules_outbound {
    uint16_t list;
    uint8_t action, protocol; /* protocol 0: every */
    bool java;                /* about Java, which is not looked for */
    struct rules_range ports;
    uint32_t ip, mask;
};

/* "apply (inside) 11 outgoing_src" */
struct rules_apply {
    uint8_t interface;
    bool destination; /* outgoing_dest */
    uint16_t list;
};

/* --- the rest ---------------------------------------------------------- */

struct rules_shun {
    uint32_t ip, to; /* to 0: everything of ip */
    uint16_t from_port, to_port;
    uint8_t protocol;
};

/* "icmp permit any echo-reply outside": pings to the unit itself. */
struct rules_icmp {
    uint8_t interface, action, type;
    uint32_t ip, mask;
};

enum rules_timeout {
    RULES_TIME_XLATE, RULES_TIME_CONN, RULES_TIME_HALF_CLOSED,
    RULES_TIME_UDP, RULES_TIME_RPC, RULES_TIME_H323, RULES_TIME_H225,
    RULES_TIME_MGCP, RULES_TIME_SIP, RULES_TIME_SIP_MEDIA, RULES_TIMES
};

enum rules_fragment {
    RULES_FRAGMENT_SIZE, RULES_FRAGMENT_CHAIN, RULES_FRAGMENT_TIMEOUT,
    RULES_FRAGMENT_KINDS
};

struct rules {
    struct rules_nat nat[RULES_NATS];
    struct rules_global global[RULES_GLOBALS];
    struct rules_static statics[RULES_STATICS];
    struct rules_list list[RULES_LISTS];
    struct rules_ace ace[RULES_ACES]; /* of one list behind each other */
    struct rules_group group[RULES_GROUPS];
    struct rules_member member[RULES_MEMBERS];
    char text[RULES_TEXTS][RULES_TEXT_MAX + 1];
    unsigned nats, globals, static_count, aces, members;
    struct rules_alias alias[RULES_ALIASES];
    struct rules_established established[RULES_ESTABLISHED];
    struct rules_outbound outbound[RULES_OUTBOUNDS];
    struct rules_apply apply[RULES_APPLIES];
    unsigned aliases, established_count, outbounds, applies;
    uint16_t bound[RULES_INTERFACES]; /* list of an interface; 0: none */
    bool reverse_path[RULES_INTERFACES];
    bool no_proxy_arp[RULES_INTERFACES];
    struct rules_shun shun[RULES_SHUNS]; /* never saved */
    unsigned shuns;
    struct rules_icmp icmp[RULES_ICMPS];
    unsigned icmps;
    uint32_t timeout_s[RULES_TIMES]; /* 0: never */
    uint16_t fragment[RULES_INTERFACES][RULES_FRAGMENT_KINDS];
    uint16_t tcp_mss; /* 0: as it comes */
    bool reset_inbound, reset_outside;
    bool flood_guard, frag_guard; /* where guards are licensed */
    bool no_dns_alias_in, no_dns_alias_out; /* `alias` leaves DNS alone */
    bool time_wait; /* connections stay a while when they are over */
    bool compiled; /* of lists; they always are */
    uint16_t deny_flow_max, alert_interval; /* 0: the usual */
};

#endif
