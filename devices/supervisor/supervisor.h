/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * supervisor.h - what holds the processor in reset while the supply comes up.
 */
#ifndef PIXEMU_DEVICES_SUPERVISOR_H
#define PIXEMU_DEVICES_SUPERVISOR_H

#include "devices/device.h"

extern const struct device_class supervisor_class;

/* How long after power-on a unit begins, under authentic timing. */
#define SUPERVISOR_NS (30u * UINT64_C(1000000000))

/* The supply came on or went off. */
void supervisor_supply(struct device *, bool on);
/* High while the processor is to stay in reset: from when the supply came on
 * to when its time is over. */
struct wire *supervisor_hold(struct device *);

#endif
