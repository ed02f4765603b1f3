/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probe.h - what a unit says unasked, to be known or to hear whether anybody
 * is there.  Interfaces without an address say nothing. */
#ifndef GUEST_NET_PROBE_H
#define GUEST_NET_PROBE_H

#include <stdint.h>

/* A gratuitous ARP: this address is here. */
void probe_announce(unsigned interface);

/* Who has this address? */
void probe_ask(unsigned interface, uint32_t ip);

/* An ICMP echo to everybody of the network. */
void probe_everybody(unsigned interface);

#endif
