/* SPDX-License-Identifier: GPL-2.0-or-later */
/* addresses.h - for server.c: which addresses there are, and which are free. */
#ifndef GUEST_DHCP_ADDRESSES_H
#define GUEST_DHCP_ADDRESSES_H

#include "guest/dhcp/server.h"

bool addresses_on_network(const struct dhcp_pool *, uint32_t ip);
bool addresses_in_pool(const struct dhcp_pool *, uint32_t ip);

/* The binding of a client, of an address; NULL: none. */
struct dhcp_binding *addresses_of_client(struct dhcp *, unsigned interface,
                                         const struct dhcp_client *);
struct dhcp_binding *addresses_find(struct dhcp *, unsigned interface,
                                    uint32_t ip);

/* A place for a new binding of that address; NULL: none is left. */
struct dhcp_binding *addresses_place(struct dhcp *, unsigned interface,
                                     uint32_t ip);

/* The same with an address for a new client (4.3.1): the one he asks for, the
 * first that was nobody's, that which was given back longest ago. */
struct dhcp_binding *addresses_choose(struct dhcp *, unsigned interface,
                                      uint32_t wanted);

#endif
