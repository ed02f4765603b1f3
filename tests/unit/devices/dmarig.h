/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dmarig.h - a pair of 8237As on a fake board, a peripheral at each channel. */
#ifndef PIXEMU_TESTS_DMARIG_H
#define PIXEMU_TESTS_DMARIG_H

#include "devices/dma-i8237/i8237.h"
#include "tests/unit/devices/fakeboard.h"

/* A peripheral with a queue: it asks while it has, or lacks, data. */
struct peer {
    struct device *dma;
    unsigned channel;
    unsigned wants;  /* cycles until it lowers DREQ */
    unsigned cycles, verifies, tcs;
    uint16_t next;   /* what it gives, counting up */
    uint16_t got[64];
    uint64_t tc_at;
};

struct rig {
    struct fakeboard fb;
    struct device *dma;
    struct peer peer[8];
};

/* A test's fixture: channel 4 is the way to the low controller, and open. */
void rig_setup(struct rig *r, gconstpointer unused);
void rig_teardown(struct rig *r, gconstpointer unused);
/* Register 0-15 of the controller of channel n. */
void rig_put(struct rig *r, unsigned n, unsigned reg, uint8_t val);
uint8_t rig_get(struct rig *r, unsigned n, unsigned reg);
/* Low byte, then high, from a clear flip-flop. */
void rig_put16(struct rig *r, unsigned n, unsigned reg, uint16_t val);
unsigned rig_get16(struct rig *r, unsigned n, unsigned reg);
/* mode without its channel bits; the channel is open then. */
void rig_program(struct rig *r, unsigned n, uint8_t mode, uint8_t page,
                 uint16_t address, uint16_t count);
/* DREQ of channel n, for so many cycles; 0: until told. */
void rig_ask(struct rig *r, unsigned n, unsigned cycles);

#endif
