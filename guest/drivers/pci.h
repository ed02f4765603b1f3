/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pci.h - configuration space by mechanism 1 (ports CF8h, CFCh).
 *
 * Source: PCI Local Bus Specification 2.1, sections 3.7.4.1 and 6.1.
 */
#ifndef GUEST_DRIVERS_PCI_H
#define GUEST_DRIVERS_PCI_H

#include <stdbool.h>
#include <stdint.h>

struct pci_function {
    uint8_t bus, device, function;
};

enum pci_register {
    PCI_VENDOR = 0x00,
    PCI_DEVICE = 0x02,
    PCI_COMMAND = 0x04,
    PCI_REVISION = 0x08,
    PCI_CLASS = 0x0a, /* 16 bits: class, subclass */
    PCI_HEADER = 0x0e,
    PCI_BAR0 = 0x10,
    PCI_PRIMARY_BUS = 0x18,
    PCI_SECONDARY_BUS = 0x19,
    PCI_SUBORDINATE_BUS = 0x1a,
    PCI_IO_BASE = 0x1c,
    PCI_IO_LIMIT = 0x1d,
    PCI_MEMORY_BASE = 0x20,
    PCI_MEMORY_LIMIT = 0x22,
    PCI_PREFETCH_BASE = 0x24,
    PCI_PREFETCH_LIMIT = 0x26,
    PCI_ROM = 0x30,
    PCI_INTERRUPT_LINE = 0x3c,
    PCI_INTERRUPT_PIN = 0x3d,
};

enum {
    PCI_COMMAND_IO = 1 << 0,
    PCI_COMMAND_MEMORY = 1 << 1,
    PCI_COMMAND_MASTER = 1 << 2,
    PCI_HEADER_MULTI = 0x80,
    PCI_HEADER_BRIDGE = 1,
    PCI_CLASS_ETHERNET = 0x0200,
    PCI_CLASS_DISPLAY = 0x0300,
    PCI_CLASS_BRIDGE = 0x0604,
    PCI_ROM_ENABLE = 1,
};

uint8_t pci_read8(struct pci_function, unsigned reg);
uint16_t pci_read16(struct pci_function, unsigned reg);
uint32_t pci_read32(struct pci_function, unsigned reg);
void pci_write8(struct pci_function, unsigned reg, uint8_t v);
void pci_write16(struct pci_function, unsigned reg, uint16_t v);
void pci_write32(struct pci_function, unsigned reg, uint32_t v);

/* Steps to the next function that exists on buses 0 to last_bus.  Begin with
 * PCI_BEFORE_FIRST.  Order: bus, device, function. */
#define PCI_BEFORE_FIRST ((struct pci_function){ 0, 0, 0xff })
bool pci_next(struct pci_function *, unsigned last_bus);

/* Highest bus number that the bridges on bus 0 lead to. */
unsigned pci_last_bus(void);

/* Base address register n without its flag bits; 0 when it has none of that
 * kind. */
uint32_t pci_io_base(struct pci_function, unsigned n);
uint32_t pci_memory_base(struct pci_function, unsigned n);

#endif
