/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stack.h - ARP, IP, ICMP, UDP and TCP to and from this unit: lwIP behind an
 * interface of our own.  No header of lwIP is needed outside guest/net.
 *
 * Addresses are numbers, 10.0.0.1 is 0a000001h.  Interfaces are counted from
 * 0 in the order they are added.  Nothing here waits; whoever owns the chips
 * gives frames in, and asks for the timers to be looked after.
 *
 * A packet is for this unit only if it is for the address of the interface it
 * came in by: the address of another interface is not answered.
 */
#ifndef GUEST_NET_STACK_H
#define GUEST_NET_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/net/blocks.h"

enum { STACK_INTERFACES_MAX = 16, STACK_ROUTES_MAX = 80, STACK_SECRET = 16 };

struct stack_port {
    void *far;
    /* A whole frame without CRC; false: it could not be sent. */
    bool (*send)(void *far, const uint8_t *frame, size_t n);
    uint8_t mac[6];
};

struct stack_route {
    uint8_t interface, metric;
    uint32_t ip, mask, gateway;
};

/* Milliseconds since any moment; a clock that never stands still for ever.
 * secret: what the random numbers depend on; copied. */
void stack_setup(uint32_t (*now_ms)(void), const uint8_t secret[STACK_SECRET]);

/* Returns the interface's number.  port is copied. */
unsigned stack_add(const struct stack_port *port);

/* How it is now; ip 0: it has no address and takes nothing. */
void stack_configure(unsigned interface, bool up, uint32_t ip, uint32_t mask,
                     unsigned mtu);

/* Another hardware address, from the next frame on. */
void stack_set_mac(unsigned interface, const uint8_t mac[6]);

/* In place of that: the address comes from a DHCP server, and is given back
 * when it is not wanted any more. */
void stack_lease(unsigned interface, bool up, unsigned mtu);

/* Called on stack_poll()'s thread when a leased address came or ended. */
void stack_on_lease(void (*changed)(unsigned interface));

/* ip 0: none yet, or not any more. */
struct stack_lease {
    uint32_t ip, mask, gateway;
};
struct stack_lease stack_leased(unsigned interface);

/* How it was leased; times in seconds. */
enum stack_lease_phase {
    STACK_LEASE_INIT,
    STACK_LEASE_SELECTING,
    STACK_LEASE_REQUESTING,
    STACK_LEASE_BOUND,
    STACK_LEASE_RENEWING,
    STACK_LEASE_REBINDING,
};
struct stack_lease_times {
    enum stack_lease_phase phase;
    uint32_t server, transaction;
    uint32_t lease_s, renewal_s, rebind_s; /* since it was given */
    uint32_t next_s; /* until the client does something by itself */
    unsigned retries;
};
/* False: the interface leases none. */
bool stack_lease_times(unsigned interface, struct stack_lease_times *);

/* What else the server said, as long as it is leased from there; zero and ""
 * where it said nothing.  `version` is another one when any of it is. */
enum { STACK_DOMAIN_MAX = 63 };
struct stack_lease_options {
    unsigned version;
    uint32_t dns[2], wins[2];
    char domain[STACK_DOMAIN_MAX + 1];
};
const struct stack_lease_options *stack_lease_options(unsigned interface);

/* All routes but those of the interfaces' own networks; copied. */
void stack_set_routes(const struct stack_route *, unsigned n);

/* A frame that came, in a block, which is taken over. */
void stack_input(unsigned interface, struct block *frame);

/* An IP packet of others goes out to a neighbour, in pieces if it has to; 14
 * bytes in front of it are written.  False: it could not be sent. */
bool stack_forward(unsigned interface, uint32_t via, uint8_t *packet,
                   size_t n);

/* Does what is due, and returns in how many milliseconds to call again. */
uint32_t stack_poll(void);

/* By which interface and which neighbour to an address; false: no way. */
bool stack_find_route(uint32_t ip, unsigned *interface, uint32_t *via);

/* Random bits for port and sequence numbers, and what goes in among them. */
uint32_t stack_random(void);
void stack_stir(uint32_t bits);

#endif
