/* SPDX-License-Identifier: GPL-2.0-or-later */
/* network.h - addresses and the networks they belong to. */
#ifndef GUEST_FIREWALL_NETWORK_H
#define GUEST_FIREWALL_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

static inline bool network_has(uint32_t network, uint32_t mask, uint32_t ip)
{
    return ((ip ^ network) & mask) == 0;
}

#endif
