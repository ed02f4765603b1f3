/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * piix3.c - 82371SB ISA bridge, function 0: PCI interrupt routing and reset
 * control.
 *
 * Source: Intel 82371FB/82371SB (PIIX/PIIX3) data sheet (290550), 2.2.10
 * (PIRQRC) and 2.5.8.2 (reset control).  Everything else is stored and read
 * back; see README.md.
 */
#include "devices/pci-i440fx/piix3.h"

enum {
    PIRQRC = 0x60,
    PIRQRC_OFF = 0x80,
    PIRQS = 4,
    SOURCES = 64,
    IRQS = 16,
    ROUTABLE = 0xdef8, /* 3-7, 9-12, 14, 15 */
    CF9_HARD = 2,      /* SRST: what kind of reset bit 2 makes */
    CF9_RESET = 4,     /* RCPU: going to 1 resets */
};

struct piix3 {
    struct pci_function fn;
    struct piix3_wires wires;
    uint64_t pulled[PIRQS]; /* a bit for each source */
    uint16_t driven;        /* IRQ wires that are high */
    uint8_t cf9;
};

static const struct {
    uint8_t off, reset, writable;
} registers[] = {
    { 0x4c, 0x4d, 0xff },                       /* IORT */
    { 0x4e, 0x03, 0xff }, { 0x4f, 0x00, 0x01 }, /* XBCS */
    { 0x60, 0x80, 0x8f }, { 0x61, 0x80, 0x8f }, /* PIRQRC A, B */
    { 0x62, 0x80, 0x8f }, { 0x63, 0x80, 0x8f }, /* PIRQRC C, D */
    { 0x69, 0x02, 0xfe },                       /* TOM */
    { 0x6a, 0x00, 0xd1 },                       /* MSTAT; 6Bh see init() */
    { 0x70, 0x80, 0xef },                       /* MBIRQ0 */
    { 0x76, 0x0c, 0x8f }, { 0x77, 0x0c, 0x8f }, /* MBDMA */
    { 0x78, 0x02, 0xff }, { 0x79, 0x00, 0xff }, /* PCSC */
    { 0x80, 0x00, 0x7f }, { 0x82, 0x00, 0x0f }, /* APICBASE, DLC */
    { 0xa0, 0x08, 0x1f },                       /* SMICNTL */
    { 0xa2, 0x00, 0xff }, { 0xa3, 0x00, 0x01 }, /* SMIEN */
    { 0xa4, 0x00, 0xfb }, { 0xa5, 0x00, 0xff }, /* SEE */
    { 0xa6, 0x00, 0xff }, { 0xa7, 0x00, 0xef },
    { 0xa8, 0x0f, 0xff }, /* FTMR; of SMIREQ, AAh, software clears bits only */
    { 0xac, 0x00, 0xff }, { 0xae, 0x00, 0xff }, /* CTLTMR, CTHTMR */
};

static struct piix3 *piix3(struct device *dev)
{
    return (struct piix3 *)dev;
}

unsigned piix3_irq(const struct device *dev, unsigned pirq)
{
    const struct piix3 *br = (const struct piix3 *)dev;
    uint8_t reg = br->fn.config[PIRQRC + (pirq & 3)];

    if ((reg & PIRQRC_OFF) || !(ROUTABLE >> (reg & 15) & 1))
        return 0;
    return reg & 15;
}

/* Interrupts are shared by pulling one line: an IRQ is high while anybody
 * routed to it pulls. */
static void update_irqs(struct piix3 *br)
{
    uint16_t high = 0;

    for (unsigned p = 0; p < PIRQS; p++)
        if (br->pulled[p])
            high |= (uint16_t)(1u << piix3_irq(&br->fn.dev, p));
    high &= ROUTABLE;
    for (unsigned i = 0; i < IRQS; i++)
        if ((high ^ br->driven) >> i & 1)
            wire_drive(&br->wires.irq[i], high >> i & 1);
    br->driven = high;
}

void piix3_intx(void *sink, unsigned n, bool level)
{
    struct piix3 *br = sink;
    uint64_t bit = UINT64_C(1) << (n / 4 % SOURCES);

    if (level)
        br->pulled[n & 3] |= bit;
    else
        br->pulled[n & 3] &= ~bit;
    update_irqs(br);
}

/* No cycle leaves its dword. */
static void config_written(struct pci_function *fn, unsigned off,
                           unsigned width)
{
    (void)width;
    if ((off & ~3u) == PIRQRC)
        update_irqs((struct piix3 *)fn);
}

static void pulse(const struct wire *w)
{
    wire_drive(w, true);
    wire_drive(w, false);
}

uint8_t piix3_read_cf9(struct device *dev)
{
    return piix3(dev)->cf9;
}

void piix3_write_cf9(struct device *dev, uint8_t val)
{
    struct piix3 *br = piix3(dev);
    bool go = (val & CF9_RESET) && !(br->cf9 & CF9_RESET);

    br->cf9 = val & (CF9_HARD | CF9_RESET);
    if (go)
        pulse(val & CF9_HARD ? &br->wires.hard_reset
                             : &br->wires.soft_reset);
}

static void init(struct device *dev)
{
    struct pci_function *fn = &piix3(dev)->fn;

    pci_init(fn, 0x8086, 0x7000, 0x00, 0x060100);
    pci_set8(fn, PCI_HEADER_TYPE, 0x80); /* the real one has an IDE function */
    pci_set_writable(fn, PCI_COMMAND, 2, 0x0108); /* special cycles, SERR# */
    pci_set_writable(fn, PCI_INTERRUPT_LINE, 1, 0);
    pci_set16(fn, PCI_STATUS, 0x0280);
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++)
        pci_set_writable(fn, registers[i].off, 1, registers[i].writable);
    fn->clearable[0x6b] = 0x80; /* a delayed transaction's time-out */
    fn->config_written = config_written;
}

static void reset(struct device *dev, enum reset kind)
{
    struct piix3 *br = piix3(dev);

    (void)kind; /* nothing survives either */
    pci_reset(&br->fn);
    pci_set16(&br->fn, PCI_COMMAND,
              PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++)
        pci_set8(&br->fn, registers[i].off, registers[i].reset);
    br->cf9 = 0;
    update_irqs(br);
}

void piix3_attach(struct device *dev, const struct piix3_wires *wires)
{
    piix3(dev)->wires = *wires;
}

const struct device_class piix3_class = {
    .name = "piix3",
    .summary = "82371SB ISA bridge: PCI interrupt routing, reset control",
    .size = sizeof(struct piix3),
    .init = init,
    .reset = reset,
};
