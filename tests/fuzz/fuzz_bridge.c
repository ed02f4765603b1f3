/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_bridge.c - a 21152 with a 21154 behind it and an Ethernet controller
 * behind that: configuration cycles of any bus, the controller's windows, its
 * bus mastering.  What is open must be what both bridges let through.
 */
#include "devices/pci-bridge/i21152.h"
#include "tests/fuzz/chip.h"
#include "tests/unit/devices/nicrig.h"

enum { RAM_BYTES = 0x10000, OUTER_AT = 5 << 3, INNER_AT = 4 << 3 };

struct tree {
    struct rig *rig; /* the controller is device 0 of the last bus */
    struct pci_bus root;
    struct pci_function *outer, *inner;
};

/* Mostly somebody who is there. */
static struct pci_function *whom(struct tree *t, uint32_t val)
{
    static const uint8_t there[] = {OUTER_AT, INNER_AT, 0};
    unsigned devfn = val >> 8 & 0xff;

    if (val >> 16 & 0x80)
        devfn = there[devfn % 3];
    return pci_bus_find(&t->root, val >> 16 & 7, devfn);
}

static void configure(struct tree *t, uint32_t val, unsigned width,
                      struct feed *f)
{
    struct pci_function *fn = whom(t, val);
    unsigned off = val & (0x100 - width);

    if (!fn)
        return;
    pci_config_write(fn, off, feed32(f), width);
    pci_config_read(fn, off, width);
}

static void master(struct tree *t, uint32_t pa, uint8_t n)
{
    uint8_t data[256];

    (void)pci_dma_read(t->rig->fn, pa, data, n);
    (void)pci_dma_write(t->rig->fn, pa, data, n);
}

static void pin(struct chip *c, uint8_t what, uint32_t val, struct feed *f)
{
    static const uint8_t frame[64] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct tree *t = c->own;
    unsigned width = 1u << what / 64 % 3;

    switch (what % 6) {
    case 0:
    case 1:
        configure(t, val, width, f);
        break;
    case 2:
        fake_mem_write(c->fb, val, feed32(f), width);
        fake_mem_read(c->fb, val, width);
        break;
    case 3:
        fake_port_write(c->fb, val & 0xffff, feed32(f), width);
        fake_port_read(c->fb, val & 0xffff, width);
        break;
    case 4:
        master(t, val, feed8(f));
        break;
    case 5:
        i8255x_receive(t->rig->dev, frame, sizeof frame);
        break;
    }
    g_assert_true(!fake_mapped(t->rig->dev, "csr", NULL) ||
                  (!t->outer->asleep && !t->inner->asleep &&
                   pci_get16(t->outer, PCI_COMMAND) & PCI_COMMAND_MEMORY &&
                   pci_get16(t->inner, PCI_COMMAND) & PCI_COMMAND_MEMORY));
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    struct tree t = {.rig = rig_new(&i82559_class)};
    struct fakeboard *fb = t.rig->fb;
    struct chip c = {.fb = fb, .max_wait_ns = 1000000, .pin = pin, .own = &t};

    fb->ram_size = RAM_BYTES;
    c.dev = fake_new(fb, &i21152_class, "outer");
    t.outer = (struct pci_function *)c.dev;
    pci_bus_add(&t.root, OUTER_AT >> 3, 0, t.outer);
    t.inner = (struct pci_function *)fake_new(fb, &i21154_class, "inner");
    pci_bus_add(i21152_bus(&t.outer->dev), INNER_AT >> 3, 0, t.inner);
    pci_bus_add(i21152_bus(&t.inner->dev), 0, 0, t.rig->fn);
    fake_reset(c.dev, RESET_POWER);
    chip_run(&c, &f);
    rig_free(t.rig);
}
