/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nics.h - the Ethernet ports the monitor can use, one of them open. */
#ifndef GUEST_STAGE_NICS_H
#define GUEST_STAGE_NICS_H

#include "guest/netboot/monitor.h"

/* Looks for them on all buses, but leaves out what is on a 64-bit card or in
 * a 64-bit slot: behind the devices of bus 0 that `wide_buses` has a bit
 * for. */
const struct monitor_ports *nics_find(uint32_t wide_buses);

/* The open one stops; memory is not touched any more. */
void nics_close(void);

#endif
