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
    PCI_SECONDARY_STATUS = 0x1e, /* these two of a PCI-PCI bridge */
    PCI_BRIDGE_CONTROL = 0x3e,

    PCI_COMMAND_IO = 1,
    PCI_COMMAND_MEMORY = 2,
    PCI_COMMAND_MASTER = 4,

    PCI_STATUS_CAPABILITIES = 0x0010,
    PCI_STATUS_ABORTS = 0x0800, /* signalled: as a target, to a master */
    PCI_STATUS_TARGET_ABORT = 0x1000, /* received: a target gave up */
    PCI_STATUS_MASTER_ABORT = 0x2000, /* received: nobody claimed a cycle */
};

enum { PCI_BARS = 7, PCI_BAR_ROM = 6 }; /* six, and the expansion ROM */

/* One base address register: which window of the chip it moves. */
struct pci_bar {
    uint32_t size; /* bytes, a power of two; 0: not there */
    uint8_t flags; /* the read-only low bits (1 = I/O, 8 = prefetchable) */
    int8_t window; /* index in cls->windows, -1: claims addresses only */
    bool open;     /* what the board was told last */
    uint32_t base;
};

struct pci_function {
    struct device dev;
    uint8_t config[256];
    uint8_t writable[256]; /* bits software may write */
    uint8_t clearable[256]; /* bits that writing 1 clears */
    struct pci_bar bar[PCI_BARS];
    struct wire inta;
    bool inta_level; /* as the chip drives it, asleep or not */
    bool inta_out;   /* as the wire has it */
    /* Power states D1 to D3: configuration cycles only, no window answers and
     * no bus mastering.  Set by pci_set_asleep(). */
    bool asleep;
    /* Where it is: set by pci_bus_add().  NULL: on no bus, so that everything
     * reaches it. */
    struct pci_bus *bus;
    uint8_t devfn; /* device * 8 + function */
    /* The bus behind a PCI-PCI bridge, numbered by the bridge's configuration
     * bytes 19h and 1Ah; NULL for everybody else. */
    struct pci_bus *behind;
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

/* Once, from the chip's init: identity and the standard header's masks.
 * INTA# is announced (pin 1) by the chip itself, as is everything optional. */
void pci_init(struct pci_function *, uint16_t vendor, uint16_t device,
              uint8_t revision, uint32_t class_code);
/* Bits software may write in the `width` bytes at off; little-endian. */
void pci_set_writable(struct pci_function *, unsigned off, unsigned width,
                      uint32_t mask);
/* Size 0 takes it away again. */
void pci_add_bar(struct pci_function *, unsigned n, uint32_t size,
                 uint8_t flags, int window);
/* From the chip's reset: command, status, BARs and interrupt line cleared,
 * awake, windows closed, INTA# released. */
void pci_reset(struct pci_function *);

/* INTA# as the chip drives it; held back while the function is asleep. */
void pci_set_inta(struct pci_function *, bool level);
void pci_set_asleep(struct pci_function *, bool asleep);

/* Bus mastering as this function may do it: false also while its command
 * register forbids it (reads return FFh).  A cycle that nobody claims on the
 * function's own bus sets PCI_STATUS_MASTER_ABORT and is false.  Further up it
 * is the bridge there that is told so; the function sees a write done and FFh
 * read, or, in the bridge's master abort mode, PCI_STATUS_TARGET_ABORT and
 * false for a read. */
bool pci_dma_read(struct pci_function *, uint32_t pa, void *, size_t n);
bool pci_dma_write(struct pci_function *, uint32_t pa, const void *, size_t n);

/* Configuration cycles; width 1, 2 or 4, within one dword. */
uint32_t pci_config_read(struct pci_function *, unsigned off, unsigned width);
void pci_config_write(struct pci_function *, unsigned off, uint32_t val,
                      unsigned width);

/* A bus segment: the functions that answer configuration cycles on it. */
struct pci_bus {
    struct pci_function *at[256]; /* by device * 8 + function */
    /* The bridge it is behind; NULL for the one the host bridge is on. */
    struct pci_function *bridge;
    struct pci_function *host; /* ... and of that one the host bridge, if any */
    /* Whether that bridge lets addresses base..base+size-1 through to here. */
    bool (*forwards)(const struct pci_function *bridge, bool io,
                     uint32_t base, uint32_t size);
    bool in_reset; /* nothing on it answers */
};

/* After `forwards` changed its mind: windows behind open or close. */
void pci_bus_changed(struct pci_bus *);

void pci_bus_add(struct pci_bus *, unsigned device, unsigned function,
                 struct pci_function *);

/* Who answers a configuration cycle for bus `number`, seen from the bus the
 * host bridge is on (number 0); NULL: nobody, which whoever ran the
 * cycle notes in its status (the secondary one, of a bridge between buses).
 * devfn = device * 8 + function. */
struct pci_function *pci_bus_find(struct pci_bus *root, unsigned number,
                                  unsigned devfn);

/* The pin (0 = INTA#) of a PCI-PCI bridge that `pin` of `device` behind it
 * comes out at: PCI-to-PCI Bridge Architecture Specification 1.1, 9.1. */
static inline unsigned pci_bridge_pin(unsigned device, unsigned pin)
{
    return (device + pin) & 3;
}

#endif
