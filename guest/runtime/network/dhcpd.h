/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dhcpd.h - the DHCP server (guest/dhcp) on this unit's interfaces.  A standby
 * unit does not serve. */
#ifndef GUEST_RUNTIME_NETWORK_DHCPD_H
#define GUEST_RUNTIME_NETWORK_DHCPD_H

#include <stdint.h>

#include "guest/dhcp/server.h"

/* The configuration or an address is another one now. */
void dhcpd_apply(void);

/* On the interfaces' thread: does what is due, and in how many milliseconds to
 * call again. */
uint32_t dhcpd_poll(void);

/* --- for the commands -------------------------------------------------- */

struct dhcp *dhcpd_server(void);
uint64_t dhcpd_now(void);

#endif
