/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i21152.h - PCI-PCI bridges 21152 (1011:0024, 32 bits at 33 MHz) and 21154
 * (1011:0026, 64 bits at 66 MHz): on cards with several chips, and between the
 * host bridge and slots of another kind.
 *
 * The board puts the bridge on its bus with pci_bus_add() and everything
 * behind on i21152_bus().  Interrupts do not pass through the chip: a board
 * solders them past it (pci_bridge_pin()).
 */
#ifndef PIXEMU_DEVICES_PCI_BRIDGE_I21152_H
#define PIXEMU_DEVICES_PCI_BRIDGE_I21152_H

#include "devices/pci.h"

extern const struct device_class i21152_class, i21154_class;

/* The secondary bus.  It is the chip's own. */
struct pci_bus *i21152_bus(struct device *);

#endif
