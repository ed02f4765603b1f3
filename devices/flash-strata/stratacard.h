/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stratacard.h - the 16 MiB flash card at port 300h: two 28F640J5.
 *
 * Registers: docs/hardware.md; chips: strata.h.  One window, "stratacard":
 * ports, 12 bytes.
 */
#ifndef PIXEMU_DEVICES_STRATACARD_H
#define PIXEMU_DEVICES_STRATACARD_H

#include "devices/device.h"

extern const struct device_class stratacard_class;

/* Puts the chips on the card: array holds them in order, bytes is 8 or 16
 * MiB, locks has 8 bytes a chip.  Both are lent, stay valid as long as the
 * device, and hold at every moment what a cut of the supply at that moment
 * would leave.  To be called once, after init. */
void stratacard_attach(struct device *, uint8_t *array, size_t bytes,
                       uint8_t *locks);

#endif
