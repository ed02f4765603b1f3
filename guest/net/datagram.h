/* SPDX-License-Identifier: GPL-2.0-or-later */
/* datagram.h - UDP from a port of our own: packets out, a short queue in.
 * Nothing waits; wake() as in conn.h. */
#ifndef GUEST_NET_DATAGRAM_H
#define GUEST_NET_DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DATAGRAM_QUEUE = 8 };

struct datagram {
    void *pcb; /* NULL: closed */
    unsigned count; /* packets that wait; more are dropped */
    struct {
        void *p;
        uint32_t ip;
        uint16_t port;
        unsigned interface; /* it came by */
    } queue[DATAGRAM_QUEUE];
    void (*wake)(void *far);
    void *far;
};

/* port 0: any that is free.  False: it is taken, or no room. */
bool datagram_open(struct datagram *, uint16_t port, void (*wake)(void *far),
                   void *far);
void datagram_close(struct datagram *);

/* False: no way there, or no block. */
bool datagram_send(struct datagram *, uint32_t ip, uint16_t port,
                   const void *data, size_t n);

/* To a station that may have no address yet: nobody is asked where it is.  mac
 * NULL: to everybody on the wire.  Only for an interface with an address. */
bool datagram_hand(unsigned interface, const uint8_t *mac, uint32_t ip,
                   uint16_t from, uint16_t to, const void *data, size_t n);

/* Length of the oldest packet, cut to `room`; -1: there is none. */
int datagram_receive(struct datagram *, void *to, size_t room, uint32_t *ip,
                     uint16_t *port);

#endif
