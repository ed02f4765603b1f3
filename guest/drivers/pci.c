/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pci.c - configuration mechanism 1 (PCI 2.1, 3.7.4.1). */
#include "guest/drivers/pci.h"

#include "guest/i386/cpu.h"
#include "guest/i386/io.h"

enum {
    CONFIG_ADDRESS = 0xcf8,
    CONFIG_DATA = 0xcfc,
    DEVICES = 32,
    FUNCTIONS = 8,
};

static void select(struct pci_function f, unsigned reg)
{
    outl(CONFIG_ADDRESS, 0x80000000u | (uint32_t)f.bus << 16 |
                             (uint32_t)f.device << 11 |
                             (uint32_t)f.function << 8 | (reg & 0xfc));
}

/* Address and data are two accesses: nobody may come between. */
#define WITH_SELECTED(f, reg, access)                                        \
    do {                                                                     \
        uint32_t flags = cpu_save();                                         \
        select(f, reg);                                                      \
        access;                                                              \
        cpu_restore(flags);                                                  \
    } while (0)

uint8_t pci_read8(struct pci_function f, unsigned reg)
{
    uint8_t v;

    WITH_SELECTED(f, reg, v = inb((uint16_t)(CONFIG_DATA + (reg & 3))));
    return v;
}

uint16_t pci_read16(struct pci_function f, unsigned reg)
{
    uint16_t v;

    WITH_SELECTED(f, reg, v = inw((uint16_t)(CONFIG_DATA + (reg & 2))));
    return v;
}

uint32_t pci_read32(struct pci_function f, unsigned reg)
{
    uint32_t v;

    WITH_SELECTED(f, reg, v = inl(CONFIG_DATA));
    return v;
}

void pci_write8(struct pci_function f, unsigned reg, uint8_t v)
{
    WITH_SELECTED(f, reg, outb((uint16_t)(CONFIG_DATA + (reg & 3)), v));
}

void pci_write16(struct pci_function f, unsigned reg, uint16_t v)
{
    WITH_SELECTED(f, reg, outw((uint16_t)(CONFIG_DATA + (reg & 2)), v));
}

void pci_write32(struct pci_function f, unsigned reg, uint32_t v)
{
    WITH_SELECTED(f, reg, outl(CONFIG_DATA, v));
}

static bool exists(struct pci_function f)
{
    uint16_t vendor = pci_read16(f, PCI_VENDOR);

    return vendor != 0xffff && vendor != 0;
}

static bool step(struct pci_function *f, unsigned last_bus)
{
    if (f->function < FUNCTIONS - 1) {
        /* Functions 1 to 7 only behind a function 0 that admits them
         * (6.2.1, header type). */
        struct pci_function first = { f->bus, f->device, 0 };
        bool many = exists(first) &&
                    pci_read8(first, PCI_HEADER) & PCI_HEADER_MULTI;
        if (f->function > 0 || many) {
            f->function++;
            return true;
        }
    }
    f->function = 0;
    if (++f->device < DEVICES)
        return true;
    f->device = 0;
    return f->bus++ < last_bus;
}

bool pci_next(struct pci_function *f, unsigned last_bus)
{
    if (f->function == 0xff) {
        *f = (struct pci_function){ 0, 0, 0 };
        if (exists(*f))
            return true;
    }
    while (step(f, last_bus))
        if (exists(*f))
            return true;
    return false;
}

unsigned pci_last_bus(void)
{
    struct pci_function f = PCI_BEFORE_FIRST;
    unsigned last = 0;

    while (pci_next(&f, 0)) {
        if (pci_read16(f, PCI_CLASS) != PCI_CLASS_BRIDGE)
            continue;
        unsigned below = pci_read8(f, PCI_SUBORDINATE_BUS);
        if (below > last)
            last = below;
    }
    return last;
}

uint32_t pci_io_base(struct pci_function f, unsigned n)
{
    uint32_t bar = pci_read32(f, PCI_BAR0 + 4 * n);

    return bar & 1 ? bar & 0xfffc : 0;
}

uint32_t pci_memory_base(struct pci_function f, unsigned n)
{
    uint32_t bar = pci_read32(f, PCI_BAR0 + 4 * n);

    return bar & 1 ? 0 : bar & 0xfffffff0;
}
