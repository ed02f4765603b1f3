/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pci.h - what every PCI function has: configuration space, base address
 * registers that move windows, INTA#; and the bus that finds functions.
 *
 * A PCI chip's struct begins with a struct pci_function.
 * Source: PCI Local Bus Specification 2.1, chapter 6.
 */
#ifndef PIXEMU_DEVICES_PCI_H
#define PIXEMU_DEVICES_PCI_H

#include "devices/device.h"

enum {
    PCI_VENDOR = 0x00,
    PCI_DEVICE = 0x02,
    PCI_COMMAND = 0x04,
    PCI_STATUS = 0x06,
    PCI_REVISION = 0x08,
    PCI_CLASS = 0x09,
    PCI_HEADER_TYPE = 0x0e,
    PCI_BAR0 = 0x10,
    PCI_SUBVENDOR = 0x2c,
    PCI_SUBSYSTEM = 0x2e,
    PCI_ROM = 0x30,
    PCI_CAPABILITIES = 0x34,
    PCI_INTERRUPT_LINE = 0x3c,
    PCI_INTERRUPT_PIN = 0x3d,

    PCI_COMMAND_IO = 1,
    PCI_COMMAND_MEMORY = 2,
    PCI_COMMAND_MASTER = 4,
};

enum { PCI_BARS = 7 }; /* six base addresses and the expansion ROM */

/* One base address register: which window of the chip it moves. */
struct pci_bar {
    uint32_t size; /* bytes, a power of two; 0: not there */
    uint8_t flags; /* the read-only low bits (1 = I/O, 8 = prefetchable) */
    int8_t window; /* index in cls->windows, -1: claims addresses only */
};

struct pci_function {
    struct device dev;
    uint8_t config[256];
    uint8_t writable[256]; /* bits software may write */
    uint8_t clearable[256]; /* bits that writing 1 clears */
    struct pci_bar bar[PCI_BARS];
    struct wire inta;
    bool inta_level;
    /* After a write reached the bytes off..off+width-1; may be NULL. */
    void (*config_written)(struct pci_function *, unsigned off,
                           unsigned width);
};

/* Little-endian access to configuration space as the chip's own code sees it:
 * no masks, no side effects. */
void pci_set8(struct pci_function *, unsigned off, uint8_t);
void pci_set16(struct pci_function *, unsigned off, uint16_t);
void pci_set32(struct pci_function *, unsigned off, uint32_t);
uint16_t pci_get16(const struct pci_function *, unsigned off);
uint32_t pci_get32(const struct pci_function *, unsigned off);

/* Once, from the chip's init: identity and the standard header's masks. */
void pci_init(struct pci_function *, uint16_t vendor, uint16_t device,
              uint8_t revision, uint32_t class_code);
void pci_add_bar(struct pci_function *, unsigned n, uint32_t size,
                 uint8_t flags, int window);
/* From the chip's reset: command, status, BARs and interrupt line cleared,
 * windows closed, INTA# released. */
void pci_reset(struct pci_function *);

void pci_set_inta(struct pci_function *, bool level);

/* Bus mastering as this function may do it: false also while the command
 * register forbids it. */
bool pci_dma_read(struct pci_function *, uint32_t pa, void *, size_t n);
bool pci_dma_write(struct pci_function *, uint32_t pa, const void *, size_t n);

/* Configuration cycles; width 1, 2 or 4, within one dword. */
uint32_t pci_config_read(struct pci_function *, unsigned off, unsigned width);
void pci_config_write(struct pci_function *, unsigned off, uint32_t val,
                      unsigned width);

/* A bus segment: the functions that answer configuration cycles on it. */
struct pci_bus {
    struct pci_function *at[256]; /* by device * 8 + function */
};

void pci_bus_add(struct pci_bus *, unsigned device, unsigned function,
                 struct pci_function *);

#endif
