/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i21152.c - PCI-PCI bridges 21152 and 21154.
 *
 * Sources: PCI-to-PCI Bridge Architecture Specification 1.1, chapters 3
 * (registers), 4 (address decoding) and 5 (buffering, which is absent here: a
 * transaction is over at once); Intel 21152 and 21154 data sheets, chapter
 * "Configuration Space Registers".  Register by register: README.md.
 */
#include "devices/pci-bridge/i21152.h"

enum {
    SECONDARY_LATENCY = 0x1b,
    IO_BASE = 0x1c,
    IO_LIMIT = 0x1d,
    MEMORY_BASE = 0x20,
    MEMORY_LIMIT = 0x22,
    PREFETCH_BASE = 0x24,
    PREFETCH_LIMIT = 0x26,
    PREFETCH_BASE_HIGH = 0x28,
    PREFETCH_LIMIT_HIGH = 0x2c,
    IO_BASE_HIGH = 0x30,
    IO_LIMIT_HIGH = 0x32,
    CHIP_CONTROL = 0x40,
    DIAGNOSTIC = 0x41,
    CLOCKS = 0x68,
    POWER = 0xdc,
    POWER_STATE = 0xe0,
    D3 = 3,

    CONTROL_ISA = 0x0004,
    CONTROL_RESET = 0x0040,
    DIAGNOSTIC_RESET = 0x01, /* of the chip; reads 0 */
    ISA_UPPER = 0x0300, /* set in the last 768 of each 1024 ports */
    ISA_LIMIT = 0xffff, /* ISA mode concerns the first 64 KiB */
};

/* A register: value after reset, bits software may write, bits that 1 clears.
 * Header bytes in no table are read-only, or pci.c's. */
struct row {
    uint8_t off, width;
    uint32_t reset, writable, clearable;
};

static const struct row registers[] = {
    { 0x0c, 1, 0x00, 0xff, 0 },   /* cache line size */
    { 0x0d, 1, 0x00, 0xf8, 0 },   /* primary latency timer */
    { 0x18, 1, 0x00, 0xff, 0 },   /* primary bus */
    { 0x19, 1, 0x00, 0xff, 0 },   /* secondary bus */
    { 0x1a, 1, 0x00, 0xff, 0 },   /* subordinate bus */
    { SECONDARY_LATENCY, 1, 0x00, 0xf8, 0 },
    { IO_BASE, 1, 0x01, 0xf0, 0 }, /* 32-bit addresses */
    { IO_LIMIT, 1, 0x01, 0xf0, 0 },
    { PCI_SECONDARY_STATUS, 2, 0x0280, 0, 0xf900 },
    { MEMORY_BASE, 2, 0x0000, 0xfff0, 0 },
    { MEMORY_LIMIT, 2, 0x0000, 0xfff0, 0 },
    { PREFETCH_BASE, 2, 0x0001, 0xfff0, 0 }, /* 64-bit addresses */
    { PREFETCH_LIMIT, 2, 0x0001, 0xfff0, 0 },
    { PREFETCH_BASE_HIGH, 4, 0, 0xffffffff, 0 },
    { PREFETCH_LIMIT_HIGH, 4, 0, 0xffffffff, 0 },
    { IO_BASE_HIGH, 2, 0, 0xffff, 0 },
    { IO_LIMIT_HIGH, 2, 0, 0xffff, 0 },
    { PCI_BRIDGE_CONTROL, 2, 0, 0x0bef, 0x0400 },
    { DIAGNOSTIC, 1, 0x00, 0x07, 0 }, /* chip reset, test mode */
    { 0x42, 2, 0x0200, 0x03ff, 0 },   /* arbiter control */
    { 0x64, 1, 0x00, 0x7e, 0 },       /* P_SERR# event disable */
    { 0x6a, 1, 0x00, 0, 0x7f },       /* P_SERR# status */
    { POWER, 1, 0x01, 0, 0 },         /* power management 1.0 */
    { POWER_STATE, 2, 0x0000, 0x0003, 0 },
    { 0 },
};

/* Five clock outputs, four of them with two bits; unused bits read 1.  The
 * power capabilities are those that chips of revision 3 show. */
static const struct row only_21152[] = {
    { CHIP_CONTROL, 1, 0x00, 0x12, 0 },
    { CLOCKS, 2, 0x3e00, 0x01ff, 0 },
    { POWER + 2, 2, 0x0101, 0, 0 },
    { 0 },
};

/* Ten clock outputs, and live insertion. */
static const struct row only_21154[] = {
    { CHIP_CONTROL, 1, 0x00, 0x32, 0 },
    { CLOCKS, 2, 0x0000, 0x3fff, 0 },
    { POWER + 2, 2, 0x0001, 0, 0 },
    { 0 },
};

struct i21152 {
    struct pci_function fn;
    struct pci_bus behind;
    const struct row *own; /* registers that only this chip has so */
};

static struct i21152 *i21152(struct device *dev)
{
    return (struct i21152 *)dev;
}

struct pci_bus *i21152_bus(struct device *dev)
{
    return &i21152(dev)->behind;
}

/*
 * Which addresses go through.
 */

static bool within(uint32_t base, uint32_t size, uint32_t first, uint32_t last)
{
    return first <= last && base >= first && base <= last &&
           size - 1 <= last - base;
}

static bool forwards_io(const struct pci_function *fn, uint32_t base,
                        uint32_t size)
{
    uint32_t first = (uint32_t)(fn->config[IO_BASE] & 0xf0) << 8 |
                     (uint32_t)pci_get16(fn, IO_BASE_HIGH) << 16;
    uint32_t last = (uint32_t)(fn->config[IO_LIMIT] & 0xf0) << 8 | 0xfff |
                    (uint32_t)pci_get16(fn, IO_LIMIT_HIGH) << 16;
    bool isa = (pci_get16(fn, PCI_BRIDGE_CONTROL) & CONTROL_ISA) &&
               base <= ISA_LIMIT;

    return within(base, size, first, last) &&
           !(isa && ((base | (base + size - 1)) & ISA_UPPER));
}

static bool forwards_memory(const struct pci_function *fn, uint32_t base,
                            uint32_t size)
{
    uint32_t first = pci_get32(fn, MEMORY_BASE) << 16 & 0xfff00000;
    uint32_t last = (pci_get32(fn, MEMORY_BASE) & 0xfff00000) | 0xfffff;

    if (within(base, size, first, last))
        return true;
    /* The prefetchable window may reach beyond 4 GiB, addresses do not. */
    if (pci_get32(fn, PREFETCH_BASE_HIGH))
        return false;
    first = pci_get32(fn, PREFETCH_BASE) << 16 & 0xfff00000;
    last = (pci_get32(fn, PREFETCH_BASE) & 0xfff00000) | 0xfffff;
    if (pci_get32(fn, PREFETCH_LIMIT_HIGH))
        last = UINT32_MAX;
    return within(base, size, first, last);
}

static bool forwards(const struct pci_function *fn, bool io, uint32_t base,
                     uint32_t size)
{
    uint16_t command = pci_get16(fn, PCI_COMMAND);

    if (fn->asleep)
        return false;
    if (io)
        return (command & PCI_COMMAND_IO) && forwards_io(fn, base, size);
    return (command & PCI_COMMAND_MEMORY) && forwards_memory(fn, base, size);
}

/*
 * Reset of what is behind: with the bridge, and by software (3.2.5.17).
 */

static void reset_behind(struct i21152 *br, enum reset kind)
{
    for (unsigned i = 0; i < 256; i++) {
        struct pci_function *fn = br->behind.at[i];

        if (fn)
            fn->dev.cls->reset(&fn->dev, kind);
    }
}

static void hold_behind(struct i21152 *br, bool held)
{
    if (held && !br->behind.in_reset)
        reset_behind(br, RESET_BUS);
    br->behind.in_reset = held;
}

static void reset_rows(struct pci_function *fn, const struct row *row)
{
    for (; row->width; row++)
        for (unsigned i = 0; i < row->width; i++)
            pci_set8(fn, row->off + i, (uint8_t)(row->reset >> (8 * i)));
}

static void reset_registers(struct i21152 *br)
{
    pci_reset(&br->fn);
    reset_rows(&br->fn, registers);
    reset_rows(&br->fn, br->own);
}

static void reset(struct device *dev, enum reset kind)
{
    struct i21152 *br = i21152(dev);

    reset_registers(br);
    br->behind.in_reset = false;
    reset_behind(br, kind);
}

/* D1 and D2 are not there: writing them changes nothing.  From D3 to D0 the
 * registers are reset, and S_RST# is not driven. */
static void power_written(struct i21152 *br)
{
    struct pci_function *fn = &br->fn;
    unsigned state = fn->config[POWER_STATE];

    if (state != 0 && state != D3)
        pci_set8(fn, POWER_STATE, fn->asleep ? D3 : 0);
    else if (state == D3)
        pci_set_asleep(fn, true);
    else if (fn->asleep)
        reset_registers(br);
}

/* "Chip reset" leaves the secondary bus in reset until software ends that. */
static void chip_reset(struct i21152 *br)
{
    reset_registers(br);
    pci_set16(&br->fn, PCI_BRIDGE_CONTROL, CONTROL_RESET);
}

static void config_written(struct pci_function *fn, unsigned off,
                           unsigned width)
{
    struct i21152 *br = (struct i21152 *)fn;

    if (off <= POWER_STATE && off + width > POWER_STATE)
        power_written(br);
    if (fn->config[DIAGNOSTIC] & DIAGNOSTIC_RESET)
        chip_reset(br);
    hold_behind(br, pci_get16(fn, PCI_BRIDGE_CONTROL) & CONTROL_RESET);
    pci_bus_changed(&br->behind);
}

/*
 * Life.
 */

static void allow_rows(struct pci_function *fn, const struct row *row)
{
    for (; row->width; row++) {
        pci_set_writable(fn, row->off, row->width, row->writable);
        for (unsigned i = 0; i < row->width; i++)
            fn->clearable[row->off + i] =
                (uint8_t)(row->clearable >> (8 * i));
    }
}

static void init(struct device *dev, uint16_t id, uint8_t revision,
                 uint16_t status, const struct row *own)
{
    struct i21152 *br = i21152(dev);
    struct pci_function *fn = &br->fn;

    pci_init(fn, 0x1011, id, revision, 0x060400);
    pci_set_writable(fn, PCI_COMMAND, 2, 0x0367);
    pci_set_writable(fn, PCI_INTERRUPT_LINE, 1, 0);
    pci_set16(fn, PCI_STATUS, status | PCI_STATUS_CAPABILITIES);
    pci_set8(fn, PCI_HEADER_TYPE, 1);
    pci_set8(fn, PCI_CAPABILITIES, POWER);
    br->own = own;
    allow_rows(fn, registers);
    allow_rows(fn, own);
    fn->config_written = config_written;
    fn->behind = &br->behind;
    br->behind.bridge = fn;
    br->behind.forwards = forwards;
}

static void init_21152(struct device *dev)
{
    init(dev, 0x0024, 0x03, 0x0280, only_21152);
}

static void init_21154(struct device *dev)
{
    init(dev, 0x0026, 0x05, 0x02a0, only_21154); /* 66 MHz capable */
}

const struct device_class i21152_class = {
    .name = "i21152",
    .summary = "21152 PCI-PCI bridge, 32 bits",
    .size = sizeof(struct i21152),
    .init = init_21152,
    .reset = reset,
};

const struct device_class i21154_class = {
    .name = "i21154",
    .summary = "21154 PCI-PCI bridge, 64 bits",
    .size = sizeof(struct i21152),
    .init = init_21154,
    .reset = reset,
};
