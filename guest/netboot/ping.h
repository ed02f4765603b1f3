/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ping.h - five ICMP echoes (RFC 792). */
#ifndef GUEST_NETBOOT_PING_H
#define GUEST_NETBOOT_PING_H

#include "guest/netboot/net.h"

/* Asks and prints as the manual shows it; returns the number of replies. */
unsigned ping(struct net *, uint32_t to);

#endif
