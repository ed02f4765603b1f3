/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pci.c - configuration space, windows that base address registers move,
 * bus mastering, and finding functions on buses.
 *
 * Source: PCI Local Bus Specification 2.1, chapter 6.  Not here: BIST, special
 * cycles, parity, 64-bit addresses, the interrupt disable bit of later
 * revisions.
 */
#include "devices/pci.h"

#include <string.h>

enum {
    COMMAND_DEFAULT = 0x0147, /* I/O, memory, master, PERR#, SERR# */
    STATUS_EVENTS = 0xf900,   /* cleared by writing 1 */
    BRIDGE_SECONDARY = 0x19,
    BRIDGE_SUBORDINATE = 0x1a,
    BAR_IO = 1,
    ROM_ENABLE = 1,
    CONTROL_MASTER_ABORT = 0x0020, /* mode: aborts are handed on */
    PORTS = 0x10000, /* a PC decodes no port beyond */
};

void pci_set8(struct pci_function *fn, unsigned off, uint8_t val)
{
    fn->config[off & 0xff] = val;
}

void pci_set16(struct pci_function *fn, unsigned off, uint16_t val)
{
    pci_set8(fn, off, (uint8_t)val);
    pci_set8(fn, off + 1, (uint8_t)(val >> 8));
}

void pci_set32(struct pci_function *fn, unsigned off, uint32_t val)
{
    pci_set16(fn, off, (uint16_t)val);
    pci_set16(fn, off + 2, (uint16_t)(val >> 16));
}

uint16_t pci_get16(const struct pci_function *fn, unsigned off)
{
    return (uint16_t)(fn->config[off & 0xff] |
                      fn->config[(off + 1) & 0xff] << 8);
}

uint32_t pci_get32(const struct pci_function *fn, unsigned off)
{
    return pci_get16(fn, off) | (uint32_t)pci_get16(fn, off + 2) << 16;
}

void pci_set_writable(struct pci_function *fn, unsigned off, unsigned width,
                      uint32_t mask)
{
    for (unsigned i = 0; i < width; i++)
        fn->writable[(off + i) & 0xff] = (uint8_t)(mask >> (8 * i));
}

void pci_init(struct pci_function *fn, uint16_t vendor, uint16_t device,
              uint8_t revision, uint32_t class_code)
{
    pci_set16(fn, PCI_VENDOR, vendor);
    pci_set16(fn, PCI_DEVICE, device);
    pci_set8(fn, PCI_REVISION, revision);
    pci_set8(fn, PCI_CLASS, (uint8_t)class_code);
    pci_set16(fn, PCI_CLASS + 1, (uint16_t)(class_code >> 8));
    pci_set_writable(fn, PCI_COMMAND, 2, COMMAND_DEFAULT);
    pci_set_writable(fn, PCI_INTERRUPT_LINE, 1, 0xff);
    fn->clearable[PCI_STATUS] = (uint8_t)STATUS_EVENTS;
    fn->clearable[PCI_STATUS + 1] = (uint8_t)(STATUS_EVENTS >> 8);
}

/*
 * Base addresses.
 */

static unsigned bar_offset(unsigned n)
{
    return n == PCI_BAR_ROM ? PCI_ROM : PCI_BAR0 + 4 * n;
}

void pci_add_bar(struct pci_function *fn, unsigned n, uint32_t size,
                 uint8_t flags, int window)
{
    unsigned off = bar_offset(n);
    uint32_t mask = size ? ~(size - 1) : 0;

    if (size && n == PCI_BAR_ROM)
        mask |= ROM_ENABLE;
    fn->bar[n].size = size;
    fn->bar[n].flags = flags;
    fn->bar[n].window = (int8_t)window;
    pci_set32(fn, off, flags);
    pci_set_writable(fn, off, 4, mask);
}

/* Every bridge on the way has to let it through. */
static bool is_reached(const struct pci_function *fn, bool io, uint32_t base,
                       uint32_t size)
{
    const struct pci_bus *bus = fn->bus;

    for (; bus && bus->bridge; bus = bus->bridge->bus)
        if (!bus->forwards(bus->bridge, io, base, size))
            return false;
    return true;
}

/* An address register that was never set up, or is being sized with all ones,
 * opens nothing: 0 is not an address (6.2.5.1), and a window that ends with
 * the space would hide the boot ROM. */
static bool bar_opens(const struct pci_function *fn, unsigned n, uint32_t reg,
                      uint32_t base)
{
    const struct pci_bar *bar = &fn->bar[n];
    uint16_t command = pci_get16(fn, PCI_COMMAND);

    if (!bar->size || fn->asleep || base == 0)
        return false;
    if (bar->flags & BAR_IO)
        return (command & PCI_COMMAND_IO) && base < PORTS;
    if (n == PCI_BAR_ROM && !(reg & ROM_ENABLE))
        return false;
    return (command & PCI_COMMAND_MEMORY) &&
           base + (bar->size - 1) != UINT32_MAX;
}

static void update_windows(struct pci_function *fn)
{
    for (unsigned n = 0; n < PCI_BARS; n++) {
        struct pci_bar *bar = &fn->bar[n];
        uint32_t reg = pci_get32(fn, bar_offset(n));
        uint32_t base = bar->size ? reg & ~(bar->size - 1) : 0;
        bool open = bar_opens(fn, n, reg, base) &&
                    is_reached(fn, bar->flags & BAR_IO, base, bar->size);

        if (open == bar->open && (!open || base == bar->base))
            continue;
        bar->open = open;
        bar->base = base;
        if (bar->window >= 0)
            board_map(&fn->dev, (unsigned)bar->window, base, open);
    }
}

/*
 * Interrupt and power.
 */

static void update_inta(struct pci_function *fn)
{
    bool out = fn->inta_level && !fn->asleep;

    if (out == fn->inta_out)
        return;
    fn->inta_out = out;
    wire_drive(&fn->inta, out);
}

void pci_set_inta(struct pci_function *fn, bool level)
{
    fn->inta_level = level;
    update_inta(fn);
}

void pci_set_asleep(struct pci_function *fn, bool asleep)
{
    fn->asleep = asleep;
    update_windows(fn);
    update_inta(fn);
}

void pci_reset(struct pci_function *fn)
{
    uint16_t status = pci_get16(fn, PCI_STATUS);

    pci_set16(fn, PCI_COMMAND, 0);
    pci_set16(fn, PCI_STATUS, status & (uint16_t)~STATUS_EVENTS);
    pci_set8(fn, PCI_INTERRUPT_LINE, 0);
    for (unsigned n = 0; n < PCI_BARS; n++)
        if (fn->bar[n].size)
            pci_set32(fn, bar_offset(n), fn->bar[n].flags);
    fn->inta_level = false;
    pci_set_asleep(fn, false);
}

/*
 * Bus mastering.
 */

static bool is_master(const struct pci_function *fn)
{
    return !fn->asleep &&
           (pci_get16(fn, PCI_COMMAND) & PCI_COMMAND_MASTER);
}

/* A bridge passes cycles up only as a master itself, and not those that it
 * would pass down.  Returns who is the master of the cycle where it ends; the
 * host's bus if *arrives. */
static struct pci_function *passed_up(struct pci_function *fn, uint32_t pa,
                                      size_t n, bool *arrives)
{
    const struct pci_bus *bus = fn->bus;
    struct pci_function *master = fn;

    for (; bus && bus->bridge; bus = bus->bridge->bus) {
        *arrives = is_master(bus->bridge) &&
                   !bus->forwards(bus->bridge, false, pa, (uint32_t)n);
        if (!*arrives)
            return master;
        master = bus->bridge;
    }
    *arrives = true;
    return master;
}

static void set_status(struct pci_function *fn, unsigned off, uint16_t bits)
{
    pci_set16(fn, off, pci_get16(fn, off) | bits);
}

/* "Master abort mode" (PCI-to-PCI Bridge Architecture, 3.2.5.17): whether the
 * one that began the cycle takes it for done. */
static bool aborted(struct pci_function *fn, struct pci_function *master,
                    bool read)
{
    set_status(master, PCI_STATUS, PCI_STATUS_MASTER_ABORT);
    if (master == fn)
        return false;
    if (!read || !(pci_get16(master, PCI_BRIDGE_CONTROL) &
                   CONTROL_MASTER_ABORT))
        return true;
    set_status(master, PCI_SECONDARY_STATUS, PCI_STATUS_ABORTS);
    set_status(fn, PCI_STATUS, PCI_STATUS_TARGET_ABORT);
    return false;
}

bool pci_dma_read(struct pci_function *fn, uint32_t pa, void *dst, size_t n)
{
    struct pci_function *master;
    bool arrives;

    memset(dst, 0xff, n);
    if (!is_master(fn))
        return false;
    master = passed_up(fn, pa, n, &arrives);
    return (arrives && board_dma_read(&fn->dev, pa, dst, n)) ||
           aborted(fn, master, true);
}

bool pci_dma_write(struct pci_function *fn, uint32_t pa, const void *src,
                   size_t n)
{
    struct pci_function *master;
    bool arrives;

    if (!is_master(fn))
        return false;
    master = passed_up(fn, pa, n, &arrives);
    return (arrives && board_dma_write(&fn->dev, pa, src, n)) ||
           aborted(fn, master, false);
}

/*
 * Configuration cycles.
 */

uint32_t pci_config_read(struct pci_function *fn, unsigned off,
                         unsigned width)
{
    uint32_t val = 0;

    for (unsigned i = 0; i < width; i++)
        val |= (uint32_t)fn->config[(off + i) & 0xff] << (8 * i);
    return val;
}

static void write_byte(struct pci_function *fn, unsigned off, uint8_t val)
{
    uint8_t keep = (uint8_t)~(fn->writable[off] | (val & fn->clearable[off]));

    fn->config[off] = (uint8_t)((fn->config[off] & keep) |
                                (val & fn->writable[off]));
}

void pci_config_write(struct pci_function *fn, unsigned off, uint32_t val,
                      unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        write_byte(fn, (off + i) & 0xff, (uint8_t)(val >> (8 * i)));
    update_windows(fn);
    if (fn->config_written)
        fn->config_written(fn, off & 0xff, width);
}

/*
 * Buses.
 */

void pci_bus_add(struct pci_bus *bus, unsigned device, unsigned function,
                 struct pci_function *fn)
{
    fn->bus = bus;
    fn->devfn = (uint8_t)((device & 31) * 8 + (function & 7));
    bus->at[fn->devfn] = fn;
}

void pci_bus_changed(struct pci_bus *bus)
{
    for (unsigned i = 0; i < 256; i++) {
        if (!bus->at[i])
            continue;
        update_windows(bus->at[i]);
        if (bus->at[i]->behind)
            pci_bus_changed(bus->at[i]->behind);
    }
}

static struct pci_bus *bus_towards(const struct pci_bus *bus, unsigned number,
                                   bool *arrived)
{
    for (unsigned i = 0; i < 256; i++) {
        const struct pci_function *fn = bus->at[i];

        if (!fn || !fn->behind)
            continue;
        if (number < fn->config[BRIDGE_SECONDARY] ||
            number > fn->config[BRIDGE_SUBORDINATE])
            continue;
        *arrived = number == fn->config[BRIDGE_SECONDARY];
        return fn->behind;
    }
    return NULL;
}

/* A bridge in D3, or whose secondary bus is in reset, runs no cycle there. */
static bool is_silent(const struct pci_bus *bus)
{
    return bus->in_reset || bus->bridge->asleep;
}

/* Whoever runs the cycles on a bus notes those that nobody claimed. */
static void nobody_claims(const struct pci_bus *bus)
{
    if (bus->bridge)
        set_status(bus->bridge, PCI_SECONDARY_STATUS,
                   PCI_STATUS_MASTER_ABORT);
    else if (bus->host)
        set_status(bus->host, PCI_STATUS, PCI_STATUS_MASTER_ABORT);
}

struct pci_function *pci_bus_find(struct pci_bus *root, unsigned number,
                                  unsigned devfn)
{
    struct pci_bus *bus = root, *next;
    bool arrived = number == 0;

    /* As deep as bridges are soldered behind bridges, whatever numbers the
     * guest gave them. */
    for (; !arrived; bus = next) {
        next = bus_towards(bus, number, &arrived);
        if (!next)
            nobody_claims(bus);
        if (!next || is_silent(next))
            return NULL;
    }
    if (!bus->at[devfn & 0xff])
        nobody_claims(bus);
    return bus->at[devfn & 0xff];
}
