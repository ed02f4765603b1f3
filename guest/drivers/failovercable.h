/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failovercable.h - what the four modem inputs of the failover port say about
 * the cable.  Source: docs/hardware.md, The failover port.
 *
 * Data and inputs are those of uart.h at UART_FAILOVER; its interrupt comes for
 * both.
 */
#ifndef GUEST_DRIVERS_FAILOVERCABLE_H
#define GUEST_DRIVERS_FAILOVERCABLE_H

#include <stdbool.h>
#include <stdint.h>

enum failovercable_state {
    FAILOVERCABLE_NORMAL,
    FAILOVERCABLE_MATE_OFF,
    FAILOVERCABLE_OUT_HERE,
    FAILOVERCABLE_OUT_THERE,
    FAILOVERCABLE_BAD,   /* both ends are of the same kind */
    FAILOVERCABLE_ERROR, /* no cable says this: there is no such port */
};

/* modem: as uart_modem() has it. */
enum failovercable_state failovercable_state(uint8_t modem);
/* Which end is in here; of a cable that is in. */
bool failovercable_is_primary(uint8_t modem);

#endif
