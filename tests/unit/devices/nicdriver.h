/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nicdriver.h - what tests that play a driver of the 8255x share.
 */
#ifndef PIXEMU_TESTS_NICDRIVER_H
#define PIXEMU_TESTS_NICDRIVER_H

#include "tests/unit/devices/nicrig.h"

enum {
    CX = 0x80, FR = 0x40, CNA = 0x20, RNR = 0x10, SWI = 0x04,
    NOP = 0, ADDRESS = 1, CONFIGURE = 2, GROUPS = 3, TRANSMIT = 4,
    MICROCODE = 5, FILTERS = 8,
    SF = 0x08, EL = 0x8000, S = 0x4000, I = 0x2000, C = 0x8000,
    CU_START = 0x10, CU_RESUME = 0x20, CU_STATS = 0x40, CU_DUMP = 0x50,
    CU_BASE = 0x60, CU_DUMP_RESET = 0x70,
    RU_START = 1, RU_RESUME = 2, RU_ABORT = 4, RU_BASE = 6,

    RING = 0x1000, /* of transmit blocks */
    RING_STEP = 0x100,
    RING_BLOCKS = 8,
    ONCE = 0x6000, /* of other commands, one at a time */
    FRAME = 0x50000,
};

bool driver_is_557(struct rig *);
bool driver_is_559(struct rig *);

/* Where block i of the ring is, which goes on at its start. */
uint32_t driver_block(unsigned i);
bool driver_complete(struct rig *, uint32_t cb);
/* The last SCB command was accepted, which drivers wait for. */
void driver_accepted(struct rig *);
/* The next one, then. */
void driver_command(struct rig *, uint8_t command);
/* Its S bit goes. */
void driver_no_suspend(struct rig *, uint32_t cb);

struct driver_family {
    const char *name;
    void (*run)(gconstpointer cls); /* on one part */
};
/* Tests of each family, up to one without a name, on the three parts. */
void driver_add(const struct driver_family *);
/* main() of these alone. */
int driver_main(int argc, char **argv, const struct driver_family *);

#endif
