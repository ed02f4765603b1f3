/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard.h - the flash card at port 300h with its AT29C040A chips.
 *
 * The registers are pixemu's own contract, docs/hardware.md; the chips behind
 * them follow their datasheet (at29.h).  One window, "flashcard": ports, 12
 * bytes.
 */
#ifndef PIXEMU_DEVICES_FLASHCARD_H
#define PIXEMU_DEVICES_FLASHCARD_H

#include "devices/device.h"

extern const struct device_class flashcard_at29_class;

/* Puts the chips on the card: array holds them in order, bytes is a multiple
 * of 512 KiB up to 16 MiB, protection has a byte a chip.  Both are lent, stay
 * valid as long as the device, and hold at every moment what a cut of the
 * supply at that moment would leave.  To be called once, after init. */
void flashcard_attach(struct device *, uint8_t *array, size_t bytes,
                      uint8_t *protection);

#endif
