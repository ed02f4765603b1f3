/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i440fx.c - 82441FX host bridge.
 *
 * Source: Intel 82441FX PCI and Memory Controller data sheet (290549), 3.1
 * (configuration mechanism) and 3.2 (registers).  Modelled: CF8h/CFCh, PAM0-6.
 * Everything else is stored and read back; see README.md.
 */
#include "devices/pci-i440fx/i440fx.h"

#include <string.h>

enum {
    CONFADD_ENABLE = 0x80000000u,
    CONFADD_MASK = 0x80fffffcu,
    PAM0 = 0x59,
    RANGES = 13,
    CF9_OFFSET = 1,
};

struct i440fx {
    struct pci_function fn;
    struct pci_bus *root;
    struct i440fx_far far;
    uint32_t confadd;
    uint8_t shadow[RANGES]; /* what the board was told last */
};

/* 3.2.18: 59h high nibble is the BIOS area, then two 16 KiB pieces a byte. */
static const struct range {
    uint32_t base, size;
    uint8_t reg, shift;
} ranges[RANGES] = {
    { 0xf0000, 0x10000, 0x59, 4 },
    { 0xc0000, 0x04000, 0x5a, 0 }, { 0xc4000, 0x04000, 0x5a, 4 },
    { 0xc8000, 0x04000, 0x5b, 0 }, { 0xcc000, 0x04000, 0x5b, 4 },
    { 0xd0000, 0x04000, 0x5c, 0 }, { 0xd4000, 0x04000, 0x5c, 4 },
    { 0xd8000, 0x04000, 0x5d, 0 }, { 0xdc000, 0x04000, 0x5d, 4 },
    { 0xe0000, 0x04000, 0x5e, 0 }, { 0xe4000, 0x04000, 0x5e, 4 },
    { 0xe8000, 0x04000, 0x5f, 0 }, { 0xec000, 0x04000, 0x5f, 4 },
};

/* Registers behind the header: value after reset, bits software may write. */
static const struct {
    uint8_t off, reset, writable;
} registers[] = {
    { 0x0d, 0x00, 0xf8 }, /* MLT: latency timer */
    { 0x50, 0x00, 0xff }, { 0x51, 0x01, 0xff }, /* PMCCFG */
    { 0x52, 0x00, 0xff }, { 0x53, 0x80, 0xff }, /* DETURBO, DBC */
    { 0x54, 0x00, 0xff }, { 0x55, 0x00, 0xff }, /* AXC, DRT */
    { 0x56, 0x00, 0xff }, { 0x57, 0x01, 0xff }, /* DRT, DRAMC */
    { 0x58, 0x10, 0xff }, /* DRAMT */
    { 0x59, 0x00, 0x30 }, { 0x5a, 0x00, 0x33 }, /* PAM */
    { 0x5b, 0x00, 0x33 }, { 0x5c, 0x00, 0x33 },
    { 0x5d, 0x00, 0x33 }, { 0x5e, 0x00, 0x33 },
    { 0x5f, 0x00, 0x33 },
    { 0x60, 0x01, 0xff }, { 0x61, 0x01, 0xff }, /* DRB: row boundaries */
    { 0x62, 0x01, 0xff }, { 0x63, 0x01, 0xff },
    { 0x64, 0x01, 0xff }, { 0x65, 0x01, 0xff },
    { 0x66, 0x01, 0xff }, { 0x67, 0x01, 0xff },
    { 0x68, 0x00, 0xc0 }, { 0x70, 0x00, 0xf8 }, /* FDHC, MTT */
    { 0x71, 0x10, 0x1f }, { 0x72, 0x02, 0x78 }, /* CLT, SMRAM */
    { 0x90, 0x00, 0xff }, { 0x93, 0x00, 0x0f }, /* ERRCMD, TRC */
};

static struct i440fx *i440fx(struct device *dev)
{
    return (struct i440fx *)dev;
}

/*
 * Shadow RAM.
 */

static uint8_t range_attr(const struct i440fx *hb, const struct range *r)
{
    return hb->fn.config[r->reg] >> r->shift & (SHADOW_READ | SHADOW_WRITE);
}

static void tell_shadow(struct i440fx *hb, bool all)
{
    for (unsigned i = 0; i < RANGES; i++) {
        uint8_t attr = range_attr(hb, &ranges[i]);

        if (!all && attr == hb->shadow[i])
            continue;
        hb->shadow[i] = attr;
        if (hb->far.shadow)
            hb->far.shadow(hb->far.far, ranges[i].base, ranges[i].size, attr);
    }
}

unsigned i440fx_shadow(const struct device *dev, uint32_t pa)
{
    const struct i440fx *hb = (const struct i440fx *)dev;

    for (unsigned i = 0; i < RANGES; i++)
        if (pa >= ranges[i].base && pa - ranges[i].base < ranges[i].size)
            return hb->shadow[i];
    return 0;
}

static void config_written(struct pci_function *fn, unsigned off,
                           unsigned width)
{
    (void)off;
    (void)width;
    tell_shadow((struct i440fx *)fn, false);
}

/*
 * Configuration mechanism #1 (3.1.1, 3.1.2).
 */

static struct pci_function *selected(const struct i440fx *hb)
{
    if (!(hb->confadd & CONFADD_ENABLE) || !hb->root)
        return NULL;
    return pci_bus_find(hb->root, hb->confadd >> 16 & 0xff,
                        hb->confadd >> 8 & 0xff);
}

/* CONFADD answers to whole dwords; smaller accesses are ordinary port cycles
 * that go on to the bus, where CF9h is the ISA bridge's. */
static bool has_cf9(uint32_t off, unsigned width)
{
    return off <= CF9_OFFSET && CF9_OFFSET - off < width;
}

static uint32_t address_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i440fx *hb = i440fx(dev);
    uint32_t val = UINT32_MAX;

    if (width == 4)
        return hb->confadd;
    if (has_cf9(off, width) && hb->far.read_cf9) {
        unsigned shift = 8 * (CF9_OFFSET - off);

        val &= ~(UINT32_C(0xff) << shift);
        val |= (uint32_t)hb->far.read_cf9(hb->far.far) << shift;
    }
    return val;
}

static void address_write(struct device *dev, uint32_t off, uint32_t val,
                          unsigned width)
{
    struct i440fx *hb = i440fx(dev);

    if (width == 4)
        hb->confadd = val & CONFADD_MASK;
    else if (has_cf9(off, width) && hb->far.write_cf9)
        hb->far.write_cf9(hb->far.far,
                          (uint8_t)(val >> (8 * (CF9_OFFSET - off))));
}

static uint32_t data_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i440fx *hb = i440fx(dev);
    struct pci_function *fn = selected(hb);

    if (!fn)
        return UINT32_MAX;
    return pci_config_read(fn, (hb->confadd & 0xfc) + off, width);
}

static void data_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct i440fx *hb = i440fx(dev);
    struct pci_function *fn = selected(hb);

    if (!fn)
        return;
    device_trace(dev, "%s: configuration %02x <- %0*x", fn->dev.id,
                 (unsigned)((hb->confadd & 0xfc) + off), (int)(2 * width),
                 (unsigned)val);
    pci_config_write(fn, (hb->confadd & 0xfc) + off, val, width);
}

/*
 * Life.
 */

static void init(struct device *dev)
{
    struct pci_function *fn = &i440fx(dev)->fn;

    pci_init(fn, 0x8086, 0x1237, 0x02, 0x060000);
    pci_set_writable(fn, PCI_COMMAND, 2, 0x0100); /* SERR# */
    pci_set_writable(fn, PCI_INTERRUPT_LINE, 1, 0);
    pci_set16(fn, PCI_STATUS, 0x0280);
    pci_set16(fn, PCI_SUBVENDOR, 0x1af4);
    pci_set16(fn, PCI_SUBSYSTEM, 0x1100);
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++)
        pci_set_writable(fn, registers[i].off, 1, registers[i].writable);
    fn->clearable[0x91] = 0x11; /* ERRSTS */
    fn->config_written = config_written;
}

static void reset(struct device *dev, enum reset kind)
{
    struct i440fx *hb = i440fx(dev);

    (void)kind; /* the bridge keeps nothing over either */
    pci_reset(&hb->fn);
    pci_set16(&hb->fn, PCI_COMMAND,
              PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++)
        pci_set8(&hb->fn, registers[i].off, registers[i].reset);
    hb->confadd = 0;
    tell_shadow(hb, true);
}

void i440fx_attach(struct device *dev, struct pci_bus *root,
                   const struct i440fx_far *far)
{
    struct i440fx *hb = i440fx(dev);

    hb->root = root;
    root->host = &hb->fn;
    hb->far = *far;
}

static const struct window windows[] = {
    [I440FX_ADDRESS] = { "address", SPACE_PORT, 4, 1 | 2 | 4, address_read,
                         address_write },
    [I440FX_DATA] = { "data", SPACE_PORT, 4, 1 | 2 | 4, data_read,
                      data_write },
    { 0 },
};

const struct device_class i440fx_class = {
    .name = "i440fx",
    .summary = "82441FX host bridge: PCI configuration, shadow RAM",
    .size = sizeof(struct i440fx),
    .windows = windows,
    .init = init,
    .reset = reset,
};
