/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event.h - what happens in the firewall that somebody may want to know:
 * each is told once. */
#ifndef GUEST_FIREWALL_EVENT_H
#define GUEST_FIREWALL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/* Why a packet is dropped; counted each. */
enum firewall_drop {
    DROP_NONE,
    DROP_INTERFACE,    /* off, without an address */
    DROP_HEADER,       /* not IPv4, lengths or checksum wrong */
    DROP_OPTIONS,      /* IP options */
    DROP_SPOOF,        /* a source that cannot be */
    DROP_LAND,         /* from itself to itself */
    DROP_TRANSPORT,    /* no room for its header, port 0, flags */
    DROP_CHECKSUM,     /* of TCP, UDP, ICMP */
    DROP_FRAGMENT,     /* overlapping, too small, too long */
    DROP_FRAGMENTS,    /* no place for more, or too many of one packet */
    DROP_FRAGMENT_AGE, /* the others did not come */
    DROP_REVERSE_PATH,
    DROP_SHUN,
    DROP_NOT_OURS,  /* a broadcast, a group, another interface's address */
    DROP_NO_CONNECTION,
    DROP_LIST,      /* an access list says so */
    DROP_IMPLICIT,  /* no list permits it */
    DROP_OUTBOUND,  /* an outbound list says so */
    DROP_SAME_LEVEL,
    DROP_SAME_INTERFACE,
    DROP_NO_TRANSLATION,
    DROP_POOL_EMPTY,
    DROP_LIMIT,     /* connections of a translation */
    DROP_EMBRYONIC, /* those that are half open */
    DROP_HOSTS,     /* the licence */
    DROP_MEMORY,
    DROP_NO_ROUTE,
    DROP_INSPECTION,
    DROP_ICMP_TO_UNIT,
    DROP_ICMP_ERROR, /* about nothing that is known */
    DROP_RATE, /* more than the licensed throughput */
    DROP_TOO_LONG, /* for its way, and not to be cut */
    DROP_CLOSED,   /* nobody may connect at present */
    DROPS
};

enum firewall_event_kind {
    EVENT_DROP,
    EVENT_LIST, /* an entry with `log` matched */
    EVENT_FLOWS_FULL, /* no more of those are told */
    EVENT_EMBRYONIC,  /* a host has as many half-open ones as it may */
    EVENT_CONN_BUILT,
    EVENT_CONN_ENDED,
    EVENT_XLATE_BUILT,
    EVENT_XLATE_ENDED,
    EVENT_HOST_BUILT,
    EVENT_HOST_ENDED,
    EVENT_URL,
    EVENT_FTP, /* a file; inbound: stored */
    EVENT_MAIL, /* a command that Mail Guard takes out */
};

enum firewall_end {
    END_NONE, END_FINS, END_RESET_IN, END_RESET_OUT, END_SYN_TIMEOUT,
    END_FIN_TIMEOUT, END_IDLE, END_CLEARED, END_SHUN, END_INSPECTION,
    END_XLATE,
};

struct firewall_event {
    enum firewall_event_kind kind;
    enum firewall_drop drop;
    uint8_t protocol;
    uint8_t tcp_flags, icmp_type, icmp_code;
    unsigned in, out; /* interfaces; out = in where it is not known */
    uint32_t from, to;
    uint16_t from_port, to_port;
    uint32_t seen_from, seen_to; /* how both look to the other */
    uint16_t seen_from_port, seen_to_port;
    bool inbound;     /* from the less secure side */
    bool fixed, ports; /* a translation's kind */
    bool quiet;        /* a drop that its list does not want told */
    bool permitted;
    bool long_chain; /* too many fragments of one packet, not of all */
    uint8_t log_level; /* of EVENT_LIST */
    uint16_t list;    /* index of the list that decided */
    uint32_t number;  /* of a connection; the limit that was met; hits */
    uint32_t used;    /* of that limit */
    uint32_t seconds, bytes;
    uint16_t fragment_size, fragment_offset, id; /* of a dropped fragment */
    enum firewall_end end;
    const char *text; /* a URL, a command; EVENT_LIST: the list's name */
    unsigned text_length;
};

#endif
