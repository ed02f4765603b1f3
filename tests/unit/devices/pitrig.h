/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pitrig.h - an 8254 on a fake board, its time counted in CLK ticks. */
#ifndef PIXEMU_TESTS_PITRIG_H
#define PIXEMU_TESTS_PITRIG_H

#include "devices/pit-i8254/i8254.h"
#include "tests/unit/devices/fakeboard.h"

enum { LSB = 0x10, MSB = 0x20, BOTH = 0x30 };

struct rig {
    struct fakeboard fb;
    struct device *pit;
    struct fake_pin out[3];
    uint64_t tick;
};

/* A test's fixture: gates high, a probe on each OUT. */
void rig_setup(struct rig *r, gconstpointer unused);
void rig_teardown(struct rig *r, gconstpointer unused);
/* When a tick is. */
uint64_t rig_ns_of(uint64_t tick);
/* Lets n ticks pass. */
void rig_ticks(struct rig *r, uint64_t n);
void rig_put(struct rig *r, unsigned port, uint8_t val);
uint8_t rig_get(struct rig *r, unsigned port);
/* Two bytes of count. */
void rig_program(struct rig *r, unsigned n, unsigned mode, uint16_t count);
unsigned rig_count(struct rig *r, unsigned n);
/* By read-back. */
uint8_t rig_status(struct rig *r, unsigned n);

#endif
