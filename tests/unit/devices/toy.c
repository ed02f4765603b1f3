/* SPDX-License-Identifier: GPL-2.0-or-later */
/* toy.c - see toy.h. */
#include "tests/unit/devices/toy.h"

static uint32_t read(struct device *dev, uint32_t off, unsigned width)
{
    (void)dev, (void)width;
    return 0xa0 + off;
}

static void write(struct device *dev, uint32_t off, uint32_t val,
                  unsigned width)
{
    (void)dev, (void)off, (void)val, (void)width;
}

static void config_written(struct pci_function *fn, unsigned off,
                           unsigned width)
{
    ((struct toy *)fn)->written_off = off;
    ((struct toy *)fn)->written_width = width;
}

static void init(struct device *dev)
{
    struct pci_function *fn = (struct pci_function *)dev;

    pci_init(fn, 0x1234, 0x5678, 9, 0xff0201);
    pci_set16(fn, PCI_STATUS, 0x0280);
    pci_add_bar(fn, 0, 256, 8, 0);
    pci_add_bar(fn, 1, 32, 1, 1);
    pci_add_bar(fn, PCI_BAR_ROM, 0x10000, 0, 2);
    fn->config_written = config_written;
}

static void reset(struct device *dev, enum reset kind)
{
    (void)kind;
    ((struct toy *)dev)->resets++;
    pci_reset((struct pci_function *)dev);
}

static const struct window windows[] = {
    { "mem", SPACE_MEM, 256, 7, read, write },
    { "io", SPACE_PORT, 32, 7, read, write },
    { "rom", SPACE_MEM, 0x10000, 7, read, write },
    { 0 },
};

const struct device_class toy_class = {
    "toy", "a PCI function", sizeof(struct toy), windows, init, reset,
};
