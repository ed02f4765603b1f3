/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8254.h - the 8254 programmable interval timer as its board sees it.
 *
 * All three counters are clocked with 1,193,182 Hz.
 */
#ifndef PIXEMU_DEVICES_I8254_H
#define PIXEMU_DEVICES_I8254_H

#include "devices/device.h"

extern const struct device_class i8254_class;

enum { I8254_HZ = 1193182 };
enum { I8254_REGS }; /* 4 ports, 40h */

/* OUTn.  Connect before the machine runs: alarms are set only for counters
 * somebody listens to. */
struct wire *i8254_out(struct device *, unsigned n);

/* OUTn at this moment, connected or not; shape fits sysctl's out2 hook. */
bool i8254_out_level(void *chip, unsigned n);

/* GATEn, sink of a wire; high (pulled up) until driven. */
void i8254_set_gate(void *chip, unsigned n, bool level);

#endif
