/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * traffic.h - frames between interfaces, firewall and the unit's own stack.
 *
 * A frame comes from a driver and goes to the firewall, which sends it on or
 * leaves it to the stack (guest/net); ARP goes to the stack, but for addresses
 * that translations have.
 */
#ifndef GUEST_RUNTIME_NETWORK_TRAFFIC_H
#define GUEST_RUNTIME_NETWORK_TRAFFIC_H

#include <stdint.h>

#include "guest/firewall/view.h"
#include "guest/net/blocks.h"

/* Takes its part of the memory that is left. */
void traffic_start(void);

/* Interfaces, routes or rules are others now. */
void traffic_apply(void);

void traffic_frame(unsigned interface, struct block *);

/* What is due; between frames. */
void traffic_poll(void);

/* It knows the rules as they are now; NULL: there is none. */
struct firewall *traffic_firewall(void);

/* Events to messages, traffic_log.c. */
void traffic_log(void *far, const struct firewall_event *);

/* What was counted when the last interval but one ended, of two minutes each,
 * and when that was. */
const struct firewall_counts *traffic_counted(uint32_t *seconds);

#endif
