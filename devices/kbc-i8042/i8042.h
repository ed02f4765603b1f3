/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8042.h - keyboard controller without a keyboard: what firmware and
 * kernels need from it is A20, the reset line and answers to their probing.
 */
#ifndef PIXEMU_DEVICES_I8042_H
#define PIXEMU_DEVICES_I8042_H

#include "devices/device.h"

extern const struct device_class i8042_class;

enum {
    I8042_DATA,    /* 1 port: 60h */
    I8042_COMMAND, /* 1 port: 64h */
};

struct wire *i8042_irq1(struct device *);
/* P21: high passes address line 20; high after a reset. */
struct wire *i8042_a20(struct device *);
/* P20 as the processor's reset: goes high and low again within the write
 * that pulses it (command FEh, or bit 0 of the output port cleared). */
struct wire *i8042_reset(struct device *);

#endif
