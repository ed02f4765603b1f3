/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server.h - a DHCP server (RFC 2131): who has which address, and for how
 * long.
 *
 * An interface that serves has a pool of addresses of its own network and
 * knows clients on its own wire only: what a relay sends is left alone.  An
 * address that nobody is known to have is asked for before it is offered.
 * Bindings are kept in memory: after a restart a client that renews gets its
 * address again, if nobody else has it.
 *
 * Nothing waits.  Moments are milliseconds of any clock that goes forward.
 */
#ifndef GUEST_DHCP_SERVER_H
#define GUEST_DHCP_SERVER_H

#include "guest/dhcp/message.h"

enum {
    DHCP_INTERFACES_MAX = 16,
    DHCP_BINDINGS_MAX = 256, /* of all interfaces together */
    DHCP_PROBES_MAX = 8,     /* addresses that are asked for at a time */
    DHCP_DOMAIN_MAX = 63,
    DHCP_NEVER = 60000, /* ms: look again in a minute */
};

struct dhcp_pool {
    bool on;
    uint32_t ip, mask;    /* of the interface; not in the pool */
    uint32_t first, last; /* at most DHCP_BINDINGS_MAX addresses */
    uint32_t lease_s, ping_ms;
    uint32_t dns[2], wins[2]; /* 0: none */
    const char *domain;       /* "": none */
    const uint8_t *options;   /* further ones as they go out; not copied */
    size_t options_n;
};

enum dhcp_state {
    DHCP_FREE,    /* nothing here */
    DHCP_ASKED,   /* is somebody there? */
    DHCP_OFFERED,
    DHCP_BOUND,
    DHCP_EXPIRED, /* or given back: whose it was may have it again */
    DHCP_TAKEN,   /* by somebody who did not ask for it */
};

struct dhcp_binding {
    uint8_t state; /* enum dhcp_state */
    uint8_t interface;
    uint8_t probe; /* while it is asked for */
    uint8_t mac[DHCP_MAC];
    uint16_t flags, room; /* of the message that is to be answered */
    uint32_t transaction;
    uint32_t ip;
    uint64_t until; /* the state lasts */
    struct dhcp_client client;
};

enum dhcp_event {
    DHCP_EVENT_GRANTED,
    DHCP_EVENT_RELEASED, /* given back, or not renewed */
    DHCP_EVENT_TAKEN,    /* somebody answered, or a client declined */
    DHCP_EVENT_NO_ADDRESS,
    DHCP_EVENT_MALFORMED,
};

struct dhcp_calls {
    /* A message to a station; mac NULL: to everybody. */
    void (*send)(unsigned interface, const uint8_t *mac, uint32_t ip,
                 enum dhcp_type, const struct dhcp_answer *);
    /* Is somebody at this address?  Who answers comes by dhcp_answered(). */
    void (*ask)(unsigned probe, unsigned interface, uint32_t ip);
    /* A message that was understood; may be NULL. */
    void (*heard)(unsigned interface, const struct dhcp_message *);
    /* binding NULL where there is none. */
    void (*event)(enum dhcp_event, unsigned interface,
                  const struct dhcp_binding *);
};

struct dhcp_counts {
    uint32_t received[DHCP_TYPES], sent[DHCP_TYPES];
    uint32_t malformed, expired;
};

struct dhcp {
    struct dhcp_calls calls;
    struct dhcp_pool pool[DHCP_INTERFACES_MAX];
    struct dhcp_binding binding[DHCP_BINDINGS_MAX];
    uint8_t probes; /* set of those in use */
    uint64_t due;   /* nothing happens before that moment */
    struct dhcp_counts counts;
};

void dhcp_begin(struct dhcp *, const struct dhcp_calls *);

/* How an interface serves from now on.  Bindings outside the pool end. */
void dhcp_configure(struct dhcp *, unsigned interface,
                    const struct dhcp_pool *);

/* A message that came to port 67. */
void dhcp_input(struct dhcp *, unsigned interface, uint64_t now,
                const uint8_t *data, size_t n);

/* Somebody is at the address of a probe. */
void dhcp_answered(struct dhcp *, unsigned probe, uint64_t now);

/* Does what is due; in how many milliseconds to call again. */
uint32_t dhcp_poll(struct dhcp *, uint64_t now);

/* All leases end, whatever clients think; the counts begin at 0 again. */
void dhcp_clear_bindings(struct dhcp *);
void dhcp_clear_counts(struct dhcp *);

/* Bindings in this state. */
unsigned dhcp_count(const struct dhcp *, enum dhcp_state);
unsigned dhcp_pools(const struct dhcp *);

#endif
