/* SPDX-License-Identifier: GPL-2.0-or-later */
/* board.h - what differs from one board to the next, by its strap. */
#ifndef BIOS_BOARD_H
#define BIOS_BOARD_H

#include <stdint.h>

enum { BOARD_UNKNOWN = 0xffff };

struct board {
    uint16_t strap;
    const char *platform;
    uint8_t irq[4]; /* of router inputs PIRQA# to PIRQD# */
    /* Devices on bus 0, a bit each: bridges to buses with 64-bit slots. */
    uint32_t wide_buses;
};

/* Never NULL: the last row serves boards without a strap. */
const struct board *board_find(uint16_t strap);

#endif
