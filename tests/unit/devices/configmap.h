/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * configmap.h - a whole configuration space against a data sheet's table.
 */
#ifndef PIXEMU_TESTS_CONFIGMAP_H
#define PIXEMU_TESTS_CONFIGMAP_H

#include "devices/pci.h"

/* A register of up to four bytes: its value after reset, and which bits
 * software can write.  A row with width 0 ends a table. */
struct config_row {
    uint8_t off, width;
    uint32_t reset, writable;
};

/* Checks each of the 256 bytes; those of no row are 0 and can't be written.
 * Writes ones and zeros to all of them, then resets the function. */
void configmap_check(struct pci_function *, const struct config_row *);

#endif
