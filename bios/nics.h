/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nics.h - the Ethernet ports the monitor can use, one of them open. */
#ifndef BIOS_NICS_H
#define BIOS_NICS_H

#include "bios/board.h"
#include "guest/netboot/monitor.h"

/* Looks for them on all buses, but leaves out what is in a 64-bit slot of this
 * board or on a 64-bit card. */
const struct monitor_ports *nics_find(const struct board *);

/* The open one stops; memory is not touched any more. */
void nics_close(void);

#endif
