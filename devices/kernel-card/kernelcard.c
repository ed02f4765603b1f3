/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernelcard.c - brings a program into RAM; docs/hardware.md, "The kernel
 * card".
 */
#include "devices/kernel-card/kernelcard.h"

enum {
    VENDOR = 0x1af4, /* its numbers from 10F0h on are for experiments */
    DEVICE = 0x10f0,
    CLASS = 0xff0000, /* fits no class */
    CONTROL = 0x40,
    CONTROL_DONE = 1, /* written: bring it; read: it is there */
    ENTRY = 0x44,
    ARGUMENT = 0x48,
};

struct kernelcard {
    struct pci_function fn;
    struct kernelcard_program program;
};

static uint32_t rom_read(struct device *dev, uint32_t off, unsigned width)
{
    const struct kernelcard *card = (const struct kernelcard *)dev;
    uint32_t val = 0;

    for (unsigned i = 0; i < width; i++)
        val |= (uint32_t)card->program.rom[off + i] << (8 * i);
    return val;
}

static void rom_write(struct device *dev, uint32_t off, uint32_t val,
                      unsigned width)
{
    (void)dev, (void)off, (void)val, (void)width;
}

static bool bring(struct kernelcard *card)
{
    const struct kernelcard_program *p = &card->program;

    for (unsigned i = 0; i < p->pieces; i++)
        if (!pci_dma_write(&card->fn, p->piece[i].pa, p->piece[i].bytes,
                           p->piece[i].n))
            return false;
    return true;
}

static void config_written(struct pci_function *fn, unsigned off,
                           unsigned width)
{
    struct kernelcard *card = (struct kernelcard *)fn;

    if (off > CONTROL || off + width <= CONTROL)
        return;
    if (fn->config[CONTROL] & CONTROL_DONE)
        pci_set8(fn, CONTROL, bring(card) ? CONTROL_DONE : 0);
}

static void init(struct device *dev)
{
    struct pci_function *fn = (struct pci_function *)dev;

    pci_init(fn, VENDOR, DEVICE, 0, CLASS);
    pci_set_writable(fn, CONTROL, 1, CONTROL_DONE);
    fn->config_written = config_written;
}

void kernelcard_attach(struct device *dev, const struct kernelcard_program *p)
{
    struct kernelcard *card = (struct kernelcard *)dev;

    card->program = *p;
    if (p->rom)
        pci_add_bar(&card->fn, PCI_BAR_ROM, KERNELCARD_ROM_BYTES, 0, 0);
}

static void reset(struct device *dev, enum reset kind)
{
    struct kernelcard *card = (struct kernelcard *)dev;

    (void)kind;
    pci_reset(&card->fn);
    pci_set8(&card->fn, CONTROL, 0);
    pci_set32(&card->fn, ENTRY, card->program.entry);
    pci_set32(&card->fn, ARGUMENT, card->program.argument);
}

static const struct window windows[] = {
    {"kernel-card-rom", SPACE_MEM, KERNELCARD_ROM_BYTES, 1 | 2 | 4, rom_read,
     rom_write},
    {0},
};

const struct device_class kernelcard_class = {
    .name = "kernel-card",
    .summary = "brings a program for the bare machine into RAM",
    .size = sizeof(struct kernelcard),
    .windows = windows,
    .init = init,
    .reset = reset,
};
