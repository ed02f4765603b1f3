/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernelcard.h - a PCI card that holds a program for the bare machine.
 *
 * Ours alone, nothing like it was ever sold: docs/hardware.md ("The kernel
 * card") is its data sheet.  It brings a program into RAM when a ROM asks for
 * it, as often as it is asked.
 */
#ifndef PIXEMU_DEVICES_KERNEL_CARD_KERNELCARD_H
#define PIXEMU_DEVICES_KERNEL_CARD_KERNELCARD_H

#include "devices/pci.h"

enum { KERNELCARD_PIECES = 4, KERNELCARD_ROM_BYTES = 2048 };

/* Lent for the life of the card. */
struct kernelcard_program {
    struct kernelcard_piece {
        uint32_t pa; /* where in RAM */
        const uint8_t *bytes;
        size_t n;
    } piece[KERNELCARD_PIECES];
    unsigned pieces;
    uint32_t entry;    /* where the program begins */
    uint32_t argument; /* ESI there */
    const uint8_t *rom; /* KERNELCARD_ROM_BYTES, or NULL: no expansion ROM */
};

extern const struct device_class kernelcard_class;

/* Before the first reset. */
void kernelcard_attach(struct device *, const struct kernelcard_program *);

#endif
