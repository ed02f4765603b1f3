/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcisetup.c - PCI enumeration, depth first.
 *
 * I/O from 1000h, memory from F0000000h up to the interrupt controllers'
 * place at FEC00000h.  What does not fit stays switched off, and so do
 * expansion ROMs.  Bus mastering is the drivers' to switch on.
 *
 * Sources: PCI Local Bus 2.1, 6.2.5 (base addresses); PCI-PCI Bridge 1.1, 3.2
 * (windows) and 9.1 (interrupts behind a bridge); Intel 82371SB, 2.5.1
 * (PIRQRC).
 */
#include "bios/pcisetup.h"

#include <stdbool.h>

#include "guest/drivers/pci.h"
#include "guest/i386/interrupt.h"

enum {
    IO_FIRST = 0x1000,
    IO_END = 0x10000,
    IO_WINDOW = 0x1000,
    MEMORY_WINDOW = 0x100000,
    DEPTH_MAX = 4,
    ROUTER_DEVICE = 1,
    ROUTER_ID = 0x70008086,
    ROUTER_PIRQ = 0x60,
    CLASS_HOST_BRIDGE = 0x0600,
};
static const uint32_t memory_first = 0xf0000000, memory_end = 0xfec00000;

struct space {
    uint32_t next, end;
};

struct walk {
    struct space io, memory;
    uint8_t last_bus;
    const uint8_t *irq;
};

/* Where the INTA# of device 0 of a bus arrives at the router: each device on
 * the way adds its number. */
struct level {
    uint8_t bus, depth;
    uint8_t input;
};

static void align(struct space *s, uint32_t to)
{
    s->next = (s->next + to - 1) & ~(to - 1);
}

/* 0: no room. */
static uint32_t take(struct space *s, uint32_t size)
{
    align(s, size);
    if (s->next >= s->end || size > s->end - s->next)
        return 0;
    uint32_t at = s->next;
    s->next += size;
    return at;
}

/* Sizes and places one base address register.  Returns the decoder to switch
 * on (0: none), or -1 if there is one that got no room. */
static int place_bar(struct walk *w, struct pci_function f, unsigned reg,
                     bool *wide)
{
    pci_write32(f, reg, 0xffffffff);
    uint32_t got = pci_read32(f, reg);
    bool io = got & 1;
    uint32_t mask = io ? got | 0xffff0003 : got | 0xf;

    *wide = !io && (got & 6) == 4;
    pci_write32(f, reg, 0);
    if (*wide)
        pci_write32(f, reg + 4, 0);
    if (!got || !(got & (io ? 0xfffc : 0xfffffff0)))
        return 0;
    uint32_t size = io ? ~(mask & ~3u) + 1 : ~(mask & ~0xfu) + 1;
    uint32_t at = take(io ? &w->io : &w->memory, size);
    if (!at)
        return -1;
    pci_write32(f, reg, at);
    return io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY;
}

/* The expansion ROM gets a place and stays switched off: its decoder may be
 * shared with another base address (6.2.5.2). */
static void place_rom(struct walk *w, struct pci_function f)
{
    pci_write32(f, PCI_ROM, ~(uint32_t)PCI_ROM_ENABLE);
    uint32_t mask = pci_read32(f, PCI_ROM) & 0xfffff800;

    pci_write32(f, PCI_ROM, mask ? take(&w->memory, ~mask + 1) : 0);
}

static void place_bars(struct walk *w, struct pci_function f, unsigned bars)
{
    uint16_t enable = 0, disable = 0;

    pci_write16(f, PCI_COMMAND, 0);
    for (unsigned i = 0; i < bars; i++) {
        bool wide;
        unsigned reg = PCI_BAR0 + 4 * i;
        bool io = pci_read32(f, reg) & 1;
        int decoder = place_bar(w, f, reg, &wide);
        if (decoder > 0)
            enable |= (uint16_t)decoder;
        else if (decoder < 0)
            disable |= io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY;
        i += wide;
    }
    pci_write16(f, PCI_COMMAND, enable & (uint16_t)~disable);
}

static void walk_bus(struct walk *w, struct level level);

/* Where a bridge's windows begin. */
struct windows {
    uint32_t io, memory;
};

static struct windows open_windows(struct walk *w, struct pci_function f)
{
    align(&w->io, IO_WINDOW);
    align(&w->memory, MEMORY_WINDOW);
    pci_write8(f, PCI_IO_BASE, (uint8_t)(w->io.next >> 8));
    pci_write16(f, PCI_MEMORY_BASE, (uint16_t)(w->memory.next >> 16));
    /* Base above limit: closed until it is known what is behind. */
    pci_write8(f, PCI_IO_LIMIT, 0);
    pci_write16(f, PCI_MEMORY_LIMIT, 0);
    pci_write16(f, PCI_PREFETCH_BASE, 0xfff0);
    pci_write16(f, PCI_PREFETCH_LIMIT, 0);
    return (struct windows){ w->io.next, w->memory.next };
}

static void close_windows(struct walk *w, struct pci_function f,
                          struct windows began)
{
    align(&w->io, IO_WINDOW);
    align(&w->memory, MEMORY_WINDOW);
    /* A window in which nothing was placed stays closed. */
    if (w->io.next > began.io)
        pci_write8(f, PCI_IO_LIMIT, (uint8_t)((w->io.next - 1) >> 8));
    if (w->memory.next > began.memory)
        pci_write16(f, PCI_MEMORY_LIMIT,
                    (uint16_t)((w->memory.next - 1) >> 16));
    pci_write16(f, PCI_COMMAND,
                PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
}

static void walk_bridge(struct walk *w, struct pci_function f,
                        struct level level, uint8_t input)
{
    if (level.depth == DEPTH_MAX || w->last_bus == 0xff)
        return;
    struct level below = { ++w->last_bus, level.depth + 1, input };

    pci_write8(f, PCI_PRIMARY_BUS, level.bus);
    pci_write8(f, PCI_SECONDARY_BUS, below.bus);
    pci_write8(f, PCI_SUBORDINATE_BUS, 0xff);
    struct windows began = open_windows(w, f);
    walk_bus(w, below);
    pci_write8(f, PCI_SUBORDINATE_BUS, w->last_bus);
    close_windows(w, f, began);
}

static void visit(struct walk *w, struct pci_function f, struct level level)
{
    /* Bus 0 begins with device 1 at input 0. */
    unsigned input = level.input + f.device + (level.bus ? 0 : 3);
    bool bridge = (pci_read8(f, PCI_HEADER) & 0x7f) == PCI_HEADER_BRIDGE;
    uint8_t pin = pci_read8(f, PCI_INTERRUPT_PIN);

    if (pci_read16(f, PCI_CLASS) == CLASS_HOST_BRIDGE)
        return;
    place_bars(w, f, bridge ? 2 : 6);
    if (!bridge)
        place_rom(w, f);
    if (pin >= 1 && pin <= 4)
        pci_write8(f, PCI_INTERRUPT_LINE, w->irq[(input + pin - 1) % 4]);
    if (bridge)
        walk_bridge(w, f, level, (uint8_t)(input % 4));
}

static void walk_bus(struct walk *w, struct level level)
{
    for (struct pci_function f = { level.bus, 0, 0 }; f.device < 32;
         f.device++) {
        f.function = 0;
        if (pci_read16(f, PCI_VENDOR) == 0xffff)
            continue;
        bool many = pci_read8(f, PCI_HEADER) & PCI_HEADER_MULTI;
        for (; f.function < (many ? 8 : 1); f.function++)
            if (pci_read16(f, PCI_VENDOR) != 0xffff)
                visit(w, f, level);
    }
}

static void route(const uint8_t irq[4])
{
    struct pci_function router = { 0, ROUTER_DEVICE, 0 };

    for (unsigned i = 0; i < 4; i++)
        interrupt_level(irq[i], true);
    if (pci_read32(router, PCI_VENDOR) != ROUTER_ID)
        return;
    for (unsigned i = 0; i < 4; i++)
        pci_write8(router, ROUTER_PIRQ + i, irq[i]);
}

void pci_setup(const uint8_t irq[4])
{
    struct walk w = {
        .io = { IO_FIRST, IO_END },
        .memory = { memory_first, memory_end },
        .irq = irq,
    };

    route(irq);
    walk_bus(&w, (struct level){ 0 });
}
