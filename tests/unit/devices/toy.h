/* SPDX-License-Identifier: GPL-2.0-or-later */
/* toy.h - a PCI function with 256 bytes of memory, 32 ports and a ROM. */
#ifndef TESTS_UNIT_TOY_H
#define TESTS_UNIT_TOY_H

#include "devices/pci.h"

struct toy {
    struct pci_function fn;
    unsigned written_off, written_width; /* of its configuration, the last */
    unsigned resets;
};

extern const struct device_class toy_class;

#endif
