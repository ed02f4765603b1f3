/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pcisetup.h - gives every PCI function its numbers and addresses. */
#ifndef BIOS_PCISETUP_H
#define BIOS_PCISETUP_H

#include <stdint.h>

/* Bus numbers, windows, base addresses, interrupt lines; irq[] are the lines
 * of the router's four inputs. */
void pci_setup(const uint8_t irq[4]);

#endif
