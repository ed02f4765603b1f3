/* SPDX-License-Identifier: GPL-2.0-or-later */
/* picrig.h - a PC's pair of 8259As on a fake board. */
#ifndef PIXEMU_TESTS_PICRIG_H
#define PIXEMU_TESTS_PICRIG_H

#include "devices/pic-i8259/i8259.h"
#include "tests/unit/devices/fakeboard.h"

struct rig {
    struct fakeboard fb;
    struct device *master, *slave;
    struct fake_pin intr; /* the master's INT */
};

/* A test's fixture: the slave on IR2, both initialised as a PC's firmware
 * leaves them. */
void rig_setup(struct rig *, gconstpointer unused);
void rig_teardown(struct rig *, gconstpointer unused);

/* Writes with A0 = 0 and A0 = 1. */
void rig_command(struct device *pic, uint8_t val);
void rig_data(struct device *pic, uint8_t val);
uint8_t rig_irr(struct device *pic);
uint8_t rig_isr(struct device *pic);
/* ICW3 and ICW4 are written where ICW1 asks for them. */
void rig_program(struct device *pic, uint8_t icw1, uint8_t icw2, uint8_t icw3,
                 uint8_t icw4);
/* Vectors 08h and 70h, nothing masked. */
void rig_program_pair(struct rig *, uint8_t master_icw4);
/* A request line goes up, wherever it was. */
void rig_pulse(struct device *pic, unsigned n);

#endif
