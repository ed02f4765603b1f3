/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stations.h - hardware addresses of neighbours: ARP's table. */
#ifndef GUEST_NET_STATIONS_H
#define GUEST_NET_STATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct station {
    unsigned interface;
    uint32_t ip;
    uint8_t mac[6];
    uint32_t heard; /* more than of those heard of before; 0: not learned */
};

/* Stations that are not asked for, in place of the earlier ones.  What is
 * learned is forgotten, and from now on after age_s. */
void stations_set(const struct station *, unsigned n, uint32_t age_s);

/* The next known one at or after place *at, which is advanced; false: no
 * more. */
bool stations_next(unsigned *at, struct station *);

/* Of those learned on an interface the one heard of last but nth; false: there
 * are not so many. */
bool stations_recent(unsigned interface, unsigned nth, struct station *);

/* --- for stack.c ------------------------------------------------------- */

/* Who says in a frame that he has this IP address; 0: it is not ARP's. */
uint32_t stations_sender(const uint8_t *frame, size_t n);

/* That was taken into the table, if it belongs there. */
void stations_heard(unsigned interface, uint32_t ip);

#endif
